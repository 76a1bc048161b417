#include "engine/filter/fusion.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "engine/base/text.h"
#include "engine/filter/banding.h"
#include "engine/filter/color_math.h"
#include "engine/filter/host.h"
#include "engine/pixel/color.h"

namespace fotograma::filter {
namespace {

constexpr std::size_t kParamAlignment = 16;

/// What a run must know of a kernel, from the tables of the host's kernels.
struct PointFacts {
    int kind = 0;
    pixel::Domain domain = pixel::Domain::Yuv;
    bool keepsColors = false;
    bool perChannel = false;
};

const PointFacts* pointFacts(std::string_view kernel) {
    static const auto facts = [] {
        std::map<std::string, PointFacts, std::less<>> all;
        const auto kinds = runKernels();
        for (const device::HostKernels* folder : hostKernels().baseline) {
            for (int i = 0; i < folder->count; ++i) {
                const device::HostKernel& one = folder->kernels[i];
                if (one.point == nullptr) continue;
                std::string name = base::concat(folder->folder, "_", one.kernel);
                const auto at = std::ranges::find(kinds, name);
                if (at == kinds.end()) continue;
                all.emplace(std::move(name), PointFacts{static_cast<int>(at - kinds.begin()), one.domain,
                                                        one.keepsColors, one.perChannel});
            }
        }
        return all;
    }();
    const auto found = facts.find(kernel);
    return found == facts.end() ? nullptr : &found->second;
}

bool isOfOneLayout(const frame::PictureSpec& a, const frame::PictureSpec& b) {
    return a.width == b.width && a.height == b.height && a.format.model == b.format.model &&
           a.format.chromaShiftX == b.format.chromaShiftX && a.format.chromaShiftY == b.format.chromaShiftY;
}

bool canStandInRun(const Pass& pass, const frame::PictureSpec& input) {
    return pass.shape == pixel::Shape::Point && isOfOneLayout(input, pass.output) &&
           input.format.sample != frame::SampleType::F32 && pass.output.format.sample != frame::SampleType::F32 &&
           pointFacts(pass.kernel) != nullptr;
}

bool isSameMatrix(const pixel::MatrixTerms& terms, const pixel::ColorMath& math) {
    return terms.kr == math.kr && terms.kb == math.kb;
}

}  // namespace

// ---- A run -----------------------------------------------------------------------------------------------------

bool PointRun::isPossible(const Pass& pass, const frame::PictureSpec& input) { return canStandInRun(pass, input); }

PointRun::PointRun(const Pass& pass, const frame::PictureSpec& input) : m_input(input), m_output(input) {
    FOTOGRAMA_ASSERT(canStandInRun(pass, input), "only Point passes stand in a run");
    m_args.planes = input.format.planes();
    m_args.bitsIn = input.format.bits;
    m_args.chromaShiftX = m_args.planes == 1 ? 0 : input.format.chromaShiftX;
    m_args.chromaShiftY = m_args.planes == 1 ? 0 : input.format.chromaShiftY;
    m_args.color = colorMath(input);
    m_isInRgb = m_args.color.isRgb != 0;
    append(pass);
}

bool PointRun::isFitting(const Pass& pass) const {
    if (!canStandInRun(pass, m_output)) return false;
    const auto known = std::span(m_args.matrices).first(static_cast<std::size_t>(m_matrices));
    const pixel::ColorMath math = colorMath(pass.output);
    const bool isKnown = std::ranges::any_of(known, [&](const auto& terms) { return isSameMatrix(terms, math); });
    return m_args.count < pixel::kMostRunSteps &&
           m_paramBytes + pass.params[0].size <= static_cast<std::size_t>(pixel::kRunParamBytes) &&
           (isKnown || m_matrices < pixel::kMostRunMatrices);
}

bool PointRun::add(const Pass& pass) {
    if (!isFitting(pass)) return false;
    append(pass);
    return true;
}

int PointRun::matrixOf(const frame::PictureSpec& spec) {
    const pixel::ColorMath math = colorMath(spec);
    for (int i = 0; i < m_matrices; ++i) {
        if (isSameMatrix(m_args.matrices[i], math)) return i;
    }
    m_args.matrices[m_matrices] = pixel::matrixTerms(math.kr, math.kb);
    return m_matrices++;
}

/// The pass's kernel, or its twin where that one needs no turn.
const std::string& PointRun::kernelOf(const Pass& pass) const {
    const auto isHere = [&](const PointFacts* facts) {
        return facts != nullptr && (facts->domain == pixel::Domain::Rgb) == m_isInRgb;
    };
    return !isHere(pointFacts(pass.kernel)) && isHere(pointFacts(pass.twin)) ? pass.twin : pass.kernel;
}

void PointRun::append(const Pass& pass) {
    const std::string& kernel = kernelOf(pass);
    const PointFacts& facts = *pointFacts(kernel);
    const int before = matrixOf(m_output);
    // A kernel that only says how colours are coded has nothing to do between two others.
    if (!facts.keepsColors || m_passes == 0) {
        pixel::RunStep& step = m_args.steps[m_args.count++];
        step.kind = facts.kind;
        step.params = static_cast<int>(m_paramBytes);
        step.matrix = before;
        const bool wantsRgb = facts.domain == pixel::Domain::Rgb;
        if (!facts.keepsColors && wantsRgb != m_isInRgb) {
            step.turn = wantsRgb ? pixel::Turn::ToRgb : pixel::Turn::ToYuv;
            m_isInRgb = wantsRgb;
        }
        std::memcpy(m_args.params + m_paramBytes, pass.params[0].bytes.data(), pass.params[0].size);
        m_paramBytes += (pass.params[0].size + kParamAlignment - 1) / kParamAlignment * kParamAlignment;
        m_kernels.push_back(kernel);
        m_tables.push_back(pass.tables[0]);
    }
    ++m_passes;
    m_isPerPlane = m_isPerPlane && facts.perChannel && (m_args.planes == 1 || m_isInRgb == (m_args.color.isRgb != 0));
    m_output = pass.output;
    m_leavesHdr = m_leavesHdr || (m_input.color.isHdr() && !m_output.color.isHdr());
    m_args.isPerPlane = m_isPerPlane ? 1 : 0;
    m_args.bitsOut = m_output.format.bits;
    m_args.colorOut = colorMath(m_output);
    m_args.lastMatrix = matrixOf(m_output);
    const bool isRgb = m_args.color.isRgb != 0;
    m_args.lastTurn = m_isInRgb == isRgb ? pixel::Turn::None : isRgb ? pixel::Turn::ToRgb : pixel::Turn::ToYuv;
}

// ---- A chain ---------------------------------------------------------------------------------------------------

namespace {

/// True when the step runs by a fast variant, which is then in `planned`.
bool takeVariant(const Step& step, PlannedPass& planned) {
    for (const HostVariantInfo* info : hostVariants()) {
        if (info->filter != step.use.definition->info.id) continue;
        auto ready = info->prepare(step.use.values, step.input, step.prepared.output);
        if (!ready) continue;
        planned.kind = PlannedPass::Kind::Variant;
        planned.variant = info;
        planned.variantReady = *std::move(ready);
        return true;
    }
    return false;
}

/// A step that is one thing in the plan whatever its passes are.
bool takeWhole(const Step& step, Reading reading, bool isHost, PlannedPass& planned) {
    planned.input = step.input;
    planned.output = step.prepared.output;
    if (step.prepared.stage || step.prepared.steering) {
        planned.kind = step.prepared.stage ? PlannedPass::Kind::Stage : PlannedPass::Kind::Steered;
        return true;
    }
    return reading == Reading::Fastest && isHost && takeVariant(step, planned);
}

/// Puts a pass into the run before it, or makes the two a run; false where they cannot be one.
bool joined(const Pass& pass, std::size_t step, PlannedPass& before) {
    if (before.kind == PlannedPass::Kind::Pass && canStandInRun(*before.pass, before.input)) {
        PointRun run(*before.pass, before.input);
        if (!run.add(pass)) return false;
        before.kind = PlannedPass::Kind::Run;
        before.run = std::move(run);
    } else if (before.kind != PlannedPass::Kind::Run || !before.run->add(pass)) {
        return false;
    }
    before.lastStep = step;
    before.output = pass.output;
    return true;
}

/// The host makes a table of such a pass, and only runs have them.
void makeTables(std::vector<PlannedPass>& plan) {
    for (PlannedPass& planned : plan) {
        if (planned.kind != PlannedPass::Kind::Pass || !canStandInRun(*planned.pass, planned.input)) continue;
        PointRun run(*planned.pass, planned.input);
        if (!run.isPerPlane()) continue;
        planned.kind = PlannedPass::Kind::Run;
        planned.run = std::move(run);
    }
}

}  // namespace

std::vector<PlannedPass> planPasses(const Chain& chain, Reading reading, bool isHost) {
    std::vector<PlannedPass> plan;
    for (std::size_t i = 0; i < chain.steps().size(); ++i) {
        const Step& step = chain.steps()[i];
        PlannedPass whole;
        whole.firstStep = whole.lastStep = i;
        if (takeWhole(step, reading, isHost, whole)) {
            plan.push_back(std::move(whole));
            continue;
        }
        frame::PictureSpec input = step.input;
        for (const Pass& pass : step.prepared.passes) {
            // A filter without passes in between may have said other facts of the picture.
            const bool isNext = !plan.empty() && plan.back().output == input;
            if (!isNext || !joined(pass, i, plan.back())) {
                PlannedPass alone;
                alone.firstStep = alone.lastStep = i;
                alone.input = input;
                alone.output = pass.output;
                alone.pass = &pass;
                plan.push_back(std::move(alone));
            }
            input = pass.output;
        }
    }
    if (isHost) makeTables(plan);
    return isHost && reading == Reading::Fastest ? joinedToBands(std::move(plan)) : std::move(plan);
}

}  // namespace fotograma::filter
