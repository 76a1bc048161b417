#include <QTemporaryDir>
#include <QTest>

#include "engine/base/hash.h"
#include "engine/filter/host.h"
#include "engine/pipeline/pipeline.h"
#include "tests/gpu/emulation.h"
#include "tests/support/clips.h"

using namespace fotograma;
using base::Json;

namespace {

constexpr int kFrames = 12;

/// Whole-number filters only, so that results are equal to the bit; one that holds frames back, and measures.
constexpr const char* kRecipe =
    R"({"version": 1, "id": "gpu", "measures": [{"id": "luma"}, {"id": "change", "at": "output:1"}],
    "filters": [{"id": "crop", "params": {"width": 160, "height": 128}}, {"id": "smooth"}], "outputs": [
    {"container": "mkv", "video": {"codec": "h264", "preset": "fastest"}},
    {"container": "mkv", "filters": [{"id": "rotate", "params": {"angle": "180"}}],
     "video": {"codec": "h264", "preset": "fastest"}}]})";

class Quiet : public pipeline::RunObserver {
public:
    void progress(const api::Progress&) override {}
    void log(std::string_view line) override { lines.emplace_back(line); }
    std::vector<std::string> lines;
};

}  // namespace

/// Whole jobs on a CUDA device, the emulated one: what comes out, and what happens when the device gives up.
class tst_Pipeline : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void makesTheSameFilesAsTheHost_data();
    void makesTheSameFilesAsTheHost();
    void goesOnOnTheHostWhenTheDeviceGivesUp_data();
    void goesOnOnTheHostWhenTheDeviceGivesUp();

private:
    api::Report run(device::Device& device, const char* folder);
    std::string digests(const char* folder) const;

    QTemporaryDir m_folder;
    std::unique_ptr<device::Device> m_host;
    Quiet m_quiet;
};

void tst_Pipeline::initTestCase() {
    if (const char* reason = tests::whyNoEmulation()) QSKIP(reason);
    m_host = filter::createHost();
    testing::ClipOptions options;
    options.width = 192;
    options.height = 144;
    options.frames = kFrames;
    const base::Status made = testing::makeClip(m_folder.filePath("in.mp4").toStdString(), options);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    run(*m_host, "host");
}

api::Report tst_Pipeline::run(device::Device& device, const char* folder) {
    pipeline::Lane lane(device, *m_host);
    pipeline::RunRequest request;
    request.input = m_folder.filePath("in.mp4").toStdString();
    request.recipe = *recipe::parse(*Json::parse(kRecipe));
    for (const char* name : {"a.mkv", "b.mkv"})
        request.outputs.push_back(std::filesystem::path(m_folder.path().toStdString()) / folder / name);
    request.overwrite = api::OverwriteRule::Always;
    request.threads = 2;
    request.schedule = pipeline::Schedule::Threaded;
    pipeline::RunResult result = pipeline::run(request, lane, m_quiet, {});
    if (result.error) qWarning("%s", result.error->message.c_str());
    return result.error ? api::Report() : std::move(result.report);
}

/// Of all pictures of both outputs.
std::string tst_Pipeline::digests(const char* folder) const {
    std::string all;
    for (const char* name : {"a.mkv", "b.mkv"}) {
        const auto pictures =
            testing::readPictures(std::filesystem::path(m_folder.path().toStdString()) / folder / name);
        if (!pictures || pictures->size() != kFrames) return "not all pictures are there";
        for (const frame::Frame& picture : *pictures) {
            const frame::Plane& luma = picture.plane(0);
            for (int y = 0; y < luma.height; ++y) {
                const std::span row(luma.data + y * luma.pitchBytes, static_cast<std::size_t>(luma.width));
                all += base::hashBytes(row).hex();
            }
        }
    }
    return base::hashText(all).hex();
}

void tst_Pipeline::makesTheSameFilesAsTheHost_data() {
    QTest::addColumn<QString>("seed");
    QTest::newRow("at once") << "-1";
    for (const char* seed : {"1", "2", "3"}) QTest::newRow(seed) << seed;
}

void tst_Pipeline::makesTheSameFilesAsTheHost() {
    QFETCH(QString, seed);
    const tests::Emulation emulation({{"DEFER", seed.toStdString()}});
    const gpu::Probe found = tests::probeEmulated();
    QVERIFY(!found.devices.empty() && found.devices.front().device != nullptr);
    const api::Report report = run(*found.devices.front().device, "cuda");
    QCOMPARE(report.device, std::string("cuda:0"));
    QCOMPARE(report.deviceNotes.size(), std::size_t{3});
    QCOMPARE(report.framesDecoded, kFrames);
    QCOMPARE(digests("cuda"), digests("host"));
    QCOMPARE(report.measures.dump(), run(*m_host, "host").measures.dump());
}

void tst_Pipeline::goesOnOnTheHostWhenTheDeviceGivesUp_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("no memory left") << "MEMORY"
                                    << "150000";
    QTest::newRow("lost in the middle") << "FAIL_LAUNCH"
                                        << "40";
}

void tst_Pipeline::goesOnOnTheHostWhenTheDeviceGivesUp() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    const std::string variable = name.toStdString();
    const tests::Emulation emulation({{variable.c_str(), value.toStdString()}});
    const gpu::Probe found = tests::probeEmulated();
    QVERIFY(!found.devices.empty() && found.devices.front().device != nullptr);
    m_quiet.lines.clear();
    const api::Report report = run(*found.devices.front().device, "fallback");
    QCOMPARE(report.device, std::string("cpu"));
    QCOMPARE(report.deviceNotes.size(), std::size_t{1});
    QVERIFY(report.deviceNotes.front().find("on the host instead of cuda:0") != std::string::npos);
    QCOMPARE(m_quiet.lines.size(), std::size_t{1});
    QCOMPARE(report.framesDecoded, kFrames);
    QCOMPARE(digests("fallback"), digests("host"));
}

QTEST_GUILESS_MAIN(tst_Pipeline)
#include "tst_pipeline.moc"
