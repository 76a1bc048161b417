#include "app/commands/batch.h"

#include <algorithm>

#include "app/await.h"
#include "app/progress_view.h"
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

/// Tells what happens: live lines for people, JSON lines for programs.
class Teller final : public BatchWatcher {
public:
    explicit Teller(Console& console) : m_console(console), m_view(console) {}
    ~Teller() override { m_view.hide(); }

    void submitted(const std::vector<BatchRow>& rows) override {
        for (const BatchRow& row : rows) {
            Json line = rowHead("submitted", row);
            line.set("submission", api::toText(row.submission));
            if (row.error) line.set("error", api::toJson(*row.error));
            m_console.json(line);
            // A refused input never starts; its line says at once how it ended, so that every input has exactly one.
            if (row.submission == api::Submission::Refused) m_console.json(toJson(row));
        }
    }

    void started(const BatchRow& row) override {
        m_console.json(rowHead("started", row).set("device", row.record.device).set("attempt", row.record.attempts));
    }

    void ended(const BatchRow& row) override { m_console.json(toJson(row)); }

    void log(const BatchRow& row, std::string_view line) override {
        base::logInfo(base::toUtf8(base::pathFromUtf8(row.input).filename()), line);
    }

    void stopping() override { m_console.note("Stopping … (Ctrl-C once more ends at once)"); }

    void tick(const std::vector<BatchRow>& rows) override { m_view.show(rows); }

private:
    Console& m_console;
    ProgressView m_view;
};

Json summaryJson(const BatchResult& result, const Settings& settings) {
    std::int64_t done = 0;
    std::int64_t failed = 0;
    std::int64_t skipped = 0;
    for (const BatchRow& row : result.rows) {
        if (row.succeeded())
            ++done;
        else if (isFailure(row, settings))
            ++failed;
        else
            ++skipped;
    }
    Json line = Json::object();
    line.set("type", "summary").set("done", done).set("failed", failed).set("skipped", skipped);
    return line.set("seconds", result.seconds).set("interrupted", result.interrupted);
}

BatchRow rowOf(const InputList::Bad& bad) {
    BatchRow row;
    row.input = bad.name;
    row.error = bad.error;
    row.ended = true;
    return row;
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

std::vector<api::SubmitItem> itemsOf(const BatchOrder& order, const Settings& settings) {
    const Json document = recipe::toJson(order.recipe);
    std::vector<api::SubmitItem> items;
    for (const InputFile& file : order.inputs.files) {
        api::SubmitItem& item = items.emplace_back();
        item.spec.input = base::toUtf8(file.path);
        item.spec.recipe = document;
        item.spec.device = settings.device;
        item.spec.overwrite = settings.overwrite;
        item.spec.cache = order.cache;
        if (order.recipe.outputs.empty()) continue;
        item.outputFolder = base::toUtf8(order.outputFolder);
        item.relativeFolder = base::toUtf8(file.relativeFolder == "." ? std::filesystem::path() : file.relativeFolder);
    }
    return items;
}

base::Status checkDevice(api::Service& service, const std::string& device) {
    if (device == "auto" || device == "cpu") return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto info,
                               await<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); }));
    FOTOGRAMA_RETURN_IF_ERROR(job::chooseDevice(device, info.devices));
    return {};
}

namespace {

using Follow = std::function<base::Result<std::vector<BatchRow>>(BatchFollower&, BatchWatcher&)>;

base::Result<BatchResult> followToTheEnd(Session& session, Composition& composition, OnInterrupt onInterrupt,
                                         const Follow& follow) {
    // The handler may still be called when this function has returned: it shares what it touches, and touches neither
    // the service nor the console.
    const auto follower = std::make_shared<BatchFollower>(*composition.service(), onInterrupt);
    base::onInterrupt([follower] { follower->interrupt(); });
    BatchResult result;
    const auto start = base::systemClock().now();
    {
        Teller teller(session.console);
        FOTOGRAMA_ASSIGN_OR_RETURN(result.rows, follow(*follower, teller));
    }
    result.interrupted = follower->wasInterrupted();
    result.seconds = std::chrono::duration<double>(base::systemClock().now() - start).count();
    return result;
}

}  // namespace

base::Result<BatchResult> runBatch(Session& session, Composition& composition, const BatchOrder& order) {
    BatchResult result;
    if (!order.inputs.files.empty()) {
        api::SubmitRequest request;
        request.items = itemsOf(order, session.settings.values());
        request.title = order.title;
        request.ownBatch = true;
        const auto follow = [&](BatchFollower& follower, BatchWatcher& watcher) {
            return follower.follow(std::move(request), watcher);
        };
        FOTOGRAMA_ASSIGN_OR_RETURN(result, followToTheEnd(session, composition, OnInterrupt::Cancel, follow));
    }
    for (const InputList::Bad& bad : order.inputs.bad) {
        result.rows.push_back(rowOf(bad));
        session.console.json(toJson(result.rows.back()));
    }
    session.console.json(summaryJson(result, session.settings.values()));
    return result;
}

base::Result<BatchResult> watchJobs(Session& session, Composition& composition,
                                    const std::vector<api::JobRecord>& jobs) {
    const auto follow = [&](BatchFollower& follower, BatchWatcher& watcher) { return follower.follow(jobs, watcher); };
    FOTOGRAMA_ASSIGN_OR_RETURN(BatchResult result, followToTheEnd(session, composition, OnInterrupt::Leave, follow));
    session.console.json(summaryJson(result, session.settings.values()));
    return result;
}

bool isFailure(const BatchRow& row, const Settings& settings) {
    if (row.succeeded()) return false;
    const bool inTheWay = row.error && row.error->code == base::ErrorCode::AlreadyExists;
    return !(inTheWay && settings.overwrite == api::OverwriteRule::Never);
}

int exitCodeOf(const BatchResult& result, const Settings& settings) {
    if (result.interrupted) return kInterrupted;
    const bool failed = std::ranges::any_of(result.rows, [&](const BatchRow& row) { return isFailure(row, settings); });
    return failed ? kSomeFailed : kAllDone;
}

}  // namespace fotograma::app
