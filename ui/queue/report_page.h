/// A job and its report as rich text: facts, measures, stages.
///
/// Errors   what is not known is left out.
/// Thread   Qt thread.
#pragma once

#include <QString>

#include "engine/api/types.h"
#include "ui/theme.h"

namespace fotograma::ui {

/// `report` may be null: the job has not ended, or its report is still on the way.
[[nodiscard]] QString reportPage(const api::JobRecord& record, const api::Report* report, const Theme& theme);

}  // namespace fotograma::ui
