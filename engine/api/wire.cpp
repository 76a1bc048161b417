#include "engine/api/wire.h"

#include "engine/api/wire_codec.h"

namespace fotograma::api {

namespace {

/// The value of a document, or an Error that names the member at fault. `what` is the value's name for people.
template <class T>
base::Result<T> fromJson(const Json& json, std::string_view what) {
    T value;
    if (const auto problem = wire::read(json, value)) {
        const std::string subject =
            problem->path.empty() ? base::concat("The ", what) : base::concat("\"", problem->path, "\" in the ", what);
        return base::fail(base::ErrorCode::InvalidArgument, base::concat(subject, ' ', problem->sentence, '.'),
                          problem->path);
    }
    return value;
}

template <class Enum>
base::Result<Enum> fromText(std::string_view text, std::string_view what) {
    Enum value{};
    if (const auto problem = wire::read(Json(text), value))
        return base::fail(base::ErrorCode::InvalidArgument, base::concat("The ", what, ' ', problem->sentence, '.'));
    return value;
}

}  // namespace

std::string_view toText(JobState state) noexcept { return wire::nameOf(state); }
std::string_view toText(JobAction action) noexcept { return wire::nameOf(action); }
std::string_view toText(EventKind kind) noexcept { return wire::nameOf(kind); }
std::string_view toText(Fate fate) noexcept { return wire::nameOf(fate); }
std::string_view toText(Submission submission) noexcept { return wire::nameOf(submission); }
std::string_view toText(OverwriteRule rule) noexcept { return wire::nameOf(rule); }
std::string_view toText(ParameterKind kind) noexcept { return wire::nameOf(kind); }
std::string_view toText(OperationKind kind) noexcept { return wire::nameOf(kind); }
std::string_view toText(CacheRule rule) noexcept { return wire::nameOf(rule); }
std::string_view toText(CacheAction action) noexcept { return wire::nameOf(action); }
std::string_view toText(PictureFile format) noexcept { return wire::nameOf(format); }

base::Result<JobState> jobStateFromText(std::string_view text) { return fromText<JobState>(text, "job state"); }
base::Result<JobAction> jobActionFromText(std::string_view text) { return fromText<JobAction>(text, "action"); }

Json toJson(const base::Error& value) { return wire::write(value); }
Json toJson(const ParameterInfo& value) { return wire::write(value); }
Json toJson(const OperationInfo& value) { return wire::write(value); }
Json toJson(const DeviceInfo& value) { return wire::write(value); }
Json toJson(const RecipeInfo& value) { return wire::write(value); }
Json toJson(const ServiceInfo& value) { return wire::write(value); }
Json toJson(const JobSpec& value) { return wire::write(value); }
Json toJson(const FateNote& value) { return wire::write(value); }
Json toJson(const PassInfo& value) { return wire::write(value); }
Json toJson(const Artifact& value) { return wire::write(value); }
Json toJson(const Progress& value) { return wire::write(value); }
Json toJson(const Report& value) { return wire::write(value); }
Json toJson(const JobRecord& value) { return wire::write(value); }
Json toJson(const SubmitRequest& value) { return wire::write(value); }
Json toJson(const SubmitReply& value) { return wire::write(value); }
Json toJson(const CheckReply& value) { return wire::write(value); }
Json toJson(const ControlReply& value) { return wire::write(value); }
Json toJson(const Snapshot& value) { return wire::write(value); }
Json toJson(const ReportPage& value) { return wire::write(value); }
Json toJson(const Event& value) { return wire::write(value); }
Json toJson(const Stats& value) { return wire::write(value); }
Json toJson(const PreviewRequest& value) { return wire::write(value); }
Json toJson(const Preview& value) { return wire::write(value); }
Json toJson(const CacheQuery& value) { return wire::write(value); }
Json toJson(const CacheEntry& value) { return wire::write(value); }
Json toJson(const CacheLevelStats& value) { return wire::write(value); }
Json toJson(const CacheReply& value) { return wire::write(value); }
Json toJson(const JobEdit& value) { return wire::write(value); }
Json toJson(const BatchInfo& value) { return wire::write(value); }
Json toJson(const BatchPage& value) { return wire::write(value); }
Json toJson(const RecipeDraft& value) { return wire::write(value); }
Json toJson(const RuntimeSettings& value) { return wire::write(value); }

base::Result<base::Error> errorFromJson(const Json& json) { return fromJson<base::Error>(json, "error"); }
base::Result<JobSpec> jobSpecFromJson(const Json& json) { return fromJson<JobSpec>(json, "job"); }
base::Result<Progress> progressFromJson(const Json& json) { return fromJson<Progress>(json, "progress"); }
base::Result<Report> reportFromJson(const Json& json) { return fromJson<Report>(json, "report"); }
base::Result<JobRecord> jobRecordFromJson(const Json& json) { return fromJson<JobRecord>(json, "job record"); }
base::Result<SubmitRequest> submitRequestFromJson(const Json& json) {
    return fromJson<SubmitRequest>(json, "submission");
}
base::Result<SubmitReply> submitReplyFromJson(const Json& json) {
    return fromJson<SubmitReply>(json, "submission reply");
}
base::Result<Event> eventFromJson(const Json& json) { return fromJson<Event>(json, "event"); }
base::Result<PreviewRequest> previewRequestFromJson(const Json& json) {
    return fromJson<PreviewRequest>(json, "preview request");
}
base::Result<Preview> previewFromJson(const Json& json) { return fromJson<Preview>(json, "preview"); }
base::Result<CacheQuery> cacheQueryFromJson(const Json& json) { return fromJson<CacheQuery>(json, "cache query"); }
base::Result<CacheReply> cacheReplyFromJson(const Json& json) { return fromJson<CacheReply>(json, "cache reply"); }
base::Result<JobEdit> jobEditFromJson(const Json& json) { return fromJson<JobEdit>(json, "edit"); }
base::Result<BatchPage> batchPageFromJson(const Json& json) { return fromJson<BatchPage>(json, "page of batches"); }
base::Result<RecipeDraft> recipeDraftFromJson(const Json& json) { return fromJson<RecipeDraft>(json, "recipe draft"); }
base::Result<RecipeInfo> recipeInfoFromJson(const Json& json) { return fromJson<RecipeInfo>(json, "recipe"); }
base::Result<RuntimeSettings> runtimeSettingsFromJson(const Json& json) {
    return fromJson<RuntimeSettings>(json, "settings");
}
base::Result<ServiceInfo> serviceInfoFromJson(const Json& json) { return fromJson<ServiceInfo>(json, "service"); }
base::Result<CheckReply> checkReplyFromJson(const Json& json) { return fromJson<CheckReply>(json, "check reply"); }
base::Result<ControlReply> controlReplyFromJson(const Json& json) {
    return fromJson<ControlReply>(json, "control reply");
}
base::Result<Snapshot> snapshotFromJson(const Json& json) { return fromJson<Snapshot>(json, "snapshot"); }
base::Result<ReportPage> reportPageFromJson(const Json& json) { return fromJson<ReportPage>(json, "page of reports"); }
base::Result<Stats> statsFromJson(const Json& json) { return fromJson<Stats>(json, "statistics"); }

}  // namespace fotograma::api
