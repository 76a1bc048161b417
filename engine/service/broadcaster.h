/// Gives every subscriber the events of the store, each in order without gaps, and live news in between.
///
/// Errors   end a subscription: SequenceTooOld, or what reading the store says.
/// Owner    the sinks, until their subscription is destroyed or has ended.
/// Thread   one: that of the TaskThread it is given. subscription(): any. Sinks are called with no lock held.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/api/service.h"
#include "engine/service/task_thread.h"
#include "engine/store/store.h"

namespace fotograma::service {

class Subscriber;

class Broadcaster {
public:
    Broadcaster(store::Store& store, TaskThread& thread) noexcept : m_store(store), m_thread(thread) {}

    /// Makes a subscriber that add() then takes; and what keeps it alive for the client.
    static std::shared_ptr<Subscriber> makeSubscriber(base::Sequence after, api::EventSink sink);
    static api::Subscription keep(const std::shared_ptr<Subscriber>& subscriber);

    /// First what the store holds, page by page, then what happens.
    void add(std::shared_ptr<Subscriber> subscriber);
    void deliver(std::span<const api::Event> events);
    /// An event that has no number of its own: it carries that of the last one told.
    void deliverLive(api::Event event);
    /// Ends all subscriptions.
    void end(const base::Error& error);

private:
    void catchUp(const std::shared_ptr<Subscriber>& subscriber);
    void dropClosed();

    store::Store& m_store;
    TaskThread& m_thread;
    std::vector<std::shared_ptr<Subscriber>> m_subscribers;
};

}  // namespace fotograma::service
