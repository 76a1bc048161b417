#include <algorithm>

#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/deband/deband_kernel.h"

namespace fotograma::filters::deband {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double threshold = values.number("threshold");
    if (threshold == 0.0) return prepared;
    const double step = 1 << (input.format.bits - 8);
    filter::Pass pass;
    pass.kernel = "deband_Even";
    pass.shape = pixel::Shape::Gather;
    pass.output = input;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        const double range = values.integer("range") / static_cast<double>(1 << filter::shiftX(input.format, plane));
        pass.params[static_cast<std::size_t>(plane)] = filter::ParamBytes::of(Even::Params{
            .threshold = static_cast<float>(threshold * step),
            .range = static_cast<float>(std::max(range, 1.0)),
            .dither = static_cast<float>(values.number("dither")),
            .seed = static_cast<pixel::u32>(plane) * 2U,
        });
    }
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("deband", "Deband", pixel::Shape::Gather,
                                        "Evens out the steps of skies and shadows, and leaves edges and detail.",
                                        "The scheme of f3kdb; Jarzynski and Olano 2020 (pcg3d)");
    definition.info.parameters = {
        numberRow("threshold", "Threshold", "8-bit code values", {0.0, 32.0, 0.5}, 4.0,
                  "Samples that all differ by less are one smooth area; 0 changes nothing."),
        integerRow("range", "Range", "px", {1, 64, 1}, 16, "How far away those samples are taken at most."),
        numberRow("dither", "Dither", "code values", {0.0, 2.0, 0.1}, 0.5,
                  "Noise that hides the steps which the bit depth itself makes."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("An edge higher than the threshold stays to the bit.", grayPicture(4, 1), {{"dither", 0.0}},
                {{{16, 16, 200, 200}}}, {{16, 16, 200, 200}}),
        example("A step under it becomes the mean of what lies around: with four samples at distance 1 a lone 104 on "
                "100 is gone, and its neighbours take a quarter of it.",
                grayPicture(3, 3), {{"range", 1}, {"threshold", 8.0}, {"dither", 0.0}},
                {{{100, 100, 100, 100, 104, 100, 100, 100, 100}}}, {{101, 100, 101, 100, 100, 100, 101, 100, 101}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::deband
