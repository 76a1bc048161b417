// Groups a million made-up signatures, checks the groups against how they were made, and says what it took.
//
//   fotograma-duplicates-bench [CLIPS [THREADS]]
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "engine/base/clock.h"
#include "engine/base/platform.h"
#include "engine/duplicates/group.h"

namespace {

using namespace fotograma;

struct Made {
    duplicates::Signatures signatures;
    std::vector<std::uint32_t> originals;  ///< By clip: the one it was copied from, or itself.
    std::size_t copies = 0;
};

/// Three quarters are originals of 4 to 16 frames, half of them with one of 50 titles or a black frame; the rest are
/// copies: every frame's hash with up to 10 bits turned, every other copy cut to two thirds.
Made make(std::size_t clips) {
    std::mt19937_64 random(20260101);
    Made made;
    made.signatures.reserve(clips, clips * 10);
    std::vector<std::uint64_t> titles(50);
    for (auto& title : titles) title = random();
    std::vector<std::uint64_t> hashes;
    for (std::size_t i = 0; i < clips; ++i) {
        hashes.clear();
        std::size_t original = i;
        if (i > 0 && random() % 4 == 0) {
            original = made.originals[random() % i];
            const auto from = made.signatures[original];
            hashes.assign(from.begin(), from.end());
            if (random() % 2 == 0) hashes.resize((hashes.size() * 2 + 2) / 3);
            for (auto& hash : hashes)
                for (std::uint64_t bits = random() % 11; bits > 0; --bits) hash ^= std::uint64_t{1} << random() % 64;
            ++made.copies;
        } else {
            const std::size_t frames = 4 + random() % 13;
            for (std::size_t f = 0; f < frames; ++f) hashes.push_back(random());
            if (random() % 2 == 0) hashes.front() = titles[random() % titles.size()];
        }
        made.originals.push_back(static_cast<std::uint32_t>(original));
        made.signatures.add(hashes);
    }
    return made;
}

/// Copies that are in one group with their original, and clips in a group that they do not belong to.
struct Score {
    std::size_t found = 0;
    std::size_t wrong = 0;
};

Score scoreOf(const Made& made, const duplicates::Groups& groups) {
    std::vector<std::uint32_t> groupOf(made.originals.size(), 0);
    Score score;
    std::uint32_t number = 0;
    for (const auto& group : groups) {
        ++number;
        const std::uint32_t original = made.originals[group.front()];
        for (const std::uint32_t clip : group) {
            groupOf[clip] = number;
            if (made.originals[clip] != original) ++score.wrong;
        }
    }
    for (std::size_t clip = 0; clip < made.originals.size(); ++clip) {
        const std::uint32_t original = made.originals[clip];
        if (original != clip && groupOf[clip] != 0 && groupOf[clip] == groupOf[original]) ++score.found;
    }
    return score;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t clips = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    duplicates::GroupOptions options;
    options.threads = argc > 2 ? std::atoi(argv[2]) : 2;
    const Made made = make(clips);
    const double before = static_cast<double>(base::processUsage().residentBytes) / 1e6;

    const base::ProcessUsage usageBefore = base::processUsage();
    const auto start = std::chrono::steady_clock::now();
    const auto groups = duplicates::group(made.signatures, {}, options);
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const base::ProcessUsage usage = base::processUsage();
    if (!groups) return 1;

    const Score score = scoreOf(made, *groups);
    std::printf("%zu clips, %zu hashes, %d threads: %.1f s wall, %.1f s CPU, peak %.0f MB (signatures %.0f MB)\n",
                clips, made.signatures.hashCount(), options.threads, wall, usage.cpuSeconds - usageBefore.cpuSeconds,
                static_cast<double>(usage.peakResidentBytes) / 1e6, before);
    std::printf("%zu groups; %zu of %zu copies found (%.2f %%), %zu clips in a wrong group\n", groups->size(),
                score.found, made.copies, 100.0 * static_cast<double>(score.found) / static_cast<double>(made.copies),
                score.wrong);
    return 0;
}
