#include "engine/media/video_graph.h"

#include <array>
#include <utility>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/filter_module.h"
#include "engine/media/pictures.h"
#include "engine/media/video_graph_abi.h"

namespace fotograma::media {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

Result<const VideoGraphTable*> table() {
    FOTOGRAMA_ASSIGN_OR_RETURN(void* const symbol, filterModuleSymbol(kVideoGraphEntry));
    const VideoGraphTable* table = reinterpret_cast<VideoGraphEntry>(symbol)();
    if (table != nullptr && table->version == kVideoGraphVersion) return table;
    return base::fail(ErrorCode::Unsupported, "the module for FFmpeg's filters is of another version");
}

bool isRgb(const frame::PictureSpec& spec) { return spec.format.model == frame::ColorModel::Rgb; }

/// Our planes are in the order R, G, B, FFmpeg's G, B, R.
int ourPlane(bool rgb, int theirs) { return rgb ? (theirs + 1) % 3 : theirs; }

/// Also for the rarer subsamplings, where FFmpeg has them: the planes must be of exactly the size that it takes them for.
int planarFormat(const frame::PictureFormat& format) {
    int found = pixelFormatOf(format);
    if (format.chromaShiftX == 2 || (format.chromaShiftX == 0 && format.chromaShiftY == 1)) {
        const char* const name = format.chromaShiftX == 2 ? "yuv411p" : "yuv440p";
        found = av_get_pix_fmt(format.bits == 8 ? name : concat(name, format.bits, "le").c_str());
    }
    const AVPixFmtDescriptor* known = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(found));
    const bool isGray = format.model == frame::ColorModel::Gray;
    const bool fits =
        known != nullptr && known->comp[0].depth == format.bits &&
        (isGray || (known->log2_chroma_w == format.chromaShiftX && known->log2_chroma_h == format.chromaShiftY));
    return fits ? found : AV_PIX_FMT_NONE;
}

int formatOf(const frame::PictureSpec& spec) {
    if (!isRgb(spec)) return planarFormat(spec.format);
    const std::string name = spec.format.bits == 8 ? std::string("gbrp") : concat("gbrp", spec.format.bits, "le");
    return av_get_pix_fmt(name.c_str());
}

VideoGraphFormat formatFor(const frame::PictureSpec& spec, base::Rational timeBase) {
    VideoGraphFormat format{};
    format.pixelFormat = formatOf(spec);
    format.width = spec.width;
    format.height = spec.height;
    format.timeBase[0] = static_cast<int>(timeBase.num);
    format.timeBase[1] = static_cast<int>(timeBase.den);
    format.sampleAspect[0] = spec.sampleAspect.isPositive() ? static_cast<int>(spec.sampleAspect.num) : 1;
    format.sampleAspect[1] = spec.sampleAspect.isPositive() ? static_cast<int>(spec.sampleAspect.den) : 1;
    format.frameRate[0] = static_cast<int>(spec.frameRate.num);
    format.frameRate[1] = static_cast<int>(spec.frameRate.den);
    return format;
}

class ModuleGraph final : public VideoGraph {
public:
    ModuleGraph(const VideoGraphTable& table, void* graph, const frame::PictureSpec& input)
        : m_table(&table), m_graph(graph), m_output(input) {
        VideoGraphFormat made{};
        m_table->describe(m_graph, &made);
        m_output.width = made.width;
        m_output.height = made.height;
        if (made.sampleAspect[0] > 0 && made.sampleAspect[1] > 0)
            m_output.sampleAspect = {made.sampleAspect[0], made.sampleAspect[1]};
        if (made.frameRate[0] > 0 && made.frameRate[1] > 0) m_output.frameRate = {made.frameRate[0], made.frameRate[1]};
        m_timeBase = {made.timeBase[0], made.timeBase[1]};
    }
    ModuleGraph(const ModuleGraph&) = delete;
    ModuleGraph& operator=(const ModuleGraph&) = delete;
    ~ModuleGraph() override { m_table->destroy(m_graph); }

    [[nodiscard]] frame::PictureSpec output() const override { return m_output; }

    Status push(const frame::Frame& frame, std::vector<frame::Frame>& out) override {
        m_latest = frame.info();
        FOTOGRAMA_ASSIGN_OR_RETURN(const av::Frame borrowed, wrapped(frame));
        if (const int code = m_table->push(m_graph, borrowed.get()); code < 0) return failure(code);
        return pull(out);
    }
    Status flush(std::vector<frame::Frame>& out) override {
        if (const int code = m_table->push(m_graph, nullptr); code < 0) return failure(code);
        return pull(out);
    }

private:
    static std::unexpected<base::Error> failure(int code) { return av::avFail(code, "FFmpeg's filters failed"); }

