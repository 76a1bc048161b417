#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::filters::subtitles {
namespace {

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::Asset* asset = values.asset("file");
    if (asset == nullptr) return filter::PreparedFilter{.passes = {}, .output = input};
    FOTOGRAMA_ASSIGN_OR_RETURN(auto file, plugins::PrivateFile::create(asset->bytes, "ass"));
    const int height = input.height;
    const int width = static_cast<int>(filter::displayWidth(input) + 0.5);
    const std::string graph = base::concat("ass=filename={file}:original_size=", width, "x", height);
    return plugins::preparedGraph(graph, input, std::move(file));
}

filter::Definition define() {
    using namespace filter;
    Definition definition = stageNamed("subtitles", "Subtitles in the picture",
                                       "Draws a file of subtitles into the pictures, on the host. Its times count from "
                                       "the beginning of the input, also "
                                       "where only a part of it is taken. Fonts are those of the system.",
                                       "FFmpeg's ass, by libass");
    definition.info.parameters = {
        fileRow("file", "File", {"srt", "ass", "ssa", "vtt"}, "SubRip, (Advanced) SubStation Alpha or WebVTT."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Without a file nothing changes.", grayPicture(2, 1), {}, {{{16, 235}}}, {{16, 235}}),
        example("Colours neither.", yuvPicture(1, 1, 0, 0, 10), {}, {{{64}, {512}, {600}}}, {{64}, {512}, {600}}),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::subtitles
