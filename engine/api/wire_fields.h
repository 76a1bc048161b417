/// The members of every value that crosses the seam: each listed once, written and read by wire_codec.h.
///
/// Shape    kFields<T> is a tuple of (wire name, member). A new member of types.h is one line here.
/// Thread   any.
#pragma once

#include <string_view>
#include <tuple>

#include "engine/api/types.h"

namespace fotograma::api::wire {

template <class Owner, class Value>
struct Field {
    std::string_view name;
    Value Owner::*member;
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(std::string_view name, Value Owner::*member) {
    return {name, member};
}

/// The fields of a struct; specialised below for each that crosses.
template <class T>
inline constexpr int kFields = 0;

template <>
inline constexpr std::tuple kFields<base::Error>{
    field("code", &base::Error::code),
    field("message", &base::Error::message),
    field("detail", &base::Error::detail),
};

// ---- What the engine can do ------------------------------------------------------------------------------------

template <>
inline constexpr std::tuple kFields<ParameterInfo>{
    field("id", &ParameterInfo::id),
    field("label", &ParameterInfo::label),
    field("sentence", &ParameterInfo::sentence),
    field("kind", &ParameterInfo::kind),
    field("unit", &ParameterInfo::unit),
    field("minimum", &ParameterInfo::minimum),
    field("maximum", &ParameterInfo::maximum),
    field("step", &ParameterInfo::step),
    field("default", &ParameterInfo::defaultValue),
    field("choices", &ParameterInfo::choices),
};
template <>
inline constexpr std::tuple kFields<ValueInfo>{
    field("id", &ValueInfo::id),          field("label", &ValueInfo::label),
    field("unit", &ValueInfo::unit),      field("sentence", &ValueInfo::sentence),
    field("kind", &ValueInfo::kind),      field("scope", &ValueInfo::scope),
    field("is_list", &ValueInfo::isList),
};
template <>
inline constexpr std::tuple kFields<OperationInfo>{
    field("kind", &OperationInfo::kind),
    field("id", &OperationInfo::id),
    field("title", &OperationInfo::title),
    field("sentence", &OperationInfo::sentence),
    field("source", &OperationInfo::source),
    field("shape", &OperationInfo::shape),
    field("parameters", &OperationInfo::parameters),
    field("values", &OperationInfo::values),
};
template <>
inline constexpr std::tuple kFields<DeviceInfo>{
    field("id", &DeviceInfo::id),
    field("name", &DeviceInfo::name),
    field("available", &DeviceInfo::available),
    field("reason", &DeviceInfo::reason),
    field("memory_bytes", &DeviceInfo::memoryBytes),
    field("free_bytes", &DeviceInfo::freeBytes),
    field("compute_units", &DeviceInfo::computeUnits),
    field("traits", &DeviceInfo::traits),
};
template <>
inline constexpr std::tuple kFields<RecipeInfo>{
    field("id", &RecipeInfo::id),
    field("title", &RecipeInfo::title),
    field("sentence", &RecipeInfo::sentence),
    field("built_in", &RecipeInfo::builtIn),
    field("recipe", &RecipeInfo::recipe),
};
template <>
inline constexpr std::tuple kFields<ServiceInfo>{
    field("name", &ServiceInfo::name),
    field("version", &ServiceInfo::version),
    field("engine_id", &ServiceInfo::engineId),
    field("shares_files", &ServiceInfo::sharesFiles),
    field("drains_queue", &ServiceInfo::drainsQueue),
    field("devices", &ServiceInfo::devices),
    field("operations", &ServiceInfo::operations),
};

// ---- Jobs ------------------------------------------------------------------------------------------------------

template <>
inline constexpr std::tuple kFields<JobSpec>{
    field("input", &JobSpec::input),   field("recipe", &JobSpec::recipe),       field("outputs", &JobSpec::outputs),
    field("device", &JobSpec::device), field("overwrite", &JobSpec::overwrite), field("priority", &JobSpec::priority),
    field("cache", &JobSpec::cache),
};
template <>
inline constexpr std::tuple kFields<FateNote>{
    field("fate", &FateNote::fate),
    field("output", &FateNote::output),
    field("subject", &FateNote::subject),
    field("sentence", &FateNote::sentence),
};
template <>
inline constexpr std::tuple kFields<Artifact>{
    field("path", &Artifact::path),
    field("kind", &Artifact::kind),
    field("size_bytes", &Artifact::sizeBytes),
    field("width", &Artifact::width),
    field("height", &Artifact::height),
    field("duration_seconds", &Artifact::durationSeconds),
    field("facts", &Artifact::facts),
};
template <>
inline constexpr std::tuple kFields<StageShare>{
    field("stage", &StageShare::stage),
    field("busy_share", &StageShare::busyShare),
};
template <>
inline constexpr std::tuple kFields<Progress>{
    field("fraction", &Progress::fraction),
    field("frames", &Progress::frames),
    field("fps", &Progress::fps),
    field("speed", &Progress::speed),
    field("eta_seconds", &Progress::etaSeconds),
    field("stages", &Progress::stages),
};
template <>
inline constexpr std::tuple kFields<PassInfo>{
    field("part", &PassInfo::part),     field("of", &PassInfo::of),         field("shape", &PassInfo::shape),
    field("how", &PassInfo::how),       field("device", &PassInfo::device), field("input", &PassInfo::input),
    field("output", &PassInfo::output), field("turns", &PassInfo::turns),   field("bytes", &PassInfo::bytes),
};
template <>
inline constexpr std::tuple kFields<Report>{
    field("input", &Report::input),
    field("measures", &Report::measures),
    field("frames", &Report::frames),
    field("notes", &Report::notes),
    field("artifacts", &Report::artifacts),
    field("device", &Report::device),
    field("device_notes", &Report::deviceNotes),
    field("passes", &Report::passes),
    field("mode", &Report::mode),
    field("every_seconds", &Report::everySeconds),
    field("frames_measured", &Report::framesMeasured),
    field("frames_decoded", &Report::framesDecoded),
    field("frames_damaged", &Report::framesDamaged),
    field("wall_seconds", &Report::wallSeconds),
    field("cpu_seconds", &Report::cpuSeconds),
    field("fps", &Report::fps),
    field("stages", &Report::stages),
    field("partial", &Report::partial),
    field("cache", &Report::cache),
    field("seconds_saved", &Report::secondsSaved),
};
template <>
inline constexpr std::tuple kFields<JobRecord>{
    field("id", &JobRecord::id),
    field("batch", &JobRecord::batch),
    field("state", &JobRecord::state),
    field("spec", &JobRecord::spec),
    field("recipe_id", &JobRecord::recipeId),
    field("recipe_title", &JobRecord::recipeTitle),
    field("recipe_digest", &JobRecord::recipeDigest),
    field("input_identity", &JobRecord::inputIdentity),
    field("input_bytes", &JobRecord::inputBytes),
    field("output_bytes", &JobRecord::outputBytes),
    field("attempts", &JobRecord::attempts),
    field("engine_id", &JobRecord::engineId),
    field("interrupted", &JobRecord::interrupted),
    field("created_at", &JobRecord::createdAt),
    field("started_at", &JobRecord::startedAt),
    field("finished_at", &JobRecord::finishedAt),
    field("error", &JobRecord::error),
    field("progress", &JobRecord::progress),
    field("device", &JobRecord::device),
    field("position", &JobRecord::position),
};

// ---- Requests and replies --------------------------------------------------------------------------------------

template <>
inline constexpr std::tuple kFields<SubmitItem>{
    field("spec", &SubmitItem::spec),
    field("output_folder", &SubmitItem::outputFolder),
    field("relative_folder", &SubmitItem::relativeFolder),
};
template <>
inline constexpr std::tuple kFields<SubmitRequest>{
    field("items", &SubmitRequest::items),        field("idempotency_key", &SubmitRequest::idempotencyKey),
    field("title", &SubmitRequest::title),        field("start_paused", &SubmitRequest::startPaused),
    field("own_batch", &SubmitRequest::ownBatch), field("batch", &SubmitRequest::batch),
};
template <>
inline constexpr std::tuple kFields<SubmitOutcome>{
    field("submission", &SubmitOutcome::submission),
    field("job", &SubmitOutcome::job),
    field("outputs", &SubmitOutcome::outputs),
    field("error", &SubmitOutcome::error),
};
template <>
inline constexpr std::tuple kFields<SubmitReply>{
    field("batch", &SubmitReply::batch),
    field("outcomes", &SubmitReply::outcomes),
};
template <>
inline constexpr std::tuple kFields<CheckReply>{
    field("input", &CheckReply::input),   field("outputs", &CheckReply::outputs), field("plan", &CheckReply::plan),
    field("passes", &CheckReply::passes), field("error", &CheckReply::error),
};
template <>
inline constexpr std::tuple kFields<JobEdit>{
    field("recipe", &JobEdit::recipe), field("output_folder", &JobEdit::outputFolder),
    field("device", &JobEdit::device), field("overwrite", &JobEdit::overwrite),
    field("cache", &JobEdit::cache),   field("priority", &JobEdit::priority),
    field("before", &JobEdit::before),
};
template <>
inline constexpr std::tuple kFields<BatchInfo>{
    field("id", &BatchInfo::id),
    field("title", &BatchInfo::title),
    field("owner_engine", &BatchInfo::ownerEngine),
    field("created_at", &BatchInfo::createdAt),
    field("jobs", &BatchInfo::jobs),
};
template <>
inline constexpr std::tuple kFields<BatchPage>{
    field("batches", &BatchPage::batches),
    field("next_before_id", &BatchPage::nextBeforeId),
};
template <>
inline constexpr std::tuple kFields<RecipeDraft>{
    field("recipe", &RecipeDraft::recipe),
    field("may_replace", &RecipeDraft::mayReplace),
};
template <>
inline constexpr std::tuple kFields<ControlReply>{
    field("changed", &ControlReply::changed),
    field("refused", &ControlReply::refused),
};
template <>
inline constexpr std::tuple kFields<JobReport>{
    field("record", &JobReport::record),
    field("report", &JobReport::report),
};
template <>
inline constexpr std::tuple kFields<ReportPage>{
    field("jobs", &ReportPage::jobs),
    field("next_after_id", &ReportPage::nextAfterId),
};
template <>
inline constexpr std::tuple kFields<Snapshot>{
    field("sequence", &Snapshot::sequence),
    field("jobs", &Snapshot::jobs),
    field("next_after_id", &Snapshot::nextAfterId),
};
template <>
inline constexpr std::tuple kFields<Event>{
    field("sequence", &Event::sequence), field("kind", &Event::kind),     field("at", &Event::at),
    field("job", &Event::job),           field("record", &Event::record), field("progress", &Event::progress),
    field("text", &Event::text),
};
template <>
inline constexpr std::tuple kFields<Percentiles>{
    field("count", &Percentiles::count), field("p50", &Percentiles::p50),         field("p95", &Percentiles::p95),
    field("p99", &Percentiles::p99),     field("maximum", &Percentiles::maximum),
};
template <>
inline constexpr std::tuple kFields<CacheLevelStats>{
    field("level", &CacheLevelStats::level),
    field("available", &CacheLevelStats::available),
    field("note", &CacheLevelStats::note),
    field("hits", &CacheLevelStats::hits),
    field("misses", &CacheLevelStats::misses),
    field("writes", &CacheLevelStats::writes),
    field("damaged", &CacheLevelStats::damaged),
    field("evicted", &CacheLevelStats::evicted),
    field("entries", &CacheLevelStats::entries),
    field("bytes", &CacheLevelStats::bytes),
    field("limit_bytes", &CacheLevelStats::limitBytes),
    field("seconds_saved", &CacheLevelStats::secondsSaved),
};
template <>
inline constexpr std::tuple kFields<StageLoad>{
    field("stage", &StageLoad::stage),
    field("busy_seconds", &StageLoad::busySeconds),
    field("job_seconds", &StageLoad::jobSeconds),
};
template <>
inline constexpr std::tuple kFields<DeviceLoad>{
    field("id", &DeviceLoad::id),
    field("busy_share", &DeviceLoad::busyShare),
    field("decoder_share", &DeviceLoad::decoderShare),
    field("encoder_share", &DeviceLoad::encoderShare),
    field("memory_bytes", &DeviceLoad::memoryBytes),
    field("used_bytes", &DeviceLoad::usedBytes),
};
template <>
inline constexpr std::tuple kFields<RuntimeSettings>{
    field("jobs", &RuntimeSettings::jobs),
    field("threads", &RuntimeSettings::threads),
    field("memory_bytes", &RuntimeSettings::memoryBytes),
    field("is_held", &RuntimeSettings::isHeld),
};
template <>
inline constexpr std::tuple kFields<Stats>{
    field("jobs", &Stats::jobs),
    field("frames_decoded", &Stats::framesDecoded),
    field("jobs_finished", &Stats::jobsFinished),
    field("frames_per_second", &Stats::framesPerSecond),
    field("jobs_per_second", &Stats::jobsPerSecond),
    field("job_seconds", &Stats::jobSeconds),
    field("submit_to_stored", &Stats::submitToStored),
    field("resident_bytes", &Stats::residentBytes),
    field("cpu_share", &Stats::cpuShare),
    field("read_bytes", &Stats::readBytes),
    field("written_bytes", &Stats::writtenBytes),
    field("stages", &Stats::stages),
    field("devices", &Stats::devices),
    field("cache", &Stats::cache),
};

// ---- Previews --------------------------------------------------------------------------------------------------

template <>
inline constexpr std::tuple kFields<PreviewRequest>{
    field("input", &PreviewRequest::input),   field("seconds", &PreviewRequest::seconds),
    field("share", &PreviewRequest::share),   field("quick", &PreviewRequest::quick),
    field("recipe", &PreviewRequest::recipe), field("width", &PreviewRequest::width),
    field("height", &PreviewRequest::height), field("columns", &PreviewRequest::columns),
    field("rows", &PreviewRequest::rows),     field("format", &PreviewRequest::format),
    field("slot", &PreviewRequest::slot),     field("cache", &PreviewRequest::cache),
};
template <>
inline constexpr std::tuple kFields<Preview>{
    field("picture", &Preview::picture), field("format", &Preview::format),
    field("width", &Preview::width),     field("height", &Preview::height),
    field("seconds", &Preview::seconds), field("duration_seconds", &Preview::durationSeconds),
    field("cache", &Preview::cache),
};

// ---- The cache -------------------------------------------------------------------------------------------------

template <>
inline constexpr std::tuple kFields<CacheQuery>{
    field("keys", &CacheQuery::keys),      field("text", &CacheQuery::text),
    field("kind", &CacheQuery::kind),      field("unused_seconds", &CacheQuery::unusedSeconds),
    field("dry_run", &CacheQuery::dryRun), field("after_key", &CacheQuery::afterKey),
    field("limit", &CacheQuery::limit),
};
template <>
inline constexpr std::tuple kFields<CacheEntry>{
    field("key", &CacheEntry::key),         field("kind", &CacheEntry::kind),
    field("label", &CacheEntry::label),     field("bytes", &CacheEntry::bytes),
    field("seconds", &CacheEntry::seconds), field("created_at", &CacheEntry::createdAt),
    field("used_at", &CacheEntry::usedAt),  field("pinned", &CacheEntry::pinned),
};
template <>
inline constexpr std::tuple kFields<CacheReply>{
    field("levels", &CacheReply::levels),
    field("entries", &CacheReply::entries),
    field("next_after_key", &CacheReply::nextAfterKey),
    field("matched", &CacheReply::matched),
    field("matched_bytes", &CacheReply::matchedBytes),
    field("damaged", &CacheReply::damaged),
};

}  // namespace fotograma::api::wire
