// Sizes, sample positions and the two readings of resize.
#include <cmath>

#include <QtTest>

#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

using namespace fotograma;

class tst_Resize : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void choosesTheSize_data();
    void choosesTheSize();
    void refusesZeroAndTooLarge();
    void chromaStaysWithLuma_data();
    void chromaStaysWithLuma();
    void everyMethodKeepsFlatPicturesFlat_data();
    void everyMethodKeepsFlatPicturesFlat();
    void zimgComputesWhatThePlainKernelsCompute_data();
    void zimgComputesWhatThePlainKernelsCompute();
    void zimgTakesUnalignedPictures();

private:
    frame::Frame run(const frame::Frame& picture, const api::Json& parameters, filter::Reading reading);

    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<device::Queue> m_queue;
};

namespace {

api::Json object(std::map<std::string, api::Json> values) {
    api::Json made = api::Json::object();
    for (auto& [id, value] : values) made.set(id, value);
    return made;
}

base::Result<filter::Chain> prepare(const api::Json& parameters, const frame::PictureSpec& spec) {
    const auto use = filter::use(api::OperationKind::Filter, "resize", parameters);
    if (!use) return std::unexpected(use.error());
    return filter::Chain::prepare(std::span(&*use, 1), spec);
}

}  // namespace

void tst_Resize::initTestCase() {
    m_host = filter::createHost();
    m_queue = *m_host->createQueue();
}

frame::Frame tst_Resize::run(const frame::Frame& picture, const api::Json& parameters, filter::Reading reading) {
    auto runner = *filter::ChainRunner::create(*prepare(parameters, picture.spec()), *m_queue, reading);
    return runner.push(picture)->at(0);
}

void tst_Resize::choosesTheSize_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("aspectNum");
    QTest::addColumn<int>("aspectDen");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<int>("newWidth");
    QTest::addColumn<int>("newHeight");
    QTest::newRow("height alone keeps the aspect") << 1920 << 1080 << 1 << 1 << R"({"height":720})" << 1280 << 720;
    QTest::newRow("-2 makes the side even") << 1000 << 750 << 1 << 1 << R"({"height":99})" << 132 << 99;
    QTest::newRow("-1 does not") << 1000 << 750 << 1 << 1 << R"({"width":-1,"height":100})" << 133 << 100;
    QTest::newRow("PAL 16:9 becomes square pixels") << 720 << 576 << 64 << 45 << R"({})" << 1024 << 576;
    QTest::newRow("anamorphic in display pixels") << 1440 << 1080 << 4 << 3 << R"({"height":720})" << 1280 << 720;
    QTest::newRow("exact") << 640 << 480 << 1 << 1 << R"({"width":101,"height":33})" << 101 << 33;
    QTest::newRow("inside, wide") << 1920 << 800 << 1 << 1 << R"({"width":1280,"height":720,"fit":"inside"})" << 1280
                                  << 534;
    QTest::newRow("inside, tall") << 1080 << 1920 << 1 << 1 << R"({"width":1280,"height":720,"fit":"inside"})" << 406
                                  << 720;
    QTest::newRow("turned box") << 1080 << 1920 << 1 << 1
                                << R"({"width":1280,"height":720,"fit":"inside","turn_box":true})" << 720 << 1280;
    QTest::newRow("only shrink, smaller")
        << 640 << 360 << 1 << 1 << R"({"height":720,"only_shrink":true})" << 640 << 360;
    QTest::newRow("only shrink, larger") << 1920 << 1080 << 1 << 1 << R"({"height":720,"only_shrink":true})" << 1280
                                         << 720;
    QTest::newRow("never nothing") << 4000 << 2 << 1 << 1 << R"({"width":100})" << 100 << 2;
}

void tst_Resize::choosesTheSize() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, aspectNum);
    QFETCH(int, aspectDen);
    QFETCH(QString, parameters);
    frame::PictureSpec spec = filter::yuvPicture(width, height, 1, 1);
    spec.sampleAspect = {aspectNum, aspectDen};
    const auto chain = prepare(*api::Json::parse(parameters.toStdString()), spec);
    QVERIFY2(chain.has_value(), chain ? "" : chain.error().message.c_str());
    QTEST(chain->output().width, "newWidth");
    QTEST(chain->output().height, "newHeight");
    QVERIFY(chain->output().sampleAspect == (base::Rational{1, 1}));
}

void tst_Resize::refusesZeroAndTooLarge() {
    const frame::PictureSpec spec = filter::yuvPicture(640, 360, 1, 1);
    QCOMPARE(prepare(object({{"width", 0}}), spec).error().code, base::ErrorCode::InvalidArgument);
    QCOMPARE(prepare(object({{"height", 16000}}), spec).error().code, base::ErrorCode::InvalidArgument);
}

void tst_Resize::chromaStaysWithLuma_data() {
    QTest::addColumn<int>("location");
    QTest::addColumn<double>("offsetX");
    QTest::addColumn<double>("offsetY");
    QTest::newRow("left") << 1 << 0.5 << 1.0;
    QTest::newRow("center") << 2 << 1.0 << 1.0;
    QTest::newRow("top left") << 3 << 0.5 << 0.5;
}

