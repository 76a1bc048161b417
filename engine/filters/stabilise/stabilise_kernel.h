/// A picture shifted, turned and zoomed by parts of a sample.
///
/// Units    places in samples of the plane; 0 is the middle of the first.
/// Source   Keys, Cubic Convolution Interpolation for Digital Image Processing, IEEE Trans. ASSP 29(6), 1981 (a = -1/2).
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::stabilise {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct WarpParams {
    f32 originX, originY;  ///< Where the first sample of the output comes from.
    f32 alongX, alongY;    ///< Further for each to the right.
    f32 downX, downY;      ///< And for each below.
    f32 fills;             ///< 1: outside of the picture there is `fill`; 0: its edge goes on.
    f32 fill;              ///< Code value.
};

/// A place in the source: the sample left above, how far beyond it, and how much of it is picture.
struct Place {
    i32 x, y;
    f32 shareX, shareY;
    f32 cover;

    template <class S>
    FOTOGRAMA_FN Place(const S& source, i32 atX, i32 atY, const WarpParams& params) {
        const f32 column = static_cast<f32>(atX);
        const f32 row = static_cast<f32>(atY);
        const f32 placeX = fma(column, params.alongX, fma(row, params.downX, params.originX));
        const f32 placeY = fma(column, params.alongY, fma(row, params.downY, params.originY));
        const f32 floorX = floorOf(placeX);
        const f32 floorY = floorOf(placeY);
        x = static_cast<i32>(floorX);
        y = static_cast<i32>(floorY);
        shareX = placeX - floorX;
        shareY = placeY - floorY;
        // From whole at the outermost samples to nothing one further out.
        const f32 insideX = minimum(placeX + 1.0F, static_cast<f32>(source.width) - placeX);
        const f32 insideY = minimum(placeY + 1.0F, static_cast<f32>(source.height) - placeY);
        cover = maximum(clamp(minimum(insideX, insideY), 0.0F, 1.0F), 1.0F - params.fills);
    }

    FOTOGRAMA_FN f32 onGround(f32 value, const WarpParams& params) const {
        return fma(cover, value - params.fill, params.fill);
    }
};

struct Cubic {
    static constexpr Shape shape = Shape::Gather;
    using Params = WarpParams;

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        const Place place(source, x, y, params);
        f32 sum = row(source, place, -1) * before(place.shareY);
        sum = fma(row(source, place, 0), near(place.shareY), sum);
        sum = fma(row(source, place, 1), near(1.0F - place.shareY), sum);
        sum = fma(row(source, place, 2), before(1.0F - place.shareY), sum);
        return place.onGround(sum, params);
    }

private:
    /// The weight of a sample 1 + t away, and of one t away.
    static FOTOGRAMA_FN f32 before(f32 t) { return t * fma(t, fma(t, -0.5F, 1.0F), -0.5F); }
    static FOTOGRAMA_FN f32 near(f32 t) { return fma(t * t, fma(t, 1.5F, -2.5F), 1.0F); }

    template <class S>
    static FOTOGRAMA_FN f32 row(const S& source, const Place& place, i32 below) {
        const i32 y = place.y + below;
        f32 sum = source.clamped(place.x - 1, y) * before(place.shareX);
        sum = fma(source.clamped(place.x, y), near(place.shareX), sum);
        sum = fma(source.clamped(place.x + 1, y), near(1.0F - place.shareX), sum);
        return fma(source.clamped(place.x + 2, y), before(1.0F - place.shareX), sum);
    }
};

struct Linear {
    static constexpr Shape shape = Shape::Gather;
    using Params = WarpParams;

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        const Place place(source, x, y, params);
        const f32 upper = row(source, place, 0);
        return place.onGround(fma(place.shareY, row(source, place, 1) - upper, upper), params);
    }

private:
    template <class S>
    static FOTOGRAMA_FN f32 row(const S& source, const Place& place, i32 below) {
        const f32 left = source.clamped(place.x, place.y + below);
        return fma(place.shareX, source.clamped(place.x + 1, place.y + below) - left, left);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(stabilise, SAME(Cubic) SAME(Linear))

}  // namespace fotograma::filters::stabilise
