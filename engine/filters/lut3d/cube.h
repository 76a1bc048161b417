/// Text of a .cube file to a cube of colours.
///
/// Units    R', G', B' as the file has them, nominally 0..1.
/// Errors   InvalidArgument with the line and what is wrong with it. The text may come from anywhere: sizes, counts and
///          numbers are checked before they are believed.
/// Source   Adobe, Cube LUT Specification 1.0, 2013.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::filters::lut3d {

struct CubeTable {
    int side = 0;         ///< Corners along an edge, 2 to 129; of a line 2 to 65536 entries.
    bool isLine = false;  ///< LUT_1D_SIZE: each channel by itself.
    std::array<float, 3> low{0.0F, 0.0F, 0.0F};
    std::array<float, 3> high{1.0F, 1.0F, 1.0F};
    std::vector<float> values;  ///< side^3 (of a line: side) times R', G', B'; red fastest.
};

base::Result<CubeTable> parseCube(std::string_view text);

}  // namespace fotograma::filters::lut3d
