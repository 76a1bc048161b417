/// One field of a frame made whole: its own rows stay, the rows between them are made of the fields around.
///
/// Source   Weston, BBC Research Department (fields before and after give what is fine, rows above and below what is
///          coarse: 8 taps and 5); held to what the fields before and after allow, as in yadif and bwdif.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::deinterlace {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// Where a row lies that is dy away: beyond the picture stands its reflection, which is a row of the same field.
struct AsItIs {
    FOTOGRAMA_FN i32 operator()(i32 dy) const { return dy; }
};
struct Reflected {
    i32 y, lastRow;
    FOTOGRAMA_FN i32 operator()(i32 dy) const { return y + dy < 0 || y + dy > lastRow ? -dy : dy; }
};

struct Field {
    static constexpr Shape shape = Shape::Temporal;
    static constexpr i32 back = 1;
    static constexpr i32 forward = 1;
    static constexpr i32 radius = 4;
    struct Params {
        i32 kept;      ///< The rows of the field: 0 even, 1 odd.
        i32 isSecond;  ///< 1: it is the frame's later field.
        i32 lastRow;   ///< Of the plane.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        if ((w.y & 1) == params.kept) return w(0, 0, 0);
        if (w.y < radius || w.y + radius > params.lastRow) {
            const Reflected at{w.y, params.lastRow};
            return params.isSecond != 0 ? between<0>(w, at) : between<-1>(w, at);
        }
        return params.isSecond != 0 ? between<0>(w, AsItIs{}) : between<-1>(w, AsItIs{});
    }

private:
    static constexpr f32 kMostTimes = 4.0F;

    static FOTOGRAMA_FN f32 greatest(f32 a, f32 b, f32 c) { return maximum(a, maximum(b, c)); }
    static FOTOGRAMA_FN f32 least(f32 a, f32 b, f32 c) { return minimum(a, minimum(b, c)); }

    /// The missing row. Its own field came before in frame `Before`, and comes after in the next one.
    template <i32 Before, class W, class At>
    static FOTOGRAMA_FN f32 between(const W& w, const At& at) {
        const auto around = [&](i32 dy) { return w(Before, 0, at(dy)) + w(Before + 1, 0, at(dy)); };
        const f32 above = w(0, 0, at(-1));
        const f32 below = w(0, 0, at(1));
        const f32 mean = 0.5F * around(0);
        const f32 change = absolute(w(Before, 0, 0) - w(Before + 1, 0, 0));

        // How far from the fields around it may be: as far as anything moved from field to field, near it.
        const f32 changeBack = absolute(w(-1, 0, at(-1)) - above) + absolute(w(-1, 0, at(1)) - below);
        const f32 changeForward = absolute(w(1, 0, at(-1)) - above) + absolute(w(1, 0, at(1)) - below);
        f32 reach = 0.5F * greatest(change, changeBack, changeForward);
        // And as far as the rows of the two fields stand apart where they should lie on one line.
        const f32 outerAbove = 0.5F * around(-2) - above;
        const f32 outerBelow = 0.5F * around(2) - below;
        const f32 top = greatest(mean - below, mean - above, minimum(outerAbove, outerBelow));
        const f32 bottom = least(mean - below, mean - above, maximum(outerAbove, outerBelow));
        // What stands still is not touched for that: noise alone lets it have little.
        reach = maximum(reach, minimum(maximum(bottom, -top), kMostTimes * reach));

        const f32 near = above + below;
        const f32 far = w(0, 0, at(-3)) + w(0, 0, at(3));
        // Coarse from the field itself, fine from the fields around it.
        const f32 fine =
            fma(0.0310059F, around(-4) + around(4), fma(0.1699829F, around(0), -0.1159973F * (around(-2) + around(2))));
        const f32 woven = fma(0.5260010F, near, fma(-0.0260010F, far, fine));
        const f32 curved = fma(0.6197510F, near, -0.1197510F * far);
        const f32 wanted = absolute(above - below) > change ? woven : curved;
        return clamp(wanted, mean - reach, mean + reach);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(deinterlace, SAME(Field))

}  // namespace fotograma::filters::deinterlace
