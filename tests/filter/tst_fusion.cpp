// Point filters that stand next to each other are one pass: which ones, what is computed, and how far that is from
// storing the picture after each.
#include <cstring>

#include <QtTest>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/adjust/adjust_kernel.h"
#include "engine/filters/convert/convert_kernel.h"
#include "engine/filters/curves/curves_kernel.h"
#include "engine/filters/fade/fade_kernel.h"
#include "engine/filters/grain/grain_kernel.h"
#include "engine/filters/levels/levels_kernel.h"
#include "engine/filters/lut3d/lut3d_kernel.h"
#include "engine/filters/tonemap/tonemap_kernel.h"
#include "engine/filters/vignette/vignette_kernel.h"
#include "engine/pixel/point_run.h"

using namespace fotograma;
using filter::PlannedPass;
using pixel::Turn;

namespace {

using Parameters = std::map<std::string, api::Json>;
struct Named {
    const char* id;
    Parameters parameters = {};
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

std::vector<PlannedPass> planOf(const filter::Chain& chain) {
    return filter::planPasses(chain, filter::Reading::Plain, true);
}

frame::Frame through(const filter::Chain& chain, const frame::Frame& frame, device::Queue& queue) {
    auto runner = *filter::ChainRunner::create(chain, queue, filter::Reading::Plain);
    return runner.push(frame)->front();
}

/// The run of a chain that is one, item by item, by the definition (engine/pixel/point_run.h).
template <class Steps>
frame::Frame byItems(const filter::Chain& chain, const frame::Frame& frame) {
    const auto plan = planOf(chain);
    const filter::PointRun& run = *plan.at(0).run;
    frame::FrameInfo info = frame.info();
    info.spec = chain.output();
    auto made = *frame::MutableFrame::allocateHost(info);
    pixel::RunArgs args = run.args();
    const auto ref = [](const frame::Plane& plane) {
        return pixel::PlaneRef{plane.data, plane.pitchBytes, plane.width, plane.height};
    };
    for (int i = 0; i < frame.planes(); ++i) {
        args.in[i] = ref(frame.plane(i));
        args.out[i] = ref(made.plane(i));
    }
    for (int i = 0; i < args.count; ++i) {
        const auto& table = run.tables()[static_cast<std::size_t>(i)];
        args.steps[i].table = table.empty() ? nullptr : table.data();
    }
    args.frameIndex = frame.info().index;
    args.timeSeconds = frame.info().timeSeconds();
    const frame::Plane& items = made.plane(made.planes() - 1);
    for (int y = 0; y < items.height; ++y) {
        for (int x = 0; x < items.width; ++x) {
            if (args.bitsIn > 8 && args.bitsOut > 8) pixel::runPoints<Steps, pixel::u16, pixel::u16>(args, x, y);
            if (args.bitsIn > 8 && args.bitsOut <= 8) pixel::runPoints<Steps, pixel::u16, pixel::u8>(args, x, y);
            if (args.bitsIn <= 8 && args.bitsOut > 8) pixel::runPoints<Steps, pixel::u8, pixel::u16>(args, x, y);
            if (args.bitsIn <= 8 && args.bitsOut <= 8) pixel::runPoints<Steps, pixel::u8, pixel::u8>(args, x, y);
        }
    }
    return std::move(made).freeze();
}

/// Rows of a picture as one of their own.
frame::Frame stripOf(const frame::Frame& frame, const frame::PictureSpec& spec, int top) {
    frame::FrameInfo info = frame.info();
    info.spec = spec;
    auto strip = *frame::MutableFrame::allocateHost(info);
    for (int p = 0; p < strip.planes(); ++p) {
        const frame::Plane& from = frame.plane(p);
        const frame::Plane& to = strip.plane(p);
        const int first = p == 0 ? top : top >> spec.format.chromaShiftY;
        for (int y = 0; y < to.height; ++y)
            std::memcpy(to.data + y * to.pitchBytes, from.data + (first + y) * from.pitchBytes,
                        static_cast<std::size_t>(to.width * spec.format.bytesPerSample()));
    }
    return std::move(strip).freeze();
}

const Names kGrading = {{"adjust", {{"exposure", 0.2}, {"contrast", 1.1}, {"saturation", 1.2}, {"gamma", 1.1}}},
                        {"curves", {{"red", "0/0 0.5/0.55 1/1"}, {"blue", "0/0.05 1/0.95"}}},
                        {"levels", {{"input_black", 0.05}, {"input_white", 0.95}, {"gamma", 1.1}}},
                        {"vignette"},
                        {"grain"}};
using GradingSteps = pixel::KnownSteps<filters::adjust::Curved, filters::curves::Bend, filters::levels::Curved,
                                       filters::vignette::Falloff, filters::grain::Film>;

}  // namespace

class tst_Fusion : public QObject {
    Q_OBJECT

private slots:
    void neighbouringPointPassesAreOne();
    void coloursAreTurnedOnlyWhereTheDomainChanges();
    void aKernelThatOnlyRecodesTakesNoStep();
    void anotherShapeOrSizeEndsARun();
    void aRunThatIsFullIsFollowedByAnother();
    void rowsEqualTheDefinitionToTheBit_data();
    void rowsEqualTheDefinitionToTheBit();
    void rowsOfAKernelsOwnEqualTheDefinition();
    void codesEqualTheRowLoops_data();
    void codesEqualTheRowLoops();
    void depthAndMatrixMayChangeOnTheWay();
    void isNearTheChainStoredAfterEveryPass_data();
    void isNearTheChainStoredAfterEveryPass();
    void whatGoesBeyondTheRangeOnTheWayComesBack();
    void whatWasSaidOfHdrIsNotSaidOfTheResult();

private:
    std::unique_ptr<device::Device> m_baseline = filter::createHost(device::HostBuild::Baseline);
    std::unique_ptr<device::Queue> m_baselineQueue = *m_baseline->createQueue();
    std::unique_ptr<device::Device> m_best = filter::createHost();
    std::unique_ptr<device::Queue> m_bestQueue = *m_best->createQueue();
};

void tst_Fusion::neighbouringPointPassesAreOne() {
    const filter::Chain chain = chainOf(kGrading, filter::yuvPicture(64, 48, 1, 1));
    const auto plan = planOf(chain);
    QCOMPARE(plan.size(), std::size_t{1});
    QCOMPARE(plan[0].kind, PlannedPass::Kind::Run);
    QCOMPARE(plan[0].firstStep, std::size_t{0});
    QCOMPARE(plan[0].lastStep, std::size_t{4});
    QCOMPARE(plan[0].run->passes(), 5);
    QVERIFY(plan[0].output == chain.output());
}

void tst_Fusion::coloursAreTurnedOnlyWhereTheDomainChanges() {
    const filter::Chain chain = chainOf(kGrading, filter::yuvPicture(64, 48, 1, 1));
    const auto plan = planOf(chain);
    const pixel::RunArgs& args = plan[0].run->args();
    const std::vector<Turn> wanted = {Turn::ToRgb, Turn::None, Turn::None, Turn::ToYuv, Turn::None};
    for (std::size_t i = 0; i < wanted.size(); ++i) QCOMPARE(args.steps[i].turn, wanted[i]);
    QCOMPARE(args.lastTurn, Turn::None);
    frame::PictureSpec rgb = filter::yuvPicture(64, 48, 0, 0);
    rgb.format.model = frame::ColorModel::Rgb;
    const auto rgbPlan = planOf(chainOf(kGrading, rgb));
    QCOMPARE(rgbPlan[0].run->args().steps[0].turn, Turn::None);
    QCOMPARE(rgbPlan[0].run->args().steps[3].turn, Turn::ToYuv);
    QCOMPARE(rgbPlan[0].run->args().lastTurn, Turn::ToRgb);
}

void tst_Fusion::aKernelThatOnlyRecodesTakesNoStep() {
    const filter::Chain chain =
        chainOf({kGrading[0], {"convert", {{"range", "full"}}}, kGrading[2]}, filter::yuvPicture(64, 48, 1, 1));
    const auto plan = planOf(chain);
    QCOMPARE(plan.size(), std::size_t{1});
    QCOMPARE(plan[0].run->passes(), 3);
    QCOMPARE(plan[0].run->args().count, 2);
    QCOMPARE(plan[0].run->args().steps[1].turn, Turn::None);
    QVERIFY(plan[0].output.color.fullRange);
}

void tst_Fusion::anotherShapeOrSizeEndsARun() {
    const filter::Chain chain = chainOf({kGrading[0],
                                         kGrading[1],
                                         {"sharpen"},
                                         kGrading[2],
                                         {"crop", {{"x", 8}, {"width", 32}, {"height", 32}}},
                                         kGrading[3],
                                         kGrading[4]},
                                        filter::yuvPicture(64, 48, 1, 1));
    std::vector<PlannedPass::Kind> kinds;
    for (const PlannedPass& planned : planOf(chain)) kinds.push_back(planned.kind);
    using enum PlannedPass::Kind;
    QVERIFY((kinds == std::vector{Run, Pass, Pass, Pass, Run}));
}

void tst_Fusion::aRunThatIsFullIsFollowedByAnother() {
    const Names many(static_cast<std::size_t>(pixel::kMostRunSteps) + 2, kGrading[0]);
    const filter::Chain chain = chainOf(many, filter::yuvPicture(64, 48, 1, 1));
    const auto plan = planOf(chain);
    QCOMPARE(plan.size(), std::size_t{2});
    QCOMPARE(plan[0].run->passes(), pixel::kMostRunSteps);
    QCOMPARE(plan[1].run->passes(), 2);
    QCOMPARE(plan[1].firstStep, std::size_t{16});
}

void tst_Fusion::rowsEqualTheDefinitionToTheBit_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("pattern");
    const auto formats = filter::testFormats();
    for (std::size_t i = 0; i < formats.size(); ++i) {
        for (const auto pattern : {filter::Pattern::Noise, filter::Pattern::Extremes}) {
            const std::string name = frame::toText(formats[i]) + " " + std::string(filter::nameOf(pattern));
            QTest::newRow(name.c_str()) << static_cast<int>(i) << static_cast<int>(pattern);
        }
    }
}

