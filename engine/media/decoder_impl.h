/// What stands behind Decoder, for its three sources: opening, frames, and the way between packets and them.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/decoder.h"
#include "engine/media/pictures.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

[[nodiscard]] inline api::FateNote changed(std::string subject, std::string sentence) {
    return {api::Fate::Changed, -1, std::move(subject), std::move(sentence)};
}

/// What frame threads need of us: reached through the codec context's opaque, which their copies share.
struct Shared : av::MessageLog {
    HardwareFrames* hardware = nullptr;  ///< Null: everything is on the host.
    std::mutex mutex;                    ///< Protects fallback.
    std::string fallback;

    void setFallback(std::string reason) {
        const std::lock_guard lock(mutex);
        if (fallback.empty()) fallback = std::move(reason);
    }
};

struct Decoder::Impl {
    std::unique_ptr<Shared> shared = std::make_unique<Shared>();  // outlives the context's threads
    av::CodecContext context;
    DecoderShelf* shelf = nullptr;
    std::unique_ptr<AVCodecParameters, FreeCodecParameters> parameters;  ///< When the context may go back to the shelf.
    bool isDescriptionDue = false;  ///< A context that served another file gets this file's with the first packet.
    Track track;
    bool statesAspect = false;  ///< The container does: it wins over the bitstream, as players have it.
    Trim trim;
    bool keyFramesOnly = false;
    base::Rational timeBase;
    std::int64_t usualDuration = 0;  ///< In timeBase; 0 unknown.

    struct {
        int format = -1;
        int width = 0;
        int height = 0;
        frame::FieldOrder fieldOrder = frame::FieldOrder::Progressive;
    } firstSeen;                             ///< As it left FFmpeg.
    std::optional<frame::PictureSpec> spec;  ///< Of the first frame; all others are brought to it.
    std::int64_t lastPts = INT64_MIN;
    std::int64_t lastDuration = 0;
    std::int64_t index = 0;
    std::optional<frame::MasteringDisplay> masteringDisplay;
    std::optional<frame::ContentLight> contentLight;
    PictureConverter converter;
    std::deque<av::Frame> early;  ///< Frames that had to be taken so that a packet fits.

    bool isFinished = false;  ///< No more packets.
    bool isDrained = false;
    std::int64_t packets = 0;
    std::int64_t framesSeen = 0;  ///< Also those outside the cut.
    std::int64_t framesDecoded = 0;
    std::int64_t framesNeeded = 0;
    std::int64_t framesOnDevice = 0;
    std::int64_t framesDamaged = 0;
    std::int64_t packetsRefused = 0;
    std::int64_t timesRepaired = 0;
    std::vector<api::FateNote> notes;
    bool hasNotedResize = false;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();
    base::Status makeContext(const AVCodecParameters& coded, const DecoderOptions& options);
    base::Status addDescription(AVPacket& packet);
    base::Status open(const Demuxer& demuxer, int trackIndex, const DecoderOptions& options);
    void useHardware(HardwareFrames& hardware, const AVCodecParameters& coded);
    base::Result<av::Frame> receive();
    base::Result<frame::Frame> toFrame(av::Frame decoded);
    base::Result<frame::Frame> wrap(av::Frame decoded, const frame::PictureFormat& format, frame::FrameInfo info);
    base::Result<frame::Frame> unpack(const AVFrame& decoded, frame::FrameInfo info);
    base::Result<frame::Frame> fromDevice(av::Frame decoded, frame::FrameInfo info);
    void noteResize(const AVFrame& decoded);
    void noteFirst(const AVFrame& decoded);
    frame::FrameInfo describe(const AVFrame& decoded);
    frame::PictureSpec describeSpec(const AVFrame& decoded) const;
    std::int64_t repairTime(const AVFrame& decoded);
    void readHdr(const AVFrame& decoded);
    [[nodiscard]] bool isWanted(std::int64_t pts) const;
    [[nodiscard]] base::Error nothingDecoded() const;
};

}  // namespace fotograma::media
