#include "engine/worker/in_process_worker.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/pipeline/pipeline.h"
#include "engine/recipe/recipe.h"

namespace fotograma::worker {

using base::concat;
using base::ErrorCode;

namespace {

class Forwarder final : public pipeline::RunObserver {
public:
    explicit Forwarder(Events& events) noexcept : m_events(events) {}
    void progress(const api::Progress& progress) override { m_events.progress(progress); }
    void log(std::string_view line) override { m_events.log(line); }
    void waitWhilePaused() override { m_events.waitWhilePaused(); }

private:
    Events& m_events;
};

base::Result<pipeline::RunRequest> requestOf(const JobOrder& order, recipe::Recipe recipe) {
    if (recipe.outputs.size() != order.spec.outputs.size())
        return base::fail(ErrorCode::InvalidArgument, concat("The recipe has ", recipe.outputs.size(), " outputs, but ",
                                                             order.spec.outputs.size(), " files were named for them."));
    pipeline::RunRequest request;
    request.input = base::pathFromUtf8(order.spec.input);
    request.recipe = std::move(recipe);
    for (const std::string& output : order.spec.outputs) request.outputs.push_back(base::pathFromUtf8(output));
    request.overwrite = order.spec.overwrite;
    request.threads = order.threads;
    for (const std::string& root : order.allowedRoots) request.files.allowedRoots.push_back(base::pathFromUtf8(root));
    return request;
}

}  // namespace

std::unique_ptr<pipeline::Lane> InProcessWorker::takeLane(device::Device& device) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_idle, [&](const auto& lane) { return &lane->device() == &device; });
    if (found == m_idle.end()) return std::make_unique<pipeline::Lane>(device, m_host, m_helpers.makeHardware);
    auto lane = std::move(*found);
    m_idle.erase(found);
    return lane;
}

void InProcessWorker::keepLane(std::unique_ptr<pipeline::Lane> lane) {
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(std::move(lane));
}

/// Jobs of a batch share a document: it is read once.
base::Result<recipe::Recipe> InProcessWorker::recipeOf(const api::Json& document) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_latest && m_latest->document == document) return m_latest->recipe;
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe::Recipe recipe, recipe::parse(document));
    const std::lock_guard lock(m_mutex);
    m_latest = std::make_shared<const Parsed>(Parsed{document, recipe});
    return recipe;
}

JobOutcome InProcessWorker::run(const JobOrder& order, Events& events, std::stop_token stop) {
    device::Device* device = m_finder(order.device);
    if (!device)
        return {.report = {},
                .error = base::Error{ErrorCode::NoDevice, concat("There is no device ", order.device, " here."), {}}};
    auto recipe = recipeOf(order.spec.recipe);
    if (!recipe) return {.report = {}, .error = std::move(recipe).error()};
    auto request = requestOf(order, std::move(*recipe));
    if (!request) return {.report = {}, .error = std::move(request).error()};

    const std::unique_ptr<pipeline::Findings> findings = m_helpers.findings ? m_helpers.findings(order) : nullptr;
    request->findings = findings.get();
    Forwarder forwarder(events);
    auto lane = takeLane(*device);
    pipeline::RunResult result = pipeline::run(*request, *lane, forwarder, std::move(stop));
    if (result.error) lane->reset();  // what failed on a queue may have left it unusable
    keepLane(std::move(lane));
    return {.report = std::move(result.report), .error = std::move(result.error)};
}

}  // namespace fotograma::worker
