/// What a filter or a measure is, without any: one value in <one>.cpp from which registration, validation, help, forms,
/// tests, benchmarks and documentation are read.
///
/// Errors   prepare: InvalidArgument for parameters that do not go together (a crop outside the picture), Unsupported
///          for a layout it cannot take. Ranges of single parameters were checked before.
/// Owner    definitions are constants that live for the whole program; what prepare returns is a value.
/// Thread   any; prepare is pure.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/pixel/kernel_args.h"

namespace fotograma::filter {

/// A file that a parameter names, read before the filter is prepared: filters open nothing themselves.
struct Asset {
    std::string path;                     ///< As the recipe gives it, for sentences.
    std::vector<std::byte> bytes;         ///< The whole file; empty where it is a picture.
    std::optional<frame::Frame> picture;  ///< In host memory, R'G'B' or Y'CbCr; its opacity is `alpha`.
    std::optional<frame::Frame> alpha;    ///< Gray, full range, of the picture's size and depth; none: opaque.
};

/// Parameters of one use after validation: every parameter of the table is present, in range and of its kind.
class Values {
public:
    explicit Values(std::map<std::string, api::Json> values) : m_values(std::move(values)) {}
    [[nodiscard]] double number(std::string_view id) const;
    [[nodiscard]] int integer(std::string_view id) const;
    [[nodiscard]] bool boolean(std::string_view id) const;
    [[nodiscard]] const std::string& text(std::string_view id) const;  ///< Also for choices and files.
    [[nodiscard]] const api::Json& json(std::string_view id) const;    ///< Of any kind.
    /// What was read for a parameter of kind File; null where it names none, or before files are read.
    [[nodiscard]] const Asset* asset(std::string_view id) const;

    /// The same with one value in place of another, or beside the others: what was learnt of the clip (Definition::settle).
    [[nodiscard]] Values with(std::string id, api::Json value) const;
    [[nodiscard]] Values with(std::string id, std::shared_ptr<const Asset> asset) const;

private:
    std::map<std::string, api::Json> m_values;
    std::map<std::string, std::shared_ptr<const Asset>> m_assets;
};

/// Parameter bytes of a kernel: a trivially copyable struct, copied.
struct ParamBytes {
    std::array<std::byte, pixel::kMaxParamBytes> bytes{};
    std::size_t size = 0;

    template <class Params>
    static ParamBytes of(const Params& params) {
        static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) <= pixel::kMaxParamBytes);
        ParamBytes packed;
        packed.size = sizeof params;
        std::copy_n(reinterpret_cast<const std::byte*>(&params), sizeof params, packed.bytes.begin());
        return packed;
    }
};

using PlaneParams = std::array<ParamBytes, pixel::kMaxPlanes>;  ///< By plane.

/// One kernel over a picture.
struct Pass {
    std::string kernel;  ///< "<filter>_<Kernel>": the executor appends the sample types.
    std::string twin;  ///< Point: the same of the same parameters in the other domain, for neighbours there; or empty.
    pixel::Shape shape = pixel::Shape::Point;
    frame::PictureSpec output;  ///< What it writes; for Reduce what it read.
    int reachBack = 0;          ///< Temporal: frames before the current one; Reduce: 1 if it reads the previous.
    int reachForward = 0;       ///< Temporal only.
    PlaneParams params;         ///< Point reads the first.
    std::array<std::vector<std::byte>, pixel::kMaxPlanes> tables;  ///< By plane; uploaded once a lane; may be empty.
    unsigned planeMask = 0b111;  ///< Planes it works on; others are copied (filters) or skipped (Reduce).
    bool readsColor = false;  ///< Reduce only: the kernel says so; one launch reads all planes, planeMask has no say.
    int counters = 0;         ///< Reduce only: length of the sums.
};

/// One frame to be made of those that came.
struct Cue {
    std::int64_t frame = 0;     ///< Which of those that came, from 0: the current one of the passes. Never falls.
    std::int64_t pts = 0;       ///< Of the frame made, in Steering::timeBase.
    std::int64_t duration = 0;  ///< In the same; 0 unknown.
    std::optional<PlaneParams> params = {};            ///< Of every pass this time; none: those of the passes.
    bool isUntouched = false;                          ///< The frame goes on as it came, past all passes.
    std::optional<frame::FieldOrder> fieldOrder = {};  ///< Of the frame made; none: as it came.
};

