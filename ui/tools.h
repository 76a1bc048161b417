/// What the program around the window can do for its panels, beyond the service: settings, an examination of this
/// machine, duplicates, files of reports.
///
/// Errors   in the replies, which come exactly once.
/// Owner    implemented in app/; outlives the window.
/// Thread   called on the Qt thread; no call waits. Replies come on any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::ui {

/// One setting of the program as people see it.
struct SettingRow {
    std::string key;       ///< In the file: "jobs".
    std::string variable;  ///< "FOTOGRAMA_JOBS"; what it says wins over the file.
    std::string sentence;
    std::string value;
    std::string source;  ///< "default", "file", "environment", "flag"
};

enum class Health { Fine, Remark, Missing, Wrong };

/// One thing that was looked at.
struct Finding {
    std::string section;  ///< "devices"
    std::string subject;  ///< "cuda:0"
    Health health = Health::Fine;
    std::string told;
};

enum class DuplicateKind { Original, Exact, Near };

struct DuplicateClip {
    std::string input;
    DuplicateKind kind = DuplicateKind::Near;
    std::int64_t sizeBytes = 0;
    int width = 0;
    int height = 0;
    double durationSeconds = 0.0;
};

/// The one worth keeping first.
using DuplicateGroup = std::vector<DuplicateClip>;

struct ExportOutcome {
    std::int64_t rows = 0;
    std::vector<std::string> files;
};

class Tools {
public:
    virtual ~Tools() = default;

    [[nodiscard]] virtual std::vector<SettingRow> settings() const = 0;
    [[nodiscard]] virtual std::filesystem::path programSettingsFile() const = 0;
    /// Writes one setting into the file; comments and all else there stay. It holds from the next start.
    virtual base::Status saveSetting(const std::string& key, const std::string& value) = 0;

    /// Codecs, folders, cache, devices; takes a moment.
    virtual void examine(api::Reply<std::vector<Finding>> reply) = 0;
    /// A few short clips, made when they are not there: something to try a recipe on.
    virtual void makeSample(api::Reply<std::vector<std::string>> reply) = 0;
    /// Groups among all reports that hold signatures (measure phash), and files of the same bytes.
    virtual void findDuplicates(api::Reply<std::vector<DuplicateGroup>> reply) = 0;
    /// The reports of these jobs in their order, in the form that the file's name asks for (.jsonl, .csv, .parquet).
    virtual void exportReports(std::vector<api::JobId> jobs, std::filesystem::path path,
                               api::Reply<ExportOutcome> reply) = 0;
    [[nodiscard]] virtual bool writesParquet() const = 0;
};

}  // namespace fotograma::ui
