/// Frames in, packets of H.264, HEVC, AV1, VP9, FFV1 or ProRes out.
///
/// Shape    frames of one size; other layouts than the encoder's are converted (depth, subsampling, range). With
///          `hardware` the device's chip encodes its frames where they are; else, and where the chip refuses, they are
///          brought to the host.
/// Units    quality on the codec's own scale (CRF); times are those of the frames: a variable rate stays variable.
/// Errors   create: Unsupported (no such encoder here), InvalidArgument. push: InvalidArgument for a changed size or
///          memory of a device; Internal.
/// Owner    keeps references of frames until they are encoded.
/// Thread   one at a time; encoder threads are its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/media/hardware.h"
#include "engine/media/packet.h"

namespace fotograma::media {

enum class VideoCodec { H264, Hevc, Av1, Vp9, Ffv1, ProRes };
[[nodiscard]] std::string_view toText(VideoCodec codec) noexcept;  ///< "h264"
base::Result<VideoCodec> videoCodecFromText(std::string_view text);

enum class ChromaChoice { Source, C420, C422, C444 };

struct VideoEncoderSettings {
    VideoCodec codec = VideoCodec::H264;
    /// Neither: 21 for H.264, 24 for HEVC, 32 for AV1, 31 for VP9. ProRes: its profile, 0 4444 XQ, 1 4444, 2 422 HQ,
    /// 3 422, 4 422 LT, 5 422 Proxy. FFV1 is lossless and reads none.
    std::optional<double> quality;
    std::int64_t bitRate = 0;       ///< Mean bits a second instead of quality; 0: quality.
    std::string preset = "medium";  ///< "fastest", "fast", "medium", "slow", "slowest".
    int bits = 0;  ///< 8 or 10; 0: 8 for sources of 8, 10 for deeper ones and for HDR; FFV1: as the source.
    ChromaChoice chroma = ChromaChoice::C420;
    double gopSeconds = 0.0;  ///< Longest distance of key frames; 0: the encoder's own.
    int threads = 1;
    base::Rational rateHint{0, 1};  ///< Mean rate, where the frames state none (variable rate).
    std::vector<std::pair<std::string, std::string>> extra;  ///< The software encoder's own options, over ours.
    bool onChip = false;                                     ///< Asked for: the device's encoder where there is one.
    HardwareFrames* hardware = nullptr;  ///< The device's, when frames may come from it; outlives the encoder.
};

/// What will be encoded from a source, and what that changes. Pure.
struct EncodePlan {
    frame::PictureFormat format;
    int width = 0;  ///< Of the source, less a last column or row that the subsampling cannot hold.
    int height = 0;
    std::vector<api::FateNote> notes;
};
base::Result<EncodePlan> planEncoding(const VideoEncoderSettings& settings, const frame::PictureSpec& source);

/// Whether this FFmpeg has the encoder; for doctor and for tests.
[[nodiscard]] bool hasEncoder(VideoCodec codec) noexcept;
[[nodiscard]] std::string encoderName(VideoCodec codec);  ///< "libx264"

[[nodiscard]] double defaultQuality(VideoCodec codec) noexcept;

class VideoEncoder {
public:
    /// Set up from the first frame: size, colour, rate, HDR data.
    static base::Result<std::unique_ptr<VideoEncoder>> create(const VideoEncoderSettings& settings,
                                                              const frame::FrameInfo& first);
    ~VideoEncoder();

    base::Status push(const frame::Frame& frame);
    base::Status finish();  ///< No more frames: what was delayed can be pulled.
    /// The next packet; nullopt when more frames are needed, or after finish() when that was all.
    base::Result<std::optional<Packet>> pull();

    [[nodiscard]] StreamFormat streamFormat() const;
    [[nodiscard]] frame::PictureFormat format() const noexcept;
    [[nodiscard]] bool isOnChip() const noexcept;  ///< Frames are best left on the device.
    /// Why the chip that was asked for does not encode; empty when it does, or was not asked for.
    [[nodiscard]] const std::string& fallback() const noexcept;
    [[nodiscard]] std::int64_t framesEncoded() const noexcept;
    [[nodiscard]] const std::vector<api::FateNote>& notes() const noexcept;

private:
    struct Impl;
    explicit VideoEncoder(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace fotograma::media
