#include "engine/filter/self_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/text.h"
#include "engine/filter/execute.h"
#include "engine/filter/test_pictures.h"

namespace fotograma::filter {
namespace {

using Frames = std::vector<frame::Frame>;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Both sides of a comparison, their queues open.
struct Sides {
    device::Queue& device;
    device::Queue& host;
    bool differentDevices;
    bool isBaseline;  ///< One side has no fused multiply-add: equality to the bit is not claimed.
};

struct Case {
    const Definition& definition;
    Use use;
    frame::PictureSpec spec;
    Frames frames;        ///< In host memory.
    std::string picture;  ///< For the row.
};

// ---- Running a case --------------------------------------------------------------------------------------------

base::Result<Frames> runFilter(const Case& one, const Chain& chain, device::Queue& queue, Reading reading) {
    FOTOGRAMA_ASSIGN_OR_RETURN(ChainRunner runner, ChainRunner::create(chain, queue, reading));
    Frames made;
    const auto take = [&](base::Result<Frames> some) -> base::Status {
        if (!some) return std::unexpected(std::move(some).error());
        for (frame::Frame& each : *some) {
            FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame onHost, queue.download(each));
            made.push_back(std::move(onHost));
        }
        return {};
    };
    for (const frame::Frame& each : one.frames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame there, queue.upload(each));
        FOTOGRAMA_RETURN_IF_ERROR(take(runner.push(std::move(there))));
    }
    FOTOGRAMA_RETURN_IF_ERROR(take(runner.flush()));
    return made;
}

base::Result<std::vector<Measured>> runMeasure(const Case& one, device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(MeasureSet set, MeasureSet::create({&one.use, 1}, one.spec, queue));
    std::vector<Measured> all;
    const auto take = [&] { all.insert(all.end(), set.ready(0).begin(), set.ready(0).end()); };
    for (const frame::Frame& each : one.frames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame there, queue.upload(each));
        FOTOGRAMA_RETURN_IF_ERROR(set.push(there));
        take();
    }
    FOTOGRAMA_RETURN_IF_ERROR(set.flush());
    take();
    return all;
}

/// Not applying is equal to not applying and to nothing else.
double distance(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b) ? 0.0 : kInfinite;
    return std::abs(a - b);
}

double difference(const Frames& a, const Frames& b) {
    if (a.size() != b.size()) return kInfinite;
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, largestDifference(a[i], b[i]));
    return largest;
}

double difference(const std::vector<Measured>& a, const std::vector<Measured>& b) {
    if (a.size() != b.size()) return kInfinite;
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t v = 0; v < a[i].values.size(); ++v) {
            largest = std::max(largest, distance(a[i].values[v], b[i].values[v]));
        }
    }
    return largest;
}

/// Two results of one case; the error of the first that has one.
template <class T>
void judge(SelfCheckRow& row, const base::Result<T>& found, const base::Result<T>& wanted) {
    if (!found || !wanted) {
        row.reason = found ? wanted.error().message : found.error().message;
        row.difference = kInfinite;
        return;
    }
    row.difference = difference(*found, *wanted);
    row.passed = row.difference <= row.allowed;
    if (!row.passed) row.reason = "the results differ by more than is allowed";
}

// ---- Worked examples -------------------------------------------------------------------------------------------

double exampleDifference(const Example& example, const frame::Frame& made) {
    double largest = 0.0;
    for (int plane = 0; plane < made.planes(); ++plane) {
        const auto& expected = example.expected[static_cast<std::size_t>(plane)];
        const int width = made.plane(plane).width;
        if (expected.size() != static_cast<std::size_t>(width * made.plane(plane).height)) return kInfinite;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const int at = static_cast<int>(i);
            largest = std::max(largest, std::abs(sampleOf(made, plane, at % width, at / width) - expected[i]));
        }
    }
    return largest;
}

double exampleDifference(const Example& example, const Definition& definition, const MeasuredValues& values) {
    double largest = 0.0;
    for (const auto& [id, expected] : example.expectedValues) {
        std::size_t at = 0;
        const auto isIt = [&](const api::ValueInfo& value) {
            if (value.id == id) return true;
            at += numbersOf(value);
            return false;
        };
        if (std::ranges::none_of(definition.info.values, isIt) || at >= values.size()) return kInfinite;
        largest = std::max(largest, distance(values[at], expected));
    }
    return largest;
}

double derivedDifference(const Example& example, const Definition& definition, const Values& values) {
    const api::Json derived = definition.derive(values, example.summaries);
    double largest = 0.0;
    for (const auto& [id, expected] : example.expectedValues)
        largest = std::max(largest, distance(derived[id].asNumber(std::nan("")), expected));
    return largest;
}

