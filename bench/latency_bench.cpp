// How long a clip waits for its stored report when clips come at a steady rate, whatever the machine is doing.
//
// Open loop: clip i is submitted at i / rate, also when earlier ones are late, so that waiting is not hidden. The end is
// the event of the job's end, which goes out after its report was committed.
#include <CLI/CLI.hpp>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "app/await.h"
#include "app/composition.h"
#include "engine/base/text.h"
#include "engine/recipe/recipe.h"
#include "engine/telemetry/percentiles.h"

namespace {

using namespace fotograma;
using Clock = std::chrono::steady_clock;

/// Jobs on their way, and what became of those that ended.
class Track {
public:
    void submitted(const std::string& input, Clock::time_point at) {
        const std::lock_guard lock(m_mutex);
        m_waiting.emplace(input, at);
    }
    void heard(const api::Event& event) {
        if (!event.record || !api::isTerminal(event.record->state)) return;
        const std::lock_guard lock(m_mutex);
        const auto found = m_waiting.find(event.record->spec.input);
        if (found == m_waiting.end()) return;
        const std::chrono::duration<double, std::milli> took = Clock::now() - found->second;
        m_waiting.erase(found);
        m_milliseconds.record(took.count());
        if (event.record->state != api::JobState::Done) ++m_failed;
        m_ended.notify_all();
    }
    /// True when all have ended in time.
    bool wait(std::int64_t count, std::chrono::seconds limit) {
        std::unique_lock lock(m_mutex);
        return m_ended.wait_for(lock, limit, [&] { return m_milliseconds.count() >= count; });
    }
    [[nodiscard]] std::string summary(double rate, double seconds) {
        const std::lock_guard lock(m_mutex);
        base::Json told = base::Json::object();
        told.set("rate", rate).set("clips", m_milliseconds.count()).set("failed", m_failed).set("seconds", seconds);
        told.set("p50_ms", m_milliseconds.quantile(0.50)).set("p95_ms", m_milliseconds.quantile(0.95));
        told.set("p99_ms", m_milliseconds.quantile(0.99)).set("max_ms", m_milliseconds.maximum());
        return told.dump();
    }

private:
    std::mutex m_mutex;  ///< Protects what follows.
    std::condition_variable m_ended;
    std::unordered_map<std::string, Clock::time_point> m_waiting;
    telemetry::PercentileHistogram m_milliseconds;
    std::int64_t m_failed = 0;
};

base::Result<base::Json> keyFrameRecipe() {
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json document, base::Json::parse(R"({
        "version": 1, "id": "latency", "title": "Latency", "input": {"frames": "key"},
        "measures": [{"id": "luma"}, {"id": "blur"}, {"id": "colorfulness"}, {"id": "phash"}]})"));
    FOTOGRAMA_ASSIGN_OR_RETURN(const recipe::Recipe parsed, recipe::parse(document));
    return recipe::toJson(parsed);
}

std::vector<std::string> linesOf(const std::string& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

base::Status bench(const std::vector<std::string>& inputs, double rate) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json recipe, keyFrameRecipe());
    const auto environment = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(const app::LoadedSettings settings, app::LoadedSettings::load({}, environment));
    FOTOGRAMA_ASSIGN_OR_RETURN(
        const auto composition,
        app::Composition::create(settings.values(), app::StorePlace::Scratch, service::Drains::OwnBatches));
    const auto service = composition->service();
    Track track;
    FOTOGRAMA_ASSIGN_OR_RETURN(const api::Snapshot snapshot,
                               app::await<api::Snapshot>([&](auto reply) { service->snapshot({}, std::move(reply)); }));
    const api::Subscription subscription = service->subscribe(snapshot.sequence, [&](base::Result<api::Event> event) {
        if (event) track.heard(*event);
    });

    const auto begin = Clock::now();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto due = begin + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(static_cast<double>(i) / rate));
        std::this_thread::sleep_until(due);
        api::SubmitRequest request;
        request.ownBatch = true;
        request.items.emplace_back();
        request.items.back().spec.input = inputs[i];
        request.items.back().spec.recipe = recipe;
        track.submitted(inputs[i], due);
        service->submit(std::move(request), [](const base::Result<api::SubmitReply>& reply) {
            if (!reply) std::fprintf(stderr, "%s\n", reply.error().message.c_str());
        });
    }
    const bool isWhole = track.wait(static_cast<std::int64_t>(inputs.size()), std::chrono::seconds(120));
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    std::puts(track.summary(rate, seconds.count()).c_str());
    if (!isWhole) return base::fail(base::ErrorCode::Timeout, "Not all jobs ended within two minutes.");
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Latency from submission to the stored report, at a steady rate.");
    std::string list;
    double rate = 500.0;
    app.add_option("--list", list, "A file that names one clip a line.")->required();
    app.add_option("--rate", rate, "Clips a second.")->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    const fotograma::base::Status done = bench(linesOf(list), rate);
    if (done) return 0;
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return 1;
}
