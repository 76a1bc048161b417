#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filters/levels/levels_kernel.h"

namespace fotograma::filters::levels {
namespace {

struct Ends {
    double inputBlack, inputWhite, gamma, outputBlack, outputWhite;
    friend bool operator==(const Ends&, const Ends&) = default;
};
constexpr Ends kNeutral{0.0, 1.0, 1.0, 0.0, 1.0};

void setChannel(StretchParams& params, std::size_t channel, const Ends& ends) {
    const double scale = 1.0 / (ends.inputWhite - ends.inputBlack);
    params.scale[channel] = static_cast<float>(scale);
    params.offset[channel] = static_cast<float>(-ends.inputBlack * scale);
    params.inverseGamma[channel] = static_cast<float>(1.0 / ends.gamma);
    params.range[channel] = static_cast<float>(ends.outputWhite - ends.outputBlack);
    params.black[channel] = static_cast<float>(ends.outputBlack);
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const Ends ends{values.number("input_black"), values.number("input_white"), values.number("gamma"),
                    values.number("output_black"), values.number("output_white")};
    if (ends == kNeutral) return prepared;
    if (ends.inputWhite - ends.inputBlack < 1.0 / 256.0) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("input_white (", ends.inputWhite, ") must be above input_black (",
                                       ends.inputBlack, ") by 0.004 or more."));
    }
    constexpr std::string_view kChannels[] = {"red", "green", "blue"};
    const std::string& wanted = values.text("channel");
    StretchParams params{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        setChannel(params, channel, ends);
        params.touches[channel] = wanted == "all" || wanted == kChannels[channel] ? 1 : 0;
    }
    filter::Pass pass;
    pass.kernel = ends.gamma == 1.0 ? "levels_Straight" : "levels_Curved";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("levels", "Levels", pixel::Shape::Point,
                                        "Sets which values become black and white, and where the middle lies.");
    definition.info.parameters = {
        choiceRow("channel", "Channel", {"all", "red", "green", "blue"}, "all",
                  "All channels alike, or one of them; the others then stay."),
        numberRow("input_black", "Black in", "", {0.0, 1.0, 0.01}, 0.0, "This value and all below become black."),
        numberRow("input_white", "White in", "", {0.0, 1.0, 0.01}, 1.0, "This value and all above become white."),
        numberRow("gamma", "Gamma", "", {0.1, 10.0, 0.05}, 1.0, "Lifts the middle above 1, lowers it below."),
        numberRow("output_black", "Black out", "", {0.0, 1.0, 0.01}, 0.0, "What black becomes."),
        numberRow("output_white", "White out", "", {0.0, 1.0, 0.01}, 1.0,
                  "What white becomes; under black out the picture turns negative."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Black at 0.25 and white at 0.75: those two values become the ends, the middle stays.",
                grayPicture(5, 1), {{"input_black", 0.25}, {"input_white", 0.75}}, {{{16, 71, 125, 180, 235}}},
                {{16, 16, 125, 235, 235}}, 1.0),
        example("Ends out at 0.2 and 0.8 leave 0.6 of the contrast.", grayPicture(3, 1),
                {{"output_black", 0.2}, {"output_white", 0.8}}, {{{16, 126, 235}}}, {{60, 126, 191}}, 0.5),
        example("Gamma 2 is a square root: 0.25 becomes 0.5.", grayPicture(3, 1), {{"gamma", 2.0}}, {{{16, 71, 235}}},
                {{16, 126, 235}}, 1.0),
        example("White out under black out is a negative.", grayPicture(2, 1),
                {{"output_black", 1.0}, {"output_white", 0.0}}, {{{16, 235}}}, {{235, 16}}),
    };
    definition.typical = {{"input_black", 0.05}, {"input_white", 0.95}, {"gamma", 1.1}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::levels
