#include <sys/resource.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "engine/base/hash.h"
#include "engine/base/platform.h"
#include "engine/filter/host.h"
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

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr double kSlowness = 20.0;
#else
constexpr double kSlowness = 1.0;
#endif

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

std::vector<frame::Frame> pictures(const fs::path& path) {
    auto read = testing::readPictures(path);
    if (!read) qFatal("%s", read.error().message.c_str());
    return std::move(*read);
}

std::vector<double> times(const std::vector<frame::Frame>& frames) {
    std::vector<double> all;
    for (const frame::Frame& frame : frames) all.push_back(frame.info().timeSeconds());
    return all;
}

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
    void stopsAllWhenOneSinkFails();
    void trimsPicturesAndSoundAlike();
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
    pipeline::RunResult runOn(pipeline::Lane& lane, const recipe::Recipe& recipe, const fs::path& input,
                              std::vector<fs::path> outputs);
    fs::path clip(const char* name, const testing::ClipOptions& options) const;
    fs::path out(const char* name) const { return fs::path(m_folder->filePath("out").toStdString()) / name; }
    QStringList made() const;

    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<pipeline::Lane> m_lane;
    std::unique_ptr<QTemporaryDir> m_folder;  ///< Of one test: clips in it, outputs in out/.
    Watcher m_watcher;
};

void TestPipeline::initTestCase() {
    m_host = filter::createHost();
    m_lane = std::make_unique<pipeline::Lane>(*m_host, *m_host);
}

void TestPipeline::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_watcher = {};
}

fs::path TestPipeline::clip(const char* name, const testing::ClipOptions& options) const {
    const fs::path path = m_folder->filePath(name).toStdString();
    if (base::Status status = testing::makeClip(path, options); !status) qFatal("%s", status.error().message.c_str());
    return path;
}

/// Everything in the output folder, hidden files of unfinished outputs too.
QStringList TestPipeline::made() const {
    return QDir(m_folder->filePath("out")).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

pipeline::RunResult TestPipeline::run(const recipe::Recipe& recipe, const fs::path& input,
                                      std::vector<fs::path> outputs, pipeline::Schedule schedule,
                                      std::stop_token stop) {
    pipeline::RunRequest request;
    request.input = input;
    request.recipe = recipe;
    request.outputs = std::move(outputs);
    request.threads = 2;
    request.schedule = schedule;
    return pipeline::run(request, *m_lane, m_watcher, std::move(stop));
}

pipeline::RunResult TestPipeline::runOn(pipeline::Lane& lane, const recipe::Recipe& recipe, const fs::path& input,
                                        std::vector<fs::path> outputs) {
    pipeline::RunRequest request;
    request.input = input;
    request.recipe = recipe;
    request.outputs = std::move(outputs);
    return pipeline::run(request, lane, m_watcher, {});
}

#define VERIFY_DONE(result) QVERIFY2(!(result).error, (result).error ? (result).error->message.c_str() : "")

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

void TestPipeline::answersCancelAtOnceAndLeavesNothing_data() {
    QTest::addColumn<pipeline::Schedule>("schedule");
    QTest::newRow("inline") << pipeline::Schedule::Inline;
    QTest::newRow("threaded") << pipeline::Schedule::Threaded;
}

void TestPipeline::answersCancelAtOnceAndLeavesNothing() {
    QFETCH(pipeline::Schedule, schedule);
    testing::ClipOptions options;
    options.width = 1920;
    options.height = 1080;
    options.frames = 60;
    options.quality = 40.0;
    const fs::path input = clip("in.mp4", options);
    const recipe::Recipe recipe = recipeOf(R"({"version": 1, "id": "slow", "filters": [{"id": "sharpen"}], "outputs": [
        {"container": "mp4", "video": {"codec": "h264", "preset": "medium"}}, {"container": "mkv"}]})");
    std::stop_source stop;
    QElapsedTimer sinceStop;
    double cpuAtStop = 0.0;
    std::int64_t framesAtStop = 0;
    m_watcher.onProgress = [&] {
        if (m_watcher.last.frames < 20 || stop.stop_requested()) return;
        sinceStop.start();
        cpuAtStop = base::processUsage().cpuSeconds;
        framesAtStop = m_watcher.last.frames;
        stop.request_stop();
    };
    const auto result = run(recipe, input, {out("a.mp4"), out("b.mkv")}, schedule, stop.get_token());
    QVERIFY2(sinceStop.isValid(), "the clip was over before it could be stopped");
    const double cpuSeconds = base::processUsage().cpuSeconds - cpuAtStop;
    const std::int64_t framesAfter = result.report.framesDecoded - framesAtStop;
    qInfo("stopped after %lld ms, %.0f ms of work, %lld frames", static_cast<long long>(sinceStop.elapsed()),
          cpuSeconds * 1e3, static_cast<long long>(framesAfter));
    // 200 ms or the encoder calls in progress are meant; how long that takes on the wall depends on who else is there.
    QVERIFY2(framesAfter <= 4, "nothing new is begun");
    QVERIFY2(cpuSeconds < 1.0 * kSlowness, "two encoders of 1080p close");
    QVERIFY(result.error && result.error->code == ErrorCode::Cancelled);
    QVERIFY2(made().isEmpty(), qPrintable(made().join(' ')));
    QVERIFY(result.report.artifacts.empty());
}

/// Files of this process may not grow further while it lives.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