base::Result<double> exampleDifference(const Example& example, const Case& one, device::Queue& queue) {
    if (one.definition.info.kind == api::OperationKind::Measure) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<Measured> measured, runMeasure(one, queue));
        if (measured.size() != one.frames.size()) return kInfinite;
        return exampleDifference(example, one.definition, measured.back().values);
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const Chain chain, Chain::prepare(std::span(&one.use, 1), one.spec));
    FOTOGRAMA_ASSIGN_OR_RETURN(const Frames made, runFilter(one, chain, queue, Reading::Plain));
    const auto at = static_cast<std::size_t>(example.expectedFrame);
    return at < made.size() ? exampleDifference(example, made[at]) : kInfinite;
}

// ---- Cases -----------------------------------------------------------------------------------------------------

api::Json objectOf(const std::map<std::string, api::Json>& values) {
    api::Json object = api::Json::object();
    for (const auto& [id, value] : values) object.set(id, value);
    return object;
}

std::string textOf(const api::Json& value) {
    if (value.isString()) return value.asString();
    return value.isBool() ? base::concat(value.asBool()) : base::concat(value.asNumber());
}

std::string textOf(const api::Json& parameters, const frame::PictureSpec& spec, std::string_view pattern) {
    std::string text = base::concat(frame::toText(spec.format), " ", spec.width, "x", spec.height, " ", pattern);
    for (const auto& [id, value] : parameters.members()) text += base::concat(" ", id, "=", textOf(value));
    return text;
}

/// Parameters worth trying: those of the examples, and every parameter at its edges with the others at their defaults.
std::vector<api::Json> parameterSets(const Definition& definition) {
    std::vector<api::Json> sets = {api::Json::object()};
    for (const Example& example : definition.examples) sets.push_back(objectOf(example.values));
    for (const api::ParameterInfo& parameter : definition.info.parameters) {
        std::vector<api::Json> values;
        switch (parameter.kind) {
            case api::ParameterKind::Number: values = {parameter.minimum, parameter.maximum}; break;
            case api::ParameterKind::Integer:
                // Sides of pictures go up to thousands: a middling one says as much in a thousandth of the time.
                values = {static_cast<int>(parameter.minimum), static_cast<int>(std::min(parameter.maximum, 37.0))};
                break;
            case api::ParameterKind::Choice: values.assign(parameter.choices.begin(), parameter.choices.end()); break;
            case api::ParameterKind::Boolean: values = {false, true}; break;
            case api::ParameterKind::Text:
            case api::ParameterKind::File: break;
        }
        for (api::Json& value : values) {
            api::Json object = api::Json::object();
            object.set(parameter.id, std::move(value));
            sets.push_back(std::move(object));
        }
    }
    return sets;
}

struct Picture {
    frame::PictureSpec spec;
    Pattern pattern;
};

/// Every format, sizes in turn: one sample, odd, wider than a staged row, tall; and every pattern in turn.
std::vector<Picture> testPictures(bool onlyQuiet) {
    struct Size {
        int width, height;
    };
    constexpr Size sizes[] = {{61, 47}, {1, 1}, {530, 7}, {2, 35}, {16, 16}};
    constexpr Pattern patterns[] = {Pattern::Noise, Pattern::Extremes, Pattern::Ramp};
    std::vector<Picture> pictures;
    std::size_t turn = 0;
    for (const frame::PictureFormat& format : testFormats()) {
        for (int i = 0; i < 3; ++i, ++turn) {
            frame::PictureSpec spec;
            spec.format = format;
            spec.width = sizes[turn % std::size(sizes)].width;
            spec.height = sizes[turn % std::size(sizes)].height;
            spec.color.fullRange = turn % 4 == 3;
            spec.color.matrix = turn % 3 == 1 ? 9 : 2;
            if (turn % 7 == 6) spec.sampleAspect = {16, 11};
            if (turn % 5 == 3) spec.color.transfer = turn % 2 == 0 ? 16 : 18;  // PQ, HLG
            pictures.push_back({spec, onlyQuiet ? Pattern::Quiet : patterns[turn / 2 % std::size(patterns)]});
        }
    }
    return pictures;
}

base::Result<Case> caseOf(const Definition& definition, const api::Json& parameters, const Picture& picture) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Values values, validate(definition, parameters));
    Case one{definition,
             {&definition, std::move(values)},
             picture.spec,
             {},
             textOf(parameters, picture.spec, nameOf(picture.pattern))};
    const bool needsClip = definition.info.kind == api::OperationKind::Measure || definition.info.shape == "temporal";
    for (int index = 0; index < (needsClip ? 4 : 1); ++index) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame, testPicture(picture.spec, picture.pattern, index));
        one.frames.push_back(std::move(frame));
    }
    return one;
}

