#include "engine/filters/resize/weights.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/filter/chroma_place.h"
#include "engine/filter/geometry.h"

namespace fotograma::filters::resize {
namespace {

double supportOf(Method method) {
    switch (method) {
        case Method::Bilinear: return 1.0;
        case Method::Bicubic: return 2.0;
        case Method::Lanczos3: return 3.0;
        case Method::Area: return 0.5;
    }
    return 1.0;
}

double sinc(double x) { return x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

double curve(Method method, double distance) {
    const double x = std::abs(distance);
    switch (method) {
        case Method::Bilinear: return std::max(0.0, 1.0 - x);
        case Method::Bicubic:
            if (x < 1.0) return (1.5 * x - 2.5) * x * x + 1.0;
            return x < 2.0 ? ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0 : 0.0;
        case Method::Lanczos3: return x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
        case Method::Area: break;
    }
    return 0.0;
}

/// Share of input sample `index` in an output sample that covers `from` to `to`.
double coverage(int index, double from, double to) {
    return std::max(0.0, std::min(to, index + 1.0) - std::max(from, static_cast<double>(index)));
}

int mirrored(int index, int size) {
    if (index < 0) index = -index - 1;
    if (index >= size) index = 2 * size - index - 1;
    return std::clamp(index, 0, size - 1);
}

/// Weights over every input sample that an output sample touches, before they are gathered inside the picture.
struct Reach {
    int first;
    std::vector<double> weights;
};

Reach reachOf(Method method, const Mapping& mapping, int position) {
    const double middle = (position + 0.5) * mapping.scale + mapping.shift;
    const double stretch = std::max(1.0, mapping.scale);  // Going down, the curve is as wide as the output samples.
    const double radius = supportOf(method) * stretch;
    // Half a tap of slack on both sides costs nothing: what lies outside has weight 0 and is dropped below.
    Reach reach{static_cast<int>(std::floor(middle - radius)), {}};
    const int last = static_cast<int>(std::ceil(middle + radius));
    double sum = 0.0;
    for (int i = reach.first; i <= last; ++i) {
        const double weight = method == Method::Area ? coverage(i, middle - radius, middle + radius)
                                                     : curve(method, (i + 0.5 - middle) / stretch);
        reach.weights.push_back(weight);
        sum += weight;
    }
    for (double& weight : reach.weights) weight /= sum;
    return reach;
}

/// The same reach with what lies beyond the borders mirrored in, without zeros at its ends.
Reach inside(const Reach& reach, int size) {
    const int span = static_cast<int>(reach.weights.size());
    int least = size;
    int most = -1;
    for (int i = 0; i < span; ++i) {
        if (reach.weights[static_cast<std::size_t>(i)] == 0.0) continue;
        const int index = mirrored(reach.first + i, size);
        least = std::min(least, index);
        most = std::max(most, index);
    }
    Reach gathered{least, std::vector<double>(static_cast<std::size_t>(most - least + 1), 0.0)};
    for (int i = 0; i < span; ++i) {
        const double weight = reach.weights[static_cast<std::size_t>(i)];
        if (weight == 0.0) continue;
        gathered.weights[static_cast<std::size_t>(mirrored(reach.first + i, size) - least)] += weight;
    }
    return gathered;
}

/// Output sample i lies at i * block + offset of the output's luma, and so many times `scale` in the input's.
Mapping mappingOf(int lumaInput, int lumaOutput, int shift, double offset) {
    const int block = 1 << shift;
    const double scale = static_cast<double>(lumaInput) / lumaOutput;
    return {(lumaInput + block - 1) / block, (lumaOutput + block - 1) / block, scale,
            (scale - 1.0) * (offset / block - 0.5)};
}

}  // namespace

Method methodOf(std::string_view choice) {
    if (choice == "bilinear") return Method::Bilinear;
    if (choice == "bicubic") return Method::Bicubic;
    return choice == "area" ? Method::Area : Method::Lanczos3;
}

PlaneMapping planeMapping(const frame::PictureSpec& input, const frame::PictureSpec& output, int plane) {
    const frame::PictureFormat& format = input.format;
    const int shiftX = filter::shiftX(format, plane);
    const int shiftY = filter::shiftY(format, plane);
    return {mappingOf(input.width, output.width, shiftX, filter::chromaAcross(shiftX, input.color.chromaLocation)),
            mappingOf(input.height, output.height, shiftY, filter::chromaDown(shiftY, input.color.chromaLocation))};
}

Taps tapsOf(Method method, const Mapping& mapping) {
    std::vector<Reach> reaches;
    std::size_t count = 1;
    for (int i = 0; i < mapping.output; ++i) {
        reaches.push_back(inside(reachOf(method, mapping, i), mapping.input));
        count = std::max(count, reaches.back().weights.size());
    }
    Taps taps;
    taps.count = static_cast<int>(count);
    taps.weights.reserve(count * reaches.size());
    for (const Reach& reach : reaches) {
        // Every row has the same number of taps; a shorter one is moved so that all of them lie inside.
        const int first = std::min(reach.first, mapping.input - taps.count);
        taps.first.push_back(first);
        const auto lead = static_cast<std::size_t>(reach.first - first);
        for (std::size_t k = 0; k < count; ++k) {
            const bool used = k >= lead && k - lead < reach.weights.size();
            taps.weights.push_back(used ? static_cast<float>(reach.weights[k - lead]) : 0.0F);
        }
    }
    return taps;
}

}  // namespace fotograma::filters::resize
