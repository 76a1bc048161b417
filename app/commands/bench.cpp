// fotograma bench: what filters, chains and whole jobs take on this machine's devices.
#include <map>

#include "app/bench/chains.h"
#include "app/bench/job_timing.h"
#include "app/bench/picture_timing.h"
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/device/host_parallel.h"
#include "engine/filter/definition.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma bench filters                          every filter and typical chains, 1080p and 2160p, every device
  fotograma bench filters nlmeans --device cuda:0
  fotograma bench pipeline clip.mp4 --jobs 1,4,16
  fotograma bench pipeline clip.mp4 --device cuda:0 --json
Columns:
  of copy   bytes that the filter must read and write, by the rate of a kernel that only copies on that device
Every case is compared with the reference before it is timed. A frame is 8-bit 4:2:0, of HDR chains 10-bit.)";

struct FilterOptions {
    std::string pattern;
    std::vector<std::string> devices;
    std::vector<int> heights{1080, 2160};
    double seconds = 0.3;
    int threads = 1;
};

struct PipelineOptions {
    std::string file;
    std::vector<std::string> devices;
    std::vector<int> jobs{1, 4, 16};
    std::vector<std::string> codecs{"none", "h264"};
};

base::Result<std::vector<device::Device*>> chosenDevices(Devices& devices, const std::vector<std::string>& ids) {
    if (ids.empty()) return devices.all();
    std::vector<device::Device*> chosen;
    for (const std::string& id : ids) {
        device::Device* device = devices.find(id);
        if (device == nullptr)
            return base::fail(base::ErrorCode::NoDevice, concat("There is no device \"", id, "\" here."));
        chosen.push_back(device);
    }
    return chosen;
}

frame::PictureSpec pictureOf(int height, bool isHdr) {
    frame::PictureSpec spec;
    spec.height = height;
    spec.width = height * 16 / 9;
    if (isHdr) {
        spec.format.bits = 10;
        spec.format.sample = frame::SampleType::U16;
        spec.color = {9, 16, 9, false, 0};
    }
    return spec;
}

/// The rows of one device, told as they come.
class FilterBench {
public:
    FilterBench(Session& session, const FilterOptions& options, Devices& devices)
        : m_session(session), m_options(options), m_devices(devices) {}

    void run(device::Device& device) {
        m_device = &device;
        m_isHost = device.facts().id == frame::DeviceId::Host;
        const auto rate = bench::copyRate(device, m_options.seconds);
        m_copyRate = rate ? *rate : 0.0;
        Console& console = m_session.console;
        const device::DeviceFacts facts = device.facts();
        console.print(concat("\n", console.onOutput(Style::Bold, concat(facts.text, "  ", facts.name)), "  copies ",
                             base::fixed(m_copyRate * 1e-9, 1), " GB/s"));
        if (!rate) console.error(rate.error().message);
        Table table({{.title = "What"},
                     {.title = "Lines", .align = Align::Right},
                     {.title = "µs a frame", .align = Align::Right},
                     {.title = "MB", .align = Align::Right},
                     {.title = "GB/s", .align = Align::Right},
                     {.title = "of copy", .align = Align::Right},
                     {.title = "difference", .align = Align::Right}});
        for (const filter::Definition* definition : filter::definitions())
            if (isWanted(definition->info.id) && filter::looksAtPictures(*definition)) time(*definition, table);
        for (const bench::TypicalChain& chain : bench::kTypicalChains)
            if (isWanted(concat("chain ", chain.name))) time(chain, table);
        if (!console.wantsJson()) table.print(console);
    }

private:
    [[nodiscard]] bool isWanted(std::string_view name) const {
        return name.find(m_options.pattern) != std::string_view::npos;
    }
    [[nodiscard]] bench::PictureTimer timer() const {
        return {m_devices.host(), {.seconds = m_options.seconds, .framesAtOnce = m_isHost ? 1 : 16}};
    }

    void time(const filter::Definition& definition, Table& table) {
        for (const int height : m_options.heights)
            add(definition.info.id, height,
                timer().time(definition, pictureOf(height, definition.info.id == "tonemap"), *m_device,
                             filter::Reading::Fastest),
                table);
    }

    void time(const bench::TypicalChain& chain, Table& table) {
        std::vector<filter::Use> uses;
        for (const std::string_view id : chain.ids()) {
            const filter::Definition* definition = filter::find(api::OperationKind::Filter, id);
            auto use = definition != nullptr
                           ? bench::typicalUse(*definition)
                           : base::fail(base::ErrorCode::NotFound, concat("There is no filter \"", id, "\"."));
            if (!use) return m_session.console.error(use.error().message);
            uses.push_back(std::move(*use));
        }
        for (const int height : m_options.heights)
            add(concat("chain ", chain.name), height,
                timer().timeChain(uses, pictureOf(height, chain.isHdr), *m_device, filter::Reading::Fastest), table);
    }

    void add(const std::string& name, int height, const base::Result<bench::PictureCost>& cost, Table& table) {
        if (!cost) return m_session.console.error(concat(name, ": ", cost.error().message));
        const double share = m_copyRate > 0.0 ? cost->bytesPerSecond() / m_copyRate : 0.0;
        Json line = Json::object();
        line.set("type", "bench_filter").set("what", name).set("lines", height).set("device", m_device->facts().text);
        line.set("us", cost->timing.medianMs * 1e3).set("best_us", cost->timing.bestMs * 1e3);
        line.set("spread", cost->timing.spread).set("repeats", cost->timing.repeats).set("bytes", cost->bytes);
        line.set("bytes_per_second", cost->bytesPerSecond()).set("of_copy", share);
        m_session.console.json(line.set("difference", cost->difference));
        table.add({Cell(name, Style::Bold), Cell(concat(height)), Cell(base::fixed(cost->timing.medianMs * 1e3, 1)),
                   Cell(base::fixed(static_cast<double>(cost->bytes) * 1e-6, 1)),
                   Cell(base::fixed(cost->bytesPerSecond() * 1e-9, 1)),
                   Cell(concat(base::fixed(share * 100.0, 0), " %")), Cell(base::fixed(cost->difference, 2))});
    }

