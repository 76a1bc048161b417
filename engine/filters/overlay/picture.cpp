#include "engine/filters/overlay/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "engine/filter/color_math.h"
#include "engine/filter/color_spaces.h"

namespace fotograma::filters::overlay {
namespace {

constexpr std::size_t kChannels = 4;
constexpr int kPq = 16;
constexpr int kHlg = 18;
constexpr int kBt709 = 1;
constexpr int kUnspecified = 2;

double sampleAt(const frame::Plane& plane, bool isDeep, int x, int y) {
    const std::byte* row = plane.data + y * plane.pitchBytes;
    if (!isDeep) return static_cast<double>(reinterpret_cast<const std::uint8_t*>(row)[x]) / 255.0;
    return static_cast<double>(reinterpret_cast<const std::uint16_t*>(row)[x]) / 65535.0;
}

/// What an output sample takes of the input along one side.
struct Reach {
    int first = 0;
    std::vector<double> weights;  ///< They sum to 1.
};

std::vector<Reach> reaches(int from, int to) {
    std::vector<Reach> all(static_cast<std::size_t>(to));
    const double scale = static_cast<double>(from) / to;
    const double radius = std::max(scale, 1.0);
    for (int i = 0; i < to; ++i) {
        Reach& reach = all[static_cast<std::size_t>(i)];
        const double center = (i + 0.5) * scale - 0.5;
        reach.first = std::max(0, static_cast<int>(std::ceil(center - radius)));
        const int last = std::min(from - 1, static_cast<int>(std::floor(center + radius)));
        double sum = 0.0;
        for (int at = reach.first; at <= last; ++at) {
            reach.weights.push_back(std::max(0.0, 1.0 - std::abs(at - center) / radius));
            sum += reach.weights.back();
        }
        for (double& weight : reach.weights) weight /= sum;
    }
    return all;
}

double linearOf(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }
double srgbOf(double light) { return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055; }

/// Source   SMPTE ST 2084.
double pqOf(double candelas) {
    const double power = std::pow(candelas / 10000.0, 0.1593017578125);
    return std::pow((0.8359375 + 18.8515625 * power) / (1.0 + 18.6875 * power), 78.84375);
}

/// Source   ITU-R BT.2100-2, table 5.
double hlgOf(double light) {
    if (light <= 1.0 / 12.0) return std::sqrt(3.0 * light);
    return 0.17883277 * std::log(12.0 * light - 0.28466892) + 0.55991073;
}

double signalOf(double light, int transfer) {
    constexpr double kWhiteCandelas = 203.0;
    constexpr double kHlgWhite = 0.26496;  // its signal is 0.75
    if (transfer == kPq) return pqOf(kWhiteCandelas * light);
    if (transfer == kHlg) return hlgOf(kHlgWhite * light);
    return srgbOf(light);
}

std::uint32_t word(double high, double low) {
    const auto code = [](double value) {
        return static_cast<std::uint32_t>(std::lround(std::clamp(value, 0.0, 65535.0)));
    };
    return code(high) << 16 | code(low);
}

}  // namespace

Layer layerOf(const filter::Asset& asset) {
    const frame::Frame& picture = *asset.picture;
    Layer layer{picture.spec().width, picture.spec().height, {}};
    const bool isDeep = picture.spec().format.bits > 8;
    layer.samples.reserve(kChannels * static_cast<std::size_t>(layer.width) * static_cast<std::size_t>(layer.height));
    for (int y = 0; y < layer.height; ++y) {
        for (int x = 0; x < layer.width; ++x) {
            const double alpha = asset.alpha ? sampleAt(asset.alpha->plane(0), isDeep, x, y) : 1.0;
            for (int channel = 0; channel < 3; ++channel)
                layer.samples.push_back(static_cast<float>(alpha * sampleAt(picture.plane(channel), isDeep, x, y)));
            layer.samples.push_back(static_cast<float>(alpha));
        }
    }
    return layer;
}

Layer resized(const Layer& layer, int width, int height) {
    if (width == layer.width && height == layer.height) return layer;
    const auto at = [](const Layer& in, int x, int y) {
        return in.samples.data() + kChannels * (static_cast<std::size_t>(y) * static_cast<std::size_t>(in.width) +
                                                static_cast<std::size_t>(x));
    };
    const auto along = [&](int columns, int rows, const Layer& in, const std::vector<Reach>& reach, bool isAcross) {
        Layer made{columns, rows, {}};
        made.samples.reserve(kChannels * static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                const Reach& taken = reach[static_cast<std::size_t>(isAcross ? x : y)];
                double sums[kChannels] = {};
                for (std::size_t i = 0; i < taken.weights.size(); ++i) {
                    const int place = taken.first + static_cast<int>(i);
                    const float* sample = isAcross ? at(in, place, y) : at(in, x, place);
                    for (std::size_t c = 0; c < kChannels; ++c) sums[c] += taken.weights[i] * sample[c];
                }
                for (const double sum : sums) made.samples.push_back(static_cast<float>(sum));
            }
        }
        return made;
    };
    const Layer across = along(width, layer.height, layer, reaches(layer.width, width), true);
    return along(width, height, across, reaches(layer.height, height), false);
}

void takeColors(const frame::ColorInfo& color, Layer& layer) {
    const int primaries = color.primaries == kUnspecified ? kBt709 : color.primaries;
    if (primaries == kBt709 && !color.isHdr()) return;
    const filter::Matrix3 matrix = filter::betweenPrimaries(kBt709, primaries);
    for (std::size_t i = 0; i < layer.samples.size(); i += kChannels) {
        float* sample = layer.samples.data() + i;
        const double alpha = sample[3];
        if (alpha <= 0.0) continue;
        const filter::Vector3 light{linearOf(sample[0] / alpha), linearOf(sample[1] / alpha),
                                    linearOf(sample[2] / alpha)};
        const filter::Vector3 moved = filter::product(matrix, light);
        for (std::size_t c = 0; c < 3; ++c)
            sample[c] = static_cast<float>(alpha * signalOf(std::max(moved[c], 0.0), color.transfer));
    }
}

std::vector<std::byte> kernelTable(const Layer& layer, const frame::PictureSpec& video) {
    const pixel::ColorMath math = filter::colorMath(video);
    const double kr = math.kr;
    const double kb = math.kb;
    std::vector<std::uint32_t> words;
    words.reserve(layer.samples.size() / 2);
    for (std::size_t i = 0; i < layer.samples.size(); i += kChannels) {
        const float* sample = layer.samples.data() + i;
        const double luma = kr * sample[0] + (1.0 - kr - kb) * sample[1] + kb * sample[2];
        const double cb = (sample[2] - luma) / (2.0 * (1.0 - kb));
        const double cr = (sample[0] - luma) / (2.0 * (1.0 - kr));
        words.push_back(word(luma * 65535.0, sample[3] * 65535.0));
        words.push_back(word(cb * 65535.0 + 32768.0, cr * 65535.0 + 32768.0));
    }
    std::vector<std::byte> table(words.size() * sizeof(std::uint32_t));
    std::memcpy(table.data(), words.data(), table.size());
    return table;
}

}  // namespace fotograma::filters::overlay
