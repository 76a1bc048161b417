/// The values that cross the service seam: what a window, a command line or a server may know of the engine.
///
/// Units    times in seconds unless the name says otherwise; sizes in bytes; paths are UTF-8 text.
/// Owner    plain values; copies are independent. engine/api/wire.h gives each its JSON form.
/// Thread   any.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/base/units.h"

namespace fotograma::api {

using base::BatchId;
using base::JobId;
using base::Json;
using base::Sequence;
using base::UnixMillis;

// ---- What the engine can do ------------------------------------------------------------------------------------

enum class ParameterKind {
    Number,
    Integer,
    Choice,
    Boolean,
    Text,
    File,  ///< Path of a file that the service can read; "" none. `choices` are the endings it may have: "cube", "png".
};

/// One row of a filter's or measure's parameter table: range, unit, default and label in one place.
struct ParameterInfo {
    std::string id;        ///< Key in recipes, snake_case.
    std::string label;     ///< "Contrast"
    std::string sentence;  ///< What turning it does.
    ParameterKind kind = ParameterKind::Number;
    std::string unit;      ///< "px", "EV", "K", "%"; empty when it has none.
    double minimum = 0.0;  ///< Number and Integer only.
    double maximum = 0.0;
    double step = 0.0;                 ///< For sliders; 0 lets the form choose.
    Json defaultValue;                 ///< null when the parameter must be given.
    std::vector<std::string> choices;  ///< Choice; File: endings.
};

enum class OperationKind { Filter, Measure };

enum class ValueKind {
    Number,
    Integer,
    Hash,  ///< 64 bits; in reports 16 hex digits, the most significant first.
};
enum class ValueScope {
    Frame,  ///< A column of Report::frames. Of the clip: a number as {"mean", "min", "max"}, a hash as itself.
    Clip,   ///< Of the clip alone: the value itself.
};

/// What a measure yields under one name; null or absent in a report where it does not apply.
struct ValueInfo {
    std::string id;  ///< "mean"; the report key is "<measure>.<id>".
    std::string label;
    std::string unit;  ///< "code values (0..1)", "ratio", "1/frame"
    std::string sentence;
    ValueKind kind = ValueKind::Number;
    ValueScope scope = ValueScope::Frame;
    bool isList = false;  ///< Clip only: an array of such values.
};

/// A filter or a measure, as its definition tells it.
struct OperationInfo {
    OperationKind kind = OperationKind::Filter;
    std::string id;  ///< "resize"
    std::string title;
    std::string sentence;
    std::string source;  ///< Paper, standard and table; empty when it is plain arithmetic.
    std::string shape;   ///< "point", "window", "gather", "temporal", "reduce", "stage", "derived"
    std::vector<ParameterInfo> parameters;
    std::vector<ValueInfo> values;  ///< Measures only.
};

struct DeviceInfo {
    std::string id;         ///< "cpu", "cuda:0"
    std::string name;       ///< "AMD EPYC ...", "NVIDIA H200"
    bool available = true;  ///< False: listed to say why not.
    std::string reason;     ///< Why not more (driver missing, too old); may be set on an available device too.
    std::int64_t memoryBytes = 0;
    std::int64_t freeBytes = 0;
    int computeUnits = 0;             ///< Logical cores or streaming multiprocessors.
    std::vector<std::string> traits;  ///< "x86-64-v3", "compute 9.0", "driver 580.65"
};

/// A recipe that comes with the program or that the user saved.
struct RecipeInfo {
    std::string id;  ///< "web-720p"
    std::string title;
    std::string sentence;
    bool builtIn = true;
    Json recipe;  ///< The whole recipe document (resources/recipe.schema.json).
};

struct ServiceInfo {
    std::string name;  ///< "Fotograma 0.1.0 (local)"
    std::string version;
    std::string engineId;     ///< Of the store's engine that answered.
    bool sharesFiles = true;  ///< The client's paths mean the same to the service.
    bool drainsQueue = true;  ///< False: another program holds the queue; this one only reads and submits.
    std::vector<DeviceInfo> devices;
    std::vector<OperationInfo> operations;  ///< Filters first, then measures; each sorted by id.
};

// ---- Jobs ------------------------------------------------------------------------------------------------------

enum class JobState { Queued, Running, Paused, Done, Failed, Cancelled };
enum class JobAction { Pause, Resume, Cancel, Retry, Remove };

/// True for Done, Failed and Cancelled.
[[nodiscard]] constexpr bool isTerminal(JobState state) noexcept {
    return state == JobState::Done || state == JobState::Failed || state == JobState::Cancelled;
}

/// The one table of legal moves. A job in `from` may go to `to`.
[[nodiscard]] bool isLegalMove(JobState from, JobState to) noexcept;

/// Which file may be replaced when an unknown file lies where an output goes.
enum class OverwriteRule { Ask, Always, Never };  ///< Ask fails the job with AlreadyExists: services cannot ask.

/// What a job may know from earlier.
enum class CacheRule {
    Use,      ///< A known result is taken, a new one kept.
    Refresh,  ///< Computed anew, and kept instead of what was known.
    Off,      ///< Computed anew; nothing is looked up and nothing kept.
};

struct JobSpec {
    std::string input;                 ///< Absolute path.
    Json recipe;                       ///< Whole document, not an id.
    std::vector<std::string> outputs;  ///< Absolute paths, one for each output of the recipe; empty: analysis only.
    std::string device = "auto";       ///< "auto", "cpu", "cuda", "cuda:N"
    OverwriteRule overwrite = OverwriteRule::Ask;
    int priority = 0;  ///< Higher runs earlier.
    CacheRule cache = CacheRule::Use;
};

/// What happened to one property or track of the input on its way to an output.
enum class Fate { Kept, Changed, Lost, Added };

struct FateNote {
    Fate fate = Fate::Kept;
    int output = -1;       ///< Index of the output; -1 for all.
    std::string subject;   ///< "audio 1 (eng, AC-3 5.1)", "HDR metadata", "chapters"
    std::string sentence;  ///< "converted to AAC: mp4 players rarely take FLAC"
};

struct Artifact {
    std::string path;
    std::string kind = "video";  ///< "video", "report"
    std::int64_t sizeBytes = 0;
    int width = 0;  ///< Display pixels.
    int height = 0;
    double durationSeconds = 0.0;
    Json facts;  ///< Codec, pixel format, frame count, tracks: as probed from the finished file.
};

struct StageShare {
    std::string stage;       ///< "decode", "filter", "encode 1", "mux 1"
    double busyShare = 0.0;  ///< 0..1 of the job's wall time.
};

struct Progress {
    double fraction = 0.0;    ///< 0..1; -1 when the length is unknown.
    std::int64_t frames = 0;  ///< Decoded so far.
    double fps = 0.0;
    double speed = 0.0;        ///< Media seconds a wall second.
    double etaSeconds = -1.0;  ///< -1 unknown.
    std::vector<StageShare> stages;
};

/// What a finished (or failed) job tells. `measures` is {"luma": {"mean": ..., ...}, ...} for the clip.
/// One thing that is done with every picture: filters that run as one, a filter by a fast variant, a measure.
struct PassInfo {
    std::string part;                ///< Of the recipe: "turn", "filters", "output 1", "source" (measures there).
    std::vector<std::string> of;     ///< Ids of the filters that are one here, or of the measure.
    std::string shape;               ///< "point", "window", "gather", "temporal", "reduce", "stage"
    std::string how;                 ///< "one pass", "by tables of code values", "by zimg"; empty: a plain kernel.
    std::string device;              ///< "cpu", "cuda:0"
    std::string input;               ///< "yuv420p8 1920x1080"
    std::string output;              ///< The same; empty where numbers come out.
    std::vector<std::string> turns;  ///< Between Y'CbCr and R'G'B', and between depths and ranges, in order.
    std::int64_t bytes = 0;          ///< Of memory read and written for a frame.
};

struct Report {
    Json input;     ///< Probe facts: container, streams, duration, size.
    Json measures;  ///< Per-clip summary, by measure.
    Json frames;    ///< Per-frame rows when the recipe asked for them; else null.
    std::vector<FateNote> notes;
    std::vector<Artifact> artifacts;
    std::string device;                    ///< Where the filters ran.
    std::vector<std::string> deviceNotes;  ///< Steps that left the device, by name, and why.
    std::vector<PassInfo> passes;          ///< How the filters ran; empty where there were none.
    std::string mode = "all";              ///< Which frames were looked at: "all", "keyframes", "sample", "headers".
    double everySeconds = 0.0;             ///< Of "sample", between targets; else 0.
    std::int64_t framesMeasured = 0;       ///< Looked at: the ones that measures and filters saw.
    std::int64_t framesDecoded = 0;        ///< Also those that were needed only to decode others.
    std::int64_t framesDamaged = 0;
    double wallSeconds = 0.0;
    double cpuSeconds = 0.0;
    double fps = 0.0;
    std::vector<StageShare> stages;
    bool partial = false;  ///< The input ended early or was damaged; what could be read was used.
    std::string cache;     ///< "memory", "disk", "redis" or "shared" (computed once for several jobs); empty: computed.
    double secondsSaved = 0.0;  ///< By the cache, for this job.
};

struct JobRecord {
    JobId id;
    BatchId batch;
    JobState state = JobState::Queued;
    JobSpec spec;
    std::string recipeId;
    std::string recipeTitle;
    std::string recipeDigest;   ///< Of the canonical recipe.
    std::string inputIdentity;  ///< "stamp:<device>:<inode>:<size>:<mtime ns>", or "xxh3:<hex>" once hashed.
    std::int64_t inputBytes = 0;
    std::int64_t outputBytes = 0;  ///< Sum of artifacts; 0 until done.
    int attempts = 0;
    std::string engineId;      ///< The engine that runs or ran it; empty while never started.
    bool interrupted = false;  ///< Orphaned by a program that is gone, and not yet started again.
    UnixMillis createdAt = 0;
    UnixMillis startedAt = 0;          ///< 0 while never started.
    UnixMillis finishedAt = 0;         ///< 0 while not ended.
    std::optional<base::Error> error;  ///< Failed only.
    Progress progress;                 ///< Live only, never stored.
    std::string device;                ///< Where it runs or ran.
    double position = 0.0;             ///< Among the waiting jobs of its priority: the smaller one runs earlier.
};

// ---- Requests and replies --------------------------------------------------------------------------------------

struct SubmitItem {
    JobSpec spec;                ///< `outputs` may be empty when `outputFolder` is set: names come from the recipe.
    std::string outputFolder;    ///< Absolute; used with the recipe's name template.
    std::string relativeFolder;  ///< Sub-folder under outputFolder that mirrors the input tree; may be empty.
};

struct SubmitRequest {
    std::vector<SubmitItem> items;
    std::string idempotencyKey;  ///< The same key again returns the first reply; empty: none.
    std::string title;           ///< Of the batch, for people.
    bool startPaused = false;
    bool ownBatch = false;  ///< Only this program may run these jobs (`fotograma run`): others show, never start them.
    BatchId batch;          ///< Of an earlier request of this program, whose batch these items join; none: a new one.
};

enum class Submission { Accepted, Adopted, AlreadyDone, Refused };

struct SubmitOutcome {
    Submission submission = Submission::Accepted;
    JobId job;  ///< None when refused.
    std::vector<std::string> outputs;
    std::optional<base::Error> error;  ///< Refused only.
};

struct SubmitReply {
    BatchId batch;
    std::vector<SubmitOutcome> outcomes;  ///< One for each item, in order.
};

/// What `check` finds out without running anything.
struct CheckReply {
    Json input;  ///< Probe facts.
    std::vector<std::string> outputs;
    std::vector<FateNote> plan;    ///< What would be kept, changed or lost.
    std::vector<PassInfo> passes;  ///< What would be done with every picture, measures and first passes included.
    std::optional<base::Error> error;
};

struct JobQuery {
    std::optional<BatchId> batch;
    std::vector<JobState> states;  ///< Empty: all.
    std::vector<JobId> ids;        ///< Empty: all.
    std::string text;              ///< Part of the input's path, without case; empty: all.
    std::string recipeId;          ///< Empty: all.
    bool newestFirst = false;      ///< By falling id.
    std::int64_t afterId = 0;  ///< Cursor: jobs with a larger id, newest first with a smaller one; 0: from the first.
    int limit = 0;             ///< 0: no limit.
};

/// What may be changed of jobs that wait, and are in no engine's hands; what is absent stays.
struct JobEdit {
    Json recipe;                              ///< Whole document; null: stays.
    std::optional<std::string> outputFolder;  ///< Absolute: the outputs get the names of the recipe's template there.
    std::optional<std::string> device;
    std::optional<OverwriteRule> overwrite;
    std::optional<CacheRule> cache;
    std::optional<int> priority;
    std::optional<JobId> before;  ///< Run right before this waiting job, with its priority, in the order of the query's
                                  ///< ids, else by id. None (0): after all that wait with their priority.
};

struct ControlReply {
    std::vector<JobId> changed;
    std::vector<std::pair<JobId, base::Error>> refused;
};

struct Snapshot {
    Sequence sequence;             ///< The events up to this one are contained.
    std::vector<JobRecord> jobs;   ///< By id, as the query says.
    std::int64_t nextAfterId = 0;  ///< Cursor for the next page; 0: that was all.
};

/// Jobs that were submitted together.
struct BatchInfo {
    BatchId id;
    std::string title;
    std::string ownerEngine;  ///< The engine that alone may run them; empty: the shared queue.
    UnixMillis createdAt = 0;
    std::map<JobState, std::int64_t> jobs;  ///< Those that are still remembered; states without any are absent.
};

struct BatchQuery {
    std::vector<BatchId> ids;   ///< Empty: all.
    std::string text;           ///< Part of the title, without case; empty: all.
    std::int64_t beforeId = 0;  ///< Cursor: batches with a smaller id; 0: from the newest.
    int limit = 0;              ///< 0: no limit.
};

struct BatchPage {
    std::vector<BatchInfo> batches;  ///< The newest first.
    std::int64_t nextBeforeId = 0;   ///< Cursor for the next page; 0: that was all.
};

/// A recipe to keep under its own id.
struct RecipeDraft {
    Json recipe;              ///< Whole document.
    bool mayReplace = false;  ///< One of the user's own with the same id; never one that comes with the program.
};

/// A job that has ended, with what it tells.
struct JobReport {
    JobRecord record;
    Report report;
};

struct ReportPage {
    std::vector<JobReport> jobs;   ///< By id.
    std::int64_t nextAfterId = 0;  ///< Cursor for the next page; 0: that was all.
};

enum class EventKind { JobAdded, JobChanged, JobProgress, JobLog, JobRemoved };

/// A numbered fact about a job. JobProgress and JobLog are live only: they carry the number of the last stored event.
struct Event {
    Sequence sequence;
    EventKind kind = EventKind::JobChanged;
    UnixMillis at = 0;
    JobId job;
    std::optional<JobRecord>
        record;  ///< JobAdded and JobChanged: the record after it, or a newer one; none once removed.
    std::optional<Progress> progress;  ///< JobProgress.
    std::string text;                  ///< JobLog: one line.
};

struct Percentiles {
    std::int64_t count = 0;
    double p50 = 0.0;
    double p95 = 0.0;
    double p99 = 0.0;
    double maximum = 0.0;
};

/// What one cache level did since the service started, and what it holds.
struct CacheLevelStats {
    std::string level;      ///< "memory", "disk", "redis"
    bool available = true;  ///< False: `note` says why not.
    std::string note;       ///< Where it is, or why it is not.
    std::int64_t hits = 0;
    std::int64_t misses = 0;
    std::int64_t writes = 0;
    std::int64_t damaged = 0;  ///< Entries that failed a check and were dropped.
    std::int64_t evicted = 0;
    std::int64_t entries = 0;     ///< Held now; 0 for Redis, which is not asked.
    std::int64_t bytes = 0;       ///< Held now, as stored.
    std::int64_t limitBytes = 0;  ///< 0: not ours to limit.
    double secondsSaved = 0.0;    ///< What the hits would have taken to compute, less what they took.
};

/// How busy one kind of stage was, over all jobs since the service started.
struct StageLoad {
    std::string stage;         ///< "decode", "filter", "encode", "mux"
    double busySeconds = 0.0;  ///< At work.
    double jobSeconds = 0.0;   ///< That jobs with such a stage took, times their stages of this kind: busy at most.
};

/// What a device does now.
struct DeviceLoad {
    std::string id;              ///< "cpu", "cuda:0"
    double busyShare = -1.0;     ///< 0..1 of what it can do, by all programs of the machine; -1 unknown.
    double decoderShare = -1.0;  ///< Of its decoder chips.
    double encoderShare = -1.0;  ///< Of its encoder chips.
    std::int64_t memoryBytes = 0;
    std::int64_t usedBytes = 0;  ///< By all programs of the machine.
};

/// Counters and latencies of this service since it started.
struct Stats {
    std::map<JobState, std::int64_t> jobs;  ///< In the store now.
    std::int64_t framesDecoded = 0;
    std::int64_t jobsFinished = 0;  ///< Since start, all terminal states.
    double framesPerSecond = 0.0;   ///< Over the last seconds.
    double jobsPerSecond = 0.0;     ///< Over the last minute.
    Percentiles jobSeconds;         ///< At work on a job.
    Percentiles submitToStored;     ///< Seconds from a job's submission to its report in the store.
    std::int64_t residentBytes = 0;
    double cpuShare = 0.0;               ///< Of one core: 1.8 is 1.8 cores busy.
    std::int64_t readBytes = 0;          ///< By this process, from files and elsewhere; 0 where nobody counts.
    std::int64_t writtenBytes = 0;       ///< By this process.
    std::vector<StageLoad> stages;       ///< In the order of the pipeline.
    std::vector<DeviceLoad> devices;     ///< The host first.
    std::vector<CacheLevelStats> cache;  ///< The nearest first; empty: this service keeps none.
};

/// What may change while a service runs. Asked for: what is absent stays. Told: all of it.
struct RuntimeSettings {
    std::optional<int> jobs;                  ///< At once at most; 0: as many as there is room for.
    std::optional<int> threads;               ///< That jobs may keep busy together; 0: all cores.
    std::optional<std::int64_t> memoryBytes;  ///< That jobs may use together; 0: 70 % of the machine's.
    std::optional<bool> isHeld;               ///< No job starts; those that run go on.
};

// ---- Previews --------------------------------------------------------------------------------------------------

/// Bytes that are no text; base64 on the wire.
struct Bytes {
    std::string raw;
    friend bool operator==(const Bytes&, const Bytes&) = default;
};

enum class PictureFile { Jpeg, Png };

/// One picture of a file, or a sheet of several, as a small file in 8-bit SDR colours.
struct PreviewRequest {
    std::string input;            ///< Absolute path.
    double seconds = 0.0;         ///< The first picture at or after it; past the end: the last one.
    std::optional<double> share;  ///< Of the clip's length, 0..1, instead of seconds.
    bool quick = false;           ///< The key frame before is near enough.
    Json recipe;                  ///< Whole document: its trim and shared filters; null: as it is.
    int width = 320;              ///< Of the box that a picture fits in; 0: as the height says.
    int height = 320;             ///< 0: as the width says. No picture grows.
    int columns = 1;              ///< Of a sheet, whose pictures are spread evenly over the clip.
    int rows = 1;                 ///< 1 by 1: the one picture.
    PictureFile format = PictureFile::Jpeg;
    std::string slot;  ///< A newer request of the same slot cancels this one; empty: none does.
    CacheRule cache = CacheRule::Use;
};

struct Preview {
    Bytes picture;
    PictureFile format = PictureFile::Jpeg;
    int width = 0;
    int height = 0;
    double seconds = 0.0;          ///< Of the picture that is shown; of a sheet: the first.
    double durationSeconds = 0.0;  ///< Of the clip, trimmed; 0 unknown.
    std::string cache;             ///< The level it came from; empty: made for this request.
};

// ---- The cache -------------------------------------------------------------------------------------------------

enum class CacheAction { Stats, List, Pin, Unpin, Clear, Verify };

/// Which entries of the disk level are meant.
struct CacheQuery {
    std::vector<std::string> keys;  ///< Keys or their beginnings, at least 4 hex digits; empty: all.
    std::string text;               ///< Part of the label (input and recipe), without case; empty: all.
    std::string kind;               ///< "report", "probe", "thumbnail", "output", "identity"; empty: all.
    double unusedSeconds = 0.0;     ///< Not used for at least so long.
    bool dryRun = false;            ///< Clear: only count.
    std::string afterKey;           ///< Cursor of List: entries with a larger key.
    int limit = 0;                  ///< Of List; 0: no limit.
};

struct CacheEntry {
    std::string key;
    std::string kind;
    std::string label;
    std::int64_t bytes = 0;  ///< As stored.
    double seconds = 0.0;    ///< That computing it took.
    UnixMillis createdAt = 0;
    UnixMillis usedAt = 0;
    bool pinned = false;  ///< Stays whatever else must go.
};

struct CacheReply {
    std::vector<CacheLevelStats> levels;
    std::vector<CacheEntry> entries;  ///< List: by key. Verify: those that were damaged.
    std::string nextAfterKey;         ///< List: cursor for the next page; empty: that was all.
    std::int64_t matched = 0;         ///< Entries that the action met.
    std::int64_t matchedBytes = 0;
    std::int64_t damaged = 0;  ///< Verify: dropped.
};

}  // namespace fotograma::api
