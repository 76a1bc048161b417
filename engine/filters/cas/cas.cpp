#include "engine/filter/describe.h"
#include "engine/filters/cas/cas_kernel.h"

namespace fotograma::filters::cas {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double strength = values.number("strength");
    filter::Pass pass;
    pass.kernel = "cas_Adaptive";
    pass.shape = pixel::Shape::Window;
    pass.output = input;
    const double divisor = 16.0 + strength * (4.03 - 16.0);
    pass.params.fill(filter::ParamBytes::of(Adaptive::Params{static_cast<float>(-1.0 / divisor)}));
    // As with sharpen: edges are seen in luma.
    pass.planeMask = input.format.model == frame::ColorModel::Rgb ? 0b111 : 0b001;
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("cas", "Adaptive sharpen", pixel::Shape::Window,
                    "Sharpens most where contrast is low and least at hard edges, so that no halo appears.",
                    "AMD FidelityFX Contrast Adaptive Sharpening 1.0");
    definition.info.parameters = {
        numberRow("strength", "Strength", "", {0.0, 1.0, 0.05}, 0.4, "0 is already a little, 1 as much as there is."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("A flat picture stays as it is, whatever the strength.", grayPicture(3, 1), {{"strength", 1.0}},
                {{{77, 77, 77}}}, {{77, 77, 77}}),
        example("A point of 140 on 100, least strength: room 200/280, weight w = -sqrt(0.714)/16 = -0.053; the point "
                "becomes (400 w + 140) / (1 + 4 w) = 150.7, its neighbours (440 w + 100) / (1 + 4 w) = 97.3.",
                grayPicture(3, 3), {{"strength", 0.0}}, {{{100, 100, 100, 100, 140, 100, 100, 100, 100}}},
                {{100, 97.3, 100, 97.3, 150.7, 97.3, 100, 97.3, 100}}, 0.5),
        example("Between black and white there is no room: an edge from end to end stays.", grayPicture(4, 1),
                {{"strength", 1.0}}, {{{0, 0, 255, 255}}}, {{0, 0, 255, 255}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::cas
