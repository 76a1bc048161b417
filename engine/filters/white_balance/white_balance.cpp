#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filters/white_balance/white_balance_kernel.h"

namespace fotograma::filters::white_balance {
namespace {

using filter::Matrix3;
using filter::Vector3;

constexpr double kDisplayGamma = 2.4;  // ITU-R BT.1886
constexpr double kNeutralKelvin = 6500.0;

/// Lindbloom 2003, after Lam 1985; von Kries in these cones is what is called Bradford.
constexpr Matrix3 kBradford{{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
/// CIE 159:2004.
constexpr Matrix3 kCat02{{{0.7328, 0.4296, -0.1624}, {-0.7036, 1.6975, 0.0061}, {0.0030, 0.0136, 0.9834}}};

struct Uv {
    double u, v;
};

/// A black body in CIE 1960 u, v. Source: Krystek, Color Research and Application 10(1), 1985; 1000 to 15000 K.
Uv blackBody(double kelvin) {
    const double t = kelvin;
    return {
        (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1.0 + 8.42420235e-4 * t + 7.08145163e-7 * t * t),
        (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1.0 - 2.89741816e-5 * t + 1.61456053e-7 * t * t)};
}

/// The light of a temperature, away from the black body by `duv`: positive is green, negative is magenta.
Vector3 lightOf(double kelvin, double duv) {
    const Uv at = blackBody(kelvin);
    const Uv hotter = blackBody(kelvin + 1.0);
    const double du = hotter.u - at.u;
    const double dv = hotter.v - at.v;
    const double length = std::hypot(du, dv);
    // A right angle to the locus, upwards in v.
    const Uv light{at.u + duv * dv / length * (du < 0.0 ? 1.0 : -1.0), at.v + duv * std::abs(du) / length};
    const double scale = 2.0 * light.u - 8.0 * light.v + 4.0;
    return filter::whiteOf({3.0 * light.u / scale, 2.0 * light.v / scale});
}

Matrix3 adaptation(const Matrix3& cones, const Vector3& from, const Vector3& to) {
    const Vector3 before = filter::product(cones, from);
    const Vector3 after = filter::product(cones, to);
    const Matrix3 gains = filter::diagonal({after[0] / before[0], after[1] / before[1], after[2] / before[2]});
    return filter::product(filter::inverse(cones), filter::product(gains, cones));
}

constexpr std::array kGains{"red", "green", "blue"};

/// Of linear light; nothing where nothing is to be done.
std::optional<Matrix3> matrixOf(const filter::Values& values, const frame::PictureSpec& input) {
    const std::string& mode = values.text("mode");
    if (mode == "grey-world") return std::nullopt;  // until it is settled
    if (mode == "gains") {
        Vector3 gains{};
        for (std::size_t i = 0; i < 3; ++i) gains[i] = values.number(kGains[i]);
        if (gains == Vector3{1.0, 1.0, 1.0}) return std::nullopt;
        return filter::diagonal(gains);
    }
    const double kelvin = values.number("temperature");
    const double duv = values.number("tint") / 1000.0;
    if (kelvin == kNeutralKelvin && duv == 0.0) return std::nullopt;
    const Matrix3 toXyz = filter::rgbToXyz(input.color.primaries);
    const Matrix3& cones = values.text("method") == "cat02" ? kCat02 : kBradford;
    const Matrix3 adapted = adaptation(cones, lightOf(kelvin, duv), lightOf(kNeutralKelvin, 0.0));
    return filter::product(filter::inverse(toXyz), filter::product(adapted, toXyz));
}

std::vector<filter::ClipNeed> needsOfClip(const filter::Values& values) {
    if (values.text("mode") != "grey-world") return {};
    return {{"color_mean", {}, false}};
}

/// The gains that make the clip's mean grey, and leave it as bright as it is.
base::Result<filter::Values> settle(const filter::Values& values, const api::Json& found) {
    filter::Values settled = values.with("mode", "gains");
    Vector3 mean{};
    for (std::size_t i = 0; i < 3; ++i) mean[i] = found["color_mean"][kGains[i]]["mean"].asNumber();
    const double luma = 0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2];
    for (std::size_t i = 0; i < 3; ++i) {
        // Without a mean there is nothing to go by; beyond a factor of 4 the picture has a colour, not a cast.
        const double whole = mean[i] > 0.0 ? std::clamp(luma / mean[i], 0.25, 4.0) : 1.0;
        settled = settled.with(kGains[i], std::pow(whole, values.number("strength")));
    }
    return settled;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const std::optional<Matrix3> matrix = matrixOf(values, input);
    if (!matrix) return prepared;
    if (input.color.isHdr()) {
        return base::fail(base::ErrorCode::Unsupported,
                          "white_balance is made for standard dynamic range; this picture is PQ or HLG. Put tonemap "
                          "in front of it.");
    }
    Adapt::Params params{};
    params.gamma = static_cast<float>(kDisplayGamma);
    params.inverseGamma = static_cast<float>(1.0 / kDisplayGamma);
    for (std::size_t i = 0; i < 9; ++i) params.matrix[i] = static_cast<float>((*matrix)[i / 3][i % 3]);
    filter::Pass pass;
    pass.kernel = "white_balance_Adapt";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("white_balance", "White balance", pixel::Shape::Point,
                                        "Makes white what was white in the light that the picture was taken in.",
                                        "Krystek 1985 (black body); Lam 1985 (Bradford); CIE 159:2004 (CAT02)");
    definition.info.parameters = {
        choiceRow(
            "mode", "Mode", {"manual", "grey-world", "gains"}, "manual",
            "Manual takes the light that is given here; grey-world makes the mean of the whole clip grey, after a "
            "first pass over it; gains multiplies red, green and blue."),
        numberRow("temperature", "Temperature", "K", {1800.0, 15000.0, 50.0}, kNeutralKelvin,
                  "Of that light: lower than 6500 makes the picture cooler, higher makes it warmer."),
        numberRow("tint", "Tint", "Duv / 1000", {-50.0, 50.0, 0.5}, 0.0,
                  "Of that light: above 0 it was green and the picture becomes more magenta, below the other way."),
        choiceRow("method", "Adaptation", {"bradford", "cat02"}, "bradford",
                  "How the eye adapts to a light: both are close; CAT02 is that of CIECAM02."),
        numberRow("strength", "Strength", "", {0.0, 1.0, 0.05}, 1.0, "Of grey-world: 0 is nothing, 1 all of it."),
        numberRow("red", "Red", "factor", {0.1, 10.0, 0.01}, 1.0, "Gain of linear red, with gains."),
        numberRow("green", "Green", "factor", {0.1, 10.0, 0.01}, 1.0, "Gain of linear green, with gains."),
        numberRow("blue", "Blue", "factor", {0.1, 10.0, 0.01}, 1.0, "Gain of linear blue, with gains."),
    };
    definition.prepareFilter = prepare;
    definition.needsOfClip = needsOfClip;
    definition.settle = settle;
    definition.examples = {
        example("Black stays black, whatever the light.", yuvPicture(1, 1, 0, 0), {{"temperature", 3200.0}},
                {{{16}, {128}, {128}}}, {{16}, {128}, {128}}),
        example("Grey taken as lit by 4000 K turns blue: Cb rises, Cr falls.", yuvPicture(1, 1, 0, 0),
                {{"temperature", 4000.0}}, {{{126}, {128}, {128}}}, {{126}, {147}, {115}}, 1.0),
        example("A green light taken away leaves magenta: both Cb and Cr rise.", yuvPicture(1, 1, 0, 0),
                {{"tint", 20.0}}, {{{126}, {128}, {128}}}, {{128}, {133}, {135}}, 1.0),
        example("Grey of half the light, by gains: 0.5 to the power of 1/2.4 is 0.749.", yuvPicture(1, 1, 0, 0),
                {{"mode", "gains"}, {"red", 0.5}, {"green", 0.5}, {"blue", 0.5}}, {{{126}, {128}, {128}}},
                {{98}, {128}, {128}}, 0.6),
        example("Grey-world changes nothing before the clip is known.", yuvPicture(1, 1, 0, 0),
                {{"mode", "grey-world"}}, {{{126}, {140}, {120}}}, {{126}, {140}, {120}}),
    };
    definition.typical = {{"temperature", 5200.0}, {"tint", 5.0}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::white_balance
