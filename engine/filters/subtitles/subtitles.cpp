#include <fstream>
#include <random>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/plugins/libavfilter_stage.h"

namespace fotograma::filters::subtitles {
namespace {

namespace fs = std::filesystem;

/// A new folder that only this user can write to.
base::Result<fs::path> makeFolder() {
    std::error_code error;
    const fs::path all = fs::temp_directory_path(error);
    std::random_device random;
    for (int attempt = 0; !error && attempt < 8; ++attempt) {
        const fs::path folder = all / base::concat("fotograma-", base::processId(), "-", random());
        if (!fs::create_directory(folder, error)) continue;  // somebody else's
        fs::permissions(folder, fs::perms::owner_all, error);
        if (!error) return folder;
    }
    return base::fail(base::ErrorCode::PermissionDenied, "No temporary folder can be made.", error.message());
}

/// A file of ours that FFmpeg's filter may open: what was read and checked before, in a folder that nobody else can
/// write to. Gone with the last stage that may need it.
class PrivateFile {
public:
    static base::Result<std::shared_ptr<const PrivateFile>> create(std::span<const std::byte> bytes) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path folder, makeFolder());
        std::shared_ptr<const PrivateFile> made(new PrivateFile(folder));
        std::ofstream file(made->path(), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (file.fail())
            return base::fail(base::ErrorCode::ResourceExhausted,
                              base::concat(base::toUtf8(made->path()), " cannot be written."));
        return made;
    }
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;
    ~PrivateFile() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    [[nodiscard]] fs::path path() const { return m_folder / "subtitles.ass"; }

private:
    explicit PrivateFile(fs::path folder) : m_folder(std::move(folder)) {}
    fs::path m_folder;
};

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::Asset* asset = values.asset("file");
    if (asset == nullptr) return filter::PreparedFilter{.passes = {}, .output = input};
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto file, PrivateFile::create(asset->bytes));
    const int height = input.height;
    const int width = static_cast<int>(filter::displayWidth(input) + 0.5);
    const std::string graph = base::concat("ass=filename=", media::graphQuoted(base::toUtf8(file->path())),
                                           ":original_size=", width, "x", height);
    return plugins::preparedGraph(graph, media::GraphAuthor::Ours, input, file);
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
