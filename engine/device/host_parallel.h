/// Data-parallel host work: rows of pictures over one pool of threads a process.
///
/// Thread   any; calls from several threads share the pool. A body may not call parallelRows again.
/// Cost     a few microseconds a call; a part is at least `grain` rows.
#pragma once

#include <functional>

namespace fotograma::device {

/// How many threads the pool may use, the caller included; 0: as many as the process may
/// use, which is also the most. Takes effect for later calls.
void setHostThreads(int threads);
[[nodiscard]] int hostThreads();

/// Calls body(first, end) for parts that cover 0..rows-1 once; returns when all have run.
void parallelRows(int rows, int grain, const std::function<void(int first, int end)>& body);

}  // namespace fotograma::device
