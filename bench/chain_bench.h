/// A chain of filters over raw pictures: how long a frame takes as one pass where it can be one, and stored after each.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace fotograma::bench {

struct ChainOrder {
    std::string filters;  ///< "adjust:contrast=1.1,saturation=1.2;levels:gamma=1.1"; "@FILE" reads a value from a file.
    std::string raw;      ///< A file of planar 4:2:0 frames; empty: made pictures.
    std::string write;    ///< Where the first frame made goes, raw; empty: nowhere.
    int width = 1920;
    int height = 1080;
    int bits = 8;
    int transfer = 1;  ///< Of ITU-T H.273: 16 is PQ.
    int threads = 1;
    double seconds = 1.0;
};

/// Prints one line a reading: milliseconds a frame, the median and the best.
base::Status benchChain(const ChainOrder& order);

}  // namespace fotograma::bench
