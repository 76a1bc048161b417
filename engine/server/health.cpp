#include "engine/server/health.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;

namespace {

/// Below this a store cannot take the reports of a batch, and outputs break off.
constexpr std::int64_t kLeastBytes = 256'000'000;

void lookAtRoom(std::string_view what, const std::filesystem::path& folder, std::vector<std::string>& reasons) {
    const std::int64_t free = base::freeDiskBytes(folder);
    if (free >= 0 && free < kLeastBytes)
        reasons.push_back(concat("The disk of the ", what, ' ', base::toUtf8(folder),
                                 " is nearly full: ", base::humanBytes(free), " are free, and ",
                                 base::humanBytes(kLeastBytes), " is the least."));
}

}  // namespace

std::vector<std::string> notReady(const EngineState& engine, const std::filesystem::path& storeFolder,
                                  const Roots& roots) {
    std::vector<std::string> reasons;
    if (!engine.info) reasons.push_back(engine.info.error().message);
    if (engine.info && !engine.info->drainsQueue) reasons.emplace_back("Another program works through the queue.");
    if (!engine.settings) reasons.push_back(engine.settings.error().message);
    if (engine.settings && engine.settings->isHeld.value_or(false))
        reasons.emplace_back("The queue is held: no job starts until it is released.");
    if (roots.folders().empty()) reasons.emplace_back("No root is named: nothing can be submitted.");
    if (!storeFolder.empty()) {
        if (const auto writable = base::checkWritable(storeFolder); !writable)
            reasons.push_back(concat("The store cannot be written: ", writable.error().message));
        lookAtRoom("store", storeFolder, reasons);
    }
    for (const std::filesystem::path& root : roots.folders()) lookAtRoom("root", root, reasons);
    return reasons;
}

}  // namespace fotograma::server
