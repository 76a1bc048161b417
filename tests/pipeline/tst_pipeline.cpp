#include <cmath>

#include "engine/base/hash.h"
#include "tests/pipeline/run_fixture.h"

using namespace fotograma;
using base::ErrorCode;
using tests::find;
using tests::kLadder;
using tests::kPlain;
using tests::pictures;
using tests::recipeOf;
using tests::times;
namespace fs = std::filesystem;

namespace {

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

}  // namespace

/// What comes out of a run.
class TestPipeline : public QObject, private tests::RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void decodesOnceForEveryOutputAndMeasure();
    void threadedAndInlineGiveTheSame();
    void trimsPicturesAndSoundAlike();
    void turnsPicturesAndClearsTheTag();
    void keepsVariableTimes();
    void makesPixelsSquare();
    void measuresWithoutMakingFiles();
    void copiesPicturesWithoutDecoding();
    void tellsProgressToTheEnd();
    void forecastsWithoutWriting();
};

void TestPipeline::decodesOnceForEveryOutputAndMeasure() {
    testing::ClipOptions options;
    options.frames = 40;
    const fs::path input = clip("in.mp4", options);
    const auto result = run(recipeOf(kLadder), input, {out("a.mp4"), out("b.mkv")}, pipeline::Schedule::Threaded);
    VERIFY_DONE(result);
    const api::Report& report = result.report;
    QCOMPARE(report.framesDecoded, 40);
    QCOMPARE(report.artifacts.size(), std::size_t{2});
    QCOMPARE(pictures(out("a.mp4")).size(), std::size_t{40});
    QCOMPARE(pictures(out("b.mkv")).size(), std::size_t{40});
    QCOMPARE(report.artifacts[1].width, 80);
    QCOMPARE(report.frames["luma"]["rows"].items().size(), std::size_t{40});
    QVERIFY(report.measures.find("change") != nullptr);
    QCOMPARE(report.device, std::string("cpu"));
    QVERIFY(report.deviceNotes.empty() && !report.partial && report.wallSeconds > 0.0 && report.fps > 0.0);
    QCOMPARE(made(), (QStringList{"a.mp4", "b.mkv"}));
}

void TestPipeline::threadedAndInlineGiveTheSame() {
    testing::ClipOptions options;
    options.frames = 30;
    options.sounds = {{}};
    const fs::path input = clip("in.mp4", options);
    const recipe::Recipe recipe = recipeOf(kLadder);
    VERIFY_DONE(run(recipe, input, {out("a.mp4"), out("a.mkv")}, pipeline::Schedule::Threaded));
    const auto inlined = run(recipe, input, {out("b.mp4"), out("b.mkv")}, pipeline::Schedule::Inline);
    VERIFY_DONE(inlined);
    for (const char* container : {"mp4", "mkv"}) {
        const auto one = pictures(out((std::string("a.") + container).c_str()));
        const auto other = pictures(out((std::string("b.") + container).c_str()));
        QCOMPARE(times(one), times(other));
        for (std::size_t i = 0; i < one.size(); ++i) QCOMPARE(digestOf(one[i]), digestOf(other[i]));
    }
    const auto sound = testing::readSound(out("a.mp4"));
    const auto sameSound = testing::readSound(out("b.mp4"));
    QVERIFY(sound && sameSound && sound->samples == sameSound->samples && !sound->samples.empty());
}

void TestPipeline::trimsPicturesAndSoundAlike() {
    testing::ClipOptions options;
    options.frames = 75;
    options.sounds = {{}};
    options.clicks = {0.4, 1.6, 2.6};
    const fs::path input = clip("in.mp4", options);
    const auto result = run(recipeOf(R"({"version": 1, "id": "cut", "input": {"start": 1, "duration": 1},
        "outputs": [{"container": "mkv", "video": {"codec": "h264", "quality": 12}, "audio": [{"codec": "flac"}]}]})"),
                            input, {out("a.mkv")});
    VERIFY_DONE(result);
    const auto shown = pictures(out("a.mkv"));
    QCOMPARE(shown.size(), std::size_t{25});
    QVERIFY(std::abs(result.report.artifacts[0].durationSeconds - 1.0) < 0.05);
    const std::vector<double> flashes = testing::findFlashes(shown);
    const auto sound = testing::readSound(out("a.mkv"));
    QVERIFY(sound.has_value());
    const std::vector<double> clicks = testing::findClicks(*sound);
    QCOMPARE(flashes.size(), std::size_t{1});
    QCOMPARE(clicks.size(), std::size_t{1});
    QVERIFY2(std::abs(flashes[0] - 0.6) < 0.041 && std::abs(clicks[0] - flashes[0]) < 0.03,
             qPrintable(QString("flash %1, click %2").arg(flashes[0]).arg(clicks[0])));
}

