#include "app/composition.h"

#include <atomic>
#include <mutex>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/device/host_parallel.h"
#include "engine/filter/definition.h"
#include "engine/filter/host.h"
#include "engine/media/inventory.h"
#include "engine/pipeline/pipeline.h"
#include "engine/service/clip_facts.h"
#include "engine/worker/caching_worker.h"
#include "engine/worker/in_process_worker.h"
#include "gpu/cuda_device.h"
#include "gpu/hw_frames.h"
#include "gpu/nvml.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

// ---- Devices ----

struct Devices::Found {
    std::unique_ptr<device::Device> host;
    gpu::Probe cuda;
    std::shared_ptr<const gpu::Nvml> nvml;  ///< Null: nobody tells how busy they are.
};

struct Devices::State {
    std::once_flag once;
    Found found;
};

Devices::Devices() : m_state(std::make_unique<State>()) {}
Devices::~Devices() = default;

Devices::Found& Devices::found() {
    std::call_once(m_state->once, [this] {
        m_state->found.host = filter::createHost();
        m_state->found.cuda = gpu::probe();
        if (const std::string& reason = m_state->found.cuda.reason; !reason.empty()) base::logInfo("gpu", reason);
        if (m_state->found.cuda.devices.empty()) return;
        auto nvml = gpu::Nvml::open();
        if (nvml)
            m_state->found.nvml = std::move(*nvml);
        else
            base::logInfo("gpu", nvml.error().message);
    });
    return m_state->found;
}

device::Device& Devices::host() { return *found().host; }

std::vector<device::Device*> Devices::all() {
    std::vector<device::Device*> devices{found().host.get()};
    for (const gpu::FoundDevice& cuda : found().cuda.devices)
        if (cuda.device) devices.push_back(cuda.device.get());
    return devices;
}

device::Device* Devices::find(std::string_view id) {
    // Asked for every job: by the names alone, without asking devices how much memory is free.
    if (id == "cpu") return &host();
    for (const gpu::FoundDevice& cuda : found().cuda.devices)
        if (cuda.device && cuda.facts.text == id) return cuda.device.get();
    return nullptr;
}

namespace {

api::DeviceInfo describeDevice(device::DeviceFacts facts) {
    api::DeviceInfo info;
    info.id = std::move(facts.text);
    info.name = std::move(facts.name);
    info.memoryBytes = facts.memoryBytes;
    info.freeBytes = facts.freeBytes;
    info.computeUnits = facts.computeUnits;
    info.traits = std::move(facts.traits);
    return info;
}

}  // namespace

std::vector<api::DeviceInfo> Devices::describe() {
    std::vector<api::DeviceInfo> infos{describeDevice(host().facts())};
    for (const gpu::FoundDevice& cuda : found().cuda.devices) {
        api::DeviceInfo& info = infos.emplace_back(describeDevice(cuda.device ? cuda.device->facts() : cuda.facts));
        info.available = cuda.device != nullptr;
        info.reason = cuda.reason;
    }
    if (!found().cuda.reason.empty()) {
        api::DeviceInfo& none = infos.emplace_back();
        none.id = "cuda";
        none.available = false;
        none.reason = found().cuda.reason;
    }
    return infos;
}

std::vector<api::DeviceInfo> Devices::describeWithChips() {
    std::vector<api::DeviceInfo> infos = describe();
    for (api::DeviceInfo& info : infos) {
        const device::Device* device = info.available && info.id != "cpu" ? find(info.id) : nullptr;
        if (device == nullptr) continue;
        gpu::ChipWords chips = gpu::describeChips(*device);
        info.traits.insert(info.traits.end(), chips.traits.begin(), chips.traits.end());
        if (info.reason.empty()) info.reason = std::move(chips.missing);
    }
    return infos;
}

std::vector<api::DeviceLoad> Devices::loads() {
    std::vector<api::DeviceLoad> loads;
    for (const gpu::FoundDevice& cuda : found().cuda.devices) {
        if (!cuda.device) continue;
        const auto& nvml = found().nvml;
        const auto known = nvml ? nvml->load(gpu::pciBusIdOf(*cuda.device)) : gpu::NvmlLoad();
        const gpu::NvmlLoad now = known.value_or(gpu::NvmlLoad());
        api::DeviceLoad& load = loads.emplace_back();
        load.id = cuda.facts.text;
        load.busyShare = now.busyShare;
        load.decoderShare = now.decoderShare;
        load.encoderShare = now.encoderShare;
        const device::DeviceFacts facts = cuda.device->facts();  // the driver itself knows of memory
        load.memoryBytes = now.memoryBytes >= 0 ? now.memoryBytes : facts.memoryBytes;
        load.usedBytes = now.usedBytes >= 0 ? now.usedBytes : facts.memoryBytes - facts.freeBytes;
    }
    return loads;
}

