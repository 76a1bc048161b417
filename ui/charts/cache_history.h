/// How often each level of the cache was asked and answered, from one Stats to the next.
///
/// Units    per second.
/// Thread   Qt thread.
#pragma once

#include <map>
#include <string>

#include "engine/api/types.h"
#include "ui/charts/history.h"

namespace fotograma::ui {

class CacheHistory {
public:
    struct Level {
        History hits;
        History misses;
    };

    /// Counters that went back belong to a service that began anew: its first figures are no rate.
    void add(const std::vector<api::CacheLevelStats>& levels, double seconds);

    /// By the level's name; made when missing, so that a chart can be there before the first figure. Stays where it is.
    [[nodiscard]] const Level& of(const std::string& level) { return m_levels[level]; }

private:
    struct Counted {
        double seconds = -1.0;
        std::int64_t hits = 0;
        std::int64_t misses = 0;
    };

    std::map<std::string, Level> m_levels;
    std::map<std::string, Counted> m_before;
};

}  // namespace fotograma::ui
