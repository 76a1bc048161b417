#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/filter/color_spaces.h"
#include "engine/filter/describe.h"
#include "engine/filters/text/words.h"
#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::filters::text {
namespace {

using base::concat;

/// Names of fonts, and no more of fontconfig's patterns.
bool isFontName(std::string_view name) {
    return name.size() <= 100 && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
                      c == '-' || static_cast<unsigned char>(c) >= 0x80;
           });
}

base::Result<std::string> colorOf(const std::string& color, double opacity) {
    if (!filter::parseColor(color))
        return base::fail(base::ErrorCode::InvalidArgument, concat("\"", color, "\" is no color; write #rrggbb."));
    return concat("0x", color.substr(1), "@", base::fixed(opacity, 3));
}

/// Where the text begins along a side: `anchor` at its start, its end, or in the middle.
std::string placeOf(bool isStart, bool isEnd, const char* whole, const char* own, double margin) {
    if (isStart) return base::fixed(margin, 1);
    if (isEnd) return concat(whole, "-", own, "-", base::fixed(margin, 1));
    return concat("(", whole, "-", own, ")/2+", base::fixed(margin, 1));
}

class Options {
public:
    void add(std::string_view key, std::string_view value) {
        m_text += concat(m_text.empty() ? "drawtext=" : ":", key, "=", media::graphQuoted(value));
    }
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    std::string m_text;
};

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    if (values.text("text").empty() || values.number("opacity") == 0.0)
        return filter::PreparedFilter{.passes = {}, .output = input};
    const double rate = input.frameRate.isPositive() ? input.frameRate.value() : 25.0;
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string words,
                               drawtextWords(values.text("text"), std::max(1, static_cast<int>(std::lround(rate)))));
    if (!isFontName(values.text("font")))
        return base::fail(base::ErrorCode::InvalidArgument,
                          concat("\"", values.text("font"), "\" is no name of a font."));
    const double opacity = values.number("opacity");
    const double size = std::max(1.0, std::round(values.number("size") / 100.0 * input.height));
    const double margin = values.number("margin") / 100.0 * input.height;
    const std::string& position = values.text("position");
    const auto is = [&](std::string_view word) { return position.find(word) != std::string::npos; };
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string color, colorOf(values.text("color"), opacity));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string background,
                               colorOf(values.text("box_color"), opacity * values.number("box_opacity")));
    Options options;
    options.add("text", words);
    options.add("font", values.text("font").empty() ? "Sans" : values.text("font"));
    options.add("fontsize", concat(static_cast<int>(size)));
    options.add("fontcolor", color);
    options.add("x", placeOf(is("left"), is("right"), "w", "tw", is("left") || is("right") ? margin : 0.0));
    options.add("y", placeOf(is("top"), is("bottom"), "h", "th", is("top") || is("bottom") ? margin : 0.0));
    if (values.boolean("box")) {
        options.add("box", "1");
        options.add("boxcolor", background);
        options.add("boxborderw", concat(static_cast<int>(std::lround(size / 4.0))));
    }
    if (values.number("outline") > 0.0) {
        options.add("borderw", concat(static_cast<int>(std::lround(values.number("outline") / 100.0 * size))));
        options.add("bordercolor", background);
    }
    const double end = values.number("end");
    if (end > 0.0 || values.number("start") > 0.0)
        options.add("enable", concat("gte(t,", base::fixed(values.number("start"), 6), ")*lt(t,",
                                     base::fixed(end > 0.0 ? end : 1e9, 6), ")"));
    return plugins::preparedGraph(options.text(), input);
}

filter::Definition define() {
    using namespace filter;
    Definition definition = stageNamed("text", "Text",
                                       "Writes text, a timecode or the number of the frame into the pictures, on the "
                                       "host. Fonts are those of the system; "
                                       "colours are code values, so in HDR #949494 is the white of graphics.",
                                       "FFmpeg's drawtext");
    definition.info.parameters = {
        textRow(
            "text", "Text", "",
            "What is written; {timecode}, {frame} and {pts} are the frame's own, {{ is a brace. Empty writes nothing."),
        choiceRow("position", "Position",
                  {"top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right"},
                  "bottom-left", "Where it stands."),
        numberRow("margin", "Margin", "% of the height", {0.0, 50.0, 0.5}, 4.0, "Away from the sides of the picture."),
        numberRow("size", "Size", "% of the height", {0.5, 50.0, 0.5}, 5.0, "Of the font."),
        textRow("font", "Font", "", "The name of a font family of the system; empty is its usual one without serifs."),
        textRow("color", "Colour", "#ffffff", "As #rrggbb."),
        numberRow("opacity", "Opacity", "", {0.0, 1.0, 0.05}, 1.0, "Of all of it."),
        booleanRow("box", "Box", false, "A plain field behind the text."),
        textRow("box_color", "Box colour", "#000000", "Of the box and of the outline, as #rrggbb."),
        numberRow("box_opacity", "Box opacity", "", {0.0, 1.0, 0.05}, 0.6, "Of the box and of the outline."),
        numberRow("outline", "Outline", "% of the size", {0.0, 50.0, 1.0}, 5.0,
                  "How thick a line goes around letters, so that they can be read on any picture; 0 is none."),
        numberRow("start", "From", "s", {0.0, 1e6, 0.1}, 0.0, "When it appears."),
        numberRow("end", "To", "s", {0.0, 1e6, 0.1}, 0.0, "When it has gone; 0 is never."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Without text nothing changes.", grayPicture(2, 1), {}, {{{16, 235}}}, {{16, 235}}),
        example("Nor with text that cannot be seen.", grayPicture(2, 1), {{"text", "{frame}"}, {"opacity", 0.0}},
                {{{16, 235}}}, {{16, 235}}),
    };
    definition.typical = {{"text", "{timecode}"}, {"box", true}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::text
