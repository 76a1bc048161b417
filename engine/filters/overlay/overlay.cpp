#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filters/overlay/overlay_kernel.h"
#include "engine/filters/overlay/picture.h"

namespace fotograma::filters::overlay {
namespace {

/// Of the picture in the video, in display pixels.
struct Rectangle {
    double left, top, width, height;
};

constexpr double kLongestSide = 16384.0;

base::Result<Rectangle> place(const filter::Values& values, const frame::PictureSpec& video, const Layer& layer) {
    const double across = filter::displayWidth(video);
    const double scale = values.number("width") > 0.0 ? values.number("width") / 100.0 * across / layer.width : 1.0;
    Rectangle at{0.0, 0.0, layer.width * scale, layer.height * scale};
    if (at.width > kLongestSide || at.height > kLongestSide)
        return base::fail(base::ErrorCode::InvalidArgument, "The picture would be over 16384 pixels wide or high.");
    const bool isShare = values.text("unit") == "%";
    const double x = values.number("x") * (isShare ? across / 100.0 : 1.0);
    const double y = values.number("y") * (isShare ? video.height / 100.0 : 1.0);
    const std::string& anchor = values.text("position");
    const auto is = [&](std::string_view word) { return anchor.find(word) != std::string::npos; };
    at.left = is("left") ? x : is("right") ? across - at.width - x : (across - at.width) / 2.0 + x;
    at.top = is("top") ? y : is("bottom") ? video.height - at.height - y : (video.height - at.height) / 2.0 + y;
    return at;
}

Over::Params timed(const filter::Values& values) {
    constexpr double kForever = 1e9;
    // Without a fade the ramp takes a microsecond, and is over where the time begins.
    constexpr double kAtOnce = 1e6;
    const double fade = values.number("fade");
    Over::Params params{};
    params.opacity = static_cast<float>(values.number("opacity"));
    params.start = values.number("start");
    params.end = values.number("end") > 0.0 ? values.number("end") : kForever;
    params.rampPerSecond = static_cast<float>(fade > 0.0 ? 1.0 / fade : kAtOnce);
    params.shift = fade > 0.0 ? 0.0F : 1.0F;
    return params;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const filter::Asset* asset = values.asset("file");
    if (asset == nullptr || values.number("opacity") == 0.0) return prepared;
    if (!asset->picture) return base::fail(base::ErrorCode::InvalidArgument, asset->path + " is no picture.");
    if (values.number("end") > 0.0 && values.number("end") <= values.number("start"))
        return base::fail(base::ErrorCode::InvalidArgument, "end must lie behind start.");
    Layer layer = layerOf(*asset);
    FOTOGRAMA_ASSIGN_OR_RETURN(const Rectangle at, place(values, input, layer));
    const double aspect = filter::sampleAspect(input);
    layer = resized(layer, std::max(1, static_cast<int>(std::lround(at.width / aspect))),
                    std::max(1, static_cast<int>(std::lround(at.height))));
    takeColors(input.color, layer);
    Over::Params params = timed(values);
    params.left = static_cast<int>(std::lround(at.left / aspect));
    params.top = static_cast<int>(std::lround(at.top));
    params.width = layer.width;
    params.height = layer.height;
    filter::Pass pass;
    pass.kernel = "overlay_Over";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    pass.tables[0] = kernelTable(layer, input);
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("overlay", "Overlay", pixel::Shape::Point, "Lays a picture, perhaps with opacity, over the video.",
                    "Porter and Duff 1984 (over); ITU-R BT.2408-7, 2.1 (white of graphics in HDR)");
    definition.info.parameters = {
        fileRow("file", "Picture", {"png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff"},
                "What is laid over; of a file with several pictures the first. Its opacity counts."),
        choiceRow("position", "Position",
                  {"top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right"},
                  "bottom-right", "Where it stands."),
        numberRow("x", "Across", "unit", {-16384.0, 16384.0, 1.0}, 0.0,
                  "Away from that side, inwards; of the middle to the right."),
        numberRow("y", "Down", "unit", {-16384.0, 16384.0, 1.0}, 0.0,
                  "Away from that side, inwards; of the middle downwards."),
        choiceRow("unit", "Unit", {"px", "%"}, "px", "Of these two: display pixels, or shares of the video's sides."),
        numberRow("width", "Width", "% of the video", {0.0, 400.0, 1.0}, 0.0,
                  "Of the picture; its height follows. 0 leaves its own size, a pixel a display pixel."),
        numberRow("opacity", "Opacity", "", {0.0, 1.0, 0.05}, 1.0, "Of the whole: 0 is nothing, 1 the picture's own."),
        numberRow("start", "From", "s", {0.0, 1e6, 0.1}, 0.0, "When it appears."),
        numberRow("end", "To", "s", {0.0, 1e6, 0.1}, 0.0, "When it has gone; 0 is never."),
        numberRow("fade", "Fade", "s", {0.0, 60.0, 0.1}, 0.0, "How long it takes to appear, and to go."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Without a picture nothing changes.", grayPicture(2, 1), {}, {{{16, 235}}}, {{16, 235}}),
        example("Nor with one that shows nothing.", grayPicture(2, 1), {{"opacity", 0.0}}, {{{16, 235}}}, {{16, 235}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::overlay
