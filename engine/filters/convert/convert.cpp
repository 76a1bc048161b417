#include <algorithm>

#include "engine/filter/color_math.h"
#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filters/convert/convert_kernel.h"

namespace fotograma::filters::convert {
namespace {

constexpr double kDisplayGamma = 2.4;  // ITU-R BT.1886

/// The tags of a colour space: ITU-T H.273, tables 2 to 4.
struct Space {
    std::string_view name;
    int primaries, transfer, matrix;
};
constexpr Space kSpaces[] = {{"bt601-525", 6, 6, 6}, {"bt601-625", 5, 6, 5}, {"bt709", 1, 1, 1}, {"bt2020", 9, 14, 9}};

const Space* spaceNamed(std::string_view name) {
    const auto* found = std::ranges::find(kSpaces, name, &Space::name);
    return found == std::end(kSpaces) ? nullptr : found;
}

/// Unspecified primaries go with the matrix, as players take them.
int effectivePrimaries(const frame::PictureSpec& spec) {
    constexpr int kUnspecified = 2;
    if (spec.color.primaries != kUnspecified) return spec.color.primaries;
    switch (frame::effectiveMatrix(spec.color, spec.height)) {
        case 5: return 5;
        case 6: return 6;
        case 9: return 9;
        default: return 1;
    }
}

bool haveSameColors(int a, int b) { return filter::rgbToXyz(a) == filter::rgbToXyz(b); }

Recolor::Params recolorBetween(int from, int to) {
    const filter::Matrix3 matrix = filter::betweenPrimaries(from, to);
    Recolor::Params params{};
    for (std::size_t i = 0; i < 9; ++i) params.matrix[i] = static_cast<float>(matrix[i / 3][i % 3]);
    params.gamma = static_cast<float>(kDisplayGamma);
    params.inverseGamma = static_cast<float>(1.0 / kDisplayGamma);
    return params;
}

/// The picture as it is to be: its tags and its depth.
base::Result<frame::PictureSpec> outputOf(const filter::Values& values, const frame::PictureSpec& input) {
    frame::PictureSpec output = input;
    if (const Space* space = spaceNamed(values.text("space"))) {
        if (input.color.isHdr()) {
            return base::fail(base::ErrorCode::Unsupported,
                              "convert keeps the dynamic range; this picture is PQ or HLG. Use tonemap for it, or "
                              "leave the space as it is.");
        }
        output.color.primaries = space->primaries;
        output.color.transfer = space->transfer;
        if (input.format.model == frame::ColorModel::Yuv) output.color.matrix = space->matrix;
    }
    const std::string& range = values.text("range");
    if (range != "same") output.color.fullRange = range == "full";
    const std::string& bits = values.text("bits");
    if (bits != "same") {
        output.format.bits = bits == "8" ? 8 : bits == "10" ? 10 : bits == "12" ? 12 : 16;
        output.format.sample = output.format.bits == 8 ? frame::SampleType::U8 : frame::SampleType::U16;
    }
    return output;
}

bool isCodedAlike(const frame::PictureSpec& a, const frame::PictureSpec& b) {
    return a.format == b.format && a.color.fullRange == b.color.fullRange;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared;
    FOTOGRAMA_ASSIGN_OR_RETURN(prepared.output, outputOf(values, input));
    const int from = effectivePrimaries(input);
    const int to = effectivePrimaries(prepared.output);
    const bool sameColors = haveSameColors(from, to);
    const bool sameMatrix = frame::effectiveMatrix(input.color, input.height) ==
                            frame::effectiveMatrix(prepared.output.color, input.height);
    if (sameColors && sameMatrix && isCodedAlike(input, prepared.output)) return prepared;
    filter::Pass pass;
    pass.kernel = !sameColors ? "convert_Recolor" : sameMatrix ? "convert_Rescale" : "convert_Recode";
    pass.shape = pixel::Shape::Point;
    pass.output = prepared.output;
    if (!sameColors) pass.params[0] = filter::ParamBytes::of(recolorBetween(from, to));
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("convert", "Convert", pixel::Shape::Point,
                    "Changes the colour space, the range of code values or the bit depth, and the tags with them.",
                    "ITU-R BT.601-7, BT.709-6, BT.2020-2; ITU-T H.273; SMPTE RP 177 (primaries)");
    definition.info.parameters = {
        choiceRow("space", "Colour space", {"same", "bt601-525", "bt601-625", "bt709", "bt2020"}, "same",
                  "Matrix and primaries of the result; colours look the same where both spaces have them."),
        choiceRow("range", "Range", {"same", "limited", "full"}, "same",
                  "Limited is 16 to 235 of 8 bits, as video has it; full is 0 to 255."),
        choiceRow("bits", "Bit depth", {"same", "8", "10", "12", "16"}, "same",
                  "Bits of a sample; fewer are rounded to."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Limited to full range: 16 is 0, 235 is 255.", grayPicture(3, 1), {{"range", "full"}},
                {{{16, 126, 235}}}, {{0, 128, 255}}),
        example("8 to 10 bits: four times the code value.", yuvPicture(1, 1, 0, 0), {{"bits", "10"}},
                {{{100}, {90}, {200}}}, {{400}, {360}, {800}}),
        example("10 to 8 bits rounds.", grayPicture(3, 1, 10), {{"bits", "8"}}, {{{64, 401, 402}}}, {{16, 100, 101}}),
        example("Grey is grey in every space.", yuvPicture(1, 1, 0, 0), {{"space", "bt2020"}}, {{{126}, {128}, {128}}},
                {{126}, {128}, {128}}),
        example("BT.601 green, of 525 lines, in BT.709: there it is a green with a little red, hence more luma.",
                yuvPicture(1, 1, 0, 0), {{"space", "bt709"}}, {{{145}, {54}, {34}}}, {{184}, {35}, {60}}, 1.0),
    };
    definition.typical = {{"space", "bt2020"}, {"bits", "10"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::convert