std::string kernelsOf(std::span<const Pass> passes) {
    std::string names;
    for (const Pass& pass : passes) {
        if (names.find(pass.kernel) == std::string::npos) names += (names.empty() ? "" : " ") + pass.kernel;
    }
    return names;
}

// ---- Comparing -------------------------------------------------------------------------------------------------

double scaled(double tolerance, const frame::PictureSpec& spec) { return tolerance * (1 << (spec.format.bits - 8)); }

/// Where the fused operation is missing on one side, a value may be rounded the other way; deep pictures show what the
/// operations before lost as well.
double allowedOnBaseline(double tolerance, const frame::PictureSpec& spec) {
    constexpr double kLost = 0.125;  // of a code value of 8 bits
    return std::max({scaled(tolerance, spec), scaled(kLost, spec), 1.0});
}

double allowedFor(const Definition& definition, const frame::PictureSpec& spec, const Sides& sides) {
    return sides.isBaseline && definition.info.kind == api::OperationKind::Filter
               ? allowedOnBaseline(definition.tolerance, spec)
               : scaled(definition.tolerance, spec);
}

void checkExamples(const Definition& definition, const Sides& sides, std::vector<SelfCheckRow>& rows) {
    for (const Example& example : definition.examples) {
        SelfCheckRow row{definition.info.id,
                         base::concat(definition.info.id, " examples"),
                         example.sentence,
                         0.0,
                         example.within,
                         false,
                         ""};
        const auto judged = [&]() -> base::Result<double> {
            FOTOGRAMA_ASSIGN_OR_RETURN(Values values, validate(definition, objectOf(example.values)));
            if (definition.derive != nullptr) return derivedDifference(example, definition, values);
            Case one{definition, {&definition, std::move(values)}, example.spec, {}, ""};
            for (std::size_t i = 0; i < example.frames.size(); ++i) {
                FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame,
                                           pictureOf(example.spec, example.frames[i], static_cast<int>(i)));
                one.frames.push_back(std::move(frame));
            }
            return exampleDifference(example, one, sides.device);
        }();
        row.difference = judged.value_or(kInfinite);
        row.passed = judged && *judged <= example.within;
        if (!judged) row.reason = judged.error().message;
        if (judged && !row.passed) row.reason = "the worked example does not come out";
        rows.push_back(std::move(row));
    }
}

/// With quiet pictures only: their tolerance is for what does not ring beyond the code values.
void checkVariant(const Case& one, const Chain& chain, const Sides& sides, std::vector<SelfCheckRow>& rows) {
    for (const HostVariantInfo* variant : hostVariants()) {
        const Step& step = chain.steps().front();
        if (variant->filter != one.definition.info.id) continue;
        if (!variant->prepare(one.use.values, step.input, step.prepared.output)) continue;
        SelfCheckRow row{one.definition.info.id,
                         base::concat(variant->filter, " by ", variant->name),
                         one.picture,
                         0.0,
                         scaled(variant->tolerance, one.spec),
                         false,
                         ""};
        judge(row, runFilter(one, chain, sides.host, Reading::Fastest),
              runFilter(one, chain, sides.host, Reading::Plain));
        rows.push_back(std::move(row));
    }
}

void checkFilter(const Case& one, const Sides& sides, std::vector<SelfCheckRow>& rows) {
    const auto chain = Chain::prepare(std::span(&one.use, 1), one.spec);
    // A crop outside a tiny picture is refused, as it should be; there is nothing to compare.
    if (!chain || chain->isEmpty()) return;
    if (!sides.differentDevices) return checkVariant(one, *chain, sides, rows);
    SelfCheckRow row{one.definition.info.id,
                     kernelsOf(chain->steps().front().prepared.passes),
                     one.picture,
                     0.0,
                     allowedFor(one.definition, one.spec, sides),
                     false,
                     ""};
    judge(row, runFilter(one, *chain, sides.device, Reading::Plain),
          runFilter(one, *chain, sides.host, Reading::Plain));
    rows.push_back(std::move(row));
}

void checkMeasure(const Case& one, const Sides& sides, std::vector<SelfCheckRow>& rows) {
    if (!sides.differentDevices) return;
    const auto prepared = one.definition.prepareMeasure(one.use.values, one.spec);
    if (!prepared) return;
    SelfCheckRow row{one.definition.info.id,
                     kernelsOf(prepared->reduces),
                     one.picture,
                     0.0,
                     allowedFor(one.definition, one.spec, sides),
                     false,
                     ""};
    judge(row, runMeasure(one, sides.device), runMeasure(one, sides.host));
    rows.push_back(std::move(row));
}

