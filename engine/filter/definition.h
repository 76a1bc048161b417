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
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/pixel/kernel_args.h"

namespace fotograma::filter {

/// Parameters of one use after validation: every parameter of the table is present, in range and of its kind.
class Values {
public:
    explicit Values(std::map<std::string, api::Json> values) : m_values(std::move(values)) {}
    [[nodiscard]] double number(std::string_view id) const;
    [[nodiscard]] int integer(std::string_view id) const;
    [[nodiscard]] bool boolean(std::string_view id) const;
    [[nodiscard]] const std::string& text(std::string_view id) const;  ///< Also for choices.

private:
    std::map<std::string, api::Json> m_values;
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

/// One kernel over a picture.
struct Pass {
    std::string kernel;  ///< "<filter>_<Kernel>": the executor appends the sample types.
    pixel::Shape shape = pixel::Shape::Point;
    frame::PictureSpec output;  ///< What it writes; for Reduce what it read.
    int reachBack = 0;          ///< Temporal: frames before the current one; Reduce: 1 if it reads the previous.
    int reachForward = 0;       ///< Temporal only.
    std::array<ParamBytes, pixel::kMaxPlanes> params;              ///< By plane; Point reads the first.
    std::array<std::vector<std::byte>, pixel::kMaxPlanes> tables;  ///< By plane; uploaded once a lane; may be empty.
    unsigned planeMask = 0b111;  ///< Planes it works on; others are copied (filters) or skipped (Reduce).
    bool readsColor = false;  ///< Reduce only: the kernel says so; one launch reads all planes, planeMask has no say.
    int counters = 0;         ///< Reduce only: length of the sums.
};

struct PreparedFilter {
    std::vector<Pass> passes;  ///< Empty: nothing to do with these parameters.
    frame::PictureSpec output;
};

/// What one frame or one clip yields, in the order of the definition's `values`. NaN where it does not apply.
using MeasuredValues = std::vector<double>;

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
    /// {"mean": ..., ...}; empty object when no frame came.
    [[nodiscard]] virtual api::Json finish() const = 0;
};

struct PreparedMeasure {
    std::vector<Pass> reduces;  ///< Their counters come one after another. Passes that measures share run once.
    /// Counters of one frame to its values, on the host. One call a frame.
    std::function<MeasuredValues(std::span<const pixel::u64> counters, const Moment& moment)> finish;
    std::function<std::unique_ptr<Summary>()> summarise;
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
    std::map<std::string, double> expectedValues;  ///< Measures: of the last frame.
    double within = 0.5;                           ///< Code values, or the unit of the value.
};

struct Definition {
    api::OperationInfo info;
    /// Largest difference allowed between devices (and between the plain kernel and a fast variant), in code values of
    /// 8-bit pictures, scaled with depth; 0 claims equality to the bit.
    double tolerance = 0.0;
    std::string toleranceReason;  ///< Empty when the tolerance is 0.
    base::Result<PreparedFilter> (*prepareFilter)(const Values&, const frame::PictureSpec&) = nullptr;
    base::Result<PreparedMeasure> (*prepareMeasure)(const Values&, const frame::PictureSpec&) = nullptr;
    std::vector<Example> examples;
    std::map<std::string, api::Json> typical;  ///< Parameters of an ordinary use, from 720p up: what benchmarks run.
};

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
