/// Text from values: joining, numbers, and the few forms in which people read sizes and times.
///
/// Units    sizes in bytes, times in seconds; decimal point is always '.', independent of the locale.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace fotograma::base {

namespace detail {
void append(std::string& out, std::string_view text);
void append(std::string& out, double value);  ///< Shortest form that reads back the same.
template <std::integral T>
requires(!std::same_as<T, bool> && !std::same_as<T, char>) void append(std::string& out, T value) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}
inline void append(std::string& out, char value) { out.push_back(value); }
/// Only a real bool: a string literal would rather turn into one than into a view.
inline void append(std::string& out, std::same_as<bool> auto value) { out.append(value ? "true" : "false"); }
}  // namespace detail

/// The arguments one after another: concat("frame ", 12, " of ", 3.5).
template <class... Args>
[[nodiscard]] std::string concat(const Args&... args) {
    std::string out;
    (detail::append(out, args), ...);
    return out;
}

[[nodiscard]] std::string fixed(double value, int digits);  ///< "3.14"
[[nodiscard]] std::string humanBytes(std::int64_t bytes);   ///< "1.4 GB" (powers of 1000)
[[nodiscard]] std::string humanDuration(double seconds);    ///< "0.8 s", "1:05", "2:03:09"
[[nodiscard]] std::string toLower(std::string_view text);   ///< ASCII only.
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

/// The candidate nearest to `word` by edit distance, if it is near enough to be a likely typo; else empty.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace fotograma::base
