/// A job as the table `job` holds it, and the way between that row and api::JobRecord.
///
/// Owner    plain values. The recipe lives in the table `document`; rows carry its id.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::store {

struct JobRow {
    std::int64_t id = 0;
    std::int64_t batchId = 0;
    std::string state;
    int priority = 0;
    std::string input;
    std::string outputs;  ///< JSON list of paths.
    std::string wantedDevice;
    int overwriteRule = 0;
    std::int64_t documentId = 0;
    std::string recipeId;
    std::string recipeTitle;
    std::string recipeDigest;
    std::string inputIdentity;
    std::int64_t inputBytes = 0;
    std::int64_t outputBytes = 0;
    int attempts = 0;
    std::string engineId;
    int interrupted = 0;
    std::int64_t createdAt = 0;
    std::int64_t startedAt = 0;
    std::int64_t finishedAt = 0;
    std::string error;  ///< JSON; empty: none.
    std::string device;
    int cacheRule = 0;
    double position = 0.0;
};

/// Calls `visit(column name, member)` for each column, in the order of the table.
template <class Row, class Visitor>
requires std::same_as<std::remove_const_t<Row>, JobRow>
void eachColumn(Row& row, Visitor visit) {
    visit("id", row.id);
    visit("batch_id", row.batchId);
    visit("state", row.state);
    visit("priority", row.priority);
    visit("input", row.input);
    visit("outputs", row.outputs);
    visit("wanted_device", row.wantedDevice);
    visit("overwrite_rule", row.overwriteRule);
    visit("document_id", row.documentId);
    visit("recipe_id", row.recipeId);
    visit("recipe_title", row.recipeTitle);
    visit("recipe_digest", row.recipeDigest);
    visit("input_identity", row.inputIdentity);
    visit("input_bytes", row.inputBytes);
    visit("output_bytes", row.outputBytes);
    visit("attempts", row.attempts);
    visit("engine_id", row.engineId);
    visit("interrupted", row.interrupted);
    visit("created_at", row.createdAt);
    visit("started_at", row.startedAt);
    visit("finished_at", row.finishedAt);
    visit("error", row.error);
    visit("device", row.device);
    visit("cache_rule", row.cacheRule);
    visit("position", row.position);
}

[[nodiscard]] std::string pathList(const std::vector<std::string>& paths);  ///< The text of JobRow::outputs.
[[nodiscard]] JobRow toRow(const api::JobRecord& record, std::int64_t documentId);
/// Without the recipe: the caller has the document.
base::Result<api::JobRecord> fromRow(JobRow row);

}  // namespace fotograma::store
