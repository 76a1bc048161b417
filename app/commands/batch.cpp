#include "app/commands/batch.h"

#include <algorithm>

#include "app/await.h"
#include "app/ordered_rows.h"
#include "app/progress_view.h"
#include "app/remote_files.h"
#include "app/tracing.h"
#include "engine/api/wire.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/placement.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

Json rowHead(std::string_view type, const BatchRow& row) {
    Json line = Json::object();
    line.set("type", type).set("input", row.input);
    line.set("job", row.record.id ? Json(row.record.id.value) : Json());
    return line;
}

constexpr std::size_t kMostRows = 1'000;      ///< Kept for the closing table of made files,
constexpr std::size_t kMostMeasured = 100;    ///< and for a table of numbers.
constexpr std::size_t kMostFailures = 1'000;  ///< Kept to be named at the end.

/// Tells what happens: live lines for people, JSON lines for programs; adds the batch up.
class Teller final : public BatchWatcher {
public:
    Teller(Console& console, const Settings& settings, api::Service& service, BatchResult& result, RowSink sink,
           std::size_t mostRows, RemoteFiles* files = nullptr)
        : m_console(console),
          m_settings(settings),
          m_view(console),
          m_result(result),
          m_sink(std::move(sink)),
          m_mostRows(mostRows),
          m_files(files),
          m_ordered(service, [this](BatchRow& row) { return take(row); }) {}
    ~Teller() override { m_view.hide(); }

    void submitted(const BatchRow& row) override {
        if (!m_console.wantsJson()) return;
        Json line = rowHead("submitted", row);
        line.set("submission", api::toText(row.submission));
        if (row.error) line.set("error", api::toJson(*row.error));
        m_console.json(line);
    }

    void started(const BatchRow& row) override {
        if (!m_console.wantsJson()) return;
        m_console.json(rowHead("started", row).set("device", row.record.device).set("attempt", row.record.attempts));
    }

    void ended(BatchRow& row) override {
        if (m_files) m_files->fetch(row);
        if (m_console.wantsJson()) m_console.json(toJson(row));
        count(row);
        if (m_status) m_status = m_ordered.add(std::move(row));
    }

    void log(const BatchRow& row, std::string_view line) override {
        base::logInfo(base::toUtf8(base::pathFromUtf8(row.input).filename()), line);
    }

    void stopping() override { m_console.note("Stopping … (Ctrl-C once more ends at once)"); }

    void tick(const BatchView& view) override { m_view.show(view); }

    /// Inputs that were never submitted, after all others.
    void addBad(const InputList::Bad& bad);

    /// What the sink said, once every row was handed on.
    base::Status finish() {
        if (m_status) m_status = m_ordered.finish();
        return m_status;
    }

private:
    void count(const BatchRow& row) {
        ++m_result.ended;
        if (row.storedSeconds >= 0.0) m_result.submitToStored.record(row.storedSeconds);
        if (row.succeeded()) {
            ++m_result.done;
            m_result.inputBytes += row.record.inputBytes;
            m_result.outputBytes += row.record.outputBytes;
            const bool wasRun = row.report && row.submission != api::Submission::AlreadyDone;
            if (wasRun) m_result.frames += row.report->framesDecoded;
            return;
        }
        const bool failed = isFailure(row, m_settings);
        (failed ? m_result.failed : m_result.skipped) += 1;
        if (!failed) return;
        if (row.error && row.error->code == base::ErrorCode::AlreadyExists) ++m_result.inTheWay;
        if (m_result.failures.size() >= kMostFailures) return;
        BatchRow kept;
        kept.input = row.input;
        kept.error = row.error;
        m_result.failures.push_back(std::move(kept));
    }

    base::Status take(BatchRow& row) {
        base::Status status = m_sink ? m_sink(row) : base::Status();
        if (m_result.rows.size() < m_mostRows) m_result.rows.push_back(std::move(row));
        return status;
    }

