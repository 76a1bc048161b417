/// The five shapes of a kernel: what its author writes, and what one work item of it does, on every device.
///
/// A kernel is a struct without data whose functions are static templates over what they read from. It says
/// `static constexpr Shape shape` and its `Params` (trivially copyable), and by shape:
///
///   Point     static constexpr Domain domain;
///             static Rgb point(const Rgb& in, const Params&, const Moment&);        (Yuv where domain is Yuv)
///             or with a table: static Rgb point(const Rgb& in, const Params&, const Moment&, const void* table);
///             With static constexpr bool keepsColors = true it gives back what it gets, in whichever domain, and only
///             how colours are coded changes. With static constexpr bool perChannel = true each channel of the result
///             follows from the same channel alone (and from the time, never the place): where that is a plane of the
///             picture, the host makes a table of its code values. With static void row(const Params&, const void* table,
///             i32 count, f32* r, f32* g, f32* b) it says how the host makes a row of colours fast, with the same bits
///             (FOTOGRAMA_HAS_LANES): a compiler makes look-ups of a loop one by one, each in pieces.
///   Window    static constexpr i32 radius;
///             template <class W> static f32 pixel(const W& w, const Params&);       w(dx, dy), |dx|, |dy| <= radius
///   Gather    template <class S> static f32 sample(const S& source, i32 x, i32 y, const Params&, const void* table);
///                                                                          source(x, y) inside, source.clamped(x, y)
///   Temporal  static constexpr i32 back, forward, radius;
///             template <class W> static f32 pixel(const W& w, const Params&);       w(t, dx, dy), -back <= t <= forward
///   Reduce    static constexpr i32 radius, counters; static constexpr bool readsPrevious;
///             template <class C, class W> static void map(C& counters, const W& w, const Params&);
///                                                      w(dx, dy), w.previous(dx, dy), counters.add(index, u64)
///             `counters` is the most it ever uses.
///             With static constexpr bool readsColor = true it reads all planes at once: an item is a block of one
///             chroma sample, as Point's, and w offers w.color(), w.previousColor() instead (Yuv in code values). The
///             radius is 0. With static bool skipsRow(i32 y, const Params&) whole rows of items are left out.
///
/// Windows also know w.x, w.y (where they are) and w.peak (the largest code value). Borders continue outwards; before
/// the first and after the last frame of a clip stands the nearest one. Counters are integers: the order of the samples
/// cannot show. Point sees every luma sample with the chroma sample of its block; the block's new chroma is the mean.
/// A colour of a block is the mean of its luma samples (fewer at an odd edge) with its Cb and Cr; gray has the neutral
/// code for both; R'G'B' is brought to Y'CbCr code values of the same depth and range by the picture's own matrix, a
/// block being one sample.
///
/// Below, `runItem<Kernel, In, Out>(args, x, y)` is the plain reading of every shape, one work item at a time: CUDA
/// entries call it from each thread, tests compare the host's row loops with it. An item is a sample of the output
/// plane, for Point a block of one chroma sample, for Reduce a sample of the plane read (runItem with counters).
///
/// Units    values are code values as floats, for Point colours as engine/pixel/color.h says.
/// Source   the order of operations here is the definition: a faster reading must keep it, or state a tolerance.
#pragma once

#include "engine/pixel/color.h"
#include "engine/pixel/plane_view.h"
#include "engine/pixel/sample.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

/// When and where a Point kernel is.
struct Moment {
    i64 frameIndex;
    double timeSeconds;
    i32 x, y;  ///< In luma samples.
};

template <class Kernel>
FOTOGRAMA_FN const typename Kernel::Params& paramsOf(const KernelArgs& args) {
    return *reinterpret_cast<const typename Kernel::Params*>(args.params);
}

/// Whether a Point kernel says keepsColors.
template <class Kernel>
inline constexpr bool kKeepsColors = false;
template <class Kernel>
requires requires { Kernel::keepsColors; }
inline constexpr bool kKeepsColors<Kernel> = Kernel::keepsColors;

