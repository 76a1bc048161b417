#include "engine/filter/describe.h"
#include "engine/filters/smooth/smooth_kernel.h"

namespace fotograma::filters::smooth {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const auto strength = static_cast<float>(values.number("strength"));
    if (strength == 0.0F) return prepared;
    const double threshold = values.number("threshold") * (1 << (input.format.bits - 8));
    filter::Pass pass;
    pass.kernel = "smooth_Average";
    pass.shape = pixel::Shape::Temporal;
    pass.output = input;
    pass.reachBack = Average::back;
    pass.reachForward = Average::forward;
    pass.params.fill(filter::ParamBytes::of(Average::Params{strength, static_cast<float>(1.0 / threshold)}));
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("smooth", "Smooth", pixel::Shape::Temporal,
                                        "Calms noise by averaging each frame with the one before and the one after, "
                                        "except where something moves.");
    definition.info.parameters = {
        numberRow("strength", "Strength", "", {0.0, 1.0, 0.05}, 0.7,
                  "Weight of the neighbours beside the frame itself; 0 changes nothing, 1 is the plain average."),
        numberRow("threshold", "Threshold", "8-bit code values", {1.0, 64.0, 1.0}, 6.0,
                  "Mean difference over 3 x 3 samples from which on it is motion and not noise."),
    };
    definition.prepareFilter = prepare;
    const std::vector<Picture> flicker = {{{100, 100, 100}}, {{103, 103, 103}}, {{100, 100, 100}}};
    definition.examples = {
        example("Flicker of 3 under a threshold of 6 has half the likeness: (100/2 + 103 + 100/2) / 2.",
                grayPicture(3, 1), {{"strength", 1.0}, {"threshold", 6.0}}, flicker, {{102, 102, 102}}, 0.0, 1),
        example("A cut is not mixed: beyond the threshold the neighbours weigh nothing.", grayPicture(3, 1),
                {{"strength", 1.0}, {"threshold", 6.0}}, {{{20, 20, 20}}, {{200, 200, 200}}, {{20, 20, 20}}},
                {{200, 200, 200}}, 0.0, 1),
        example("The first frame has itself for the missing one before it: (100 + 100 + 103/2) / 2.5.",
                grayPicture(3, 1), {{"strength", 1.0}, {"threshold", 6.0}}, flicker, {{101, 101, 101}}, 0.0, 0),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::smooth
