#include <cmath>

#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/grain/grain_kernel.h"

namespace fotograma::filters::grain {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double amount = values.number("amount") / 255.0;
    if (amount == 0.0) return prepared;
    // A chroma sample is the mean over its block: what that evens out is put in before.
    const double evened = std::sqrt(filter::blockWidth(input.format) * filter::blockHeight(input.format));
    const Film::Params params{
        .amount = static_cast<float>(amount),
        .colorAmount = static_cast<float>(amount * values.number("color") * evened),
        .ends = static_cast<float>(values.number("ends")),
        .seed = static_cast<pixel::u32>(values.integer("seed")),
    };
    filter::Pass pass;
    pass.kernel = "grain_Film";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("grain", "Grain", pixel::Shape::Point,
                                        "Adds grain like that of film; the same frame always gets the same grain.",
                                        "Jarzynski and Olano 2020 (pcg3d)");
    definition.info.parameters = {
        numberRow("amount", "Amount", "8-bit code values", {0.0, 40.0, 0.5}, 5.0,
                  "Standard deviation of the grain in the middle tones."),
        numberRow("color", "Colour", "", {0.0, 1.0, 0.05}, 0.0,
                  "Share of it that colours have on their own; 0 is the grain of black and white film."),
        numberRow("ends", "Black and white", "", {0.0, 1.0, 0.05}, 0.2,
                  "Share of it that is left in black and in white."),
        integerRow("seed", "Seed", "", {0, 1000000, 1}, 0, "Another number, another grain."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Nothing is added to black and white when the ends have no share.", grayPicture(4, 1),
                {{"amount", 40.0}, {"ends", 0.0}}, {{{16, 235, 16, 235}}}, {{16, 235, 16, 235}}),
        example("The grain of a frame is a fixed pattern: what pcg3d gives for x = 0 to 3, y = 0, frame 0.",
                grayPicture(4, 1), {{"amount", 20.0}, {"ends", 1.0}}, {{{126, 126, 126, 126}}},
                {{153, 140.5, 131, 133}}, 0.6),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::grain
