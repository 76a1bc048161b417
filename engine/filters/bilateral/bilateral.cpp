#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/bilateral/bilateral_kernel.h"

namespace fotograma::filters::bilateral {
namespace {

float gaussian(double sigma) { return static_cast<float>(-std::numbers::log2e / (2.0 * sigma * sigma)); }

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double strength = values.number("strength");
    if (strength == 0.0) return prepared;
    const int radius = values.integer("radius");
    const AlikeParams params{.place = gaussian(radius / 2.0),
                             .value = gaussian(strength * (1 << (input.format.bits - 8)))};
    filter::Pass pass;
    pass.kernel = base::concat("bilateral_Alike", radius);
    pass.shape = pixel::Shape::Window;
    pass.output = input;
    pass.params.fill(filter::ParamBytes::of(params));
    if (values.text("planes") == "luma" && input.format.model == frame::ColorModel::Yuv) pass.planeMask = 0b001;
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("bilateral", "Bilateral", pixel::Shape::Window,
                    "Smooths noise and keeps edges: each sample becomes the mean of those around that are like it.",
                    "Tomasi and Manduchi, ICCV 1998");
    definition.info.parameters = {
        numberRow("strength", "Strength", "8-bit code values", {0.0, 64.0, 0.5}, 6.0,
                  "Differences up to about this are noise; 0 changes nothing."),
        integerRow("radius", "Radius", "px", {1, kLargestRadius, 1}, 2,
                   "How far neighbours reach: two standard deviations of their weight."),
        choiceRow("planes", "Planes", {"all", "luma"}, "all", "Colours too, or brightness alone."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("A flat picture stays as it is.", grayPicture(3, 1), {{"strength", 30.0}}, {{{77, 77, 77}}},
                {{77, 77, 77}}),
        example("An edge many strengths high is not blurred.", grayPicture(4, 1), {{"strength", 4.0}},
                {{{20, 20, 220, 220}}}, {{20, 20, 220, 220}}),
        example("A lone 104 on 100, all weights nearly by place alone: 1, 4 times e^-2 and 4 times e^-4 are 1.615, so "
                "104 falls to 102.5; its neighbours rise by 0.08 of 4.",
                grayPicture(3, 3), {{"strength", 64.0}, {"radius", 1}},
                {{{100, 100, 100, 100, 104, 100, 100, 100, 100}}}, {{100, 100, 100, 100, 102, 100, 100, 100, 100}},
                0.0),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::bilateral
