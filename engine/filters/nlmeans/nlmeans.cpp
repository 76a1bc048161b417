#include <numbers>

#include "engine/filter/describe.h"
#include "engine/filters/nlmeans/use.h"

namespace fotograma::filters::nlmeans {

Likeness::Params paramsFrom(const filter::Values& values, const frame::PictureSpec& input) {
    const double strength = values.number("strength") * (1 << (input.format.bits - 8));
    const int patch = values.integer("patch");
    const double samples = (2.0 * patch + 1.0) * (2.0 * patch + 1.0);
    return {
        .search = values.integer("search"),
        .patch = patch,
        .falloff = static_cast<float>(-std::numbers::log2e / (strength * strength * samples)),
    };
}

unsigned planesFrom(const filter::Values& values, const frame::PictureSpec& input) {
    return values.text("planes") == "luma" && input.format.model == frame::ColorModel::Yuv ? 0b001 : 0b111;
}

namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (values.number("strength") == 0.0) return prepared;
    filter::Pass pass;
    pass.kernel = "nlmeans_Likeness";
    pass.shape = pixel::Shape::Window;
    pass.output = input;
    pass.params.fill(filter::ParamBytes::of(paramsFrom(values, input)));
    pass.planeMask = planesFrom(values, input);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("nlmeans", "Non-local means", pixel::Shape::Window,
                    "Takes noise away by averaging places that look alike; the best of the still denoisers, and slow.",
                    "Buades, Coll and Morel, CVPR 2005");
    definition.info.parameters = {
        numberRow("strength", "Strength", "8-bit code values", {0.0, 100.0, 0.5}, 6.0,
                  "Of the noise: places whose difference is about this weigh a third; 0 changes nothing."),
        integerRow("patch", "Patch", "px", {1, 6, 1}, 2, "Radius of the surroundings that are compared."),
        integerRow("search", "Search", "px", {1, 10, 1}, 3, "Radius of the samples that are averaged."),
        choiceRow("planes", "Planes", {"all", "luma"}, "all", "Colours too, or brightness alone."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("A flat picture stays as it is.", grayPicture(3, 3), {{"strength", 50.0}}, {{Samples(9, 77.0)}},
                {Samples(9, 77.0)}),
        example("An edge many strengths high stays.", grayPicture(4, 1),
                {{"strength", 3.0}, {"search", 2}, {"patch", 1}}, {{{20, 20, 220, 220}}}, {{20, 20, 220, 220}}),
        example("Under a strength far beyond its noise all samples weigh alike: a picture of two columns becomes their "
                "mean by how often the border repeats each.",
                grayPicture(2, 1), {{"strength", 100.0}, {"search", 1}, {"patch", 1}}, {{{100, 106}}}, {{102, 104}},
                0.5),
    };
    definition.typical = {{"strength", 6.0}, {"search", 5}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::nlmeans
