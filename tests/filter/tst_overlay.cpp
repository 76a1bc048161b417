// Overlays against "over" in double precision, by every place, time and kind of picture.
#include <QtTest>

#include <cmath>

#include "engine/filter/color_math.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/overlay/picture.h"

using namespace fotograma;

namespace {

frame::PictureSpec rgbaSpec(frame::ColorModel model, int width, int height) {
    frame::PictureSpec spec;
    spec.format = {model, frame::SampleType::U8, 8, 0, 0};
    spec.width = width;
    spec.height = height;
    spec.color = {.primaries = 1, .transfer = 13, .matrix = 0, .fullRange = true};
    return spec;
}

/// Noise with noise for opacity.
std::shared_ptr<const filter::Asset> noiseAsset(int width, int height) {
    filter::Asset asset;
    asset.path = "/noise.png";
    asset.picture = *filter::testPicture(rgbaSpec(frame::ColorModel::Rgb, width, height), filter::Pattern::Noise, 1);
    asset.alpha = *filter::testPicture(rgbaSpec(frame::ColorModel::Gray, width, height), filter::Pattern::Noise, 2);
    return std::make_shared<const filter::Asset>(std::move(asset));
}

filter::Use useOf(const std::string& parameters, std::shared_ptr<const filter::Asset> asset) {
    auto use = *filter::use(api::OperationKind::Filter, "overlay", *base::Json::parse(parameters));
    use.values = use.values.with("file", std::move(asset));
    return use;
}

frame::Frame through(const filter::Use& use, const frame::Frame& picture) {
    const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    auto runner = *filter::ChainRunner::create(*filter::Chain::prepare(std::span(&use, 1), picture.spec()), *queue);
    return (*runner.push(picture)).at(0);
}

frame::PictureSpec yuv(int bits, int shift) {
    frame::PictureSpec spec;
    spec.format = {frame::ColorModel::Yuv, bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8, bits, shift,
                   shift};
    spec.width = 37;
    spec.height = 23;
    spec.color = {.primaries = 1, .transfer = 1, .matrix = 1, .fullRange = false};
    return spec;
}

/// What one sample of a plane must be: the mean of the luma samples it stands for, each "over" in R'G'B'.
double wanted(const frame::Frame& below, const filter::Asset& asset, int left, int top, int plane, int x, int y) {
    const frame::PictureSpec& spec = below.spec();
    const int shift = plane == 0 ? 0 : spec.format.chromaShiftX;
    const double black = filter::blackCode(spec, plane);
    const double range = plane == 0 ? filter::whiteCode(spec, 0) - black : 224.0 * (1 << (spec.format.bits - 8));
    double sum = 0.0;
    int count = 0;
    for (int dy = 0; dy < 1 << shift; ++dy) {
        for (int dx = 0; dx < 1 << shift; ++dx) {
            const int atX = (x << shift) + dx;
            const int atY = (y << shift) + dy;
            if (atX >= spec.width || atY >= spec.height) continue;
            double value = (filter::sampleOf(below, plane, x, y) - black) / range;
            const int inX = atX - left;
            const int inY = atY - top;
            if (inX >= 0 && inY >= 0 && inX < asset.picture->spec().width && inY < asset.picture->spec().height) {
                const double alpha = filter::sampleOf(*asset.alpha, 0, inX, inY) / 255.0;
                double rgb[3];
                for (int c = 0; c < 3; ++c) rgb[c] = filter::sampleOf(*asset.picture, c, inX, inY) / 255.0;
                const double luma = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
                const double over = plane == 0   ? luma
                                    : plane == 1 ? (rgb[2] - luma) / 1.8556
                                                 : (rgb[0] - luma) / 1.5748;
                value = alpha * over + (1.0 - alpha) * value;
            }
            sum += value;
            ++count;
        }
    }
    return sum / count * range + black;
}

}  // namespace

class tst_Overlay : public QObject {
    Q_OBJECT

private slots:
    void isOverInDoublePrecision_data();
    void isOverInDoublePrecision();
    void comesAndGoesInTime_data();
    void comesAndGoesInTime();
    void isAsWideAsAskedFor();
    void standsRightWhereSamplesAreNotSquare();
    void whiteInHdrIsTheReferenceWhite();
    void refusesWhatIsNoTime();
};

void tst_Overlay::isOverInDoublePrecision_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("shift");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("top");
    QTest::newRow("8 bits 4:2:0, inside") << 8 << 1 << R"({"position":"top-left","x":5,"y":3})" << 5 << 3;
    QTest::newRow("10 bits 4:2:0, over the corner")
        << 10 << 1 << R"({"position":"bottom-right","x":-4,"y":-2})" << 30 << 18;
    QTest::newRow("8 bits 4:4:4, in the middle") << 8 << 0 << R"({"position":"center"})" << 13 << 8;
    QTest::newRow("12 bits 4:4:4, in percent")
        << 12 << 0 << R"({"position":"left","x":10,"y":-10,"unit":"%"})" << 4 << 6;
    QTest::newRow("all outside") << 8 << 1 << R"({"position":"top-left","x":100})" << 100 << 0;
}

