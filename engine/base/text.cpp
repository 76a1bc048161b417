#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace fotograma::base {

void detail::append(std::string& out, std::string_view text) { out.append(text); }

void detail::append(std::string& out, double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

std::string fixed(double value, int digits) {
    // The largest double has 309 digits before the point.
    std::array<char, 400> buffer;
    const int shown = std::clamp(digits, 0, 60);
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, shown).ptr;
    return {buffer.data(), end};
}

std::string humanBytes(std::int64_t bytes) {
    static constexpr std::array kUnits{" B", " kB", " MB", " GB", " TB", " PB", " EB"};
    const bool negative = bytes < 0;
    double value = std::abs(static_cast<double>(bytes));
    std::size_t unit = 0;
    // 999.5 and more would be printed as 1000 of this unit.
    while (value >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000.0;
        ++unit;
    }
    const int digits = unit == 0 || value >= 99.95 ? 0 : 1;
    return concat(negative ? "-" : "", fixed(value, digits), kUnits[unit]);
}

std::string humanDuration(double seconds) {
    if (!std::isfinite(seconds)) return "?";
    if (seconds < 0) return concat("-", humanDuration(-seconds));
    if (seconds < 59.95) return concat(fixed(seconds, 1), " s");
    const auto whole = static_cast<std::int64_t>(std::min(std::llround(std::min(seconds, 1e15)), 999'999'999'999LL));
    const auto twoDigits = [](std::int64_t value) { return concat(value < 10 ? "0" : "", value); };
    const std::int64_t hours = whole / 3600;
    const std::int64_t minutes = whole / 60 % 60;
    if (hours == 0) return concat(minutes, ":", twoDigits(whole % 60));
    return concat(hours, ":", twoDigits(minutes), ":", twoDigits(whole % 60));
}

std::string toLower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        if (&part != parts.data()) out.append(separator);
        out.append(part);
    }
    return out;
}

namespace {

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, substituted});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        beforeLast.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t kLongestWord = 64;  // longer is not a typo, and the distance is quadratic
    if (word.empty() || word.size() > kLongestWord) return {};
    const std::string wanted = toLower(word);
    const std::size_t allowed = std::max<std::size_t>(1, wanted.size() / 3);
    std::string_view best;
    std::size_t bestDistance = allowed + 1;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > kLongestWord) continue;
        const std::string known = toLower(candidate);
        std::size_t distance = editDistance(wanted, known);
        // "archive" is most likely meant as the start of "archive-hevc", however long the rest is.
        if (wanted.size() >= 3 && known.starts_with(wanted)) distance = std::min(distance, allowed);
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

}  // namespace fotograma::base
