#include "engine/filter/geometry.h"

#include <cmath>

namespace fotograma::filter {

double sampleAspect(const frame::PictureSpec& spec) noexcept {
    return spec.sampleAspect.isPositive() ? spec.sampleAspect.value() : 1.0;
}

double displayWidth(const frame::PictureSpec& spec) noexcept { return spec.width * sampleAspect(spec); }

int samplesAcross(const frame::PictureSpec& spec, double displayPixels) noexcept {
    return static_cast<int>(std::lround(displayPixels / sampleAspect(spec)));
}

int shiftX(const frame::PictureFormat& format, int plane) noexcept { return plane == 0 ? 0 : format.chromaShiftX; }
int shiftY(const frame::PictureFormat& format, int plane) noexcept { return plane == 0 ? 0 : format.chromaShiftY; }

int blockWidth(const frame::PictureFormat& format) noexcept { return 1 << shiftX(format, format.planes() - 1); }
int blockHeight(const frame::PictureFormat& format) noexcept { return 1 << shiftY(format, format.planes() - 1); }

int lumaPlane(const frame::PictureFormat& format) noexcept { return format.model == frame::ColorModel::Rgb ? 1 : 0; }

}  // namespace fotograma::filter
