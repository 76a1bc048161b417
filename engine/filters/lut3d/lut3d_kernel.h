/// A colour through a cube of colours, by the tetrahedron it lies in.
///
/// Units    R'G'B' 0..1 nominal, held to the cube.
/// Source   Kasson, Nin, Plouffe and Hafner, Performing color space conversions with three-dimensional linear
///          interpolation, J. Electronic Imaging 4(3), 1995.
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/quad.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::lut3d {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// The table holds R', G', B' of each corner, red fastest, then green, then blue; after the last corner one number more, so
/// that four can be read of each.
struct Cube {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    struct Params {
        i32 last;      ///< Corners along an edge, less one.
        f32 scale[3];  ///< From a value to a position along its edge.
        f32 offset[3];
        f32 strength;
    };

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const Place r(fma(in.r, params.scale[0], params.offset[0]), params.last);
        const Place g(fma(in.g, params.scale[1], params.offset[1]), params.last);
        const Place b(fma(in.b, params.scale[2], params.offset[2]), params.last);
        const i32 side = params.last + 1;
        const Strides strides{3, 3 * side, 3 * side * side};
        const i32 base = r.corner * strides.r + g.corner * strides.g + b.corner * strides.b;
        const Path path(r.share, g.share, b.share, strides);
        const f32* cube = static_cast<const f32*>(table) + base;
        return {mixed(in.r, along(cube, path), params.strength), mixed(in.g, along(cube + 1, path), params.strength),
                mixed(in.b, along(cube + 2, path), params.strength)};
    }

#if defined(FOTOGRAMA_HAS_LANES)
    /// First the places of some colours, by vectors. Then a corner is one load of three channels and the sum of four
    /// corners as many operations as point needs for one channel.
    static FOTOGRAMA_FN void row(const Params& params, const void* table, i32 count, f32* r, f32* g, f32* b) {
        constexpr i32 kSome = 64;
        alignas(64) i32 corners[3][kSome];
        alignas(64) f32 weights[4][kSome];
        alignas(64) f32 made[3][kSome];
        const f32* const cube = static_cast<const f32*>(table);
        const i32 side = params.last + 1;
        const Strides strides{3, 3 * side, 3 * side * side};
        const f32* const farCube = cube + strides.r + strides.g + strides.b;
        for (i32 first = 0; first < count; first += kSome) {
            const i32 some = count - first < kSome ? count - first : kSome;
#pragma GCC ivdep
            for (i32 i = 0; i < some; ++i) {
                const Place atR(fma(r[first + i], params.scale[0], params.offset[0]), params.last);
                const Place atG(fma(g[first + i], params.scale[1], params.offset[1]), params.last);
                const Place atB(fma(b[first + i], params.scale[2], params.offset[2]), params.last);
                const i32 base = atR.corner * strides.r + atG.corner * strides.g + atB.corner * strides.b;
                const Path path(atR.share, atG.share, atB.share, strides);
                corners[0][i] = base;
                corners[1][i] = base + path.first;
                corners[2][i] = base + path.second;
                for (i32 k = 0; k < 4; ++k) weights[k][i] = path.weights[k];
            }
            for (i32 i = 0; i < some; ++i) {
                const Quad far = fma(quadOf(weights[2][i]), quadAt(cube + corners[2][i]),
                                     quadOf(weights[3][i]) * quadAt(farCube + corners[0][i]));
                const Quad near = fma(quadOf(weights[1][i]), quadAt(cube + corners[1][i]), far);
                const Quad color = fma(quadOf(weights[0][i]), quadAt(cube + corners[0][i]), near);
                made[0][i] = color[0];
                made[1][i] = color[1];
                made[2][i] = color[2];
            }
#pragma GCC ivdep
            for (i32 i = 0; i < some; ++i) {
                r[first + i] = mixed(r[first + i], made[0][i], params.strength);
                g[first + i] = mixed(g[first + i], made[1][i], params.strength);
                b[first + i] = mixed(b[first + i], made[2][i], params.strength);
            }
        }
    }
#endif

private:
    static FOTOGRAMA_FN f32 mixed(f32 in, f32 made, f32 strength) { return fma(strength, made - in, in); }

    /// Where along an edge: the corner before, never the last one, and the share of the way to the next.
    struct Place {
        i32 corner;
        f32 share;
        FOTOGRAMA_FN Place(f32 position, i32 last)
            : corner(heldIndex(static_cast<i32>(position), last - 1)),
              share(clamp(position - static_cast<f32>(corner), 0.0F, 1.0F)) {}
    };
    struct Strides {
        i32 r, g, b;
    };
    /// From corner to corner along the longest share, then the middle one, then the shortest. The choices are sums of
    /// products: of selects GCC makes branches around loads.
    struct Path {
        i32 first, second, third;
        f32 weights[4];
        FOTOGRAMA_FN Path(f32 r, f32 g, f32 b, const Strides& strides) {
            const i32 rg = r >= g ? 1 : 0;
            const i32 gb = g >= b ? 1 : 0;
            const i32 rb = r >= b ? 1 : 0;
            const i32 all = strides.r + strides.g + strides.b;
            const i32 redMost = rg & rb;
            const i32 greenMost = (1 - rg) & gb;
            const i32 redLeast = (1 - rg) & (1 - rb);
            const i32 blueLeast = rb & gb;
            first = redMost * strides.r + greenMost * strides.g + (1 - redMost - greenMost) * strides.b;
            second = all - redLeast * strides.r - blueLeast * strides.b - (1 - redLeast - blueLeast) * strides.g;
            third = all;
            const f32 most = maximum(maximum(r, g), b);
            const f32 least = minimum(minimum(r, g), b);
            const f32 middle = maximum(minimum(r, g), minimum(maximum(r, g), b));
            weights[0] = 1.0F - most;
            weights[1] = most - middle;
            weights[2] = middle - least;
            weights[3] = least;
        }
    };
    static FOTOGRAMA_FN f32 along(const f32* cube, const Path& path) {
        const f32 far = fma(path.weights[2], cube[path.second], path.weights[3] * cube[path.third]);
        return fma(path.weights[0], cube[0], fma(path.weights[1], cube[path.first], far));
    }
};

/// Each channel through its own line. The table holds R', then G', then B', each with its last entry twice.
struct Line {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = Cube::Params;

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

FOTOGRAMA_KERNELS(lut3d, SAME(Cube) SAME(Line))

}  // namespace fotograma::filters::lut3d
