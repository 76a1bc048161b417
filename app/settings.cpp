#include "app/settings.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>

#include <toml++/toml.h>

#include "app/setting_row.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/redis_connection.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

Problem readFolder(std::string_view text, fs::path& target) {
    if (text.empty()) return "must name a folder";
    fs::path path = base::pathFromUtf8(text);
    if (text.starts_with("~/"))
        if (const auto home = processEnvironment("HOME"))
            path = base::pathFromUtf8(*home) / base::pathFromUtf8(text.substr(2));
    target = fs::absolute(path).lexically_normal();
    return std::nullopt;
}

namespace {

// ---- Reading one value ----

Problem readFolders(std::string_view text, std::vector<fs::path>& target) {
    std::vector<fs::path> folders;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(kFolderSeparator), text.size());
        if (auto problem = readFolder(text.substr(0, end), folders.emplace_back())) return problem;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    target = std::move(folders);
    return std::nullopt;
}

std::string showFolders(const std::vector<fs::path>& folders) {
    std::vector<std::string> names;
    for (const fs::path& folder : folders) names.push_back(base::toUtf8(folder));
    return base::join(names, kFolderSeparator);
}

Problem readRedis(std::string_view text, std::string& target) {
    if (!text.empty())
        if (const auto address = cache::RedisAddress::parse(text); !address) return "is no address of a Redis";
    target = text;
    return std::nullopt;
}

/// Without the password: settings are shown on screens.
std::string showRedis(const std::string& url) {
    const auto address = url.empty() ? base::Result<cache::RedisAddress>() : cache::RedisAddress::parse(url);
    return address && !url.empty() ? address->text() : std::string();
}

Problem readCollector(std::string_view text, std::string& target) {
    if (!text.empty() && !text.starts_with("http://") && !text.starts_with("https://"))
        return "must start with http:// or https://";
    target = text;
    return std::nullopt;
}

Problem readDevice(std::string_view text, std::string& target) {
    std::string_view rest = text;
    bool valid = text == "auto" || text == "cpu" || text == "cuda";
    if (rest.starts_with("cuda:")) {
        rest.remove_prefix(5);
        int number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        valid = error == std::errc{} && end == rest.data() + rest.size() && number >= 0;
    }
    if (!valid) return "must be auto, cpu, cuda or cuda:N";
    target = text;
    return std::nullopt;
}

template <class Enum, std::size_t N>
Problem readName(std::string_view text, const std::array<std::pair<std::string_view, Enum>, N>& names, Enum& target) {
    std::string allowed;
    for (const auto& [name, value] : names) {
        if (name == text) {
            target = value;
            return std::nullopt;
        }
        allowed.append(allowed.empty() ? "must be one of " : ", ").append(name);
    }
    return allowed;
}

constexpr std::array<std::pair<std::string_view, base::LogLevel>, 5> kLogLevels{{
    {"debug", base::LogLevel::Debug},
    {"info", base::LogLevel::Info},
    {"warning", base::LogLevel::Warning},
    {"error", base::LogLevel::Error},
    {"off", base::LogLevel::Off},
}};

constexpr std::array<std::pair<std::string_view, LogFormat>, 2> kLogFormats{{
    {"text", LogFormat::Text},
    {"json", LogFormat::Json},
}};

constexpr std::array<std::pair<std::string_view, api::OverwriteRule>, 3> kOverwriteRules{{
    {"ask", api::OverwriteRule::Ask},
    {"always", api::OverwriteRule::Always},
    {"never", api::OverwriteRule::Never},
}};

template <class Enum, std::size_t N>
std::string nameOf(Enum value, const std::array<std::pair<std::string_view, Enum>, N>& names) {
    for (const auto& [name, candidate] : names)
        if (candidate == value) return std::string(name);
    return {};
}

// ---- The table ----

constexpr int kMostJobs = 64;
constexpr int kMostThreads = 1024;
constexpr int kMostMegabytes = 1 << 30;