/// Decides which frames are made, when, and with which parameters: fields to frames, other frame rates, a peak that
/// follows the scene. Without one a filter makes one frame of each, with the parameters of its passes.
class Steering {
public:
    virtual ~Steering() = default;
    /// What times are counted in, of cues and of the frames that push is given; asked before the first frame.
    [[nodiscard]] virtual base::Rational timeBase(base::Rational ofStream) const { return ofStream; }
    /// The next frame that came, with what `looks` counted in it. Appends what can be decided now.
    virtual void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) = 0;
    virtual void flush(std::vector<Cue>& cues) = 0;  ///< No more frames will come; then a new clip may.
};

/// A filter that has no kernel: frames in, frames out, on the host.
///
/// Thread   one at a time an instance.
class Stage {
public:
    virtual ~Stage() = default;
    /// The next frame in presentation order, in host memory. Appends what became ready, of the spec that was prepared.
    virtual base::Status push(const frame::Frame& frame, std::vector<frame::Frame>& out) = 0;
    virtual base::Status flush(std::vector<frame::Frame>& out) = 0;  ///< No more frames will come: the rest.
};

struct PreparedFilter {
    std::vector<Pass> passes;  ///< Empty: nothing to do with these parameters.
    frame::PictureSpec output;
    std::vector<Pass> looks;  ///< Reduces over the frames that come, for `steering`; counters one after another.
    std::function<std::unique_ptr<Steering>()> steering;          ///< May be empty.
    std::function<base::Result<std::unique_ptr<Stage>>()> stage;  ///< Instead of passes; may be empty.
    double rateFactor =
        1.0;  ///< Frames out per frame in, for forecasts; what a Steering or a Stage does is what counts.
};

/// A measure whose findings over the whole clip a filter needs before its first frame: a first pass.
struct ClipNeed {
    std::string measure;
    std::map<std::string, api::Json> parameters;
    bool perFrame = false;  ///< Rows a frame as well, as Report::frames has them; then every frame is looked at.
};

/// What one frame yields, in the order of the definition's `values` of frames. NaN where it does not apply. A hash takes
/// two numbers, bits 63 to 32 and bits 31 to 0: a double holds 53.
using MeasuredValues = std::vector<double>;

/// How many numbers of MeasuredValues this value takes: one, two for a hash, none for a value of the clip.
[[nodiscard]] std::size_t numbersOf(const api::ValueInfo& value) noexcept;
/// 16 hex digits, the most significant first.
[[nodiscard]] std::string hashText(std::uint64_t hash);
[[nodiscard]] std::uint64_t hashOf(double high, double low) noexcept;

/// The moment a measure looks at.
struct Moment {
    std::int64_t index = 0;
    double timeSeconds = 0.0;
    bool hasPrevious = false;
};

/// Gathers a clip's frames into its summary. Called in presentation order from one thread.
class Summary {
public:
    virtual ~Summary() = default;
    virtual void add(const Moment& moment, const MeasuredValues& values) = 0;
    /// The same frame's counters, before its values: for what a clip has and no frame.
    virtual void count(std::span<const pixel::u64>) {}
    /// {"mean": ..., ...}; empty object when no frame came.
    [[nodiscard]] virtual api::Json finish() const = 0;
};

/// A measure of pictures, settled for one kind of them.
struct PreparedMeasure {
    std::vector<Pass> reduces;  ///< Their counters come one after another. Passes that measures share run once.
    /// Counters of one frame to its values, on the host. One call a frame.
    std::function<MeasuredValues(std::span<const pixel::u64> counters, const Moment& moment)> finish;
    std::function<std::unique_ptr<Summary>()> summarise;
};

/// What the sound of a clip is, as measures get it: interleaved doubles, full scale at 1.
struct SoundFormat {
    int sampleRate = 0;
    int channels = 0;
    std::string layout;  ///< "stereo", "5.1"
    friend bool operator==(const SoundFormat&, const SoundFormat&) = default;
};

/// A stretch of sound that went through a measure's graph, with what the graph found in it.
struct SoundMoment {
    double timeSeconds = 0.0;
    double endSeconds = 0.0;
    std::span<const std::pair<std::string_view, std::string_view>> found;  ///< "lavfi.r128.I" and "-23.0"
};

/// Gathers what a graph found into the clip's summary. Called in order of time from one thread.
class SoundSummary {
public:
    virtual ~SoundSummary() = default;
    virtual void add(const SoundMoment& moment) = 0;
    [[nodiscard]] virtual api::Json finish() const = 0;  ///< As Summary::finish.
};

