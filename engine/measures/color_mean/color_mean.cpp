#include <limits>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/measures/color_mean/color_mean_kernel.h"

namespace fotograma::measures::color_mean {
namespace {

constexpr double kDisplayGamma = 2.4;  // ITU-R BT.1886
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    Light::Params params{};
    params.color = filter::colorMath(input);
    params.gamma = static_cast<float>(kDisplayGamma);
    const double black = filter::blackCode(input, 0);
    const double range = filter::whiteCode(input, 0) - black;
    params.lowest = static_cast<float>(black + range * values.number("darkest"));
    params.highest = static_cast<float>(black + range * values.number("brightest"));
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Light>("color_mean_Light", input, params)};
    prepared.finish = [](std::span<const pixel::u64> sums, const filter::Moment&) {
        if (sums[3] == 0) return filter::MeasuredValues{kNone, kNone, kNone};
        const double scale = 1.0 / (65535.0 * static_cast<double>(sums[3]));
        return filter::MeasuredValues{static_cast<double>(sums[0]) * scale, static_cast<double>(sums[1]) * scale,
                                      static_cast<double>(sums[2]) * scale};
    };
    prepared.summarise = [] { return filter::averages({"red", "green", "blue"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed("color_mean", "Mean colour",
                                         "The mean of linear red, green and blue, of what is neither nearly black nor "
                                         "nearly white. Of PQ and HLG pictures the light is that of the code values "
                                         "alone.",
                                         "Buchsbaum, A spatial processor model for object colour perception, J. "
                                         "Franklin Institute 310 (1980): the grey world; ITU-R BT.1886 (light)");
    definition.info.parameters = {
        numberRow("darkest", "Darkest", "luma (0..1)", {0.0, 0.5, 0.01}, 0.02, "What is darker is left out."),
        numberRow("brightest", "Brightest", "luma (0..1)", {0.5, 1.5, 0.01}, 0.98, "What is brighter is left out."),
    };
    definition.info.values = {
        value("red", "Red", "light (0..1)", "Mean of linear red, 1 for white; none when all was left out."),
        value("green", "Green", "light (0..1)", "Mean of linear green."),
        value("blue", "Blue", "light (0..1)", "Mean of linear blue."),
    };
    definition.prepareMeasure = prepare;
    definition.tolerance = 2e-5;
    definition.toleranceReason =
        "A sample's light is counted in 65535ths, and its power is rounded apart where a fused "
        "multiplication is missing.";
    const double half = 0.189465;  // 0.5 to the power of 2.4
    definition.examples = {
        measuredExample("Middle grey, code 125.5: 0.5 to the power of 2.4.", yuvPicture(2, 2, 1, 1, 8), {},
                        {{{125, 126, 126, 125}, {128}, {128}}}, {{"red", half}, {"green", half}, {"blue", half}}, 1e-3),
        measuredExample("Black and white are left out.", yuvPicture(3, 1, 0, 0), {},
                        {{{16, 235, 126}, {128, 128, 128}, {128, 128, 128}}}, {{"green", 0.19155}}, 1e-4),
        measuredExample("BT.601 red (81, 90, 240) is red alone.", yuvPicture(1, 1, 0, 0), {}, {{{81}, {90}, {240}}},
                        {{"red", 1.0}, {"green", 0.0}, {"blue", 0.0}}, 6e-3),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::color_mean
