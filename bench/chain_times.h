/// A chain of filters over raw pictures: what a frame costs as it runs, stored after each filter, and by peers' graphs.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::bench {

struct ChainOrder {
    std::string filters;  ///< "adjust:contrast=1.1,saturation=1.2;levels:gamma=1.1"; "@FILE" reads a value from a file.
    std::vector<std::string> peers;  ///< Graphs of libavfilter that do the same.
    std::string raw;                 ///< A file of planar frames; empty: made pictures.
    std::string write;               ///< Where the first frame made goes, raw; empty: nowhere.
    int width = 1920;
    int height = 1080;
    int bits = 8;
    bool isSubsampled = true;  ///< 4:2:0; else 4:4:4.
    int transfer = 1;          ///< Of ITU-T H.273: 16 is PQ.
    int threads = 1;
    int rounds = 7;  ///< Of ours, stored and peers in turn.
    int frames = 8;  ///< In a turn.
};

/// Prints one JSON object: passes, differences, and milliseconds of processor time a frame.
base::Status timeChain(const ChainOrder& order);

}  // namespace fotograma::bench