/// A measure of sound: a Stage. FFmpeg's filters do the listening, the summary reads their words.
struct PreparedSound {
    std::string graph;  ///< In FFmpeg's syntax: "ebur128=metadata=1:peak=true".
    std::function<std::unique_ptr<SoundSummary>()> summarise;
};

/// A faster reading of a whole filter for the host, beside its plain kernels (<one>_fast.cpp).
///
/// Thread   run: one at a time an instance; instances are independent.
class HostVariant {
public:
    virtual ~HostVariant() = default;
    /// Makes every plane of `out` (already of the output's format and size) from `in`.
    virtual base::Status run(const frame::Frame& in, const frame::MutableFrame& out) = 0;
};

struct HostVariantInfo {
    std::string_view filter;  ///< Id of the filter it stands in for.
    std::string_view name;    ///< "zimg"
    double tolerance = 0.0;   ///< Against the plain kernel, as Definition::tolerance, where nothing clips.
    std::string_view toleranceReason;
    /// Errors   Unsupported: the plain kernels run instead.
    base::Result<std::unique_ptr<HostVariant>> (*prepare)(const Values&, const frame::PictureSpec& input,
                                                          const frame::PictureSpec& output) = nullptr;
};

/// A small picture in, a small picture or numbers out: documentation and test at once.
struct Example {
    std::string sentence;  ///< "Exposure +1 doubles linear light: mid grey 0.5 becomes ..."
    frame::PictureSpec spec;
    std::map<std::string, api::Json> values;
    std::vector<std::vector<std::vector<double>>> frames;  ///< [frame][plane][sample, row by row], code values.
    std::vector<std::vector<double>> expected;  ///< Filters: [plane][sample] of the frame at `expectedFrame`.
    int expectedFrame = 0;
    std::map<std::string, double> expectedValues;  ///< Measures: of the last frame; derived ones: of the clip.
    api::Json summaries;                           ///< Derived measures: what they are derived from.
    double within = 0.5;                           ///< Code values, or the unit of the value.
};

struct Definition {
    api::OperationInfo info;
    /// Largest difference allowed between devices (and between the plain kernel and a fast variant), in code values of
    /// 8-bit pictures, scaled with depth; 0 claims equality to the bit.
    double tolerance = 0.0;
    std::string toleranceReason;  ///< Empty when the tolerance is 0.
    base::Result<PreparedFilter> (*prepareFilter)(const Values&, const frame::PictureSpec&) = nullptr;
    /// Filters that must know the clip: what to measure first with these parameters (nothing: empty), at the place in the
    /// chain where the filter stands, and the parameters that follow from it ({"bars": {...summary...}}; rows a frame
    /// under "frames"). Until settled, prepareFilter takes such parameters as if nothing were to be done.
    std::vector<ClipNeed> (*needsOfClip)(const Values&) = nullptr;
    base::Result<Values> (*settle)(const Values&, const api::Json& found) = nullptr;
    /// A measure has one of the next three: it looks at pictures, listens to sound, or is derived from other measures.
    base::Result<PreparedMeasure> (*prepareMeasure)(const Values&, const frame::PictureSpec&) = nullptr;
    base::Result<PreparedSound> (*prepareSound)(const Values&, const SoundFormat&) = nullptr;
    /// Pure: summaries of a clip by measure id ({"luma": {...}}) to its own. What could not be measured is missing there.
    api::Json (*derive)(const Values&, const api::Json& summaries) = nullptr;
    std::vector<std::string> needs;  ///< derive: ids of measures that are added where a recipe does not name them.
    std::vector<Example> examples;
    std::map<std::string, api::Json> typical;  ///< Parameters of an ordinary use, from 720p up: what benchmarks run.
};

/// False for measures of sound and derived ones.
[[nodiscard]] inline bool looksAtPictures(const Definition& definition) noexcept {
    return definition.prepareFilter != nullptr || definition.prepareMeasure != nullptr;
}

/// All filters and measures of this build, sorted by id; filters first. Generated from the folders.
[[nodiscard]] std::span<const Definition* const> definitions();
/// The fast variants of this build; none in the bare subset. Generated from the folders.
[[nodiscard]] std::span<const HostVariantInfo* const> hostVariants();
/// The definition of that id and kind, or null.
[[nodiscard]] const Definition* find(api::OperationKind kind, std::string_view id);

/// Checks parameters against the table and fills defaults in.
/// Errors   InvalidArgument naming the parameter, the rule and, for unknown names, the nearest valid one.
base::Result<Values> validate(const Definition& definition, const api::Json& object);

}  // namespace fotograma::filter
