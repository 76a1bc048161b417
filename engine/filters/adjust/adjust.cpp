#include <cmath>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filters/adjust/adjust_kernel.h"

namespace fotograma::filters::adjust {
namespace {

// ITU-R BT.1886: light = value^2.4, so a gain of light is a gain^(1/2.4) of the value.
constexpr double kDisplayGamma = 2.4;
constexpr double kNeutralKelvin = 6500.0;

struct Light {
    double r, g, b;
};

/// Daylight of a colour temperature as linear R, G, B of BT.709 primaries.
/// Source   CIE 15, daylight locus (4000 to 25000 K); IEC 61966-2-1, XYZ to linear RGB.
Light daylight(double kelvin) {
    const double t = 1000.0 / kelvin;
    const double x = kelvin <= 7000.0 ? ((-4.6070 * t + 2.9678) * t + 0.09911) * t + 0.244063
                                      : ((-2.0064 * t + 1.9018) * t + 0.24748) * t + 0.237040;
    const double y = (-3.0 * x + 2.870) * x - 0.275;
    const double bigX = x / y;
    const double bigZ = (1.0 - x - y) / y;
    return {3.2406 * bigX - 1.5372 - 0.4986 * bigZ, -0.9689 * bigX + 1.8758 + 0.0415 * bigZ,
            0.0557 * bigX - 0.2040 + 1.0570 * bigZ};
}

/// Gains of light that make a white lit by 6500 K look lit by `kelvin`, with its luminance kept.
Light temperatureGains(double kelvin) {
    const Light neutral = daylight(kNeutralKelvin);
    const Light wanted = daylight(kelvin);
    const Light ratio{wanted.r / neutral.r, wanted.g / neutral.g, wanted.b / neutral.b};
    const double luminance = 0.2126 * ratio.r + 0.7152 * ratio.g + 0.0722 * ratio.b;
    return {ratio.r / luminance, ratio.g / luminance, ratio.b / luminance};
}

float valueGain(double lightGain) { return static_cast<float>(std::pow(lightGain, 1.0 / kDisplayGamma)); }

bool isNeutral(const filter::Values& values) {
    return values.number("exposure") == 0.0 && values.number("contrast") == 1.0 && values.number("saturation") == 1.0 &&
           values.number("gamma") == 1.0 && values.number("temperature") == kNeutralKelvin;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (isNeutral(values)) return prepared;
    const double gamma = values.number("gamma");
    if (input.color.isHdr() && (values.number("exposure") != 0.0 || values.number("temperature") != kNeutralKelvin)) {
        return base::fail(base::ErrorCode::Unsupported,
                          "exposure and temperature are made for standard dynamic range; this picture is PQ or HLG. "
                          "Leave both at their defaults.");
    }
    const double exposure = std::exp2(values.number("exposure"));
    const double kelvin = values.number("temperature");
    const Light tint = kelvin == kNeutralKelvin ? Light{1.0, 1.0, 1.0} : temperatureGains(kelvin);
    const pixel::ColorMath math = filter::colorMath(input);
    const Straight::Params params{
        .gain = {valueGain(exposure * tint.r), valueGain(exposure * tint.g), valueGain(exposure * tint.b)},
        .contrast = static_cast<float>(values.number("contrast")),
        .saturation = static_cast<float>(values.number("saturation")),
        .inverseGamma = static_cast<float>(1.0 / gamma),
        .kr = math.kr,
        .kg = 1.0F - math.kr - math.kb,
        .kb = math.kb,
    };
    filter::Pass pass;
    pass.kernel = gamma == 1.0 ? "adjust_Straight" : "adjust_Curved";
    if (gamma == 1.0 && kelvin == kNeutralKelvin && input.format.model != frame::ColorModel::Rgb) {
        pass.kernel = "adjust_Even";
        pass.twin = "adjust_Straight";
    }
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("adjust", "Adjust", pixel::Shape::Point,
                    "Brightness and colour: exposure, contrast, saturation, gamma and the temperature of the light.",
                    "ITU-R BT.1886 (display gamma 2.4); CIE 15, daylight locus");
    definition.info.parameters = {
        numberRow("exposure", "Exposure", "EV", {-4.0, 4.0, 0.1}, 0.0,
                  "Doubles the light of the display at each step."),
        numberRow("contrast", "Contrast", "", {0.0, 3.0, 0.05}, 1.0, "Stretches values around middle grey."),
        numberRow("saturation", "Saturation", "", {0.0, 3.0, 0.05}, 1.0, "0 is grey, 1 leaves colours as they are."),
        numberRow("gamma", "Gamma", "", {0.25, 4.0, 0.05}, 1.0,
                  "Lifts the middle above 1, lowers it below; ends stay."),
        numberRow("temperature", "Temperature", "K", {4000.0, 12000.0, 100.0}, kNeutralKelvin,
                  "The daylight the picture seems lit by: lower is warmer, 6500 leaves it alone."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Exposure +1 doubles the light: Y' 0.5 becomes 0.5 * 2^(1/2.4) = 0.667, code 162; black stays.",
                grayPicture(2, 1), {{"exposure", 1.0}}, {{{126, 16}}}, {{163, 16}}, 0.5),
        example("Contrast 2 moves values twice as far from middle grey, code 125.5.", grayPicture(3, 1),
                {{"contrast", 2.0}}, {{{105, 125, 146}}}, {{85, 125, 167}}, 1.0),
        example("Saturation 0 leaves the luma and takes the colour.", yuvPicture(2, 2, 1, 1), {{"saturation", 0.0}},
                {{{81, 81, 120, 120}, {90}, {240}}}, {{81, 81, 120, 120}, {128}, {128}}),
        example("Gamma 2 is a square root: Y' 0.25 becomes 0.5; black and white stay.", grayPicture(3, 1),
                {{"gamma", 2.0}}, {{{16, 71, 235}}}, {{16, 126, 235}}, 1.0),
    };
    definition.typical = {{"exposure", 0.3}, {"contrast", 1.1}, {"saturation", 1.2}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::adjust
