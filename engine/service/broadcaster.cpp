#include "engine/service/broadcaster.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace fotograma::service {

/// One sink, and the promise that it is not called after its subscription is gone.
class Subscriber {
public:
    Subscriber(base::Sequence after, api::EventSink sink) noexcept : m_last(after), m_sink(std::move(sink)) {}

    [[nodiscard]] base::Sequence last() const noexcept { return m_last; }
    [[nodiscard]] bool isCatchingUp() const noexcept { return m_isCatchingUp; }
    void caughtUp() noexcept { m_isCatchingUp = false; }

    void tell(const api::Event& event) {
        m_last = std::max(m_last, event.sequence);
        call(event);
    }
    void end(const base::Error& error) {
        call(std::unexpected(error));
        close();
    }

    /// No call of the sink begins after it; waits for one that runs, unless that one is what closes.
    void close() {
        std::unique_lock lock(m_mutex);
        m_isClosed = true;
        m_returned.wait(lock, [&] { return m_caller == std::thread::id() || m_caller == std::this_thread::get_id(); });
    }
    [[nodiscard]] bool isClosed() {
        const std::lock_guard lock(m_mutex);
        return m_isClosed;
    }

private:
    void call(base::Result<api::Event> event) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_isClosed) return;
            m_caller = std::this_thread::get_id();
        }
        m_sink(std::move(event));
        {
            const std::lock_guard lock(m_mutex);
            m_caller = {};
        }
        m_returned.notify_all();
    }

    base::Sequence m_last;  ///< The newest event told; live ones repeat it.
    bool m_isCatchingUp = true;
    std::mutex m_mutex;  ///< Protects m_isClosed, m_caller.
    std::condition_variable m_returned;
    bool m_isClosed = false;
    std::thread::id m_caller;  ///< The thread inside the sink; none when nobody is.
    api::EventSink m_sink;
};

std::shared_ptr<Subscriber> Broadcaster::makeSubscriber(base::Sequence after, api::EventSink sink) {
    return std::make_shared<Subscriber>(after, std::move(sink));
}

api::Subscription Broadcaster::keep(const std::shared_ptr<Subscriber>& subscriber) {
    return api::Subscription(std::shared_ptr<void>(subscriber.get(), [subscriber](void*) { subscriber->close(); }));
}

void Broadcaster::add(std::shared_ptr<Subscriber> subscriber) {
    if (subscriber->isClosed()) return;
    m_subscribers.push_back(subscriber);
    catchUp(subscriber);
}

void Broadcaster::catchUp(const std::shared_ptr<Subscriber>& subscriber) {
    constexpr int kPage = 256;
    if (subscriber->isClosed()) return;
    const auto page = m_store.read([&](store::View& view) { return view.eventsAfter(subscriber->last(), kPage); });
    if (!page) return subscriber->end(page.error());
    for (const api::Event& event : *page) subscriber->tell(event);
    if (page->empty()) return subscriber->caughtUp();
    // In pieces, so that others are served in between. What happens meanwhile is in the store by then.
    m_thread.post([this, subscriber] { catchUp(subscriber); });
}

void Broadcaster::deliver(std::span<const api::Event> events) {
    dropClosed();
    const auto subscribers = m_subscribers;  // a sink may subscribe or unsubscribe
    for (const auto& subscriber : subscribers) {
        if (subscriber->isCatchingUp()) continue;
        for (const api::Event& event : events)
            if (event.sequence > subscriber->last()) subscriber->tell(event);
    }
}

void Broadcaster::deliverLive(api::Event event) {
    const auto subscribers = m_subscribers;
    for (const auto& subscriber : subscribers) {
        if (subscriber->isCatchingUp()) continue;
        event.sequence = subscriber->last();
        subscriber->tell(event);
    }
}

void Broadcaster::end(const base::Error& error) {
    const auto subscribers = std::exchange(m_subscribers, {});
    for (const auto& subscriber : subscribers) subscriber->end(error);
}

void Broadcaster::dropClosed() {
    std::erase_if(m_subscribers, [](const auto& subscriber) { return subscriber->isClosed(); });
}

}  // namespace fotograma::service
