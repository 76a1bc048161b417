/// The way of a camera, smoothed: where each frame should have been, and how far it must be moved for that.
///
/// Units    seconds; lengths in heights of the picture from its middle, x to the right and y down; angles clockwise.
/// Source   Matsushita et al., Full-Frame Video Stabilization with Motion Inpainting, IEEE Trans. PAMI 28(7), 2006, section
///          3.2 (a Gaussian over the motions from a frame to its neighbours); here with a straight line fitted under the
///          Gaussian (Cleveland 1979), so that an even pan stays where it is at both ends of a scene.
/// Thread   any; pure.
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace fotograma::filters::stabilise {

/// A shift, a turn and a zoom: a place z goes to turn * z + shift.
struct Similarity {
    std::complex<double> turn = 1.0;
    std::complex<double> shift = 0.0;
};

/// How a frame moved since the one before; the first of a scene did not.
struct Motion {
    double time = 0.0;
    bool startsScene = false;
    Similarity move;
};

struct Smoothing {
    double seconds = 0.5;   ///< Standard deviation of the Gaussian.
    double strength = 1.0;  ///< How much of the shake is taken away.
    double mostAcross = 1.0;
    double mostDown = 1.0;
    double mostTurn = 1.0;  ///< Radians.
};

/// What is done to a frame. Trivially copyable: kept as bytes.
struct Correction {
    double time = 0.0;
    double shiftX = 0.0;
    double shiftY = 0.0;
    double angle = 0.0;
    double zoomLog = 0.0;  ///< Natural logarithm.

    [[nodiscard]] Similarity similarity() const;
    [[nodiscard]] Correction times(double share) const;
};

[[nodiscard]] std::vector<Correction> corrections(std::span<const Motion> path, const Smoothing& smoothing);

/// How far a corrected frame must be enlarged so that nothing beyond its border shows. `aspect` is width by height.
[[nodiscard]] double zoomToHide(const Correction& correction, double aspect);
/// As much of a correction as this zoom hides.
[[nodiscard]] Correction lessened(const Correction& correction, double zoom, double aspect);

}  // namespace fotograma::filters::stabilise
