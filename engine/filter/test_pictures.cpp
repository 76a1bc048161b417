#include "engine/filter/test_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/filter/color_math.h"

namespace fotograma::filter {
namespace {

/// A good mix of the bits of its arguments: noise without a state, hence the same in any order.
unsigned mixed(int x, int y, int z) {
    unsigned bits = static_cast<unsigned>(x) * 0x9E3779B1U ^ static_cast<unsigned>(y) * 0x85EBCA77U ^
                    static_cast<unsigned>(z) * 0xC2B2AE3DU;
    bits ^= bits >> 15;
    bits *= 0x2C1B3C6DU;
    bits ^= bits >> 12;
    bits *= 0x297A2D39U;
    return bits ^ bits >> 15;
}

double patternSample(Pattern pattern, int peak, int plane, int x, int y, int index) {
    switch (pattern) {
        case Pattern::Noise: return mixed(x, y, plane * 64 + index) % static_cast<unsigned>(peak + 1);
        case Pattern::Quiet:
            return static_cast<unsigned>(peak) / 4 + mixed(x, y, plane * 64 + index) % static_cast<unsigned>(peak / 2);
        case Pattern::Extremes: return (x + y + plane + index) % 2 == 0 ? 0 : peak;
        case Pattern::Ramp: return (x * 5 + y * 3 + index * 7 + plane * 40) * (peak / 255) % (peak + 1);
    }
    return 0.0;
}

void setSample(const frame::Plane& plane, const frame::PictureFormat& format, int x, int y, double value) {
    std::byte* row = plane.data + y * plane.pitchBytes;
    if (format.sample == frame::SampleType::U8) {
        row[x] = static_cast<std::byte>(static_cast<unsigned char>(value));
    } else {
        const auto code = static_cast<unsigned short>(value);
        std::memcpy(row + 2 * x, &code, sizeof code);
    }
}

frame::FrameInfo infoOf(const frame::PictureSpec& spec, int index) {
    frame::FrameInfo info;
    info.spec = spec;
    info.pts = index * 40;
    info.duration = 40;
    info.index = index;
    return info;
}

template <class Sample>  // (plane, x, y) -> code value
base::Result<frame::Frame> filled(const frame::PictureSpec& spec, int index, const Sample& sample) {
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, frame::MutableFrame::allocateHost(infoOf(spec, index)));
    for (int plane = 0; plane < made.planes(); ++plane) {
        const frame::Plane& to = made.plane(plane);
        for (int y = 0; y < to.height; ++y) {
            for (int x = 0; x < to.width; ++x) setSample(to, spec.format, x, y, sample(plane, x, y));
        }
    }
    return std::move(made).freeze();
}

}  // namespace

std::string_view nameOf(Pattern pattern) {
    switch (pattern) {
        case Pattern::Noise: return "noise";
        case Pattern::Quiet: return "quiet noise";
        case Pattern::Extremes: return "extremes";
        case Pattern::Ramp: return "ramp";
    }
    return "";
}

std::vector<frame::PictureFormat> testFormats() {
    using frame::ColorModel;
    struct Layout {
        ColorModel model;
        int shiftX, shiftY;
    };
    constexpr Layout layouts[] = {{ColorModel::Yuv, 1, 1}, {ColorModel::Yuv, 1, 0}, {ColorModel::Yuv, 0, 1},
                                  {ColorModel::Yuv, 0, 0}, {ColorModel::Yuv, 2, 0}, {ColorModel::Gray, 0, 0},
                                  {ColorModel::Rgb, 0, 0}};
    std::vector<frame::PictureFormat> formats;
    for (const Layout& layout : layouts) {
        for (const int bits : {8, 10, 12, 16}) {
            formats.push_back({layout.model, bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8, bits,
                               layout.shiftX, layout.shiftY});
        }
    }
    return formats;
}

base::Result<frame::Frame> testPicture(const frame::PictureSpec& spec, Pattern pattern, int index) {
    const int peak = peakCode(spec.format.bits);
    return filled(spec, index,
                  [&](int plane, int x, int y) { return patternSample(pattern, peak, plane, x, y, index); });
}

base::Result<frame::Frame> pictureOf(const frame::PictureSpec& spec, std::span<const std::vector<double>> planes,
                                     int index) {
    return filled(spec, index, [&](int plane, int x, int y) {
        const int width = spec.format.planeWidth(plane, spec.width);
        return planes[static_cast<std::size_t>(plane)][static_cast<std::size_t>(y * width + x)];
    });
}

double sampleOf(const frame::Frame& frame, int plane, int x, int y) {
    const frame::Plane& from = frame.plane(plane);
    const std::byte* row = from.data + y * from.pitchBytes;
    if (frame.spec().format.sample == frame::SampleType::U8) return static_cast<double>(row[x]);
    unsigned short code = 0;
    std::memcpy(&code, row + 2 * x, sizeof code);
    return code;
}

double largestDifference(const frame::Frame& a, const frame::Frame& b) {
    if (!(a.spec() == b.spec())) return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (int plane = 0; plane < a.planes(); ++plane) {
        for (int y = 0; y < a.plane(plane).height; ++y) {
            for (int x = 0; x < a.plane(plane).width; ++x) {
                largest = std::max(largest, std::abs(sampleOf(a, plane, x, y) - sampleOf(b, plane, x, y)));
            }
        }
    }
    return largest;
}

}  // namespace fotograma::filter
