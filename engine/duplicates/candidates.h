/// Pairs of clips that share a frame or have two that are alike: the few that are worth comparing, out of all pairs.
///
/// Shape    1. Clips with the same hash are neighbours in the list of that hash (in an order in which clips that share
///          more hashes stand together) and are compared with the next few there.
///          2. Different hashes that agree in two of six parts of about 11 bits meet in one of 15 tables (multi-index
///          hashing); hashes that differ in up to 4 bits surely do, in 8 bits in three of four cases. Clips have many
///          frames, and one meeting is enough.
///          Lists and tables are looked through in windows, never in all pairs: a million clips with the same title card
///          cost a million steps.
/// Thread   tables are shared out among `threads`; `compare` is called from all of them.
/// Cost     time grows with the number of hashes, memory is about 60 bytes a hash (measured).
/// Source   Norouzi, Punjani and Fleet, Fast Search in Hamming Space with Multi-Index Hashing, 2012.
#pragma once

#include <functional>
#include <stop_token>

#include "engine/duplicates/signatures.h"

namespace fotograma::duplicates {

using Compare = std::function<void(std::uint32_t, std::uint32_t)>;

/// Calls `compare` for candidates among `clips`; a pair may come several times. Which pairs come does not depend on the
/// number of threads.
void findCandidates(const Signatures& signatures, std::span<const std::uint32_t> clips, int frameBits, int threads,
                    const std::stop_token& stop, const Compare& compare);

}  // namespace fotograma::duplicates
