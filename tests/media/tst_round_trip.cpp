#include <QTemporaryDir>
#include <QtTest>

#include "engine/media/muxer.h"
#include "tests/media/transcode_file.h"
#include "tests/support/clips.h"

using namespace fotograma;
using media::Container;
using media::VideoCodec;
using testing::ClipOptions;

namespace {

frame::MasteringDisplay display() {
    return {{frame::Chromaticity{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}}, {0.3127, 0.3290}, 0.005, 1000.0};
}

}  // namespace

class tst_RoundTrip : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path fresh(const char* name) const {
        std::filesystem::remove(path(name));
        return path(name);
    }

private slots:
    void whatGoesInComesOut_data() {
        QTest::addColumn<int>("codec");
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("shifts");
        QTest::addColumn<int>("container");
        struct Row {
            VideoCodec codec;
            int bits;
            int shifts;
            Container container;
        };
        const Row rows[] = {{VideoCodec::H264, 8, 420, Container::Mp4},  {VideoCodec::H264, 10, 422, Container::Mkv},
                            {VideoCodec::H264, 8, 444, Container::Mov},  {VideoCodec::H264, 10, 444, Container::Mp4},
                            {VideoCodec::Hevc, 8, 420, Container::Mp4},  {VideoCodec::Hevc, 10, 420, Container::Mov},
                            {VideoCodec::Hevc, 10, 422, Container::Mkv}, {VideoCodec::Hevc, 8, 444, Container::Mp4},
                            {VideoCodec::Av1, 8, 420, Container::Mp4},   {VideoCodec::Av1, 10, 420, Container::WebM},
                            {VideoCodec::Av1, 10, 420, Container::Mkv},  {VideoCodec::Vp9, 8, 420, Container::WebM},
                            {VideoCodec::Vp9, 10, 422, Container::Mkv},  {VideoCodec::Vp9, 8, 444, Container::Mp4}};
        for (const Row& row : rows)
            QTest::addRow("%s %d bits %d %s", std::string(media::toText(row.codec)).c_str(), row.bits, row.shifts,
                          std::string(media::toText(row.container)).c_str())
                << static_cast<int>(row.codec) << row.bits << row.shifts << static_cast<int>(row.container);
    }
    void whatGoesInComesOut() {
        QFETCH(int, codec);
        QFETCH(int, bits);
        QFETCH(int, shifts);
        QFETCH(int, container);
        ClipOptions options;
        options.codec = static_cast<VideoCodec>(codec);
        options.bits = bits;
        options.chromaShiftX = shifts == 444 ? 0 : 1;
        options.chromaShiftY = shifts == 420 ? 1 : 0;
        options.container = static_cast<Container>(container);
        options.width = 80;
        options.height = 64;
        options.frames = 12;
        options.rate = {30000, 1001};
        options.color = {9, 16, 9, false, 1};
        options.sampleAspect = {4, 3};
        options.masteringDisplay = display();
        options.contentLight = frame::ContentLight{1000, 400};
        if (!media::hasEncoder(options.codec)) QSKIP("this FFmpeg lacks the encoder");
        const auto file = fresh("clip.bin");
        const base::Status made = testing::makeClip(file, options);
        QVERIFY2(made.has_value(), made ? "" : (made.error().message + made.error().detail).c_str());
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        QCOMPARE(static_cast<int>(pictures->size()), options.frames);
        const frame::PictureSpec& spec = pictures->front().spec();
        const frame::Frame first = testing::clipPicture(options, 0);
        QVERIFY(spec.format == first.spec().format);
        QCOMPARE(spec.color.primaries, 9);
        QCOMPARE(spec.color.transfer, 16);
        QCOMPARE(spec.color.matrix, 9);
        QVERIFY(!spec.color.fullRange);
        // WebM stores the size to show in whole pixels.
        QVERIFY(std::abs(spec.sampleAspect.value() - options.sampleAspect.value()) < 0.01);
        for (int i = 0; i < options.frames; ++i) {
            const frame::Frame& picture = (*pictures)[static_cast<std::size_t>(i)];
            QVERIFY2(std::abs(picture.info().timeSeconds() - testing::clipTime(options, i)) < 0.0011,
                     qPrintable(QString::number(i)));
            QVERIFY(testing::lumaPsnr(picture, testing::clipPicture(options, i)) > 30.0);
        }
        const auto& mastering = pictures->front().info().masteringDisplay;
        QVERIFY(mastering.has_value());
        QVERIFY(std::abs(mastering->primaries[0].x - 0.708) < 0.001 &&
                std::abs(mastering->primaries[2].y - 0.046) < 0.001);
        QVERIFY(std::abs(mastering->maxLuminance - 1000.0) < 1.0);
        QCOMPARE(pictures->front().info().contentLight, options.contentLight);
    }

    void fullRangeStaysFull() {
        ClipOptions options;
        options.frames = 3;
        options.color = {1, 1, 1, true, 2};
        const auto file = fresh("full.mp4");
        QVERIFY(testing::makeClip(file, options).has_value());
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        QVERIFY(pictures->front().spec().color.fullRange);
        QVERIFY(testing::lumaPsnr(pictures->front(), testing::clipPicture(options, 0)) > 35.0);
    }

    void fieldsStayFieldsInH264() {
        ClipOptions options;
        options.frames = 4;
        options.fieldOrder = frame::FieldOrder::TopFirst;
        const auto file = fresh("fields.mp4");
        QVERIFY(testing::makeClip(file, options).has_value());
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        for (const frame::Frame& picture : *pictures) QCOMPARE(picture.info().fieldOrder, frame::FieldOrder::TopFirst);
    }

    void aVariableRateStaysVariable_data() {
        QTest::addColumn<int>("codec");
        QTest::addColumn<int>("container");
        QTest::newRow("h264 mp4") << static_cast<int>(VideoCodec::H264) << static_cast<int>(Container::Mp4);
        QTest::newRow("hevc mov") << static_cast<int>(VideoCodec::Hevc) << static_cast<int>(Container::Mov);
        QTest::newRow("vp9 webm") << static_cast<int>(VideoCodec::Vp9) << static_cast<int>(Container::WebM);
        QTest::newRow("av1 mkv") << static_cast<int>(VideoCodec::Av1) << static_cast<int>(Container::Mkv);
    }
    void aVariableRateStaysVariable() {
        QFETCH(int, codec);
        QFETCH(int, container);
        ClipOptions options;
        options.width = options.height = 64;
        options.times = {0.0, 0.033, 0.067, 0.1, 0.3, 0.333, 0.4, 0.7, 0.71, 0.72};
        QVERIFY(testing::makeClip(fresh("uneven.mp4"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.container = static_cast<Container>(container);
        transcode.video.codec = static_cast<VideoCodec>(codec);
        const auto file = fresh("uneven-out.bin");
        QVERIFY(testing::transcodeFile(path("uneven.mp4"), file, transcode).has_value());
        const auto pictures = testing::readPictures(file);
        QVERIFY(pictures.has_value());
        QCOMPARE(pictures->size(), options.times.size());
        for (std::size_t i = 0; i < options.times.size(); ++i)
            QVERIFY(std::abs((*pictures)[i].info().timeSeconds() - options.times[i]) < 0.0011);
    }

    void changesAreNamed() {
        ClipOptions options;
        options.width = 65;
        options.chromaShiftX = options.chromaShiftY = 0;
        options.frames = 3;
        QVERIFY(testing::makeClip(fresh("odd.mp4"), options).has_value());
        testing::TranscodeOptions transcode;
        const auto notes = testing::transcodeFile(path("odd.mp4"), fresh("odd-out.mp4"), transcode);
        QVERIFY(notes.has_value());
        QVERIFY(testing::findNote(*notes, api::Fate::Changed, "chroma") != nullptr);
        QVERIFY(testing::findNote(*notes, api::Fate::Changed, "picture size") != nullptr);
        const auto pictures = testing::readPictures(path("odd-out.mp4"));
        QVERIFY(pictures.has_value());
        QCOMPARE(pictures->front().spec().width, 64);
    }

    void aSizeThatChangesMidwayIsScaledToTheFirst() {
        // Two encoders into one track, each with its parameter sets in the stream.
        auto muxer = media::Muxer::create(fresh("sizes.mkv"), {.container = Container::Mkv});
        QVERIFY(muxer.has_value());
        int track = -1;
        for (const int width : {64, 96}) {
            ClipOptions options;
            options.width = width;
            options.frames = 5;
            options.startSeconds = width == 64 ? 0.0 : 0.2;
            media::VideoEncoderSettings settings;
            settings.preset = "fastest";
            settings.extra = {{"repeat-headers", "1"}, {"bframes", "0"}};
            auto encoder = media::VideoEncoder::create(settings, testing::clipPicture(options, 0).info());
            QVERIFY(encoder.has_value());
            if (track < 0) {
                const auto added = (*muxer)->addTrack((*encoder)->streamFormat(), {});
                QVERIFY(added.has_value() && (*muxer)->begin().has_value());
                track = *added;
            }
            for (int i = 0; i < options.frames; ++i)
                QVERIFY((*encoder)->push(testing::clipPicture(options, i)).has_value());
            QVERIFY((*encoder)->finish().has_value());
            while (true) {
                auto packet = (*encoder)->pull();
                QVERIFY(packet.has_value());
                if (!*packet) break;
                QVERIFY((*muxer)->write(track, std::move(**packet)).has_value());
            }
        }
        QVERIFY((*muxer)->finish().has_value() && (*muxer)->publish(media::Existing::Replace).has_value());
        const auto notes = testing::transcodeFile(path("sizes.mkv"), fresh("sizes-out.mp4"), {});
        QVERIFY(notes.has_value());
        QVERIFY(testing::findNote(*notes, api::Fate::Changed, "picture size") != nullptr);
        const auto pictures = testing::readPictures(path("sizes-out.mp4"));
        QVERIFY(pictures.has_value());
        QCOMPARE(pictures->size(), std::size_t{10});
        for (const frame::Frame& picture : *pictures) QCOMPARE(picture.spec().width, 64);
    }

    void decodersThatThreadGiveTheSamePictures() {
        ClipOptions options;
        options.frames = 20;
        QVERIFY(testing::makeClip(fresh("threads.mp4"), options).has_value());
        const auto full = testing::readPictures(path("threads.mp4"), {}, media::ProbeDepth::Full);
        const auto quick = testing::readPictures(path("threads.mp4"), {}, media::ProbeDepth::Header);
        QVERIFY(full.has_value() && quick.has_value());
        QCOMPARE(full->size(), quick->size());
        for (std::size_t i = 0; i < full->size(); ++i) {
            QCOMPARE((*full)[i].info().pts, (*quick)[i].info().pts);
            QCOMPARE(testing::lumaPsnr((*full)[i], (*quick)[i]), 100.0);
        }
    }
};

QTEST_GUILESS_MAIN(tst_RoundTrip)
#include "tst_round_trip.moc"
