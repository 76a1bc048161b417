/// What FFmpeg's filters found in sound, read as numbers.
///
/// Thread   any.
#pragma once

#include <charconv>
#include <limits>
#include <string_view>

namespace fotograma::filter {

/// The number a text begins with; not-a-number where it begins with none.
[[nodiscard]] inline double numberOf(std::string_view text) noexcept {
    double number = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace fotograma::filter
