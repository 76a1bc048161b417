#include "app/bench/job_timing.h"

#include <chrono>
#include <thread>

#include "app/bench/picture_timing.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/definition.h"
#include "engine/worker/in_process_worker.h"
#include "gpu/hw_frames.h"

namespace fotograma::bench {

namespace fs = std::filesystem;
using base::concat;
using base::Json;

namespace {

class Silent final : public worker::Events {
public:
    void progress(const api::Progress&) override {}
    void log(std::string_view) override {}
};

base::Result<Json> recipeOf(const JobCase& which) {
    Json filters = Json::array();
    if (which.chain != nullptr) {
        for (const std::string_view id : which.chain->ids()) {
            const filter::Definition* definition = filter::find(api::OperationKind::Filter, id);
            if (definition == nullptr)
                return base::fail(base::ErrorCode::NotFound, concat("There is no filter \"", id, "\"."));
            Json parameters = Json::object();
            for (const auto& [key, value] : definition->typical) parameters.set(key, value);
            filters.append(Json::object().set("id", id).set("params", std::move(parameters)));
        }
    }
    Json recipe = Json::object();
    recipe.set("version", 1).set("id", "bench").set("filters", std::move(filters));
    if (which.codec.empty()) {
        Json measures = Json::array();
        measures.append(Json::object().set("id", "luma").set("at", "filtered"));
        return recipe.set("measures", std::move(measures));
    }
    Json sound = Json::array();
    sound.append(Json::object().set("codec", "drop"));
    Json output = Json::object();
    output.set("container", "mkv").set("audio", std::move(sound));
    // A device's chip where it has one; where not, the report says why.
    const std::string_view encoder = which.device == "cpu" ? "software" : "hardware";
    output.set("video", Json::object().set("codec", which.codec).set("preset", "fastest").set("encoder", encoder));
    Json outputs = Json::array();
    outputs.append(std::move(output));
    return recipe.set("outputs", std::move(outputs));
}

void addStages(JobCost& cost, const std::vector<api::StageShare>& stages, int jobs) {
    for (const api::StageShare& stage : stages) {
        auto found = std::ranges::find(cost.stages, stage.stage, &api::StageShare::stage);
        if (found == cost.stages.end()) found = cost.stages.insert(found, {stage.stage, 0.0});
        found->busyShare += stage.busyShare / jobs;
    }
}

std::vector<worker::JobOutcome> runAll(const JobCase& which, const Json& recipe, const fs::path& folder,
                                       app::Devices& devices) {
    worker::InProcessWorker worker(
        devices.host(), [&](std::string_view id) { return devices.find(id); },
        worker::InProcessWorker::Helpers{{}, gpu::createHardwareFrames});
    std::vector<worker::JobOutcome> outcomes(static_cast<std::size_t>(which.jobs));
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::jthread> threads;
    for (int i = 0; i < which.jobs; ++i)
        threads.emplace_back([&, i] {
            worker::JobOrder order;
            order.spec.input = base::toUtf8(which.input);
            order.spec.recipe = recipe;
            order.spec.overwrite = api::OverwriteRule::Always;
            if (!which.codec.empty()) order.spec.outputs = {base::toUtf8(folder / concat(i, ".mkv"))};
            order.device = which.device;
            order.threads = std::max(1, cores / which.jobs);
            Silent silent;
            outcomes[static_cast<std::size_t>(i)] = worker.run(order, silent, {});
        });
    threads.clear();  // joins
    return outcomes;
}

}  // namespace

base::Result<JobCost> timeJobs(const JobCase& which, app::Devices& devices) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Json recipe, recipeOf(which));
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error) / concat("fotograma-bench-", base::processId());
    if (!error) fs::create_directories(folder, error);
    if (error)
        return base::fail(base::ErrorCode::PermissionDenied, "No temporary folder can be made.", error.message());
    const auto start = std::chrono::steady_clock::now();
    const std::vector<worker::JobOutcome> outcomes = runAll(which, recipe, folder, devices);
    JobCost cost;
    cost.wallSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    fs::remove_all(folder, error);
    for (const worker::JobOutcome& outcome : outcomes) {
        if (outcome.error) return std::unexpected(*outcome.error);
        cost.frames += outcome.report.framesDecoded;
        cost.cpuSeconds += outcome.report.cpuSeconds;
        addStages(cost, outcome.report.stages, which.jobs);
    }
    cost.deviceNotes = outcomes.front().report.deviceNotes;
    return cost;
}

}  // namespace fotograma::bench
