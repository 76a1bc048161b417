/// Compiled kernels on disk, by what they were compiled from: a later program need not compile them again.
///
/// Shape    a file a kernel: a line with sizes, the text it was made of, the code. What is read back is compared with the
///          whole text, so that neither a damaged file nor equal names can give other code.
/// Errors   none: a file that cannot be read or written is as one that is not there.
/// Thread   any; several programs may share the folder: files are written aside and renamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fotograma::gpu {

class CubinCache {
public:
    static constexpr std::int64_t kMostBytes = 64 << 20;

    explicit CubinCache(std::filesystem::path folder, std::int64_t mostBytes = kMostBytes)
        : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

    /// `text` is all that decides the code: source, headers, architecture, compiler.
    [[nodiscard]] std::optional<std::vector<std::byte>> find(const std::string& text) const;
    /// Drops the longest unused files when the folder would grow beyond its size.
    void keep(const std::string& text, std::span<const std::byte> code) const;

private:
    [[nodiscard]] std::filesystem::path fileOf(const std::string& text) const;
    void shrink(std::int64_t wanted) const;

    std::filesystem::path m_folder;
    std::int64_t m_mostBytes;
};

}  // namespace fotograma::gpu
