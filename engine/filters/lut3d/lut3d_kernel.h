/// A colour through a cube of colours, by the tetrahedron it lies in.
///
/// Units    R'G'B' 0..1 nominal, held to the cube.
/// Source   Kasson, Nin, Plouffe and Hafner, Performing color space conversions with three-dimensional linear
///          interpolation, J. Electronic Imaging 4(3), 1995.
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::lut3d {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct CubeParams {
    i32 last;      ///< Corners along an edge, less one.
    f32 scale[3];  ///< From a value to a position along its edge.
    f32 offset[3];
    f32 strength;
};

/// Where along an edge: the corner before, never the last one, and the share of the way to the next.
struct Place {
    i32 corner;
    f32 share;
    FOTOGRAMA_FN Place(f32 position, i32 last)
        : corner(heldIndex(static_cast<i32>(position), last - 1)),
          share(clamp(position - static_cast<f32>(corner), 0.0F, 1.0F)) {}
};

/// The tetrahedron of a colour: its four corners and what each counts.
struct Tetrahedron {
    i32 base;                  ///< The corner nearest to black.
    i32 first, second, third;  ///< From it, along the longest share, then the middle one, then the shortest.
    f32 weights[4];

    /// `step` is from corner to corner along red. The choices are sums of products: of selects GCC makes branches around
    /// loads.
    FOTOGRAMA_FN Tetrahedron(const Rgb& in, const CubeParams& params, i32 step) {
        const Place red(fma(in.r, params.scale[0], params.offset[0]), params.last);
        const Place green(fma(in.g, params.scale[1], params.offset[1]), params.last);
        const Place blue(fma(in.b, params.scale[2], params.offset[2]), params.last);
        const i32 side = params.last + 1;
        const i32 alongR = step;
        const i32 alongG = step * side;
        const i32 alongB = step * side * side;
        base = red.corner * alongR + green.corner * alongG + blue.corner * alongB;
        const f32 r = red.share;
        const f32 g = green.share;
        const f32 b = blue.share;
        const i32 rg = r >= g ? 1 : 0;
        const i32 gb = g >= b ? 1 : 0;
        const i32 rb = r >= b ? 1 : 0;
        const i32 all = alongR + alongG + alongB;
        const i32 redMost = rg & rb;
        const i32 greenMost = (1 - rg) & gb;
        const i32 redLeast = (1 - rg) & (1 - rb);
        const i32 blueLeast = rb & gb;
        first = redMost * alongR + greenMost * alongG + (1 - redMost - greenMost) * alongB;
        second = all - redLeast * alongR - blueLeast * alongB - (1 - redLeast - blueLeast) * alongG;
        third = all;
        const f32 most = maximum(maximum(r, g), b);
        const f32 least = minimum(minimum(r, g), b);
        const f32 middle = maximum(minimum(r, g), minimum(maximum(r, g), b));
        weights[0] = 1.0F - most;
        weights[1] = most - middle;
        weights[2] = middle - least;
        weights[3] = least;
    }

    FOTOGRAMA_FN f32 mean(f32 a, f32 b, f32 c, f32 d) const {
        return fma(weights[0], a, fma(weights[1], b, fma(weights[2], c, weights[3] * d)));
    }
};

FOTOGRAMA_FN f32 mixed(f32 in, f32 made, f32 strength) { return fma(strength, made - in, in); }

/// The table holds R', G', B' of each corner, red fastest, then green, then blue.
struct Cube {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = CubeParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const Tetrahedron at(in, params, 3);
        const f32* cube = static_cast<const f32*>(table) + at.base;
        return {mixed(in.r, along(cube, at), params.strength), mixed(in.g, along(cube + 1, at), params.strength),
                mixed(in.b, along(cube + 2, at), params.strength)};
    }

private:
    static FOTOGRAMA_FN f32 along(const f32* cube, const Tetrahedron& at) {
        return at.mean(cube[0], cube[at.first], cube[at.second], cube[at.third]);
    }
};

/// For pictures of 8 bits: a corner is one word, R' in its upper 11 bits, G' in the next 11, B' in 10, each from the
/// lowest value of its channel to the highest. A third of the loads, which are what a cube costs; off by a sixteenth of
/// a code value at most in red and green, an eighth in blue.
struct Packed {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    struct Params {
        CubeParams cube;
        f32 low[3];
        f32 step[3];
    };

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const Tetrahedron at(in, params.cube, 1);
        const i32* words = static_cast<const i32*>(table) + at.base;
        const i32 a = words[0];
        const i32 b = words[at.first];
        const i32 c = words[at.second];
        const i32 d = words[at.third];
        const f32 r = at.mean(field<21, 11>(a), field<21, 11>(b), field<21, 11>(c), field<21, 11>(d));
        const f32 g = at.mean(field<10, 11>(a), field<10, 11>(b), field<10, 11>(c), field<10, 11>(d));
        const f32 blue = at.mean(field<0, 10>(a), field<0, 10>(b), field<0, 10>(c), field<0, 10>(d));
        const f32 strength = params.cube.strength;
        return {mixed(in.r, fma(r, params.step[0], params.low[0]), strength),
                mixed(in.g, fma(g, params.step[1], params.low[1]), strength),
                mixed(in.b, fma(blue, params.step[2], params.low[2]), strength)};
    }

private:
    template <i32 Shift, i32 Bits>
    static FOTOGRAMA_FN f32 field(i32 word) {
        return static_cast<f32>((word >> Shift) & ((1 << Bits) - 1));
    }
};

/// Each channel through its own line. The table holds R', then G', then B', each with its last entry twice.
struct Line {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = CubeParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const f32* lines = static_cast<const f32*>(table);
        const i32 count = params.last + 1;
        return {through(in.r, 0, lines, count, params), through(in.g, 1, lines + (count + 1), count, params),
                through(in.b, 2, lines + 2 * (count + 1), count, params)};
    }

private:
    static FOTOGRAMA_FN f32 through(f32 value, i32 channel, const f32* line, i32 count, const Params& params) {
        const f32 position = fma(value, params.scale[channel], params.offset[channel]);
        return fma(params.strength, interpolated(line, count, position) - value, value);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(lut3d, SAME(Cube) SAME(Packed) SAME(Line))

}  // namespace fotograma::filters::lut3d
