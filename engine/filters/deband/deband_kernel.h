/// Steps of smooth areas evened out: the mean of four samples around, at a distance by chance, with a dither.
///
/// Units    code values.
/// Source   the scheme of f3kdb and of libavfilter's deband; pcg3d of Jarzynski and Olano, JCGT 9(3), 2020.
#pragma once

#include "engine/pixel/chance.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::deband {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Even {
    static constexpr Shape shape = Shape::Gather;
    struct Params {
        f32 threshold;
        f32 range;   ///< Largest distance, in samples of the plane.
        f32 dither;  ///< Largest value added either way.
        u32 seed;
    };

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        const u32 bits = chance(static_cast<u32>(x), static_cast<u32>(y), params.seed);
        const i32 dx = distance(bits & 0xffffU, params.range);
        const i32 dy = distance(bits >> 16, params.range);
        const f32 center = source(x, y);
        const f32 a = source.clamped(x + dx, y + dy);
        const f32 b = source.clamped(x - dy, y + dx);
        const f32 c = source.clamped(x - dx, y - dy);
        const f32 d = source.clamped(x + dy, y - dx);
        const f32 mean = ((a + b) + (c + d)) * 0.25F;
        const f32 most = maximum(maximum(absolute(a - center), absolute(b - center)),
                                 maximum(absolute(c - center), absolute(d - center)));
        const u32 other = chance(static_cast<u32>(y), static_cast<u32>(x), params.seed + 1U);
        const f32 noise = fma(static_cast<f32>(static_cast<i32>(other & 0xffffU)), 1.0F / 32767.5F, -1.0F);
        return most < params.threshold ? fma(params.dither, noise, mean) : center;
    }

private:
    /// The three numbers of pcg3d folded into one.
    static FOTOGRAMA_FN u32 chance(u32 x, u32 y, u32 z) {
        const Bits3 bits = pcg3d(x, y, z);
        return bits.x ^ (bits.y >> 8) ^ (bits.z << 8);
    }
    /// 1 to range, from 16 bits.
    static FOTOGRAMA_FN i32 distance(u32 bits, f32 range) {
        return 1 + static_cast<i32>(static_cast<f32>(static_cast<i32>(bits)) * range * (1.0F / 65536.0F));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(deband, SAME(Even))

}  // namespace fotograma::filters::deband
