#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/text.h"
#include "engine/filter/color_math.h"
#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/pad/pad_kernel.h"

namespace fotograma::filters::pad {
namespace {

/// "16:9" or "1.85" as a ratio.
std::optional<double> parseAspect(std::string_view text) {
    const auto colon = text.find(':');
    const auto number = [](std::string_view part) -> std::optional<double> {
        double value = 0.0;
        const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (code != std::errc() || end != part.data() + part.size() || !(value > 0.0)) return std::nullopt;
        return value;
    };
    const auto first = number(text.substr(0, colon));
    const auto second = colon == std::string_view::npos ? std::optional(1.0) : number(text.substr(colon + 1));
    if (!first || !second) return std::nullopt;
    const double ratio = *first / *second;
    return ratio >= 0.05 && ratio <= 20.0 ? std::optional(ratio) : std::nullopt;
}

/// The colour as code values of each plane.
std::array<double, 3> codes(const filter::Vector3& color, const frame::PictureSpec& spec) {
    const pixel::ColorMath math = filter::colorMath(spec);
    const auto lumaCode = [&](double value) { return (value - math.yOffset) / math.yScale; };
    if (math.isRgb != 0) return {lumaCode(color[0]), lumaCode(color[1]), lumaCode(color[2])};
    const double y = math.kr * color[0] + (1.0 - math.kr - math.kb) * color[1] + math.kb * color[2];
    const double cb = (color[2] - y) / (2.0 * (1.0 - math.kb));
    const double cr = (color[0] - y) / (2.0 * (1.0 - math.kr));
    return {lumaCode(y), (cb - math.cOffset) / math.cScale, (cr - math.cOffset) / math.cScale};
}

struct Canvas2D {
    int width;
    int height;
};

/// The size in samples: what was asked for, then widened or heightened to the aspect.
base::Result<Canvas2D> canvasSize(const filter::Values& values, const frame::PictureSpec& input) {
    const int askedWidth = values.integer("width");
    const int askedHeight = values.integer("height");
    double width = askedWidth == 0 ? filter::displayWidth(input) : askedWidth;
    double height = askedHeight == 0 ? input.height : askedHeight;
    if (const std::string& text = values.text("aspect"); !text.empty()) {
        const auto aspect = parseAspect(text);
        if (!aspect) {
            return base::fail(
                base::ErrorCode::InvalidArgument,
                base::concat("\"", text, "\" is no aspect; write one like 16:9 or 1.85, from 1:20 to 20:1."));
        }
        if (width < height * *aspect) {
            width = height * *aspect;
        } else {
            height = width / *aspect;
        }
    }
    const auto wholeBlocks = [](int length, int before, int block) {
        return length == before ? before : (length + block - 1) / block * block;
    };
    const Canvas2D size{
        wholeBlocks(filter::samplesAcross(input, width), input.width, filter::blockWidth(input.format)),
        wholeBlocks(static_cast<int>(std::lround(height)), input.height, filter::blockHeight(input.format))};
    if (size.width < input.width || size.height < input.height) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A canvas of ", size.width, "x", size.height, " samples is smaller than the ",
                                       input.width, "x", input.height, " of the picture; resize it before."));
    }
    if (size.width > 16384 || size.height > 16384) {
        return base::fail(base::ErrorCode::InvalidArgument, "The canvas would be over 16384 samples wide or high.");
    }
    return size;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const auto color = filter::parseColor(values.text("color"));
    if (!color) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("\"", values.text("color"), "\" is no colour; write one like #1a2b3c."));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const Canvas2D size, canvasSize(values, input));
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (size.width == input.width && size.height == input.height) return prepared;
    prepared.output.width = size.width;
    prepared.output.height = size.height;
    const int left = filter::roundedDown((size.width - input.width) / 2, filter::blockWidth(input.format));
    const int top = filter::roundedDown((size.height - input.height) / 2, filter::blockHeight(input.format));
    const auto fill = codes(*color, input);
    filter::Pass pass;
    pass.kernel = "pad_Canvas";
    pass.shape = pixel::Shape::Gather;
    pass.output = prepared.output;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        const auto index = static_cast<std::size_t>(plane);
        pass.params[index] = filter::ParamBytes::of(Canvas::Params{left >> filter::shiftX(input.format, plane),
                                                                   top >> filter::shiftY(input.format, plane),
                                                                   static_cast<float>(fill[index])});
    }
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("pad", "Pad", pixel::Shape::Gather,
                                        "Puts the picture in the middle of a larger canvas, by size or by aspect.");
    definition.info.parameters = {
        integerRow("width", "Width", "px", {0, 16384, 2}, 0, "Of the canvas; 0 takes the picture's own."),
        integerRow("height", "Height", "px", {0, 16384, 2}, 0, "Of the canvas; 0 takes the picture's own."),
        textRow("aspect", "Aspect", "", "The canvas is widened or heightened to it: 16:9, 1:1, 1.85; empty for none."),
        textRow("color", "Colour", "#000000", "Of the canvas, as #rrggbb."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("A square picture on a 2:1 canvas; black of limited range is code 16.", grayPicture(2, 2),
                {{"aspect", "2:1"}}, {{{50, 60, 70, 80}}}, {{16, 50, 60, 16, 16, 70, 80, 16}}),
        example("Red in BT.601, limited range, is Y' 81, Cb 90, Cr 240.", yuvPicture(2, 2, 1, 1),
                {{"width", 6}, {"color", "#ff0000"}}, {{{50, 60, 70, 80}, {128}, {128}}},
                {{81, 81, 50, 60, 81, 81, 81, 81, 70, 80, 81, 81}, {90, 128, 90}, {240, 128, 240}}, 0.0),
    };
    definition.typical = {{"aspect", "1:1"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::pad
