#include "engine/api/event_follower.h"

#include <condition_variable>
#include <mutex>

namespace fotograma::api {

struct EventFollower::State : std::enable_shared_from_this<State> {
    State(Service& followed, Listener heard) : service(followed), listener(std::move(heard)) {}

    void begin();
    void follow(Sequence after);
    void settle();

    Service& service;
    const Listener listener;
    std::mutex mutex;  ///< Protects the rest.
    std::condition_variable settled;
    bool isSettled = false;  ///< Following, or the service has ended.
    bool isClosed = false;
    Subscription subscription;
};

void EventFollower::State::settle() {
    {
        const std::lock_guard lock(mutex);
        isSettled = true;
    }
    settled.notify_all();
}

void EventFollower::State::begin() {
    JobQuery query;
    query.limit = 1;  // of interest is only where its page stands
    service.snapshot(std::move(query), [self = shared_from_this()](base::Result<Snapshot> page) {
        if (page) self->follow(page->sequence);
        self->settle();
    });
}

void EventFollower::State::follow(Sequence after) {
    std::weak_ptr<State> weak = weak_from_this();
    Subscription fresh;
    const std::lock_guard lock(mutex);
    if (isClosed) return;
    fresh = service.subscribe(after, [weak](base::Result<Event> event) {
        const auto self = weak.lock();
        if (!self) return;
        if (event)
            self->listener(*event);
        else if (event.error().code != base::ErrorCode::Cancelled)
            self->begin();
    });
    std::swap(subscription, fresh);  // an ended one goes with `fresh`
}

EventFollower::EventFollower(Service& service, Listener listener)
    : m_state(std::make_shared<State>(service, std::move(listener))) {
    m_state->begin();
}

EventFollower::~EventFollower() {
    Subscription last;
    const std::lock_guard lock(m_state->mutex);
    m_state->isClosed = true;
    std::swap(m_state->subscription, last);
}

void EventFollower::waitUntilFollowing() {
    std::unique_lock lock(m_state->mutex);
    m_state->settled.wait(lock, [&] { return m_state->isSettled; });
}

}  // namespace fotograma::api
