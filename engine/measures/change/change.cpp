#include <limits>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/measures/change/change_kernel.h"

namespace fotograma::measures::change {
namespace {

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const double full =
        static_cast<double>(input.width) * input.height * (filter::whiteCode(input, 0) - filter::blackCode(input, 0));
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Difference>("change_Difference", input)};
    prepared.finish = [full](std::span<const pixel::u64> sums, const filter::Moment& moment) {
        const double difference = static_cast<double>(sums[0]) / full;
        return filter::MeasuredValues{moment.hasPrevious ? difference : std::numeric_limits<double>::quiet_NaN()};
    };
    prepared.summarise = [] { return filter::averages({"difference"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "change", "Change", "How much a frame differs from the one before: 0 for a still, large at a cut.");
    definition.info.values = {
        value("difference", "Difference", "luma (0..1)",
              "Mean absolute difference of luma, range removed; the first frame has none."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A still picture does not change.", grayPicture(2, 1), {}, {{{40, 50}}, {{40, 50}}},
                        {{"difference", 0.0}}, 1e-9),
        measuredExample("One of two samples goes from black to white.", grayPicture(2, 1), {},
                        {{{16, 100}}, {{235, 100}}}, {{"difference", 0.5}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::change
