#include "app/examination.h"

#include <algorithm>
#include <array>

#include "app/await.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/inventory.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

/// File names carry the version: libavcodec.so.59.37.100.
void examineLibraries(const Say& say) {
    static constexpr std::array<std::string_view, 17> kTold{
        "avcodec", "avformat", "avutil", "swscale", "swresample", "x264",   "x265",   "SvtAv1Enc", "dav1d",
        "opus",    "zimg",     "tbb",    "sqlite3", "soci_core",  "xxhash", "spdlog", "fmt"};
    static constexpr std::string_view kSection = "Libraries";
    const std::vector<fs::path> loaded = base::loadedLibraries();
    for (const std::string_view name : kTold) {
        const std::string start = concat("lib", name, ".so");
        const auto found = std::ranges::find_if(
            loaded, [&](const fs::path& file) { return base::toUtf8(file.filename()).starts_with(start); });
        if (found != loaded.end()) say(kSection, name, Health::Fine, base::toUtf8(found->filename()));
    }
}

void examineCodecs(const Say& say) {
    static constexpr std::string_view kSection = "Codecs";
    for (const media::CodecEntry& entry : media::inventory()) {
        const std::string subject =
            concat(entry.codec, entry.direction == media::CodecDirection::Encode ? " out" : " in");
        if (!entry.implementation.empty())
            say(kSection, subject, Health::Fine, entry.implementation);
        else
            say(kSection, subject, entry.required ? Health::Missing : Health::Remark, entry.without);
    }
}

void examineFolders(const Say& say, const Settings& settings) {
    static constexpr std::string_view kSection = "Folders";
    const auto examine = [&](std::string_view subject, const fs::path& folder) {
        const std::string name = base::toUtf8(folder);
        if (const auto writable = base::checkWritable(folder); !writable) {
            say(kSection, subject, Health::Missing, writable.error().message);
            return;
        }
        constexpr std::int64_t kLittle = 1'000'000'000;
        const std::int64_t free = base::freeDiskBytes(folder);
        const std::string room = free < 0 ? "" : concat(", ", base::humanBytes(free), " free");
        say(kSection, subject, free >= 0 && free < kLittle ? Health::Remark : Health::Fine, concat(name, room));
    };
    examine("jobs and reports", settings.storeFolder);
    examine("your recipes", settings.recipeFolder);
    if (settings.cacheDiskMb > 0) examine("cache", settings.cacheFolder);
    examine("locks", base::userFolders().runtime);
    examine("outputs", settings.outputFolder);
}

void examineCache(const Say& say, const Settings& settings) {
    static constexpr std::string_view kSection = "Cache";
    const auto composition =
        Composition::create(settings, StorePlace::Scratch, service::Drains::Nothing, CacheUse::Always);
    if (!composition) return say(kSection, "cache", Health::Remark, composition.error().message);
    const auto reply = await<api::CacheReply>(
        [&](auto answer) { (*composition)->service()->cache({}, api::CacheAction::Stats, std::move(answer)); });
    if (!reply) return say(kSection, "cache", Health::Remark, reply.error().message);
    examineCacheLevels(say, reply->levels);
}

void examineCacheLevels(const Say& say, const std::vector<api::CacheLevelStats>& levels) {
    static constexpr std::string_view kSection = "Cache";
    for (const api::CacheLevelStats& level : levels) {
        const std::string room = level.limitBytes > 0
                                     ? concat(level.entries, " entries, ", base::humanBytes(level.bytes), " of ",
                                              base::humanBytes(level.limitBytes))
                                     : std::string();
        say(kSection, level.level, level.available ? Health::Fine : Health::Remark,
            concat(room, !room.empty() && !level.note.empty() ? " in " : "", level.note));
    }
}

void examineDevices(const Say& say, Devices& devices) {
    static constexpr std::string_view kSection = "Devices";
    for (const api::DeviceInfo& device : devices.describeWithChips()) {
        std::string told =
            device.available ? concat(device.name, ", ", base::humanBytes(device.memoryBytes)) : device.reason;
        if (device.available && !device.traits.empty()) told.append(concat(", ", base::join(device.traits, ", ")));
        if (device.available && !device.reason.empty()) told.append(concat(" (", device.reason, ")"));
        // A machine without a GPU is a healthy machine.
        say(kSection, device.id, device.available ? Health::Fine : Health::Remark, told);
    }
}

}  // namespace fotograma::app
