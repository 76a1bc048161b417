#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

#include "engine/base/hash.h"
#include "engine/filter/host.h"
#include "engine/media/decoder.h"
#include "engine/media/demuxer.h"
#include "engine/pipeline/pipeline.h"
#include "tests/support/clips.h"

using namespace fotograma;
using base::ErrorCode;
using base::Json;
namespace fs = std::filesystem;

namespace {

recipe::Recipe recipeOf(const char* text) {
    auto document = Json::parse(text);
    if (!document) qFatal("%s", document.error().message.c_str());
    auto made = recipe::parse(*document);
    if (!made) qFatal("%s", made.error().message.c_str());
    return *made;
}

constexpr const char* kPlain = R"({"version": 1, "id": "plain", "outputs": [
    {"container": "mp4", "video": {"codec": "h264", "quality": 18, "preset": "fastest"}}]})";
constexpr const char* kLadder =
    R"({"version": 1, "id": "ladder", "measures": [{"id": "luma", "per_frame": true}, {"id": "change"}],
    "filters": [{"id": "adjust", "params": {"contrast": 1.1}}], "outputs": [
    {"container": "mp4", "video": {"codec": "h264", "preset": "fastest"}},
    {"container": "mkv", "filters": [{"id": "resize", "params": {"width": 80}}], "video": {"codec": "h264", "preset": "fastest"}}]})";

class Watcher : public pipeline::RunObserver {
public:
    void progress(const api::Progress& progress) override {
        last = progress;
        ++told;
        if (onProgress) onProgress();
    }
    void log(std::string_view line) override { lines.emplace_back(line); }

    api::Progress last;
    int told = 0;
    std::vector<std::string> lines;
    std::function<void()> onProgress;
};

const api::FateNote* find(const api::Report& report, std::string_view subject) {
    const auto found = std::ranges::find(report.notes, subject, &api::FateNote::subject);
    return found == report.notes.end() ? nullptr : &*found;
}

/// Everything in a folder, the hidden files of unfinished outputs too.
QStringList filesIn(const QString& folder) {
    return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

/// Times and pictures of a file's video as decoded.
struct Shown {
    std::vector<double> times;
    std::vector<std::string> digests;
    frame::PictureSpec spec;
};

std::string digestOf(const frame::Frame& frame) {
    std::vector<std::byte> bytes;
    for (int plane = 0; plane < frame.planes(); ++plane) {
        const frame::Plane& rows = frame.plane(plane);
        const auto rowBytes = static_cast<std::ptrdiff_t>(rows.width) * frame.spec().format.bytesPerSample();
        for (int y = 0; y < rows.height; ++y) {
            const std::byte* row = rows.data + y * rows.pitchBytes;
            bytes.insert(bytes.end(), row, row + rowBytes);
        }
    }
    return base::hashBytes(bytes).hex();
}

Shown show(const fs::path& path) {
    Shown shown;
    auto demuxer = media::Demuxer::open(path, {});
    if (!demuxer) qFatal("%s", demuxer.error().message.c_str());
    const int track = (*demuxer)->info().videoTrack;
    auto decoder = media::Decoder::create(**demuxer, track, {});
    if (!decoder) qFatal("%s", decoder.error().message.c_str());
    const auto pullAll = [&] {
        for (auto frame = (*decoder)->pull(); frame && *frame; frame = (*decoder)->pull()) {
            shown.times.push_back((*frame)->info().timeSeconds());
            shown.digests.push_back(digestOf(**frame));
            shown.spec = (*frame)->spec();
        }
    };
    (*demuxer)->select(std::array{track});
    for (auto packet = (*demuxer)->read(); packet && *packet; packet = (*demuxer)->read()) {
        if (!(*decoder)->push(**packet)) qFatal("the decoder refused a packet");
        pullAll();
    }
    if (!(*decoder)->finish()) qFatal("the decoder did not finish");
    pullAll();
    return shown;
}

/// A device that calls itself cuda:0 and has no memory for anything.
class StarvedDevice : public device::Device {
public:
    device::DeviceFacts facts() const override {
        device::DeviceFacts facts;
        facts.id = frame::cudaDevice(0);
        facts.text = "cuda:0";
        return facts;
    }
    bool hasKernel(std::string_view) const override { return true; }
    base::Result<std::unique_ptr<device::Queue>> createQueue() override {
        return base::fail(ErrorCode::ResourceExhausted, "no memory left on cuda:0");
    }
};

}  // namespace

class TestPipeline : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void decodesOnceForEveryOutputAndMeasure();
    void threadedAndInlineGiveTheSame();
    void answersCancelAtOnceAndLeavesNothing_data();
    void answersCancelAtOnceAndLeavesNothing();
    void trimsToTheAskedPart();
    void turnsPicturesAndClearsTheTag();
    void keepsVariableTimes();
    void makesPixelsSquare();
    void measuresWithoutMakingFiles();
    void copiesPicturesWithoutDecoding();
    void givesAllOutputsOrNone();
    void replacesOnlyWhatItMay();
    void saysWhyAnInputCannotBeUsed();
    void usesWhatCanBeReadOfADamagedFile();
    void fallsBackToTheHostWithANote();
    void tellsProgressToTheEnd();
    void forecastsWithoutWriting();

private:
    pipeline::RunResult run(const recipe::Recipe& recipe, const fs::path& input, std::vector<fs::path> outputs,
                            pipeline::Schedule schedule = pipeline::Schedule::Auto, std::stop_token stop = {});
    fs::path out(const char* name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<pipeline::Lane> m_lane;
    std::unique_ptr<QTemporaryDir> m_folder;
    Watcher m_watcher;
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