/// Whether a Point kernel says perChannel.
template <class Kernel>
inline constexpr bool kIsPerChannel = false;
template <class Kernel>
requires requires { Kernel::perChannel; }
inline constexpr bool kIsPerChannel<Kernel> = Kernel::perChannel;

// ---- What kernels read from, in place --------------------------------------------------------------------------

template <class Sample>
struct DirectWindow {
    PlaneView<const Sample> plane;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 dx, i32 dy) const { return load(plane.clamped(x + dx, y + dy)); }
};

template <class Sample>
struct DirectSource {
    PlaneView<const Sample> plane;
    i32 width, height;
    f32 peak;

    FOTOGRAMA_FN explicit DirectSource(const KernelArgs& args)
        : plane(args.in[args.current][args.plane]),
          width(plane.width),
          height(plane.height),
          peak(peakOf(args.bitsIn)) {}
    FOTOGRAMA_FN f32 operator()(i32 atX, i32 atY) const { return load(plane.at(atX, atY)); }
    FOTOGRAMA_FN f32 clamped(i32 atX, i32 atY) const { return load(plane.clamped(atX, atY)); }
};

template <class Sample>
struct DirectTemporal {
    const KernelArgs& args;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 t, i32 dx, i32 dy) const {
        return load(PlaneView<const Sample>(args.in[args.current + t][args.plane]).clamped(x + dx, y + dy));
    }
};

template <class Sample>
struct DirectReduce {
    PlaneView<const Sample> now;
    PlaneView<const Sample> before;  ///< The same as `now` where there is no previous frame.
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 dx, i32 dy) const { return load(now.clamped(x + dx, y + dy)); }
    FOTOGRAMA_FN f32 previous(i32 dx, i32 dy) const { return load(before.clamped(x + dx, y + dy)); }
};

/// Whether a Reduce says readsColor.
template <class Kernel>
inline constexpr bool kReadsColor = false;
template <class Kernel>
requires requires { Kernel::readsColor; }
inline constexpr bool kReadsColor<Kernel> = Kernel::readsColor;

/// Whether a Reduce leaves this row of items out.
template <class Kernel>
FOTOGRAMA_FN bool skipsRow(i32 y, const typename Kernel::Params& params) {
    if constexpr (requires { Kernel::skipsRow(y, params); }) {
        return Kernel::skipsRow(y, params);
    } else {
        return false;
    }
}

/// R'G'B' code values as Y'CbCr ones of the same depth and range; neither rounded nor clipped. Without fma, so that
/// whole numbers made of it are the same in every build.
struct CodesOfRgb {
    f32 kr, kg, kb;
    f32 blueToCb, redToCr;
    f32 neutral;

    FOTOGRAMA_FN explicit CodesOfRgb(const KernelArgs& args)
        : kr(args.color.kr),
          kg(1.0F - args.color.kr - args.color.kb),
          kb(args.color.kb),
          blueToCb(args.color.yScale / (args.color.cScale * (2.0F * (1.0F - args.color.kb)))),
          redToCr(args.color.yScale / (args.color.cScale * (2.0F * (1.0F - args.color.kr)))),
          neutral(static_cast<f32>(1 << (args.bitsIn - 1))) {}

    FOTOGRAMA_FN Yuv operator()(f32 r, f32 g, f32 b) const {
        const f32 y = (kr * r + kg * g) + kb * b;
        return {y, (b - y) * blueToCb + neutral, (r - y) * redToCr + neutral};
    }
};

