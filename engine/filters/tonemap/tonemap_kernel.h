/// HDR to SDR: light from PQ or HLG, a gain by the brightest channel, BT.2020 to BT.709, and what no display has brought
/// back towards grey.
///
/// Units    R'G'B' 0..1; light of PQ 1 is 10,000 cd/m²; light after the gain 1 is the white of the SDR display.
/// Source   SMPTE ST 2084 (PQ); ITU-R BT.2100-2, table 5 (HLG); ITU-R BT.2087 (primaries); ITU-R BT.1886 (display).
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/quad.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::tonemap {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// PQ: entries of each of two tables by R'G'B' from 0 to 1, the last of each twice: light, and the gain of the brightest
/// channel. Between entries a straight line: light is off by 1e-5 of itself from 0.05 cd/m² up.
constexpr i32 kCodes = 2049;
constexpr f32 kSteps = static_cast<f32>(kCodes - 1);
/// HLG: entries of the table of gains by the fourth root of light, of which 1 is 10,000 cd/m².
constexpr i32 kEntries = 4097;

/// Rows of gains, each for another peak of the picture, where the peak is measured.
constexpr i32 kPeaks = 33;

struct ToneParams {
    f32 matrix[9];     ///< BT.2020 to BT.709, linear; rows.
    f32 luminance[3];  ///< Y of R, G and B of BT.709.
    f32 desaturates;   ///< 1: what lies outside BT.709 is taken towards grey of the same luminance; 0: it is cut off.
    f32 systemGamma;   ///< HLG: of the OOTF, less 1.
    f32 hlgPeak;       ///< HLG: light of the display's peak, 1 is 10,000 cd/m².
    f32 row;           ///< Where the peak is measured: of the table's rows of gains, or between two.
};

/// Away from grey no further than to where the lowest channel is 0. What is too bright is cut off after that: taken to
/// grey as well, a bright yellow would be cream.
FOTOGRAMA_FN Rgb insideGamut(const Rgb& in, const ToneParams& params) {
    const f32 y = fma(in.r, params.luminance[0], fma(in.g, params.luminance[1], in.b * params.luminance[2]));
    const f32 below = minimum(minimum(minimum(in.r, in.g), in.b), 0.0F) * params.desaturates;
    const f32 held = maximum(y, 1e-12F);  // So that black is not nothing by nothing.
    const f32 share = held / (held - below);
    return {fma(share, in.r - y, y), fma(share, in.g - y, y), fma(share, in.b - y, y)};
}

/// Light of 0 to 1 to R'G'B' by the power 1/2.4, to 1.1e-5 of itself (0.003 of 255): a third of the arithmetic of
/// pixel::pow, which is right for any base and exponent. What is darker than black or brighter than white is cut off.
FOTOGRAMA_FN f32 displayed(f32 light) {
    const i32 bits = bitsOf(minimum(maximum(light, 1.17549435e-38F), 1.0F));
    const i32 exponent = (bits - 0x3f3504f3) >> 23;
    const f32 t = floatOf(bits - exponent * 0x00800000) - 1.0F;
    // The best polynomials of degree 4: of log2(1 + t) / t between sqrt(1/2) and sqrt(2), of 2^f between -1/2 and 1/2.
    f32 log = fma(t, 0.261170051F, -0.392461478F);
    log = fma(t, log, 0.48464827F);
    log = fma(t, log, -0.720462429F);
    log = fma(t, log, 1.44265585F);
    const f32 power = fma(t, log, static_cast<f32>(exponent)) * (1.0F / 2.4F);
    constexpr f32 kLarge = 12582912.0F;  // 1.5 * 2^23, as in pixel::exp2; the power is between -53 and 0.
    const f32 shifted = power + kLarge;
    const f32 f = power - (shifted - kLarge);
    f32 sum = fma(f, 0.00957010191F, 0.0559178603F);
    sum = fma(f, sum, 0.240247448F);
    sum = fma(f, sum, 0.693121815F);
    sum = fma(f, sum, 0.999999261F);
    return sum * floatOf(static_cast<i32>((static_cast<u32>(bitsOf(shifted)) + 127U) << 23));
}

/// Display light of BT.2020 with its gain to light of BT.709.
FOTOGRAMA_FN Rgb linearSdr(const Rgb& light, f32 gain, const ToneParams& params) {
    const f32 r = light.r * gain;
    const f32 g = light.g * gain;
    const f32 b = light.b * gain;
    const f32* m = params.matrix;
    return insideGamut({fma(r, m[0], fma(g, m[1], b * m[2])), fma(r, m[3], fma(g, m[4], b * m[5])),
                        fma(r, m[6], fma(g, m[7], b * m[8]))},
                       params);
}

FOTOGRAMA_FN Rgb toSdr(const Rgb& light, f32 gain, const ToneParams& params) {
    const Rgb inside = linearSdr(light, gain, params);
    return {displayed(inside.r), displayed(inside.g), displayed(inside.b)};
}

#if defined(FOTOGRAMA_HAS_LANES)

constexpr i32 kSome = 64;  ///< Colours that rows make at once.

/// What rows of all three kernels end with. In short loops: one long chain of operations a colour fills what a processor
/// looks ahead, and it waits.
FOTOGRAMA_FN void toSdr(i32 count, const f32* gain, const ToneParams& params, f32* r, f32* g, f32* b) {
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const Rgb inside = linearSdr({r[i], g[i], b[i]}, gain[i], params);
        r[i] = inside.r;
        g[i] = inside.g;
        b[i] = inside.b;
    }
    f32* const channels[] = {r, g, b};
    for (f32* channel : channels) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) channel[i] = displayed(channel[i]);
    }
}

