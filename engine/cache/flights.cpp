#include "engine/cache/flights.h"

#include <algorithm>

namespace fotograma::cache {

Flights::Ticket Flights::board(const Key& key, Landed landed) {
    const std::lock_guard lock(m_mutex);
    const auto [place, isFirst] = m_waiting.try_emplace(key);
    if (isFirst) return kPilot;
    place->second.push_back({.ticket = ++m_lastTicket, .landed = std::move(landed)});
    return m_lastTicket;
}

bool Flights::stepOff(const Key& key, Ticket ticket) {
    Asker gone;  // its captures are destroyed outside the lock
    const std::lock_guard lock(m_mutex);
    const auto place = m_waiting.find(key);
    if (place == m_waiting.end()) return false;
    const auto asker = std::ranges::find(place->second, ticket, &Asker::ticket);
    if (asker == place->second.end()) return false;
    gone = std::move(*asker);
    place->second.erase(asker);
    return true;
}

void Flights::land(const Key& key, base::Result<ValuePtr> outcome) {
    const bool mayGoBetter = !outcome && outcome.error().code != base::ErrorCode::InvalidData &&
                             outcome.error().code != base::ErrorCode::Unsupported;
    std::deque<Asker> told;
    {
        const std::lock_guard lock(m_mutex);
        const auto place = m_waiting.find(key);
        FOTOGRAMA_ASSERT(place != m_waiting.end(), "only what was boarded can land");
        if (mayGoBetter && !place->second.empty()) {
            told.push_back(std::move(place->second.front()));
            place->second.pop_front();
            outcome = ValuePtr();
        } else {
            told.swap(place->second);
            m_waiting.erase(place);
        }
    }
    for (Asker& asker : told) asker.landed(outcome);
}

std::size_t Flights::underway() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

}  // namespace fotograma::cache