/// The colour of a block in one of the frames of a call.
template <class Sample>
FOTOGRAMA_FN Yuv colorOfBlock(const KernelArgs& args, i32 frame, i32 blockX, i32 blockY) {
    const PlaneView<const Sample> luma(args.in[frame][0]);
    if (args.color.isRgb != 0) {
        return CodesOfRgb(args)(load(luma.at(blockX, blockY)),
                                load(PlaneView<const Sample>(args.in[frame][1]).at(blockX, blockY)),
                                load(PlaneView<const Sample>(args.in[frame][2]).at(blockX, blockY)));
    }
    const i32 firstX = blockX << args.chromaShiftX;
    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endX = firstX + (1 << args.chromaShiftX) < luma.width ? firstX + (1 << args.chromaShiftX) : luma.width;
    const i32 endY = firstY + (1 << args.chromaShiftY) < luma.height ? firstY + (1 << args.chromaShiftY) : luma.height;
    f32 sum = 0.0F;  // Exact: sixteen samples of sixteen bits fit a float's 24.
    for (i32 y = firstY; y < endY; ++y) {
        for (i32 x = firstX; x < endX; ++x) sum += load(luma.at(x, y));
    }
    const f32 mean = sum * (1.0F / static_cast<f32>((endX - firstX) * (endY - firstY)));
    const f32 neutral = static_cast<f32>(1 << (args.bitsIn - 1));
    if (args.planes == 1) return {mean, neutral, neutral};
    return {mean, load(PlaneView<const Sample>(args.in[frame][1]).at(blockX, blockY)),
            load(PlaneView<const Sample>(args.in[frame][2]).at(blockX, blockY))};
}

template <class Sample>
struct DirectColor {
    const KernelArgs& args;
    i32 before;  ///< Index of the previous frame; the current one where there is none.
    i32 x, y;    ///< In blocks.
    f32 peak;

    FOTOGRAMA_FN Yuv color() const { return colorOfBlock<Sample>(args, args.current, x, y); }
    FOTOGRAMA_FN Yuv previousColor() const { return colorOfBlock<Sample>(args, before, x, y); }
};

// ---- Point: one block of one chroma sample ---------------------------------------------------------------------

/// What Point kernels are given besides the colour, and how colours of the pictures read and written are coded.
template <class Kernel>
struct PointSetting {
    ColorTerms from, to;
    typename Kernel::Params params;
    const void* table;

    FOTOGRAMA_FN explicit PointSetting(const KernelArgs& args)
        : from(args.color), to(args.colorOut), params(paramsOf<Kernel>(args)), table(args.table) {}

    template <class Color>
    FOTOGRAMA_FN Color operator()(const Color& in, const Moment& moment) const {
        if constexpr (requires { Kernel::point(in, params, moment, table); }) {
            return Kernel::point(in, params, moment, table);
        } else {
            return Kernel::point(in, params, moment);
        }
    }
};

/// One colour through the kernel, from and to the picture's own planes (Y'CbCr, or R'G'B' in the order of Yuv).
template <class Kernel>
FOTOGRAMA_FN Yuv throughPoint(const Yuv& in, bool isRgb, const PointSetting<Kernel>& kernel, const Moment& moment) {
    if constexpr (kKeepsColors<Kernel>) {
        return in;  // A turn and back would round.
    } else if constexpr (Kernel::domain == Domain::Rgb) {
        if (isRgb) {
            const Rgb out = kernel(Rgb{in.y, in.cb, in.cr}, moment);
            return {out.r, out.g, out.b};
        }
        return toYuv(kernel(toRgb(in, kernel.from), moment), kernel.to);
    } else {
        if (isRgb) {
            const Rgb out = toRgb(kernel(toYuv(Rgb{in.y, in.cb, in.cr}, kernel.from), moment), kernel.to);
            return {out.r, out.g, out.b};
        }
        return kernel(in, moment);
    }
}