/// This source is compiled for the baseline, so the baseline's rows are what it is compared with.
void tst_Fusion::rowsEqualTheDefinitionToTheBit() {
    QFETCH(int, format);
    QFETCH(int, pattern);
    for (const auto& [width, height] : {std::pair{61, 47}, {1, 1}, {530, 5}, {2, 35}}) {
        frame::PictureSpec spec;
        spec.format = filter::testFormats()[static_cast<std::size_t>(format)];
        spec.width = width;
        spec.height = height;
        const filter::Chain chain = chainOf(kGrading, spec);
        const frame::Frame frame = *filter::testPicture(spec, static_cast<filter::Pattern>(pattern), 3);
        QCOMPARE(
            filter::largestDifference(through(chain, frame, *m_baselineQueue), byItems<GradingSteps>(chain, frame)),
            0.0);
    }
}

/// Rows as wide as kernels make them at once, a little more and less, and cut tiles; alone and in a run.
void tst_Fusion::rowsOfAKernelsOwnEqualTheDefinition() {
    std::string cube = "LUT_3D_SIZE 5\n";
    for (int i = 0; i < 125; ++i)
        cube += base::concat((i * 37 % 101), "e-2 ", i * 53 % 97, "e-2 ", i * 71 % 89, "e-2\n");
    const Named look = {"lut3d", {{"cube", cube}, {"strength", 0.75}}};
    const Named grey = {"adjust", {{"saturation", 0.9}, {"temperature", 6000.0}}};
    for (const int transfer : {1, 16, 18}) {
        for (const auto& [width, height] : {std::pair{61, 3}, {64, 2}, {67, 2}, {580, 3}, {1, 1}}) {
            frame::PictureSpec spec = filter::yuvPicture(width, height, 1, 1, 10);
            const int space = transfer == 1 ? 1 : 9;
            spec.color = {space, transfer, space, false, 0};
            const Named own = transfer == 1 ? look : Named{"tonemap", {{"method", "hable"}}};
            for (const auto pattern : {filter::Pattern::Noise, filter::Pattern::Extremes}) {
                const frame::Frame frame = *filter::testPicture(spec, pattern, 3);
                const filter::Chain chain = chainOf({own, grey}, spec);
                const frame::Frame made = through(chain, frame, *m_baselineQueue);
                using filters::adjust::Straight;
                const frame::Frame items =
                    transfer == 1    ? byItems<pixel::KnownSteps<filters::lut3d::Cube, Straight>>(chain, frame)
                    : transfer == 16 ? byItems<pixel::KnownSteps<filters::tonemap::FromPq, Straight>>(chain, frame)
                                     : byItems<pixel::KnownSteps<filters::tonemap::FromHlg, Straight>>(chain, frame);
                QCOMPARE(filter::largestDifference(made, items), 0.0);
            }
        }
    }
}

