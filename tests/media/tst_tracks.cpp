#include <QTemporaryDir>
#include <QtTest>

#include "engine/media/probe.h"
#include "tests/media/transcode_file.h"
#include "tests/support/clips.h"

using namespace fotograma;
using media::Container;
using testing::ClipOptions;

namespace {

constexpr double kFrame = 0.04;

ClipOptions clapper() {
    ClipOptions options;
    options.frames = 50;
    options.gopFrames = 12;
    options.sounds = {{.codec = "aac", .language = "eng"}};
    options.clicks = {0.4, 1.0, 1.6};
    return options;
}

}  // namespace

class tst_Tracks : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path fresh(const char* name) const {
        std::filesystem::remove(path(name));
        return path(name);
    }

    /// Clicks and flashes of the file, checked against each other and against `expected`.
    void compareClicks(const std::filesystem::path& file, const std::vector<double>& expected, double shift = kFrame) {
        const auto pictures = testing::readPictures(file);
        const auto sound = testing::readSound(file);
        QVERIFY(pictures.has_value() && sound.has_value());
        const std::vector<double> flashes = testing::findFlashes(*pictures);
        const std::vector<double> clicks = testing::findClicks(*sound);
        QCOMPARE(flashes.size(), expected.size());
        QCOMPARE(clicks.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY2(std::abs(flashes[i] - clicks[i]) < 0.02,
                     qPrintable(QString("%1 %2").arg(flashes[i]).arg(clicks[i])));
            QVERIFY2(std::abs(flashes[i] - expected[i]) < shift,
                     qPrintable(QString("%1 %2").arg(flashes[i]).arg(expected[i])));
        }
    }

