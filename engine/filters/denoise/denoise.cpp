#include <algorithm>
#include <vector>

#include "engine/filter/cuts.h"
#include "engine/filter/describe.h"
#include "engine/filters/denoise/denoise_kernel.h"

namespace fotograma::filters::denoise {
namespace {

using filter::Cue;
constexpr int kMostReach = Average::back;

struct Settings {
    std::array<double, pixel::kMaxPlanes> noise{};  ///< Standard deviation by plane, in code values of the picture.
    int reach = kMostReach;
    frame::PictureSpec input;
};

/// Of two frames of the same thing with noise of deviation s the mean difference is 2 s / sqrt(pi) = 1.13 s; over nine
/// samples it strays by 0.28 s.
Average::Params paramsFor(double noise, std::span<const bool, 5> counts) {
    Average::Params params{};
    params.same = static_cast<float>(1.5 * noise);
    params.inverseFall = static_cast<float>(1.0 / std::max(noise, 1e-3));
    for (std::size_t i = 0; i < counts.size(); ++i) params.counts[i] = counts[i] && noise > 0.0 ? 1.0F : 0.0F;
    return params;
}

filter::PlaneParams paramsFor(const Settings& settings, std::span<const bool, 5> counts) {
    filter::PlaneParams params;
    for (std::size_t i = 0; i < params.size(); ++i) {
        params[i] = filter::ParamBytes::of(paramsFor(settings.noise[i], counts));
    }
    return params;
}

/// One frame of each, with what lies beyond a cut left out.
class SceneSteering final : public filter::Steering {
public:
    explicit SceneSteering(const Settings& settings) : m_settings(settings), m_cuts(settings.input) {}

    void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) override {
        m_came.push_back({info.pts, info.duration, m_cuts.next(counters)});
        if (std::ssize(m_came) - m_next > kMostReach) cue(cues);
    }
    void flush(std::vector<Cue>& cues) override {
        while (m_next < std::ssize(m_came)) cue(cues);
    }

private:
    struct Came {
        std::int64_t pts;
        std::int64_t duration;
        bool beginsScene;
    };

    void cue(std::vector<Cue>& cues) {
        std::array<bool, 5> counts{};
        counts[kMostReach] = true;
        for (std::ptrdiff_t t = 1; t <= m_settings.reach; ++t) {
            const std::ptrdiff_t before = m_next - t + 1;
            if (before <= 0 || m_came[static_cast<std::size_t>(before)].beginsScene) break;
            counts[static_cast<std::size_t>(kMostReach - t)] = true;
        }
        for (std::ptrdiff_t t = 1; t <= m_settings.reach; ++t) {
            const std::ptrdiff_t after = m_next + t;
            if (after >= std::ssize(m_came) || m_came[static_cast<std::size_t>(after)].beginsScene) break;
            counts[static_cast<std::size_t>(kMostReach + t)] = true;
        }
        const Came& now = m_came[static_cast<std::size_t>(m_next)];
        cues.push_back({.frame = m_forgotten + m_next, .pts = now.pts, .duration = now.duration});
        cues.back().params = paramsFor(m_settings, counts);
        ++m_next;
        for (; m_next > kMostReach; --m_next, ++m_forgotten) m_came.erase(m_came.begin());
    }

    Settings m_settings;
    filter::CutFinder m_cuts;
    std::vector<Came> m_came;  ///< What still counts, the oldest first.
    std::ptrdiff_t m_next = 0;
    std::int64_t m_forgotten = 0;
};

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double scale = 1 << (input.format.bits - 8);
    const bool isYuv = input.format.model == frame::ColorModel::Yuv;
    Settings settings{.reach = values.integer("reach"), .input = input};
    filter::Pass pass;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        const double noise = values.number(isYuv && plane > 0 ? "chroma" : "luma") * scale;
        settings.noise[static_cast<std::size_t>(plane)] = noise;
        if (noise == 0.0) pass.planeMask &= ~(1U << plane);
    }
    if (std::ranges::all_of(settings.noise, [](double noise) { return noise == 0.0; })) return prepared;
    pass.kernel = "denoise_Average";
    pass.shape = pixel::Shape::Temporal;
    pass.output = input;
    pass.reachBack = Average::back;
    pass.reachForward = Average::forward;
    pass.params = paramsFor(settings, std::array{true, true, true, true, true});
    prepared.passes.push_back(std::move(pass));
    prepared.looks.push_back(filter::lumaChange(input));
    prepared.steering = [settings] { return std::make_unique<SceneSteering>(settings); };
    return prepared;
}

std::vector<filter::Example> examples() {
    using namespace filter;
    const auto flat = [](double value) { return Picture{Samples(9, value)}; };
    return {
        example("Noise of 2 code values, five frames: what differs by less than 3 is one and the same, and the mean.",
                grayPicture(3, 3), {{"luma", 2.0}}, {flat(100), flat(102), flat(100), flat(102), flat(101)}, flat(101),
                0.0, 2),
        example(
            "A difference of 4 is half way from noise to motion (3 to 5): (100 + 104/2) / 1.5 for the first of two.",
            grayPicture(3, 3), {{"luma", 2.0}, {"reach", 1}}, {flat(100), flat(104)}, flat(101), 0.5, 0),
        example("A cut is not mixed.", grayPicture(3, 3), {}, {flat(50), flat(50), flat(200), flat(200)}, flat(50), 0.0,
                1),
        example("Nor what moved: beyond 5 a neighbour counts for nothing.", grayPicture(3, 3), {{"luma", 2.0}},
                {flat(100), flat(106), flat(100)}, flat(106), 0.0, 1),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed(
        "denoise", "Denoise", pixel::Shape::Temporal,
        "Calms noise by averaging each frame with up to two on either side, sample by sample, as far as their "
        "surroundings are alike: what moves keeps its edges, and nothing is mixed across a cut.");
    definition.info.parameters = {
        numberRow("luma", "Noise of luma", "8-bit code values", {0.0, 30.0, 0.5}, 3.0,
                  "Its standard deviation, as the measure `noise` finds it; 0 leaves luma alone."),
        numberRow("chroma", "Noise of chroma", "8-bit code values", {0.0, 30.0, 0.5}, 3.0,
                  "The same of Cb and Cr; 0 leaves them alone."),
        integerRow("reach", "Reach", "frames", {1, kMostReach, 1}, kMostReach, "How many on either side count."),
    };
    definition.prepareFilter = prepare;
    definition.examples = examples();
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::denoise
