#include <cmath>
#include <cstring>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/vignette/vignette_kernel.h"

namespace fotograma::filters::vignette {
namespace {

constexpr double kLargestGain = 16.0;  // Of a corner that is made brighter.

/// Gains from the centre to the farthest corner. Source: the cos^4 law of illumination.
std::vector<std::byte> gains(double angle, bool brightens) {
    std::vector<float> entries;
    for (int i = 0; i < kEntries; ++i) {
        const double distance = std::sqrt(i / static_cast<double>(kEntries - 1));
        const double fall = std::pow(std::cos(angle * distance), 4.0);
        entries.push_back(static_cast<float>(brightens ? std::min(1.0 / fall, kLargestGain) : fall));
    }
    entries.push_back(entries.back());
    std::vector<std::byte> bytes(entries.size() * sizeof(float));
    std::memcpy(bytes.data(), entries.data(), bytes.size());
    return bytes;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const double angle = values.number("angle") * std::numbers::pi / 180.0;
    if (angle == 0.0) return prepared;
    const double centerX = values.number("center_x");
    const double centerY = values.number("center_y");
    // A round fall is round on the display; an elliptical one is as wide as the picture.
    const double wide = values.text("form") == "round" ? filter::displayWidth(input) / input.height : 1.0;
    const double cornerX = std::max(centerX, 1.0 - centerX) * wide;
    const double cornerY = std::max(centerY, 1.0 - centerY);
    const double entries = std::sqrt(kEntries - 1.0) / std::hypot(cornerX, cornerY);
    const Falloff::Params params{
        .centerX = static_cast<float>(centerX * input.width - 0.5),
        .centerY = static_cast<float>(centerY * input.height - 0.5),
        .scaleX = static_cast<float>(wide * entries / input.width),
        .scaleY = static_cast<float>(entries / input.height),
    };
    filter::Pass pass;
    pass.kernel = "vignette_Falloff";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    pass.tables[0] = gains(angle, values.text("direction") == "brighten");
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("vignette", "Vignette", pixel::Shape::Point,
                    "Darkens the corners as a lens does, or brightens what a lens darkened.", "The cos^4 law");
    definition.info.parameters = {
        numberRow("angle", "Strength", "degrees", {0.0, 85.0, 1.0}, 36.0,
                  "Of the lens at the farthest corner, whose light falls by the fourth power of its cosine."),
        choiceRow("direction", "Direction", {"darken", "brighten"}, "darken", "Add a vignette, or take one away."),
        numberRow("center_x", "Centre across", "", {0.0, 1.0, 0.05}, 0.5, "From 0, left, to 1, right."),
        numberRow("center_y", "Centre down", "", {0.0, 1.0, 0.05}, 0.5, "From 0, top, to 1, bottom."),
        choiceRow("form", "Form", {"round", "elliptical"}, "round", "A circle, or an ellipse as wide as the picture."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example(
            "45 degrees leave a quarter at the very corner; the outer two of three samples lie at 0.471 of the way: "
            "cos(21.2 degrees)^4 is 0.755.",
            grayPicture(3, 1), {{"angle", 45.0}, {"form", "elliptical"}}, {{{235, 235, 235}}}, {{181, 235, 181}}, 0.5),
        example("Black has no light to lose; the centre keeps all of it.", grayPicture(3, 3), {{"angle", 60.0}},
                {{{16, 16, 16, 16, 235, 16, 16, 16, 16}}}, {{16, 16, 16, 16, 235, 16, 16, 16, 16}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::vignette
