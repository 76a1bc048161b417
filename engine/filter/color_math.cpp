#include "engine/filter/color_math.h"

namespace fotograma::filter {
namespace {

bool isChroma(const frame::PictureSpec& spec, int plane) {
    return plane > 0 && spec.format.model == frame::ColorModel::Yuv;
}

struct LumaWeights {
    float red;
    float blue;
};

LumaWeights lumaWeights(int matrix) {
    switch (matrix) {
        case 4: return {0.30F, 0.11F};  // FCC
        case 5:
        case 6: return {0.299F, 0.114F};  // BT.601
        case 7: return {0.212F, 0.087F};  // SMPTE ST 240
        case 9:
        case 10: return {0.2627F, 0.0593F};  // BT.2020
        default: return {0.2126F, 0.0722F};  // BT.709
    }
}

}  // namespace

double blackCode(const frame::PictureSpec& spec, int plane) {
    const int step = 1 << (spec.format.bits - 8);
    if (isChroma(spec, plane)) return 128.0 * step;
    return spec.color.fullRange ? 0.0 : 16.0 * step;
}

double whiteCode(const frame::PictureSpec& spec, int plane) {
    const int step = 1 << (spec.format.bits - 8);
    if (spec.color.fullRange) return peakCode(spec.format.bits);
    return (isChroma(spec, plane) ? 240.0 : 235.0) * step;
}

pixel::ColorMath colorMath(const frame::PictureSpec& spec) {
    const double step = 1 << (spec.format.bits - 8);
    const double peak = peakCode(spec.format.bits);
    const double lumaRange = spec.color.fullRange ? peak : 219.0 * step;
    const double chromaRange = spec.color.fullRange ? peak : 224.0 * step;
    const LumaWeights weights = lumaWeights(frame::effectiveMatrix(spec.color, spec.height));
    pixel::ColorMath math;
    math.yScale = static_cast<float>(1.0 / lumaRange);
    math.yOffset = static_cast<float>(-blackCode(spec, 0) / lumaRange);
    math.cScale = static_cast<float>(1.0 / chromaRange);
    math.cOffset = static_cast<float>(-128.0 * step / chromaRange);
    math.kr = weights.red;
    math.kb = weights.blue;
    math.isRgb = spec.format.model == frame::ColorModel::Rgb ? 1 : 0;
    return math;
}

}  // namespace fotograma::filter
