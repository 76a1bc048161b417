/// FFmpeg, fenced: the only header that includes it, with owning handles and the one translation of its errors.
///
/// Errors   avError turns FFmpeg's codes into ours; the decoder's own last words become the detail.
/// Owner    handles are move-only; a raw pointer is borrowed for the call.
/// Thread   initialize: any, once is enough. Everything else as FFmpeg says.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/dovi_meta.h>
#include <libavutil/imgutils.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include "engine/base/result.h"
#include "engine/frame/format.h"
#include "engine/media/stream_format.h"

namespace fotograma::media::av {

/// Frees through FFmpeg's functions that take the address of the pointer and clear it.
template <auto Function>
struct FreeByAddress {
    template <class T>
    void operator()(T* pointer) const noexcept {
        Function(&pointer);
    }
};
template <auto Function>
struct FreeByValue {
    template <class T>
    void operator()(T* pointer) const noexcept {
        Function(pointer);
    }
};

using Frame = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using Packet = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using CodecContext = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using CodecParameters = std::unique_ptr<AVCodecParameters, FreeByAddress<avcodec_parameters_free>>;
using InputContext = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using OutputContext = std::unique_ptr<AVFormatContext, FreeByValue<avformat_free_context>>;
using BufferRef = std::unique_ptr<AVBufferRef, FreeByAddress<av_buffer_unref>>;
using BufferPool = std::unique_ptr<AVBufferPool, FreeByAddress<av_buffer_pool_uninit>>;
using Scaler = std::unique_ptr<SwsContext, FreeByValue<sws_freeContext>>;
using Resampler = std::unique_ptr<SwrContext, FreeByAddress<swr_free>>;
using AudioFifo = std::unique_ptr<AVAudioFifo, FreeByValue<av_audio_fifo_free>>;

/// An option list; what FFmpeg did not take stays in it.
class Options {
public:
    Options() = default;
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    ~Options() { av_dict_free(&m_dictionary); }

    void set(const char* key, const std::string& value) { av_dict_set(&m_dictionary, key, value.c_str(), 0); }
    [[nodiscard]] AVDictionary** address() noexcept { return &m_dictionary; }
    [[nodiscard]] AVDictionary* get() const noexcept { return m_dictionary; }

private:
    AVDictionary* m_dictionary = nullptr;
};

/// Routes FFmpeg's log into ours (as debug lines) and quiets the encoders. Called by every entry of this module.
void initialize();

/// The error of a negative code. `what` is the beginning of a sentence: "clip.mp4 cannot be read".
base::Error avError(int code, std::string_view what);
std::unexpected<base::Error> avFail(int code, std::string_view what);

/// The last error line that FFmpeg wrote on this thread, without its newline; clears it.
std::string takeLastMessage();
void putLastMessage(std::string message);  ///< Back again, for the next avError.

/// What a codec context's `opaque` points at: the error lines of all its threads end here.
class MessageLog {
public:
    MessageLog();
    ~MessageLog();
    void add(std::string_view line);
    [[nodiscard]] std::string last() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] std::string codecTitle(AVCodecID id);
[[nodiscard]] std::string toText(const AVChannelLayout& layout);

[[nodiscard]] inline base::Rational toRational(AVRational value) noexcept { return {value.num, value.den}; }
[[nodiscard]] inline AVRational fromRational(base::Rational value) noexcept { return {value.num, value.den}; }

// ---- What differs between FFmpeg 5.1 and its successors ----

[[nodiscard]] inline std::int64_t durationOf(const AVFrame& frame) noexcept {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}
[[nodiscard]] inline bool isKey(const AVFrame& frame) noexcept {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_KEY) != 0;
#else
    return frame.key_frame != 0;
#endif
}
/// Frame threads may call back side by side: ours lock what they share.
inline void allowThreadedCallbacks([[maybe_unused]] AVCodecContext& context) noexcept {
#if LIBAVCODEC_VERSION_MAJOR < 60
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    context.thread_safe_callbacks = 1;
#pragma GCC diagnostic pop
#endif
}
[[nodiscard]] frame::FieldOrder fieldOrderOf(const AVFrame& frame) noexcept;
void setFieldOrder(AVFrame& frame, frame::FieldOrder order) noexcept;

/// Side data of a stream, or null. `bytes` is its size.
[[nodiscard]] const std::uint8_t* streamSideData(const AVStream& stream, AVPacketSideDataType type,
                                                 std::size_t& bytes) noexcept;
/// Adds a copy; false when memory ran out.
bool addStreamSideData(AVStream& stream, AVPacketSideDataType type, const void* data, std::size_t bytes);
/// Copies of all that a stream has.
[[nodiscard]] std::vector<SideData> readStreamSideData(const AVStream& stream);

#if LIBAVFORMAT_VERSION_MAJOR >= 61
using WriteBuffer = const std::uint8_t*;
#else
using WriteBuffer = std::uint8_t*;
#endif

[[nodiscard]] std::optional<frame::MasteringDisplay> fromAv(const AVMasteringDisplayMetadata& metadata);
[[nodiscard]] frame::ContentLight fromAv(const AVContentLightMetadata& metadata);
void toAv(const frame::MasteringDisplay& display, AVMasteringDisplayMetadata& metadata);

}  // namespace fotograma::media::av