    /// The same memory; filters that write take a copy, since it is marked as not to be written.
    static Result<av::Frame> wrapped(const frame::Frame& frame) {
        av::Frame made(av_frame_alloc());
        auto holder = std::make_unique<frame::Frame>(frame);
        if (!made) return base::fail(ErrorCode::ResourceExhausted, "There is no memory for a frame.");
        const frame::PictureSpec& spec = frame.spec();
        const frame::FrameInfo& info = frame.info();
        made->format = formatOf(spec);
        made->width = spec.width;
        made->height = spec.height;
        for (int i = 0; i < frame.planes(); ++i) {
            const frame::Plane& plane = frame.plane(ourPlane(isRgb(spec), i));
            made->data[i] = reinterpret_cast<std::uint8_t*>(plane.data);
            made->linesize[i] = static_cast<int>(plane.pitchBytes);
        }
        // Each plane must lie in a buffer: one that spans its rows, the first of which holds the frame.
        for (int i = 0; i < frame.planes(); ++i) {
            const frame::Plane& plane = frame.plane(ourPlane(isRgb(spec), i));
            const auto bytes = static_cast<std::size_t>(plane.pitchBytes) * static_cast<std::size_t>(plane.height - 1) +
                               static_cast<std::size_t>(plane.width * spec.format.bytesPerSample());
            made->buf[i] = av_buffer_create(
                made->data[i], bytes, [](void* held, std::uint8_t*) { delete static_cast<frame::Frame*>(held); },
                i == 0 ? holder.get() : nullptr, AV_BUFFER_FLAG_READONLY);
            if (made->buf[i] == nullptr)
                return base::fail(ErrorCode::ResourceExhausted, "There is no memory for a frame.");
            if (i == 0) (void)holder.release();
        }
        made->pts = info.pts;
        made->sample_aspect_ratio =
            spec.sampleAspect.isPositive() ? av::fromRational(spec.sampleAspect) : AVRational{1, 1};
        made->color_range = spec.color.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
        made->color_primaries = static_cast<AVColorPrimaries>(spec.color.primaries);
        made->color_trc = static_cast<AVColorTransferCharacteristic>(spec.color.transfer);
        made->colorspace = static_cast<AVColorSpace>(frame::effectiveMatrix(spec.color, spec.height));
        if (isRgb(spec)) made->colorspace = AVCOL_SPC_RGB;
        av::setFieldOrder(*made, info.fieldOrder);
        setDuration(*made, info.duration);
        return made;
    }

    static void setDuration(AVFrame& frame, std::int64_t duration) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
        frame.duration = duration;
#else
        frame.pkt_duration = duration;
#endif
    }

    Status pull(std::vector<frame::Frame>& out) {
        while (true) {
            std::shared_ptr<AVFrame> made(av_frame_alloc(), [](AVFrame* held) { av_frame_free(&held); });
            if (!made) return base::fail(ErrorCode::ResourceExhausted, "There is no memory for a frame.");
            const int code = m_table->pull(m_graph, made.get());
            if (code < 0) return failure(code);
            if (code == 0) return {};
            out.push_back(taken(std::move(made)));
        }
    }

    frame::Frame taken(std::shared_ptr<AVFrame> made) {
        frame::FrameInfo info = m_latest;
        info.spec = m_output;
        info.device = frame::DeviceId::Host;
        info.timeBase = m_timeBase;
        info.pts = made->pts;
        info.duration = av::durationOf(*made);
        info.index = m_given++;
        info.fieldOrder = av::fieldOrderOf(*made);
        std::array<frame::Plane, 3> planes{};
        const int count = m_output.format.planes();
        for (int i = 0; i < count; ++i) {
            const int ours = ourPlane(isRgb(m_output), i);
            planes[static_cast<std::size_t>(ours)] = {reinterpret_cast<std::byte*>(made->data[i]), made->linesize[i],
                                                      m_output.format.planeWidth(ours, m_output.width),
                                                      m_output.format.planeHeight(ours, m_output.height)};
        }
        return frame::Frame(info, std::span(planes).first(static_cast<std::size_t>(count)), std::move(made));
    }

    const VideoGraphTable* m_table;
    void* m_graph;
    frame::PictureSpec m_output;
    base::Rational m_timeBase;
    frame::FrameInfo m_latest;
    std::int64_t m_given = 0;
};

}  // namespace

std::string graphQuoted(std::string_view value) {
    std::string quoted(value);
    // Twice: a graph takes one layer of backslashes off, the options of a filter the other.
    for (int layer = 0; layer < 2; ++layer) {
        std::string more;
        for (const char c : quoted) {
            const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 static_cast<unsigned char>(c) >= 0x80;
            if (!isPlain) more.push_back('\\');
            more.push_back(c);
        }
        quoted = std::move(more);
    }
    return quoted;
}

Result<std::unique_ptr<VideoGraph>> VideoGraph::create(const std::string& text, const frame::PictureSpec& input,
                                                       base::Rational timeBase, const std::string& file) {
    av::initialize();
    FOTOGRAMA_ASSIGN_OR_RETURN(const VideoGraphTable* const opened, table());
    const VideoGraphFormat format = formatFor(input, timeBase);
    if (format.pixelFormat == AV_PIX_FMT_NONE)
        return base::fail(ErrorCode::Unsupported, concat("FFmpeg's filters do not know pictures of the layout ",
                                                         frame::toText(input.format), "."));
    std::array<char, 512> reason{};
    void* graph =
        opened->create(text.c_str(), &format, file.empty() ? nullptr : file.c_str(), reason.data(), reason.size());
    if (graph == nullptr)
        return base::fail(ErrorCode::InvalidArgument, concat("The graph cannot be used: ", reason.data(), "."),
                          concat(text, ": ", av::takeLastMessage()));
    return std::make_unique<ModuleGraph>(*opened, graph, input);
}

}  // namespace fotograma::media
