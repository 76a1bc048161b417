/// Where chroma samples lie among those of luma.
///
/// Units    luma samples from the left or upper edge of the picture; the middle of the first luma sample is at 0.5.
/// Source   ITU-T H.273, 8.7 (Chroma420SampleLocType), by the numbers of AVChromaLocation; unspecified is left, as MPEG-2,
///          H.264 and HEVC have it.
#pragma once

namespace fotograma::filter {

/// The middle of the first sample of a plane whose samples stand for 2^shift luma samples; the others follow so far apart.
[[nodiscard]] constexpr double chromaAcross(int shift, int location) noexcept {
    const double block = 1 << shift;
    const bool isCentered = location == 2 || location == 4 || location == 6;
    return isCentered ? block / 2.0 : 0.5;
}
[[nodiscard]] constexpr double chromaDown(int shift, int location) noexcept {
    const double block = 1 << shift;
    if (location == 3 || location == 4) return 0.5;
    return location == 5 || location == 6 ? block - 0.5 : block / 2.0;
}

}  // namespace fotograma::filter
