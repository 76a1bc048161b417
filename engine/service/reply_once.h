/// A reply that comes exactly once: whoever lets go of it unanswered has answered Cancelled.
///
/// Owner    holds the client's handler until it has been called.
/// Thread   one at a time.
#pragma once

#include <utility>

#include "engine/api/service.h"

namespace fotograma::service {

template <class T>
class ReplyOnce {
public:
    explicit ReplyOnce(api::Reply<T> reply) noexcept : m_reply(std::move(reply)) {}
    ReplyOnce(ReplyOnce&& other) noexcept : m_reply(std::exchange(other.m_reply, {})) {}
    ReplyOnce& operator=(ReplyOnce&&) = delete;
    ~ReplyOnce() {
        if (m_reply)
            answer(base::fail(base::ErrorCode::Cancelled, "The service was shut down before it could answer."));
    }

    void answer(base::Result<T> result) {
        if (auto reply = std::exchange(m_reply, {})) reply(std::move(result));
    }

private:
    api::Reply<T> m_reply;
};

}  // namespace fotograma::service
