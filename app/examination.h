/// What this installation has and lacks: libraries, codecs, folders, cache, devices. The doctor of command line and window.
///
/// Thread   any; findings come on the caller's, as they are made.
#pragma once

#include <functional>
#include <string_view>

#include "app/composition.h"

namespace fotograma::app {

enum class Health { Fine, Remark, Missing, Wrong };

/// section, subject, health, what is told of it
using Say = std::function<void(std::string_view, std::string_view, Health, std::string_view)>;

void examineLibraries(const Say& say);
void examineCodecs(const Say& say);
void examineFolders(const Say& say, const Settings& settings);
/// Opens the cache that the settings name.
void examineCache(const Say& say, const Settings& settings);
/// What a service tells of its own.
void examineCacheLevels(const Say& say, const std::vector<api::CacheLevelStats>& levels);
void examineDevices(const Say& say, Devices& devices);

}  // namespace fotograma::app
