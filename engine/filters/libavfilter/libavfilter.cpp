#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::filters::libavfilter {
namespace {

/// Of what a file is once it was read: subtitles are ASS then (engine/pipeline/assets).
std::string endingOf(const filter::Asset& asset) {
    const std::string ending = base::toLower(asset.path.substr(asset.path.rfind('.') + 1));
    return ending == "srt" || ending == "ssa" || ending == "vtt" ? "ass" : ending;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const std::string& graph = values.text("graph");
    const filter::Asset* const asset = values.asset("file");
    const bool isUnread = asset == nullptr && !values.text("file").empty();
    if (graph.empty() || isUnread) return filter::PreparedFilter{.passes = {}, .output = input};
    if (asset == nullptr) return plugins::preparedGraph(graph, input);
    FOTOGRAMA_ASSIGN_OR_RETURN(auto file, plugins::PrivateFile::create(asset->bytes, endingOf(*asset)));
    return plugins::preparedGraph(graph, input, std::move(file));
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        stageNamed("libavfilter", "FFmpeg's filters",
                   "Pictures through a graph of FFmpeg's filters, on the host. Filters and options that write "
                   "files or read others than the one given, that make pictures of nothing, or that change how colours "
                   "are coded are refused: before the job starts.",
                   "FFmpeg, libavfilter");
    definition.info.parameters = {
        textRow("graph", "Graph", "",
                "In FFmpeg's words: \"hqdn3d=4,unsharp\", \"split[a][b];[b]gblur=8[c];[a][c]blend=screen\". One input, "
                "one output; empty changes nothing."),
        fileRow("file", "File", {"cube", "3dl", "dat", "m3d", "csp", "srt", "ass", "ssa", "vtt", "acv", "asv", "txt"},
                "One that the graph may open as {file}: \"lut3d={file}\", \"subtitles={file}\", "
                "\"drawtext=textfile={file}\"."),
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
