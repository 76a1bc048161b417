/// Numbered events as the table `event` holds them: a row for each transaction, which names the jobs it touched.
///
/// Shape    "a12 c13 r9": job 12 added, 13 changed, 9 removed, in this order.
/// Errors   InvalidData for a text of another form.
/// Thread   any; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::store {

struct JobEvent {
    api::EventKind kind = api::EventKind::JobChanged;
    base::JobId job;
};

void appendEvent(std::string& changes, const JobEvent& event);
base::Result<std::vector<JobEvent>> parseEvents(std::string_view changes);

}  // namespace fotograma::store
