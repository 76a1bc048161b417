// Pictures through libavfilter: the second half of the module that audio_graph_module.cpp begins.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
#include <libavutil/opt.h>
#include <libavutil/version.h>
}

#include "engine/media/graph_text.h"
#include "engine/media/video_graph_abi.h"

namespace fotograma::media {
namespace {

struct FreeGraph {
    void operator()(AVFilterGraph* graph) const noexcept { avfilter_graph_free(&graph); }
};

/// An end of a filter that is not joined yet.
struct Pad {
    AVFilterContext* filter = nullptr;
    unsigned index = 0;
};

/// The graph on its way from names to filters that are joined.
class Builder {
public:
    Builder(AVFilterGraph& graph, AVFilterContext* source, AVFilterContext* sink)
        : m_graph(graph), m_source(source), m_sink(sink) {}

    /// Empty when all is well, else a sentence.
    std::string build(const std::vector<graph::Node>& nodes) {
        std::vector<Pad> open;  // what the filter before has left
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            AVFilterContext* made = start(nodes[i], i);
            if (made == nullptr) return m_error;
            if (!nodes[i].followsLast && !closeOpen(open)) return m_error;
            if (!joinInputs(nodes[i], *made, open) || !nameOutputs(nodes[i], *made, open)) return m_error;
        }
        if (!closeOpen(open)) return m_error;
        return finish() ? std::string() : m_error;
    }

private:
    bool fail(const std::string& why) {
        m_error = why;
        return false;
    }

    AVFilterContext* start(const graph::Node& node, std::size_t index) {
        const std::string name = std::string(node.filter->name) + std::to_string(index);
        AVFilterContext* made = avfilter_graph_alloc_filter(&m_graph, node.filter, name.c_str());
        if (made == nullptr) {
            fail("there is no memory for it");
            return nullptr;
        }
        AVDictionary* options = nullptr;
        for (const auto& [key, value] : node.options)
            av_dict_set(&options, key.c_str(), value.c_str(), AV_DICT_MULTIKEY);
        const int code = avfilter_init_dict(made, &options);
        const AVDictionaryEntry* left = av_dict_get(options, "", nullptr, AV_DICT_IGNORE_SUFFIX);
        const std::string unknown = left != nullptr ? left->key : "";
        av_dict_free(&options);
        if (code >= 0 && unknown.empty()) return made;
        fail(unknown.empty() ? std::string(node.filter->name) + " does not take these options"
                             : std::string(node.filter->name) + " has no option " + unknown);
        return nullptr;
    }

    /// What is still open where a chain ends goes out.
    bool closeOpen(std::vector<Pad>& open) {
        for (const Pad& pad : open) m_ends.push_back(pad);
        open.clear();
        return true;
    }

    bool joinInputs(const graph::Node& node, AVFilterContext& made, std::vector<Pad>& open) {
        std::vector<Pad> sources;
        for (const std::string& label : node.inputs) {
            if (const auto known = m_named.find(label); known != m_named.end()) {
                sources.push_back(known->second);
                m_named.erase(known);
            } else if (label == "in" && !m_isSourceUsed) {
                sources.push_back(takeSource());
            } else {
                return fail("nothing comes out of [" + label + "]");
            }
        }
        sources.insert(sources.end(), open.begin(), open.end());
        open.clear();
        if (made.nb_inputs > 0 && sources.empty() && !m_isSourceUsed) sources.push_back(takeSource());
        if (sources.size() != made.nb_inputs)
            return fail(std::string(made.filter->name) + " has " + std::to_string(made.nb_inputs) + " inputs, not " +
                        std::to_string(sources.size()));
        for (unsigned i = 0; i < made.nb_inputs; ++i)
            if (avfilter_link(sources[i].filter, sources[i].index, &made, i) < 0)
                return fail(std::string(made.filter->name) + " cannot take what comes before it");
        return true;
    }

    Pad takeSource() {
        m_isSourceUsed = true;
        return {m_source, 0};
    }

    bool nameOutputs(const graph::Node& node, AVFilterContext& made, std::vector<Pad>& open) {
        if (node.outputs.size() > made.nb_outputs) return fail(std::string(made.filter->name) + " has fewer outputs");
        for (unsigned i = 0; i < made.nb_outputs; ++i) {
            if (i >= node.outputs.size()) {
                open.push_back({&made, i});
            } else if (!m_named.emplace(node.outputs[i], Pad{&made, i}).second) {
                return fail("[" + node.outputs[i] + "] is there twice");
            }
        }
        return true;
    }

    bool finish() {
        for (const auto& [label, pad] : m_named) m_ends.push_back(pad);
        if (!m_isSourceUsed) return fail("the pictures go nowhere");
        if (m_ends.size() != 1) return fail("it must have one output and has " + std::to_string(m_ends.size()));
        if (avfilter_link(m_ends[0].filter, m_ends[0].index, m_sink, 0) < 0)
            return fail("what comes out is no picture");
        return true;
    }

