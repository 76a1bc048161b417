/// Film grain of one sample: noise from a hash of where and when, stronger in the middle tones.
///
/// Units    Y' 0..1, Cb and Cr -0.5..0.5.
/// Source   Jarzynski and Olano, Hash Functions for GPU Rendering, JCGT 9(3), 2020: pcg3d.
#pragma once

#include "engine/pixel/chance.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::grain {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// Nearly Gaussian, mean 0, deviation 1: four bytes summed (Irwin and Hall), exact in integers.
FOTOGRAMA_FN f32 gaussian(u32 bits) {
    const i32 sum = static_cast<i32>((bits & 255U) + (bits >> 8 & 255U) + (bits >> 16 & 255U) + (bits >> 24));
    return static_cast<f32>(2 * sum - 1020) * (1.0F / 295.6F);  // 2 sqrt(4 (256^2 - 1) / 12)
}

struct Film {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    struct Params {
        f32 amount;       ///< Deviation of Y' in the middle tones.
        f32 colorAmount;  ///< Deviation of Cb and Cr there.
        f32 ends;         ///< Share of it in black and white.
        u32 seed;
    };

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params& params, const Moment& moment) {
        const Bits3 bits = pcg3d(static_cast<u32>(moment.x), static_cast<u32>(moment.y),
                                 static_cast<u32>(moment.frameIndex) * 0x9E3779B9U + params.seed);
        const f32 y = clamp(in.y, 0.0F, 1.0F);
        // A parabola: 0 at the ends, 1 in the middle.
        const f32 middle = 4.0F * y * (1.0F - y);
        const f32 weight = fma(1.0F - params.ends, middle, params.ends);
        const f32 luma = params.amount * weight;
        const f32 chroma = params.colorAmount * weight;
        return {fma(luma, gaussian(bits.x), in.y), fma(chroma, gaussian(bits.y), in.cb),
                fma(chroma, gaussian(bits.z), in.cr)};
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(grain, SAME(Film))

}  // namespace fotograma::filters::grain
