#include <sys/resource.h>

#include <QElapsedTimer>

#include <csignal>

#include "engine/base/platform.h"
#include "tests/pipeline/run_fixture.h"

using namespace fotograma;
using base::ErrorCode;
using tests::find;
using tests::kLadder;
using tests::kPlain;
using tests::recipeOf;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr double kSlowness = 20.0;
#else
constexpr double kSlowness = 1.0;
#endif

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

}  // namespace

/// How runs end that do not end well, and what they leave.
class TestEndings : public QObject, private tests::RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void answersCancelAtOnceAndLeavesNothing_data();
    void answersCancelAtOnceAndLeavesNothing();
    void stopsAllWhenOneSinkFails();
    void givesAllOutputsOrNone();
    void replacesOnlyWhatItMay();
    void saysWhyAnInputCannotBeUsed();
    void usesWhatCanBeReadOfADamagedFile();
    void fallsBackToTheHostWithANote();

private:
    fs::path largeClip();

    QTemporaryDir m_forAll;
};

/// 1080p takes long to make: once for all rows.
fs::path TestEndings::largeClip() {
    const fs::path path = m_forAll.filePath("large.mp4").toStdString();
    if (fs::exists(path)) return path;
    testing::ClipOptions options;
    options.width = 1920;
    options.height = 1080;
    options.frames = 40;
    options.quality = 45.0;
    if (base::Status status = testing::makeClip(path, options); !status) qFatal("%s", status.error().message.c_str());
    return path;
}

void TestEndings::answersCancelAtOnceAndLeavesNothing_data() {
    QTest::addColumn<pipeline::Schedule>("schedule");
    QTest::newRow("inline") << pipeline::Schedule::Inline;
    QTest::newRow("threaded") << pipeline::Schedule::Threaded;
}

void TestEndings::answersCancelAtOnceAndLeavesNothing() {
    QFETCH(pipeline::Schedule, schedule);
    const recipe::Recipe recipe = recipeOf(R"({"version": 1, "id": "slow", "filters": [{"id": "sharpen"}], "outputs": [
        {"container": "mp4", "video": {"codec": "h264", "preset": "medium"}}, {"container": "mkv"}]})");
    std::stop_source stop;
    QElapsedTimer sinceStop;
    double cpuAtStop = 0.0;
    std::int64_t framesAtStop = 0;
    m_watcher.onProgress = [&] {
        if (m_watcher.last.frames < 8 || stop.stop_requested()) return;
        sinceStop.start();
        cpuAtStop = base::processUsage().cpuSeconds;
        framesAtStop = m_watcher.last.frames;
        stop.request_stop();
    };
    const auto result = run(recipe, largeClip(), {out("a.mp4"), out("b.mkv")}, schedule, stop.get_token());
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

void TestEndings::stopsAllWhenOneSinkFails() {
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

void TestEndings::givesAllOutputsOrNone() {
    const fs::path input = clip("in.mp4", {});
    QFile wall(m_folder->filePath("wall"));
    QVERIFY(wall.open(QIODevice::WriteOnly));
    const fs::path noFolder = fs::path(wall.fileName().toStdString()) / "b.mkv";
    const auto result = run(recipeOf(kLadder), input, {out("a.mp4"), noFolder});
    QVERIFY(result.error && result.error->message.find("wall") != std::string::npos);
    QVERIFY2(made().isEmpty(), qPrintable(made().join(' ')));
}

void TestEndings::replacesOnlyWhatItMay() {
    const fs::path input = clip("in.mp4", {});
    VERIFY_DONE(run(recipeOf(kPlain), input, {out("a.mp4")}));
    const auto again = run(recipeOf(kPlain), input, {out("a.mp4")});
    QVERIFY(again.error && again.error->code == ErrorCode::AlreadyExists);

    pipeline::RunRequest request = requestFor(recipeOf(kPlain), input, {out("a.mp4")});
    request.overwrite = api::OverwriteRule::Always;
    VERIFY_DONE(run(request));
    request.outputs = {fs::path(m_folder->path().toStdString()) / "." / "in.mp4"};
    const auto itself = run(request);
    QVERIFY(itself.error && itself.error->code == ErrorCode::InvalidArgument);
    QVERIFY(media::probe(input).has_value());
}

void TestEndings::saysWhyAnInputCannotBeUsed() {
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

void TestEndings::usesWhatCanBeReadOfADamagedFile() {
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

void TestEndings::fallsBackToTheHostWithANote() {
    const fs::path input = clip("in.mp4", {});
    StarvedDevice starved;
    pipeline::Lane lane(starved, *m_host);
    const auto result =
        pipeline::run(requestFor(recipeOf(kLadder), input, {out("a.mp4"), out("b.mkv")}), lane, m_watcher, {});
    VERIFY_DONE(result);
    QCOMPARE(result.report.device, std::string("cpu"));
    QCOMPARE(result.report.deviceNotes.size(), std::size_t{1});
    QVERIFY(result.report.deviceNotes[0].find("cuda:0") != std::string::npos);
    QCOMPARE(m_watcher.lines.size(), std::size_t{2});  // once more with less, then on the host
}

QTEST_GUILESS_MAIN(TestEndings)
#include "tst_endings.moc"
