/// Sums of linear red, green and blue.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::color_mean {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Light {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr bool readsColor = true;
    static constexpr i32 counters = 4;  ///< Of red, green and blue in 65535ths, and how many blocks were counted.
    struct Params {
        ColorMath color;
        f32 gamma;            ///< Light is a value to this power.
        f32 lowest, highest;  ///< Luma in code values: what is outside tells nothing about the light.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const ColorTerms terms(params.color);
        const Yuv code = w.color();
        if (code.y < params.lowest || code.y > params.highest) return;
        const Yuv color{terms.luma(code.y), terms.chroma(code.cb), terms.chroma(code.cr)};
        const Rgb rgb = toRgb(color, terms);
        sums.add(0, counted(rgb.r, params.gamma));
        sums.add(1, counted(rgb.g, params.gamma));
        sums.add(2, counted(rgb.b, params.gamma));
        sums.add(3, 1);
    }

private:
    static FOTOGRAMA_FN u64 counted(f32 value, f32 gamma) {
        return static_cast<u64>(roundToInt(65535.0F * pow(clamp(value, 0.0F, 1.0F), gamma)));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(color_mean, SAME(Light))

}  // namespace fotograma::measures::color_mean
