#include "engine/filter/explain.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/filter/describe.h"

namespace fotograma::filter {
namespace {

using base::concat;

std::string pictureText(const frame::PictureSpec& spec) {
    return concat(frame::toText(spec.format), " ", spec.width, "x", spec.height);
}

std::string_view matrixText(const frame::PictureSpec& spec) {
    switch (frame::effectiveMatrix(spec.color, spec.height)) {
        case 5:
        case 6: return "BT.601";
        case 7: return "SMPTE 240";
        case 9:
        case 10: return "BT.2020";
        case 4: return "FCC";
        default: return "BT.709";
    }
}

std::int64_t bytesOf(const frame::PictureSpec& spec, unsigned planeMask) {
    std::int64_t bytes = 0;
    for (int plane = 0; plane < spec.format.planes(); ++plane) {
        if ((planeMask >> plane & 1U) == 0) continue;
        bytes += std::int64_t{spec.format.planeWidth(plane, spec.width)} * spec.format.planeHeight(plane, spec.height) *
                 spec.format.bytesPerSample();
    }
    return bytes;
}

constexpr unsigned kAllPlanes = 0b111;

void addRecoding(const frame::PictureSpec& from, const frame::PictureSpec& to, std::vector<std::string>& turns) {
    if (from.format.bits != to.format.bits) turns.push_back(concat(from.format.bits, " to ", to.format.bits, " bits"));
    if (from.color.fullRange != to.color.fullRange)
        turns.push_back(from.color.fullRange ? "full to limited range" : "limited to full range");
}

/// Where a run goes from one domain to the other. `matrices` are named by the pictures that have them.
std::vector<std::string> turnsOf(const PointRun& run) {
    std::vector<std::string> turns;
    const auto add = [&](pixel::Turn turn, std::string_view where, const frame::PictureSpec& spec) {
        if (turn == pixel::Turn::None) return;
        turns.push_back(
            concat(turn == pixel::Turn::ToRgb ? "to R'G'B' " : "to Y'CbCr ", where, " (", matrixText(spec), ")"));
    };
    for (int i = 0; i < run.args().count; ++i) {
        const pixel::RunStep& step = run.args().steps[i];
        const bool isOfInput = step.matrix == 0;
        add(step.turn, concat("for ", run.kernels()[static_cast<std::size_t>(i)]),
            isOfInput ? run.input() : run.output());
    }
    add(run.args().lastTurn, "to be stored", run.output());
    return turns;
}

void addRun(const PointRun& run, bool isHost, api::PassInfo& info) {
    info.turns = turnsOf(run);
    if (run.isPerPlane() && isHost && run.args().bitsIn <= 10) {
        info.how = "by tables of code values";
    } else if (run.passes() > 1) {
        info.how = "one pass";
    }
}

/// Frames that a pass reads to make one.
std::int64_t framesRead(const Pass& pass) { return 1 + pass.reachBack + pass.reachForward; }

void addBands(const PlannedPass& planned, api::PassInfo& info) {
    const bool isVariant = planned.parts.front().kind == PlannedPass::Kind::Variant;
    info.how = "one pass, in bands of rows";
    if (isVariant) {
        info.how = concat("one pass, by ", planned.parts.front().variant->name, " in bands of rows");
    } else {
        info.shape = shapeName(pixel::Shape::Point);
    }
    for (const PlannedPass& part : planned.parts) {
        if (part.run) {
            const auto turns = turnsOf(*part.run);
            info.turns.insert(info.turns.end(), turns.begin(), turns.end());
        } else if (part.pass != nullptr && part.pass->shape != pixel::Shape::Point) {
            info.shape = shapeName(part.pass->shape);
        }
    }
    const PlannedPass& first = planned.parts.front();
    if (first.pass != nullptr) info.bytes += bytesOf(planned.input, kAllPlanes) * (framesRead(*first.pass) - 1);
}

api::PassInfo rowOf(const Chain& chain, const PlannedPass& planned, frame::DeviceId device) {
    api::PassInfo info;
    for (std::size_t i = planned.firstStep; i <= planned.lastStep; ++i)
        info.of.push_back(chain.steps()[i].use.definition->info.id);
    const Definition& definition = *chain.steps()[planned.firstStep].use.definition;
    info.shape = definition.info.shape;
    info.device = deviceText(device);
    info.input = pictureText(planned.input);
    info.output = pictureText(planned.output);
    info.bytes = bytesOf(planned.input, kAllPlanes) + bytesOf(planned.output, kAllPlanes);
    switch (planned.kind) {
        case PlannedPass::Kind::Run:
            info.shape = shapeName(pixel::Shape::Point);
            addRun(*planned.run, frame::isHost(device), info);
            break;
        case PlannedPass::Kind::Pass: {
            const Pass& pass = *planned.pass;
            info.shape = shapeName(pass.shape);
            if (pass.shape == pixel::Shape::Point) {
                addRun(PointRun(pass, planned.input), false, info);
            } else {
                info.bytes =
                    bytesOf(planned.input, pass.planeMask) * framesRead(pass) + bytesOf(planned.output, pass.planeMask);
            }
            break;
        }
        case PlannedPass::Kind::Variant: info.how = concat("by ", planned.variant->name); break;
        case PlannedPass::Kind::Bands: addBands(planned, info); break;
        case PlannedPass::Kind::Steered: info.how = "decides which frames are made"; break;
        case PlannedPass::Kind::Stage:
            info.how = "without a kernel";
            info.device = deviceText(frame::DeviceId::Host);
            break;
    }
    addRecoding(planned.input, planned.output, info.turns);
    return info;
}

/// What has to be measured over the clip before its first frame is made.
void addFirstPasses(const Chain& chain, frame::DeviceId device, std::vector<api::PassInfo>& rows) {
    for (const Step& step : chain.steps()) {
        const Definition& definition = *step.use.definition;
        if (definition.needsOfClip == nullptr) continue;
        for (const ClipNeed& need : definition.needsOfClip(step.use.values)) {
            api::PassInfo info;
            info.of = {need.measure};
            info.shape = shapeName(pixel::Shape::Reduce);
            info.how = concat("a first pass over the clip, for ", definition.info.id);
            info.device = deviceText(device);
            info.input = pictureText(step.input);
            info.bytes = bytesOf(step.input, kAllPlanes);
            rows.push_back(std::move(info));
        }
    }
}

bool isSamePass(const Pass& a, const Pass& b) {
    return a.kernel == b.kernel && a.planeMask == b.planeMask && a.params[0].size == b.params[0].size &&
           a.params[0].bytes == b.params[0].bytes;
}

}  // namespace

std::string deviceText(frame::DeviceId device) {
    return frame::isHost(device) ? "cpu" : concat("cuda:", static_cast<int>(device));
}

frame::DeviceId deviceNamed(std::string_view text) {
    constexpr std::string_view kCuda = "cuda:";
    if (!text.starts_with(kCuda)) return frame::DeviceId::Host;
    int ordinal = 0;
    const std::string_view number = text.substr(kCuda.size());
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), ordinal);
    return parsed.ec == std::errc() ? frame::cudaDevice(ordinal) : frame::DeviceId::Host;
}

