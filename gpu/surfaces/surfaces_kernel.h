/// Between the semi-planar surfaces of video chips (NV12, P010, P016) and planar pictures; compiled for CUDA only.
///
/// Shape    chips keep Cb and Cr side by side in one plane, and depths over 8 bits in the upper bits of 16.
/// Cost     a picture is read and written once: 3 bytes a pixel of 8 bits, 6 of more (docs/adr/0014).
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::surfaces {

struct TakeParams {
    pixel::i32 step = 1;      ///< Samples from one of ours to the next: 2 in a plane of Cb and Cr.
    pixel::i32 offset = 0;    ///< Of the first.
    pixel::f32 scale = 1.0F;  ///< A power of two: moves high-aligned values down.
};

struct WeaveParams {
    pixel::i32 parts = 1;     ///< Planes that take turns along a row: 2 for Cb and Cr.
    pixel::f32 scale = 1.0F;  ///< A power of two: moves values up.
};

inline namespace FOTOGRAMA_ARCH {

/// Every `step`-th sample: one plane out of a surface.
struct Take {
    static constexpr pixel::Shape shape = pixel::Shape::Gather;
    using Params = TakeParams;
    template <class Source>
    static FOTOGRAMA_FN pixel::f32 sample(const Source& source, pixel::i32 x, pixel::i32 y, const Params& params,
                                          const void*) {
        return source(x * params.step + params.offset, y) * params.scale;
    }
};

/// Samples of `parts` planes in turn: they come as frames after each other.
struct Weave {
    static constexpr pixel::Shape shape = pixel::Shape::Temporal;
    static constexpr pixel::i32 back = 0, forward = 1, radius = 0;
    using Params = WeaveParams;
    template <class Window>
    static FOTOGRAMA_FN pixel::f32 pixel(const Window& in, const Params& params) {
        const pixel::i32 column = in.x / params.parts;
        return in(in.x - column * params.parts, column - in.x, 0) * params.scale;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(surfaces, SAME(Take) SAME(Weave))

}  // namespace fotograma::surfaces
