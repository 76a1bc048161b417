/// Code values to colours and back, by a picture's own matrix and range.
///
/// Units    Y', R', G', B' 0..1 nominal; Cb, Cr -0.5..0.5. Nothing is clipped but code values when they are stored.
/// Source   ITU-R BT.601-7, BT.709-6 and BT.2020-2 (Kr, Kb): the equations of ITU-T H.273, 8.3, E-47 to E-58.
#pragma once

#include "engine/pixel/math.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

struct Yuv {
    f32 y, cb, cr;
};
struct Rgb {
    f32 r, g, b;
};

/// Of the luma weights of red and blue.
FOTOGRAMA_FN MatrixTerms matrixTerms(f32 kr, f32 kb) {
    MatrixTerms terms;
    terms.kr = kr;
    terms.kg = 1.0F - kr - kb;
    terms.kb = kb;
    terms.crToR = 2.0F * (1.0F - kr);
    terms.cbToG = -2.0F * kb * (1.0F - kb) / terms.kg;
    terms.crToG = -2.0F * kr * (1.0F - kr) / terms.kg;
    terms.cbToB = 2.0F * (1.0F - kb);
    terms.redToCr = 1.0F / terms.crToR;
    terms.blueToCb = 1.0F / terms.cbToB;
    return terms;
}

/// ColorMath made ready for a loop: the products and inverses that every sample needs.
struct ColorTerms : MatrixTerms {
    f32 yScale, yOffset, cScale, cOffset;
    f32 yInverse, cInverse;

    FOTOGRAMA_FN explicit ColorTerms(const ColorMath& math)
        : MatrixTerms(matrixTerms(math.kr, math.kb)),
          yScale(math.yScale),
          yOffset(math.yOffset),
          cScale(math.cScale),
          cOffset(math.cOffset),
          yInverse(1.0F / math.yScale),
          cInverse(1.0F / math.cScale) {}

    FOTOGRAMA_FN f32 luma(f32 code) const { return fma(code, yScale, yOffset); }
    FOTOGRAMA_FN f32 chroma(f32 code) const { return fma(code, cScale, cOffset); }
    FOTOGRAMA_FN f32 lumaCode(f32 y) const { return (y - yOffset) * yInverse; }
    FOTOGRAMA_FN f32 chromaCode(f32 c) const { return (c - cOffset) * cInverse; }
};

FOTOGRAMA_FN Rgb toRgb(const Yuv& in, const MatrixTerms& terms) {
    return {fma(in.cr, terms.crToR, in.y), fma(in.cb, terms.cbToG, fma(in.cr, terms.crToG, in.y)),
            fma(in.cb, terms.cbToB, in.y)};
}

FOTOGRAMA_FN Yuv toYuv(const Rgb& in, const MatrixTerms& terms) {
    const f32 y = fma(in.r, terms.kr, fma(in.g, terms.kg, in.b * terms.kb));
    return {y, (in.b - y) * terms.blueToCb, (in.r - y) * terms.redToCr};
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
