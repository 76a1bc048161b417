/// Runs jobs in this process, each on a lane that is kept for the next one.
///
/// Errors   in the outcome: InvalidArgument for a recipe that does not parse, NoDevice for a device that is not there,
///          and what the pipeline says.
/// Owner    owns its lanes; borrows the devices, which must outlive it.
/// Thread   any number of jobs at once, each on the thread that calls run.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/device/device.h"
#include "engine/pipeline/lane.h"
#include "engine/pipeline/pipeline.h"
#include "engine/recipe/recipe.h"
#include "engine/worker/worker.h"

namespace fotograma::worker {

class InProcessWorker final : public Worker {
public:
    /// The device of an id ("cpu", "cuda:0"), or null.
    using DeviceFinder = std::function<device::Device*(std::string_view id)>;

    /// What is remembered about an order's input; null: nothing.
    using FindingsMaker = std::function<std::unique_ptr<pipeline::Findings>(const JobOrder&)>;

    /// What a worker may be given besides devices; each may be empty.
    struct Helpers {
        FindingsMaker findings;
        media::HardwareMaker makeHardware;
    };

    InProcessWorker(device::Device& host, DeviceFinder finder, Helpers helpers = {})
        : m_host(host), m_finder(std::move(finder)), m_helpers(std::move(helpers)) {}

    JobOutcome run(const JobOrder& order, Events& events, std::stop_token stop) override;

private:
    std::unique_ptr<pipeline::Lane> takeLane(device::Device& device);
    void keepLane(std::unique_ptr<pipeline::Lane> lane);
    base::Result<recipe::Recipe> recipeOf(const api::Json& document);

    struct Parsed {
        api::Json document;
        recipe::Recipe recipe;
    };

    device::Device& m_host;
    DeviceFinder m_finder;
    Helpers m_helpers;
    std::mutex m_mutex;  ///< Protects what follows.
    std::shared_ptr<const Parsed> m_latest;
    std::vector<std::unique_ptr<pipeline::Lane>> m_idle;
};

}  // namespace fotograma::worker
