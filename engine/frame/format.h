/// What a picture's samples mean: layout, depth, subsampling, and colour by ITU-T H.273 code points.
///
/// Units    sizes in samples; luminance in cd/m²; chromaticities as CIE 1931 x, y.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "engine/base/units.h"

namespace fotograma::frame {

enum class ColorModel { Yuv, Rgb, Gray };  ///< Rgb planes are in the order R, G, B.
enum class SampleType { U8, U16, F32 };    ///< F32 only between passes, never in or out of a codec.

/// A planar layout. Depths over 8 bits are stored in 16-bit samples, low-aligned.
struct PictureFormat {
    ColorModel model = ColorModel::Yuv;
    SampleType sample = SampleType::U8;
    int bits = 8;          ///< 8, 9, 10, 12, 14 or 16; 32 for F32.
    int chromaShiftX = 1;  ///< log2 of luma samples a chroma sample; 0 for Rgb and Gray.
    int chromaShiftY = 1;

    [[nodiscard]] int planes() const noexcept { return model == ColorModel::Gray ? 1 : 3; }
    [[nodiscard]] int bytesPerSample() const noexcept {
        return sample == SampleType::U8 ? 1 : sample == SampleType::U16 ? 2 : 4;
    }
    /// Samples of a plane for a picture of `size` luma samples across: rounded up.
    [[nodiscard]] int planeWidth(int plane, int width) const noexcept {
        const int shift = plane == 0 ? 0 : chromaShiftX;
        return (width + (1 << shift) - 1) >> shift;
    }
    [[nodiscard]] int planeHeight(int plane, int height) const noexcept {
        const int shift = plane == 0 ? 0 : chromaShiftY;
        return (height + (1 << shift) - 1) >> shift;
    }
    friend bool operator==(const PictureFormat&, const PictureFormat&) = default;
};

/// "yuv420p10", "rgb8", "gray8": for people and for keys.
[[nodiscard]] std::string toText(const PictureFormat& format);

/// ITU-T H.273 code points; 2 means unspecified.
struct ColorInfo {
    int primaries = 2;  ///< Table 2: 1 BT.709, 9 BT.2020.
    int transfer = 2;   ///< Table 3: 1 BT.709, 16 PQ, 18 HLG.
    int matrix = 2;     ///< Table 4: 0 RGB, 1 BT.709, 5 and 6 BT.601, 9 BT.2020 non-constant.
    bool fullRange = false;
    int chromaLocation = 0;  ///< As AVChromaLocation: 0 unspecified, 1 left, 2 center, 3 top-left.

    [[nodiscard]] bool isHdr() const noexcept { return transfer == 16 || transfer == 18; }
    friend bool operator==(const ColorInfo&, const ColorInfo&) = default;
};

/// The matrix to compute with when none is stated: BT.709 from 720 lines up, else BT.601.
[[nodiscard]] int effectiveMatrix(const ColorInfo& color, int height) noexcept;

struct Chromaticity {
    double x = 0.0;
    double y = 0.0;
    friend bool operator==(const Chromaticity&, const Chromaticity&) = default;
};

/// Source   SMPTE ST 2086.
struct MasteringDisplay {
    std::array<Chromaticity, 3> primaries;  ///< Red, green, blue.
    Chromaticity whitePoint;
    double minLuminance = 0.0;
    double maxLuminance = 0.0;
    friend bool operator==(const MasteringDisplay&, const MasteringDisplay&) = default;
};

/// Source   CTA-861.3.
struct ContentLight {
    int maxContentLevel = 0;       ///< MaxCLL.
    int maxFrameAverageLevel = 0;  ///< MaxFALL.
    friend bool operator==(const ContentLight&, const ContentLight&) = default;
};

enum class FieldOrder { Progressive, TopFirst, BottomFirst };

/// All that stays the same from frame to frame of one stream.
struct PictureSpec {
    PictureFormat format;
    int width = 0;
    int height = 0;
    ColorInfo color;
    base::Rational sampleAspect{1, 1};  ///< Width by height of one sample.
    base::Rational frameRate{0, 1};     ///< Nominal; {0, 1} for variable.
    friend bool operator==(const PictureSpec&, const PictureSpec&) = default;
};

}  // namespace fotograma::frame