void checkOperation(const Definition& definition, const Sides& sides, std::vector<SelfCheckRow>& rows) {
    checkExamples(definition, sides, rows);
    if (!looksAtPictures(definition)) return;
    const auto first = static_cast<std::ptrdiff_t>(rows.size());
    const std::size_t typical = 1 + definition.examples.size();  // Of the parameter sets: these with every picture.
    const auto sets = parameterSets(definition);
    const auto pictures = testPictures(!sides.differentDevices);
    for (std::size_t s = 0; s < sets.size(); ++s) {
        // The sets at the edges of the table: each with three pictures, of other formats each time.
        for (std::size_t p = s < typical ? 0 : s % 28; p < pictures.size(); p += s < typical ? 1 : 28) {
            const auto one = caseOf(definition, sets[s], pictures[p]);
            if (!one) continue;
            if (definition.info.kind == api::OperationKind::Filter) {
                checkFilter(*one, sides, rows);
            } else {
                checkMeasure(*one, sides, rows);
            }
        }
    }
    std::stable_sort(rows.begin() + first, rows.end(),
                     [](const SelfCheckRow& a, const SelfCheckRow& b) { return a.kernels < b.kernels; });
}

// ---- Runs of Point kernels -------------------------------------------------------------------------------------

/// The ordinary use of every Point filter.
std::vector<Use> pointUses() {
    std::vector<Use> uses;
    for (const Definition* definition : definitions()) {
        if (definition->info.shape != "point") continue;
        auto values = validate(*definition, objectOf(definition->typical));
        if (values) uses.push_back({definition, *std::move(values)});
    }
    return uses;
}

/// Every filter after every other at least once, in chains of three, and all of them in a row.
std::vector<std::vector<Use>> pointChains() {
    const std::vector<Use> uses = pointUses();
    std::vector<std::vector<Use>> chains;
    for (std::size_t first = 0; first < uses.size(); ++first) {
        for (std::size_t apart = 1; apart < uses.size(); apart += 2) {
            const std::size_t second = (first + apart) % uses.size();
            chains.push_back({uses[first], uses[second], uses[(second + apart + 1) % uses.size()]});
        }
    }
    chains.push_back(uses);
    return chains;
}

void checkChain(const std::vector<Use>& uses, const Picture& picture, const Sides& sides,
                std::vector<SelfCheckRow>& rows) {
    const auto chain = Chain::prepare(uses, picture.spec);
    const auto frame = testPicture(picture.spec, picture.pattern, 1);
    if (!chain || chain->steps().size() < 2 || !frame) return;
    std::string names;
    double tolerance = 0.0;
    for (const Step& step : chain->steps()) {
        names += base::concat(names.empty() ? "" : "+", step.use.definition->info.id);
        tolerance += step.use.definition->tolerance;
    }
    const Case one{*uses.front().definition, uses.front(), picture.spec, {*frame}, ""};
    SelfCheckRow row{
        "run",
        names,
        textOf(api::Json::object(), picture.spec, nameOf(picture.pattern)),
        0.0,
        sides.isBaseline ? allowedOnBaseline(tolerance, chain->output()) : scaled(tolerance, chain->output()),
        false,
        ""};
    judge(row, runFilter(one, *chain, sides.device, Reading::Plain),
          runFilter(one, *chain, sides.host, Reading::Plain));
    rows.push_back(std::move(row));
}

/// Chains in turn over all pictures: every chain with several, every picture with several.
void checkRuns(const Sides& sides, std::vector<SelfCheckRow>& rows) {
    if (!sides.differentDevices) return;
    const auto chains = pointChains();
    const auto pictures = testPictures(false);
    for (std::size_t p = 0; p < pictures.size(); ++p) {
        for (std::size_t c = p % 5; c < chains.size(); c += 5) checkChain(chains[c], pictures[p], sides, rows);
        checkChain(chains.back(), pictures[p], sides, rows);
    }
}

SelfCheckRow failedRow(std::string_view what, const base::Error& error) {
    return {std::string(what), std::string(what), "", kInfinite, 0.0, false, error.message};
}

bool isBaseline(const device::Device& device) {
    const auto traits = device.facts().traits;
    return std::ranges::find(traits, "baseline") != traits.end();
}

}  // namespace

std::vector<SelfCheckRow> runSelfCheck(device::Device& device, device::Device& host) {
    auto deviceQueue = device.createQueue();
    if (!deviceQueue) return {failedRow("queue", deviceQueue.error())};
    auto hostQueue = host.createQueue();
    if (!hostQueue) return {failedRow("queue", hostQueue.error())};
    const Sides sides{**deviceQueue, **hostQueue, &device != &host, isBaseline(device) != isBaseline(host)};
    std::vector<SelfCheckRow> rows;
    for (const Definition* definition : definitions()) checkOperation(*definition, sides, rows);
    checkRuns(sides, rows);
    return rows;
}

}  // namespace fotograma::filter
