#include <cmath>
#include <cstring>

#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filters/tonemap/curve.h"
#include "engine/filters/tonemap/peak.h"
#include "engine/filters/tonemap/tonemap_kernel.h"

namespace fotograma::filters::tonemap {
namespace {

constexpr double kPqPeak = 10000.0;
constexpr int kBt709 = 1;
constexpr int kBt2020 = 9;
constexpr int kHlg = 18;

/// From light of which 1 is 10,000 cd/m² to light of which 1 is the display's white.
float gainOf(Method method, double light, const Display& display) {
    return static_cast<float>(toneMapped(method, light, display) * kPqPeak / light);
}

std::vector<std::byte> bytesOf(const std::vector<float>& entries) {
    std::vector<std::byte> bytes(entries.size() * sizeof(float));
    std::memcpy(bytes.data(), entries.data(), bytes.size());
    return bytes;
}

std::vector<std::byte> tableOfHlg(Method method, const Display& display) {
    std::vector<float> entries;
    for (int i = 0; i < kEntries; ++i) {
        // At nothing the gain of next to nothing.
        const double root = std::max(i, 1) / static_cast<double>(kEntries - 1);
        entries.push_back(gainOf(method, kPqPeak * std::pow(root, 4.0), display));
    }
    entries.push_back(entries.back());
    return bytesOf(entries);
}

/// Light, then a row of gains for each peak.
std::vector<std::byte> tableOfPq(Method method, double white, const std::vector<double>& peaks) {
    std::vector<double> light;
    for (int i = 0; i < kCodes; ++i) light.push_back(lightOfPq(i / static_cast<double>(kCodes - 1)));
    std::vector<float> entries;
    for (const double each : light) entries.push_back(static_cast<float>(each / kPqPeak));
    entries.push_back(entries.back());
    for (const double peak : peaks) {
        for (std::size_t i = 0; i < light.size(); ++i)
            entries.push_back(gainOf(method, light[std::max<std::size_t>(i, 1)], {peak, white}));
        entries.push_back(entries.back());
    }
    return bytesOf(entries);
}

std::vector<double> peaksOf(const PeakScale& scale) {
    std::vector<double> peaks;
    for (int row = 0; row < kPeaks; ++row) peaks.push_back(lightOfPq(scale.valueOf(row)));
    return peaks;
}

ToneParams paramsFor(const Display& display, bool clips) {
    ToneParams params{};
    const filter::Matrix3 matrix = filter::betweenPrimaries(kBt2020, kBt709);
    const filter::Vector3 luminance = filter::rgbToXyz(kBt709)[1];
    for (std::size_t i = 0; i < 9; ++i) params.matrix[i] = static_cast<float>(matrix[i / 3][i % 3]);
    for (std::size_t i = 0; i < 3; ++i) params.luminance[i] = static_cast<float>(luminance[i]);
    params.desaturates = clips ? 0.0F : 1.0F;
    params.systemGamma = static_cast<float>(0.2 + 0.42 * std::log10(display.peak / 1000.0));  // BT.2100, note 5f
    params.hlgPeak = static_cast<float>(display.peak / kPqPeak);
    return params;
}

frame::PictureSpec outputOf(const filter::Values& values, const frame::PictureSpec& input) {
    frame::PictureSpec output = input;
    output.color.primaries = output.color.transfer = kBt709;
    if (input.format.model == frame::ColorModel::Yuv) output.color.matrix = kBt709;
    if (values.text("bits") == "8") {
        output.format.bits = 8;
        output.format.sample = frame::SampleType::U8;
    }
    return output;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (!input.color.isHdr()) return prepared;  // It is SDR already.
    const Display display{values.number("peak"), values.number("white")};
    prepared.output = outputOf(values, input);
    const Method method = methodOf(values.text("method"));
    const bool isHlg = input.color.transfer == kHlg;
    const bool follows = !isHlg && values.text("peak_is") == "measured";
    const PeakScale scale(display.white, display.peak);
    const ToneParams params = paramsFor(display, values.text("gamut") == "clip");
    filter::Pass pass;
    pass.kernel = isHlg ? "tonemap_FromHlg" : follows ? "tonemap_FromPqByScene" : "tonemap_FromPq";
    pass.shape = pixel::Shape::Point;
    pass.output = prepared.output;
    pass.params[0] = filter::ParamBytes::of(params);
    pass.tables[0] = isHlg ? tableOfHlg(method, display)
                           : tableOfPq(method, display.white, follows ? peaksOf(scale) : std::vector{display.peak});
    if (follows) {
        prepared.looks.push_back(brightness(input));
        prepared.steering = [scale, params] { return peakSteering(scale, params); };
    }
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

frame::PictureSpec hdrGray(int width, int transfer) {
    frame::PictureSpec spec = filter::grayPicture(width, 1, 10);
    spec.color.primaries = spec.color.matrix = kBt2020;
    spec.color.transfer = transfer;
    return spec;
}

filter::Definition define() {
    using namespace filter;
    constexpr int kPq = 16;
    Definition definition =
        filterNamed("tonemap", "Tone map", pixel::Shape::Point,
                    "Makes HDR pictures (HDR10 or HLG) fit an SDR display; SDR pictures stay as they are.",
                    "ITU-R BT.2390 (EETF); Hable 2010; Reinhard et al. 2002; SMPTE ST 2084; ITU-R BT.2100");
    definition.info.parameters = {
        choiceRow("method", "Curve", {"bt2390", "hable", "reinhard", "mobius", "clip"}, "bt2390",
                  "BT.2390 keeps all but the brightest, Hable looks like film, Reinhard is soft, Möbius keeps the dark "
                  "half exactly, clip cuts."),
        numberRow("peak", "Peak of the picture", "cd/m²", {200.0, 10000.0, 50.0}, 1000.0,
                  "The brightest there is; what is brighter becomes white. HLG: of the display it is made for."),
        choiceRow("peak_is", "The peak is", {"stated", "measured"}, "stated",
                  "As stated above; or measured as the film goes on, anew in each scene, and at most that (HDR10 only: "
                  "HLG has no peak of its own)."),
        numberRow("white", "White of the display", "cd/m²", {50.0, 500.0, 1.0}, 203.0,
                  "Higher makes the result darker; 203 shows graphics white of HDR (ITU-R BT.2408) as white."),
        choiceRow("gamut", "Colours outside BT.709", {"desaturate", "clip"}, "desaturate",
                  "Towards grey until no channel is negative, with their luminance; or each channel cut off."),
        choiceRow("bits", "Bit depth", {"8", "same"}, "8", "Of the result."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("PQ 0.508 is 100 cd/m²: cut at that it is white, code 235, and 0.15 (1 cd/m²) is 0.01^(1/2.4), code "
                "48.",
                hdrGray(3, kPq), {{"method", "clip"}, {"white", 100.0}}, {{{64, 195, 509}}}, {{16, 48, 235}}, 1.0),
        example("The peak is white by every curve, black is black.", hdrGray(2, kPq), {{"method", "hable"}},
                {{{64, 723}}}, {{16, 235}}, 1.0),
        example("Möbius leaves what is under 30 of 100 cd/m²: PQ 0.333 is 15 cd/m², 0.15^(1/2.4), code 115.",
                hdrGray(1, kPq), {{"method", "mobius"}, {"white", 100.0}}, {{{355}}}, {{115}}, 1.0),
        example("HLG 0.5 is a twelfth of scene light, 1000 * 12^-1.2 cd/m² on its display: Reinhard makes it 0.369.",
                hdrGray(1, kHlg), {{"method", "reinhard"}, {"white", 100.0}}, {{{502}}}, {{161}}, 1.0),
        example("A scene that goes up to 300 cd/m² (PQ 0.621) has its white there when the peak is measured.",
                hdrGray(2, kPq), {{"peak_is", "measured"}}, {{{64, 608}}}, {{16, 235}}, 2.0),
        example("A picture that is SDR stays as it is.", grayPicture(2, 1), {}, {{{100, 200}}}, {{100, 200}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::tonemap
