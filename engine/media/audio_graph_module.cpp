// The libavfilter module: a shared library of ours, opened by audio_graph.cpp when a recipe first listens to sound.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/channel_layout.h>
}

#include "engine/media/audio_graph_abi.h"

namespace fotograma::media {
namespace {

struct FreeGraph {
    void operator()(AVFilterGraph* graph) const noexcept { avfilter_graph_free(&graph); }
};
struct FreeFrame {
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
using Frame = std::unique_ptr<AVFrame, FreeFrame>;

struct Graph {
    std::unique_ptr<AVFilterGraph, FreeGraph> graph;
    AVFilterContext* source = nullptr;  ///< Owned by the graph, as is the next.
    AVFilterContext* sink = nullptr;
    int sampleRate = 0;
    AVChannelLayout layout{};

    ~Graph() { av_channel_layout_uninit(&layout); }

    int build(const char* description, const char* layoutText);
    int join(const char* description);
    int push(const double* samples, std::int64_t frames, double timeSeconds);
    int pull(AudioGraphSink found, void* user);
};

int Graph::build(const char* description, const char* layoutText) {
    graph.reset(avfilter_graph_alloc());
    if (!graph) return AVERROR(ENOMEM);
    graph->nb_threads = 1;
    if (const int code = av_channel_layout_from_string(&layout, layoutText); code < 0) return code;
    const std::string settings = "sample_fmt=dbl:sample_rate=" + std::to_string(sampleRate) + ":time_base=1/" +
                                 std::to_string(sampleRate) + ":channel_layout=" + layoutText;
    int code = avfilter_graph_create_filter(&source, avfilter_get_by_name("abuffer"), "in", settings.c_str(), nullptr,
                                            graph.get());
    if (code < 0) return code;
    code =
        avfilter_graph_create_filter(&sink, avfilter_get_by_name("abuffersink"), "out", nullptr, nullptr, graph.get());
    if (code < 0) return code;
    code = join(description);
    return code < 0 ? code : avfilter_graph_config(graph.get(), nullptr);
}

/// Lays the description between source and sink.
int Graph::join(const char* description) {
    AVFilterInOut* outputs = avfilter_inout_alloc();
    AVFilterInOut* inputs = avfilter_inout_alloc();
    int code = AVERROR(ENOMEM);
    if (outputs != nullptr && inputs != nullptr) {
        outputs->name = av_strdup("in");
        outputs->filter_ctx = source;
        inputs->name = av_strdup("out");
        inputs->filter_ctx = sink;
        code = avfilter_graph_parse_ptr(graph.get(), description, &inputs, &outputs, nullptr);
    }
    avfilter_inout_free(&outputs);
    avfilter_inout_free(&inputs);
    return code;
}

int Graph::push(const double* samples, std::int64_t frames, double timeSeconds) {
    if (samples == nullptr) return av_buffersrc_add_frame(source, nullptr);
    const Frame frame(av_frame_alloc());
    if (!frame) return AVERROR(ENOMEM);
    frame->nb_samples = static_cast<int>(frames);
    frame->format = AV_SAMPLE_FMT_DBL;
    frame->sample_rate = sampleRate;
    frame->pts = std::llround(timeSeconds * sampleRate);
    int code = av_channel_layout_copy(&frame->ch_layout, &layout);
    if (code < 0) return code;
    if (code = av_frame_get_buffer(frame.get(), 0); code < 0) return code;
    std::copy_n(samples, frames * layout.nb_channels, reinterpret_cast<double*>(frame->data[0]));
    return av_buffersrc_add_frame(source, frame.get());
}

int Graph::pull(AudioGraphSink found, void* user) {
    const Frame frame(av_frame_alloc());
    if (!frame) return AVERROR(ENOMEM);
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (;;) {
        const int code = av_buffersink_get_frame(sink, frame.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return 0;
        if (code < 0) return code;
        names.clear();
        values.clear();
        const AVDictionaryEntry* entry = nullptr;
        while ((entry = av_dict_get(frame->metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr) {
            names.push_back(entry->key);
            values.push_back(entry->value);
        }
        const double start = static_cast<double>(frame->pts) * av_q2d(av_buffersink_get_time_base(sink));
        found(user, start, start + static_cast<double>(frame->nb_samples) / sampleRate, names.data(), values.data(),
              names.size());
        av_frame_unref(frame.get());
    }
}

void* create(const char* description, int sampleRate, const char* layout, char* error, std::size_t errorBytes) {
    auto graph = std::make_unique<Graph>();
    graph->sampleRate = sampleRate;
    const int code = graph->build(description, layout);
    if (code >= 0) return graph.release();
    av_strerror(code, error, errorBytes);
    return nullptr;
}

int push(void* raw, const double* samples, std::int64_t frames, double timeSeconds, AudioGraphSink sink, void* user) {
    auto& graph = *static_cast<Graph*>(raw);
    const int code = graph.push(samples, frames, timeSeconds);
    return code < 0 ? code : graph.pull(sink, user);
}

void destroy(void* graph) { delete static_cast<Graph*>(graph); }

constexpr AudioGraphTable kTable{kAudioGraphVersion, create, push, destroy};

}  // namespace
}  // namespace fotograma::media

extern "C" __attribute__((visibility("default"))) const fotograma::media::AudioGraphTable* fotograma_audio_graph() {
    return &fotograma::media::kTable;
}
