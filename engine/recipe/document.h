/// The JSON form of a recipe's parts, shared by the writer and by the schema, which reads the defaults from it.
#pragma once

#include "engine/base/json.h"
#include "engine/recipe/recipe.h"

namespace fotograma::recipe {

[[nodiscard]] base::Json toJson(const Input& input);
[[nodiscard]] base::Json toJson(const FilterUse& use);
[[nodiscard]] base::Json toJson(const MeasureUse& use);
[[nodiscard]] base::Json toJson(const Video& video);
[[nodiscard]] base::Json audioRuleToJson(const TrackRule& rule);
[[nodiscard]] base::Json subtitleRuleToJson(const TrackRule& rule);
[[nodiscard]] base::Json toJson(const Output& output);

}  // namespace fotograma::recipe
