/// What the program may be told once instead of every time: defaults, a file, the environment, flags.
///
/// Errors   InvalidArgument with the file, the key, the rule and, for unknown keys, the nearest known one; NotFound for
///          a settings file that was named and is not there.
/// Owner    plain values.
/// Thread   one at a time.
/// Source   later wins: defaults < TOML file < FOTOGRAMA_* < flags. One table gives each setting its key, variable,
///          sentence and reader.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/log.h"
#include "engine/base/result.h"

namespace fotograma::app {

enum class LogFormat { Text, Json };
/// Of `fotograma serve` alone.
struct ServerSettings {
    std::string listen = "127.0.0.1:8750";
    std::filesystem::path tlsCertificate;
    std::filesystem::path tlsKey;
    std::string jwtKeys;  ///< "ALG:FILE,ALG:FILE"
    std::string jwtAudience;
    int connections = 4096;
    int rate = 100;                      ///< Requests a second of a token; 0: no limit.
    int addressRate = 200;               ///< The same of an address.
    std::filesystem::path uploadFolder;  ///< Empty: uploads beside the store.
    int uploadMb = 65'536;               ///< Of one file; 0: no uploads.
    int uploadTokenMb = 262'144;         ///< Of all files of a token.
    int uploadTotalMb = 1'048'576;       ///< Of all files.
    int uploadHours = 24;                ///< That an unfinished upload is kept after its last byte.
    std::string urlHosts;                ///< Whose files are fetched as inputs, with commas; empty: nobody's.
    std::string corsOrigins;             ///< Whose pages may ask, with commas; empty: nobody's.
    std::string webhook;                 ///< Told of every job that ends.
    std::string webhookHosts;            ///< With commas; empty: nobody is told.
    std::string webhookSecret;
    bool webhookPrivate = false;  ///< Hosts of this machine and its networks may be told.
};

struct Settings {
    std::string device = "auto";                      ///< "auto", "cpu", "cuda", "cuda:N"
    int jobs = 0;                                     ///< Run at once; 0: as many as the machine has room for.
    int threads = 0;                                  ///< Host threads for everything; 0: as many as the machine has.
    std::string recipe;                               ///< Used when none is named; empty: one must be named.
    std::filesystem::path outputFolder;               ///< Where outputs go when no folder is named.
    std::filesystem::path storeFolder;                ///< Jobs and reports.
    std::filesystem::path recipeFolder;               ///< The user's own recipes.
    std::filesystem::path cacheFolder;                ///< Results of earlier work.
    int cacheMemoryMb = 32;                           ///< 0: nothing is held in memory.
    int cacheDiskMb = 8000;                           ///< 0: nothing is kept on the disk.
    std::string redisUrl;                             ///< Empty: none.
    std::vector<std::filesystem::path> allowedRoots;  ///< Of files that recipes name; empty: all that can be read.
    api::OverwriteRule overwrite = api::OverwriteRule::Ask;
    base::LogLevel logLevel = base::LogLevel::Warning;
    LogFormat logFormat = LogFormat::Text;
    std::string otlpEndpoint;  ///< Base address of an OpenTelemetry collector; empty: as OTEL_EXPORTER_OTLP_* say.
    ServerSettings server;
};

enum class SettingSource { Default, File, Environment, Flag };
[[nodiscard]] std::string_view toText(SettingSource source) noexcept;

/// One setting as people see it.
struct SettingView {
    std::string key;       ///< In the file: "jobs".
    std::string variable;  ///< "FOTOGRAMA_JOBS"
    std::string sentence;
    std::string value;
    SettingSource source = SettingSource::Default;
};

class LoadedSettings {
public:
    using Environment = std::function<std::optional<std::string>(const std::string& variable)>;

    /// Of the file that was named, else of FOTOGRAMA_SETTINGS, else of settings.toml in the user's configuration folder
    /// when there is one.
    static base::Result<LoadedSettings> load(const std::filesystem::path& named, const Environment& environment);

    /// A flag's value; the same rules as for the file.
    base::Status setFlag(std::string_view key, std::string_view value);

    [[nodiscard]] const Settings& values() const noexcept { return m_values; }
    [[nodiscard]] std::vector<SettingView> list() const;
    [[nodiscard]] const std::filesystem::path& file() const noexcept { return m_file; }  ///< Read or looked for.
    [[nodiscard]] bool hasFile() const noexcept { return m_hasFile; }

private:
    LoadedSettings();
    base::Status set(std::string_view key, std::string_view value, SettingSource source, std::string_view from);
    base::Status readFile();

    Settings m_values;
    std::map<std::string, SettingSource, std::less<>> m_sources;
    std::filesystem::path m_file;
    bool m_hasFile = false;
};

/// The environment of this process.
[[nodiscard]] std::optional<std::string> processEnvironment(const std::string& variable);

}  // namespace fotograma::app
