// The way of a camera smoothed, and what becomes of a shaken clip: against the truth.
#include <QTest>

#include <cmath>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/stabilise/path.h"
#include "tests/filter/shaken.h"

using namespace fotograma;
using namespace fotograma::tests;
using filters::stabilise::Correction;
using filters::stabilise::lessened;
using filters::stabilise::Motion;
using filters::stabilise::zoomToHide;
using Complex = std::complex<double>;

class tst_Stabilise : public QObject {
    Q_OBJECT

private slots:
    void anEvenPanStaysWhereItIs();
    void aCutBeginsAnew();
    void noMoreIsDoneThanIsAllowed();
    void theZoomJustHidesTheBorder();
    void aShakenClipBecomesSteady_data();
    void aShakenClipBecomesSteady();
    void bothBuildsOfTheHostAgree();
    void withoutPicturesNothingIsDone();
};

namespace {

std::vector<Motion> pathOf(const std::vector<CameraPose>& poses, double height, std::size_t cutAt = 0) {
    std::vector<Motion> path;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        Motion motion{.time = static_cast<double>(i) / 30.0, .startsScene = i == 0 || i == cutAt, .move = {}};
        if (!motion.startsScene) {
            motion.move.turn = poses[i].turn / poses[i - 1].turn;
            motion.move.shift = (poses[i].shift - motion.move.turn * poses[i - 1].shift) / height;
        }
        path.push_back(motion);
    }
    return path;
}

std::vector<CameraPose> hand(int frames, double pixels) {
    std::vector<CameraPose> poses;
    for (int i = 0; i < frames; ++i) poses.push_back(handAt(i, pixels));
    return poses;
}

}  // namespace

void tst_Stabilise::anEvenPanStaysWhereItIs() {
    std::vector<CameraPose> pan;
    for (int i = 0; i < 60; ++i) pan.push_back({std::polar(1.0, 0.002 * i), {7.0 * i, -1.0 * i}});
    for (const Correction& each : corrections(pathOf(pan, 360.0), {}))
        QVERIFY(std::hypot(each.shiftX, each.shiftY) < 2e-3 && std::abs(each.angle) < 1e-6);
}

void tst_Stabilise::aCutBeginsAnew() {
    // Still, then far away and still: over the cut nothing is smoothed.
    std::vector<CameraPose> poses(20);
    for (std::size_t i = 10; i < 20; ++i) poses[i].shift = {90.0, 40.0};
    for (const Correction& each : corrections(pathOf(poses, 360.0, 10), {}))
        QVERIFY(std::abs(each.shiftX) < 1e-9 && std::abs(each.shiftY) < 1e-9);
    // The same seen as a movement is one.
    const auto moved = corrections(pathOf(poses, 360.0), {});
    QVERIFY(moved[9].shiftX > 0.05 && moved[10].shiftX < -0.05);
}

void tst_Stabilise::noMoreIsDoneThanIsAllowed() {
    const auto made =
        corrections(pathOf(hand(40, 40.0), 360.0),
                    {.seconds = 0.5, .strength = 1.0, .mostAcross = 0.03, .mostDown = 0.02, .mostTurn = 0.0});
    double across = 0.0, down = 0.0;
    for (const Correction& each : made) {
        across = std::max(across, std::abs(each.shiftX));
        down = std::max(down, std::abs(each.shiftY));
        QCOMPARE(each.angle, 0.0);
    }
    QCOMPARE(across, 0.03);
    QCOMPARE(down, 0.02);
}

void tst_Stabilise::theZoomJustHidesTheBorder() {
    const Correction shift{.shiftX = 0.1, .shiftY = -0.05};
    QVERIFY(std::abs(zoomToHide(shift, 2.0) - 1.0 / 0.9) < 1e-9);  // 0.1 of a half of 1 is lost across, 0.1 down
    QVERIFY(std::abs(zoomToHide({.shiftX = 0.1}, 1.0) - 1.25) < 1e-9);
    QCOMPARE(zoomToHide({}, 1.5), 1.0);
    const double angle = 3.0 * std::numbers::pi / 180.0;
    // A turned square's corner reaches (cos + sin) / 2 out.
    QVERIFY(std::abs(zoomToHide({.angle = angle}, 1.0) - (std::cos(angle) + std::sin(angle))) < 1e-9);
    const Correction less = lessened({.shiftX = 0.2, .angle = 0.1}, 1.1, 1.7);
    QVERIFY(zoomToHide(less, 1.7) <= 1.1 && zoomToHide(less, 1.7) > 1.0999);
}

