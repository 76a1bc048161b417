#include "engine/server/exposition.h"

#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/process_figures.h"

namespace fotograma::server {

using telemetry::Labels;
using telemetry::MetricFamily;
using telemetry::MetricKind;

namespace {

/// Families in the order in which they are first named.
class Families {
public:
    void gauge(std::string_view name, std::string_view help, double value, Labels labels = {}) {
        add(MetricKind::Gauge, name, help, value, std::move(labels));
    }
    void counter(std::string_view name, std::string_view help, double value, Labels labels = {}) {
        add(MetricKind::Counter, name, help, value, std::move(labels));
    }
    std::vector<MetricFamily> take() { return std::move(m_families); }

private:
    void add(MetricKind kind, std::string_view name, std::string_view help, double value, Labels labels) {
        auto family = std::ranges::find(m_families, name, &MetricFamily::name);
        if (family == m_families.end())
            family = m_families.insert(
                m_families.end(),
                MetricFamily{.name = std::string(name), .help = std::string(help), .kind = kind, .samples = {}});
        family->samples.push_back({.labels = std::move(labels), .value = value, .histogram = {}});
    }

    std::vector<MetricFamily> m_families;
};

double number(std::int64_t value) { return static_cast<double>(value); }

void addJobs(Families& out, const api::Stats& stats) {
    using enum api::JobState;
    for (const api::JobState state : {Queued, Running, Paused, Done, Failed, Cancelled}) {
        const auto found = stats.jobs.find(state);
        out.gauge("fotograma_jobs", "Jobs in the store, by state.",
                  found == stats.jobs.end() ? 0.0 : number(found->second),
                  {{"state", std::string(api::toText(state))}});
    }
    out.counter("fotograma_frames_decoded_total", "Frames decoded.", number(stats.framesDecoded));
    for (const api::StageLoad& stage : stats.stages) {
        const Labels labels{{"stage", stage.stage}};
        out.counter("fotograma_stage_busy_seconds_total", "Seconds that stages of jobs were at work.",
                    stage.busySeconds, labels);
        out.counter("fotograma_stage_job_seconds_total",
                    "Seconds of jobs with such a stage: busy over this is the stage's busy share.", stage.jobSeconds,
                    labels);
    }
}

void addCache(Families& out, const std::vector<api::CacheLevelStats>& levels) {
    for (const api::CacheLevelStats& level : levels) {
        const Labels labels{{"level", level.level}};
        out.gauge("fotograma_cache_up", "Whether the level of the cache can be used.", level.available ? 1.0 : 0.0,
                  labels);
        out.counter("fotograma_cache_hits_total", "Answers from the cache.", number(level.hits), labels);
        out.counter("fotograma_cache_misses_total", "Questions to the cache without an answer.", number(level.misses),
                    labels);
        out.counter("fotograma_cache_writes_total", "Entries written to the cache.", number(level.writes), labels);
        out.counter("fotograma_cache_evictions_total", "Entries that had to go for others.", number(level.evicted),
                    labels);
        out.counter("fotograma_cache_damaged_total", "Entries that failed a check and were dropped.",
                    number(level.damaged), labels);
        out.counter("fotograma_cache_saved_seconds_total", "What the hits would have taken to compute.",
                    level.secondsSaved, labels);
        out.gauge("fotograma_cache_entries", "Entries held.", number(level.entries), labels);
        out.gauge("fotograma_cache_bytes", "Bytes held.", number(level.bytes), labels);
        out.gauge("fotograma_cache_limit_bytes", "Bytes that may be held; 0 where that is not ours to say.",
                  number(level.limitBytes), labels);
    }
}

void addDevices(Families& out, const api::Stats& stats, const api::ServiceInfo& info) {
    for (const api::DeviceInfo& device : info.devices)
        out.gauge("fotograma_device_info", "The devices, and whether jobs may run there.", device.available ? 1.0 : 0.0,
                  {{"device", device.id}, {"name", device.name}});
    for (const api::DeviceLoad& load : stats.devices) {
        const Labels labels{{"device", load.id}};
        if (load.busyShare >= 0.0)
            out.gauge("fotograma_device_utilization_ratio", "How busy the device is, by all programs.", load.busyShare,
                      labels);
        for (const auto& [chip, share] :
             {std::pair("decoder", load.decoderShare), std::pair("encoder", load.encoderShare)})
            if (share >= 0.0)
                out.gauge("fotograma_device_chip_utilization_ratio", "How busy its video chips are.", share,
                          {{"device", load.id}, {"chip", chip}});
        out.gauge("fotograma_device_memory_bytes", "Memory of the device.", number(load.memoryBytes), labels);
        out.gauge("fotograma_device_memory_used_bytes", "Memory of the device that is in use, by all programs.",
                  number(load.usedBytes), labels);
    }
}

}  // namespace

std::vector<MetricFamily> familiesOf(const api::Stats& stats, const api::ServiceInfo& info) {
    Families out;
    out.gauge("fotograma_build_info", "The program's version.", 1.0, {{"version", info.version}});
    out.gauge("fotograma_queue_owner", "Whether this engine works through the shared queue.",
              info.drainsQueue ? 1.0 : 0.0);
    addJobs(out, stats);
    addCache(out, stats.cache);
    addDevices(out, stats, info);
    return out.take();
}

std::vector<MetricFamily> processFamilies() {
    Families out;
    const base::ProcessFigures figures = base::processFigures();
    out.counter("process_cpu_seconds_total", "User and system processor time.", figures.cpuSeconds);
    out.gauge("process_resident_memory_bytes", "Memory held.", number(figures.residentBytes));
    const auto known = [&](std::string_view name, std::string_view help, double value) {
        if (value >= 0.0) out.gauge(name, help, value);
    };
    known("process_virtual_memory_bytes", "Address space in use.", number(figures.virtualBytes));
    known("process_open_fds", "Open files and connections.", number(figures.openFiles));
    known("process_max_fds", "Files and connections that may be open.", number(figures.mostOpenFiles));
    known("process_threads", "Threads.", number(figures.threads));
    known("process_start_time_seconds", "When the process started, since 1970.", figures.startedAt);
    if (figures.readBytes >= 0)
        out.counter("process_read_bytes_total", "Bytes read, from files and elsewhere.", number(figures.readBytes));
    if (figures.writtenBytes >= 0)
        out.counter("process_written_bytes_total", "Bytes written, to files and elsewhere.",
                    number(figures.writtenBytes));
    return out.take();
}

std::vector<MetricFamily> diskFamilies(const std::filesystem::path& store, const Roots& roots) {
    Families out;
    const auto place = [&](std::string_view what, const std::filesystem::path& folder) {
        const std::int64_t free = base::freeDiskBytes(folder);
        if (free >= 0)
            out.gauge("fotograma_disk_free_bytes", "Room on the disk of the store and of each root.", number(free),
                      {{"place", std::string(what)}, {"folder", base::toUtf8(folder)}});
    };
    if (!store.empty()) place("store", store);
    for (const std::filesystem::path& root : roots.folders()) place("root", root);
    return out.take();
}

}  // namespace fotograma::server
