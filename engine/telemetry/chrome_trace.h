/// Spans and counters as a trace file that Perfetto (ui.perfetto.dev) and chrome://tracing open.
///
/// Shape    a JSON array of events; groups of spans that overlap in time are shown as processes of their own, lanes of a
///          group as their threads.
/// Errors   create: the file cannot be made. finish: it could not be written whole (disk full).
/// Owner    the file; the destructor finishes it.
/// Thread   any.
/// Source   Trace Event Format (Google), "JSON Array Format": phases X, C and M.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/telemetry/span.h"

namespace fotograma::telemetry {

class ChromeTrace final : public SpanSink {
public:
    static base::Result<std::unique_ptr<ChromeTrace>> create(const std::filesystem::path& file);
    ~ChromeTrace() override;

    /// The group is shown where no earlier one is at that time.
    void add(std::vector<Span> spans) override;
    void count(const std::string& name, std::int64_t atUs, double value) override;
    base::Status finish();

private:
    explicit ChromeTrace(std::filesystem::path file) : m_file(std::move(file)) {}
    void write(const base::Json& event);
    int placeFor(const Span& outermost);
    int laneOf(int place, const std::string& name);

    const std::filesystem::path m_file;
    std::mutex m_mutex;  ///< Protects the rest.
    std::ofstream m_stream;
    bool m_isFirst = true;
    bool m_isFinished = false;
    struct Place {
        SpanKind kind = SpanKind::Internal;
        std::int64_t busyUntilUs = 0;
        std::map<std::string, int> lanes;
    };
    std::vector<Place> m_places;
};

}  // namespace fotograma::telemetry
