/// A picture laid over the video: what lies below shows through by its opacity.
///
/// Units    times in seconds; the place in luma samples.
/// Source   Porter and Duff, Compositing Digital Images, SIGGRAPH 1984 (over, premultiplied).
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::overlay {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// The table holds for each of its samples two words, colours already multiplied by opacity: Y' and opacity, Cb and Cr, each
/// 16 bits of 0..1 (of -0.5..0.5), the first in the high half.
struct Over {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    struct Params {
        i32 left, top;      ///< Of the picture in the video; may lie outside.
        i32 width, height;  ///< Of the picture.
        f32 opacity;
        f32 rampPerSecond;  ///< How fast it appears and goes.
        f32 shift;          ///< Added to both ramps: 1 where it is there at once.
        double start, end;
    };

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params& params, const Moment& moment, const void* table) {
        const i32 x = moment.x - params.left;
        const i32 y = moment.y - params.top;
        const i32 column = heldIndex(x, params.width - 1);
        const i32 row = heldIndex(y, params.height - 1);
        const i32 isInside = (x == column ? 1 : 0) & (y == row ? 1 : 0);
        const u32* words = static_cast<const u32*>(table) + 2 * (row * params.width + column);
        const f32 share = static_cast<f32>(isInside) * presence(params, moment.timeSeconds);
        const f32 scaled = share * (1.0F / 65535.0F);
        const f32 below = fma(-scaled, low(words[0]), 1.0F);
        // 32768 of 65535 stands for no chroma, as it does on the host.
        return {fma(scaled, high(words[0]), in.y * below), fma(scaled, high(words[1]) - 32768.0F, in.cb * below),
                fma(scaled, low(words[1]) - 32768.0F, in.cr * below)};
    }

private:
    static FOTOGRAMA_FN f32 high(u32 word) { return static_cast<f32>(static_cast<i32>(word >> 16)); }
    static FOTOGRAMA_FN f32 low(u32 word) { return static_cast<f32>(static_cast<i32>(word & 0xFFFFU)); }
    static FOTOGRAMA_FN f32 presence(const Params& params, double time) {
        const f32 since = static_cast<f32>(time - params.start);
        const f32 left = static_cast<f32>(params.end - time);
        const f32 in = clamp(fma(since, params.rampPerSecond, params.shift), 0.0F, 1.0F);
        const f32 out = clamp(fma(left, params.rampPerSecond, 0.0F), 0.0F, 1.0F);
        return params.opacity * minimum(in, out);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(overlay, SAME(Over))

}  // namespace fotograma::filters::overlay