void tst_Stabilise::aShakenClipBecomesSteady_data() {
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<bool>("hidesBorders");
    QTest::newRow("zoomed") << "{}" << 8 << 320 << 180 << true;
    QTest::newRow("10 bits, odd") << R"({"method": "bilinear"})" << 10 << 301 << 171 << true;
    QTest::newRow("black borders") << R"({"borders": "black"})" << 8 << 320 << 180 << false;
}

void tst_Stabilise::aShakenClipBecomesSteady() {
    QFETCH(QString, parameters);
    QFETCH(int, bits);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(bool, hidesBorders);
    const frame::PictureSpec spec = filter::yuvPicture(width, height, 1, 1, bits);
    // Bright everywhere: black could only be a border.
    const Scene scene = [all = waves(0.0)](double x, double y) { return 0.2 + 0.8 * all(x, y); };
    const Video shaky = filmed(spec, hand(45, 4.0), scene);
    const filter::Use use = settledOver(shaky, "stabilise", parameters);
    const Video steady = filteredByUs(shaky, use);
    QCOMPARE(steady.frames.size(), shaky.frames.size());
    QVERIFY(steady.spec == shaky.spec);
    const double before = likenessInTime(shaky);
    const double after = likenessInTime(steady);
    const filter::Use motion = *filter::use(api::OperationKind::Measure, "motion", {});
    const double shake = measuredByUs(shaky, motion)["shake"].asNumber();
    const double left = measuredByUs(steady, motion)["shake"].asNumber();
    qInfo("%.1f to %.1f dB from frame to frame, shake %.3f to %.3f %%, zoom %.2f %%", before, after, shake, left,
          use.values.number("zoom"));
    QVERIFY(after > before + 12.0);
    QVERIFY(left < 0.1 * shake);
    for (std::size_t i = 0; i < steady.frames.size(); ++i)
        QCOMPARE(steady.frames[i].info().pts, shaky.frames[i].info().pts);
    double darkest = 1e9;
    for (const frame::Frame& frame : steady.frames)
        for (int x = 0; x < width; ++x)
            darkest = std::min(darkest, filter::sampleOf(frame, 0, x, 0) / (1 << (bits - 8)));
    QCOMPARE(darkest > 40.0, hidesBorders);
}

void tst_Stabilise::bothBuildsOfTheHostAgree() {
    const Video shaky = filmed(filter::yuvPicture(301, 171, 1, 1), hand(12, 6.0), waves(1.0));
    for (const char* parameters : {"{}", R"({"method": "bilinear", "borders": "edge"})"}) {
        const filter::Use use = settledOver(shaky, "stabilise", parameters);
        std::vector<std::vector<frame::Frame>> made;
        for (const auto build : {device::HostBuild::Baseline, device::HostBuild::V3}) {
            const auto host = filter::createHost(build);
            const auto queue = *host->createQueue();
            auto runner = *filter::ChainRunner::create(*filter::Chain::prepare({&use, 1}, shaky.spec), *queue);
            auto& frames = made.emplace_back();
            for (const frame::Frame& frame : shaky.frames) {
                const auto some = *runner.push(frame);
                frames.insert(frames.end(), some.begin(), some.end());
            }
            const auto rest = *runner.flush();
            frames.insert(frames.end(), rest.begin(), rest.end());
        }
        QCOMPARE(made[0].size(), shaky.frames.size());
        for (std::size_t i = 0; i < made[0].size(); ++i)
            QVERIFY(filter::largestDifference(made[0][i], made[1][i]) <= 1.0);
    }
}

void tst_Stabilise::withoutPicturesNothingIsDone() {
    filter::Use use = *filter::use(api::OperationKind::Filter, "stabilise", {});
    QCOMPARE(use.definition->needsOfClip(use.values).size(), std::size_t{1});
    use.values = *use.definition->settle(use.values, base::Json::object());
    QVERIFY(use.definition->needsOfClip(use.values).empty());
    QVERIFY(filter::Chain::prepare({&use, 1}, filter::yuvPicture(64, 48, 1, 1))->isEmpty());
}

QTEST_GUILESS_MAIN(tst_Stabilise)
#include "tst_stabilise.moc"
