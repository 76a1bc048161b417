/// Duplicates: which of many clips are the same, exactly or nearly.
///
/// Errors   Cancelled when asked to stop.
/// Thread   any; `threads` are started for the call.
/// Cost     near-linear: a million clips of 8 hashes in some seconds on two cores (bench/duplicates_bench).
#pragma once

#include <optional>
#include <stop_token>

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/duplicates/signatures.h"

namespace fotograma::duplicates {

struct GroupOptions {
    Rules rules;
    int threads = 1;
    std::size_t allPairsUpTo = 2000;  ///< So few clips are all compared with each other: nothing can be missed.
};

/// Groups of two and more clips, each in ascending order, by their first clip. A clip is in a group when it is a duplicate
/// of another one there, not necessarily of all. The same clips give the same groups, whatever the threads.
using Groups = std::vector<std::vector<std::uint32_t>>;

/// `contents`: by clip the digest of the file where it is known; empty, or as many as there are signatures.
base::Result<Groups> group(const Signatures& signatures, std::span<const std::optional<base::Digest>> contents,
                           const GroupOptions& options, const std::stop_token& stop = {});

}  // namespace fotograma::duplicates