    AVFilterGraph& m_graph;
    AVFilterContext* m_source;
    AVFilterContext* m_sink;
    bool m_isSourceUsed = false;
    std::map<std::string, Pad> m_named;
    std::vector<Pad> m_ends;
    std::string m_error;
};

struct VideoGraph {
    std::unique_ptr<AVFilterGraph, FreeGraph> graph;
    AVFilterContext* source = nullptr;  ///< Owned by the graph, as is the next.
    AVFilterContext* sink = nullptr;
    std::int64_t end = 0;  ///< Of the last frame that went in.

    std::string build(const char* text, const VideoGraphFormat& in, const char* file);
    std::string addEnds(const VideoGraphFormat& in);
};

std::string words(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

/// Where pictures go in and come out; what comes out is of the format that goes in.
std::string VideoGraph::addEnds(const VideoGraphFormat& in) {
    std::array<char, 256> settings{};
    std::snprintf(settings.data(), settings.size(),
                  "video_size=%dx%d:pix_fmt=%d:time_base=%d/%d:pixel_aspect=%d/%d:frame_rate=%d/%d", in.width,
                  in.height, in.pixelFormat, in.timeBase[0], in.timeBase[1], in.sampleAspect[0], in.sampleAspect[1],
                  in.frameRate[0], in.frameRate[1]);
    int code = avfilter_graph_create_filter(&source, avfilter_get_by_name("buffer"), "in", settings.data(), nullptr,
                                            graph.get());
    if (code >= 0)
        code = avfilter_graph_create_filter(&sink, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                            graph.get());
    const auto format = static_cast<AVPixelFormat>(in.pixelFormat);
    if (code >= 0)
        code = av_opt_set_bin(sink, "pix_fmts", reinterpret_cast<const std::uint8_t*>(&format), sizeof format,
                              AV_OPT_SEARCH_CHILDREN);
    return code < 0 ? words(code) : std::string();
}

std::string VideoGraph::build(const char* text, const VideoGraphFormat& in, const char* file) {
    const graph::Parsed parsed = graph::parse(text, file);
    if (!parsed.error.empty()) return parsed.error;
    graph.reset(avfilter_graph_alloc());
    if (!graph) return "there is no memory for it";
    graph->nb_threads = 1;
    if (std::string error = addEnds(in); !error.empty()) return error;
    if (std::string error = Builder(*graph, source, sink).build(parsed.nodes); !error.empty()) return error;
    const int code = avfilter_graph_config(graph.get(), nullptr);
    return code < 0 ? "these pictures cannot go through it (" + words(code) + ")" : std::string();
}

void* create(const char* text, const VideoGraphFormat* in, const char* file, char* error, std::size_t errorBytes) {
    auto made = std::make_unique<VideoGraph>();
    const std::string why = made->build(text, *in, file);
    if (why.empty()) return made.release();
    std::snprintf(error, errorBytes, "%s", why.c_str());
    return nullptr;
}

void describe(void* raw, VideoGraphFormat* out) {
    const AVFilterContext* sink = static_cast<VideoGraph*>(raw)->sink;
    out->pixelFormat = av_buffersink_get_format(sink);
    out->width = av_buffersink_get_w(sink);
    out->height = av_buffersink_get_h(sink);
    const auto put = [](AVRational value, int* to) {
        to[0] = value.num;
        to[1] = value.den;
    };
    put(av_buffersink_get_time_base(sink), out->timeBase);
    put(av_buffersink_get_sample_aspect_ratio(sink), out->sampleAspect);
    put(av_buffersink_get_frame_rate(sink), out->frameRate);
}

std::int64_t durationOf(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}

int push(void* raw, AVFrame* frame) {
    auto& graph = *static_cast<VideoGraph*>(raw);
    // Said at the end, since libavfilter takes the last frame's beginning for it: filters that give times would drop it.
    if (frame == nullptr) return av_buffersrc_close(graph.source, graph.end, AV_BUFFERSRC_FLAG_PUSH);
    graph.end = frame->pts + durationOf(*frame);
    return av_buffersrc_add_frame(graph.source, frame);
}

int pull(void* raw, AVFrame* frame) {
    const int code = av_buffersink_get_frame(static_cast<VideoGraph*>(raw)->sink, frame);
    return code >= 0 ? 1 : code == AVERROR(EAGAIN) || code == AVERROR_EOF ? 0 : code;
}

void destroy(void* graph) { delete static_cast<VideoGraph*>(graph); }

constexpr VideoGraphTable kTable{kVideoGraphVersion, create, describe, push, pull, destroy};

}  // namespace
}  // namespace fotograma::media

extern "C" __attribute__((visibility("default"))) const fotograma::media::VideoGraphTable* fotograma_video_graph() {
    return &fotograma::media::kTable;
}
