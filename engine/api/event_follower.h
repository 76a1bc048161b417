/// Follows what happens in a service from now on, and goes on after whatever ended the subscription.
///
/// Errors   after a gap (events were forgotten, a page of them could not be read) it follows from then on; it ends with
///          the service, or when that can no longer say where it stands.
/// Owner    the subscription. The service outlives it.
/// Thread   any; the listener is called on the service's threads, one at a time, and not after the destructor.
#pragma once

#include <functional>
#include <memory>

#include "engine/api/service.h"

namespace fotograma::api {

class EventFollower {
public:
    using Listener = std::function<void(const Event&)>;

    EventFollower(Service& service, Listener listener);
    ~EventFollower();

    /// Returns when everything that begins from here on will be heard. Not from the service's threads.
    void waitUntilFollowing();

private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace fotograma::api
