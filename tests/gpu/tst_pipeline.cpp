#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/filter/host.h"
#include "engine/job/placement.h"
#include "engine/media/decoder.h"
#include "engine/pipeline/pipeline.h"
#include "gpu/hw_frames.h"
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

/// The same, the first output by the GPU's encoder.
std::string withChip() {
    std::string recipe = kRecipe;
    const std::string plain = R"("preset": "fastest"}})";
    recipe.insert(recipe.find(plain) + plain.size() - 2, R"(, "encoder": "hardware")");
    return recipe;
}

/// Says that the chip takes everything, so that FFmpeg is the one who finds that it does not.
class Hopeful final : public media::HardwareFrames {
public:
    explicit Hopeful(std::unique_ptr<media::HardwareFrames> real) : m_real(std::move(real)) {}
    [[nodiscard]] frame::DeviceId device() const noexcept override { return m_real->device(); }
    [[nodiscard]] int pixelFormat() const noexcept override { return m_real->pixelFormat(); }
    [[nodiscard]] int extraSurfaces() const noexcept override { return m_real->extraSurfaces(); }
    [[nodiscard]] AVBufferRef* deviceContext() noexcept override { return m_real->deviceContext(); }
    [[nodiscard]] std::string whyNotDecode(const media::CodedPicture&) override { return {}; }
    [[nodiscard]] std::string whyNotEncode(std::string_view) override { return {}; }
    base::Result<frame::Frame> adopt(const AVFrame& surface, frame::FrameInfo info) override {
        return m_real->adopt(surface, std::move(info));
    }
    base::Result<AVBufferRef*> makeSurfaces(const frame::PictureFormat& format, int width, int height) override {
        return m_real->makeSurfaces(format, width, height);
    }
    base::Result<AVFrame*> toSurface(const frame::Frame& picture, AVBufferRef* surfaces) override {
        return m_real->toSurface(picture, surfaces);
    }
    base::Result<frame::Frame> download(const frame::Frame& picture) override { return m_real->download(picture); }
    base::Result<AVBufferRef*> hostBuffer(std::size_t bytes) override { return m_real->hostBuffer(bytes); }

private:
    std::unique_ptr<media::HardwareFrames> m_real;
};

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::string hashOf(const frame::Frame& picture) {
    std::string all;
    for (int i = 0; i < picture.planes(); ++i) {
        const frame::Plane& plane = picture.plane(i);
        for (int y = 0; y < plane.height; ++y)
            all += base::hashBytes(std::span(plane.data + y * plane.pitchBytes, static_cast<std::size_t>(plane.width)))
                       .hex();
    }
    return base::hashText(all).hex();
}

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
    void needsLessMemoryTheSecondTime();
    void aJobThatWasTooLargeDisturbsNoOther();
    void namesWhyTheChipDoesNotEncode();
    void namesWhyTheChipDoesNotDecode();
    void decodesTheSameWhoeverRefuses_data();
    void decodesTheSameWhoeverRefuses();
    void runsOnTheDeviceWithRoom();

private:
    api::Report run(device::Device& device, const char* folder);
    api::Report run(pipeline::Lane& lane, const char* folder, const std::string& recipe = kRecipe,
                    const char* input = "in.mp4");
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
    pipeline::Lane lane(device, *m_host, gpu::createHardwareFrames);
    return run(lane, folder);
}

api::Report tst_Pipeline::run(pipeline::Lane& lane, const char* folder, const std::string& recipe, const char* input) {
    pipeline::RunRequest request;
    request.input = m_folder.filePath(input).toStdString();
    const auto parsed = recipe::parse(*Json::parse(recipe));
    if (!parsed) qFatal("%s", parsed.error().message.c_str());
    request.recipe = *parsed;
    for (const char* name : {"a.mkv", "b.mkv"})
        if (request.outputs.size() < request.recipe.outputs.size())
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
    QTest::addColumn<int>("tries");
    QTest::newRow("no memory left") << "MEMORY"
                                    << "100000" << 2;  // with fewer frames first
    QTest::newRow("lost in the middle") << "FAIL_LAUNCH"
                                        << "40" << 1;
}

