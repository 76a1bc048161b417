#include "engine/worker/caching_worker.h"

#include <condition_variable>
#include <mutex>

namespace fotograma::worker {

using base::ErrorCode;
using base::Result;
using cache::Flights;

namespace {

/// Where a job waits for an equal one.
struct Waiting {
    std::mutex mutex;  ///< Protects `landed`.
    std::condition_variable_any changed;
    std::optional<Result<cache::ValuePtr>> landed;
};

/// Nothing when the stop came first.
std::optional<Result<cache::ValuePtr>> wait(Waiting& waiting, const std::stop_token& stop) {
    std::unique_lock lock(waiting.mutex);
    if (!waiting.changed.wait(lock, stop, [&] { return waiting.landed.has_value(); })) return std::nullopt;
    return std::move(waiting.landed);
}

}  // namespace

JobOutcome CachingWorker::run(const JobOrder& order, Events& events, std::stop_token stop) {
    if (order.spec.cache == api::CacheRule::Off) return m_inner->run(order, events, std::move(stop));
    const auto question = m_results.ask(order);
    if (!question) return m_inner->run(order, events, std::move(stop));
    if (order.spec.cache == api::CacheRule::Refresh) return compute(*question, order, events, std::move(stop), false);
    if (auto known = m_results.answer(*question, order)) return std::move(*known);

    const auto waiting = std::make_shared<Waiting>();
    const Flights::Ticket ticket = m_results.flights().board(question->key, [waiting](Result<cache::ValuePtr> landed) {
        {
            const std::lock_guard lock(waiting->mutex);
            waiting->landed = std::move(landed);
        }
        waiting->changed.notify_all();
    });
    if (ticket == Flights::kPilot) return compute(*question, order, events, std::move(stop), true);

    auto landed = wait(*waiting, stop);
    if (!landed && m_results.flights().stepOff(question->key, ticket))
        return {.report = {}, .error = base::Error{ErrorCode::Cancelled, "The job was stopped.", {}}};
    if (!landed) landed = wait(*waiting, {});  // it is being told right now
    if (!*landed) return {.report = {}, .error = std::move(*landed).error()};
    // Told to compute: the key is ours to land.
    if (!**landed) return compute(*question, order, events, std::move(stop), true);
    if (auto known = m_results.answerWith(***landed, "shared", *question, order)) return std::move(*known);
    return compute(*question, order, events, std::move(stop), false);
}

JobOutcome CachingWorker::compute(const ResultCache::Question& question, const JobOrder& order, Events& events,
                                  std::stop_token stop, bool isPilot) {
    JobOutcome outcome = m_inner->run(order, events, std::move(stop));
    const cache::ValuePtr value = m_results.keep(question, order, outcome);
    if (!isPilot) return outcome;
    if (value) {
        m_results.flights().land(question.key, value);
    } else if (outcome.error) {
        m_results.flights().land(question.key, std::unexpected(*outcome.error));
    } else {
        // Done, but not to be kept: the next one must see for itself.
        m_results.flights().land(question.key, base::fail(ErrorCode::Cancelled, "The result was not kept."));
    }
    return outcome;
}

}  // namespace fotograma::worker
