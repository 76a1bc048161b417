#include "engine/frame/format.h"

#include "engine/base/text.h"

namespace fotograma::frame {

namespace {

std::string subsamplingText(const PictureFormat& format) {
    const int x = format.chromaShiftX;
    const int y = format.chromaShiftY;
    if (x == 0 && y == 0) return "444";
    if (x == 1 && y == 0) return "422";
    if (x == 1 && y == 1) return "420";
    if (x == 2 && y == 0) return "411";
    if (x == 0 && y == 1) return "440";
    if (x == 2 && y == 2) return "410";
    return base::concat("s", x, y);
}

}  // namespace

std::string toText(const PictureFormat& format) {
    const std::string depth = format.sample == SampleType::F32 ? "f32" : base::concat(format.bits);
    switch (format.model) {
        case ColorModel::Gray: return base::concat("gray", depth);
        case ColorModel::Rgb: return base::concat("rgb", depth);
        case ColorModel::Yuv: break;
    }
    // 8 bits go without saying: "yuv420p", "yuv420p10", "yuv444pf32".
    const bool plain = format.sample == SampleType::U8 && format.bits == 8;
    return base::concat("yuv", subsamplingText(format), "p", plain ? std::string() : depth);
}

int effectiveMatrix(const ColorInfo& color, int height) noexcept {
    const bool stated = color.matrix != 2 && color.matrix != 3;  // 2 unspecified, 3 reserved
    if (stated) return color.matrix;
    return height >= 720 ? 1 : 6;
}

}  // namespace fotograma::frame