void TestPipeline::stopsAllWhenOneSinkFails() {
    testing::ClipOptions options;
    options.width = 320;
    options.height = 240;
    options.frames = 300;
    const fs::path input = clip("in.mp4", options);
    const recipe::Recipe recipe = recipeOf(R"({"version": 1, "id": "big", "outputs": [
        {"container": "mkv", "video": {"codec": "h264", "preset": "fastest", "quality": 0}}, {"container": "mp4"}]})");
    const SmallDisk disk(100'000);
    const auto result = run(recipe, input, {out("a.mkv"), out("b.mp4")}, pipeline::Schedule::Threaded);
    QVERIFY(result.error.has_value());
    QVERIFY2(result.error->code == ErrorCode::ResourceExhausted || result.error->code == ErrorCode::IoError,
             result.error->message.c_str());
    QVERIFY2(result.error->message.find("a.mkv") != std::string::npos, result.error->message.c_str());
    QVERIFY2(made().isEmpty(), qPrintable(made().join(' ')));
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

void TestPipeline::givesAllOutputsOrNone() {
    const fs::path input = clip("in.mp4", {});
    QFile wall(m_folder->filePath("wall"));
    QVERIFY(wall.open(QIODevice::WriteOnly));
    const fs::path noFolder = fs::path(wall.fileName().toStdString()) / "b.mkv";
    const auto result = run(recipeOf(kLadder), input, {out("a.mp4"), noFolder});
    QVERIFY(result.error && result.error->message.find("wall") != std::string::npos);
    QVERIFY2(made().isEmpty(), qPrintable(made().join(' ')));
}

void TestPipeline::replacesOnlyWhatItMay() {
    const fs::path input = clip("in.mp4", {});
    VERIFY_DONE(run(recipeOf(kPlain), input, {out("a.mp4")}));
    const auto again = run(recipeOf(kPlain), input, {out("a.mp4")});
    QVERIFY(again.error && again.error->code == ErrorCode::AlreadyExists);

    pipeline::RunRequest request;
    request.input = input;
    request.recipe = recipeOf(kPlain);
    request.outputs = {out("a.mp4")};
    request.overwrite = api::OverwriteRule::Always;
    VERIFY_DONE(pipeline::run(request, *m_lane, m_watcher, {}));
    request.outputs = {fs::path(m_folder->path().toStdString()) / "." / "in.mp4"};
    const auto itself = pipeline::run(request, *m_lane, m_watcher, {});
    QVERIFY(itself.error && itself.error->code == ErrorCode::InvalidArgument);
    QVERIFY(media::probe(input).has_value());
}

void TestPipeline::saysWhyAnInputCannotBeUsed() {
    QFile text(m_folder->filePath("notes.mp4"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a film, not at all") > 0);
    text.close();
    const auto unreadable = run(recipeOf(kPlain), text.fileName().toStdString(), {out("a.mp4")});
    QVERIFY(unreadable.error && unreadable.error->code == ErrorCode::InvalidData);
    QVERIFY(unreadable.error->message.find("notes.mp4") != std::string::npos);

    const auto missing = run(recipeOf(kPlain), out("none.mp4"), {out("a.mp4")});
    QVERIFY(missing.error && missing.error->code == ErrorCode::NotFound);

    const fs::path input = clip("in.mp4", {});
    const auto outside =
        run(recipeOf(R"({"version": 1, "id": "crop", "filters": [{"id": "crop", "params": {"width": 500}}],
        "outputs": [{}]})"),
            input, {out("a.mp4")});
    QVERIFY(outside.error && outside.error->code == ErrorCode::InvalidArgument);
    QVERIFY2(outside.error->message.find("in.mp4") != std::string::npos, outside.error->message.c_str());

    const auto late = run(recipeOf(R"({"version": 1, "id": "late", "input": {"start": 60}, "outputs": [{}]})"), input,
                          {out("a.mp4")});
    QVERIFY(late.error && late.error->code == ErrorCode::InvalidArgument);
    QVERIFY2(late.error->message.find("60.000 s") != std::string::npos, late.error->message.c_str());
    QVERIFY2(made().isEmpty(), qPrintable(made().join(' ')));
}

void TestPipeline::usesWhatCanBeReadOfADamagedFile() {
    testing::ClipOptions options;
    options.frames = 100;
    options.container = media::Container::Mkv;
    const fs::path input = clip("in.mkv", options);
    fs::resize_file(input, fs::file_size(input) / 2);
    const auto result = run(recipeOf(kPlain), input, {out("a.mp4")});
    VERIFY_DONE(result);
    QVERIFY(result.report.partial);
    QVERIFY(result.report.framesDecoded > 10 && result.report.framesDecoded < 100);
    QVERIFY2(find(result.report, "input") != nullptr, "the report says what is missing");
}

void TestPipeline::fallsBackToTheHostWithANote() {
    const fs::path input = clip("in.mp4", {});
    StarvedDevice starved;
    pipeline::Lane lane(starved, *m_host);
    const auto result = runOn(lane, recipeOf(kLadder), input, {out("a.mp4"), out("b.mkv")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.device, std::string("cpu"));
    QCOMPARE(result.report.deviceNotes.size(), std::size_t{1});
    QVERIFY(result.report.deviceNotes[0].find("cuda:0") != std::string::npos);
    QCOMPARE(m_watcher.lines.size(), std::size_t{1});
}

void TestPipeline::tellsProgressToTheEnd() {
    testing::ClipOptions options;
    options.frames = 50;
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