// ---- The whole ----

namespace {

/// A folder that no other process has.
base::Result<fs::path> makeScratchFolder() {
    static std::atomic<int> counter{0};
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error) / concat("fotograma-", base::processId(), "-", counter++);
    if (!error) fs::create_directories(folder, error);
    if (error)
        return base::fail(base::ErrorCode::PermissionDenied, "No temporary folder can be made.", error.message());
    return folder;
}

}  // namespace

cache::TieredOptions cacheOptionsOf(const Settings& settings) {
    constexpr std::int64_t kMegabyte = 1'000'000;
    cache::TieredOptions options;
    options.memoryBytes = settings.cacheMemoryMb * kMegabyte;
    options.disk = cache::DiskOptions{.folder = settings.cacheFolder, .limitBytes = settings.cacheDiskMb * kMegabyte};
    if (!settings.redisUrl.empty()) options.redis = cache::RedisOptions{.url = settings.redisUrl};
    return options;
}

std::vector<api::OperationInfo> Composition::operations() {
    std::vector<api::OperationInfo> infos;
    for (const filter::Definition* definition : filter::definitions()) infos.push_back(definition->info);
    return infos;
}

base::Result<std::unique_ptr<Composition>> Composition::create(const Settings& settings, StorePlace place,
                                                               service::Drains drains, CacheUse cacheUse) {
    std::unique_ptr<Composition> composition(new Composition);
    fs::path store = settings.storeFolder;
    if (place == StorePlace::Scratch) {
        FOTOGRAMA_ASSIGN_OR_RETURN(composition->m_scratch, makeScratchFolder());
        store = composition->m_scratch;
    }
    if (settings.threads > 0) device::setHostThreads(settings.threads);
    Devices& devices = composition->m_devices;
    service::Dependencies dependencies;
    dependencies.storePath = store / "fotograma.db";
    dependencies.recipesFolder = settings.recipeFolder;
    dependencies.drains = drains;
    dependencies.devices = [&devices] { return devices.describe(); };
    dependencies.deviceLoads = [&devices] { return devices.loads(); };
    dependencies.operations = operations;
    dependencies.makeWorker = [&devices, whole = composition.get()]() -> std::unique_ptr<worker::Worker> {
        worker::InProcessWorker::FindingsMaker findings;
        if (whole->m_results)
            findings = [results = whole->m_results.get()](const worker::JobOrder& order) {
                return results->findingsFor(order);
            };
        auto inner = std::make_unique<worker::InProcessWorker>(
            devices.host(), [&devices](std::string_view id) { return devices.find(id); },
            worker::InProcessWorker::Helpers{std::move(findings), gpu::createHardwareFrames});
        if (!whole->m_results) return inner;
        return std::make_unique<worker::CachingWorker>(*whole->m_results, std::move(inner));
    };
    const auto builds = [&devices] {
        return concat(media::libraryVersion(), ' ', base::join(devices.host().facts().traits, " "));
    };
    if (cacheUse == CacheUse::Always || (cacheUse == CacheUse::ForJobs && drains != service::Drains::Nothing)) {
        composition->m_cache = std::make_unique<cache::TieredCache>(cacheOptionsOf(settings));
        composition->m_results = std::make_unique<worker::ResultCache>(*composition->m_cache, builds);
        dependencies.cache = composition->m_cache.get();
    }
    dependencies.allowedRoots = settings.allowedRoots;
    dependencies.forecast = [roots = settings.allowedRoots](const fs::path& input, const recipe::Recipe& recipe,
                                                            std::string_view device) {
        return pipeline::forecast(input, recipe, {roots}, device);
    };
    dependencies.lookAtClip = service::lookAtClip;
    composition->m_previewer = std::make_unique<worker::Previewer>(
        [&devices]() -> device::Device& { return devices.host(); }, composition->m_cache.get(), builds,
        pipeline::FileRules{settings.allowedRoots});
    dependencies.preview = [&previewer = *composition->m_previewer](const api::PreviewRequest& request,
                                                                    const std::stop_token& stop) {
        return previewer.make(request, stop);
    };
    dependencies.restPreviews = [&previewer = *composition->m_previewer] { previewer.rest(); };
    dependencies.threads = settings.threads;
    dependencies.jobs = settings.jobs;
    FOTOGRAMA_ASSIGN_OR_RETURN(composition->m_service, service::LocalService::create(std::move(dependencies)));
    return composition;
}

Composition::~Composition() {
    m_service.reset();
    std::error_code ignored;
    if (!m_scratch.empty()) fs::remove_all(m_scratch, ignored);
}

}  // namespace fotograma::app
