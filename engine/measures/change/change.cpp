#include <limits>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/measures/change/change_kernel.h"

namespace fotograma::measures::change {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const double samples = static_cast<double>(input.width) * input.height;
    const double range = filter::whiteCode(input, 0) - filter::blackCode(input, 0);
    const double step = 1 << (input.format.bits - 8);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Difference>("change_Difference", input)};
    prepared.finish = [=](std::span<const pixel::u64> sums, const filter::Moment& moment) {
        if (!moment.hasPrevious) return filter::MeasuredValues{kNone, kNone};
        return filter::MeasuredValues{static_cast<double>(sums[0]) / samples / range,
                                      static_cast<double>(sums[1]) / samples / (step * step)};
    };
    prepared.summarise = [] { return filter::averages({"difference", "energy"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "change", "Change", "How much a frame differs from the one before: 0 for a still, large at a cut.");
    definition.info.values = {
        value("difference", "Difference", "luma (0..1)",
              "Mean absolute difference of luma, range removed; the first frame has none."),
        value("energy", "Motion energy", "8-bit code values squared",
              "Mean square of the difference: few samples that change much weigh more than many that change little."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A still picture does not change.", grayPicture(2, 1), {}, {{{40, 50}}, {{40, 50}}},
                        {{"difference", 0.0}, {"energy", 0.0}}, 1e-9),
        measuredExample("One of two samples goes from black to white.", grayPicture(2, 1), {},
                        {{{16, 100}}, {{235, 100}}}, {{"difference", 0.5}, {"energy", 23980.5}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::change
