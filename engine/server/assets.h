/// The files of resources/status, as they are sent.
///
/// Owner    constants of the program.
/// Thread   any.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fotograma::server {

struct Asset {
    std::string_view name;  ///< "app.js"
    std::string_view text;
    std::string_view contentType{};
};

/// Generated from the folder.
std::span<const Asset> assetTable();
[[nodiscard]] std::optional<Asset> findAsset(std::string_view name);

}  // namespace fotograma::server
