/// Content digests: xxh3-128, for identity, never for security.
///
/// Errors   hashFile: NotFound, PermissionDenied, IoError; Cancelled when it was asked to stop.
/// Cost     about 12 GB/s in memory; a file is read once, in pieces.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::base {

struct Digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    [[nodiscard]] std::string hex() const;  ///< 32 lower-case digits.
    friend bool operator==(const Digest&, const Digest&) = default;
};

[[nodiscard]] Digest hashBytes(std::span<const std::byte> bytes) noexcept;
[[nodiscard]] Digest hashText(std::string_view text) noexcept;
Result<Digest> hashFile(const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace fotograma::base
