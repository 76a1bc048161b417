/// The weights of separable resampling, by method.
///
/// Units    positions in samples: sample i covers i to i + 1, its middle is i + 0.5.
/// Source   bicubic: Keys, IEEE ASSP 29(6), 1981, a = -0.5 (Catmull-Rom: B = 0, C = 0.5). Lanczos: Duchon, J. Appl.
///          Meteorology 18, 1979, three lobes. Beyond the border the picture is mirrored, its last sample repeated.
#pragma once

#include <string_view>
#include <vector>

#include "engine/frame/format.h"

namespace fotograma::filters::resize {

enum class Method { Bilinear, Bicubic, Lanczos3, Area };
[[nodiscard]] Method methodOf(std::string_view choice);

/// One direction of one plane: output sample i lies at (i + 0.5) * scale + shift of the input.
struct Mapping {
    int input = 0;  ///< Samples.
    int output = 0;
    double scale = 1.0;
    double shift = 0.0;
};

struct PlaneMapping {
    Mapping across;
    Mapping down;
};

/// How a plane of `output` lies on that plane of `input`, chroma where the picture says it lies between luma samples.
[[nodiscard]] PlaneMapping planeMapping(const frame::PictureSpec& input, const frame::PictureSpec& output, int plane);

struct Taps {
    int count = 0;               ///< Weights for each output sample.
    std::vector<int> first;      ///< Of the input samples of each output sample; all of them inside the picture.
    std::vector<float> weights;  ///< output * count, each row sums to 1.
};

[[nodiscard]] Taps tapsOf(Method method, const Mapping& mapping);

}  // namespace fotograma::filters::resize