const std::array kRows{
    SettingRow{"device", "FOTOGRAMA_DEVICE", "Where filters run: auto, cpu, cuda or cuda:N.",
               [](std::string_view text, Settings& s) { return readDevice(text, s.device); },
               [](const Settings& s) { return s.device; }},
    SettingRow{"jobs", "FOTOGRAMA_JOBS", "Jobs at the same time; 0 is as many as the machine has room for.",
               [](std::string_view text, Settings& s) { return readCount(text, kMostJobs, s.jobs); },
               [](const Settings& s) { return concat(s.jobs); }},
    SettingRow{"threads", "FOTOGRAMA_THREADS", "Host threads for everything; 0 is as many as the machine has.",
               [](std::string_view text, Settings& s) { return readCount(text, kMostThreads, s.threads); },
               [](const Settings& s) { return concat(s.threads); }},
    SettingRow{"recipe", "FOTOGRAMA_RECIPE", "The recipe of run when none is named.",
               [](std::string_view text, Settings& s) -> Problem {
                   s.recipe = text;
                   return std::nullopt;
               },
               [](const Settings& s) { return s.recipe; }},
    SettingRow{"output", "FOTOGRAMA_OUTPUT", "Where outputs go when no folder is named.",
               [](std::string_view text, Settings& s) { return readFolder(text, s.outputFolder); },
               [](const Settings& s) { return base::toUtf8(s.outputFolder); }},
    SettingRow{"store", "FOTOGRAMA_STORE", "The folder of jobs and reports.",
               [](std::string_view text, Settings& s) { return readFolder(text, s.storeFolder); },
               [](const Settings& s) { return base::toUtf8(s.storeFolder); }},
    SettingRow{"recipes", "FOTOGRAMA_RECIPES", "The folder of your own recipes (*.recipe.json).",
               [](std::string_view text, Settings& s) { return readFolder(text, s.recipeFolder); },
               [](const Settings& s) { return base::toUtf8(s.recipeFolder); }},
    SettingRow{"cache", "FOTOGRAMA_CACHE", "The folder of results that are kept, so that nothing is computed twice.",
               [](std::string_view text, Settings& s) { return readFolder(text, s.cacheFolder); },
               [](const Settings& s) { return base::toUtf8(s.cacheFolder); }},
    SettingRow{"cache_memory_mb", "FOTOGRAMA_CACHE_MEMORY_MB", "Megabytes of results held in memory; 0 is none.",
               [](std::string_view text, Settings& s) { return readCount(text, kMostMegabytes, s.cacheMemoryMb); },
               [](const Settings& s) { return concat(s.cacheMemoryMb); }},
    SettingRow{"cache_disk_mb", "FOTOGRAMA_CACHE_DISK_MB", "Megabytes of results kept in the cache folder; 0 is none.",
               [](std::string_view text, Settings& s) { return readCount(text, kMostMegabytes, s.cacheDiskMb); },
               [](const Settings& s) { return concat(s.cacheDiskMb); }},
    SettingRow{"redis", "FOTOGRAMA_REDIS",
               "A Redis that several machines share, as redis://host:6379/0; empty is none.",
               [](std::string_view text, Settings& s) { return readRedis(text, s.redisUrl); },
               [](const Settings& s) { return showRedis(s.redisUrl); }, true},
    SettingRow{
        "allowed_roots", "FOTOGRAMA_ALLOWED_ROOTS",
        "Folders, with : between them (; on Windows), whose files recipes may name; empty is whatever you can read.",
        [](std::string_view text, Settings& s) { return readFolders(text, s.allowedRoots); },
        [](const Settings& s) { return showFolders(s.allowedRoots); }},
    SettingRow{"overwrite", "FOTOGRAMA_OVERWRITE", "When a file is in the way: ask, always or never.",
               [](std::string_view text, Settings& s) { return readName(text, kOverwriteRules, s.overwrite); },
               [](const Settings& s) { return nameOf(s.overwrite, kOverwriteRules); }},
    SettingRow{"log", "FOTOGRAMA_LOG", "What the log says: debug, info, warning, error or off.",
               [](std::string_view text, Settings& s) { return readName(text, kLogLevels, s.logLevel); },
               [](const Settings& s) { return nameOf(s.logLevel, kLogLevels); }},
    SettingRow{"log_format", "FOTOGRAMA_LOG_FORMAT",
               "How stderr is written: text for people, or json, an object a line.",
               [](std::string_view text, Settings& s) { return readName(text, kLogFormats, s.logFormat); },
               [](const Settings& s) { return nameOf(s.logFormat, kLogFormats); }},
    SettingRow{"otlp_endpoint", "FOTOGRAMA_OTLP_ENDPOINT",
               "Where spans go, as http://collector:4318; empty is what OTEL_EXPORTER_OTLP_ENDPOINT says.",
               [](std::string_view text, Settings& s) { return readCollector(text, s.otlpEndpoint); },
               [](const Settings& s) { return s.otlpEndpoint; }},
};

std::vector<SettingRow> makeRows() {
    std::vector<SettingRow> rows(kRows.begin(), kRows.end());
    const auto more = serverRows();
    rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

/// Those of every command, then those of the server.
const std::vector<SettingRow>& allRows() {
    static const std::vector<SettingRow> rows = makeRows();
    return rows;
}

const SettingRow* findRow(std::string_view key) {
    for (const SettingRow& row : allRows())
        if (row.key == key) return &row;
    return nullptr;
}

/// A value of the file as the text that an environment variable would hold; a list as its texts with the separator of
/// folders between them for folders, else with commas.
std::optional<std::string> textOf(const toml::node& node, std::string_view separator);

std::optional<std::string> listText(const toml::array& list, std::string_view separator) {
    std::vector<std::string> parts;
    for (const toml::node& one : list) {
        auto text = one.is_array() ? std::nullopt : textOf(one, separator);
        if (!text || text->find(separator) != std::string::npos) return std::nullopt;
        parts.push_back(std::move(*text));
    }
    return base::join(parts, separator);
}

std::optional<std::string> textOf(const toml::node& node, std::string_view separator) {
    if (const auto* list = node.as_array()) return listText(*list, separator);
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return concat(number->get());
    if (const auto* number = node.as_floating_point()) return concat(number->get());
    if (const auto* flag = node.as_boolean()) return concat(flag->get());
    return std::nullopt;
}

/// The one place where the library's exception becomes an error of ours.
base::Result<toml::table> parseToml(std::istream& stream, const std::string& name) {
    try {
        return toml::parse(stream, name);
    } catch (const toml::parse_error& error) {
        const auto place = error.source().begin;
        return base::fail(ErrorCode::InvalidArgument, concat(name, " is wrong at line ", place.line, ", column ",
                                                             place.column, ": ", error.description(), "."));
    }
}

}  // namespace

