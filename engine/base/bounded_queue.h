/// A blocking queue with a capacity: the only back pressure between stages.
///
/// Errors   push returns false and pop returns nullopt once the queue is closed (and drained, for pop).
/// Owner    holds what was pushed until popped or cleared by abort().
/// Thread   any number of producers and consumers.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/base/error.h"

namespace fotograma::base {

template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : m_capacity(capacity) {
        FOTOGRAMA_ASSERT(capacity > 0, "a queue without room would never move");
    }

    /// Waits for room. False when the queue was closed: the value is dropped.
    bool push(T value) {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [&] { return m_closed || m_items.size() < m_capacity; });
        if (m_closed) return false;
        m_items.push_back(std::move(value));
        lock.unlock();
        m_filled.notify_one();
        return true;
    }

    /// Waits for a value. nullopt when the queue is closed and empty.
    std::optional<T> pop() {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [&] { return m_closed || !m_items.empty(); });
        if (m_items.empty()) return std::nullopt;
        std::optional<T> value(std::move(m_items.front()));
        m_items.pop_front();
        lock.unlock();
        m_room.notify_one();
        return value;
    }

    /// No more values will come; what is inside can still be popped.
    void close() {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_room.notify_all();
        m_filled.notify_all();
    }

    /// Closes and drops what is inside: cancellation.
    void abort() {
        std::deque<T> dropped;  // destroyed outside the lock: values may be large
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
            dropped.swap(m_items);
        }
        m_room.notify_all();
        m_filled.notify_all();
    }

    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }

private:
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;  ///< Protects m_items, m_closed.
    std::condition_variable m_room;
    std::condition_variable m_filled;
    std::deque<T> m_items;
    bool m_closed = false;
};

}  // namespace fotograma::base
