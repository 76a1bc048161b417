#include "bench/peer_graph.h"

#include <cstring>
#include <vector>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

#include "engine/base/text.h"

namespace fotograma::bench {
namespace {

struct FrameFree {
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
using FramePtr = std::unique_ptr<AVFrame, FrameFree>;
struct GraphFree {
    void operator()(AVFilterGraph* graph) const noexcept { avfilter_graph_free(&graph); }
};

base::Error failed(const char* doing, int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return {base::ErrorCode::Internal, base::concat("libavfilter could not ", doing, ": ", text), {}};
}

AVPixelFormat formatOf(const frame::PictureFormat& format) {
    const std::string depth = format.bits > 8 ? base::concat(format.bits, "le") : std::string();
    if (format.model == frame::ColorModel::Gray) return av_get_pix_fmt(("gray" + depth).c_str());
    const char* chroma = format.chromaShiftX == 0 ? "444" : format.chromaShiftY == 0 ? "422" : "420";
    return av_get_pix_fmt(base::concat("yuv", chroma, "p", depth).c_str());
}

void copyRows(const frame::Plane& plane, int bytesPerSample, AVFrame& frame, int index, bool isToPeer) {
    for (int y = 0; y < plane.height; ++y) {
        auto* ours = reinterpret_cast<std::uint8_t*>(plane.data + y * plane.pitchBytes);
        std::uint8_t* theirs = frame.data[index] + std::ptrdiff_t{y} * frame.linesize[index];
        const auto bytes = static_cast<std::size_t>(plane.width * bytesPerSample);
        std::memcpy(isToPeer ? theirs : ours, isToPeer ? ours : theirs, bytes);
    }
}

base::Result<FramePtr> toPeer(const frame::Frame& frame, std::int64_t pts) {
    FramePtr made(av_frame_alloc());
    const frame::PictureSpec& spec = frame.spec();
    made->format = formatOf(spec.format);
    made->width = spec.width;
    made->height = spec.height;
    made->colorspace = static_cast<AVColorSpace>(spec.color.matrix);
    made->color_primaries = static_cast<AVColorPrimaries>(spec.color.primaries);
    made->color_trc = static_cast<AVColorTransferCharacteristic>(spec.color.transfer);
    made->color_range = spec.color.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    made->pts = pts;
    if (const int code = av_frame_get_buffer(made.get(), 64); code < 0)
        return std::unexpected(failed("allocate", code));
    for (int i = 0; i < frame.planes(); ++i) copyRows(frame.plane(i), spec.format.bytesPerSample(), *made, i, true);
    return made;
}

base::Result<frame::Frame> fromPeer(AVFrame& frame) {
    const AVPixFmtDescriptor* about = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    frame::FrameInfo info;
    info.spec.width = frame.width;
    info.spec.height = frame.height;
    info.spec.format.bits = about->comp[0].depth;
    info.spec.format.sample = about->comp[0].depth > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    info.spec.format.model = about->nb_components == 1 ? frame::ColorModel::Gray : frame::ColorModel::Yuv;
    info.spec.format.chromaShiftX = about->log2_chroma_w;
    info.spec.format.chromaShiftY = about->log2_chroma_h;
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, frame::MutableFrame::allocateHost(info));
    for (int i = 0; i < made.planes(); ++i) copyRows(made.plane(i), info.spec.format.bytesPerSample(), frame, i, false);
    return std::move(made).freeze();
}

}  // namespace

struct PeerGraph::State {
    std::unique_ptr<AVFilterGraph, GraphFree> graph;
    AVFilterContext* source = nullptr;
    AVFilterContext* sink = nullptr;
    std::vector<FramePtr> frames;
    FramePtr out{av_frame_alloc()};
    std::int64_t pts = 0;

    base::Status open(const std::string& text, const AVFrame& like) {
        graph.reset(avfilter_graph_alloc());
        graph->nb_threads = 1;
        // The colours are those of the frames.
        const std::string in = base::concat("video_size=", like.width, "x", like.height, ":pix_fmt=", like.format,
                                            ":time_base=1/25:frame_rate=25/1:pixel_aspect=1/1");
        int code = avfilter_graph_create_filter(&source, avfilter_get_by_name("buffer"), "in", in.c_str(), nullptr,
                                                graph.get());
        if (code >= 0)
            code = avfilter_graph_create_filter(&sink, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                                graph.get());
        if (code < 0) return std::unexpected(failed("open its ends", code));
        AVFilterInOut* outputs = avfilter_inout_alloc();
        AVFilterInOut* inputs = avfilter_inout_alloc();
        *outputs = {av_strdup("in"), source, 0, nullptr};
        *inputs = {av_strdup("out"), sink, 0, nullptr};
        code = avfilter_graph_parse_ptr(graph.get(), text.c_str(), &inputs, &outputs, nullptr);
        avfilter_inout_free(&inputs);
        avfilter_inout_free(&outputs);
        if (code >= 0) code = avfilter_graph_config(graph.get(), nullptr);
        if (code < 0) return std::unexpected(failed(base::concat("read ", text).c_str(), code));
        return {};
    }

    /// Sends one frame and gives `made` each that comes out.
    base::Status send(AVFrame& frame, const auto& made) {
        frame.pts = pts++;
        if (const int code = av_buffersrc_add_frame_flags(source, &frame, AV_BUFFERSRC_FLAG_KEEP_REF); code < 0)
            return std::unexpected(failed("take a frame", code));
        while (av_buffersink_get_frame(sink, out.get()) >= 0) {
            made(*out);
            av_frame_unref(out.get());
        }
        return {};
    }
};

PeerGraph::PeerGraph(std::unique_ptr<State> state) : m_state(std::move(state)) {}
PeerGraph::PeerGraph(PeerGraph&&) noexcept = default;
PeerGraph::~PeerGraph() = default;

base::Result<PeerGraph> PeerGraph::create(const std::string& graph, std::span<const frame::Frame> frames) {
    av_log_set_level(AV_LOG_ERROR);
    auto state = std::make_unique<State>();
    for (const frame::Frame& frame : frames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(FramePtr own, toPeer(frame, 0));
        state->frames.push_back(std::move(own));
    }
    FOTOGRAMA_RETURN_IF_ERROR(state->open(graph, *state->frames.front()));
    return PeerGraph(std::move(state));
}

base::Result<int> PeerGraph::pass() {
    int count = 0;
    for (const FramePtr& frame : m_state->frames)
        FOTOGRAMA_RETURN_IF_ERROR(m_state->send(*frame, [&](AVFrame&) { ++count; }));
    return count;
}

base::Result<frame::Frame> PeerGraph::first() {
    std::optional<base::Result<frame::Frame>> found;
    for (const FramePtr& frame : m_state->frames) {
        FOTOGRAMA_RETURN_IF_ERROR(m_state->send(*frame, [&](AVFrame& out) {
            if (!found) found = fromPeer(out);
        }));
    }
    if (!found) return base::fail(base::ErrorCode::Unsupported, "The peer's graph gave no frame.");
    return *std::move(found);
}

}  // namespace fotograma::bench
