#include "engine/filter/describe.h"
#include "engine/filters/deinterlace/deinterlace_kernel.h"
#include "engine/filters/deinterlace/steering.h"

namespace fotograma::filters::deinterlace {
namespace {

Settings settingsOf(const filter::Values& values, const frame::PictureSpec& input) {
    Settings settings;
    settings.makesFrameOfEachField = values.text("mode") == "field";
    const std::string& when = values.text("when");
    settings.when = when == "always" ? When::Always : when == "measured" ? When::Measured : When::Flagged;
    const std::string& parity = values.text("parity");
    settings.parity = parity == "top" ? Parity::TopFirst : parity == "bottom" ? Parity::BottomFirst : Parity::Auto;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        settings.rows[static_cast<std::size_t>(plane)] = input.format.planeHeight(plane, input.height);
    }
    return settings;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const Settings settings = settingsOf(values, input);
    if (settings.makesFrameOfEachField) {
        prepared.rateFactor = 2.0;
        // What is progressive keeps its rate: only where there is no such thing the new rate is known.
        base::Rational& rate = prepared.output.frameRate;
        rate = settings.when == When::Always ? base::Rational{2 * rate.num, rate.den} : base::Rational{0, 1};
    }
    filter::Pass pass;
    pass.kernel = "deinterlace_Field";
    pass.shape = pixel::Shape::Temporal;
    pass.output = prepared.output;
    pass.reachBack = Field::back;
    pass.reachForward = Field::forward;
    pass.params = paramsFor(settings, settings.parity == Parity::BottomFirst, false);
    prepared.passes.push_back(std::move(pass));
    if (settings.when == When::Measured) prepared.looks.push_back(filter::fieldCombs(input));
    prepared.steering = [settings] { return steeringFor(settings); };
    return prepared;
}

std::vector<filter::Example> examples() {
    using namespace filter;
    const Samples ramp = {10, 20, 30, 40, 50, 60};
    const Samples dark(6, 100.0);
    const Samples combed = {100, 200, 100, 200, 100, 200};
    const Samples bright(6, 200.0);
    const std::vector<Picture> brightening = {{dark}, {combed}, {bright}};
    return {
        example("Nothing moves: both fields stay woven, whatever is fine in them.", grayPicture(1, 6),
                {{"when", "always"}}, {{ramp}, {ramp}, {ramp}}, {ramp}, 0.0, 1),
        example("The picture brightens between two fields: the first is dark throughout.", grayPicture(1, 6),
                {{"when", "always"}, {"parity", "top"}}, brightening, {dark}, 0.0, 1),
        example("The second, a frame of its own, is bright.", grayPicture(1, 6),
                {{"when", "always"}, {"parity", "top"}, {"mode", "field"}}, brightening, {bright}, 0.0, 3),
        example("Frames that are not flagged as interlaced stay as they are.", grayPicture(1, 6), {}, brightening,
                {combed}, 0.0, 1),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed(
        "deinterlace", "Deinterlace", pixel::Shape::Temporal,
        "Makes whole pictures of interlaced frames, following motion: what stands still keeps all its rows. It stands "
        "first in the chain, before anything moves rows.",
        "Weston 3-field interpolation (BBC R&D, PH-2071), held by differences between fields as in yadif and bwdif");
    definition.info.parameters = {
        choiceRow("mode", "Frames", {"frame", "field"}, "frame",
                  "One of each frame, or one of each field: twice as many, and motion as smooth as it was filmed."),
        choiceRow("when", "When", {"auto", "always", "measured"}, "auto",
                  "Frames flagged as interlaced; all; or all of a clip that looks so, for files without flags."),
        choiceRow("parity", "First field", {"auto", "top", "bottom"}, "auto",
                  "Auto: as flagged or, without flags, as measured, else top."),
    };
    definition.prepareFilter = prepare;
    definition.examples = examples();
    definition.typical = {{"when", "always"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::deinterlace
