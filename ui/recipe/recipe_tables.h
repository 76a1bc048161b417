/// The settings of a recipe beside its filters, as parameter tables: what forms are made of.
///
/// Units    as in resources/recipe.schema.json, which is the rule; the service has the last word on every value.
/// Thread   Qt thread (translations).
#pragma once

#include <vector>

#include "engine/api/types.h"

namespace fotograma::ui {

[[nodiscard]] std::vector<api::ParameterInfo> inputTable();
[[nodiscard]] std::vector<api::ParameterInfo> outputTable();  ///< Name, container, what is kept.
[[nodiscard]] std::vector<api::ParameterInfo> videoTable();
[[nodiscard]] std::vector<api::ParameterInfo> soundRuleTable();
[[nodiscard]] std::vector<api::ParameterInfo> subtitleRuleTable();

}  // namespace fotograma::ui