template <class Kernel, class In, class Out>
FOTOGRAMA_FN void runPointBlock(const KernelArgs& args, i32 blockX, i32 blockY) {
    const PointSetting<Kernel> kernel(args);
    const ColorTerms& from = kernel.from;
    const ColorTerms& to = kernel.to;
    const f32 peak = peakOf(args.bitsOut);
    const bool isRgb = args.color.isRgb != 0;
    const bool hasChroma = args.planes == 3;
    const PlaneRef* in = args.in[args.current];
    const PlaneView<const In> inY(in[0]);
    const PlaneView<Out> outY(args.out[0]);
    const i32 firstX = blockX << args.chromaShiftX;
    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endX = firstX + (1 << args.chromaShiftX) < inY.width ? firstX + (1 << args.chromaShiftX) : inY.width;
    const i32 endY = firstY + (1 << args.chromaShiftY) < inY.height ? firstY + (1 << args.chromaShiftY) : inY.height;

    Yuv color{0.0F, 0.0F, 0.0F};
    if (hasChroma) {
        const f32 cb = load(PlaneView<const In>(in[1]).at(blockX, blockY));
        const f32 cr = load(PlaneView<const In>(in[2]).at(blockX, blockY));
        color.cb = isRgb ? from.luma(cb) : from.chroma(cb);
        color.cr = isRgb ? from.luma(cr) : from.chroma(cr);
    }
    f32 sumCb = 0.0F;
    f32 sumCr = 0.0F;
    for (i32 y = firstY; y < endY; ++y) {
        for (i32 x = firstX; x < endX; ++x) {
            color.y = from.luma(load(inY.at(x, y)));
            const Moment moment{args.frameIndex, args.timeSeconds, x, y};
            const Yuv out = throughPoint<Kernel>(color, isRgb, kernel, moment);
            outY.at(x, y) = toSample<Out>(to.lumaCode(out.y), peak);
            sumCb += out.cb;
            sumCr += out.cr;
        }
    }
    if (hasChroma) {
        const f32 share = 1.0F / static_cast<f32>((endX - firstX) * (endY - firstY));
        const f32 cb = isRgb ? to.lumaCode(sumCb * share) : to.chromaCode(sumCb * share);
        const f32 cr = isRgb ? to.lumaCode(sumCr * share) : to.chromaCode(sumCr * share);
        PlaneView<Out>(args.out[1]).at(blockX, blockY) = toSample<Out>(cb, peak);
        PlaneView<Out>(args.out[2]).at(blockX, blockY) = toSample<Out>(cr, peak);
    }
}

// ---- One work item of every shape ------------------------------------------------------------------------------

/// Every shape but Reduce. x and y are inside the work size of the call.
template <class Kernel, class In, class Out>
FOTOGRAMA_FN void runItem(const KernelArgs& args, i32 x, i32 y) {
    static_assert(Kernel::shape != Shape::Reduce, "a Reduce adds to counters: use runItem with counters");
    if constexpr (Kernel::shape == Shape::Point) {
        runPointBlock<Kernel, In, Out>(args, x, y);
    } else {
        const auto& params = paramsOf<Kernel>(args);
        f32 value;
        if constexpr (Kernel::shape == Shape::Window) {
            const DirectWindow<In> window{PlaneView<const In>(args.in[args.current][args.plane]), x, y,
                                          peakOf(args.bitsIn)};
            value = Kernel::pixel(window, params);
        } else if constexpr (Kernel::shape == Shape::Gather) {
            value = Kernel::sample(DirectSource<In>(args), x, y, params, args.table);
        } else {
            value = Kernel::pixel(DirectTemporal<In>{args, x, y, peakOf(args.bitsIn)}, params);
        }
        PlaneView<Out>(args.out[args.plane]).at(x, y) = toSample<Out>(value, peakOf(args.bitsOut));
    }
}

/// Reduce: adds what the sample (or, of colours, the block) at x, y contributes.
template <class Kernel, class In, class Counters>
FOTOGRAMA_FN void runItem(const KernelArgs& args, i32 x, i32 y, Counters& counters) {
    static_assert(Kernel::shape == Shape::Reduce, "only a Reduce has counters");
    if (skipsRow<Kernel>(y, paramsOf<Kernel>(args))) return;
    const i32 before = args.current > 0 ? args.current - 1 : 0;
    if constexpr (kReadsColor<Kernel>) {
        const DirectColor<In> window{args, before, x, y, peakOf(args.bitsIn)};
        Kernel::map(counters, window, paramsOf<Kernel>(args));
    } else {
        const DirectReduce<In> window{PlaneView<const In>(args.in[args.current][args.plane]),
                                      PlaneView<const In>(args.in[before][args.plane]), x, y, peakOf(args.bitsIn)};
        Kernel::map(counters, window, paramsOf<Kernel>(args));
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