void tst_Fusion::codesEqualTheRowLoops_data() {
    QTest::addColumn<Names>("names");
    QTest::addColumn<int>("bits");
    for (const int bits : {8, 10}) {
        for (const double contrast : {0.2, 0.6, 0.95, 1.0, 1.05, 1.1, 1.3, 1.7, 2.5}) {
            for (const double saturation : {0.0, 0.5, 1.1, 1.2, 3.0}) {
                const std::string name =
                    base::concat("contrast ", contrast, " saturation ", saturation, ", ", bits, " bits");
                QTest::newRow(name.c_str())
                    << Names{{"adjust", {{"contrast", contrast}, {"saturation", saturation}}}} << bits;
            }
        }
        const std::string curved = base::concat("exposure and more, ", bits, " bits");
        QTest::newRow(curved.c_str()) << Names{{"adjust", {{"exposure", 0.3}}}, {"fade", {{"direction", "out"}}}}
                                      << bits;
    }
}

/// A large picture by tables, lines or shuffles, whatever its codes allow, and the same rows in pictures that are too small
/// for these; the width leaves a rest of every vector.
void tst_Fusion::codesEqualTheRowLoops() {
    QFETCH(Names, names);
    QFETCH(int, bits);
    constexpr int kStrip = 4;
    const frame::PictureSpec large = filter::yuvPicture(2 * 1037, 80, 1, 1, bits);
    frame::PictureSpec small = large;
    small.height = kStrip;
    const frame::Frame frame = *filter::testPicture(large, filter::Pattern::Noise, 3);
    for (device::Queue* queue : {m_baselineQueue.get(), m_bestQueue.get()}) {
        const frame::Frame whole = through(chainOf(names, large), frame, *queue);
        for (int top = 0; top < large.height; top += kStrip) {
            const frame::Frame made = through(chainOf(names, small), stripOf(frame, small, top), *queue);
            QCOMPARE(filter::largestDifference(made, stripOf(whole, made.spec(), top)), 0.0);
        }
    }
}

