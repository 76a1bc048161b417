/// Text on a terminal: how many columns it takes, shortened and padded to a number of them.
///
/// Units    columns; UTF-8 in and out. Wide East Asian characters and emoji take two, combining marks none.
/// Source   Unicode 15, East Asian Width (ranges of W and F), as coarse as a terminal needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fotograma::app {

[[nodiscard]] int columnsOf(std::string_view text);

/// The text with control characters (a file name may hold escape sequences) replaced by '?'.
[[nodiscard]] std::string printable(std::string_view text);

/// Shortened in the middle with "…" when it takes more: names differ at both ends.
[[nodiscard]] std::string elideMiddle(std::string_view text, int columns);
/// Shortened at the end with "…".
[[nodiscard]] std::string elideEnd(std::string_view text, int columns);

/// Broken at spaces into lines of at most so many columns; a longer word stands alone and is not broken.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int columns);

enum class Align { Left, Right };
[[nodiscard]] std::string padded(std::string_view text, int columns, Align align = Align::Left);

}  // namespace fotograma::app
