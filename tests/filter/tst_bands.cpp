// Passes that the host makes in bands of rows: which ones, that the pictures are those of the passes one after another, and
// what people are told of them.
#include <QtTest>

#include "engine/device/host_bands.h"
#include "engine/device/host_parallel.h"
#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/explain.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

using namespace fotograma;
using filter::PlannedPass;

namespace {

struct Named {
    const char* id;
    std::map<std::string, api::Json> parameters = {};
};
using Names = std::vector<Named>;

filter::Use use(const Named& named) {
    api::Json object = api::Json::object();
    for (const auto& [id, value] : named.parameters) object.set(id, value);
    return *filter::use(api::OperationKind::Filter, named.id, object);
}

filter::Chain chainOf(const Names& names, const frame::PictureSpec& spec) {
    std::vector<filter::Use> uses;
    for (const Named& named : names) uses.push_back(use(named));
    return *filter::Chain::prepare(uses, spec);
}

std::vector<frame::Frame> through(const filter::Chain& chain, std::span<const frame::Frame> frames,
                                  device::Queue& queue) {
    auto runner = *filter::ChainRunner::create(chain, queue);
    std::vector<frame::Frame> made;
    for (const frame::Frame& frame : frames) std::ranges::move(*runner.push(frame), std::back_inserter(made));
    std::ranges::move(*runner.flush(), std::back_inserter(made));
    return made;
}

/// Groups of filters that are one by themselves, each its own chain: every picture between groups is stored.
std::vector<frame::Frame> stored(const std::vector<Names>& groups, std::vector<frame::Frame> frames,
                                 device::Queue& queue) {
    for (const Names& group : groups) frames = through(chainOf(group, frames.front().spec()), frames, queue);
    return frames;
}

const Named kLevels = {"levels", {{"gamma", 1.2}, {"input_black", 0.03}}};
const Named kAdjust = {"adjust", {{"exposure", 0.2}, {"saturation", 1.3}}};
const Named kSharpen = {"sharpen", {{"amount", 1.0}}};
const Named kBroad = {"sharpen", {{"amount", 1.0}, {"radius", 2}}};
const Named kBilateral = {"bilateral"};
const Named kCas = {"cas"};
const Named kSmooth = {"smooth"};
const Named kCrop = {"crop", {{"x", 4}, {"y", 6}, {"width", 50}, {"height", 70}}};

const Named kHalf = {"resize", {{"width", 640}, {"height", 400}}};
const Named kLarger = {"resize", {{"width", 700}, {"height", 333}, {"method", "bicubic"}}};

/// Of each chain, the filters that are one already where every picture between others is stored.
const std::map<std::string, std::vector<Names>> kChains = {
    {"before", {{kAdjust}, {kSharpen}}},
    {"after", {{kSharpen}, {kAdjust}}},
    {"on both sides", {{kLevels, kAdjust}, {kBroad}, {kAdjust, {"vignette"}}}},
    {"several windows", {{kAdjust}, {kCas}, {kBroad}, {kBilateral}, {kLevels}}},
    {"luma alone twice", {{kSharpen}, {kBroad}}},
    {"by tables", {{{"levels", {{"gamma", 1.4}}}}, {kSharpen}, {{"levels", {{"gamma", 0.8}}}}}},
    {"after a crop", {{kCrop}, {kCas}, {kAdjust}}},
    {"after frames", {{kSmooth}, {kAdjust}, {kSharpen}}},
    {"after another size, by tables", {{kHalf}, {{"levels", {{"gamma", 1.4}}}}}},
    {"after another size", {{kLarger}, {kAdjust, {"vignette"}}}},
    {"another depth", {{{"convert", {{"bits", "10"}}}}, {kCas}, {{"convert", {{"bits", "8"}}}}}},
};

Names flat(const std::vector<Names>& groups) {
    Names all;
    for (const Names& group : groups) all.insert(all.end(), group.begin(), group.end());
    return all;
}

}  // namespace

