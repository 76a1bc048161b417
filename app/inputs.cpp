#include "app/inputs.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/base/platform.h"
#include "engine/base/result.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

constexpr std::array<std::string_view, 28> kVideoExtensions{
    ".3g2", ".3gp", ".asf", ".avi", ".dv",  ".f4v",  ".flv", ".gif", ".h264", ".h265", ".hevc", ".ivf", ".m2ts", ".m2v",
    ".m4v", ".mj2", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf",  ".ogv",  ".ts",   ".vob", ".webm", ".wmv",
};

bool isHidden(const fs::path& path) { return base::toUtf8(path.filename()).starts_with('.'); }

class Collector {
public:
    explicit Collector(const fs::path& skip)
        : m_skip(skip.empty() ? fs::path() : fs::weakly_canonical(skip, m_ignored)) {}

    void addFile(const fs::path& path, const fs::path& relativeFolder) {
        const fs::path known = fs::weakly_canonical(path, m_ignored);
        if (m_seen.insert(known).second) list.files.push_back({fs::absolute(path).lexically_normal(), relativeFolder});
    }

    base::Status addFolder(const fs::path& root) {
        std::error_code error;
        fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied, error);
        if (error)
            return base::fail(ErrorCode::PermissionDenied,
                              concat("The folder ", base::toUtf8(root), " cannot be read."), error.message());
        std::vector<fs::path> found;
        for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            if (error) break;
            if (isHidden(entry->path()) || isSkipped(entry->path())) {
                entry.disable_recursion_pending();
                continue;
            }
            if (entry->is_regular_file(m_ignored) && looksLikeVideo(entry->path())) found.push_back(entry->path());
        }
        std::ranges::sort(found);
        for (const fs::path& path : found) addFile(path, path.parent_path().lexically_relative(root));
        return {};
    }

    InputList list;

private:
    // Running twice over one tree must not take the first run's outputs for inputs.
    bool isSkipped(const fs::path& path) { return !m_skip.empty() && fs::weakly_canonical(path, m_ignored) == m_skip; }

    std::error_code m_ignored;
    fs::path m_skip;
    std::set<fs::path> m_seen;
};

base::Status addName(Collector& collector, const std::string& name, Walk walk) {
    const fs::path path = base::pathFromUtf8(name);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
        if (name.find("://") != std::string::npos)
            return base::fail(ErrorCode::InvalidArgument,
                              concat(name, " is an address; Fotograma reads files of this machine only."));
        return base::fail(ErrorCode::NotFound, concat("There is no file ", name, "."));
    }
    if (!fs::is_directory(status)) {
        collector.addFile(path, {});
        return {};
    }
    if (walk == Walk::FilesOnly)
        return base::fail(ErrorCode::InvalidArgument, concat(name, " is a folder; -R takes the videos in it."));
    return collector.addFolder(path);
}

}  // namespace

bool looksLikeVideo(const fs::path& path) {
    const std::string extension = base::toLower(base::toUtf8(path.extension()));
    return std::ranges::find(kVideoExtensions, extension) != kVideoExtensions.end();
}

InputList collectInputs(const std::vector<std::string>& names, Walk walk, const fs::path& skip) {
    Collector collector(skip);
    for (const std::string& name : names)
        if (auto added = addName(collector, name, walk); !added)
            collector.list.bad.push_back({name, std::move(added).error()});
    return std::move(collector.list);
}

}  // namespace fotograma::app
