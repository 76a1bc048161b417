#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/measures/blur/blur_kernel.h"

namespace fotograma::measures::blur {
namespace {

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const double step = 1 << (input.format.bits - 8);
    const double samples = static_cast<double>(input.width) * input.height;
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Laplacian>("blur_Laplacian", input)};
    prepared.finish = [step, samples](std::span<const pixel::u64> sums, const filter::Moment&) {
        const double mean = static_cast<double>(static_cast<pixel::i64>(sums[0])) / samples / step;
        const double meanSquare = static_cast<double>(sums[1]) / samples / (step * step);
        return filter::MeasuredValues{meanSquare - mean * mean};
    };
    prepared.summarise = [] { return filter::averages({"sharpness"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed("blur", "Blur",
                                         "How much fine detail a frame has: the variance of its Laplacian. Out of "
                                         "focus or moved frames have little, often under 100.",
                                         "Pech-Pacheco et al., ICPR 2000 (variance of the Laplacian)");
    definition.info.values = {
        value("sharpness", "Sharpness", "8-bit code values squared", "Variance of the Laplacian; low means blurred."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A flat frame has none.", grayPicture(3, 3), {}, {{Samples(9, 90.0)}}, {{"sharpness", 0.0}},
                        1e-9),
        measuredExample("An edge of 10 across four columns: the Laplacian is 0, -10, 10, 0, its variance 50.",
                        grayPicture(4, 1), {}, {{{20, 20, 30, 30}}}, {{"sharpness", 50.0}}, 1e-9),
        measuredExample("The same edge in 10 bits has four times the code values and the same sharpness.",
                        grayPicture(4, 1, 10), {}, {{{80, 80, 120, 120}}}, {{"sharpness", 50.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::blur
