/// The inputs of a submission that are addresses: fetched before the rest of it is looked at, and given up again when
/// nothing comes of their jobs.
///
/// Errors   in Fetched::refused, by the item's place.
/// Owner    what was fetched is an upload of the principal.
/// Thread   any; `then` may be called on the thread of whoever brought the last file.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/submission.h"

namespace fotograma::server {

struct Fetched {
    Refusals refused;
    std::map<std::size_t, std::string> uploads;  ///< Ids of those that came now, by the item's place.
};

/// Replaces addresses by the uploads that they became. `then` comes once; at once when there is no address. The same
/// non-empty `key` again, which asks for no new jobs, fetches nothing again.
void fetchInputs(Context& context, const Principal& principal, std::shared_ptr<std::vector<api::SubmitItem>> items,
                 const std::string& key, std::move_only_function<void(Fetched)> then);

/// Removes the files of items that were refused after all.
void giveUpRefused(Context& context, const Fetched& fetched, const std::vector<api::SubmitOutcome>& outcomes);
/// Removes all of them: the submission as a whole came to nothing.
void giveUp(Context& context, const Fetched& fetched);

}  // namespace fotograma::server
