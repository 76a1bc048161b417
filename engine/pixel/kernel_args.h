/// What every kernel of every shape is given: planes, picture facts, the moment, a table, counters and its parameters.
///
/// Shape    trivially copyable, the same bytes on host and device, under 4 KB (a launch's parameter block).
/// Units    widths and heights in samples of that plane; pitches in bytes; time in seconds.
/// Owner    borrows everything for the call; the pointers are of the memory where the kernel runs.
#pragma once

namespace fotograma::pixel {

using i32 = int;
using u32 = unsigned int;
using i64 = long long;
using u64 = unsigned long long;
using u8 = unsigned char;
using u16 = unsigned short;
using f32 = float;

static_assert(sizeof(i32) == 4 && sizeof(i64) == 8 && sizeof(u16) == 2, "kernel parameters are of fixed width");

enum class Shape : i32 { Point, Window, Gather, Temporal, Reduce };

/// In which values a Point kernel sees a picture.
enum class Domain : i32 {
    Yuv,  ///< Y' 0..1, Cb and Cr -0.5..0.5, range removed.
    Rgb,  ///< R'G'B' 0..1 nominal, not clipped, by the picture's own matrix.
};

inline constexpr i32 kMaxPlanes = 3;
inline constexpr i32 kMaxFrames = 5;  ///< Of a temporal kernel: reach back + current + reach forward.
inline constexpr i32 kMaxParamBytes = 512;

/// A plane in the memory of the device that runs the kernel.
struct PlaneRef {
    void* data = nullptr;
    i64 pitchBytes = 0;
    i32 width = 0;
    i32 height = 0;
};

/// How code values of a picture become numbers and back: y = code * yScale + yOffset, and so on.
/// Source   ITU-R BT.601-7, BT.709-6, BT.2020-2 (Kr, Kb); range by ITU-T H.273 VideoFullRangeFlag.
struct ColorMath {
    f32 yScale = 1.0F, yOffset = 0.0F;  ///< Code value -> Y' 0..1.
    f32 cScale = 1.0F, cOffset = 0.0F;  ///< Code value -> Cb, Cr -0.5..0.5.
    f32 kr = 0.2126F, kb = 0.0722F;     ///< Luma weights of red and blue.
    i32 isRgb = 0;                      ///< 1: the planes are R', G', B', each by yScale and yOffset.
};

/// A matrix between Y'CbCr and R'G'B', as its products.
struct MatrixTerms {
    f32 kr, kg, kb;
    f32 crToR, cbToG, crToG, cbToB;
    f32 redToCr, blueToCb;
};

struct KernelArgs {
    PlaneRef in[kMaxFrames][kMaxPlanes];  ///< in[0] is the oldest; a non-temporal kernel has one frame.
    PlaneRef out[kMaxPlanes];
    i32 frames = 1;   ///< Used entries of `in`.
    i32 current = 0;  ///< Index in `in` of the frame being made.
    i32 planes = 1;   ///< Planes of the picture (1 or 3).
    i32 plane = 0;    ///< The plane this call works on (Window, Gather, Temporal, Reduce).
    i32 bitsIn = 8;   ///< Depth of code values; samples over 8 bits are stored in 16, low-aligned.
    i32 bitsOut = 8;
    i32 chromaShiftX = 0;  ///< log2 of luma samples a chroma sample, horizontally.
    i32 chromaShiftY = 0;
    i64 frameIndex = 0;
    double timeSeconds = 0.0;
    ColorMath color;  ///< Of the pictures read.
    ColorMath
        colorOut;  ///< Point: of the picture written; the same but for filters that change matrix, range or depth.
    const void* table = nullptr;  ///< Read-only data prepared by the filter on the host (weights, curves); may be null.
    u64* counters = nullptr;      ///< Reduce: sums, added to; never null for that shape.
    i32 counterCount = 0;  ///< Reduce: how many; the kernel's own number, or fewer where it cannot reach them all.
    alignas(16) u8 params[kMaxParamBytes] = {};
};

static_assert(sizeof(KernelArgs) <= 2048, "a kernel's arguments must fit a launch");

}  // namespace fotograma::pixel
