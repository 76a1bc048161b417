/// Checks objects of a recipe document against their tables, and says where and how one is wrong.
///
/// Errors   InvalidArgument: "outputs[0].video.codec: 'h265' is not one of h264, hevc, av1, copy; did you mean 'hevc'?"
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/api/types.h"
#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/recipe/vocabulary.h"

namespace fotograma::recipe {

/// The error of a place in the document.
[[nodiscard]] std::unexpected<base::Error> failAt(std::string_view path, std::string_view what);

/// "a" + "b" = "a.b"; the root has no name.
[[nodiscard]] std::string memberPath(std::string_view path, std::string_view key);
[[nodiscard]] std::string itemPath(std::string_view path, std::size_t index);

/// "; did you mean 'x'?" when one candidate is near enough, else nothing.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

/// Kind, unknown and missing members, kinds and ranges of members. Objects and lists inside are checked only for their
/// kind: their own readers follow.
base::Status checkObject(const base::Json& json, std::string_view path, std::span<const Field> fields);

/// A filter's or measure's parameters with every default filled in and numbers in the form of their kind.
base::Result<base::Json> checkParameters(api::OperationKind kind, std::string_view id, const base::Json& given,
                                         std::string_view path);

}  // namespace fotograma::recipe
