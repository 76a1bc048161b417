#include "tests/support/scripted_worker.h"

#include <algorithm>
#include <fstream>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::tests {

namespace {

class ScriptedWorker final : public worker::Worker {
public:
    explicit ScriptedWorker(Script& script) noexcept : m_script(script) {}
    worker::JobOutcome run(const worker::JobOrder& order, worker::Events& events, std::stop_token stop) override {
        return m_script.run(order, events, stop);
    }

private:
    Script& m_script;
};

/// Stands still, so that no service adapts its number of threads in the middle of a test; records get the real time.
class StillClock final : public base::Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return {}; }
    [[nodiscard]] base::UnixMillis unixNow() const override { return base::systemClock().unixNow(); }
};

bool isIn(const std::string& text, const std::string& part) {
    return !part.empty() && text.find(part) != std::string::npos;
}

worker::JobOutcome failed(base::ErrorCode code, std::string message) {
    return {.report = {}, .error = base::Error{code, std::move(message), {}}};
}

}  // namespace

// ---- The script ------------------------------------------------------------------------------------------------

void Script::holdInputsWith(std::string text) {
    const std::lock_guard lock(m_mutex);
    m_held = std::move(text);
    m_isReleased = false;
}

void Script::release() {
    {
        const std::lock_guard lock(m_mutex);
        m_isReleased = true;
    }
    m_changed.notify_all();
}

void Script::failInputsWith(std::string text) {
    const std::lock_guard lock(m_mutex);
    m_failing = std::move(text);
}

std::vector<std::string> Script::started() {
    const std::lock_guard lock(m_mutex);
    return m_started;
}

bool Script::waitForStarted(std::size_t count) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [&] { return m_started.size() >= count; });
}

int Script::mostAtOnce() {
    const std::lock_guard lock(m_mutex);
    return m_mostAtOnce;
}

std::unique_ptr<worker::Worker> Script::makeWorker() { return std::make_unique<ScriptedWorker>(*this); }

worker::JobOutcome Script::run(const worker::JobOrder& order, worker::Events& events, const std::stop_token& stop) {
    const std::string name = base::toUtf8(base::pathFromUtf8(order.spec.input).filename());
    api::Progress progress;
    progress.frames = 1;
    progress.fraction = 0.5;
    bool fails = false;
    {
        std::unique_lock lock(m_mutex);
        m_started.push_back(name);
        m_mostAtOnce = std::max(m_mostAtOnce, ++m_running);
        fails = isIn(name, m_failing);
        lock.unlock();
        m_changed.notify_all();
        events.progress(progress);
        events.log("half way");
        lock.lock();
        if (isIn(name, m_held)) m_changed.wait(lock, stop, [&] { return m_isReleased; });
    }
    events.waitWhilePaused();
    {
        const std::lock_guard lock(m_mutex);
        --m_running;
    }
    if (stop.stop_requested()) return failed(base::ErrorCode::Cancelled, "stopped");
    if (fails) return failed(base::ErrorCode::InvalidData, name + " is broken.");
    worker::JobOutcome outcome;
    outcome.report.framesDecoded = 2;
    for (const std::string& output : order.spec.outputs) {
        const auto path = base::pathFromUtf8(output);
        if (std::filesystem::exists(path) && order.spec.overwrite != api::OverwriteRule::Always)
            return failed(base::ErrorCode::AlreadyExists, output + " exists.");
        std::ofstream(path) << "made of " << name;
        api::Artifact artifact;
        artifact.path = output;
        artifact.sizeBytes = static_cast<std::int64_t>(std::filesystem::file_size(path));
        outcome.report.artifacts.push_back(artifact);
    }
    return outcome;
}

base::Result<api::Preview> Script::preview(const api::PreviewRequest& request, const std::stop_token& stop) {
    const std::string name = base::toUtf8(base::pathFromUtf8(request.input).filename());
    std::unique_lock lock(m_mutex);
    m_started.push_back(name);
    m_changed.notify_all();
    if (isIn(name, m_held)) m_changed.wait(lock, stop, [&] { return m_isReleased; });
    if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "stopped");
    if (isIn(name, m_failing)) return base::fail(base::ErrorCode::InvalidData, name + " is broken.");
    api::Preview made;
    made.picture.raw = base::concat(name, " at ", request.seconds);
    made.width = request.width;
    made.seconds = request.seconds;
    return made;
}

// ---- Dependencies and items ------------------------------------------------------------------------------------

