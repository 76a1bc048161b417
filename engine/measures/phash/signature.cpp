#include "engine/measures/phash/signature.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace fotograma::measures::phash {
namespace {

struct Kept {
    std::uint64_t hash = 0;
    double timeSeconds = 0.0;
};

int distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

class Signature final : public filter::Summary {
public:
    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        if (std::isnan(values[0])) return;
        const std::uint64_t hash = filter::hashOf(values[0], values[1]);
        count(hash);
        if (!m_kept.empty() && distance(m_kept.back().hash, hash) < kChangedBits) return;
        m_kept.push_back({hash, moment.timeSeconds});
        if (m_kept.size() > kSignatureHashes) dropLeast();
    }

    api::Json finish() const override {
        api::Json all = api::Json::object();
        if (m_frames == 0) return all;
        api::Json hashes = api::Json::array();
        api::Json times = api::Json::array();
        for (const Kept& kept : m_kept) {
            hashes.append(filter::hashText(kept.hash));
            times.append(kept.timeSeconds);
        }
        all.set("hash", filter::hashText(majority())).set("hashes", std::move(hashes));
        return all.set("times", std::move(times));
    }

private:
    void count(std::uint64_t hash) {
        ++m_frames;
        for (std::size_t bit = 0; bit < m_ones.size(); ++bit) m_ones[bit] += hash >> bit & 1;
    }

    [[nodiscard]] std::uint64_t majority() const {
        std::uint64_t hash = 0;
        for (std::size_t bit = 0; bit < m_ones.size(); ++bit)
            if (2 * m_ones[bit] > m_frames) hash |= std::uint64_t{1} << bit;
        return hash;
    }

    /// The one that differs least from the one before it; the first stays, and of equals the earlier.
    void dropLeast() {
        auto least = m_kept.begin() + 1;
        for (auto each = least; each != m_kept.end(); ++each)
            if (distance((each - 1)->hash, each->hash) <= distance((least - 1)->hash, least->hash)) least = each;
        m_kept.erase(least);
    }

    std::vector<Kept> m_kept;  ///< In order of time.
    std::uint64_t m_frames = 0;
    std::array<std::uint64_t, 64> m_ones{};  ///< By bit: frames that have it.
};

}  // namespace

std::unique_ptr<filter::Summary> signature() { return std::make_unique<Signature>(); }

}  // namespace fotograma::measures::phash
