/// Where the parts of the program are put together: devices, registry, workers, store, service.
///
/// Errors   create: what the store says when it cannot be opened.
/// Owner    everything; the service lives as long as the composition, and so do its devices.
/// Thread   any, but the destructor: not from a reply or an event of the service.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "app/settings.h"
#include "engine/api/service.h"
#include "engine/device/device.h"
#include "engine/service/local_service.h"
#include "engine/worker/previewer.h"
#include "engine/worker/result_cache.h"

namespace fotograma::app {

/// The devices of this machine, found when first asked for.
class Devices {
public:
    Devices();
    ~Devices();

    /// The reference: kernels as row loops of this program.
    [[nodiscard]] device::Device& host();
    /// All that can run kernels, the host first.
    [[nodiscard]] std::vector<device::Device*> all();
    /// The device of that id ("cpu", "cuda:0"), or null.
    [[nodiscard]] device::Device* find(std::string_view id);
    /// All of them, and with a reason those that are not there.
    [[nodiscard]] std::vector<api::DeviceInfo> describe();
    /// The same with what their video chips decode and encode, and why not more. Opens libraries and, for a moment, an
    /// encoding session on each: for people who ask, not for every start.
    [[nodiscard]] std::vector<api::DeviceInfo> describeWithChips();
    /// How busy the devices beside the host are; of those whose driver tells.
    [[nodiscard]] std::vector<api::DeviceLoad> loads();

private:
    struct Found;
    struct State;
    Found& found();
    std::unique_ptr<State> m_state;
};

/// The levels of the cache, as the settings have them.
[[nodiscard]] cache::TieredOptions cacheOptionsOf(const Settings& settings);

enum class StorePlace {
    Folder,   ///< Of the settings; shared with other programs.
    Scratch,  ///< A folder of its own that goes with the composition: for what only asks.
};

/// Whether the cache is opened; it takes a few milliseconds where much is kept.
enum class CacheUse {
    ForJobs,  ///< Where jobs may run.
    Always,
    Never,
};

class Composition {
public:
    static base::Result<std::unique_ptr<Composition>> create(const Settings& settings, StorePlace place,
                                                             service::Drains drains,
                                                             CacheUse cacheUse = CacheUse::ForJobs);
    ~Composition();

    [[nodiscard]] std::shared_ptr<api::Service> service() const noexcept { return m_service; }
    [[nodiscard]] Devices& devices() noexcept { return m_devices; }
    /// Every filter and measure of this build: filters first, each sorted by id.
    [[nodiscard]] static std::vector<api::OperationInfo> operations();

private:
    Composition() = default;

    Devices m_devices;
    std::unique_ptr<cache::TieredCache> m_cache;     ///< Null when it is not opened.
    std::unique_ptr<worker::ResultCache> m_results;  ///< The same.
    std::unique_ptr<worker::Previewer> m_previewer;
    std::filesystem::path m_scratch;          ///< Removed at the end; empty when there is none.
    std::shared_ptr<api::Service> m_service;  ///< Last: it goes first.
};

}  // namespace fotograma::app
