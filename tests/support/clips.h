/// Small films made on the spot: every property a test needs is asked for by name, every sample is known.
///
/// Units    seconds; pixels; sound as mono samples in -1..1.
/// Errors   those of engine/media.
/// Owner    files are the caller's (put them into a QTemporaryDir).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/media/container.h"
#include "engine/media/demuxer.h"
#include "engine/media/encoder.h"
#include "engine/media/probe.h"

namespace fotograma::testing {

struct ClipSubtitle {
    double startSeconds = 0.0;
    double endSeconds = 0.0;
    std::string text;
};

struct ClipAttachment {
    std::string fileName;
    std::string mimeType;
    std::string bytes;
};

struct ClipSound {
    std::string codec = "aac";  ///< "aac", "opus", "flac", "pcm".
    int sampleRate = 48000;
    int channels = 2;
    double startSeconds = 0.0;
    std::string language;
    std::vector<double> gaps;  ///< Packets that begin in [gap, gap + 0.3) are left out.
};

struct ClipOptions {
    int width = 64;
    int height = 48;
    int frames = 25;
    base::Rational rate{25, 1};
    std::vector<double> times;  ///< Of each frame, in steps of 1 ms; empty: by `rate`. Sets the number of frames.
    double startSeconds = 0.0;  ///< Of the picture.
    media::Container container = media::Container::Mp4;
    media::VideoCodec codec = media::VideoCodec::H264;
    int bits = 8;
    int chromaShiftX = 1;
    int chromaShiftY = 1;
    double quality = 12.0;
    int gopFrames = 0;  ///< 0: one key frame at the start only, as far as the encoder agrees.
    frame::ColorInfo color;
    base::Rational sampleAspect{1, 1};
    frame::FieldOrder fieldOrder = frame::FieldOrder::Progressive;
    std::optional<frame::MasteringDisplay> masteringDisplay;
    std::optional<frame::ContentLight> contentLight;
    media::DisplayTransform transform;
    std::vector<ClipSound> sounds;
    std::vector<double> clicks;           ///< A white frame, and a click in every sound.
    std::vector<ClipSubtitle> subtitles;  ///< Matroska only.
    std::vector<media::Chapter> chapters;
    std::vector<ClipAttachment> attachments;  ///< Matroska only.
    media::Tags tags;
};

/// The picture that a clip's encoder is given: a moving ramp, or all white at a click.
[[nodiscard]] frame::Frame clipPicture(const ClipOptions& options, int index);
/// Its time.
[[nodiscard]] double clipTime(const ClipOptions& options, int index);

base::Status makeClip(const std::filesystem::path& path, const ClipOptions& options);

/// All pictures of a file's chosen track.
base::Result<std::vector<frame::Frame>> readPictures(const std::filesystem::path& path, const media::Trim& trim = {},
                                                     media::ProbeDepth depth = media::ProbeDepth::Full);

struct Sound {
    int sampleRate = 0;
    double startSeconds = 0.0;   ///< Of the first sample, on the file's own timeline from its zero.
    std::vector<float> samples;  ///< Of the first channel.
};
/// Decoded sound of the n-th audio track.
base::Result<Sound> readSound(const std::filesystem::path& path, int ordinal = 0);

/// When clicks begin in it.
[[nodiscard]] std::vector<double> findClicks(const Sound& sound);
/// When pictures turn white.
[[nodiscard]] std::vector<double> findFlashes(const std::vector<frame::Frame>& pictures);

/// Of the luma planes, in dB of full scale; both of one size and depth.
[[nodiscard]] double lumaPsnr(const frame::Frame& a, const frame::Frame& b);

}  // namespace fotograma::testing