/// `gainsOf(entries, count, gain)` makes gains of the brightest channels, which are placed in `entries`.
template <class GainsOf>
FOTOGRAMA_FN void rowOfPq(const f32* light, const ToneParams& params, i32 count, f32* r, f32* g, f32* b,
                          const GainsOf& gainsOf) {
    Entries<kSome> lights[3];
    Entries<kSome> gains;
    alignas(64) f32 gain[kSome];
    for (i32 first = 0; first < count; first += kSome, r += kSome, g += kSome, b += kSome) {
        const i32 some = count - first < kSome ? count - first : kSome;
#pragma GCC ivdep
        for (i32 i = 0; i < some; ++i) {
            const f32 atR = r[i] * kSteps;
            const f32 atG = g[i] * kSteps;
            const f32 atB = b[i] * kSteps;
            lights[0].place(i, kCodes, atR);
            lights[1].place(i, kCodes, atG);
            lights[2].place(i, kCodes, atB);
            gains.place(i, kCodes, maximum(maximum(atR, atG), atB));
        }
        for (Entries<kSome>& each : lights) each.take(light, some);
        gainsOf(gains, some, gain);
#pragma GCC ivdep
        for (i32 i = 0; i < some; ++i) {
            r[i] = lights[0].at(i);
            g[i] = lights[1].at(i);
            b[i] = lights[2].at(i);
        }
        toSdr(some, gain, params, r, g, b);
    }
}

#endif

struct FromPq {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = ToneParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const f32* light = static_cast<const f32*>(table);
        const f32 r = in.r * kSteps;
        const f32 g = in.g * kSteps;
        const f32 b = in.b * kSteps;
        // The brightest value is that of the brightest light.
        const f32 gain = interpolated(light + kCodes + 1, kCodes, maximum(maximum(r, g), b));
        return toSdr({interpolated(light, kCodes, r), interpolated(light, kCodes, g), interpolated(light, kCodes, b)},
                     gain, params);
    }

#if defined(FOTOGRAMA_HAS_LANES)
    static FOTOGRAMA_FN void row(const Params& params, const void* table, i32 count, f32* r, f32* g, f32* b) {
        const f32* const light = static_cast<const f32*>(table);
        rowOfPq(light, params, count, r, g, b, [light](Entries<kSome>& gains, i32 some, f32* gain) {
            gains.take(light + kCodes + 1, some);
            for (i32 i = 0; i < some; ++i) gain[i] = gains.at(i);
        });
    }
#endif
};

/// With a peak that follows the scene: the table of light, then a row of gains for each of kPeaks.
struct FromPqByScene {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = ToneParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const f32* light = static_cast<const f32*>(table);
        const f32 r = in.r * kSteps;
        const f32 g = in.g * kSteps;
        const f32 b = in.b * kSteps;
        const f32 brightest = maximum(maximum(r, g), b);
        const i32 scene = sceneOf(params);
        const f32* gains = light + (scene + 1) * (kCodes + 1);
        const f32 low = interpolated(gains, kCodes, brightest);
        const f32 high = interpolated(gains + kCodes + 1, kCodes, brightest);
        const f32 gain = fma(params.row - static_cast<f32>(scene), high - low, low);
        return toSdr({interpolated(light, kCodes, r), interpolated(light, kCodes, g), interpolated(light, kCodes, b)},
                     gain, params);
    }