    Console& m_console;
    const Settings& m_settings;
    ProgressView m_view;
    BatchResult& m_result;
    RowSink m_sink;
    const std::size_t m_mostRows;
    RemoteFiles* m_files;  ///< Null: results are where they belong.
    OrderedRows m_ordered;
    base::Status m_status;
};

Json percentilesJson(const telemetry::PercentileHistogram& histogram) {
    Json line = Json::object();
    line.set("count", histogram.count()).set("p50", histogram.quantile(0.50)).set("p95", histogram.quantile(0.95));
    return line.set("p99", histogram.quantile(0.99)).set("maximum", histogram.maximum());
}

Json summaryJson(const BatchResult& result) {
    Json line = Json::object();
    line.set("type", "summary").set("done", static_cast<std::int64_t>(result.done));
    line.set("failed", static_cast<std::int64_t>(result.failed));
    line.set("skipped", static_cast<std::int64_t>(result.inputs - result.done - result.failed));
    line.set("seconds", result.seconds).set("interrupted", result.interrupted);
    return line.set("submit_to_stored", percentilesJson(result.submitToStored));
}

BatchRow rowOf(const InputList::Bad& bad) {
    BatchRow row;
    row.input = bad.name;
    row.error = bad.error;
    row.ended = true;
    return row;
}

void Teller::addBad(const InputList::Bad& bad) {
    BatchRow row = rowOf(bad);
    row.index = m_result.inputs++;
    ended(row);
}

}  // namespace

Json toJson(const BatchRow& row) {
    Json line = rowHead("finished", row);
    const bool refused = row.submission == api::Submission::Refused;
    line.set("state", refused ? Json("refused") : Json(api::toText(row.record.state)));
    line.set("recipe", row.record.recipeId).set("device", row.record.device);
    line.set("input_bytes", row.record.inputBytes).set("output_bytes", row.record.outputBytes);
    if (row.submission == api::Submission::AlreadyDone) line.set("already_done", true);
    if (row.error) line.set("error", api::toJson(*row.error));
    if (row.report) line.set("report", api::toJson(*row.report));
    return line;
}

api::SubmitItem itemOf(const BatchOrder& order, const Json& document, const Settings& settings, std::size_t index) {
    const InputFile& file = order.inputs.files[index];
    api::SubmitItem item;
    item.spec.input = file.path;
    item.spec.recipe = document;
    item.spec.device = settings.device;
    item.spec.overwrite = settings.overwrite;
    item.spec.cache = order.cache;
    if (order.recipe.outputs.empty()) return item;
    item.outputFolder = base::toUtf8(order.outputFolder);
    if (file.relativeFolder != ".") item.relativeFolder = file.relativeFolder;
    return item;
}

std::vector<api::SubmitItem> itemsOf(const BatchOrder& order, const Settings& settings) {
    const Json document = recipe::toJson(order.recipe);
    std::vector<api::SubmitItem> items;
    items.reserve(order.inputs.files.size());
    for (std::size_t i = 0; i < order.inputs.files.size(); ++i) items.push_back(itemOf(order, document, settings, i));
    return items;
}

void addTraceOption(CLI::App& app, std::string& file) {
    app.add_option(
        "--trace", file,
        "Write when jobs and their stages worked to this file; ui.perfetto.dev and chrome://tracing show it.");
}

base::Status checkDevice(api::Service& service, const std::string& device) {
    if (device == "auto" || device == "cpu") return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto info,
                               await<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); }));
    FOTOGRAMA_RETURN_IF_ERROR(job::chooseDevice(device, info.devices));
    return {};
}