void tst_Pipeline::goesOnOnTheHostWhenTheDeviceGivesUp() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(int, tries);
    const std::string variable = name.toStdString();
    const tests::Emulation emulation({{variable.c_str(), value.toStdString()}});
    const gpu::Probe found = tests::probeEmulated();
    QVERIFY(!found.devices.empty() && found.devices.front().device != nullptr);
    m_quiet.lines.clear();
    const api::Report report = run(*found.devices.front().device, "fallback");
    QCOMPARE(report.device, std::string("cpu"));
    QCOMPARE(report.deviceNotes.size(), std::size_t{1});
    QVERIFY(report.deviceNotes.front().find("on the host instead of cuda:0") != std::string::npos);
    QCOMPARE(static_cast<int>(m_quiet.lines.size()), tries);
    QCOMPARE(report.framesDecoded, kFrames);
    QCOMPARE(digests("fallback"), digests("host"));
}

/// With ever less memory a job runs as always, then with as few frames in flight as it goes, then on the host.
void tst_Pipeline::needsLessMemoryTheSecondTime() {
    std::vector<std::string> kinds;
    for (int bytes = 700'000; bytes > 100'000; bytes = bytes * 9 / 10) {
        const tests::Emulation emulation(
            {{"MEMORY", std::to_string(bytes)}, {"DEFER", "1"}});  // frames wait for the device
        const gpu::Probe found = tests::probeEmulated();
        m_quiet.lines.clear();
        const api::Report report = run(*found.devices.front().device, "short");
        QCOMPARE(digests("short"), digests("host"));
        const bool isNarrow = report.device == "cuda:0" && contains(report.deviceNotes.front(), "as few as it goes");
        const std::string kind = report.device == "cpu" ? "host" : isNarrow ? "narrow" : "device";
        if (kinds.empty() || kinds.back() != kind) kinds.push_back(kind);
        if (kind == "host") break;
    }
    QCOMPARE(kinds, (std::vector<std::string>{"device", "narrow", "host"}));
}

void tst_Pipeline::aJobThatWasTooLargeDisturbsNoOther() {
    const tests::Emulation emulation({{"MEMORY", "3000000"}});
    const gpu::Probe found = tests::probeEmulated();
    pipeline::Lane lane(*found.devices.front().device, *m_host, gpu::createHardwareFrames);
    const std::string large = R"({"version": 1, "id": "large", "filters": [{"id": "resize", "params": {"width": 1920,
        "height": 1080}}], "outputs": [{"container": "mkv", "video": {"codec": "h264", "preset": "fastest"}}]})";
    QCOMPARE(run(lane, "large", large).device, std::string("cpu"));
    QCOMPARE(run(lane, "next").device, std::string("cuda:0"));
    QCOMPARE(digests("next"), digests("host"));
}

void tst_Pipeline::namesWhyTheChipDoesNotEncode() {
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    pipeline::Lane lane(*found.devices.front().device, *m_host, gpu::createHardwareFrames);
    const api::Report report = run(lane, "chip", withChip());
    QCOMPARE(report.device, std::string("cuda:0"));
    QCOMPARE(digests("chip"), digests("host"));
    QCOMPARE(report.deviceNotes.size(), std::size_t{3});
    QVERIFY2(contains(report.deviceNotes[1], "encode 1: on the host"), report.deviceNotes[1].c_str());
    QVERIFY2(contains(report.deviceNotes[1], "libnvidia-encode"), report.deviceNotes[1].c_str());
    const auto isOfEncoder = [](const api::FateNote& note) { return note.subject == "encoder" && note.output == 0; };
    QVERIFY(std::ranges::any_of(report.notes, isOfEncoder));
    // On the host there is nobody to ask.
    pipeline::Lane host(*m_host, *m_host);
    const api::Report onHost = run(host, "chip", withChip());
    QVERIFY(std::ranges::any_of(onHost.notes, isOfEncoder));
    QCOMPARE(digests("chip"), digests("host"));
}

