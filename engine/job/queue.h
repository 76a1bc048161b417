/// The jobs that wait, in the order in which they should run: higher priority first, then by position.
///
/// Owner    ids and what is known about their demand; records stay in the store.
/// Thread   one at a time.
/// Cost     adding and removing is logarithmic in the number of jobs.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>

#include "engine/base/units.h"
#include "engine/job/demand.h"

namespace fotograma::job {

/// Where a job stands: higher priority first, then the smaller position.
struct Turn {
    int priority = 0;
    double position = 0.0;
};

struct Waiting {
    base::JobId job;
    Turn turn{};
    std::optional<Demand> demand{};  ///< Absent until somebody has looked at the input, unless its size tells.
    int passedBy = 0;                ///< Jobs behind it that were started first because they fitted.
};

class Queue {
public:
    /// Adds a job, or moves one that is there.
    void add(base::JobId job, Turn turn, std::optional<Demand> demand = {});
    /// True when it was there.
    bool remove(base::JobId job);
    void setDemand(base::JobId job, Demand demand);

    [[nodiscard]] bool contains(base::JobId job) const { return m_waiting.contains(job); }
    [[nodiscard]] std::size_t size() const noexcept { return m_waiting.size(); }

    /// Calls `visit(Waiting&)` in order until it returns false.
    template <class Visitor>
    void each(Visitor visit) {
        for (const Place& place : m_order)
            if (!visit(m_waiting.at(place.job))) return;
    }

private:
    struct Place {
        Turn turn;
        base::JobId job;
        friend bool operator<(const Place& a, const Place& b) noexcept {
            if (a.turn.priority != b.turn.priority) return a.turn.priority > b.turn.priority;
            return a.turn.position != b.turn.position ? a.turn.position < b.turn.position : a.job < b.job;
        }
    };

    std::map<base::JobId, Waiting> m_waiting;
    std::set<Place> m_order;
};

}  // namespace fotograma::job
