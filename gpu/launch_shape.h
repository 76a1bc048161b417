/// How a call's work items are laid over threads: agreed between the launch on the host and the entries on the device.
#pragma once

namespace fotograma::gpu {

inline constexpr int kBlockWidth = 32;  ///< A warp reads one row: whole cache lines.
inline constexpr int kBlockHeight = 8;

/// A Reduce thread walks this many items down its column, so that a block's counters are flushed once for many samples.
inline constexpr int kReduceItems = 16;

/// Counters of a Reduce that fit the 48 KB of shared memory every device gives a block; with more, sums are added in
/// device memory directly.
inline constexpr int kSharedCounters = 48 * 1024 / 8;

}  // namespace fotograma::gpu
