/// Entries for the tests of the cache: by number, so that two processes mean the same.
#pragma once

#include <string>

#include "engine/base/clock.h"
#include "engine/base/text.h"
#include "engine/cache/key.h"

namespace fotograma::test {

inline cache::Key keyOf(int number) {
    return cache::KeyBuilder(cache::Kind::Report).add("name", base::concat("entry ", number)).finish();
}

/// About a report: text that LZ4 shortens.
inline std::string textOf(int number) {
    const std::string name = base::concat("entry ", number);
    std::string text;
    for (int n = 0; n < 200; ++n) text.append(base::concat(name, ' ', n * number, ';'));
    return text;
}

inline cache::Value valueOf(int number) {
    return {
        .kind = cache::Kind::Report, .label = base::concat("entry ", number), .bytes = textOf(number), .seconds = 0.1};
}

/// Content that nothing shortens.
inline std::string noise(std::size_t bytes, std::uint64_t seed) {
    std::string text(bytes, '\0');
    for (char& c : text) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        c = static_cast<char>(seed >> 56);
    }
    return text;
}

/// A clock that the test turns.
class HandClock final : public base::Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return m_now; }
    [[nodiscard]] base::UnixMillis unixNow() const override {
        return 1'700'000'000'000 +
               std::chrono::duration_cast<std::chrono::milliseconds>(m_now.time_since_epoch()).count();
    }
    void advance(std::chrono::milliseconds time) { m_now += time; }

private:
    std::chrono::steady_clock::time_point m_now{std::chrono::hours(1)};
};

}  // namespace fotograma::test
