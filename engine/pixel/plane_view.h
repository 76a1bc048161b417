/// A plane with its sample type: rows by pointer, samples by clamped position.
///
/// Units    positions and sizes in samples; pitch in bytes.
/// Owner    borrows the memory.
#pragma once

#include "engine/pixel/kernel_args.h"
#include "engine/pixel/qualifiers.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

/// Position inside 0..size-1: the border of a picture continues outwards.
FOTOGRAMA_FN i32 clampIndex(i32 index, i32 size) {
    const i32 atLeast = index < 0 ? 0 : index;
    return atLeast < size ? atLeast : size - 1;
}

template <class Sample>
struct PlaneView {
    u8* data;
    i64 pitchBytes;
    i32 width;
    i32 height;

    FOTOGRAMA_FN explicit PlaneView(const PlaneRef& plane)
        : data(static_cast<u8*>(plane.data)), pitchBytes(plane.pitchBytes), width(plane.width), height(plane.height) {}

    FOTOGRAMA_FN Sample* row(i32 y) const { return reinterpret_cast<Sample*>(data + y * pitchBytes); }
    FOTOGRAMA_FN Sample& at(i32 x, i32 y) const { return row(y)[x]; }
    FOTOGRAMA_FN Sample clamped(i32 x, i32 y) const { return row(clampIndex(y, height))[clampIndex(x, width)]; }
};

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
