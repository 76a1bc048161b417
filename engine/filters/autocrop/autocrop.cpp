#include <algorithm>

#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filter/rectangle.h"

namespace fotograma::filters::autocrop {
namespace {

using filter::Span;

/// Both ends move inwards to whole multiples: what is left has no line of the bars in it. An uncut edge stays.
Span inside(int first, int length, int available, int multiple) {
    const int end = std::min(first + length, available);
    const int start = (first + multiple - 1) / multiple * multiple;
    if (start == 0 && end == available) return {0, available};
    return {start, filter::roundedDown(std::max(end - start, 0), multiple)};
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (values.integer("width") <= 0 || values.integer("height") <= 0) return prepared;
    const auto across = [&](std::string_view id) { return filter::samplesAcross(input, values.integer(id)); };
    const int multiple = values.integer("multiple");
    const Span horizontal =
        inside(across("x"), across("width"), input.width, std::max(multiple, filter::blockWidth(input.format)));
    const Span vertical = inside(values.integer("y"), values.integer("height"), input.height,
                                 std::max(multiple, filter::blockHeight(input.format)));
    const int cutAcross = input.width - horizontal.length;
    const int cutDown = input.height - vertical.length;
    const double smallest = values.number("smallest") / 100.0;
    const bool isTooSmall = horizontal.length < std::max(1.0, smallest * input.width) ||
                            vertical.length < std::max(1.0, smallest * input.height);
    const bool isWorthIt = cutAcross >= values.integer("least") || cutDown >= values.integer("least");
    if (isTooSmall || !isWorthIt) return prepared;
    return filter::cutOut(input, horizontal, vertical);
}

std::vector<filter::ClipNeed> needsOfClip(const filter::Values& values) {
    if (values.integer("width") != 0 && values.integer("height") != 0) return {};
    return {{"bars", {{"black", values.number("black")}, {"tolerance", values.number("tolerance")}}, false}};
}

base::Result<filter::Values> settle(const filter::Values& values, const api::Json& found) {
    const api::Json& bars = found["bars"];
    constexpr int kNothing = -1;  // no picture was seen: all of it stays
    const auto taken = [&](const char* from, int otherwise) { return bars[from].asInteger(otherwise); };
    return values.with("x", taken("content_x", 0))
        .with("y", taken("content_y", 0))
        .with("width", taken("content_width", kNothing))
        .with("height", taken("content_height", kNothing));
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("autocrop", "Cut bars away", pixel::Shape::Gather,
                                        "Finds the black bars that stay over the whole clip and cuts them away: a dark "
                                        "scene alone cuts nothing. The rectangle can be given as well.",
                                        "In the manner of FFmpeg's cropdetect, by the measure bars");
    definition.info.parameters = {
        numberRow("black", "Black up to", "luma (0..1)", {0.0, 0.5, 0.005}, 0.06, "This and darker is bar."),
        numberRow("tolerance", "Tolerance", "ratio", {0.0, 0.25, 0.001}, 0.002,
                  "A row or column is bar when no more of its samples, over the clip, are brighter."),
        integerRow("multiple", "Multiple", "px", {1, 64, 1}, 2,
                   "Sides and places become whole multiples, inwards; whole chroma samples in any case."),
        integerRow("least", "At least", "px", {1, 1024, 1}, 2, "Bars that take less than this from each side stay."),
        numberRow("smallest", "Smallest", "%", {1.0, 100.0, 1.0}, 30.0,
                  "When less than this of a side would be left, nothing is cut: the clip is no picture with bars."),
        integerRow("width", "Width", "px", {0, 16384, 2}, 0, "Of the rectangle that stays; 0 finds all four."),
        integerRow("height", "Height", "px", {0, 16384, 2}, 0, "Of the rectangle that stays; 0 finds all four."),
        integerRow("x", "Left", "px", {0, 16383, 2}, 0, "Where the rectangle begins; found with the others."),
        integerRow("y", "Top", "px", {0, 16383, 2}, 0, "Where the rectangle begins; found with the others."),
    };
    definition.prepareFilter = prepare;
    definition.needsOfClip = needsOfClip;
    definition.settle = settle;
    const std::map<std::string, api::Json> found{{"width", 4}, {"height", 2}, {"x", 0}, {"y", 1}};
    definition.examples = {
        example("Before the clip is known nothing is cut.", grayPicture(2, 1), {}, {{{16, 90}}}, {{16, 90}}),
        example("A bar above and one below, a row each.", grayPicture(4, 4),
                {{"width", 4}, {"height", 2}, {"x", 0}, {"y", 1}, {"multiple", 1}},
                {{{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0}}}, {{1, 2, 3, 4, 5, 6, 7, 8}}),
        example("In multiples of 2 the ends move inwards, and of two rows none is left: nothing is cut.",
                grayPicture(4, 4), found, {{{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0}}},
                {{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0}}),
    };
    definition.typical = {{"width", 1280}, {"height", 544}, {"x", 0}, {"y", 88}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::autocrop
