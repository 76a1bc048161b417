#include "engine/base/text.h"
#include "engine/filter/cuts.h"
#include "engine/filter/describe.h"
#include "engine/filters/fps/fps_kernel.h"
#include "engine/filters/fps/rate.h"

namespace fotograma::filters::fps {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const std::string& text = values.text("rate");
    const auto rate = parseRate(text);
    if (!rate) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("\"", text, "\" is no frame rate; write one like 25, 30000/1001 or 29.97."));
    }
    const Settings settings{.rate = *rate, .blends = values.text("method") == "blend", .input = input};
    prepared.output.frameRate = *rate;
    if (input.frameRate.isPositive()) prepared.rateFactor = rate->value() / input.frameRate.value();
    prepared.steering = [settings] { return steeringFor(settings); };
    if (!settings.blends) return prepared;
    filter::Pass pass;
    pass.kernel = "fps_Between";
    pass.shape = pixel::Shape::Temporal;
    pass.output = prepared.output;
    pass.reachForward = Between::forward;
    pass.params.fill(filter::ParamBytes::of(Between::Params{0.5F}));
    prepared.passes.push_back(std::move(pass));
    prepared.looks.push_back(filter::lumaChange(input));
    return prepared;
}

std::vector<filter::Example> examples() {
    using namespace filter;
    // Frames of examples are 40 ms apart: 25 a second.
    const std::vector<Picture> rising = {{{100}}, {{104}}, {{108}}, {{112}}};
    return {
        example("From 25 to 50 each frame is shown twice: the fourth is the second of the clip.", grayPicture(1, 1),
                {{"rate", "50"}}, rising, {{104}}, 0.0, 3),
        example("From 25 to 12.5 every other one is left out.", grayPicture(1, 1), {{"rate", "12.5"}}, rising, {{108}},
                0.0, 1),
        example("Blended, the second of 50 a second lies half way.", grayPicture(1, 1),
                {{"rate", "50"}, {"method", "blend"}}, rising, {{102}}, 0.0, 1),
        example("A cut is not blended: before the middle there is the old scene.", grayPicture(1, 1),
                {{"rate", "75"}, {"method", "blend"}}, {{{50}}, {{50}}, {{200}}}, {{50}}, 0.0, 4),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("fps", "Frame rate", pixel::Shape::Temporal,
                    "Another frame rate, and an even one: frames are repeated and left out, or blended in between.");
    definition.info.parameters = {
        textRow("rate", "Frames a second", "25", "A number or a ratio: 25, 30000/1001; 29.97 is that ratio too."),
        choiceRow("method", "Method", {"nearest", "blend"}, "nearest",
                  "Whole frames only, the nearest in time; or mixtures of two by their distance in time."),
    };
    definition.prepareFilter = prepare;
    definition.examples = examples();
    definition.typical = {{"rate", "30"}, {"method", "blend"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::fps
