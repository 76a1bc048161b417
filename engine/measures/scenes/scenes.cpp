#include <cmath>
#include <limits>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/measures/scenes/detectors.h"
#include "engine/measures/scenes/scenes_kernel.h"

namespace fotograma::measures::scenes {
namespace {

/// Rows of a picture's chroma that are enough for a mean; PySceneDetect looks at pictures of 256 columns.
constexpr int kEnoughRows = 96;

std::int32_t rowMaskFor(int height) {
    std::int32_t mask = 0;
    while (height >= kEnoughRows * 2 * (mask + 1)) mask = 2 * mask + 1;
    return mask;
}

Content::Params paramsFor(const frame::PictureSpec& input, std::int32_t rowMask) {
    const pixel::ColorTerms terms(filter::colorMath(input));
    const float chroma = 255.0F * terms.cScale;
    Content::Params params{};
    params.ofY = 255.0F * terms.yScale;
    params.ofCrInR = chroma * terms.crToR;
    params.ofCbInG = chroma * terms.cbToG;
    params.ofCrInG = chroma * terms.crToG;
    params.ofCbInB = chroma * terms.cbToB;
    const float black = 255.0F * terms.yOffset + 0.5F;
    const float neutral = 255.0F * terms.cOffset;
    params.atR = black + neutral * terms.crToR;
    params.atG = black + neutral * (terms.cbToG + terms.crToG);
    params.atB = black + neutral * terms.cbToB;
    params.rowMask = rowMask;
    return params;
}

struct Cuts {
    api::Json indices = api::Json::array();
    api::Json times = api::Json::array();

    void add(const std::optional<Look>& cut) {
        if (!cut) return;
        indices.append(cut->index);
        times.append(cut->timeSeconds);
    }
    [[nodiscard]] std::int64_t scenes() const { return static_cast<std::int64_t>(indices.items().size()) + 1; }
};

class Scenes final : public filter::Summary {
public:
    Scenes(ContentDetector content, AdaptiveDetector adaptive)
        : m_content(content),
          m_adaptive(adaptive),
          m_averages(filter::averages({"content", "hue", "saturation", "value"})) {}

    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_hasFrames = true;
        m_averages->add(moment, values);
        const Look look{moment.index, moment.timeSeconds, std::isnan(values[0]) ? 0.0 : values[0]};
        m_cuts.add(m_content.next(look));
        m_adaptiveCuts.add(m_adaptive.next(look));
    }

    api::Json finish() const override {
        api::Json all = m_averages->finish();
        if (!m_hasFrames) return all;
        all.set("scenes", m_cuts.scenes()).set("cuts", m_cuts.indices).set("cut_times", m_cuts.times);
        all.set("adaptive_scenes", m_adaptiveCuts.scenes()).set("adaptive_cuts", m_adaptiveCuts.indices);
        return all.set("adaptive_cut_times", m_adaptiveCuts.times);
    }

private:
    ContentDetector m_content;
    AdaptiveDetector m_adaptive;
    std::unique_ptr<filter::Summary> m_averages;
    Cuts m_cuts;
    Cuts m_adaptiveCuts;
    bool m_hasFrames = false;
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const int chroma = input.format.planes() - 1;
    const int height = input.format.planeHeight(chroma, input.height);
    const std::int32_t rowMask = rowMaskFor(height);
    const double blocks =
        static_cast<double>(input.format.planeWidth(chroma, input.width)) * ((height + rowMask) / (rowMask + 1));
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Content>("scenes_Content", input, paramsFor(input, rowMask))};
    prepared.finish = [blocks](std::span<const pixel::u64> sums, const filter::Moment& moment) {
        if (!moment.hasPrevious) return filter::MeasuredValues(4, std::numeric_limits<double>::quiet_NaN());
        const auto mean = [&](std::size_t i) { return static_cast<double>(sums[i]) / blocks; };
        return filter::MeasuredValues{(mean(0) + mean(1) + mean(2)) / 3.0, mean(0), mean(1), mean(2)};
    };
    const double minimumSeconds = values.number("min_scene");
    const ContentDetector content(values.number("threshold"), minimumSeconds);
    const AdaptiveDetector adaptive(values.number("adaptive_ratio"), values.number("adaptive_content"), minimumSeconds);
    prepared.summarise = [content, adaptive] { return std::make_unique<Scenes>(content, adaptive); };
    return prepared;
}

std::vector<api::ParameterInfo> parameters() {
    using namespace filter;
    return {
        numberRow("threshold", "Threshold", "8-bit code values", {1.0, 255.0, 1.0}, 27.0,
                  "A cut is where the content value reaches it."),
        numberRow(
            "adaptive_ratio", "Adaptive ratio", "", {1.0, 255.0, 0.1}, 3.0,
            "An adaptive cut is where the content value is so many times the mean of the two frames on either side."),
        numberRow("adaptive_content", "Least content", "8-bit code values", {0.0, 255.0, 1.0}, 15.0,
                  "Adaptive cuts have at least this content value."),
        numberRow("min_scene", "Shortest scene", "s", {0.0, 60.0, 0.1}, 0.6,
                  "Cuts closer together are taken for one, or for none."),
    };
}

std::vector<api::ValueInfo> valuesOfScenes() {
    using namespace filter;
    using api::ValueKind;
    return {
        value("content", "Content value", "8-bit code values",
              "Mean of the next three: how much the content changed from the frame before; the first has none."),
        value("hue", "Hue", "0..179", "Mean absolute difference of hue."),
        value("saturation", "Saturation", "0..255", "Mean absolute difference of saturation."),
        value("value", "Value", "0..255", "Mean absolute difference of value, the largest of R', G' and B'."),
        clipValue("scenes", "Scenes", "count", "One more than there are cuts.", ValueKind::Integer),
        clipList("cuts", "Cuts", "frame index", "First frames of new scenes, by the content threshold.",
                 ValueKind::Integer),
        clipList("cut_times", "Times of cuts", "s", "When those frames are shown."),
        clipValue("adaptive_scenes", "Scenes, adaptive", "count", "One more than there are adaptive cuts.",
                  ValueKind::Integer),
        clipList("adaptive_cuts", "Adaptive cuts", "frame index",
                 "First frames of new scenes, by comparison with the frames around: fast movement makes none.",
                 ValueKind::Integer),
        clipList("adaptive_cut_times", "Times of adaptive cuts", "s", "When those frames are shown."),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed("scenes", "Scenes",
                                         "Where one scene gives way to the next: cuts by two rules, from the changes "
                                         "of hue, saturation and value at the "
                                         "resolution of chroma.",
                                         "PySceneDetect 0.7, ContentDetector and AdaptiveDetector; OpenCV's 8-bit HSV");
    definition.info.parameters = parameters();
    definition.info.values = valuesOfScenes();
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Black gives way to white: value differs by 255, hue and saturation do not.", grayPicture(1, 1),
                        {}, {{{16}}, {{235}}}, {{"content", 85.0}, {"value", 255.0}, {"hue", 0.0}}, 1e-9),
        measuredExample("Red (254, 0, 0) to green (0, 255, 1): hue 0 to 60, value 254 to 255.", yuvPicture(1, 1, 0, 0),
                        {}, {{{81}, {90}, {240}}, {{145}, {54}, {34}}},
                        {{"content", 61.0 / 3.0}, {"hue", 60.0}, {"saturation", 0.0}, {"value", 1.0}}, 1e-9),
        measuredExample("A still picture does not change.", grayPicture(2, 1), {}, {{{40, 50}}, {{40, 50}}},
                        {{"content", 0.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::scenes
