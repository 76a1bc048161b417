#include <QtTest>

#include "engine/media/container.h"
#include "engine/media/encoder.h"

using namespace fotograma;
using media::ChromaChoice;
using media::VideoCodec;

class tst_EncodePlan : public QObject {
    Q_OBJECT

private slots:
    void theNearestLayoutIsTakenAndNamed_data() {
        QTest::addColumn<int>("codec");
        QTest::addColumn<int>("sourceBits");
        QTest::addColumn<int>("sourceShifts");  // 44, 42, 40 as x * 10 + y would hide the sense: 444, 422, 420
        QTest::addColumn<int>("askedBits");
        QTest::addColumn<int>("choice");
        QTest::addColumn<QString>("format");
        QTest::addColumn<int>("notes");
        const int h264 = static_cast<int>(VideoCodec::H264);
        const int hevc = static_cast<int>(VideoCodec::Hevc);
        const int av1 = static_cast<int>(VideoCodec::Av1);
        const int source = static_cast<int>(ChromaChoice::Source);
        const int c420 = static_cast<int>(ChromaChoice::C420);
        const int c444 = static_cast<int>(ChromaChoice::C444);
        QTest::newRow("8 stays 8") << h264 << 8 << 420 << 0 << c420 << "yuv420p" << 0;
        QTest::newRow("10 stays 10") << h264 << 10 << 420 << 0 << c420 << "yuv420p10" << 0;
        QTest::newRow("12 becomes 10") << hevc << 12 << 422 << 0 << source << "yuv422p10" << 1;
        QTest::newRow("16 bits 4:4:4 becomes 10 bits 4:2:0") << hevc << 16 << 444 << 0 << c420 << "yuv420p10" << 2;
        QTest::newRow("10 asked of 8") << hevc << 8 << 420 << 10 << c420 << "yuv420p10" << 0;
        QTest::newRow("8 asked of 10") << h264 << 10 << 420 << 8 << c420 << "yuv420p" << 1;
        QTest::newRow("AV1 has 4:2:0 only") << av1 << 10 << 444 << 0 << source << "yuv420p10" << 1;
        QTest::newRow("AV1 asked for 4:4:4") << av1 << 8 << 420 << 0 << c444 << "yuv420p" << 1;
        const int vp9 = static_cast<int>(VideoCodec::Vp9);
        const int ffv1 = static_cast<int>(VideoCodec::Ffv1);
        const int prores = static_cast<int>(VideoCodec::ProRes);
        QTest::newRow("VP9 has 4:4:4") << vp9 << 10 << 444 << 0 << source << "yuv444p10" << 0;
        QTest::newRow("FFV1 keeps 16 bits") << ffv1 << 16 << 422 << 0 << source << "yuv422p16" << 0;
        QTest::newRow("FFV1 with 8 bits asked for") << ffv1 << 10 << 420 << 8 << source << "yuv420p" << 1;
        QTest::newRow("ProRes is 4:2:2 of 10 bits") << prores << 8 << 420 << 0 << source << "yuv422p10" << 0;
        QTest::newRow("4:2:2 kept") << h264 << 8 << 422 << 0 << source << "yuv422p" << 0;
    }
    void theNearestLayoutIsTakenAndNamed() {
        QFETCH(int, codec);
        QFETCH(int, sourceBits);
        QFETCH(int, sourceShifts);
        QFETCH(int, askedBits);
        QFETCH(int, choice);
        QFETCH(QString, format);
        QFETCH(int, notes);
        media::VideoEncoderSettings settings;
        settings.codec = static_cast<VideoCodec>(codec);
        settings.bits = askedBits;
        settings.chroma = static_cast<ChromaChoice>(choice);
        if (!media::hasEncoder(settings.codec)) QSKIP("this FFmpeg lacks the encoder");
        frame::PictureSpec source;
        source.width = 64;
        source.height = 48;
        source.format.bits = sourceBits;
        source.format.sample = sourceBits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
        source.format.chromaShiftX = sourceShifts == 444 ? 0 : 1;
        source.format.chromaShiftY = sourceShifts == 420 ? 1 : 0;
        const auto plan = media::planEncoding(settings, source);
        QVERIFY(plan.has_value());
        QCOMPARE(frame::toText(plan->format), format.toStdString());
        QCOMPARE(static_cast<int>(plan->notes.size()), notes);
        for (const api::FateNote& note : plan->notes) QCOMPARE(note.fate, api::Fate::Changed);
    }

    void hdrIsNeverUnderTenBitsUnlessAsked() {
        media::VideoEncoderSettings settings;
        frame::PictureSpec source;
        source.width = source.height = 64;
        source.color = {9, 16, 9, false, 0};
        QCOMPARE(media::planEncoding(settings, source)->format.bits, 10);
        settings.bits = 8;
        const auto plan = media::planEncoding(settings, source);
        QCOMPARE(plan->format.bits, 8);
        QCOMPARE(plan->notes.size(), std::size_t{1});
    }

    void oddSidesLoseTheirLastLineOnlyWhereChromaIsShared() {
        media::VideoEncoderSettings settings;
        settings.chroma = ChromaChoice::C420;
        frame::PictureSpec source;
        source.width = 161;
        source.height = 121;
        const auto shared = media::planEncoding(settings, source);
        QCOMPARE(shared->width, 160);
        QCOMPARE(shared->height, 120);
        QCOMPARE(shared->notes.size(), std::size_t{1});
        settings.chroma = ChromaChoice::C444;
        const auto own = media::planEncoding(settings, source);
        QCOMPARE(own->width, 161);
        QVERIFY(own->notes.empty());
    }

    void wordsThatNobodyKnowsAreRefused() {
        media::VideoEncoderSettings settings;
        settings.preset = "ludicrous";
        frame::FrameInfo first;
        first.spec.width = first.spec.height = 64;
        const auto encoder = media::VideoEncoder::create(settings, first);
        QVERIFY(!encoder.has_value());
        QCOMPARE(encoder.error().code, base::ErrorCode::InvalidArgument);
        QVERIFY(!media::videoCodecFromText("vp7").has_value());
        QVERIFY(!media::containerFromText("exe").has_value());
    }
};

QTEST_GUILESS_MAIN(tst_EncodePlan)
#include "tst_encode_plan.moc"
