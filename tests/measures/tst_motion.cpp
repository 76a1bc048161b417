// Camera motion against the truth: pictures drawn from formulas, so that any shift, turn and zoom is exact.
#include <QTest>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

using namespace fotograma;
using Complex = std::complex<double>;

class tst_Motion : public QObject {
    Q_OBJECT

private slots:
    void findsAKnownMotion_data();
    void findsAKnownMotion();
    void followsTheGroundAndNotWhatMovesOnIt();
    void aCutHasNoMotion();
    void aPanIsSteadyAndAShakyOneIsNot();
};

namespace {

/// A scene without end: waves of many lengths, no direction preferred. Brightness 0..1.
class Scene {
public:
    explicit Scene(double seed = 0.0) {
        for (std::size_t i = 0; i < m_waves.size(); ++i) {
            const double turn = 2.399963 * static_cast<double>(i) + seed;  // the golden angle
            const double length = 9.0 * std::pow(1.18, static_cast<double>(i));
            m_waves[i] = {std::polar(2.0 * std::numbers::pi / length, turn), std::pow(length, 0.35) / 45.0,
                          1.7 * static_cast<double>(i) + seed};
        }
    }
    [[nodiscard]] double at(const Complex& place) const {
        double sum = 0.5;
        for (const Wave& wave : m_waves) {
            const double along = place.real() * wave.direction.real() + place.imag() * wave.direction.imag();
            sum += wave.height * std::sin(along + wave.phase);
        }
        return std::clamp(sum, 0.0, 1.0);
    }

private:
    struct Wave {
        Complex direction;
        double height = 0.0;
        double phase = 0.0;
    };
    std::array<Wave, 24> m_waves;
};
const Scene g_scene;
const Scene g_other(3.0);

struct Camera {
    Complex turn = 1.0;
    Complex shift = 0.0;
    [[nodiscard]] Complex sceneAt(const Complex& place) const { return (place - shift) / turn; }
};

/// What a camera sees of a scene; `paint` may draw over it.
template <class Paint>
frame::Frame seen(const frame::PictureSpec& spec, const Camera& camera, int index, const Paint& paint) {
    filter::Picture planes(static_cast<std::size_t>(spec.format.planes()));
    const double aspect = filter::sampleAspect(spec);
    for (int y = 0; y < spec.height; ++y) {
        for (int x = 0; x < spec.width; ++x) {
            const Complex place{(x + 0.5 - 0.5 * spec.width) * aspect, y + 0.5 - 0.5 * spec.height};
            const double light = paint(camera.sceneAt(place), place);
            planes[0].push_back(std::round((16.0 + 219.0 * light) * (1 << (spec.format.bits - 8))));
        }
    }
    for (std::size_t p = 1; p < planes.size(); ++p) {
        const int plane = static_cast<int>(p);
        planes[p].assign(static_cast<std::size_t>(spec.format.planeWidth(plane, spec.width)) *
                             static_cast<std::size_t>(spec.format.planeHeight(plane, spec.height)),
                         128.0 * (1 << (spec.format.bits - 8)));
    }
    return *filter::pictureOf(spec, planes, index);
}

frame::Frame seen(const frame::PictureSpec& spec, const Camera& camera, int index, const Scene& scene = g_scene) {
    return seen(spec, camera, index, [&](const Complex& at, const Complex&) { return scene.at(at); });
}

struct Measurements {
    std::vector<filter::MeasuredValues> frames;
    api::Json clip;
};

Measurements measured(const std::vector<frame::Frame>& frames) {
    const filter::Use use = *filter::use(api::OperationKind::Measure, "motion", {});
    const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    auto set = *filter::MeasureSet::create({&use, 1}, frames.front().spec(), *queue);
    Measurements all;
    const auto take = [&] {
        for (const auto& each : set.ready(0)) all.frames.push_back(each.values);
    };
    for (const frame::Frame& frame : frames) {
        if (!set.push(frame)) return all;
        take();
    }
    if (!set.flush()) return all;
    take();
    all.clip = set.summary(0);
    return all;
}

enum { kDx, kDy, kRotation, kZoom, kAgreement };

}  // namespace

void tst_Motion::findsAKnownMotion_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("aspect");  // of a sample, in thirds
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dy");
    QTest::addColumn<double>("rotation");
    QTest::addColumn<double>("zoom");
    QTest::addColumn<double>("within");  // display pixels
    QTest::newRow("still") << 640 << 360 << 8 << 3 << 0.0 << 0.0 << 0.0 << 1.0 << 0.01;
    QTest::newRow("a tenth of a pixel") << 640 << 360 << 8 << 3 << 0.1 << -0.1 << 0.0 << 1.0 << 0.03;
    QTest::newRow("a few pixels") << 640 << 360 << 8 << 3 << 3.3 << -2.6 << 0.0 << 1.0 << 0.05;
    QTest::newRow("far") << 640 << 360 << 8 << 3 << -71.4 << 33.7 << 0.0 << 1.0 << 0.1;
    QTest::newRow("turned") << 640 << 360 << 8 << 3 << 2.0 << 1.0 << 2.5 << 1.0 << 0.08;
    QTest::newRow("zoomed and turned") << 640 << 360 << 8 << 3 << -4.2 << 0.4 << -1.3 << 1.03 << 0.08;
    QTest::newRow("10 bits, odd") << 333 << 217 << 10 << 3 << 5.25 << 1.75 << 0.7 << 0.99 << 0.08;
    QTest::newRow("wide samples") << 360 << 288 << 8 << 4 << 4.0 << 2.5 << 1.5 << 1.0 << 0.08;
    QTest::newRow("large") << 1280 << 720 << 8 << 3 << 12.6 << -9.3 << 0.6 << 1.01 << 0.25;
}