void tst_Fusion::depthAndMatrixMayChangeOnTheWay() {
    frame::PictureSpec spec = filter::yuvPicture(61, 47, 1, 1, 10);
    spec.color.matrix = 6;
    spec.color.primaries = 6;
    const Names names = {kGrading[0], {"convert", {{"space", "bt2020"}, {"bits", "8"}}}, kGrading[3]};
    const filter::Chain chain = chainOf(names, spec);
    QCOMPARE(planOf(chain).size(), std::size_t{1});
    QCOMPARE(chain.output().format.bits, 8);
    const frame::Frame frame = *filter::testPicture(spec, filter::Pattern::Noise, 3);
    using Steps = pixel::KnownSteps<filters::adjust::Curved, filters::convert::Recolor, filters::vignette::Falloff>;
    const frame::Frame made = through(chain, frame, *m_baselineQueue);
    QCOMPARE(filter::largestDifference(made, byItems<Steps>(chain, frame)), 0.0);
    QVERIFY(made.spec() == chain.output());
}

void tst_Fusion::isNearTheChainStoredAfterEveryPass_data() {
    QTest::addColumn<Names>("names");
    QTest::addColumn<int>("bits");
    const Names warm = {{"adjust", {{"exposure", 0.15}, {"temperature", 7200.0}}},
                        {"levels", {{"output_black", 0.03}, {"output_white", 0.97}}},
                        {"white_balance", {{"temperature", 5600.0}}}};
    const Names soft = {{"curves", {{"master", "0/0.05 0.5/0.5 1/0.95"}}}, {"adjust", {{"saturation", 0.8}}}};
    const Names five = {{"adjust", {{"exposure", 0.1}, {"contrast", 1.05}}},
                        {"levels", {{"gamma", 1.1}}},
                        {"curves", {{"master", "0/0 0.5/0.53 1/1"}}},
                        {"adjust", {{"saturation", 1.1}}},
                        {"vignette"}};
    for (const int bits : {8, 10}) {
        const std::string suffix = bits == 8 ? " 8 bits" : " 10 bits";
        QTest::newRow(("warm" + suffix).c_str()) << warm << bits;
        QTest::newRow(("soft" + suffix).c_str()) << soft << bits;
        QTest::newRow(("five" + suffix).c_str()) << five << bits;
    }
}

