/// Equal keys asked at once compute once: the first asker computes, the others get what comes of it.
///
/// Shape    whoever boards a key that nobody is computing is its pilot and must land it, whatever happens.
///          Rules at landing: a value goes to all; a failure of the content (InvalidData, Unsupported) goes to all; after
///          any other (cancelled, out of memory, a file in the way) the longest waiting asker is told to compute, and is
///          the pilot from then on.
/// Thread   any. Callbacks run on the thread that lands, with no lock held.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "engine/base/result.h"
#include "engine/cache/cache.h"

namespace fotograma::cache {

class Flights {
public:
    /// What an asker is told once: the value, the failure, or (null) that it is to compute now.
    using Landed = std::move_only_function<void(base::Result<ValuePtr>)>;
    using Ticket = std::uint64_t;
    static constexpr Ticket kPilot = 0;

    /// kPilot: the caller computes, and `landed` is not kept. Otherwise a ticket to step off with.
    Ticket board(const Key& key, Landed landed);
    /// The asker does not want it any more. False when it has been told already, or is being told.
    bool stepOff(const Key& key, Ticket ticket);
    /// The pilot's outcome.
    void land(const Key& key, base::Result<ValuePtr> outcome);

    [[nodiscard]] std::size_t underway() const;

private:
    struct Asker {
        Ticket ticket = 0;
        Landed landed;
    };

    mutable std::mutex m_mutex;                                     ///< Protects m_waiting, m_lastTicket.
    std::unordered_map<Key, std::deque<Asker>, KeyHash> m_waiting;  ///< An entry for each key being computed.
    Ticket m_lastTicket = kPilot;
};

}  // namespace fotograma::cache
