/// A file of ours that one of FFmpeg's filters may open: what was read and checked before, in a folder that nobody else can
/// write to. Gone with the last stage that may need it.
///
/// Errors   create: PermissionDenied (no temporary folder can be made), ResourceExhausted (it cannot be written).
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::plugins {

class PrivateFile {
public:
    /// `ending` without its dot, by which filters know what it is.
    static base::Result<std::shared_ptr<const PrivateFile>> create(std::span<const std::byte> bytes,
                                                                   std::string_view ending);
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;
    ~PrivateFile();

    [[nodiscard]] std::string path() const;

private:
    PrivateFile(std::filesystem::path folder, std::string_view ending);

    std::filesystem::path m_folder;
    std::filesystem::path m_path;
};

}  // namespace fotograma::plugins
