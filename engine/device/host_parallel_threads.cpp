// parallelRows on std::thread alone, for builds without oneTBB (the bare subset).
#include "engine/device/host_parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "engine/base/platform.h"

namespace fotograma::device {
namespace {

int machineThreads() { return base::machineInfo().logicalCores; }

std::atomic<int>& wantedThreads() {
    static std::atomic<int> threads{machineThreads()};
    return threads;
}

}  // namespace

void setHostThreads(int threads) {
    wantedThreads() = threads > 0 ? std::min(threads, machineThreads()) : machineThreads();
}

int hostThreads() { return wantedThreads(); }

void parallelRows(int rows, int grain, const std::function<void(int, int)>& body) {
    if (rows <= 0) return;
    const int least = std::max(1, grain);
    const int threads = std::min(hostThreads(), (rows + least - 1) / least);
    if (threads <= 1) return body(0, rows);
    // Four parts a thread even out rows of unequal cost.
    const int part = std::max(least, rows / (threads * 4));
    std::atomic<int> next{0};
    const auto work = [&] {
        for (int first = next.fetch_add(part); first < rows; first = next.fetch_add(part)) {
            body(first, std::min(rows, first + part));
        }
    };
    std::vector<std::jthread> helpers;
    for (int i = 1; i < threads; ++i) helpers.emplace_back(work);
    work();
}

}  // namespace fotograma::device
