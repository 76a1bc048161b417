#include "engine/device/host_parallel.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "engine/base/platform.h"

namespace fotograma::device {
namespace {

int machineThreads() { return base::machineInfo().logicalCores; }

/// The arena in use. A call keeps its own reference, so that a change of size does not pull it away from under it.
class Arena {
public:
    std::shared_ptr<tbb::task_arena> current() {
        const std::lock_guard lock(m_mutex);
        if (!m_arena) m_arena = std::make_shared<tbb::task_arena>(m_threads);
        return m_arena;
    }
    void resize(int threads) {
        const std::lock_guard lock(m_mutex);
        m_threads = threads > 0 ? std::min(threads, machineThreads()) : machineThreads();
        m_arena.reset();
    }
    int threads() {
        const std::lock_guard lock(m_mutex);
        return m_threads;
    }

private:
    std::mutex m_mutex;  ///< Of both members below.
    int m_threads = machineThreads();
    std::shared_ptr<tbb::task_arena> m_arena;
};

Arena& arena() {
    static Arena instance;
    return instance;
}

}  // namespace

void setHostThreads(int threads) { arena().resize(threads); }

int hostThreads() { return arena().threads(); }

void parallelRows(int rows, int grain, const std::function<void(int, int)>& body) {
    if (rows <= 0) return;
    if (rows <= grain || hostThreads() == 1) return body(0, rows);
    arena().current()->execute([&] {
        tbb::parallel_for(tbb::blocked_range<int>(0, rows, static_cast<std::size_t>(grain < 1 ? 1 : grain)),
                          [&](const tbb::blocked_range<int>& part) { body(part.begin(), part.end()); });
    });
}

}  // namespace fotograma::device
