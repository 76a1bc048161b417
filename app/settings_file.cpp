#include "app/settings_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "app/settings.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string tomlValue(std::string_view value) {
    const bool isNumber =
        !value.empty() && value.size() < 18 && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber && (value.size() == 1 || value.front() != '0')) return std::string(value);
    std::string quoted = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

/// Where the value that begins at `start` ends: a comment after it stays. npos for a value over several lines.
std::size_t endOfValue(std::string_view line, std::size_t start) {
    const char quote = line[start];
    if (quote != '"' && quote != '\'') {
        const std::size_t comment = std::min(line.find('#', start), line.size());
        return start + trimmed(line.substr(start, comment - start)).size();
    }
    if (line.substr(start).starts_with(std::string(3, quote))) return std::string_view::npos;
    for (std::size_t at = start + 1; at < line.size(); ++at) {
        if (line[at] == '\\' && quote == '"')
            ++at;
        else if (line[at] == quote)
            return at + 1;
    }
    return std::string_view::npos;
}

/// Where the value of `key` begins in this line, or npos.
std::size_t startOfValue(std::string_view line, std::string_view key) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return equals;
    std::string_view name = trimmed(line.substr(0, equals));
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front())
        name = name.substr(1, name.size() - 2);
    return name == key ? line.find_first_not_of(" \t", equals + 1) : std::string_view::npos;
}

}  // namespace

base::Result<std::string> withSetting(std::string_view text, std::string_view key, std::string_view value) {
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return base::fail(ErrorCode::InvalidArgument, "A setting has no line breaks and no control characters.");
    std::vector<std::string> lines = linesOf(text);
    const std::string written = tomlValue(value);
    std::size_t place = 0;  // before the first table: what follows a header belongs to it
    bool isSet = false;
    for (; place < lines.size() && !trimmed(lines[place]).starts_with('['); ++place) {
        const std::size_t start = startOfValue(lines[place], key);
        if (start == std::string_view::npos) continue;
        const std::size_t end = endOfValue(lines[place], start);
        if (end == std::string_view::npos)
            return base::fail(ErrorCode::InvalidArgument,
                              concat("The value of ", key, " goes over several lines: change it in the file itself."));
        lines[place].replace(start, end - start, written);
        isSet = true;
        break;
    }
    if (!isSet) lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), concat(key, " = ", written));
    return base::join(lines, "\n") + "\n";
}

base::Status saveSetting(const fs::path& file, std::string_view key, std::string_view value) {
    const std::string name = base::toUtf8(file);
    const auto refuse = [&] {
        return base::fail(ErrorCode::PermissionDenied, concat("The settings file ", name, " cannot be written."));
    };
    std::ostringstream before;
    if (std::ifstream stream(file, std::ios::binary); stream) before << stream.rdbuf();
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string after, withSetting(before.view(), key, value));
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    fs::path aside = file;
    aside += ".new";
    {
        std::ofstream stream(aside, std::ios::binary | std::ios::trunc);
        stream << after;
        stream.close();
        if (!stream) return refuse();
    }
    // The rules of a setting are those that hold at the next start.
    const auto nothing = [](const std::string&) { return std::optional<std::string>(); };
    if (const auto loaded = LoadedSettings::load(aside, nothing); !loaded) {
        fs::remove(aside, error);
        base::Error problem = loaded.error();
        if (const std::string place = base::toUtf8(aside) + ": "; problem.message.starts_with(place))
            problem.message.erase(0, place.size());
        return std::unexpected(problem);
    }
    fs::rename(aside, file, error);
    if (error) return refuse();
    return {};
}

}  // namespace fotograma::app