private slots:
    void pictureAndSoundStayTogether_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("sound");
        QTest::addColumn<QString>("rule");
        const auto row = [](Container from, Container to, const char* sound, const char* rule) {
            QTest::addRow("%s to %s, %s by %s", std::string(media::toText(from)).c_str(),
                          std::string(media::toText(to)).c_str(), sound, rule)
                << static_cast<int>(from) << static_cast<int>(to) << sound << rule;
        };
        row(Container::Mp4, Container::Mp4, "aac", "auto");
        row(Container::Mp4, Container::Mkv, "aac", "auto");
        row(Container::Mkv, Container::Mp4, "aac", "auto");
        row(Container::Mkv, Container::Mkv, "opus", "auto");
        row(Container::Mkv, Container::Mp4, "flac", "aac");
        row(Container::Mov, Container::Mp4, "pcm", "auto");
        row(Container::Mp4, Container::Mkv, "aac", "opus");
        row(Container::Mp4, Container::Mov, "aac", "aac");
        row(Container::Mkv, Container::Mkv, "pcm", "flac");
    }
    void pictureAndSoundStayTogether() {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, sound);
        QFETCH(QString, rule);
        ClipOptions options = clapper();
        options.container = static_cast<Container>(from);
        options.sounds[0].codec = sound.toStdString();
        options.sounds[0].sampleRate = sound == "opus" ? 48000 : 44100;
        QVERIFY(testing::makeClip(fresh("clapper.bin"), options).has_value());
        const auto slack = [&](Container container) {  // Matroska starts with AAC's run-up, on all tracks
            return container == Container::Mkv && (sound == "aac" || rule == "aac") ? kFrame : 0.005;
        };
        compareClicks(path("clapper.bin"), options.clicks, slack(options.container));
        testing::TranscodeOptions transcode;
        transcode.container = static_cast<Container>(to);
        transcode.rules.audioRules = {{.codec = rule.toStdString()}};
        const auto notes = testing::transcodeFile(path("clapper.bin"), fresh("clapper-out.bin"), transcode);
        QVERIFY2(notes.has_value(), notes ? "" : notes.error().message.c_str());
        compareClicks(path("clapper-out.bin"), options.clicks,
                      std::max(slack(options.container), slack(transcode.container)));
    }

    void aCutIsExact_data() {
        QTest::addColumn<double>("start");
        QTest::addColumn<double>("duration");
        QTest::addColumn<QString>("rule");
        for (const char* rule : {"auto", "aac"}) {
            QTest::addRow("from the middle, %s", rule) << 0.72 << 0.6 << rule;
            QTest::addRow("from a key frame, %s", rule) << 0.48 << 1.0 << rule;
            QTest::addRow("from the start, %s", rule) << 0.0 << 0.8 << rule;
        }
    }
    void aCutIsExact() {
        QFETCH(double, start);
        QFETCH(double, duration);
        QFETCH(QString, rule);
        const ClipOptions options = clapper();
        QVERIFY(testing::makeClip(fresh("long.mp4"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.trim = {start, duration};
        transcode.rules.audioRules = {{.codec = rule.toStdString()}};
        QVERIFY(testing::transcodeFile(path("long.mp4"), fresh("cut.mp4"), transcode).has_value());
        std::vector<double> expected;
        for (const double click : options.clicks)
            if (click >= start && click < start + duration) expected.push_back(click - start);
        compareClicks(path("cut.mp4"), expected, 0.005);
        const auto pictures = testing::readPictures(path("cut.mp4"));
        QCOMPARE(static_cast<int>(pictures->size()), static_cast<int>(std::lround(duration * 25)));
        QVERIFY(testing::lumaPsnr(pictures->front(),
                                  testing::clipPicture(options, static_cast<int>(std::lround(start * 25)))) > 25.0);
    }

    void aLateStartStaysLate() {
        ClipOptions options = clapper();
        options.sounds[0].startSeconds = 0.3;
        QVERIFY(testing::makeClip(fresh("late.mkv"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.rules.audioRules = {{.codec = "aac"}};
        QVERIFY(testing::transcodeFile(path("late.mkv"), fresh("late-out.mp4"), transcode).has_value());
        compareClicks(path("late-out.mp4"), options.clicks, 0.005);
    }

    void aGapInTheSoundBecomesSilence() {
        ClipOptions options = clapper();
        options.container = Container::Mkv;
        options.sounds[0].codec = "pcm";
        options.sounds[0].gaps = {0.6};  // the click at 1.0 must not move to 0.7
        QVERIFY(testing::makeClip(fresh("gap.mkv"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.rules.audioRules = {{.codec = "aac"}};
        const auto notes = testing::transcodeFile(path("gap.mkv"), fresh("gap-out.mp4"), transcode);
        QVERIFY(notes.has_value());
        bool isNamed = false;
        for (const api::FateNote& note : *notes)
            isNamed = isNamed || note.sentence.find("silence") != std::string::npos;
        QVERIFY(isNamed);
        compareClicks(path("gap-out.mp4"), options.clicks, 0.005);
    }

    void channelsAndRatesFollowTheRule() {
        ClipOptions options = clapper();
        options.container = Container::Mkv;
        options.sounds = {{.codec = "flac", .sampleRate = 44100, .channels = 6}};
        QVERIFY(testing::makeClip(fresh("six.mkv"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.rules.audioRules = {{.codec = "aac", .channels = 2, .sampleRate = 48000}};
        QVERIFY(testing::transcodeFile(path("six.mkv"), fresh("six-out.mp4"), transcode).has_value());
        const auto info = media::probe(path("six-out.mp4"));
        QVERIFY(info.has_value());
        QCOMPARE(info->tracks[1].audio->channels, 2);
        QCOMPARE(info->tracks[1].audio->sampleRate, 48000);
        transcode.container = Container::Mkv;
        transcode.rules.audioRules = {{.codec = "opus"}};
        QVERIFY(testing::transcodeFile(path("six.mkv"), fresh("six-out.mkv"), transcode).has_value());
        QCOMPARE(media::probe(path("six-out.mkv"))->tracks[1].audio->channels, 6);
    }

    void whatBelongsToTheFilmIsCarriedOver() {
        ClipOptions options = clapper();
        options.container = Container::Mkv;
        options.sounds.push_back({.codec = "opus", .language = "spa"});
        options.subtitles = {{0.2, 0.6, "Hola"}, {1.0, 1.5, "Adiós"}};
        options.chapters = {{0.0, 1.0, "Uno"}, {1.0, 2.0, "Dos"}};
        options.attachments = {{"../../letra.ttf", "font/ttf", "not really a font"}};
        options.tags = {{"title", "La prueba"}, {"comment", "hecha aquí"}};
        QVERIFY(testing::makeClip(fresh("rich.mkv"), options).has_value());
        for (const Container container : {Container::Mkv, Container::Mp4}) {
            testing::TranscodeOptions transcode;
            transcode.container = container;
            const auto file = fresh("rich-out.bin");
            const auto notes = testing::transcodeFile(path("rich.mkv"), file, transcode);
            QVERIFY2(notes.has_value(), notes ? "" : notes.error().message.c_str());
            const auto info = media::probe(file);
            QVERIFY(info.has_value());
            QCOMPARE(info->tracks[1].language, std::string("eng"));
            QCOMPARE(info->tracks[2].language, std::string("spa"));
            QCOMPARE(info->tracks[3].kind, media::TrackKind::Subtitle);
            QCOMPARE(info->tracks[3].language, std::string("eng"));
            QCOMPARE(info->tracks[3].codec, std::string(container == Container::Mkv ? "subrip" : "mov_text"));
            QCOMPARE(info->chapters.size(), std::size_t{2});
            QCOMPARE(info->chapters[1].title, std::string("Dos"));
            const auto title =
                std::ranges::find(info->tags, std::string("title"), &std::pair<std::string, std::string>::first);
            QVERIFY(title != info->tags.end());
            if (container == Container::Mkv) {
                const media::Track& font = info->tracks.back();
                QCOMPARE(font.kind, media::TrackKind::Attachment);
                QCOMPARE(font.attachment->fileName, std::string("letra.ttf"));  // a name, never a path
                QCOMPARE(font.attachment->sizeBytes, std::int64_t{17});
            } else {
                QVERIFY(testing::findNote(*notes, api::Fate::Lost, "attachment") != nullptr);
                QVERIFY(testing::findNote(*notes, api::Fate::Changed, "subtitle") != nullptr);
            }
        }
    }

    void subtitlesAndChaptersMoveWithACut() {
        ClipOptions options = clapper();
        options.container = Container::Mkv;
        options.subtitles = {{0.1, 0.3, "before"}, {0.5, 0.9, "across"}, {1.2, 1.4, "inside"}, {1.8, 1.9, "after"}};
        options.chapters = {{0.0, 1.0, "Uno"}, {1.0, 2.0, "Dos"}};
        QVERIFY(testing::makeClip(fresh("lines.mkv"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.container = Container::Mkv;
        transcode.trim = {0.8, 0.8};
        for (const char* codec : {"copy", "ass"}) {
            transcode.rules.subtitleRules = {{.codec = codec}};
            QVERIFY(testing::transcodeFile(path("lines.mkv"), fresh("lines-out.mkv"), transcode).has_value());
            auto demuxer = media::Demuxer::open(path("lines-out.mkv"), {});
            QVERIFY(demuxer.has_value());
            std::vector<std::pair<double, double>> times;
            const int track = 2;
            (*demuxer)->select(std::span(&track, 1));
            while (true) {
                const auto packet = (*demuxer)->read();
                QVERIFY(packet.has_value());
                if (!*packet) break;
                times.emplace_back((*packet)->timeSeconds(), (*packet)->endSeconds());
            }
            QCOMPARE(times.size(), std::size_t{2});
            QVERIFY(std::abs(times[0].first) < 0.05 && std::abs(times[0].second - 0.1) < 0.05);
            QVERIFY(std::abs(times[1].first - 0.4) < 0.05 && std::abs(times[1].second - 0.6) < 0.05);
            const auto chapters = (*demuxer)->info().chapters;
            QCOMPARE(chapters.size(), std::size_t{2});
            QVERIFY(std::abs(chapters[1].startSeconds - 0.2) < 0.05);
        }
    }

    void aCopiedPictureKeepsItsTurnAndItsBytes() {
        ClipOptions options = clapper();
        options.transform = {90, true, true};
        QVERIFY(testing::makeClip(fresh("turned.mp4"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.rules.copyVideo = true;
        QVERIFY(testing::transcodeFile(path("turned.mp4"), fresh("turned-out.mp4"), transcode).has_value());
        const auto info = media::probe(path("turned-out.mp4"));
        QVERIFY(info.has_value());
        QVERIFY(info->video()->video->transform == options.transform);
        const auto before = testing::readPictures(path("turned.mp4"));
        const auto after = testing::readPictures(path("turned-out.mp4"));
        QCOMPARE(before->size(), after->size());
        QCOMPARE(testing::lumaPsnr(before->back(), after->back()), 100.0);
        compareClicks(path("turned-out.mp4"), options.clicks, 0.005);
    }

    void aCopiedCutStaysInStep() {
        const ClipOptions options = clapper();
        QVERIFY(testing::makeClip(fresh("copycut.mp4"), options).has_value());
        testing::TranscodeOptions transcode;
        transcode.rules.copyVideo = true;
        transcode.trim = {0.7, 1.1};
        for (const Container container : {Container::Mp4, Container::Mkv}) {
            transcode.container = container;
            QVERIFY(testing::transcodeFile(path("copycut.mp4"), fresh("copycut-out.bin"), transcode).has_value());
            const auto pictures = testing::readPictures(path("copycut-out.bin"));
            const auto sound = testing::readSound(path("copycut-out.bin"));
            QVERIFY(pictures.has_value() && sound.has_value());
            const auto flashes = testing::findFlashes(*pictures);
            const auto clicks = testing::findClicks(*sound);
            QCOMPARE(flashes.size(), std::size_t{2});
            QCOMPARE(clicks.size(), std::size_t{2});
            for (std::size_t i = 0; i < 2; ++i) QVERIFY(std::abs(flashes[i] - clicks[i]) < kFrame);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Tracks)
#include "tst_tracks.moc"