namespace {

using Follow = std::function<base::Status(BatchFollower&, BatchWatcher&)>;

base::Status followToTheEnd(BatchResult& result, Engine& engine, OnInterrupt onInterrupt, Teller& teller,
                            const Follow& follow) {
    // The handler may still be called when this function has returned: it shares what it touches, and touches neither
    // the service nor the console.
    const auto follower = std::make_shared<BatchFollower>(engine.service(), onInterrupt);
    base::onInterrupt([follower] { follower->interrupt(); });
    const auto start = base::systemClock().now();
    FOTOGRAMA_RETURN_IF_ERROR(follow(*follower, teller));
    result.interrupted = follower->wasInterrupted();
    result.seconds = std::chrono::duration<double>(base::systemClock().now() - start).count();
    return {};
}

}  // namespace

base::Result<BatchResult> runBatch(Session& session, Engine& engine, const BatchOrder& whole, RowSink sink) {
    const Settings& settings = session.settings.values();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto tracing, Tracing::create(whole.traceFile, settings, engine.service()));
    BatchResult result;
    BatchOrder order = whole;
    std::optional<RemoteFiles> files;
    if (engine.isElsewhere()) {
        files.emplace(session.console, *engine.remote(), settings.overwrite);
        FOTOGRAMA_RETURN_IF_ERROR(files->send(order));
    }
    result.inputs = order.inputs.files.size();
    Teller teller(session.console, settings, engine.service(), result, std::move(sink),
                  order.recipe.outputs.empty() ? kMostMeasured : kMostRows, files ? &*files : nullptr);
    if (!order.inputs.files.empty()) {
        BatchItems items;
        items.count = order.inputs.files.size();
        items.item = [&, document = recipe::toJson(order.recipe)](std::size_t index) {
            api::SubmitItem item = itemOf(order, document, settings, index);
            if (files) files->place(item, index);
            return item;
        };
        if (files) items.name = [&](std::size_t index) { return order.inputs.files[index].path; };
        items.title = order.title;
        items.ownBatch = true;
        items.inPages = order.recipe.outputs.empty();
        const auto follow = [&](BatchFollower& follower, BatchWatcher& watcher) {
            return follower.follow(std::move(items), watcher);
        };
        FOTOGRAMA_RETURN_IF_ERROR(followToTheEnd(result, engine, OnInterrupt::Cancel, teller, follow));
    }
    for (const InputList::Bad& bad : order.inputs.bad) teller.addBad(bad);
    FOTOGRAMA_RETURN_IF_ERROR(teller.finish());
    FOTOGRAMA_RETURN_IF_ERROR(tracing->finish());
    session.console.json(summaryJson(result));
    return result;
}

base::Result<BatchResult> watchJobs(Session& session, Engine& engine, const std::vector<api::JobRecord>& jobs) {
    BatchResult result;
    result.inputs = jobs.size();
    Teller teller(session.console, session.settings.values(), engine.service(), result, {}, kMostRows);
    const auto follow = [&](BatchFollower& follower, BatchWatcher& watcher) { return follower.follow(jobs, watcher); };
    FOTOGRAMA_RETURN_IF_ERROR(followToTheEnd(result, engine, OnInterrupt::Leave, teller, follow));
    FOTOGRAMA_RETURN_IF_ERROR(teller.finish());
    session.console.json(summaryJson(result));
    return result;
}

ReportRow reportRowOf(const BatchRow& row) {
    return {.input = row.input,
            .done = row.succeeded(),
            .error = row.error ? &*row.error : nullptr,
            .report = row.report ? &*row.report : nullptr};
}

bool isFailure(const BatchRow& row, const Settings& settings) {
    if (row.succeeded()) return false;
    const bool inTheWay = row.error && row.error->code == base::ErrorCode::AlreadyExists;
    return !(inTheWay && settings.overwrite == api::OverwriteRule::Never);
}

int exitCodeOf(const BatchResult& result) {
    if (result.interrupted) return kInterrupted;
    // What has not ended was not done either.
    return result.failed > 0 || result.ended < result.inputs ? kSomeFailed : kAllDone;
}

}  // namespace fotograma::app
