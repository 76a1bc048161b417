/// How a store's tables came to be: numbered steps that only ever grow in number.
///
/// A step that was released is never edited; what must change gets a new step. The SQL stays within what SQLite and
/// PostgreSQL share.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace fotograma::store {

struct Migration {
    int version = 0;        ///< The store's version after it; the first is 1, each one more than the last.
    std::string_view what;  ///< For the log.
    std::vector<std::string_view> statements;
};

/// The steps of this build, oldest first.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace fotograma::store
