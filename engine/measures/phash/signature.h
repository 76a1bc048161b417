/// The signature of a clip: what is left of its frames' hashes, for finding near duplicates.
///
/// Shape    {"hash": "f00...", "hashes": ["...", ...], "times": [0.0, ...]}: see docs/measures.md, phash.
/// Cost     constant memory; a comparison of two numbers a frame.
#pragma once

#include <memory>

#include "engine/filter/definition.h"

namespace fotograma::measures::phash {

/// Hashes kept of a clip, at most.
inline constexpr std::size_t kSignatureHashes = 16;
/// A frame is kept when so many bits differ from the one kept before it. Other pictures differ in 32 on average, a frame
/// and its re-encoded self in 0 to 6.
inline constexpr int kChangedBits = 10;

/// Takes frames' values (the hash's two halves, or not-a-number) and finishes as the signature.
[[nodiscard]] std::unique_ptr<filter::Summary> signature();

}  // namespace fotograma::measures::phash
