#include "ui/charts/cache_history.h"

namespace fotograma::ui {

void CacheHistory::add(const std::vector<api::CacheLevelStats>& levels, double seconds) {
    for (const api::CacheLevelStats& level : levels) {
        Counted& before = m_before[level.level];
        Level& history = m_levels[level.level];
        const double span = seconds - before.seconds;
        // A counter that is read ten times a second would show spikes of single hits: half a second at least.
        constexpr double kShortest = 0.5;
        if (before.seconds >= 0.0 && span < kShortest) continue;
        if (before.seconds >= 0.0 && level.hits >= before.hits && level.misses >= before.misses) {
            history.hits.append(seconds, static_cast<double>(level.hits - before.hits) / span);
            history.misses.append(seconds, static_cast<double>(level.misses - before.misses) / span);
        }
        before = {seconds, level.hits, level.misses};
    }
}

}  // namespace fotograma::ui