/// What rounding after every pass costs; colours inside the range, as those of pictures mostly are.
void tst_Fusion::isNearTheChainStoredAfterEveryPass() {
    QFETCH(Names, names);
    QFETCH(int, bits);
    // Without subsampling: averaging chroma after every pass is another loss than rounding.
    const frame::PictureSpec spec = filter::yuvPicture(96, 64, 0, 0, bits);
    std::vector<std::vector<double>> planes(3);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
            const double step = 1 << (bits - 8);
            planes[0].push_back((60 + (x * 120) / 95) * step + (x * y) % 3);
            planes[1].push_back((118 + (y * 20) / 63) * step);
            planes[2].push_back((118 + ((x + y) * 20) / 158) * step);
        }
    }
    const frame::Frame frame = *filter::pictureOf(spec, planes, 0);
    const frame::Frame fused = through(chainOf(names, spec), frame, *m_bestQueue);
    frame::Frame stored = frame;
    for (const Named& named : names) stored = through(chainOf({named}, stored.spec()), stored, *m_bestQueue);
    const double difference = filter::largestDifference(fused, stored);
    QVERIFY2(difference <= 2.0, qPrintable(QString("differs by %1").arg(difference)));
}

void tst_Fusion::whatGoesBeyondTheRangeOnTheWayComesBack() {
    const frame::PictureSpec spec = filter::grayPicture(3, 1);
    const Names names = {{"adjust", {{"exposure", 2.0}}}, {"adjust", {{"exposure", -2.0}}}};
    const frame::Frame frame = *filter::pictureOf(spec, std::vector<std::vector<double>>{{40, 126, 230}}, 0);
    QCOMPARE(filter::largestDifference(through(chainOf(names, spec), frame, *m_bestQueue), frame), 0.0);
}

void tst_Fusion::whatWasSaidOfHdrIsNotSaidOfTheResult() {
    frame::PictureSpec spec = filter::yuvPicture(16, 16, 1, 1, 10);
    spec.color = {9, 16, 9, false, 0};
    const filter::Chain chain = chainOf({{"tonemap"}, kGrading[0]}, spec);
    QCOMPARE(planOf(chain).size(), std::size_t{1});
    frame::Frame frame = *filter::testPicture(spec, filter::Pattern::Ramp, 0);
    frame::FrameInfo info = frame.info();
    info.contentLight.emplace();
    const frame::Frame made = through(chain, frame.withInfo(info), *m_bestQueue);
    QVERIFY(!made.spec().color.isHdr());
    QVERIFY(!made.info().contentLight.has_value());
}

QTEST_GUILESS_MAIN(tst_Fusion)
#include "tst_fusion.moc"
