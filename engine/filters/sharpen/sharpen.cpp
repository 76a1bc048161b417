#include "engine/filter/describe.h"
#include "engine/filters/sharpen/sharpen_kernel.h"

namespace fotograma::filters::sharpen {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const auto amount = static_cast<float>(values.number("amount"));
    if (amount == 0.0F) return prepared;
    filter::Pass pass;
    pass.kernel = values.integer("radius") == 1 ? "sharpen_Fine" : "sharpen_Broad";
    pass.shape = pixel::Shape::Window;
    pass.output = input;
    pass.params.fill(filter::ParamBytes::of(Fine::Params{amount}));
    // Edges are seen in luma; sharper chroma only shows its noise and its coarser grid.
    pass.planeMask = input.format.model == frame::ColorModel::Rgb ? 0b111 : 0b001;
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("sharpen", "Sharpen", pixel::Shape::Window,
                                        "Makes edges crisper by adding what a slight blur takes away.");
    definition.info.parameters = {
        numberRow("amount", "Amount", "", {0.0, 3.0, 0.05}, 0.5,
                  "How much of the difference is added; 0 changes nothing."),
        integerRow("radius", "Radius", "px", {1, 2, 1}, 1,
                   "Reach of the blur: 1 for fine detail, 2 for soft pictures."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("An edge is overshot on both sides by a quarter of its height times the amount.", grayPicture(4, 1),
                {{"amount", 0.5}}, {{{100, 100, 140, 140}}}, {{100, 95, 145, 140}}),
        example("A flat picture stays as it is, whatever the amount.", grayPicture(4, 1),
                {{"amount", 3.0}, {"radius", 2}}, {{{77, 77, 77, 77}}}, {{77, 77, 77, 77}}),
        example("What would leave the range of code values is held at its ends.", grayPicture(4, 1), {{"amount", 3.0}},
                {{{0, 0, 255, 255}}}, {{0, 0, 255, 255}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::sharpen
