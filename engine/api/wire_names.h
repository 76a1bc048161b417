/// The wire name of every enumerator: one row each, read in both directions by wire_codec.h.
///
/// Thread   any.
#pragma once

#include <string_view>
#include <utility>

#include "engine/api/types.h"

namespace fotograma::api::wire {

template <class Enum>
using NameRow = std::pair<Enum, std::string_view>;

/// The rows of an enum; specialised below for each that crosses.
template <class Enum>
inline constexpr int kNames = 0;

template <>
inline constexpr NameRow<ParameterKind> kNames<ParameterKind>[] {
    {ParameterKind::Number, "number"}, {ParameterKind::Integer, "integer"}, {ParameterKind::Choice, "choice"},
        {ParameterKind::Boolean, "boolean"}, {ParameterKind::Text, "text"}, {ParameterKind::File, "file"},
};
template <>
inline constexpr NameRow<ValueKind> kNames<ValueKind>[] {
    {ValueKind::Number, "number"}, {ValueKind::Integer, "integer"}, {ValueKind::Hash, "hash"},
};
template <>
inline constexpr NameRow<ValueScope> kNames<ValueScope>[] {
    {ValueScope::Frame, "frame"}, {ValueScope::Clip, "clip"},
};
template <>
inline constexpr NameRow<OperationKind> kNames<OperationKind>[] {
    {OperationKind::Filter, "filter"}, {OperationKind::Measure, "measure"},
};
template <>
inline constexpr NameRow<JobState> kNames<JobState>[] {
    {JobState::Queued, "queued"}, {JobState::Running, "running"}, {JobState::Paused, "paused"},
        {JobState::Done, "done"}, {JobState::Failed, "failed"}, {JobState::Cancelled, "cancelled"},
};
template <>
inline constexpr NameRow<JobAction> kNames<JobAction>[] {
    {JobAction::Pause, "pause"}, {JobAction::Resume, "resume"}, {JobAction::Cancel, "cancel"},
        {JobAction::Retry, "retry"}, {JobAction::Remove, "remove"},
};
template <>
inline constexpr NameRow<OverwriteRule> kNames<OverwriteRule>[] {
    {OverwriteRule::Ask, "ask"}, {OverwriteRule::Always, "always"}, {OverwriteRule::Never, "never"},
};
template <>
inline constexpr NameRow<CacheRule> kNames<CacheRule>[] {
    {CacheRule::Use, "use"}, {CacheRule::Refresh, "refresh"}, {CacheRule::Off, "off"},
};
template <>
inline constexpr NameRow<CacheAction> kNames<CacheAction>[] {
    {CacheAction::Stats, "stats"}, {CacheAction::List, "list"}, {CacheAction::Pin, "pin"},
        {CacheAction::Unpin, "unpin"}, {CacheAction::Clear, "clear"}, {CacheAction::Verify, "verify"},
};
template <>
inline constexpr NameRow<PictureFile> kNames<PictureFile>[] {
    {PictureFile::Jpeg, "jpeg"}, {PictureFile::Png, "png"},
};
template <>
inline constexpr NameRow<Fate> kNames<Fate>[] {
    {Fate::Kept, "kept"}, {Fate::Changed, "changed"}, {Fate::Lost, "lost"}, {Fate::Added, "added"},
};
template <>
inline constexpr NameRow<Submission> kNames<Submission>[] {
    {Submission::Accepted, "accepted"}, {Submission::Adopted, "adopted"}, {Submission::AlreadyDone, "already_done"},
        {Submission::Refused, "refused"},
};
template <>
inline constexpr NameRow<EventKind> kNames<EventKind>[] {
    {EventKind::JobAdded, "job_added"}, {EventKind::JobChanged, "job_changed"},
        {EventKind::JobProgress, "job_progress"}, {EventKind::JobLog, "job_log"},
        {EventKind::JobRemoved, "job_removed"},
};

/// The wire name; empty for a value outside the enum, which only a bug of ours can make.
template <class Enum>
[[nodiscard]] constexpr std::string_view nameOf(Enum value) noexcept {
    for (const auto& [candidate, name] : kNames<Enum>)
        if (candidate == value) return name;
    return {};
}

}  // namespace fotograma::api::wire
