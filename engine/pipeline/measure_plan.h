/// Which measures a recipe needs of one input, by what they read; and those that are derived from others.
///
/// Thread   any; pure.
#pragma once

#include "engine/pipeline/plan.h"

namespace fotograma::pipeline {

/// Fills the plan's lists of measures; what derived ones need is added where the recipe does not name it.
base::Status planMeasures(const recipe::Recipe& recipe, Plan& plan);

/// Adds the derived measures to a report's `measures`, from what is there.
void addDerived(const Plan& plan, api::Json& measures);

}  // namespace fotograma::pipeline
