/// Processor time of the calling thread, and of all threads of the process.
///
/// Units    seconds, user and system; only differences mean something.
/// Thread   any.
/// Cost     about 0.2 us.
#pragma once

namespace fotograma::base {

[[nodiscard]] double threadCpuSeconds() noexcept;
[[nodiscard]] double processCpuSeconds() noexcept;

}  // namespace fotograma::base
