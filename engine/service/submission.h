/// From what a client submits to jobs in the store: first everything that needs the file system, then one transaction
/// that accepts, adopts or refuses.
///
/// Errors   of an item: in its outcome. Of the whole: the Result.
/// Thread   prepare: any, may be slow (network folders). place: the store's writer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/recipe/recipe.h"
#include "engine/service/presence.h"
#include "engine/store/transaction.h"

namespace fotograma::service {

/// An item with everything filled in, or the reason why it cannot become a job.
struct PreparedItem {
    api::JobRecord record;  ///< State, spec, recipe names and digest, input identity and size.
    recipe::Recipe recipe;
    std::vector<std::int64_t> bytesInTheWay;  ///< For each output the size of what lies there; -1: nothing.
    std::optional<base::Error> error;
};

/// One for each item, in order. Names depend on the items alone, so that the same request gives the same paths.
std::vector<PreparedItem> prepare(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices);

/// The file that lies where an output goes and may not be replaced, if there is one.
[[nodiscard]] std::optional<base::Error> fileInTheWay(const PreparedItem& item);

/// True when every output lies there as the job of that report left it.
[[nodiscard]] bool isWhole(const api::Report& report, const PreparedItem& item);

struct Submission {
    std::vector<PreparedItem> items;
    std::string idempotencyKey;
    std::string title;
    bool startPaused = false;
    bool ownBatch = false;
};

base::Result<api::SubmitReply> place(store::Transaction& transaction, const Submission& submission,
                                     const Presence& presence);

}  // namespace fotograma::service
