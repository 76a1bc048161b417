/// One row of the table of settings: how a value is read, checked and shown.
///
/// Errors   `read` gives the rule that was broken, as in "must be a whole number from 0 to 64".
/// Thread   any.
#pragma once

#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/settings.h"
#include "engine/base/text.h"

namespace fotograma::app {

using Problem = std::optional<std::string>;

struct SettingRow {
    std::string_view key;
    std::string_view variable;
    std::string_view sentence;
    Problem (*read)(std::string_view text, Settings& settings);
    std::string (*show)(const Settings& settings);
    bool isSecret = false;  ///< What was meant is never said in an error.
};

inline Problem readCount(std::string_view text, int maximum, int& target) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > maximum)
        return base::concat("must be a whole number from 0 to ", maximum);
    target = value;
    return std::nullopt;
}

inline Problem readText(std::string_view text, std::string& target) {
    target = text;
    return std::nullopt;
}

Problem readFolder(std::string_view text, std::filesystem::path& target);

/// What separates folders in one text: ":" here, ";" on Windows, where ":" is part of a path.
#ifdef _WIN32
inline constexpr std::string_view kFolderSeparator = ";";
#else
inline constexpr std::string_view kFolderSeparator = ":";
#endif

/// The rows of `fotograma serve`.
std::span<const SettingRow> serverRows();

}  // namespace fotograma::app