class tst_Bands : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { device::setHostThreads(0); }
    void windowsTakeTheirNeighboursIn();
    void whatReadsTheWholePictureBeginsABand();
    void picturesAreThoseOfThePassesOneAfterAnother_data();
    void picturesAreThoseOfThePassesOneAfterAnother();
    void aFastResizeGivesItsRowsToTheRunBehindIt();
    void rowsAreMadeOnceFromTopToBottom();
    void anExampleByHand();
    void theTableSaysOnePass();

private:
    std::unique_ptr<device::Device> m_host = filter::createHost();
    std::unique_ptr<device::Queue> m_queue = *m_host->createQueue();
};

void tst_Bands::windowsTakeTheirNeighboursIn() {
    const auto chain = chainOf({kLevels, kAdjust, kSharpen, {"vignette"}, kCas}, filter::yuvPicture(64, 48, 1, 1));
    const auto plan = filter::planPasses(chain, filter::Reading::Fastest, true);
    QCOMPARE(plan.size(), std::size_t{1});
    QCOMPARE(plan[0].kind, PlannedPass::Kind::Bands);
    QCOMPARE(plan[0].firstStep, std::size_t{0});
    QCOMPARE(plan[0].lastStep, std::size_t{4});
    std::vector<PlannedPass::Kind> parts;
    for (const PlannedPass& part : plan[0].parts) parts.push_back(part.kind);
    using enum PlannedPass::Kind;
    QVERIFY((parts == std::vector{Run, Pass, Pass, Pass}));
    // The plain reading, and what devices do, stay as they were.
    QCOMPARE(filter::planPasses(chain, filter::Reading::Plain, true).size(), std::size_t{4});
    QCOMPARE(filter::planPasses(chain, filter::Reading::Fastest, false).size(), std::size_t{4});
}

void tst_Bands::whatReadsTheWholePictureBeginsABand() {
    const auto chain = chainOf({kAdjust, kSmooth, kSharpen, kCrop, kAdjust}, filter::yuvPicture(64, 96, 1, 1));
    const auto plan = filter::planPasses(chain, filter::Reading::Fastest, true);
    QCOMPARE(plan.size(), std::size_t{3});
    QCOMPARE(plan[0].lastStep, std::size_t{0});
    QCOMPARE(plan[1].lastStep, std::size_t{2});
    QCOMPARE(plan[2].kind, PlannedPass::Kind::Bands);
    QVERIFY(plan[2].input == chain.steps()[3].input);
}

void tst_Bands::picturesAreThoseOfThePassesOneAfterAnother_data() {
    QTest::addColumn<QString>("chain");
    QTest::addColumn<int>("format");
    const auto formats = filter::testFormats();
    for (const auto& [name, groups] : kChains) {
        for (std::size_t i = 0; i < formats.size(); ++i) {
            QTest::newRow((name + " " + frame::toText(formats[i])).c_str())
                << QString::fromStdString(name) << static_cast<int>(i);
        }
    }
}

void tst_Bands::picturesAreThoseOfThePassesOneAfterAnother() {
    QFETCH(QString, chain);
    QFETCH(int, format);
    const auto& groups = kChains.at(chain.toStdString());
    frame::PictureSpec spec;
    spec.format = filter::testFormats()[static_cast<std::size_t>(format)];
    // High enough for several bands; tables of 8 bits pay from 8192 samples on.
    for (const auto& [width, height] : {std::pair{61, 501}, {1300, 233}}) {
        spec.width = width;
        spec.height = height;
        std::vector<frame::Frame> frames;
        for (int i = 0; i < 3; ++i) frames.push_back(*filter::testPicture(spec, filter::Pattern::Noise, i));
        for (const int threads : {1, 2}) {
            device::setHostThreads(threads);
            const auto fused = through(chainOf(flat(groups), spec), frames, *m_queue);
            const auto apart = stored(groups, frames, *m_queue);
            QCOMPARE(fused.size(), apart.size());
            for (std::size_t i = 0; i < fused.size(); ++i) {
                QCOMPARE(filter::largestDifference(fused[i], apart[i]), 0.0);
                QVERIFY(fused[i].spec() == apart[i].spec());
            }
        }
    }
}

