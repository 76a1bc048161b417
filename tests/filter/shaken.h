/// A clip that a shaky hand made, with the truth: a still picture seen by a camera whose way is known.
#pragma once

#include <complex>
#include <functional>
#include <vector>

#include "tests/filter/reference_video.h"

namespace fotograma::tests {

/// Where a place of the steady picture lies in a frame: turn * z + shift, from the middle, in pixels.
struct CameraPose {
    std::complex<double> turn = 1.0;
    std::complex<double> shift = 0.0;
};

/// A hand at 30 frames a second: some pixels and half a degree, two to nine times a second.
[[nodiscard]] CameraPose handAt(int frame, double pixels);

/// Brightness 0..1 of an endless scene at a place from its middle.
using Scene = std::function<double(double x, double y)>;
/// Waves of many lengths, no direction preferred.
[[nodiscard]] Scene waves(double seed);
/// The luma of a picture, its edge going on for ever; `scale` of its samples to a pixel.
[[nodiscard]] Scene sceneOf(const frame::Frame& picture, double scale);

/// Luma of the scene; chroma, where there is some, is neutral.
[[nodiscard]] Video filmed(const frame::PictureSpec& spec, const std::vector<CameraPose>& poses, const Scene& scene,
                           int subsamples = 1);

/// Mean PSNR of each frame with the one before, of the luma in the middle: the usual figure for steadiness.
[[nodiscard]] double likenessInTime(const Video& video);

}  // namespace fotograma::tests
