#include <cstring>

#include <QTemporaryDir>
#include <QtTest>

#include "engine/media/probe.h"
#include "tests/media/transcode_file.h"
#include "tests/support/clips.h"

using namespace fotograma;
using media::Container;
using media::VideoCodec;
using testing::ClipOptions;

namespace {

bool isSamePicture(const frame::Frame& a, const frame::Frame& b) {
    if (!(a.spec().format == b.spec().format) || a.spec().width != b.spec().width || a.spec().height != b.spec().height)
        return false;
    for (int i = 0; i < a.planes(); ++i) {
        const frame::Plane& left = a.plane(i);
        const frame::Plane& right = b.plane(i);
        const auto bytes = static_cast<std::size_t>(left.width * a.spec().format.bytesPerSample());
        for (int y = 0; y < left.height; ++y)
            if (std::memcmp(left.data + y * left.pitchBytes, right.data + y * right.pitchBytes, bytes) != 0)
                return false;
    }
    return true;
}

}  // namespace

/// What the lossless and the editing codecs promise beyond the round trip of all.
class tst_Codecs : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path fresh(const char* name) const {
        const std::filesystem::path path = m_folder.filePath(name).toStdString();
        std::filesystem::remove(path);
        return path;
    }

private slots:
    void ffv1LosesNothing_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("shifts");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<QString>("preset");
        QTest::newRow("8 bits 4:2:0") << 8 << 420 << 80 << 64 << "fastest";
        QTest::newRow("8 bits 4:4:4 slow") << 8 << 444 << 80 << 64 << "slow";
        QTest::newRow("10 bits 4:2:0") << 10 << 420 << 80 << 64 << "medium";
        QTest::newRow("10 bits 4:2:2 slowest") << 10 << 422 << 80 << 64 << "slowest";
        QTest::newRow("16 bits 4:4:4") << 16 << 444 << 80 << 64 << "medium";
        QTest::newRow("odd sides") << 8 << 420 << 81 << 63 << "medium";
        QTest::newRow("16 slices") << 10 << 420 << 400 << 300 << "medium";
    }
    void ffv1LosesNothing() {
        QFETCH(int, bits);
        QFETCH(int, shifts);
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(QString, preset);
        ClipOptions options;
        options.codec = VideoCodec::Ffv1;
        options.container = Container::Mkv;
        options.bits = bits;
        options.chromaShiftX = shifts == 444 ? 0 : 1;
        options.chromaShiftY = shifts == 420 ? 1 : 0;
        options.width = width;
        options.height = height;
        options.frames = 4;
        const auto file = fresh("first.mkv");
        const base::Status made = testing::makeClip(file, options);
        QVERIFY2(made.has_value(), made ? "" : (made.error().message + made.error().detail).c_str());
        // A second time, from decoded frames and with the preset.
        testing::TranscodeOptions transcode;
        transcode.container = Container::Mkv;
        transcode.video.codec = VideoCodec::Ffv1;
        transcode.video.preset = preset.toStdString();
        transcode.video.chroma = media::ChromaChoice::Source;
        transcode.video.threads = 2;
        const auto again = fresh("second.mkv");
        const auto notes = testing::transcodeFile(file, again, transcode);
        QVERIFY(notes.has_value());
        QVERIFY(testing::findNote(*notes, api::Fate::Changed, "") == nullptr);
        const auto pictures = testing::readPictures(again);
        QVERIFY(pictures.has_value());
        QCOMPARE(static_cast<int>(pictures->size()), options.frames);
        for (int i = 0; i < options.frames; ++i)
            QVERIFY2(isSamePicture((*pictures)[static_cast<std::size_t>(i)], testing::clipPicture(options, i)),
                     qPrintable(QString::number(i)));
    }

    void proResIsOfTheProfileThatIsAskedFor_data() {
        QTest::addColumn<double>("quality");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("format");
        QTest::newRow("XQ") << 0.0 << "XQ"
                            << "yuv444p12le";
        QTest::newRow("4444") << 1.0 << "4444"
                              << "yuv444p12le";
        QTest::newRow("HQ") << 2.0 << "HQ"
                            << "yuv422p10le";
        QTest::newRow("Standard") << 3.0 << "Standard"
                                  << "yuv422p10le";
        QTest::newRow("LT") << 4.0 << "LT"
                            << "yuv422p10le";
        QTest::newRow("Proxy") << 5.0 << "Proxy"
                               << "yuv422p10le";
    }
    void proResIsOfTheProfileThatIsAskedFor() {
        QFETCH(double, quality);
        QFETCH(QString, profile);
        QFETCH(QString, format);
        ClipOptions options;
        options.codec = VideoCodec::ProRes;
        options.container = Container::Mov;
        options.quality = quality;
        options.bits = 10;
        options.chromaShiftX = quality < 1.5 ? 0 : 1;
        options.chromaShiftY = 0;
        options.width = 96;
        options.height = 64;
        options.frames = 5;
        options.rate = {30000, 1001};
        options.color = {9, 16, 9, false, 0};
        const auto file = fresh("edit.mov");
        const base::Status made = testing::makeClip(file, options);
        QVERIFY2(made.has_value(), made ? "" : (made.error().message + made.error().detail).c_str());
        const auto info = media::probe(file);
        QVERIFY(info.has_value());
        const media::Track& track = *info->video();
        QCOMPARE(track.codec, std::string("prores"));
        QCOMPARE(QString::fromStdString(track.profile), profile);
        QCOMPARE(QString::fromStdString(track.video->pixelFormat), format);
        QCOMPARE(track.video->width, 96);
        QCOMPARE(track.video->height, 64);
        QVERIFY(track.video->frameRate == options.rate);
        QCOMPARE(track.video->color.primaries, 9);
        QCOMPARE(track.video->color.transfer, 16);
        QCOMPARE(track.video->color.matrix, 9);
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        QCOMPARE(static_cast<int>(pictures->size()), options.frames);
        options.bits = pictures->front().spec().format.bits;  // 4444 is decoded to 12
        for (int i = 0; i < options.frames; ++i)
            QVERIFY(testing::lumaPsnr((*pictures)[static_cast<std::size_t>(i)], testing::clipPicture(options, i)) >
                    30.0);
    }

    void fieldsStayFields_data() {
        QTest::addColumn<int>("codec");
        QTest::addColumn<int>("container");
        QTest::newRow("ffv1") << static_cast<int>(VideoCodec::Ffv1) << static_cast<int>(Container::Mkv);
        QTest::newRow("prores") << static_cast<int>(VideoCodec::ProRes) << static_cast<int>(Container::Mov);
    }
    void fieldsStayFields() {
        QFETCH(int, codec);
        QFETCH(int, container);
        ClipOptions options;
        options.codec = static_cast<VideoCodec>(codec);
        options.container = static_cast<Container>(container);
        options.quality = 3.0;
        options.frames = 4;
        options.fieldOrder = frame::FieldOrder::BottomFirst;
        const auto file = fresh("fields.bin");
        QVERIFY(testing::makeClip(file, options).has_value());
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        for (const frame::Frame& picture : *pictures)
            QCOMPARE(picture.info().fieldOrder, frame::FieldOrder::BottomFirst);
    }
};

QTEST_GUILESS_MAIN(tst_Codecs)
#include "tst_codecs.moc"
