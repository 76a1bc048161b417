#include "engine/store/job_row.h"

#include "engine/api/wire.h"

namespace fotograma::store {

std::string pathList(const std::vector<std::string>& paths) {
    if (paths.empty()) return "[]";
    base::Json list = base::Json::array();
    for (const std::string& path : paths) list.append(path);
    return list.dump();
}

JobRow toRow(const api::JobRecord& record, std::int64_t documentId) {
    JobRow row;
    row.id = record.id.value;
    row.batchId = record.batch.value;
    row.state = api::toText(record.state);
    row.priority = record.spec.priority;
    row.input = record.spec.input;
    row.outputs = pathList(record.spec.outputs);
    row.wantedDevice = record.spec.device;
    row.overwriteRule = static_cast<int>(record.spec.overwrite);
    row.documentId = documentId;
    row.recipeId = record.recipeId;
    row.recipeTitle = record.recipeTitle;
    row.recipeDigest = record.recipeDigest;
    row.inputIdentity = record.inputIdentity;
    row.inputBytes = record.inputBytes;
    row.outputBytes = record.outputBytes;
    row.attempts = record.attempts;
    row.engineId = record.engineId;
    row.interrupted = record.interrupted ? 1 : 0;
    row.createdAt = record.createdAt;
    row.startedAt = record.startedAt;
    row.finishedAt = record.finishedAt;
    if (record.error) row.error = api::toJson(*record.error).dump();
    row.device = record.device;
    row.cacheRule = static_cast<int>(record.spec.cache);
    row.position = record.position;
    return row;
}

base::Result<api::JobRecord> fromRow(JobRow row) {
    api::JobRecord record;
    FOTOGRAMA_ASSIGN_OR_RETURN(record.state, api::jobStateFromText(row.state));
    if (row.outputs != "[]") {
        FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json outputs, base::Json::parse(row.outputs));
        for (const base::Json& path : outputs.items()) record.spec.outputs.push_back(path.asString());
    }
    if (!row.error.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json error, base::Json::parse(row.error));
        FOTOGRAMA_ASSIGN_OR_RETURN(record.error, api::errorFromJson(error));
    }
    record.id = {row.id};
    record.batch = {row.batchId};
    record.spec.priority = row.priority;
    record.spec.input = std::move(row.input);
    record.spec.device = std::move(row.wantedDevice);
    record.spec.overwrite = static_cast<api::OverwriteRule>(row.overwriteRule);
    record.recipeId = std::move(row.recipeId);
    record.recipeTitle = std::move(row.recipeTitle);
    record.recipeDigest = std::move(row.recipeDigest);
    record.inputIdentity = std::move(row.inputIdentity);
    record.inputBytes = row.inputBytes;
    record.outputBytes = row.outputBytes;
    record.attempts = row.attempts;
    record.engineId = std::move(row.engineId);
    record.interrupted = row.interrupted != 0;
    record.createdAt = row.createdAt;
    record.startedAt = row.startedAt;
    record.finishedAt = row.finishedAt;
    record.device = std::move(row.device);
    record.spec.cache = static_cast<api::CacheRule>(row.cacheRule);
    record.position = row.position;
    return record;
}

}  // namespace fotograma::store
