#include "engine/job/queue.h"

namespace fotograma::job {

void Queue::add(base::JobId job, Turn turn, std::optional<Demand> demand) {
    const auto [place, isNew] = m_waiting.try_emplace(job, Waiting{.job = job, .turn = turn});
    if (!isNew) {
        m_order.erase({place->second.turn, job});
        place->second.turn = turn;
    }
    if (demand) place->second.demand = demand;
    m_order.insert({turn, job});
}

bool Queue::remove(base::JobId job) {
    const auto place = m_waiting.find(job);
    if (place == m_waiting.end()) return false;
    m_order.erase({place->second.turn, job});
    m_waiting.erase(place);
    return true;
}

void Queue::setDemand(base::JobId job, Demand demand) {
    if (const auto place = m_waiting.find(job); place != m_waiting.end()) place->second.demand = demand;
}

}  // namespace fotograma::job
