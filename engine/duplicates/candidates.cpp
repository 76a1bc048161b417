#include "engine/duplicates/candidates.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>
#include <thread>

namespace fotograma::duplicates {
namespace {

constexpr std::size_t kSameHashWindow = 6;  ///< Clips of one hash: how many of the next ones are compared.
constexpr std::size_t kTableWindow = 24;    ///< Hashes of one bucket: how many of the next ones are looked at,
constexpr std::size_t kMostPartners = 4;    ///< and of how many that are alike the clips are compared.
constexpr std::size_t kPieces = 1 << 16;    ///< Between two looks at the stop token.

struct Posting {
    std::uint64_t hash;
    std::uint32_t clip;
    std::uint32_t sketch;  ///< The same for clips with the same set of hashes, likely so for clips that share most.
};

std::uint64_t mixed(std::uint64_t x) noexcept {  // the finalizer of MurmurHash3
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

/// Every clip once a hash, hashes together, in each the clips by sketch.
std::vector<Posting> postingsOf(const Signatures& signatures, std::span<const std::uint32_t> clips) {
    std::vector<Posting> postings;
    postings.reserve(signatures.hashCount());
    std::vector<std::uint64_t> hashes;
    for (const std::uint32_t clip : clips) {
        const auto all = signatures[clip];
        hashes.assign(all.begin(), all.end());
        std::ranges::sort(hashes);
        hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
        // The smallest of the mixed hashes: clips agree in it as often as their sets overlap (Broder, 1997).
        std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
        for (const std::uint64_t hash : hashes) least = std::min(least, mixed(hash));
        for (const std::uint64_t hash : hashes)
            postings.push_back({hash, clip, static_cast<std::uint32_t>(least >> 32)});
    }
    std::ranges::sort(postings, [](const Posting& a, const Posting& b) {
        if (a.hash != b.hash) return a.hash < b.hash;
        return a.sketch != b.sketch ? a.sketch < b.sketch : a.clip < b.clip;
    });
    return postings;
}

/// A hash that occurs, with the first and the last clip of its list.
struct Value {
    std::uint64_t hash;
    std::uint32_t first;
    std::uint32_t last;
};

std::vector<Value> valuesOf(std::span<const Posting> postings) {
    std::vector<Value> values;
    for (const Posting& posting : postings) {
        if (values.empty() || values.back().hash != posting.hash)
            values.push_back({posting.hash, posting.clip, posting.clip});
        values.back().last = posting.clip;
    }
    return values;
}

void compareSame(std::span<const Posting> postings, const std::stop_token& stop, const Compare& compare) {
    for (std::size_t i = 0; i < postings.size(); ++i) {
        if (i % kPieces == 0 && stop.stop_requested()) return;
        const std::size_t end = std::min(postings.size(), i + 1 + kSameHashWindow);
        for (std::size_t j = i + 1; j < end && postings[j].hash == postings[i].hash; ++j)
            compare(postings[i].clip, postings[j].clip);
    }
}

/// Two of the six parts of a hash, side by side.
struct TableKey {
    int firstShift;
    int secondShift;
    int firstBits;
    int secondBits;

    [[nodiscard]] std::uint32_t operator()(std::uint64_t hash) const noexcept {
        const std::uint64_t first = hash >> firstShift & ((std::uint64_t{1} << firstBits) - 1);
        const std::uint64_t second = hash >> secondShift & ((std::uint64_t{1} << secondBits) - 1);
        return static_cast<std::uint32_t>(first << secondBits | second);
    }
    [[nodiscard]] std::size_t buckets() const noexcept { return std::size_t{1} << (firstBits + secondBits); }
};

std::vector<TableKey> tableKeys() {
    constexpr std::array<std::pair<int, int>, 6> kParts{{{0, 11}, {11, 11}, {22, 11}, {33, 11}, {44, 10}, {54, 10}}};
    std::vector<TableKey> keys;
    for (std::size_t i = 0; i < kParts.size(); ++i)
        for (std::size_t j = i + 1; j < kParts.size(); ++j)
            keys.push_back({kParts[i].first, kParts[j].first, kParts[i].second, kParts[j].second});
    return keys;
}

/// One thread's work on tables; its arrays serve table after table.
class TableWalk {
public:
    TableWalk(std::span<const Value> values, int frameBits, const std::stop_token& stop, const Compare& compare)
        : m_values(values), m_frameBits(frameBits), m_stop(stop), m_compare(compare), m_order(values.size()) {}

    void walk(const TableKey& key) {
        sortBy(key);
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            if (i % kPieces == 0 && m_stop.stop_requested()) return;
            look(key, i);
        }
    }

private:
    /// Counting sort: in a bucket hashes stay in their order.
    void sortBy(const TableKey& key) {
        m_starts.assign(key.buckets() + 1, 0);
        for (const Value& value : m_values) ++m_starts[key(value.hash) + 1];
        for (std::size_t i = 1; i < m_starts.size(); ++i) m_starts[i] += m_starts[i - 1];
        for (std::size_t i = 0; i < m_values.size(); ++i)
            m_order[m_starts[key(m_values[i].hash)]++] = {m_values[i].hash, static_cast<std::uint32_t>(i)};
    }

    void look(const TableKey& key, std::size_t at) const {
        const std::uint64_t hash = m_order[at].hash;
        const std::uint32_t bucket = key(hash);
        const std::size_t end = std::min(m_order.size(), at + 1 + kTableWindow);
        std::size_t partners = 0;
        for (std::size_t i = at + 1; i < end && partners < kMostPartners && key(m_order[i].hash) == bucket; ++i) {
            if (std::popcount(hash ^ m_order[i].hash) > m_frameBits) continue;
            ++partners;
            const Value& a = m_values[m_order[at].value];
            const Value& b = m_values[m_order[i].value];
            m_compare(a.first, b.first);
            if (a.first != a.last || b.first != b.last) m_compare(a.last, b.last);
        }
    }

    struct Entry {
        std::uint64_t hash;  ///< Here too: the walk reads memory in order.
        std::uint32_t value;
    };

    std::span<const Value> m_values;
    int m_frameBits;
    const std::stop_token& m_stop;
    const Compare& m_compare;
    std::vector<Entry> m_order;           ///< Values by bucket.
    std::vector<std::uint32_t> m_starts;  ///< By bucket.
};

}  // namespace

void findCandidates(const Signatures& signatures, std::span<const std::uint32_t> clips, int frameBits, int threads,
                    const std::stop_token& stop, const Compare& compare) {
    std::vector<Value> values;
    {
        const std::vector<Posting> postings = postingsOf(signatures, clips);
        values = valuesOf(postings);
        compareSame(postings, stop, compare);
    }
    const std::vector<TableKey> keys = tableKeys();
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        TableWalk walk(values, frameBits, stop, compare);
        for (std::size_t table = next++; table < keys.size() && !stop.stop_requested(); table = next++)
            walk.walk(keys[table]);
    };
    std::vector<std::jthread> helpers;
    for (int i = 1; i < threads; ++i) helpers.emplace_back(work);
    work();
}

}  // namespace fotograma::duplicates
