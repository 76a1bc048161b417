#include "engine/media/decoder_shelf.h"

#include <algorithm>
#include <deque>

#include "engine/media/av.h"

namespace fotograma::media {

namespace {

constexpr std::size_t kMostWaiting = 4;  ///< Kinds that alternate in a folder; each holds a few pictures.

/// Decoders that read AV_PKT_DATA_NEW_EXTRADATA, or whose streams describe themselves at every key frame.
bool mayServeAgain(const AVCodecParameters& parameters) noexcept {
    switch (parameters.codec_id) {
        case AV_CODEC_ID_H264:
            return parameters.codec_tag == MKTAG('a', 'v', 'c', '1') && parameters.extradata_size > 0;
        case AV_CODEC_ID_HEVC:
            return parameters.codec_tag == MKTAG('h', 'v', 'c', '1') && parameters.extradata_size > 0;
        case AV_CODEC_ID_VP8:
        case AV_CODEC_ID_VP9: return true;
        default: return false;
    }
}

/// H.264 leaves as it is what the bitstream does not state, and the choice between "yuvj" and "yuv" formats, so that a
/// file before would show. HEVC takes everything from its parameter sets, VP8 and VP9 from each key frame.
void describeAnew(AVCodecContext& context, const AVCodecParameters& parameters) noexcept {
    if (context.codec_id != AV_CODEC_ID_H264) return;
    context.has_b_frames = parameters.video_delay;
    context.color_range = parameters.color_range;
    context.color_primaries = parameters.color_primaries;
    context.color_trc = parameters.color_trc;
    context.colorspace = parameters.color_space;
    context.chroma_sample_location = parameters.chroma_location;
    context.sample_aspect_ratio = parameters.sample_aspect_ratio;
    context.field_order = parameters.field_order;
    const bool isFullRange = context.pix_fmt == AV_PIX_FMT_YUVJ420P || context.pix_fmt == AV_PIX_FMT_YUVJ422P ||
                             context.pix_fmt == AV_PIX_FMT_YUVJ444P;
    if (isFullRange) context.pix_fmt = AV_PIX_FMT_NONE;  // the decoder then chooses again
}

/// FFmpeg's H.264 decoder crops to the size it was opened with: only files of that very size fit.
struct Kind {
    AVCodecID codec = AV_CODEC_ID_NONE;
    unsigned tag = 0;
    int width = 0;
    int height = 0;
    friend bool operator==(const Kind&, const Kind&) = default;
};

Kind kindOf(const AVCodecParameters& parameters) noexcept {
    return {parameters.codec_id, parameters.codec_tag, parameters.width, parameters.height};
}

struct Waiting {
    Kind kind;
    av::CodecContext context;
};

}  // namespace

struct DecoderShelf::State {
    std::deque<Waiting> waiting;  ///< The latest first.
};

DecoderShelf::DecoderShelf() : m_state(std::make_unique<State>()) {}
DecoderShelf::~DecoderShelf() = default;

AVCodecContext* DecoderShelf::take(const AVCodecParameters& parameters) {
    if (!mayServeAgain(parameters)) return nullptr;
    const auto found = std::ranges::find(m_state->waiting, kindOf(parameters), &Waiting::kind);
    if (found == m_state->waiting.end()) return nullptr;
    av::CodecContext context = std::move(found->context);
    m_state->waiting.erase(found);
    describeAnew(*context, parameters);
    return context.release();
}

void DecoderShelf::put(AVCodecContext* taken, const AVCodecParameters& parameters) {
    av::CodecContext context(taken);
    if (!mayServeAgain(parameters) || context->thread_count != 1 || context->hw_device_ctx != nullptr) return;
    avcodec_flush_buffers(context.get());  // lets the last file's pictures go
    context->opaque = nullptr;
    m_state->waiting.push_front({kindOf(parameters), std::move(context)});
    if (m_state->waiting.size() > kMostWaiting) m_state->waiting.pop_back();
}

}  // namespace fotograma::media