void tst_Motion::findsAKnownMotion() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, bits);
    QFETCH(int, aspect);
    QFETCH(double, dx);
    QFETCH(double, dy);
    QFETCH(double, rotation);
    QFETCH(double, zoom);
    QFETCH(double, within);
    frame::PictureSpec spec = filter::yuvPicture(width, height, 1, 1, bits);
    spec.sampleAspect = {aspect, 3};
    const Camera camera{std::polar(zoom, rotation * std::numbers::pi / 180.0), {dx, dy}};
    const auto found = measured({seen(spec, {}, 0), seen(spec, camera, 1)}).frames;
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(std::isnan(found[0][kDx]) && std::isnan(found[0][kAgreement]));
    const auto& now = found[1];
    const double atEdge = 0.5 * std::hypot(filter::displayWidth(spec), height);
    qInfo("off by %.3f, %.3f px, %.4f degrees, %.5f; agreement %.3f", now[kDx] - dx, now[kDy] - dy,
          now[kRotation] - rotation, now[kZoom] - zoom, now[kAgreement]);
    QVERIFY(std::hypot(now[kDx] - dx, now[kDy] - dy) <= within);
    QVERIFY(std::abs(now[kRotation] - rotation) * std::numbers::pi / 180.0 * atEdge <= 2.0 * within);
    QVERIFY(std::abs(now[kZoom] - zoom) * atEdge <= 2.0 * within);
    QVERIFY(now[kAgreement] > 0.9);
}

void tst_Motion::followsTheGroundAndNotWhatMovesOnIt() {
    const frame::PictureSpec spec = filter::yuvPicture(640, 360, 1, 1);
    // A third of the picture goes its own way.
    const auto with = [](double shift) {
        return [shift](const Complex& at, const Complex& place) {
            const bool isObject =
                std::abs(place.real() - 40.0 - shift) < 130.0 && std::abs(place.imag() - 20.0) < 140.0;
            return isObject ? g_other.at({place.real() - shift, place.imag()}) : g_scene.at(at);
        };
    };
    const auto found = measured({seen(spec, {}, 0, with(0.0)), seen(spec, {1.0, {-3.0, 1.5}}, 1, with(11.0))}).frames;
    qInfo("%.3f %.3f %.4f %.5f, agreement %.3f", found[1][kDx], found[1][kDy], found[1][kRotation], found[1][kZoom],
          found[1][kAgreement]);
    QVERIFY(std::abs(found[1][kDx] + 3.0) < 0.1 && std::abs(found[1][kDy] - 1.5) < 0.1);
    QVERIFY(std::abs(found[1][kRotation]) < 0.03 && std::abs(found[1][kZoom] - 1.0) < 0.0005);
}

void tst_Motion::aCutHasNoMotion() {
    const frame::PictureSpec spec = filter::yuvPicture(640, 360, 1, 1);
    const auto found =
        measured({seen(spec, {}, 0), seen(spec, {}, 1, g_other), seen(spec, {1.0, {2.0, 0.0}}, 2, g_other)}).frames;
    QVERIFY2(std::isnan(found[1][kDx]) && found[1][kAgreement] < 0.3,
             qPrintable(QString::number(found[1][kAgreement])));
    QVERIFY(std::abs(found[2][kDx] - 2.0) < 0.05);
}

void tst_Motion::aPanIsSteadyAndAShakyOneIsNot() {
    const frame::PictureSpec spec = filter::yuvPicture(320, 180, 1, 1);
    std::vector<frame::Frame> pan;
    std::vector<frame::Frame> shaky;
    for (int i = 0; i < 12; ++i) {
        pan.push_back(seen(spec, {1.0, {2.0 * i, 0.0}}, i));
        shaky.push_back(seen(spec, {1.0, {2.0 * i, i % 2 == 0 ? 0.9 : -0.9}}, i));
    }
    const double steady = measured(pan).clip["shake"].asNumber();
    QVERIFY2(steady < 0.03, qPrintable(QString::number(steady)));
    // 1.8 up and 1.8 down in turn: each change is 3.6 of 180 rows.
    QVERIFY(std::abs(measured(shaky).clip["shake"].asNumber() - 2.0) < 0.05);
}

QTEST_GUILESS_MAIN(tst_Motion)
#include "tst_motion.moc"
