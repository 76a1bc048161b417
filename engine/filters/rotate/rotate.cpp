#include "engine/filter/describe.h"
#include "engine/filters/rotate/rotate_kernel.h"

namespace fotograma::filters::rotate {
namespace {

/// What a use does: first mirrored, then turned clockwise.
struct Turning {
    int quarters;
    bool mirrorHorizontal;
    bool mirrorVertical;

    [[nodiscard]] bool swapsSides() const { return quarters % 2 == 1; }
    [[nodiscard]] bool isNothing() const { return quarters == 0 && !mirrorHorizontal && !mirrorVertical; }
};

/// The walk through a source plane of that size which makes the turned plane.
Turn::Params walk(const Turning& turning, int width, int height) {
    const int right = width - 1;
    const int bottom = height - 1;
    Turn::Params params{};
    switch (turning.quarters) {
        case 0: params = {0, 0, 1, 0, 0, 1}; break;
        case 1: params = {0, bottom, 0, -1, 1, 0}; break;
        case 2: params = {right, bottom, -1, 0, 0, -1}; break;
        default: params = {right, 0, 0, 1, -1, 0}; break;
    }
    if (turning.mirrorHorizontal) {
        params.originX = right - params.originX;
        params.alongX = -params.alongX;
        params.downX = -params.downX;
    }
    if (turning.mirrorVertical) {
        params.originY = bottom - params.originY;
        params.alongY = -params.alongY;
        params.downY = -params.downY;
    }
    return params;
}

/// Where chroma samples lie after turning, as AVChromaLocation; 0 where no name is left for it.
int turnedChromaLocation(int location, const Turning& turning) {
    constexpr int kUnspecified = 0, kLeft = 1, kCenter = 2, kTop = 4;
    if (location == kCenter || turning.isNothing()) return location;
    if (location == kLeft && !turning.mirrorHorizontal) {
        if (turning.quarters == 0) return kLeft;
        if (turning.quarters == 1) return kTop;
    }
    if (location == kLeft && turning.mirrorHorizontal) {
        if (turning.quarters == 2) return kLeft;
        if (turning.quarters == 3) return kTop;
    }
    return kUnspecified;
}

frame::PictureSpec turned(const Turning& turning, const frame::PictureSpec& input) {
    frame::PictureSpec output = input;
    output.color.chromaLocation = turnedChromaLocation(input.color.chromaLocation, turning);
    if (!turning.swapsSides()) return output;
    output.width = input.height;
    output.height = input.width;
    // 4:2:2 has full chroma down and half across; lying on its side it is 4:4:0.
    output.format.chromaShiftX = input.format.chromaShiftY;
    output.format.chromaShiftY = input.format.chromaShiftX;
    output.sampleAspect = {input.sampleAspect.den, input.sampleAspect.num};
    return output;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const std::string& angle = values.text("angle");
    const std::string& mirror = values.text("mirror");
    const Turning turning{angle == "90"    ? 1
                          : angle == "180" ? 2
                          : angle == "270" ? 3
                                           : 0,
                          mirror == "horizontal", mirror == "vertical"};
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (turning.isNothing()) return prepared;
    prepared.output = turned(turning, input);
    filter::Pass pass;
    pass.kernel = "rotate_Turn";
    pass.shape = pixel::Shape::Gather;
    pass.output = prepared.output;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        pass.params[static_cast<std::size_t>(plane)] = filter::ParamBytes::of(
            walk(turning, input.format.planeWidth(plane, input.width), input.format.planeHeight(plane, input.height)));
    }
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("rotate", "Rotate", pixel::Shape::Gather,
                                        "Mirrors, then turns clockwise in quarters. 4:2:2 on its side becomes 4:4:0.");
    definition.info.parameters = {
        choiceRow("angle", "Angle", {"0", "90", "180", "270"}, "0", "Degrees clockwise."),
        choiceRow("mirror", "Mirror", {"none", "horizontal", "vertical"}, "none",
                  "Swaps left and right (horizontal) or top and bottom (vertical) before turning."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("A quarter clockwise: the left column becomes the top row, read from below.", grayPicture(3, 2),
                {{"angle", "90"}}, {{{1, 2, 3, 4, 5, 6}}}, {{4, 1, 5, 2, 6, 3}}),
        example("Half a turn, with the chroma of 4:2:0 along.", yuvPicture(4, 2, 1, 1), {{"angle", "180"}},
                {{{1, 2, 3, 4, 5, 6, 7, 8}, {10, 11}, {20, 21}}}, {{8, 7, 6, 5, 4, 3, 2, 1}, {11, 10}, {21, 20}}),
        example("Mirrored, then three quarters: reflected at the diagonal from top left.", grayPicture(2, 2),
                {{"angle", "270"}, {"mirror", "horizontal"}}, {{{1, 2, 3, 4}}}, {{1, 3, 2, 4}}),
    };
    definition.typical = {{"angle", "90"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::rotate