#if defined(FOTOGRAMA_HAS_LANES)
    static FOTOGRAMA_FN void row(const Params& params, const void* table, i32 count, f32* r, f32* g, f32* b) {
        const f32* const light = static_cast<const f32*>(table);
        const i32 scene = sceneOf(params);
        const f32 share = params.row - static_cast<f32>(scene);
        const f32* const rows = light + (scene + 1) * (kCodes + 1);
        rowOfPq(light, params, count, r, g, b, [rows, share](Entries<kSome>& gains, i32 some, f32* gain) {
            gains.take(rows, some);
            for (i32 i = 0; i < some; ++i) gain[i] = gains.at(i);
            gains.take(rows + kCodes + 1, some);
            for (i32 i = 0; i < some; ++i) gain[i] = fma(share, gains.at(i) - gain[i], gain[i]);
        });
    }
#endif

private:
    static FOTOGRAMA_FN i32 sceneOf(const Params& params) {
        return heldIndex(static_cast<i32>(params.row), kPeaks - 2);
    }
};

/// Colours counted by their brightest channel, in PQ.
struct Brightness {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr bool readsColor = true;
    static constexpr i32 counters = 256;
    struct Params {
        f32 yScale, yOffset, cScale, cOffset;  ///< As ColorTerms has them.
        f32 crToR, cbToG, crToG, cbToB;
        i32 rowMask;  ///< Rows of blocks that have none of these bits count.
    };

    static FOTOGRAMA_FN bool skipsRow(i32 y, const Params& params) { return (y & params.rowMask) != 0; }

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const Yuv code = w.color();
        const f32 y = fma(code.y, params.yScale, params.yOffset);
        const f32 cb = fma(code.cb, params.cScale, params.cOffset);
        const f32 cr = fma(code.cr, params.cScale, params.cOffset);
        const f32 r = fma(cr, params.crToR, y);
        const f32 g = fma(cb, params.cbToG, fma(cr, params.crToG, y));
        const f32 b = fma(cb, params.cbToB, y);
        const f32 brightest = clamp(maximum(maximum(r, g), b), 0.0F, 1.0F);
        sums.add(static_cast<i32>(brightest * 255.999F), 1);
    }
};

struct FromHlg {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = ToneParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const Rgb display = shown({light(in.r), light(in.g), light(in.b)}, params);
        const f32 position = positionOf(display);
        return toSdr(display, interpolated(static_cast<const f32*>(table), kEntries, position), params);
    }

#if defined(FOTOGRAMA_HAS_LANES)
    static FOTOGRAMA_FN void row(const Params& params, const void* table, i32 count, f32* r, f32* g, f32* b) {
        Entries<kSome> gains;
        alignas(64) f32 gain[kSome];
        for (i32 first = 0; first < count; first += kSome, r += kSome, g += kSome, b += kSome) {
            const i32 some = count - first < kSome ? count - first : kSome;
            f32* const channels[] = {r, g, b};
            for (f32* channel : channels) {
#pragma GCC ivdep
                for (i32 i = 0; i < some; ++i) channel[i] = light(channel[i]);
            }
#pragma GCC ivdep
            for (i32 i = 0; i < some; ++i) {
                const Rgb display = shown({r[i], g[i], b[i]}, params);
                gains.place(i, kEntries, positionOf(display));
                r[i] = display.r;
                g[i] = display.g;
                b[i] = display.b;
            }
            gains.take(static_cast<const f32*>(table), some);
            for (i32 i = 0; i < some; ++i) gain[i] = gains.at(i);
            toSdr(some, gain, params, r, g, b);
        }
    }
#endif

private:
    /// By the OOTF of BT.2100: light of the scene to that of the display.
    static FOTOGRAMA_FN Rgb shown(const Rgb& scene, const Params& params) {
        const f32 y = fma(scene.r, 0.2627F, fma(scene.g, 0.6780F, scene.b * 0.0593F));
        const f32 gain = pow(y, params.systemGamma) * params.hlgPeak;
        return {scene.r * gain, scene.g * gain, scene.b * gain};
    }
    static FOTOGRAMA_FN f32 positionOf(const Rgb& display) {
        const f32 brightest = maximum(maximum(display.r, display.g), display.b);
        return squareRoot(squareRoot(brightest)) * static_cast<f32>(kEntries - 1);
    }
    static FOTOGRAMA_FN f32 light(f32 value) {
        const f32 held = clamp(value, 0.0F, 1.0F);
        constexpr f32 kA = 0.17883277F;
        constexpr f32 kPerA = 1.44269504F / kA;  // log2(e) / a
        const f32 bright = (exp2((held - 0.55991073F) * kPerA) + 0.28466892F) * (1.0F / 12.0F);
        return held <= 0.5F ? held * held * (1.0F / 3.0F) : bright;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(tonemap, ANY(FromPq) ANY(FromPqByScene) ANY(FromHlg) SAME(Brightness))

}  // namespace fotograma::filters::tonemap
