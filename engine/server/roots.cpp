#include "engine/server/roots.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

bool isInside(const fs::path& path, const fs::path& root) {
    const auto [inPath, inRoot] = std::mismatch(path.begin(), path.end(), root.begin(), root.end());
    return inRoot == root.end();
}

/// A link that leads to nothing yet: what is written there would come to lie where it points. Only the first name that
/// does not exist can be one: what exists was resolved, and under an open link there is nothing.
bool hasOpenLink(fs::path whole) {
    std::error_code code;
    for (; whole.has_relative_path(); whole = whole.parent_path()) {
        const fs::file_status status = fs::symlink_status(whole, code);
        if (status.type() != fs::file_type::not_found) return fs::is_symlink(status);
    }
    return false;
}

}  // namespace

base::Result<Roots> Roots::create(const std::vector<fs::path>& folders) {
    Roots roots;
    for (const fs::path& folder : folders) {
        std::error_code code;
        const fs::path whole = fs::canonical(folder, code);
        if (code || !fs::is_directory(whole, code))
            return base::fail(ErrorCode::NotFound, concat("The root ", base::toUtf8(folder), " is no folder."));
        if (whole == whole.root_path())
            return base::fail(ErrorCode::InvalidArgument, "The whole file system cannot be a root: name folders.");
        roots.m_folders.push_back(whole);
    }
    return roots;
}

base::Result<fs::path> Roots::resolve(std::string_view text) const {
    if (text.empty()) return base::fail(ErrorCode::InvalidArgument, "A path is missing.");
    if (text.find('\0') != std::string_view::npos)
        return base::fail(ErrorCode::InvalidArgument, "The path holds a zero byte.");
    const fs::path path = base::pathFromUtf8(text);
    if (!path.is_absolute())
        return base::fail(ErrorCode::InvalidArgument, concat("The path must be absolute: ", text, "."));
    std::error_code code;
    // Links are followed before ".." is taken, as the system does when the file is opened.
    const fs::path whole = fs::weakly_canonical(path, code);
    const bool isAllowed =
        !code && std::ranges::any_of(m_folders, [&](const fs::path& root) { return isInside(whole, root); });
    if (!isAllowed || hasOpenLink(whole))
        return base::fail(ErrorCode::PermissionDenied,
                          concat(text, " lies outside the folders that this server works in (--root)."));
    return whole;
}

base::Result<base::ReadableFile> Roots::open(std::string_view text) const {
    FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path whole, resolve(text));
    const auto root = std::ranges::find_if(m_folders, [&](const fs::path& one) { return isInside(whole, one); });
    FOTOGRAMA_ASSERT(root != m_folders.end(), "what was resolved lies in a root");
    return base::ReadableFile::openBeneath(*root, whole.lexically_relative(*root));
}

}  // namespace fotograma::server
