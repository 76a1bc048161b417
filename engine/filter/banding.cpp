#include "engine/filter/banding.h"

#include "engine/filter/row_sink.h"

namespace fotograma::filter {
namespace {

bool isOfCodes(const frame::PictureSpec& spec) { return spec.format.sample != frame::SampleType::F32; }

bool isPass(const PlannedPass& planned) {
    return planned.kind == PlannedPass::Kind::Pass && planned.pass->shape != pixel::Shape::Reduce &&
           isOfCodes(planned.input) && isOfCodes(planned.output);
}

/// What reads rows around those that it makes, and no others.
bool canFollow(const PlannedPass& planned) {
    if (planned.kind == PlannedPass::Kind::Run) return true;
    return isPass(planned) &&
           (planned.pass->shape == pixel::Shape::Point || planned.pass->shape == pixel::Shape::Window);
}

/// The first pass of a band reads whole pictures, whatever it wants of them.
bool canBegin(const PlannedPass& planned) { return canFollow(planned) || isPass(planned); }

/// A run takes the rows of a variant as they come. A run before it would be no gain: zimg, fed by rows, loses more than
/// the memory costs (docs/adr/0016).
bool takesRows(const PlannedPass& before, const PlannedPass& next) {
    return before.kind == PlannedPass::Kind::Variant && next.kind == PlannedPass::Kind::Run &&
           before.output == next.input && isOfCodes(next.input) &&
           dynamic_cast<const GivesRows*>(before.variantReady.get()) != nullptr;
}

bool areOne(const PlannedPass& before, const PlannedPass& next) {
    const bool isSame =
        before.output == next.input && next.input.width == next.output.width && next.input.height == next.output.height;
    return isSame && canFollow(next);
}

/// Passes over bands go on; after a variant there is one run.
bool isOpenBand(const PlannedPass& planned) {
    return planned.kind == PlannedPass::Kind::Bands && planned.parts.front().kind != PlannedPass::Kind::Variant;
}

PlannedPass bandsOf(PlannedPass first) {
    PlannedPass bands;
    bands.kind = PlannedPass::Kind::Bands;
    bands.firstStep = first.firstStep;
    bands.input = first.input;
    bands.parts.push_back(std::move(first));
    return bands;
}

/// A Point pass alone after such a variant is a run of one: the same numbers, and rows of it can be made.
void makeRunsAfterVariants(std::vector<PlannedPass>& plan) {
    for (std::size_t i = 1; i < plan.size(); ++i) {
        if (plan[i - 1].kind != PlannedPass::Kind::Variant || plan[i].kind != PlannedPass::Kind::Pass) continue;
        if (!PointRun::isPossible(*plan[i].pass, plan[i].input)) continue;
        plan[i].kind = PlannedPass::Kind::Run;
        plan[i].run.emplace(*plan[i].pass, plan[i].input);
    }
}

}  // namespace

std::vector<PlannedPass> joinedToBands(std::vector<PlannedPass> plan) {
    makeRunsAfterVariants(plan);
    std::vector<PlannedPass> joined;
    for (PlannedPass& next : plan) {
        PlannedPass* before = joined.empty() ? nullptr : &joined.back();
        const bool isOpen = before != nullptr && (isOpenBand(*before) || canBegin(*before));
        const bool isJoined = before != nullptr && ((isOpen && areOne(*before, next)) || takesRows(*before, next));
        if (!isJoined) {
            joined.push_back(std::move(next));
            continue;
        }
        if (before->kind != PlannedPass::Kind::Bands) *before = bandsOf(std::move(*before));
        before->lastStep = next.lastStep;
        before->output = next.output;
        before->parts.push_back(std::move(next));
    }
    return joined;
}

}  // namespace fotograma::filter
