#include "engine/base/text.h"
#include "engine/filter/color_math.h"
#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filters/fade/fade_kernel.h"

namespace fotograma::filters::fade {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const std::string& text = values.text("color");
    const auto color = filter::parseColor(text);
    if (!color) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("\"", text, "\" is no colour; write one like #1a2b3c."));
    }
    const pixel::ColorMath math = filter::colorMath(input);
    const auto [r, g, b] = *color;
    const double y = math.kr * r + (1.0 - math.kr - math.kb) * g + math.kb * b;
    const Blend::Params params{
        .start = values.number("start"),
        .perSecond = static_cast<float>(1.0 / values.number("duration")),
        .atStart = values.text("direction") == "in" ? 0.0F : 1.0F,
        .y = static_cast<float>(y),
        .cb = static_cast<float>((b - y) / (2.0 * (1.0 - math.kb))),
        .cr = static_cast<float>((r - y) / (2.0 * (1.0 - math.kr))),
    };
    filter::Pass pass;
    pass.kernel = "fade_Blend";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("fade", "Fade", pixel::Shape::Point,
                                        "Fades the picture in from one colour, or out to it, over a time.");
    definition.info.parameters = {
        choiceRow("direction", "Direction", {"in", "out"}, "in", "From the colour to the picture, or back to it."),
        numberRow("start", "Start", "s", {0.0, 360000.0, 0.1}, 0.0, "When it begins, in the time of the clip."),
        numberRow("duration", "Duration", "s", {0.001, 3600.0, 0.1}, 1.0, "How long it takes."),
        textRow("color", "Colour", "#000000", "As #rrggbb: black, white, or any other."),
    };
    definition.prepareFilter = prepare;
    // Frames of examples are 40 ms apart.
    const std::vector<Picture> white(3, Picture{{235, 235}});
    definition.examples = {
        example("40 ms into a fade of 80 ms from black half of white is there.", grayPicture(2, 1),
                {{"duration", 0.08}}, white, {{126, 126}}, 0.5, 1),
        example("After it the picture is as it was.", grayPicture(2, 1), {{"duration", 0.08}}, white, {{235, 235}}, 0.0,
                2),
        example("Out to red: at the end nothing else is there (BT.601: Y' 0.299, code 81).", yuvPicture(1, 1, 0, 0),
                {{"direction", "out"}, {"duration", 0.04}, {"color", "#ff0000"}},
                {{{235}, {128}, {128}}, {{235}, {128}, {128}}}, {{81}, {90}, {240}}, 0.5, 1),
    };
    definition.typical = {{"start", 0.0}, {"duration", 2.0}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::fade
