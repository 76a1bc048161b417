#include "app/inputs.h"

#include <algorithm>
#include <array>
#include <unordered_set>

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

    void addFile(const fs::path& path) {
        const fs::path known = fs::weakly_canonical(path, m_ignored);
        if (isNew(base::toUtf8(known))) list.files.push_back({base::toUtf8(fs::absolute(path).lexically_normal()), {}});
    }

    base::Status addFolder(const fs::path& root) {
        std::error_code error;
        fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied, error);
        if (error)
            return base::fail(ErrorCode::PermissionDenied,
                              concat("The folder ", base::toUtf8(root), " cannot be read."), error.message());
        std::vector<Found> found;
        for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            if (error) break;
            if (isHidden(entry->path()) || isSkipped(*entry)) {
                entry.disable_recursion_pending();
                continue;
            }
            if (entry->is_regular_file(m_ignored) && looksLikeVideo(entry->path()))
                found.push_back({base::toUtf8(entry->path()), entry->is_symlink(m_ignored)});
        }
        // As paths are ordered: folder by folder.
        std::ranges::sort(found, [](const Found& a, const Found& b) { return inOrder(a.path, b.path); });
        addFound(root, found);
        return {};
    }

    InputList list;

private:
    struct Found {
        std::string path;  ///< Below the root, and beginning with it.
        bool isLink = false;
    };

    static constexpr char kSeparator = static_cast<char>(fs::path::preferred_separator);

    /// Component by component: a separator comes before every other character.
    static bool inOrder(std::string_view a, std::string_view b) {
        return std::ranges::lexicographical_compare(a, b, [](char x, char y) {
            const auto rank = [](char c) {
                return c == kSeparator ? 0 : static_cast<int>(static_cast<unsigned char>(c));
            };
            return rank(x) < rank(y);
        });
    }

    /// Below a root whose own place is known once, the places of its files follow from their names.
    void addFound(const fs::path& root, const std::vector<Found>& found) {
        std::string begin = base::toUtf8(root);
        while (begin.size() > 1 && begin.back() == kSeparator) begin.pop_back();
        const auto placeOf = [](const fs::path& folder) {
            std::string place = base::toUtf8(folder);
            while (!place.empty() && place.back() == kSeparator) place.pop_back();
            return place;
        };
        const std::string known = placeOf(fs::weakly_canonical(root, m_ignored));
        const std::string absolute = placeOf(fs::absolute(root).lexically_normal());
        list.files.reserve(list.files.size() + found.size());
        for (const Found& file : found) {
            std::string_view below = std::string_view(file.path).substr(begin.size());
            while (below.starts_with(kSeparator)) below.remove_prefix(1);
            const std::string identity =
                file.isLink ? base::toUtf8(fs::weakly_canonical(base::pathFromUtf8(file.path), m_ignored))
                            : concat(known, kSeparator, below);
            if (!isNew(identity)) continue;
            const std::size_t end = below.rfind(kSeparator);
            const std::string_view folder =
                end == std::string_view::npos ? std::string_view(".") : below.substr(0, end);
            list.files.push_back({concat(absolute, kSeparator, below), std::string(folder)});
        }
    }

    bool isNew(const std::string& identity) { return m_seen.insert(identity).second; }

    // Running twice over one tree must not take the first run's outputs for inputs.
    bool isSkipped(const fs::directory_entry& entry) {
        return !m_skip.empty() && entry.is_directory(m_ignored) &&
               fs::weakly_canonical(entry.path(), m_ignored) == m_skip;
    }

    std::error_code m_ignored;
    fs::path m_skip;
    std::unordered_set<std::string> m_seen;
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
        collector.addFile(path);
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