service::Dependencies scriptedDependencies(const std::filesystem::path& storePath, Script& script) {
    service::Dependencies dependencies;
    dependencies.storePath = storePath;
    dependencies.recipesFolder = storePath.parent_path() / "recipes";
    dependencies.devices = [] {
        std::vector<api::DeviceInfo> devices(1);
        devices.front().id = "cpu";
        devices.front().reason = "no NVIDIA driver is installed";
        return devices;
    };
    dependencies.operations = [] { return std::vector<api::OperationInfo>(1); };
    dependencies.makeWorker = [&script] { return script.makeWorker(); };
    dependencies.forecast = [](const std::filesystem::path&, const recipe::Recipe&,
                               std::string_view) -> base::Result<pipeline::Forecast> {
        pipeline::Forecast forecast;
        forecast.plan.push_back({.fate = api::Fate::Kept, .output = 0, .subject = "audio 1", .sentence = "copied"});
        return forecast;
    };
    dependencies.preview = [&script](const api::PreviewRequest& request, const std::stop_token& stop) {
        return script.preview(request, stop);
    };
    dependencies.lookAtClip = [](const std::filesystem::path&) -> base::Result<job::ClipFacts> {
        return job::ClipFacts{.width = 320, .height = 240, .bits = 8, .frames = 10, .outputs = 0};
    };
    dependencies.threads = 4;
    dependencies.memoryBytes = std::int64_t{8} << 30;
    static const StillClock clock;
    dependencies.clock = &clock;
    dependencies.watchInterval = std::chrono::milliseconds(5);
    return dependencies;
}

base::Json plainRecipe() {
    base::Json output;
    output.set("name", "{stem}-done.{ext}").set("container", "mkv");
    return base::Json()
        .set("version", 1)
        .set("id", "plain")
        .set("title", "Plain")
        .set("outputs", base::Json::array().append(std::move(output)));
}

api::SubmitItem itemFor(const std::filesystem::path& folder, const std::string& name) {
    const auto input = folder / base::pathFromUtf8(name);
    if (!std::filesystem::exists(input)) std::ofstream(input) << "clip " << name;
    std::filesystem::create_directories(folder / "out");
    api::SubmitItem item;
    item.spec.input = base::toUtf8(input);
    item.spec.recipe = plainRecipe();
    item.outputFolder = base::toUtf8(folder / "out");
    return item;
}

api::SubmitRequest requestOf(std::vector<api::SubmitItem> items) {
    api::SubmitRequest request;
    request.items = std::move(items);
    return request;
}

api::JobQuery byId(base::JobId id) {
    api::JobQuery query;
    query.ids = {id};
    return query;
}

bool isWithoutGaps(const std::vector<std::int64_t>& sequences) {
    for (std::size_t i = 1; i < sequences.size(); ++i)
        if (sequences[i] != sequences[i - 1] + 1) return false;
    return true;
}

// ---- Requests --------------------------------------------------------------------------------------------------

base::Result<api::SubmitReply> submit(api::Service& service, api::SubmitRequest request) {
    return ask<api::SubmitReply>([&](auto reply) { service.submit(std::move(request), std::move(reply)); });
}

base::Result<api::ControlReply> control(api::Service& service, api::JobQuery query, api::JobAction action) {
    return ask<api::ControlReply>([&](auto reply) { service.control(std::move(query), action, std::move(reply)); });
}

base::Result<api::Snapshot> snapshot(api::Service& service, api::JobQuery query) {
    return ask<api::Snapshot>([&](auto reply) { service.snapshot(std::move(query), std::move(reply)); });
}

// ---- Events ----------------------------------------------------------------------------------------------------

EventLog::EventLog(api::Service& service, base::Sequence after) {
    m_subscription = service.subscribe(after, [heard = m_heard](base::Result<api::Event> event) {
        {
            const std::lock_guard lock(heard->mutex);
            if (event) {
                heard->events.push_back(std::move(*event));
            } else {
                heard->errors.push_back(event.error().code);
            }
        }
        heard->changed.notify_all();
    });
}

bool EventLog::waitFor(const std::function<bool(const std::vector<api::Event>&)>& condition) {
    std::unique_lock lock(m_heard->mutex);
    return m_heard->changed.wait_for(lock, kPatience, [&] { return condition(m_heard->events); });
}

bool EventLog::waitForState(base::JobId job, api::JobState state) {
    return waitFor([&](const auto& events) {
        return std::ranges::any_of(events, [&](const api::Event& event) {
            return event.job == job && event.record && event.record->state == state;
        });
    });
}

bool EventLog::waitForEnd() {
    std::unique_lock lock(m_heard->mutex);
    return m_heard->changed.wait_for(lock, kPatience, [&] { return !m_heard->errors.empty(); });
}

std::vector<api::Event> EventLog::events() {
    const std::lock_guard lock(m_heard->mutex);
    return m_heard->events;
}

std::vector<std::int64_t> EventLog::sequences() {
    std::vector<std::int64_t> sequences;
    for (const api::Event& event : events())
        if (event.kind != api::EventKind::JobProgress && event.kind != api::EventKind::JobLog)
            sequences.push_back(event.sequence.value);
    return sequences;
}

std::vector<base::ErrorCode> EventLog::errors() {
    const std::lock_guard lock(m_heard->mutex);
    return m_heard->errors;
}

}  // namespace fotograma::tests
