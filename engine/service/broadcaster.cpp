#include "engine/service/broadcaster.h"

#include <algorithm>
#include <utility>

#include "engine/service/subscriber.h"

namespace fotograma::service {

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
