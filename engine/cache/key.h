/// Keys from what decides a result: content, recipe, versions. Equal parts give equal keys, in every process.
///
/// Shape    each part goes in with its name and its length, so that no two lists of parts run together.
/// Thread   any; a builder belongs to one thread.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/platform.h"
#include "engine/cache/cache.h"

namespace fotograma::cache {

class KeyBuilder {
public:
    explicit KeyBuilder(Kind kind);
    KeyBuilder& add(std::string_view name, std::string_view value);
    KeyBuilder& add(std::string_view name, const base::Digest& value);
    [[nodiscard]] Key finish() const;

private:
    std::string m_text;
};

/// Where the content digest of a file is remembered: by what tells one version of a file from another without reading.
[[nodiscard]] Key identityKey(const base::FileStamp& stamp);

/// The result of a recipe on a content. `builds` names whatever else decides numbers: sources of filters and measures,
/// FFmpeg, and the kernel build where builds may differ.
[[nodiscard]] Key resultKey(Kind kind, const base::Digest& content, std::string_view recipeDigest,
                            std::string_view builds);

}  // namespace fotograma::cache
