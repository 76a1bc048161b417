/// Differences of hue, saturation and value to the frame before, in the integers of OpenCV's 8-bit HSV.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::scenes {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Hsv {
    i32 h;  ///< 0..179
    i32 s;  ///< 0..255
    i32 v;  ///< 0..255
};

/// Of 8-bit R'G'B'. Quotients are taken to 1/4096 first, as OpenCV's tables hold them; float division is exact enough to
/// round them alike.
FOTOGRAMA_FN Hsv hsvOf(i32 r, i32 g, i32 b) {
    const i32 least = r < g ? (r < b ? r : b) : (g < b ? g : b);
    const i32 v = r > g ? (r > b ? r : b) : (g > b ? g : b);
    const i32 spread = v - least;
    const i32 perValue = roundToInt(1044480.0F / static_cast<f32>(v > 0 ? v : 1));            // 255 << 12
    const i32 perSpread = roundToInt(122880.0F / static_cast<f32>(spread > 0 ? spread : 1));  // (180 << 12) / 6
    const i32 sector = v == r ? g - b : (v == g ? b - r + 2 * spread : r - g + 4 * spread);
    const i32 h = (sector * perSpread + 2048) >> 12;
    return {h < 0 ? h + 180 : h, (spread * perValue + 2048) >> 12, v};
}

struct Content {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr bool readsColor = true;
    static constexpr i32 counters = 3;  ///< Sums of the absolute differences of H, S and V.
    struct Params {
        f32 ofY, ofCrInR, ofCbInG, ofCrInG, ofCbInB;  ///< Code values to 8-bit R'G'B'.
        f32 atR, atG, atB;                            ///< What they are at code values of 0, and one half to round.
        i32 rowMask;  ///< Rows whose number has one of these bits are left out: large pictures have plenty.
    };

    static FOTOGRAMA_FN bool skipsRow(i32 y, const Params& params) { return (y & params.rowMask) != 0; }

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const Hsv now = hsv(w.color(), params);
        const Hsv before = hsv(w.previousColor(), params);
        sums.add(0, static_cast<u64>(distance(now.h, before.h)));
        sums.add(1, static_cast<u64>(distance(now.s, before.s)));
        sums.add(2, static_cast<u64>(distance(now.v, before.v)));
    }

private:
    static FOTOGRAMA_FN i32 distance(i32 a, i32 b) { return a > b ? a - b : b - a; }
    static FOTOGRAMA_FN i32 code(f32 value) { return static_cast<i32>(clamp(value, 0.0F, 255.0F)); }
    /// Without fma, so that the whole numbers are the same in every build.
    static FOTOGRAMA_FN Hsv hsv(const Yuv& in, const Params& params) {
        const f32 y = in.y * params.ofY;
        return hsvOf(code(y + in.cr * params.ofCrInR + params.atR),
                     code(y + (in.cb * params.ofCbInG + in.cr * params.ofCrInG) + params.atG),
                     code(y + in.cb * params.ofCbInB + params.atB));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(scenes, SAME(Content))

}  // namespace fotograma::measures::scenes
