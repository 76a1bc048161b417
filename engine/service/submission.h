/// From what a client submits to jobs in the store: first everything that needs the file system, then one transaction
/// that accepts, adopts or refuses.
///
/// Errors   of an item: in its outcome. Of the whole: the Result.
/// Thread   prepare: any, may be slow (network folders). place: the store's writer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/pipeline/pipeline.h"
#include "engine/recipe/recipe.h"
#include "engine/service/presence.h"
#include "engine/store/transaction.h"

namespace fotograma::service {

/// An item with everything filled in, or the reason why it cannot become a job.
struct PreparedItem {
    api::JobRecord record;                         ///< State, spec, recipe names and digest, input identity and size.
    std::shared_ptr<const recipe::Recipe> recipe;  ///< Null when it does not parse; shared by those that have the same.
    std::vector<std::int64_t> bytesInTheWay;       ///< For each output the size of what lies there; -1: nothing.
    std::optional<base::Error> error;
};

/// Prepares the items of one request, page by page; keeps what they share.
class Preparation {
public:
    /// Both must outlive it. Names depend on all the items, so that the same request gives the same paths.
    Preparation(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices,
                const pipeline::FileRules& files = {});
    ~Preparation();

    /// One for each of these items, which are some of all, in order.
    std::vector<PreparedItem> page(std::span<const api::SubmitItem> items);

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

/// All at once.
std::vector<PreparedItem> prepare(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices,
                                  const pipeline::FileRules& files = {});

/// The file that lies where an output goes and may not be replaced, if there is one.
[[nodiscard]] std::optional<base::Error> fileInTheWay(const PreparedItem& item);

/// True when every output lies there as the job of that report left it.
[[nodiscard]] bool isWhole(const api::Report& report, const PreparedItem& item);

/// What the pages of one request share, from its first transaction to its reply.
struct Submission {
    std::string idempotencyKey;
    std::string title;
    bool startPaused = false;
    bool ownBatch = false;
    base::BatchId batch{};    ///< To add to; none: a new one.
    api::SubmitReply reply;   ///< The outcomes of the pages placed so far.
    bool isRepeated = false;  ///< The key was met before: the reply is that of then, and nothing is placed.
};

enum class Page { First, Middle, Last, Only };

/// Places a page of items; the submission's reply is complete after the last one.
base::Status place(store::Transaction& transaction, Submission& submission, std::span<const PreparedItem> items,
                   Page page, const Presence& presence);

}  // namespace fotograma::service
