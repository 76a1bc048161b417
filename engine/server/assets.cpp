#include "engine/server/assets.h"

#include <algorithm>

namespace fotograma::server {

std::optional<Asset> findAsset(std::string_view name) {
    const auto assets = assetTable();
    const auto found = std::ranges::find(assets, name, &Asset::name);
    if (found == assets.end()) return std::nullopt;
    Asset asset = *found;
    if (name.ends_with(".html")) asset.contentType = "text/html; charset=utf-8";
    if (name.ends_with(".css")) asset.contentType = "text/css; charset=utf-8";
    if (name.ends_with(".js")) asset.contentType = "text/javascript; charset=utf-8";
    return asset;
}

}  // namespace fotograma::server
