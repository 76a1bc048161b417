#include "engine/service/previews.h"

#include "engine/base/platform.h"

namespace fotograma::service {

namespace {

constexpr std::chrono::seconds kRestAfter{10};

std::unexpected<base::Error> replaced() {
    return base::fail(base::ErrorCode::Cancelled, "A newer preview was asked for.");
}

}  // namespace

Previews::Previews(const Maker& maker, const Rest& rest) : m_maker(maker), m_rest(rest) {
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Previews::~Previews() { stop(); }

void Previews::ask(api::PreviewRequest request, api::Reply<api::Preview> reply) {
    ReplyOnce<api::Preview> once(std::move(reply));
    {
        const std::lock_guard lock(m_mutex);
        if (!request.slot.empty()) {
            for (Waiting& older : m_waiting)
                if (older.request.slot == request.slot) older.isReplaced = true;
            if (m_slot == request.slot) m_making.request_stop();
        }
        if (!m_isStopped) m_waiting.push_back({std::move(request), std::move(once)});
    }
    m_asked.notify_one();
}

void Previews::stop() {
    std::deque<Waiting> dropped;  // answered when they go, outside the lock
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        dropped.swap(m_waiting);
        m_thread.request_stop();  // first: what is stopped looks whether it was replaced or everything ends
        m_making.request_stop();
    }
    if (m_thread.joinable()) m_thread.join();
}

void Previews::run(const std::stop_token& stop) {
    base::setThreadName("previews");
    const auto isAsked = [this] { return !m_waiting.empty(); };
    std::unique_lock lock(m_mutex);
    while (true) {
        if (m_rest && !m_asked.wait_for(lock, stop, kRestAfter, isAsked) && !stop.stop_requested()) {
            lock.unlock();
            m_rest();
            lock.lock();
        }
        if (!m_asked.wait(lock, stop, isAsked)) return;
        Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_slot = next.request.slot;
        m_making = std::stop_source();
        const std::stop_token making = m_making.get_token();
        lock.unlock();
        make(next, making, stop);
        lock.lock();
        m_slot.clear();
    }
}

void Previews::make(Waiting& next, const std::stop_token& making, const std::stop_token& ending) {
    if (next.isReplaced) return next.once.answer(replaced());
    auto made = m_maker(next.request, making);
    if (ending.stop_requested()) return;  // letting go of it says that the service was shut down
    // The newest wins, also over one that was finished before it heard of the stop.
    if (making.stop_requested()) return next.once.answer(replaced());
    next.once.answer(std::move(made));
}

}  // namespace fotograma::service
