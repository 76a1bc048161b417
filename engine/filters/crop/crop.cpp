#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filter/rectangle.h"

namespace fotograma::filters::crop {
namespace {

using filter::Span;

/// `wanted` 0 means all the rest, `first` -1 the middle. Both ends lie on whole chroma samples, but an uncut edge stays.
base::Result<Span> place(std::string_view direction, int first, int wanted, int available, int block) {
    const auto refused = [&] {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A rectangle of ", wanted, " samples ", direction, " from ", first,
                                       " does not lie inside the ", available, " that the picture has."));
    };
    if (first >= available || wanted > available) return refused();
    const int length = wanted == 0 ? available - (first < 0 ? 0 : first) : wanted;
    const int start = filter::roundedDown(first < 0 ? (available - length) / 2 : first, block);
    if (start + length > available) return refused();
    const bool reachesEnd = start + length == available;
    const int whole = reachesEnd && start == 0 ? length : filter::roundedDown(length, block);
    return Span{start, whole == 0 ? length : whole};
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const auto across = [&](std::string_view id) {
        const int pixels = values.integer(id);
        return pixels <= 0 ? pixels : filter::samplesAcross(input, pixels);
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(const Span horizontal, place("across", across("x"), across("width"), input.width,
                                                            filter::blockWidth(input.format)));
    FOTOGRAMA_ASSIGN_OR_RETURN(const Span vertical, place("down", values.integer("y"), values.integer("height"),
                                                          input.height, filter::blockHeight(input.format)));
    return filter::cutOut(input, horizontal, vertical);
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("crop", "Crop", pixel::Shape::Gather,
                    "Keeps a rectangle and cuts the rest away. Edges move to whole chroma samples.");
    definition.info.parameters = {
        integerRow("width", "Width", "px", {0, 16384, 2}, 0, "Of the rectangle; 0 keeps all from x on."),
        integerRow("height", "Height", "px", {0, 16384, 2}, 0, "Of the rectangle; 0 keeps all from y on."),
        integerRow("x", "Left", "px", {-1, 16383, 2}, -1, "Where the rectangle begins; -1 puts it in the middle."),
        integerRow("y", "Top", "px", {-1, 16383, 2}, -1, "Where the rectangle begins; -1 puts it in the middle."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Two of four columns from the middle.", grayPicture(4, 2), {{"width", 2}}, {{{1, 2, 3, 4, 5, 6, 7, 8}}},
                {{2, 3, 6, 7}}),
        example("With 4:2:0, x = 3 moves to 2, where a chroma sample begins.", yuvPicture(6, 2, 1, 1),
                {{"width", 2}, {"x", 3}}, {{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {20, 21, 22}, {30, 31, 32}}},
                {{3, 4, 9, 10}, {21}, {31}}),
        example("A height of 0 keeps all rows from y on.", grayPicture(1, 4), {{"y", 1}}, {{{1, 2, 3, 4}}},
                {{2, 3, 4}}),
    };
    definition.typical = {{"width", 720}, {"height", 720}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::crop
