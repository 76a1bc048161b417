#include "engine/media/audio_graph.h"

#include <array>
#include <vector>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/audio_graph_abi.h"
#include "engine/media/av.h"

namespace fotograma::media {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

#ifdef _WIN32
constexpr const char* kModuleFile = "fotograma-avfilter.dll";
#else
constexpr const char* kModuleFile = "libfotograma-avfilter.so";
#endif

/// The opened module. It stays open: FFmpeg's libraries do not like to be unloaded.
struct Module {
    base::DynamicLibrary library;
    const AudioGraphTable* table = nullptr;
};

Result<Module> openModule() {
    const std::filesystem::path folder = base::programFolder();
    const std::string beside = base::toUtf8(folder / kModuleFile);
    const std::string installed = base::toUtf8((folder / ".." / "lib" / "fotograma" / kModuleFile).lexically_normal());
    auto library = base::DynamicLibrary::open({installed.c_str(), beside.c_str()});
    if (!library) {
        return base::fail(ErrorCode::Unsupported,
                          concat("the module for sound, ", kModuleFile, ", is not at ", installed,
                                 " (it comes with the program and needs libavfilter)"),
                          library.error().message);
    }
    const auto entry = reinterpret_cast<AudioGraphEntry>(library->symbol(kAudioGraphEntry));
    const AudioGraphTable* table = entry != nullptr ? entry() : nullptr;
    if (table == nullptr || table->version != kAudioGraphVersion)
        return base::fail(ErrorCode::Unsupported, concat("the module ", kModuleFile, " is of another version"));
    return Module{std::move(*library), table};
}

const Result<Module>& module() {
    static const Result<Module> opened = openModule();
    return opened;
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
    const Result<Module>& opened = module();
    if (!opened) return std::unexpected(opened.error());
    std::array<char, 128> reason{};
    void* graph = opened->table->create(description.c_str(), format.sampleRate, format.layout.c_str(), reason.data(),
                                        reason.size());
    if (graph == nullptr)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("sound of ", format.layout, " at ", format.sampleRate, " Hz cannot be measured"),
                          concat(description, ": ", reason.data()));
    return std::make_unique<ModuleGraph>(*opened->table, graph, format.channels, std::move(sink));
}

}  // namespace fotograma::media