void TestPipeline::turnsPicturesAndClearsTheTag() {
    testing::ClipOptions options;
    options.transform = {90, false, true};
    const fs::path input = clip("in.mp4", options);
    const auto result = run(recipeOf(kPlain), input, {out("a.mp4")});
    VERIFY_DONE(result);
    const auto info = media::probe(out("a.mp4"));
    QVERIFY(info && info->video()->video->transform.isIdentity());
    QCOMPARE(info->video()->video->width, 48);
    QCOMPARE(info->video()->video->height, 64);
    QCOMPARE(find(result.report, "orientation")->fate, api::Fate::Changed);
    // The source's top left corner is the turned picture's top right.
    const frame::Frame source = testing::clipPicture(options, 5);
    const frame::Frame shown = pictures(out("a.mp4"))[5];
    const auto luma = [](const frame::Frame& frame, int x, int y) {
        return static_cast<int>(frame.plane(0).data[y * frame.plane(0).pitchBytes + x]);
    };
    for (int x = 4; x < 60; x += 8) QVERIFY(std::abs(luma(source, x, 8) - luma(shown, 47 - 8, x)) < 16);
}

void TestPipeline::keepsVariableTimes() {
    testing::ClipOptions options;
    options.times = {0.0, 0.04, 0.05, 0.3, 0.333, 0.9, 1.0, 1.02, 1.5, 1.52};
    const fs::path input = clip("in.mkv", [&] {
        testing::ClipOptions mkv = options;
        mkv.container = media::Container::Mkv;
        return mkv;
    }());
    VERIFY_DONE(run(recipeOf(kPlain), input, {out("a.mp4")}));
    const std::vector<double> shown = times(pictures(out("a.mp4")));
    QCOMPARE(shown.size(), options.times.size());
    for (std::size_t i = 0; i < shown.size(); ++i)
        QVERIFY2(std::abs(shown[i] - options.times[i]) < 0.0015, qPrintable(QString::number(shown[i])));
}

void TestPipeline::makesPixelsSquare() {
    testing::ClipOptions options;
    options.sampleAspect = {3, 2};
    const fs::path input = clip("in.mp4", options);
    const auto result =
        run(recipeOf(R"({"version": 1, "id": "square", "filters": [{"id": "resize", "params": {"height": 48}}],
        "outputs": [{}]})"),
            input, {out("a.mp4")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.artifacts[0].width, 96);
    QCOMPARE(result.report.artifacts[0].height, 48);
    QCOMPARE(find(result.report, "pixel shape")->fate, api::Fate::Changed);
}

void TestPipeline::measuresWithoutMakingFiles() {
    const fs::path input = clip("in.mp4", {});
    const auto result =
        run(recipeOf(R"({"version": 1, "id": "look", "measures": [{"id": "luma"}, {"id": "blur"}]})"), input, {});
    VERIFY_DONE(result);
    QCOMPARE(result.report.framesDecoded, 25);
    QCOMPARE(result.report.measures.members().size(), std::size_t{2});
    QVERIFY(result.report.frames.isNull() && result.report.artifacts.empty());
    QVERIFY(!QDir(m_folder->filePath("out")).exists());
}

void TestPipeline::copiesPicturesWithoutDecoding() {
    testing::ClipOptions options;
    options.transform = {270, false, true};
    options.sounds = {{}};
    const fs::path input = clip("in.mp4", options);
    const auto result =
        run(recipeOf(R"({"version": 1, "id": "copy", "outputs": [{"container": "mov", "video": "copy"}]})"), input,
            {out("a.mov")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.framesDecoded, 0);
    const auto before = pictures(input);
    const auto after = pictures(out("a.mov"));
    QCOMPARE(times(before), times(after));
    for (std::size_t i = 0; i < before.size(); ++i) QCOMPARE(digestOf(before[i]), digestOf(after[i]));
    QCOMPARE(media::probe(out("a.mov"))->video()->video->transform.clockwise, 270);
    QCOMPARE(find(result.report, "orientation")->fate, api::Fate::Kept);
}

void TestPipeline::tellsProgressToTheEnd() {
    testing::ClipOptions options;
    options.frames = 50;
    options.width = 1280;  // Long enough: what is over in a tenth of a second tells no progress.
    options.height = 720;
    const fs::path input = clip("in.mp4", options);
    for (const auto schedule : {pipeline::Schedule::Inline, pipeline::Schedule::Threaded}) {
        m_watcher = {};
        const fs::path target = out(schedule == pipeline::Schedule::Inline ? "i.mp4" : "t.mp4");
        VERIFY_DONE(run(recipeOf(kPlain), input, {target}, schedule));
        QVERIFY(m_watcher.told >= 1);
        QCOMPARE(m_watcher.last.frames, 50);
        QCOMPARE(m_watcher.last.fraction, 1.0);
        QVERIFY(!m_watcher.last.stages.empty());
        for (const api::StageShare& stage : m_watcher.last.stages) QVERIFY(stage.busyShare >= 0.0);
    }
}

void TestPipeline::forecastsWithoutWriting() {
    testing::ClipOptions options;
    options.transform = {90, false, true};
    const fs::path input = clip("in.mp4", options);
    const auto forecast = pipeline::forecast(input, recipeOf(kPlain));
    QVERIFY2(forecast.has_value(), forecast ? "" : forecast.error().message.c_str());
    QVERIFY(std::ranges::find(forecast->plan, "orientation", &api::FateNote::subject) != forecast->plan.end());
    const auto refused = pipeline::forecast(
        input,
        recipeOf(
            R"({"version": 1, "id": "crop", "filters": [{"id": "crop", "params": {"width": 60}}], "outputs": [{}]})"));
    QVERIFY2(!refused && refused.error().code == ErrorCode::InvalidArgument, "turned, the picture is 48 wide");
    QVERIFY(!QDir(m_folder->filePath("out")).exists());
}

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