std::string_view toText(SettingSource source) noexcept {
    switch (source) {
        case SettingSource::Default: return "default";
        case SettingSource::File: return "file";
        case SettingSource::Environment: return "environment";
        case SettingSource::Flag: break;
    }
    return "flag";
}

std::optional<std::string> processEnvironment(const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

LoadedSettings::LoadedSettings() {
    const base::UserFolders folders = base::userFolders();
    m_values.outputFolder = folders.videos;
    m_values.storeFolder = folders.data;
    m_values.recipeFolder = folders.config / "recipes";
    m_values.cacheFolder = folders.cache / "results";
    m_file = folders.config / "settings.toml";
}

base::Status LoadedSettings::set(std::string_view key, std::string_view value, SettingSource source,
                                 std::string_view from) {
    const SettingRow* row = findRow(key);
    if (!row) {
        std::vector<std::string_view> keys;
        for (const SettingRow& known : allRows()) keys.push_back(known.key);
        const std::string_view near = base::nearest(key, keys);
        return base::fail(ErrorCode::InvalidArgument,
                          concat(from, ": there is no setting \"", key, "\"",
                                 near.empty() ? "." : "; the nearest is \"", near, near.empty() ? "" : "\"."));
    }
    if (const Problem problem = row->read(value, m_values)) {
        // What was meant as an address may hold a password.
        const std::string said = row->isSecret ? std::string(".") : concat(", not \"", value, "\".");
        return base::fail(ErrorCode::InvalidArgument, concat(from, ": ", key, " ", *problem, said));
    }
    m_sources.insert_or_assign(std::string(key), source);
    return {};
}

base::Status LoadedSettings::readFile() {
    const std::string name = base::toUtf8(m_file);
    std::ifstream stream(m_file, std::ios::binary);
    if (!stream) return base::fail(ErrorCode::PermissionDenied, concat("The settings file ", name, " cannot be read."));
    FOTOGRAMA_ASSIGN_OR_RETURN(const toml::table table, parseToml(stream, name));
    for (const auto& [key, node] : table) {
        const auto value = textOf(node, key.str() == "allowed_roots" ? kFolderSeparator : std::string_view(","));
        if (!value)
            return base::fail(ErrorCode::InvalidArgument,
                              concat(name, ": ", key.str(), " must be a text, a number, or a list of texts."));
        FOTOGRAMA_RETURN_IF_ERROR(set(key.str(), *value, SettingSource::File, name));
    }
    m_hasFile = true;
    return {};
}

base::Result<LoadedSettings> LoadedSettings::load(const fs::path& named, const Environment& environment) {
    LoadedSettings settings;
    fs::path file = named;
    if (file.empty())
        if (const auto variable = environment("FOTOGRAMA_SETTINGS")) file = base::pathFromUtf8(*variable);
    std::error_code ignored;
    if (!file.empty()) {
        settings.m_file = fs::absolute(file);
        if (!fs::exists(settings.m_file, ignored))
            return base::fail(ErrorCode::NotFound, concat("There is no settings file ", base::toUtf8(file), "."));
    }
    if (fs::exists(settings.m_file, ignored)) FOTOGRAMA_RETURN_IF_ERROR(settings.readFile());
    for (const SettingRow& row : allRows())
        if (const auto value = environment(std::string(row.variable)); value && !value->empty())
            FOTOGRAMA_RETURN_IF_ERROR(settings.set(row.key, *value, SettingSource::Environment, row.variable));
    return settings;
}

base::Status LoadedSettings::setFlag(std::string_view key, std::string_view value) {
    return set(key, value, SettingSource::Flag, concat("--", key));
}

std::vector<SettingView> LoadedSettings::list() const {
    std::vector<SettingView> views;
    for (const SettingRow& row : allRows()) {
        const auto source = m_sources.find(row.key);
        views.push_back({
            .key = std::string(row.key),
            .variable = std::string(row.variable),
            .sentence = std::string(row.sentence),
            .value = row.show(m_values),
            .source = source == m_sources.end() ? SettingSource::Default : source->second,
        });
    }
    return views;
}

}  // namespace fotograma::app