void tst_Overlay::isOverInDoublePrecision() {
    QFETCH(int, bits);
    QFETCH(int, shift);
    QFETCH(QString, parameters);
    QFETCH(int, left);
    QFETCH(int, top);
    const auto asset = noiseAsset(11, 7);
    const frame::Frame below = *filter::testPicture(yuv(bits, shift), filter::Pattern::Quiet, 0);
    const frame::Frame made = through(useOf(parameters.toStdString(), asset), below);
    double largest = 0.0;
    for (int plane = 0; plane < 3; ++plane) {
        for (int y = 0; y < made.plane(plane).height; ++y) {
            for (int x = 0; x < made.plane(plane).width; ++x) {
                const double peak = filter::peakCode(bits);
                const double right = std::clamp(wanted(below, *asset, left, top, plane, x, y), 0.0, peak);
                largest = std::max(largest, std::abs(filter::sampleOf(made, plane, x, y) - right));
            }
        }
    }
    QVERIFY2(largest <= 0.51 + 0.0625 * (bits - 8), qPrintable(QString::number(largest)));
}

void tst_Overlay::comesAndGoesInTime_data() {
    QTest::addColumn<double>("time");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<double>("share");
    const char* cut = R"({"position":"center","start":1,"end":2,"width":400})";
    QTest::newRow("before") << 0.999 << cut << 0.0;
    QTest::newRow("at its beginning") << 1.0 << cut << 1.0;
    QTest::newRow("just before its end") << 1.999 << cut << 1.0;
    QTest::newRow("at its end") << 2.0 << cut << 0.0;
    const char* faded = R"({"position":"center","start":1,"end":3,"fade":0.5,"opacity":0.5,"width":400})";
    QTest::newRow("fading in") << 1.25 << faded << 0.25;
    QTest::newRow("there") << 2.0 << faded << 0.5;
    QTest::newRow("fading out") << 2.9 << faded << 0.1;
    QTest::newRow("for ever") << 9999.0 << R"({"position":"center","width":400})" << 1.0;
}

void tst_Overlay::comesAndGoesInTime() {
    QFETCH(double, time);
    QFETCH(QString, parameters);
    QFETCH(double, share);
    filter::Asset white;
    white.picture = *filter::pictureOf(rgbaSpec(frame::ColorModel::Rgb, 1, 1),
                                       std::vector<std::vector<double>>{{255}, {255}, {255}}, 0);
    frame::PictureSpec spec = yuv(8, 1);
    spec.width = spec.height = 4;
    spec.format.model = frame::ColorModel::Gray;
    frame::Frame below = *filter::pictureOf(spec, std::vector<std::vector<double>>{std::vector<double>(16, 16.0)}, 0);
    frame::FrameInfo info = below.info();
    info.timeBase = {1, 1000};
    info.pts = std::llround(time * 1000.0);
    const auto made =
        through(useOf(parameters.toStdString(), std::make_shared<const filter::Asset>(white)), below.withInfo(info));
    const double right = 16.0 + 219.0 * share;
    QVERIFY2(std::abs(filter::sampleOf(made, 0, 2, 2) - right) <= 0.51,
             qPrintable(QString("%1, not %2").arg(filter::sampleOf(made, 0, 2, 2)).arg(right)));
}

void tst_Overlay::isAsWideAsAskedFor() {
    const auto use = useOf(R"({"width":50})", noiseAsset(40, 20));
    frame::PictureSpec spec = yuv(8, 1);
    spec.width = 640;
    spec.height = 360;
    const auto prepared = use.definition->prepareFilter(use.values, spec);
    QVERIFY(prepared.has_value());
    QCOMPARE(prepared->passes.at(0).tables[0].size(), std::size_t{320 * 160 * 8});
    // A plain picture stays plain in every size.
    const filters::overlay::Layer plain{3, 2, std::vector<float>(24, 0.25F)};
    for (const float sample : filters::overlay::resized(plain, 17, 1).samples)
        QVERIFY(std::abs(sample - 0.25F) < 1e-6F);
}

void tst_Overlay::standsRightWhereSamplesAreNotSquare() {
    frame::PictureSpec spec = yuv(8, 1);
    spec.width = 720;
    spec.height = 576;
    spec.sampleAspect = {64, 45};  // shown 1024 wide
    const auto use = useOf(R"({"width":100})", noiseAsset(64, 9));
    const auto prepared = use.definition->prepareFilter(use.values, spec);
    QVERIFY(prepared.has_value());
    QCOMPARE(prepared->passes.at(0).tables[0].size(), std::size_t{720 * 144 * 8});
}

void tst_Overlay::whiteInHdrIsTheReferenceWhite() {
    for (const auto& [transfer, signal] : {std::pair(16, 0.5806888810), std::pair(18, 0.75)}) {
        filters::overlay::Layer layer{1, 1, {0.5F, 0.5F, 0.5F, 0.5F}};  // white, half there
        filters::overlay::takeColors({.primaries = 9, .transfer = transfer, .matrix = 9}, layer);
        for (std::size_t c = 0; c < 3; ++c) QVERIFY(std::abs(layer.samples[c] - 0.5 * signal) < 2e-4);
        QCOMPARE(layer.samples[3], 0.5F);
    }
}

void tst_Overlay::refusesWhatIsNoTime() {
    const auto use = useOf(R"({"start":3,"end":2})", noiseAsset(4, 4));
    const auto prepared = use.definition->prepareFilter(use.values, yuv(8, 1));
    QVERIFY(!prepared.has_value());
    QCOMPARE(prepared.error().code, base::ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(tst_Overlay)
#include "tst_overlay.moc"
