/// Makes previews one after another on a thread of its own, beside the jobs.
///
/// Errors   Cancelled for a request that a newer one of its slot replaced, and at the end; else what the maker says.
/// Owner    the requests until they are answered; borrows the maker.
/// Thread   ask: any, and it never waits. Replies come on the thread of the previews.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "engine/api/service.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

class Previews {
public:
    /// Called by one thread at a time; ends early with Cancelled when it is asked to stop.
    using Maker = std::function<base::Result<api::Preview>(const api::PreviewRequest&, const std::stop_token&)>;

    /// Called on the same thread when nothing was asked for some seconds: what is kept open may go. May be empty.
    using Rest = std::function<void()>;

    explicit Previews(const Maker& maker, const Rest& rest = {});
    ~Previews();

    void ask(api::PreviewRequest request, api::Reply<api::Preview> reply);
    /// What runs is stopped and waited for; what waits is answered. A second call does nothing.
    void stop();

private:
    struct Waiting {
        api::PreviewRequest request;
        ReplyOnce<api::Preview> once;
        bool isReplaced = false;
    };

    void run(const std::stop_token& stop);
    void make(Waiting& next, const std::stop_token& making, const std::stop_token& ending);

    const Maker& m_maker;
    const Rest m_rest;
    std::mutex m_mutex;  ///< Protects what follows, but the thread.
    std::condition_variable_any m_asked;
    std::deque<Waiting> m_waiting;  ///< Replaced ones stay, for their answer.
    std::string m_slot;             ///< Of the request that is being made.
    std::stop_source m_making;
    bool m_isStopped = false;
    std::jthread m_thread;
};

}  // namespace fotograma::service