std::vector<api::PassInfo> explain(const Chain& chain, std::span<const PlannedPass> plan, frame::DeviceId device) {
    std::vector<api::PassInfo> rows;
    for (const PlannedPass& planned : plan) rows.push_back(rowOf(chain, planned, device));
    return rows;
}

std::vector<api::PassInfo> explain(const Chain& chain, frame::DeviceId device) {
    std::vector<api::PassInfo> rows;
    addFirstPasses(chain, device, rows);
    const auto plan = planPasses(chain, Reading::Fastest, frame::isHost(device));
    for (const PlannedPass& planned : plan) rows.push_back(rowOf(chain, planned, device));
    return rows;
}

std::vector<api::PassInfo> explainMeasures(std::span<const Use> measures, const frame::PictureSpec& input,
                                           frame::DeviceId device) {
    std::vector<api::PassInfo> rows;
    std::vector<Pass> known;
    for (const Use& use : measures) {
        if (use.definition->prepareMeasure == nullptr) continue;
        const auto prepared = use.definition->prepareMeasure(use.values, input);
        if (!prepared) continue;
        for (const Pass& pass : prepared->reduces) {
            const auto same = std::ranges::find_if(known, [&](const Pass& one) { return isSamePass(one, pass); });
            if (same != known.end()) {
                rows[static_cast<std::size_t>(same - known.begin())].of.push_back(use.definition->info.id);
                continue;
            }
            known.push_back(pass);
            api::PassInfo info;
            info.of = {use.definition->info.id};
            info.shape = shapeName(pixel::Shape::Reduce);
            info.how = frame::isHost(device) ? "together with the others here" : "";
            info.device = deviceText(device);
            info.input = pictureText(input);
            info.bytes = bytesOf(input, pass.readsColor ? kAllPlanes : pass.planeMask) * (1 + pass.reachBack);
            rows.push_back(std::move(info));
        }
    }
    return rows;
}

}  // namespace fotograma::filter
