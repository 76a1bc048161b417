#include "engine/filter/describe.h"
#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::filters::libavfilter {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    if (values.text("graph").empty()) return filter::PreparedFilter{.passes = {}, .output = input};
    return plugins::preparedGraph(values.text("graph"), media::GraphAuthor::Person, input);
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        stageNamed("libavfilter", "FFmpeg's filters",
                   "Pictures through a graph of FFmpeg's filters, on the host. Filters and options that read or write "
                   "files, that make pictures of nothing, or that change how colours are coded are refused: before the "
                   "job starts.",
                   "FFmpeg, libavfilter");
    definition.info.parameters = {
        textRow("graph", "Graph", "",
                "In FFmpeg's words: \"hqdn3d=4,unsharp\", \"split[a][b];[b]gblur=8[c];[a][c]blend=screen\". One input, "
                "one output; empty changes nothing."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Without a graph nothing changes.", grayPicture(2, 1), {}, {{{16, 235}}}, {{16, 235}}),
        example("Left and right change places.", grayPicture(4, 1), {{"graph", "hflip"}}, {{{1, 2, 3, 4}}},
                {{4, 3, 2, 1}}),
    };
    definition.typical = {{"graph", "hflip"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::libavfilter
