#include "app/sample_clips.h"

#include <cmath>

#include "engine/base/platform.h"
#include "engine/frame/frame.h"
#include "engine/media/encoder.h"
#include "engine/media/muxer.h"

namespace fotograma::app {

namespace fs = std::filesystem;

namespace {

constexpr int kFrames = 150;
constexpr int kSceneFrames = 50;  // then the picture changes
constexpr int kRate = 25;

struct Sample {
    const char* name;
    int width;
    int height;
    double quality;
    int look;  ///< Clips of the same look show the same.
};
constexpr Sample kSamples[] = {{"sample-waves.mp4", 1280, 720, 20.0, 0},
                               {"sample-rings.mp4", 854, 480, 20.0, 1},
                               {"sample-waves-smaller.mp4", 640, 360, 28.0, 0}};

/// Brightness 0..1 at a place 0..1: slow waves or rings, another direction in each scene.
double brightness(int look, int scene, double x, double y, double seconds) {
    if (look == 1) {
        const double radius = std::hypot(x - 0.5 + 0.2 * scene, y - 0.5);
        return 0.5 + 0.4 * std::sin(radius * (24.0 + 8.0 * scene) - seconds * 4.0);
    }
    const double along = scene % 2 == 0 ? x : y;
    const double across = scene % 2 == 0 ? y : x;
    return 0.5 + 0.35 * std::sin(along * (12.0 + 5.0 * scene) + seconds * 2.5) * std::cos(across * 7.0 - seconds);
}

base::Result<frame::Frame> picture(const Sample& sample, int index) {
    frame::FrameInfo info;
    info.spec.format = {frame::ColorModel::Yuv, frame::SampleType::U8, 8, 1, 1};
    info.spec.width = sample.width;
    info.spec.height = sample.height;
    info.spec.frameRate = {kRate, 1};
    info.timeBase = {1, kRate};
    info.pts = index;
    info.duration = 1;
    const int scene = index / kSceneFrames;
    const double seconds = static_cast<double>(index) / kRate;
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, frame::MutableFrame::allocateHost(info));
    for (int plane = 0; plane < 3; ++plane) {
        const frame::Plane view = made.plane(plane);
        const int width = plane == 0 ? sample.width : (sample.width + 1) / 2;
        const int height = plane == 0 ? sample.height : (sample.height + 1) / 2;
        for (int row = 0; row < height; ++row)
            for (int column = 0; column < width; ++column) {
                const double x = (column + 0.5) / width;
                const double y = (row + 0.5) / height;
                const double value = plane == 0   ? 40.0 + 170.0 * brightness(sample.look, scene, x, y, seconds)
                                     : plane == 1 ? 128.0 + 50.0 * std::sin(x * 3.0 + 1.3 * scene)
                                                  : 128.0 + 50.0 * std::cos(y * 3.0 + 0.8 * scene);
                view.data[row * view.pitchBytes + column] = static_cast<std::byte>(std::lround(value));
            }
    }
    return std::move(made).freeze();
}

base::Status encode(const Sample& sample, const fs::path& path) {
    media::VideoEncoderSettings settings;
    settings.quality = sample.quality;
    settings.preset = "fastest";
    FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame first, picture(sample, 0));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto encoder, media::VideoEncoder::create(settings, first.info()));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto muxer, media::Muxer::create(path, {}));
    FOTOGRAMA_ASSIGN_OR_RETURN(const int track, muxer->addTrack(encoder->streamFormat(), {}));
    FOTOGRAMA_RETURN_IF_ERROR(muxer->begin());
    const auto drain = [&]() -> base::Status {
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto packet, encoder->pull());
            if (!packet) return {};
            FOTOGRAMA_RETURN_IF_ERROR(muxer->write(track, std::move(*packet)));
        }
    };
    for (int i = 0; i < kFrames; ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame one, picture(sample, i));
        FOTOGRAMA_RETURN_IF_ERROR(encoder->push(one));
        FOTOGRAMA_RETURN_IF_ERROR(drain());
    }
    FOTOGRAMA_RETURN_IF_ERROR(encoder->finish());
    FOTOGRAMA_RETURN_IF_ERROR(drain());
    FOTOGRAMA_RETURN_IF_ERROR(muxer->finish());
    return muxer->publish(media::Existing::Keep);
}

}  // namespace

base::Result<std::vector<fs::path>> sampleClips(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    std::vector<fs::path> files;
    for (const Sample& sample : kSamples) {
        const fs::path path = folder / sample.name;
        if (!fs::exists(path, error)) FOTOGRAMA_RETURN_IF_ERROR(encode(sample, path));
        files.push_back(path);
    }
    return files;
}

}  // namespace fotograma::app
