/// The one JSON form of the values in types.h, used by the store, the command line, the server and its clients.
///
/// Errors   from…: InvalidArgument, whose detail is the path of the offending member ("spec.outputs[2]"). Unknown
///          members are ignored; missing ones and nulls keep their default. Numbers that are not finite become null.
#pragma once

#include <string_view>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::api {

[[nodiscard]] std::string_view toText(JobState state) noexcept;    ///< "queued"
[[nodiscard]] std::string_view toText(JobAction action) noexcept;  ///< "pause"
[[nodiscard]] std::string_view toText(EventKind kind) noexcept;    ///< "job_added"
[[nodiscard]] std::string_view toText(Fate fate) noexcept;         ///< "kept"
[[nodiscard]] std::string_view toText(Submission submission) noexcept;
[[nodiscard]] std::string_view toText(OverwriteRule rule) noexcept;
[[nodiscard]] std::string_view toText(ParameterKind kind) noexcept;
[[nodiscard]] std::string_view toText(OperationKind kind) noexcept;
[[nodiscard]] std::string_view toText(CacheRule rule) noexcept;
[[nodiscard]] std::string_view toText(CacheAction action) noexcept;
[[nodiscard]] std::string_view toText(PictureFile format) noexcept;  ///< "jpeg"
base::Result<JobState> jobStateFromText(std::string_view text);
base::Result<JobAction> jobActionFromText(std::string_view text);

[[nodiscard]] Json toJson(const base::Error& value);
[[nodiscard]] Json toJson(const ParameterInfo& value);
[[nodiscard]] Json toJson(const OperationInfo& value);
[[nodiscard]] Json toJson(const DeviceInfo& value);
[[nodiscard]] Json toJson(const RecipeInfo& value);
[[nodiscard]] Json toJson(const ServiceInfo& value);
[[nodiscard]] Json toJson(const JobSpec& value);
[[nodiscard]] Json toJson(const FateNote& value);
[[nodiscard]] Json toJson(const PassInfo& value);
[[nodiscard]] Json toJson(const Artifact& value);
[[nodiscard]] Json toJson(const Progress& value);
[[nodiscard]] Json toJson(const Report& value);
[[nodiscard]] Json toJson(const JobRecord& value);
[[nodiscard]] Json toJson(const SubmitRequest& value);
[[nodiscard]] Json toJson(const SubmitReply& value);
[[nodiscard]] Json toJson(const CheckReply& value);
[[nodiscard]] Json toJson(const ControlReply& value);
[[nodiscard]] Json toJson(const Snapshot& value);
[[nodiscard]] Json toJson(const ReportPage& value);
[[nodiscard]] Json toJson(const Event& value);
[[nodiscard]] Json toJson(const Stats& value);
[[nodiscard]] Json toJson(const PreviewRequest& value);
[[nodiscard]] Json toJson(const Preview& value);
[[nodiscard]] Json toJson(const CacheQuery& value);
[[nodiscard]] Json toJson(const CacheEntry& value);
[[nodiscard]] Json toJson(const CacheLevelStats& value);
[[nodiscard]] Json toJson(const CacheReply& value);
[[nodiscard]] Json toJson(const JobEdit& value);
[[nodiscard]] Json toJson(const BatchInfo& value);
[[nodiscard]] Json toJson(const BatchPage& value);
[[nodiscard]] Json toJson(const RecipeDraft& value);
[[nodiscard]] Json toJson(const RuntimeSettings& value);

base::Result<base::Error> errorFromJson(const Json& json);
base::Result<JobSpec> jobSpecFromJson(const Json& json);
base::Result<Progress> progressFromJson(const Json& json);
base::Result<Report> reportFromJson(const Json& json);
base::Result<JobRecord> jobRecordFromJson(const Json& json);
base::Result<SubmitRequest> submitRequestFromJson(const Json& json);
base::Result<SubmitReply> submitReplyFromJson(const Json& json);
base::Result<Event> eventFromJson(const Json& json);
base::Result<PreviewRequest> previewRequestFromJson(const Json& json);
base::Result<Preview> previewFromJson(const Json& json);
base::Result<CacheQuery> cacheQueryFromJson(const Json& json);
base::Result<CacheReply> cacheReplyFromJson(const Json& json);
base::Result<JobEdit> jobEditFromJson(const Json& json);
base::Result<BatchPage> batchPageFromJson(const Json& json);
base::Result<RecipeDraft> recipeDraftFromJson(const Json& json);
base::Result<RecipeInfo> recipeInfoFromJson(const Json& json);
base::Result<RuntimeSettings> runtimeSettingsFromJson(const Json& json);
base::Result<ServiceInfo> serviceInfoFromJson(const Json& json);
base::Result<CheckReply> checkReplyFromJson(const Json& json);
base::Result<ControlReply> controlReplyFromJson(const Json& json);
base::Result<Snapshot> snapshotFromJson(const Json& json);
base::Result<ReportPage> reportPageFromJson(const Json& json);
base::Result<Stats> statsFromJson(const Json& json);

}  // namespace fotograma::api
