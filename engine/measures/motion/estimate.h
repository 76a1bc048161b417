/// How a camera moved between two small pictures: a similarity (shift, turn, zoom) that most of the picture follows.
///
/// Units    coordinates from the centre of the picture, x to the right and y down, in rows of the thumbnail: a display
///          pixel is square. A place z of the earlier picture is found at turn * z + shift in the later one.
/// Source   Odobez and Bouthemy, Robust Multiresolution Estimation of Parametric Motion Models, J. Visual Communication
///          and Image Representation 6(4), 1995 (coarse to fine, Tukey's weights); Baker and Matthews, Lucas-Kanade 20
///          Years On, IJCV 56(3), 2004 (inverse compositional steps; linear appearance: gain and offset).
/// Thread   any; pure.
#pragma once

#include <complex>
#include <optional>
#include <vector>

namespace fotograma::measures::motion {

/// Luma in 8-bit code values, row by row.
struct Thumbnail {
    int width = 0;
    int height = 0;
    double aspect = 1.0;   ///< Width of a sample by its height.
    double centreX = 0.0;  ///< Of the picture, in samples from the left edge; the thumbnail may lack its last columns.
    double centreY = 0.0;
    std::vector<float> luma;
};

struct CameraMotion {
    std::complex<double> turn = 1.0;   ///< Zoom times the exponential of the angle, clockwise.
    std::complex<double> shift = 0.0;  ///< In rows.
    double agreement =
        0.0;  ///< Correlation of the two pictures' gradients after the motion: 1 where they are the same.
};

/// Nothing where there is too little to be seen to tell.
[[nodiscard]] std::optional<CameraMotion> motionBetween(const Thumbnail& before, const Thumbnail& now);

}  // namespace fotograma::measures::motion
