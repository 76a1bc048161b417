/// The folders from which clients may read and into which they may write; everything else is not there for them.
///
/// Units    paths are UTF-8 text as clients send them.
/// Errors   InvalidArgument (not absolute, empty, a zero byte), PermissionDenied for what lies outside once every link
///          and ".." is resolved. The same sentence whether the file outside exists or not.
/// Thread   any.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/base/file_access.h"
#include "engine/base/result.h"

namespace fotograma::server {

class Roots {
public:
    /// No folder at all: everything is refused.
    Roots() = default;
    /// NotFound for a root that is no folder.
    static base::Result<Roots> create(const std::vector<std::filesystem::path>& folders);

    /// The real path of a file or folder that may not exist yet: links in the part that exists are resolved.
    [[nodiscard]] base::Result<std::filesystem::path> resolve(std::string_view text) const;
    /// The file, opened without following a link that somebody has put in since it was resolved.
    [[nodiscard]] base::Result<base::ReadableFile> open(std::string_view text) const;
    [[nodiscard]] const std::vector<std::filesystem::path>& folders() const noexcept { return m_folders; }

private:
    std::vector<std::filesystem::path> m_folders;  ///< Canonical.
};

}  // namespace fotograma::server
