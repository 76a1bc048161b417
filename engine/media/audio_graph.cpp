#include "engine/media/audio_graph.h"

#include <array>
#include <vector>

#include "engine/base/text.h"
#include "engine/media/audio_graph_abi.h"
#include "engine/media/av.h"
#include "engine/media/filter_module.h"

namespace fotograma::media {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

Result<const AudioGraphTable*> table() {
    FOTOGRAMA_ASSIGN_OR_RETURN(void* const symbol, filterModuleSymbol(kAudioGraphEntry));
    const AudioGraphTable* table = reinterpret_cast<AudioGraphEntry>(symbol)();
    if (table != nullptr && table->version == kAudioGraphVersion) return table;
    return base::fail(ErrorCode::Unsupported, "the module for FFmpeg's filters is of another version");
}

class ModuleGraph final : public AudioGraph {
public:
    ModuleGraph(const AudioGraphTable& table, void* graph, int channels, Sink sink)
        : m_table(&table), m_graph(graph), m_channels(channels), m_sink(std::move(sink)) {}
    ModuleGraph(const ModuleGraph&) = delete;
    ModuleGraph& operator=(const ModuleGraph&) = delete;
    ~ModuleGraph() override { m_table->destroy(m_graph); }

    Status push(std::span<const double> samples, double timeSeconds) override {
        const auto frames = static_cast<std::int64_t>(samples.size()) / m_channels;
        return frames == 0 ? Status() : run(samples.data(), frames, timeSeconds);
    }
    Status finish() override { return run(nullptr, 0, 0.0); }

private:
    Status run(const double* samples, std::int64_t frames, double timeSeconds) {
        const int code = m_table->push(m_graph, samples, frames, timeSeconds, &ModuleGraph::found, this);
        return code < 0 ? Status(av::avFail(code, "the sound cannot be measured")) : Status();
    }

    static void found(void* user, double start, double end, const char* const* names, const char* const* values,
                      std::size_t count) {
        auto& self = *static_cast<ModuleGraph*>(user);
        self.m_values.clear();
        for (std::size_t i = 0; i < count; ++i) self.m_values.emplace_back(names[i], values[i]);
        self.m_sink({start, end, self.m_values});
    }

    const AudioGraphTable* m_table;
    void* m_graph;
    int m_channels;
    Sink m_sink;
    std::vector<std::pair<std::string_view, std::string_view>> m_values;
};

}  // namespace

Result<std::unique_ptr<AudioGraph>> AudioGraph::create(const std::string& description, const AudioGraphFormat& format,
                                                       Sink sink) {
    av::initialize();
    FOTOGRAMA_ASSIGN_OR_RETURN(const AudioGraphTable* const opened, table());
    std::array<char, 128> reason{};
    void* graph =
        opened->create(description.c_str(), format.sampleRate, format.layout.c_str(), reason.data(), reason.size());
    if (graph == nullptr)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("sound of ", format.layout, " at ", format.sampleRate, " Hz cannot be measured"),
                          concat(description, ": ", reason.data()));
    return std::make_unique<ModuleGraph>(*opened, graph, format.channels, std::move(sink));
}

}  // namespace fotograma::media
