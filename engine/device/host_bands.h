/// Several passes over a picture as one: a band of rows goes through all of them while it stays in a near cache, and what
/// lies between two passes is never a whole picture.
///
/// Shape    rows are counted in blocks of one chroma sample, so that all planes keep step. A pass is asked for its rows
///          from top to bottom within a part of the picture; where it reads above and below, the pass before it is ahead
///          and its latest rows are kept. Every pass makes the same rows as over whole pictures: the same bits.
/// Cost     rows that two parts both need are made twice: parts are few and high.
/// Owner    borrows all planes for the call.
/// Thread   rows() of a pass is called from several threads at once.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "engine/pixel/kernel_args.h"

namespace fotograma::device {

using Planes = std::array<pixel::PlaneRef, pixel::kMaxPlanes>;

struct BandPass {
    int reach = 0;               ///< Rows of blocks that it reads above and below the one it makes.
    unsigned planeMask = 0b111;  ///< Planes it makes; the others are those it reads.
    int bytesPerSample = 1;      ///< Of what it makes.
    /// Makes rows firstBlock to endBlock - 1. Only those rows, and for what is read `reach` more, are there.
    std::function<void(const Planes& in, const Planes& out, int firstBlock, int endBlock)> rows;
};

/// A picture's blocks.
struct BandShape {
    int planes = 1;
    int blockRows = 0;  ///< Of the smallest plane.
    int chromaShiftY = 0;
};

/// From `in` to `out`; planes of `out` give the sizes of all pictures between. A plane that no pass makes is left alone.
void runBands(std::span<const BandPass> passes, const BandShape& shape, const Planes& in, const Planes& out);

}  // namespace fotograma::device
