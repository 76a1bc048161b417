#include "engine/duplicates/group.h"

#include <algorithm>
#include <numeric>

#include "engine/duplicates/candidates.h"
#include "engine/duplicates/disjoint_sets.h"

namespace fotograma::duplicates {
namespace {

/// Numbers of clips by a digest of theirs, equal ones side by side.
struct Labelled {
    base::Digest digest;
    std::uint32_t clip;
};

/// Unites clips with equal digests; gives the first of each.
std::vector<std::uint32_t> uniteEqual(std::vector<Labelled> clips, DisjointSets& sets) {
    std::ranges::sort(clips, [](const Labelled& a, const Labelled& b) {
        if (a.digest.high != b.digest.high) return a.digest.high < b.digest.high;
        return a.digest.low != b.digest.low ? a.digest.low < b.digest.low : a.clip < b.clip;
    });
    std::vector<std::uint32_t> firsts;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        if (i > 0 && clips[i].digest == clips[i - 1].digest)
            sets.unite(firsts.back(), clips[i].clip);
        else
            firsts.push_back(clips[i].clip);
    }
    std::ranges::sort(firsts);
    return firsts;
}

void uniteContents(std::span<const std::optional<base::Digest>> contents, DisjointSets& sets) {
    std::vector<Labelled> clips;
    for (std::size_t i = 0; i < contents.size(); ++i)
        if (contents[i]) clips.push_back({*contents[i], static_cast<std::uint32_t>(i)});
    uniteEqual(std::move(clips), sets);
}

/// Clips with a signature, one of each that are equal: a million black clips are one from here on.
std::vector<std::uint32_t> uniteSignatures(const Signatures& signatures, DisjointSets& sets) {
    std::vector<Labelled> clips;
    for (std::size_t i = 0; i < signatures.size(); ++i)
        if (const auto hashes = signatures[i]; !hashes.empty())
            clips.push_back({base::hashBytes(std::as_bytes(hashes)), static_cast<std::uint32_t>(i)});
    return uniteEqual(std::move(clips), sets);
}

Groups groupsOf(const DisjointSets& sets, std::size_t count) {
    std::vector<std::uint32_t> sizes(count, 0);
    for (std::size_t i = 0; i < count; ++i) ++sizes[sets.find(static_cast<std::uint32_t>(i))];
    Groups groups;
    std::vector<std::uint32_t> places(count, 0);  // by root: the group's number, once it has one
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t root = sets.find(static_cast<std::uint32_t>(i));
        if (sizes[root] < 2) continue;
        if (root == i) {  // the smallest of its set comes first
            places[root] = static_cast<std::uint32_t>(groups.size());
            groups.emplace_back().reserve(sizes[root]);
        }
        groups[places[root]].push_back(static_cast<std::uint32_t>(i));
    }
    return groups;
}

}  // namespace

base::Result<Groups> group(const Signatures& signatures, std::span<const std::optional<base::Digest>> contents,
                           const GroupOptions& options, const std::stop_token& stop) {
    FOTOGRAMA_ASSERT(contents.empty() || contents.size() == signatures.size(),
                     "contents are given for all clips or none");
    DisjointSets sets(signatures.size());
    uniteContents(contents, sets);
    const std::vector<std::uint32_t> clips = uniteSignatures(signatures, sets);
    const Compare compare = [&](std::uint32_t a, std::uint32_t b) {
        if (a == b || sets.find(a) == sets.find(b)) return;
        if (isNearDuplicate(signatures[a], signatures[b], options.rules)) sets.unite(a, b);
    };
    if (clips.size() <= options.allPairsUpTo) {
        for (std::size_t i = 0; i < clips.size() && !stop.stop_requested(); ++i)
            for (std::size_t j = i + 1; j < clips.size(); ++j) compare(clips[i], clips[j]);
    } else {
        findCandidates(signatures, clips, options.rules.frameBits, options.threads, stop, compare);
    }
    if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "The search for duplicates was stopped.");
    return groupsOf(sets, signatures.size());
}

}  // namespace fotograma::duplicates