void tst_Bands::aFastResizeGivesItsRowsToTheRunBehindIt() {
    if (filter::hostVariants().empty()) QSKIP("this build has no fast variants");
    const auto chain = chainOf({kAdjust, kHalf, kAdjust, kSharpen}, filter::yuvPicture(1280, 720, 1, 1));
    const auto plan = filter::planPasses(chain, filter::Reading::Fastest, true);
    QCOMPARE(plan.size(), std::size_t{3});
    QCOMPARE(plan[1].kind, PlannedPass::Kind::Bands);
    QCOMPARE(plan[1].parts.front().kind, PlannedPass::Kind::Variant);
    const auto rows = filter::explain(chain, frame::DeviceId::Host);
    QVERIFY((rows[1].of == std::vector<std::string>{"resize", "adjust"}));
    QCOMPARE(rows[1].how, std::string("one pass, by zimg in bands of rows"));
}

/// What a pass may rely on: its own rows in order, those that it reads already there, none made twice on one thread.
void tst_Bands::rowsAreMadeOnceFromTopToBottom() {
    device::setHostThreads(1);
    constexpr int kRows = 1000;
    constexpr int kReach[] = {0, 2, 3, 0};
    int made[4] = {};
    std::vector<device::BandPass> passes;
    for (int i = 0; i < 4; ++i) {
        passes.push_back({.reach = kReach[i], .rows = [&, i](const auto&, const auto&, int first, int end) {
                              QCOMPARE(first, made[i]);
                              made[i] = end;
                              if (i > 0) QVERIFY(made[i - 1] >= std::min(kRows, end + kReach[i]));
                          }});
    }
    std::vector<std::byte> pixels(64 * kRows);
    device::Planes planes;
    planes[0] = {pixels.data(), 64, 64, kRows};
    device::runBands(passes, {.planes = 1, .blockRows = kRows}, planes, planes);
    for (const int rows : made) QCOMPARE(rows, kRows);
}

/// Levels 0.2..0.8 make 51 and 204 of an edge from 82 to 173 (full range: (82/255 - 0.2)/0.6 = 0.2026, (173/255 - 0.2)/0.6
/// = 0.7974, so 52 and 203); sharpening by 0.5 overshoots by a quarter of the half height on both sides.
void tst_Bands::anExampleByHand() {
    frame::PictureSpec spec = filter::grayPicture(4, 1);
    spec.color.fullRange = true;
    const frame::Frame frame = *filter::pictureOf(spec, std::vector<std::vector<double>>{{82, 82, 173, 173}}, 0);
    const Names names = {{"levels", {{"input_black", 0.2}, {"input_white", 0.8}}}, {"sharpen", {{"amount", 0.5}}}};
    const filter::Chain chain = chainOf(names, spec);
    QCOMPARE(filter::planPasses(chain, filter::Reading::Fastest, true).size(), std::size_t{1});
    const frame::Frame made = through(chain, std::span(&frame, 1), *m_queue).front();
    const double overshoot = 0.5 * (203 - 52) / 4.0;
    const double wanted[] = {52, 52 - overshoot, 203 + overshoot, 203};
    for (int x = 0; x < 4; ++x) {
        const double value = filter::sampleOf(made, 0, x, 0);
        QVERIFY2(std::abs(value - wanted[x]) <= 0.5,
                 qPrintable(QString("%1: %2, not %3").arg(x).arg(value).arg(wanted[x])));
    }
}

void tst_Bands::theTableSaysOnePass() {
    const auto chain = chainOf({kLevels, kAdjust, kSharpen, {"vignette"}}, filter::yuvPicture(64, 48, 1, 1));
    const auto rows = filter::explain(chain, frame::DeviceId::Host);
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY((rows[0].of == std::vector<std::string>{"levels", "adjust", "sharpen", "vignette"}));
    QCOMPARE(rows[0].how, std::string("one pass, in bands of rows"));
    QCOMPARE(rows[0].shape, std::string("window"));
    QCOMPARE(rows[0].bytes, std::int64_t{2 * 64 * 48 * 3 / 2});
    const auto onDevice = filter::explain(chain, frame::cudaDevice(0));
    QCOMPARE(onDevice.size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(tst_Bands)
#include "tst_bands.moc"
