#include <QTemporaryDir>
#include <QtTest>

#include "engine/media/describe.h"
#include "engine/media/probe.h"
#include "tests/support/clips.h"

using namespace fotograma;
using media::Container;
using media::DisplayTransform;
using testing::ClipOptions;

namespace {

/// What a point of a coded picture becomes on the screen, by the words of DisplayTransform.
std::pair<int, int> shown(const DisplayTransform& transform, int x, int y) {
    if (transform.mirrored) x = -x;
    for (int turned = 0; turned < transform.clockwise; turned += 90) {
        const int right = -y;  // y goes down: a quarter to the right moves what was on top to the right
        y = x;
        x = right;
    }
    return {x, y};
}

}  // namespace

class tst_Probe : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void tellsWhatAClipWasMadeOf() {
        ClipOptions options;
        options.sounds = {{.codec = "aac", .language = "spa"}};
        options.chapters = {{0.0, 0.5, "One"}, {0.5, 1.0, "Two"}};
        options.tags = {{"title", "Prueba ñ"}};
        options.color = {9, 16, 9, false, 0};
        options.bits = 10;
        options.sampleAspect = {4, 3};
        QVERIFY(testing::makeClip(path("whole.mp4"), options).has_value());
        const auto info = media::probe(path("whole.mp4"));
        QVERIFY(info.has_value());
        QCOMPARE(info->container, std::string("mp4"));
        QCOMPARE(info->tracks.size(), std::size_t{3});  // the third is the text of the chapters
        QVERIFY(info->tracks[2].isChapterText);
        const media::VideoFacts& video = *info->video()->video;
        QCOMPARE(info->video()->codec, std::string("h264"));
        QCOMPARE(video.width, 64);
        QCOMPARE(video.displayWidth, 85);
        QCOMPARE(video.bits, 10);
        QCOMPARE(video.color.transfer, 16);
        QVERIFY(video.color.isHdr());
        QVERIFY(!video.isVariableRate);
        QCOMPARE(video.frameRate.value(), 25.0);
        QCOMPARE(info->tracks[1].language, std::string("spa"));
        QCOMPARE(info->tracks[1].audio->channels, 2);
        QCOMPARE(info->chapters.size(), std::size_t{2});
        QCOMPARE(info->chapters[1].title, std::string("Two"));
        QVERIFY(std::abs(info->durationSeconds - 1.0) < 0.05);
        QCOMPARE(media::trackName(*info, 1), std::string("audio 1 (spa, AAC, stereo)"));
        const base::Json json = media::toJson(*info);
        QCOMPARE(json["tags"]["title"].asString(), std::string("Prueba ñ"));
        QCOMPARE(json["tracks"].items()[0]["video"]["bits"].asInteger(), std::int64_t{10});
    }

    void namesEachContainer_data() {
        QTest::addColumn<int>("container");
        QTest::addColumn<QString>("name");
        QTest::newRow("mp4") << static_cast<int>(Container::Mp4) << "mp4";
        QTest::newRow("mov") << static_cast<int>(Container::Mov) << "mov";
        QTest::newRow("mkv") << static_cast<int>(Container::Mkv) << "mkv";
        QTest::newRow("webm") << static_cast<int>(Container::WebM) << "webm";
    }
    void namesEachContainer() {
        QFETCH(int, container);
        QFETCH(QString, name);
        ClipOptions options;
        options.container = static_cast<Container>(container);
        options.frames = 3;
        if (options.container == Container::WebM) {
            options.codec = media::VideoCodec::Av1;
            options.width = options.height = 64;
        }
        const auto file = path("any-name.mp4");  // the content decides, not the name
        QVERIFY(testing::makeClip(file, options).has_value());
        const auto info = media::probe(file, media::ProbeDepth::Header);
        QVERIFY(info.has_value());
        QCOMPARE(info->container, name.toStdString());
        QCOMPARE(info->videoTrack, 0);
    }

    void theHeaderAloneTellsTheSameAsALookInside() {
        ClipOptions options;
        options.sounds = {{}};
        QVERIFY(testing::makeClip(path("quick.mp4"), options).has_value());
        const auto quick = media::probe(path("quick.mp4"), media::ProbeDepth::Header);
        const auto full = media::probe(path("quick.mp4"), media::ProbeDepth::Full);
        QVERIFY(quick.has_value() && full.has_value());
        QCOMPARE(quick->startSeconds, full->startSeconds);
        QCOMPARE(quick->durationSeconds, full->durationSeconds);
        QCOMPARE(quick->video()->video->frameRate.value(), full->video()->video->frameRate.value());
        QVERIFY(quick->video()->video->pixelFormat.empty());  // only decoding tells
        QCOMPARE(full->video()->video->pixelFormat, std::string("yuv420p"));
    }

    void everyTurnAndMirrorIsRead_data() {
        QTest::addColumn<int>("clockwise");
        QTest::addColumn<bool>("mirrored");
        for (const int clockwise : {0, 90, 180, 270})
            for (const bool mirrored : {false, true})
                QTest::addRow("%d%s", clockwise, mirrored ? " mirrored" : "") << clockwise << mirrored;
    }
    void everyTurnAndMirrorIsRead() {
        QFETCH(int, clockwise);
        QFETCH(bool, mirrored);
        ClipOptions options;
        options.frames = 2;
        options.transform = {clockwise, mirrored, true};
        QVERIFY(testing::makeClip(path("turned.mp4"), options).has_value());
        const auto info = media::probe(path("turned.mp4"));
        QVERIFY(info.has_value());
        const media::VideoFacts& video = *info->video()->video;
        QCOMPARE(video.transform.clockwise, clockwise);
        QCOMPARE(video.transform.mirrored, mirrored);
        QCOMPARE(video.displayWidth, clockwise % 180 == 0 ? 64 : 48);
    }

    void theMatrixMovesPointsAsTheWordsSay() {
        for (const int clockwise : {0, 90, 180, 270})
            for (const bool mirrored : {false, true}) {
                const DisplayTransform transform{clockwise, mirrored, true};
                const auto [ax, ay] = shown(transform, 1, 0);
                const auto [bx, by] = shown(transform, 0, 1);
                constexpr std::int32_t kOne = 1 << 16;
                const std::int32_t matrix[9] = {ax * kOne, ay * kOne, 0, bx * kOne, by * kOne, 0, 0, 0, 1 << 30};
                QVERIFY(media::toDisplayTransform(matrix) == transform);
            }
    }

    void aVariableRateIsCalledSo() {
        ClipOptions options;
        options.times = {0.0, 0.04, 0.08, 0.2, 0.24, 0.5, 0.54};
        QVERIFY(testing::makeClip(path("uneven.mp4"), options).has_value());
        const auto info = media::probe(path("uneven.mp4"));
        QVERIFY(info.has_value());
        QVERIFY(info->video()->video->isVariableRate);
        QVERIFY(!info->video()->video->frameRate.isPositive());
        QVERIFY(info->video()->video->meanRate.isPositive());
    }

    void soundAloneHasNoPicture() {
        ClipOptions options;
        options.frames = 0;
        options.sounds = {{}};
        QVERIFY(testing::makeClip(path("sound.mp4"), options).has_value());
        const auto info = media::probe(path("sound.mp4"));
        QVERIFY(info.has_value());
        QCOMPARE(info->videoTrack, -1);
        QVERIFY(info->video() == nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_Probe)
#include "tst_probe.moc"
