#include "tests/filter/shaken.h"

#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/filter/test_pictures.h"

namespace fotograma::tests {

using Complex = std::complex<double>;

CameraPose handAt(int frame, double pixels) {
    const double t = frame / 30.0;
    const auto wave = [t](double hertz, double phase) { return std::sin(2.0 * std::numbers::pi * hertz * t + phase); };
    const Complex shift{0.6 * wave(2.1, 0.3) + 0.3 * wave(4.7, 1.9) + 0.2 * wave(8.9, 4.0),
                        0.5 * wave(2.6, 2.2) + 0.4 * wave(5.3, 0.6) + 0.2 * wave(9.4, 1.1)};
    const double degrees = 0.35 * wave(2.3, 1.0) + 0.15 * wave(6.1, 0.2);
    return {std::polar(1.0, degrees * std::numbers::pi / 180.0), shift * pixels};
}

Scene waves(double seed) {
    struct Wave {
        double x, y, height, phase;
    };
    std::array<Wave, 24> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double turn = 2.399963 * static_cast<double>(i) + seed;  // the golden angle
        const double length = 9.0 * std::pow(1.18, static_cast<double>(i));
        const Complex direction = std::polar(2.0 * std::numbers::pi / length, turn);
        all[i] = {direction.real(), direction.imag(), std::pow(length, 0.35) / 45.0,
                  1.7 * static_cast<double>(i) + seed};
    }
    return [all](double x, double y) {
        double sum = 0.5;
        for (const Wave& wave : all) sum += wave.height * std::sin(x * wave.x + y * wave.y + wave.phase);
        return std::clamp(sum, 0.0, 1.0);
    };
}

Scene sceneOf(const frame::Frame& picture, double scale) {
    const int width = picture.plane(0).width;
    const int height = picture.plane(0).height;
    auto luma = std::make_shared<std::vector<double>>();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) luma->push_back((filter::sampleOf(picture, 0, x, y) - 16.0) / 219.0);
    return [luma, width, height, scale](double x, double y) {
        const double column = std::clamp(x * scale + 0.5 * width - 0.5, 0.0, width - 1.001);
        const double row = std::clamp(y * scale + 0.5 * height - 0.5, 0.0, height - 1.001);
        const auto left = static_cast<std::size_t>(column);
        const auto top = static_cast<std::size_t>(row);
        const double shareX = column - static_cast<double>(left);
        const double shareY = row - static_cast<double>(top);
        const double* at = luma->data() + top * static_cast<std::size_t>(width) + left;
        const double upper = at[0] + shareX * (at[1] - at[0]);
        const double lower = at[width] + shareX * (at[width + 1] - at[width]);
        return upper + shareY * (lower - upper);
    };
}

Video filmed(const frame::PictureSpec& spec, const std::vector<CameraPose>& poses, const Scene& scene, int subsamples) {
    Video video{.spec = spec, .rate = {30, 1}, .frames = {}};
    const int step = 1 << (spec.format.bits - 8);
    for (std::size_t i = 0; i < poses.size(); ++i) {
        filter::Picture planes(static_cast<std::size_t>(spec.format.planes()));
        for (int y = 0; y < spec.height; ++y) {
            for (int x = 0; x < spec.width; ++x) {
                double light = 0.0;
                for (int s = 0; s < subsamples * subsamples; ++s) {
                    const Complex place{x + (s % subsamples + 0.5) / subsamples - 0.5 * spec.width,
                                        y + (s / subsamples + 0.5) / subsamples - 0.5 * spec.height};
                    const Complex at = (place - poses[i].shift) / poses[i].turn;
                    light += scene(at.real(), at.imag());
                }
                planes[0].push_back(std::round((16.0 + 219.0 * light / (subsamples * subsamples)) * step));
            }
        }
        for (std::size_t p = 1; p < planes.size(); ++p) {
            const int plane = static_cast<int>(p);
            planes[p].assign(static_cast<std::size_t>(spec.format.planeWidth(plane, spec.width)) *
                                 static_cast<std::size_t>(spec.format.planeHeight(plane, spec.height)),
                             128.0 * step);
        }
        const frame::Frame picture = *filter::pictureOf(spec, planes, static_cast<int>(i));
        frame::FrameInfo info = picture.info();
        info.index = info.pts = static_cast<std::int64_t>(i);
        info.duration = 1;
        info.timeBase = {1, 30};
        video.frames.push_back(picture.withInfo(std::move(info)));
    }
    return video;
}

double likenessInTime(const Video& video) {
    double sum = 0.0;
    for (std::size_t i = 1; i < video.frames.size(); ++i) {
        const frame::Plane& plane = video.frames[i].plane(0);
        double squares = 0.0;
        double count = 0.0;
        for (int y = plane.height / 5; y < plane.height - plane.height / 5; ++y) {
            for (int x = plane.width / 5; x < plane.width - plane.width / 5; ++x) {
                const double difference =
                    filter::sampleOf(video.frames[i], 0, x, y) - filter::sampleOf(video.frames[i - 1], 0, x, y);
                squares += difference * difference;
                count += 1.0;
            }
        }
        const double peak = (1 << video.spec.format.bits) - 1;
        sum += 10.0 * std::log10(peak * peak / std::max(squares / count, 1e-9 * peak * peak));
    }
    return sum / static_cast<double>(video.frames.size() - 1);
}

}  // namespace fotograma::tests