/// A ramp through the picture, the same in luma and chroma where their samples lie: after resizing, still the same.
void tst_Resize::chromaStaysWithLuma() {
    QFETCH(int, location);
    QFETCH(double, offsetX);
    QFETCH(double, offsetY);
    frame::PictureSpec spec = filter::yuvPicture(64, 64, 1, 1, 16);
    spec.color.chromaLocation = location;
    const auto ramp = [](double x, double y) { return 2000.0 + 400.0 * x + 300.0 * y; };
    filter::Picture planes(3);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) planes[0].push_back(ramp(x + 0.5, y + 0.5));
    }
    for (int plane = 1; plane < 3; ++plane) {
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x)
                planes[static_cast<std::size_t>(plane)].push_back(ramp(2 * x + offsetX, 2 * y + offsetY));
        }
    }
    const auto picture = *filter::pictureOf(spec, planes, 0);
    for (const auto reading : {filter::Reading::Plain, filter::Reading::Fastest}) {
        const auto made = run(picture, object({{"width", 96}, {"height", 80}, {"method", "bilinear"}}), reading);
        const double scaleX = 64.0 / 96.0;
        const double scaleY = 64.0 / 80.0;
        for (int y = 4; y < 36; ++y) {  // Away from the borders, where the ramp is no longer one.
            for (int x = 4; x < 44; ++x) {
                const double wanted = ramp((2 * x + offsetX) * scaleX, (2 * y + offsetY) * scaleY);
                const double found = filter::sampleOf(made, 1, x, y);
                QVERIFY2(std::abs(found - wanted) < 6.0,
                         qPrintable(QString("%1,%2: %3 for %4").arg(x).arg(y).arg(found).arg(wanted)));
            }
        }
    }
}

void tst_Resize::everyMethodKeepsFlatPicturesFlat_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"bilinear", "bicubic", "lanczos3", "area"}) QTest::newRow(method) << method;
}

void tst_Resize::everyMethodKeepsFlatPicturesFlat() {
    QFETCH(QString, method);
    const frame::PictureSpec spec = filter::grayPicture(37, 23);
    const auto picture = *filter::pictureOf(spec, filter::Picture{filter::Samples(37 * 23, 137.0)}, 0);
    for (const auto& [width, height] : {std::pair{80, 9}, {5, 200}, {1, 1}, {36, 22}}) {
        for (const auto reading : {filter::Reading::Plain, filter::Reading::Fastest}) {
            const auto made =
                run(picture, object({{"width", width}, {"height", height}, {"method", method.toStdString()}}), reading);
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < width; ++x) QCOMPARE(filter::sampleOf(made, 0, x, y), 137.0);
            }
        }
    }
}

void tst_Resize::zimgComputesWhatThePlainKernelsCompute_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("shiftX");
    QTest::addColumn<int>("shiftY");
    for (const char* method : {"bilinear", "bicubic", "lanczos3"}) {
        for (const int bits : {8, 10, 12, 16}) {
            QTest::addRow("%s, 4:2:0, %d bits", method, bits) << method << bits << 1 << 1;
            QTest::addRow("%s, 4:2:2, %d bits", method, bits) << method << bits << 1 << 0;
            QTest::addRow("%s, 4:4:4, %d bits", method, bits) << method << bits << 0 << 0;
        }
    }
}

void tst_Resize::zimgComputesWhatThePlainKernelsCompute() {
    QFETCH(QString, method);
    QFETCH(int, bits);
    QFETCH(int, shiftX);
    QFETCH(int, shiftY);
    const auto picture =
        *filter::testPicture(filter::yuvPicture(161, 91, shiftX, shiftY, bits), filter::Pattern::Quiet, 0);
    for (const auto& [width, height] : {std::pair{320, 180}, {80, 45}, {161, 60}, {47, 91}, {640, 48}}) {
        const auto parameters = object({{"width", width}, {"height", height}, {"method", method.toStdString()}});
        const double difference = filter::largestDifference(run(picture, parameters, filter::Reading::Fastest),
                                                            run(picture, parameters, filter::Reading::Plain));
        QVERIFY2(difference <= 1 << (bits - 8),
                 qPrintable(QString("%1x%2: %3").arg(width).arg(height).arg(difference)));
    }
}

/// A decoder that crops moves the pointer; zimg wants whole vectors.
void tst_Resize::zimgTakesUnalignedPictures() {
    frame::PictureSpec spec = filter::grayPicture(100, 50);
    const auto whole = *filter::testPicture(spec, filter::Pattern::Quiet, 0);
    frame::FrameInfo info = whole.info();
    info.spec.width = 93;
    frame::Plane moved = whole.plane(0);
    moved.data += 7;
    moved.width = 93;
    const frame::Frame part(info, std::span(&moved, 1), std::make_shared<frame::Frame>(whole));
    const auto parameters = object({{"width", 60}, {"height", 40}});
    QVERIFY(filter::largestDifference(run(part, parameters, filter::Reading::Fastest),
                                      run(part, parameters, filter::Reading::Plain)) <= 1.0);
}

QTEST_GUILESS_MAIN(tst_Resize)
#include "tst_resize.moc"