void tst_Pipeline::namesWhyTheChipDoesNotDecode() {
    testing::ClipOptions options;  // more work than a small clip's
    options.width = 1920;
    options.height = 1080;
    options.frames = 25;
    QVERIFY(testing::makeClip(m_folder.filePath("large.mp4").toStdString(), options).has_value());
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    pipeline::Lane lane(*found.devices.front().device, *m_host, gpu::createHardwareFrames);
    const std::string recipe = R"({"version": 1, "id": "crop", "filters": [{"id": "crop", "params": {"width": 64,
        "height": 64}}], "outputs": [{"container": "mkv", "video": {"codec": "h264", "preset": "fastest"}}]})";
    const api::Report report = run(lane, "cropped", recipe, "large.mp4");
    QCOMPARE(report.device, std::string("cuda:0"));
    QCOMPARE(report.framesDecoded, 25);
    QVERIFY2(contains(report.deviceNotes.front(), "decode: on the host"), report.deviceNotes.front().c_str());
    QVERIFY2(contains(report.deviceNotes.front(), "libnvcuvid.so.1 does not open"), report.deviceNotes.front().c_str());
}

void tst_Pipeline::decodesTheSameWhoeverRefuses_data() {
    QTest::addColumn<bool>("isHopeful");
    QTest::newRow("we ourselves") << false;
    QTest::newRow("FFmpeg's decoder") << true;
}

/// Hardware is asked for and refused: frames come in memory that the device copies from, and they are the same.
void tst_Pipeline::decodesTheSameWhoeverRefuses() {
    QFETCH(bool, isHopeful);
    const tests::Emulation emulation({{"DEFER", "3"}});
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = std::move(*found.devices.front().device->createQueue());
    auto frames = std::move(*gpu::createHardwareFrames(*queue));
    if (isHopeful) frames = std::make_unique<Hopeful>(std::move(frames));
    const std::filesystem::path path = m_folder.filePath("in.mp4").toStdString();
    const auto expected = testing::readPictures(path);
    const auto demuxer = media::Demuxer::open(path, {});
    QVERIFY(demuxer.has_value());
    const auto decoder =
        media::Decoder::create(**demuxer, (*demuxer)->info().videoTrack, {.threads = 2, .hardware = frames.get()});
    QVERIFY(decoder.has_value());
    std::size_t seen = 0;
    const auto take = [&] {
        while (true) {
            const auto picture = (*decoder)->pull();
            QVERIFY(picture.has_value());
            if (!*picture) return;
            const auto back = queue->download(*queue->upload(**picture));
            QVERIFY(back.has_value());
            QCOMPARE(hashOf(*back), hashOf(expected->at(seen++)));
        }
    };
    while (const auto packet = *(*demuxer)->read()) {
        QVERIFY((*decoder)->push(*packet).has_value());
        take();
    }
    QVERIFY((*decoder)->finish().has_value());
    take();
    QCOMPARE(seen, std::size_t{kFrames});
    QVERIFY(!(*decoder)->isOnDevice());
    const std::string reason = (*decoder)->fallback();
    QVERIFY2(contains(reason, isHopeful ? "the chip refused this h264 stream" : "libnvcuvid.so.1"), reason.c_str());
}

void tst_Pipeline::runsOnTheDeviceWithRoom() {
    const tests::Emulation emulation({{"DEVICES", "2"}, {"MEMORY", "100000,50000000"}});
    const gpu::Probe found = tests::probeEmulated();
    QCOMPARE(found.devices.size(), std::size_t{2});
    std::vector<api::DeviceInfo> infos;
    for (const gpu::FoundDevice& device : found.devices) {
        api::DeviceInfo& info = infos.emplace_back();
        info.id = device.facts.text;
        info.freeBytes = device.facts.freeBytes;
    }
    QCOMPARE(*job::chooseDevice("auto", infos), std::string("cuda:1"));
    const api::Report report = run(*found.devices[1].device, "second");
    QCOMPARE(report.device, std::string("cuda:1"));
    QCOMPARE(digests("second"), digests("host"));
}

QTEST_GUILESS_MAIN(tst_Pipeline)
#include "tst_pipeline.moc"
