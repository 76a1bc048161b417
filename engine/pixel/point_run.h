/// A run of Point kernels as one pass: planes are read once, colours go from kernel to kernel as they are, and are held to
/// the range and rounded once, where they are stored.
///
/// Shape    one item is a block of one chroma sample, as with a single Point kernel (engine/pixel/shapes.h). Chroma is
///          taken for every luma sample of its block when it is read and averaged when it is stored, not in between.
///          A colour is turned between Y'CbCr and R'G'B' only where a kernel sees the other domain than the one before:
///          matrices that would cancel are not multiplied.
/// Units    as engine/pixel/color.h: range removed, nothing clipped between kernels.
/// Source   runPoints is the definition; the host's row loops and both readings on CUDA keep its order of operations.
#pragma once

#include "engine/pixel/run_args.h"
#include "engine/pixel/shapes.h"

namespace fotograma::pixel {

inline namespace FOTOGRAMA_ARCH {

/// A colour of either domain: y, cb and cr also hold R', G' and B'.
FOTOGRAMA_FN Yuv turned(const Yuv& in, Turn turn, const MatrixTerms& terms) {
    if (turn == Turn::ToRgb) {
        const Rgb out = toRgb(in, terms);
        return {out.r, out.g, out.b};
    }
    return turn == Turn::ToYuv ? toYuv(Rgb{in.y, in.cb, in.cr}, terms) : in;
}

template <class Kernel, class Color>
FOTOGRAMA_FN Color pointOf(const Color& in, const typename Kernel::Params& params, const void* table,
                           const Moment& moment) {
    if constexpr (requires { Kernel::point(in, params, moment, table); }) {
        return Kernel::point(in, params, moment, table);
    } else {
        return Kernel::point(in, params, moment);
    }
}

/// A colour of the kernel's own domain through it.
template <class Kernel>
FOTOGRAMA_FN Yuv throughKernel(const Yuv& in, const typename Kernel::Params& params, const void* table,
                               const Moment& moment) {
    if constexpr (Kernel::domain == Domain::Rgb) {
        const Rgb out = pointOf<Kernel>(Rgb{in.y, in.cb, in.cr}, params, table, moment);
        return {out.r, out.g, out.b};
    } else {
        return pointOf<Kernel>(in, params, table, moment);
    }
}

/// One step of a run whose kernel is known: its turn, then the kernel.
template <class Kernel>
FOTOGRAMA_FN Yuv throughStep(const RunArgs& args, i32 index, const Yuv& in, const Moment& moment) {
    const RunStep& step = args.steps[index];
    const auto& params = *reinterpret_cast<const typename Kernel::Params*>(args.params + step.params);
    return throughKernel<Kernel>(turned(in, step.turn, args.matrices[step.matrix]), params, step.table, moment);
}

/// Kernels that the compiler knows, in order.
template <class... Kernels>
struct KnownSteps {
    static FOTOGRAMA_FN Yuv through(const RunArgs& args, const Yuv& in, const Moment& moment) {
        Yuv color = in;
        i32 index = 0;
        ((color = throughStep<Kernels>(args, index++, color, moment)), ...);
        return color;
    }
};

/// One block. Steps::through(args, color, moment) takes a colour through all steps, last turn excepted.
template <class Steps, class In, class Out>
FOTOGRAMA_FN void runPoints(const RunArgs& args, i32 blockX, i32 blockY) {
    const ColorTerms from(args.color);
    const ColorTerms to(args.colorOut);
    const f32 peak = peakOf(args.bitsOut);
    const bool isRgb = args.color.isRgb != 0;
    const bool hasChroma = args.planes == 3;
    const PlaneView<const In> inY(args.in[0]);
    const PlaneView<Out> outY(args.out[0]);
    const i32 firstX = blockX << args.chromaShiftX;
    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endX = firstX + (1 << args.chromaShiftX) < inY.width ? firstX + (1 << args.chromaShiftX) : inY.width;
    const i32 endY = firstY + (1 << args.chromaShiftY) < inY.height ? firstY + (1 << args.chromaShiftY) : inY.height;

    Yuv color{0.0F, 0.0F, 0.0F};
    if (hasChroma) {
        const f32 cb = load(PlaneView<const In>(args.in[1]).at(blockX, blockY));
        const f32 cr = load(PlaneView<const In>(args.in[2]).at(blockX, blockY));
        color.cb = isRgb ? from.luma(cb) : from.chroma(cb);
        color.cr = isRgb ? from.luma(cr) : from.chroma(cr);
    }
    f32 sumCb = 0.0F;
    f32 sumCr = 0.0F;
    for (i32 y = firstY; y < endY; ++y) {
        for (i32 x = firstX; x < endX; ++x) {
            color.y = from.luma(load(inY.at(x, y)));
            const Moment moment{args.frameIndex, args.timeSeconds, x, y};
            const Yuv out = turned(Steps::through(args, color, moment), args.lastTurn, args.matrices[args.lastMatrix]);
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

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
