/// A file that is written under another name and gets its own when it is whole.
///
/// Errors   what the system says: IoError, ResourceExhausted, AlreadyExists when something is there and not `replace`.
/// Owner    the file is removed on destruction unless it was published.
/// Thread   one at a time.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::app {

class AsideName {
public:
    AsideName(std::filesystem::path path, bool replace);
    AsideName(const AsideName&) = delete;
    AsideName& operator=(const AsideName&) = delete;
    ~AsideName();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }    ///< The one it will have.
    [[nodiscard]] const std::filesystem::path& aside() const noexcept { return m_aside; }  ///< Where to write.
    /// To the disk, then renamed.
    base::Status publish();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_aside;
    bool m_replace;
    bool m_isPublished = false;
};

/// Text into such a file.
class AsideTextFile {
public:
    AsideTextFile(std::filesystem::path path, bool replace);
    [[nodiscard]] base::Status check() const;  ///< Whether all went well so far.
    void write(std::string_view text) { m_stream.write(text.data(), static_cast<std::streamsize>(text.size())); }
    base::Status finish();

private:
    AsideName m_name;
    std::ofstream m_stream;
};

}  // namespace fotograma::app