    Session& m_session;
    const FilterOptions& m_options;
    Devices& m_devices;
    device::Device* m_device = nullptr;
    bool m_isHost = true;
    double m_copyRate = 0.0;
};

base::Result<int> benchFilters(Session& session, const FilterOptions& options) {
    device::setHostThreads(options.threads);
    Devices devices;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto chosen, chosenDevices(devices, options.devices));
    FilterBench bench(session, options, devices);
    for (device::Device* device : chosen) bench.run(*device);
    return kAllDone;
}

// ---- Whole jobs ----

std::string stagesText(const bench::JobCost& cost) {
    std::string text;
    for (const api::StageShare& stage : cost.stages)
        text.append(concat(text.empty() ? "" : ", ", stage.stage, " ", base::fixed(stage.busyShare * 100.0, 0), " %"));
    return text;
}

/// One row, or a sentence why there is none.
bool addJob(Session& session, const bench::JobCase& which, Devices& devices, Table& table) {
    const std::string chain(which.chain != nullptr ? which.chain->name : "none");
    const std::string codec = which.codec.empty() ? "none" : which.codec;
    const auto cost = bench::timeJobs(which, devices);
    if (!cost) {
        session.console.error(concat(which.device, ", chain ", chain, ", ", codec, ": ", cost.error().message));
        return false;
    }
    Json stages = Json::object();
    for (const api::StageShare& stage : cost->stages) stages.set(stage.stage, stage.busyShare);
    Json notes = Json::array();
    for (const std::string& note : cost->deviceNotes) notes.append(note);
    Json line = Json::object();
    line.set("type", "bench_pipeline").set("device", which.device).set("chain", chain).set("encoder", codec);
    line.set("jobs", which.jobs).set("frames", cost->frames).set("fps", cost->framesPerSecond());
    line.set("wall_seconds", cost->wallSeconds).set("cpu_seconds", cost->cpuSeconds);
    session.console.json(line.set("stages", std::move(stages)).set("device_notes", std::move(notes)));
    table.add({Cell(which.device), Cell(chain, Style::Bold), Cell(codec), Cell(concat(which.jobs)),
               Cell(base::fixed(cost->framesPerSecond(), 1)), Cell(stagesText(*cost))});
    return true;
}

base::Result<int> benchPipeline(Session& session, const PipelineOptions& options) {
    Devices devices;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto chosen, chosenDevices(devices, options.devices));
    Table table({{.title = "Device"},
                 {.title = "Chain"},
                 {.title = "Encoder"},
                 {.title = "Jobs", .align = Align::Right},
                 {.title = "Frames/s", .align = Align::Right},
                 {.title = "Busy", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
    std::vector<const bench::TypicalChain*> chains{nullptr};
    for (const bench::TypicalChain& chain : bench::kTypicalChains)
        if (!chain.isHdr) chains.push_back(&chain);
    bool isWhole = true;
    for (device::Device* device : chosen)
        for (const bench::TypicalChain* chain : chains)
            for (const std::string& codec : options.codecs)
                for (const int jobs : options.jobs) {
                    const bench::JobCase which{std::filesystem::absolute(base::pathFromUtf8(options.file)), chain,
                                               codec == "none" ? "" : codec, device->facts().text, jobs};
                    isWhole = addJob(session, which, devices, table) && isWhole;
                }
    if (!session.console.wantsJson()) table.print(session.console);
    return isWhole ? kAllDone : kSomeFailed;
}

Command addFilterBench(CLI::App& bench) {
    Command command = makeCommand(bench, "filters", "Microseconds a frame of filters, measures and chains.", kExamples);
    auto options = std::make_shared<FilterOptions>();
    command.app->add_option("PATTERN", options->pattern, "Only those whose name contains this; \"chain\" for chains.");
    command.app->add_option("--device", options->devices, "Only these: cpu, cuda:0.")->delimiter(',');
    command.app->add_option("--lines", options->heights, "Heights of 16:9 pictures.")->delimiter(',');
    command.app->add_option("--seconds", options->seconds, "Time for each case.")->check(CLI::Range(0.01, 60.0));
    command.app->add_option("--threads", options->threads, "Host threads.")->check(CLI::Range(1, 1024));
    command.run = [options](Session& session) { return benchFilters(session, *options); };
    return command;
}

Command addPipelineBench(CLI::App& bench) {
    Command command = makeCommand(bench, "pipeline", "Frames a second of whole jobs, some at once.", kExamples);
    auto options = std::make_shared<PipelineOptions>();
    command.app->add_option("FILE", options->file, "A video that every job reads.")->required();
    command.app->add_option("--device", options->devices, "Only these: cpu, cuda:0.")->delimiter(',');
    command.app->add_option("--jobs", options->jobs, "How many at once.")->delimiter(',')->check(CLI::Range(1, 256));
    command.app->add_option("--encoder", options->codecs, "Codecs; none measures luma instead.")->delimiter(',');
    command.run = [options](Session& session) { return benchPipeline(session, *options); };
    return command;
}

}  // namespace

std::vector<Command> addBench(CLI::App& root) {
    CLI::App& bench = *root.add_subcommand("bench", "What filters, chains and whole jobs take on this machine.");
    bench.footer(kExamples);
    bench.require_subcommand(1);
    return {addFilterBench(bench), addPipelineBench(bench)};
}

}  // namespace fotograma::app
