/// Asks the cache before it lets another worker do a job: a hit takes no lane, and equal jobs at once are done once.
///
/// Errors   those of the other worker. A job that waited for an equal one gets its failure when that is the content's own;
///          after a cancel or a failure of the machine it is done here.
/// Owner    the other worker; borrows the result cache, which all workers of a service share.
/// Thread   as Worker. A job that waits for an equal one waits on its thread.
#pragma once

#include <memory>

#include "engine/worker/result_cache.h"
#include "engine/worker/worker.h"

namespace fotograma::worker {

class CachingWorker final : public Worker {
public:
    CachingWorker(ResultCache& results, std::unique_ptr<Worker> inner) noexcept
        : m_results(results), m_inner(std::move(inner)) {}

    JobOutcome run(const JobOrder& order, Events& events, std::stop_token stop) override;

private:
    JobOutcome compute(const ResultCache::Question& question, const JobOrder& order, Events& events,
                       std::stop_token stop, bool isPilot);

    ResultCache& m_results;
    std::unique_ptr<Worker> m_inner;
};

}  // namespace fotograma::worker
