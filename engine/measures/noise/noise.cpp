#include <cmath>
#include <limits>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/measures/noise/noise_kernel.h"

namespace fotograma::measures::noise {
namespace {

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const double step = 1 << (input.format.bits - 8);
    const double samples = (input.width - 2.0) * (input.height - 2.0);
    const bool applies = input.width > 2 && input.height > 2;
    const double scale =
        applies ? std::sqrt(std::numbers::pi / 2.0) / (6.0 * samples * step) : std::numeric_limits<double>::quiet_NaN();
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Mask>("noise_Mask", input, {input.width - 1, input.height - 1})};
    prepared.finish = [scale](std::span<const pixel::u64> sums, const filter::Moment&) {
        return filter::MeasuredValues{static_cast<double>(sums[0]) * scale};
    };
    prepared.summarise = [] { return filter::averages({"sigma"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        measureNamed("noise", "Noise",
                     "How noisy a frame is: the standard deviation of noise that would leave as much behind a mask "
                     "which straight structure does not pass. Fine texture counts as noise.",
                     "Immerkaer, Fast noise variance estimation, Computer Vision and Image Understanding 64 (1996)");
    definition.info.values = {
        value("sigma", "Noise", "8-bit code values",
              "Standard deviation of noise; pictures under 3 samples across or down have none."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A ramp is structure, not noise.", grayPicture(4, 3), {},
                        {{{10, 20, 30, 40, 20, 30, 40, 50, 30, 40, 50, 60}}}, {{"sigma", 0.0}}, 1e-9),
        measuredExample("One sample 60 above flat surroundings: sqrt(pi/2) / 6 * 4 * 60.", grayPicture(3, 3), {},
                        {{{40, 40, 40, 40, 100, 40, 40, 40, 40}}}, {{"sigma", 50.13257}}, 1e-4),
        measuredExample("The same in 10 bits.", grayPicture(3, 3, 10), {},
                        {{{160, 160, 160, 160, 400, 160, 160, 160, 160}}}, {{"sigma", 50.13257}}, 1e-4),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::noise
