#include <QtTest>

#include "engine/media/track_plan.h"

using namespace fotograma;
using api::Fate;
using media::Container;
using media::TrackAction;
using media::TrackKind;

namespace {

media::Track soundTrack(int index, const char* codec, int channels = 2, const char* language = "") {
    media::Track track;
    track.index = index;
    track.kind = TrackKind::Audio;
    track.codec = codec;
    track.canDecode = true;
    track.language = language;
    track.audio = media::AudioFacts{48000, channels, channels == 2 ? "stereo" : "5.1", 0};
    return track;
}

media::Track textTrack(int index, const char* codec, bool isText = true) {
    media::Track track;
    track.index = index;
    track.kind = TrackKind::Subtitle;
    track.codec = codec;
    track.canDecode = true;
    track.isText = isText;
    return track;
}

media::Track pictureTrack(int index, const char* codec) {
    media::Track track;
    track.index = index;
    track.kind = TrackKind::Video;
    track.codec = codec;
    track.canDecode = true;
    track.video = media::VideoFacts{};
    track.video->width = 64;
    track.video->height = 48;
    return track;
}

media::MediaInfo infoWith(std::vector<media::Track> others) {
    media::MediaInfo info;
    info.tracks.push_back(pictureTrack(0, "h264"));
    for (media::Track& track : others) info.tracks.push_back(std::move(track));
    info.videoTrack = 0;
    return info;
}

Container container(const QString& name) { return *media::containerFromText(name.toStdString()); }

}  // namespace

class tst_TrackPlan : public QObject {
    Q_OBJECT

private slots:
    void aTrackGoesWhereTheTableSays_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("codec");
        QTest::addColumn<QString>("into");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("becomes");  // "=" copied, "" dropped, else the codec it is converted to
        const auto row = [](const char* kind, const char* codec, const char* into, const char* rule,
                            const char* becomes) {
            QTest::addRow("%s %s into %s by %s", kind, codec, into, rule) << kind << codec << into << rule << becomes;
        };
        row("audio", "aac", "mp4", "auto", "=");
        row("audio", "ac3", "mp4", "auto", "=");
        row("audio", "vorbis", "mp4", "auto", "aac");
        row("audio", "dts", "mp4", "auto", "aac");
        row("audio", "dts", "mkv", "auto", "=");
        row("audio", "pcm_s16le", "mp4", "auto", "aac");
        row("audio", "pcm_s16le", "mov", "auto", "=");
        row("audio", "pcm_s24be", "mkv", "auto", "=");
        row("audio", "pcm_f32be", "mkv", "auto", "flac");
        row("audio", "aac", "webm", "auto", "opus");
        row("audio", "opus", "webm", "auto", "=");
        row("audio", "opus", "mov", "auto", "aac");
        row("audio", "aac", "mp4", "opus", "opus");
        row("audio", "aac", "webm", "aac", "opus");  // webm cannot, so the usual
        row("audio", "flac", "mp4", "flac", "=");
        row("audio", "vorbis", "mp4", "copy", "");
        row("audio", "aac", "mp4", "drop", "");
        row("subtitle", "subrip", "mp4", "auto", "mov_text");
        row("subtitle", "subrip", "mkv", "auto", "=");
        row("subtitle", "mov_text", "mkv", "auto", "subrip");
        row("subtitle", "mov_text", "webm", "auto", "webvtt");
        row("subtitle", "ass", "mkv", "srt", "subrip");
        row("subtitle", "ass", "mp4", "auto", "mov_text");
        row("subtitle", "hdmv_pgs_subtitle", "mkv", "auto", "=");
        row("subtitle", "hdmv_pgs_subtitle", "mp4", "auto", "");
        row("subtitle", "dvb_subtitle", "webm", "auto", "");
        row("subtitle", "subrip", "mp4", "copy", "");
    }
    void aTrackGoesWhereTheTableSays() {
        QFETCH(QString, kind);
        QFETCH(QString, codec);
        QFETCH(QString, into);
        QFETCH(QString, rule);
        QFETCH(QString, becomes);
        const QByteArray name = codec.toUtf8();
        const bool isPicture = codec.startsWith("hdmv") || codec.startsWith("dvb");
        const auto info = infoWith({kind == "audio" ? soundTrack(1, name) : textTrack(1, name, !isPicture)});
        media::TrackRules rules;
        auto& list = kind == "audio" ? rules.audioRules : rules.subtitleRules;
        list = {{.codec = rule.toStdString()}};
        const media::TrackPlan plan = media::planTracks(info, container(into), rules);
        QCOMPARE(plan.notes.size(), std::size_t{1});
        QVERIFY(!plan.notes[0].sentence.empty());
        if (becomes.isEmpty()) {
            QVERIFY(plan.tracks.empty());
            QCOMPARE(plan.notes[0].fate, Fate::Lost);
            return;
        }
        QCOMPARE(plan.tracks.size(), std::size_t{1});
        const bool isCopy = becomes == "=";
        QCOMPARE(plan.tracks[0].action, isCopy ? TrackAction::Copy : TrackAction::Convert);
        QCOMPARE(plan.tracks[0].codec, isCopy ? codec.toStdString() : becomes.toStdString());
        QCOMPARE(plan.notes[0].fate, isCopy ? Fate::Kept : Fate::Changed);
    }

    void theFirstRuleThatFitsDecides() {
        const auto info =
            infoWith({soundTrack(1, "aac", 6, "eng"), soundTrack(2, "aac", 2, "spa"), soundTrack(3, "aac", 2, "deu")});
        media::TrackRules rules;
        rules.audioRules = {{.language = "eng", .codec = "opus", .bitrateKbps = 96, .channels = 2},
                            {.track = 1, .codec = "drop"}};
        const media::TrackPlan plan = media::planTracks(info, Container::Mp4, rules);
        QCOMPARE(plan.tracks.size(), std::size_t{2});
        QCOMPARE(plan.tracks[0].codec, std::string("opus"));
        QCOMPARE(plan.tracks[0].audio.bitRate, std::int64_t{96000});
        QCOMPARE(plan.tracks[0].audio.channels, 2);
        QCOMPARE(plan.tracks[1].track, 3);
        QCOMPARE(plan.tracks[1].action, TrackAction::Copy);
    }

    void firstMeansTheDefaultTrack() {
        auto info = infoWith({soundTrack(1, "aac"), soundTrack(2, "aac")});
        info.tracks[2].isDefault = true;
        media::TrackRules rules;
        rules.audio = media::TrackChoice::First;
        const media::TrackPlan plan = media::planTracks(info, Container::Mp4, rules);
        QCOMPARE(plan.tracks.size(), std::size_t{1});
        QCOMPARE(plan.tracks[0].track, 2);
    }

    void otherChannelsOrRatesNeedAConversion() {
        const auto info = infoWith({soundTrack(1, "aac", 6)});
        media::TrackRules rules;
        rules.audioRules = {{.channels = 2}};
        const media::TrackPlan plan = media::planTracks(info, Container::Mp4, rules);
        QCOMPARE(plan.tracks[0].action, TrackAction::Convert);
        QCOMPARE(plan.tracks[0].codec, std::string("aac"));
    }

    void soundOfUnknownCodingIsDroppedWithAReason() {
        auto info = infoWith({soundTrack(1, "")});
        info.tracks[1].canDecode = false;
        info.tracks[1].audio = media::AudioFacts{};
        const media::TrackPlan plan = media::planTracks(info, Container::Mkv, {});
        QVERIFY(plan.tracks.empty());
        QCOMPARE(plan.notes[0].fate, Fate::Lost);
    }

    void nothingDisappearsSilently() {
        auto info = infoWith({soundTrack(1, "aac")});
        media::Track other = pictureTrack(2, "h264");
        media::Track cover = pictureTrack(3, "mjpeg");
        cover.video->isCover = true;
        media::Track font;
        font.index = 4;
        font.kind = TrackKind::Attachment;
        font.attachment = media::AttachmentFacts{"a.ttf", "font/ttf", 10};
        media::Track telemetry;
        telemetry.index = 5;
        telemetry.codec = "gpmd";
        info.tracks.insert(info.tracks.end(), {other, cover, font, telemetry});
        info.chapters = {{0.0, 1.0, "One"}};
        info.tags = {{"title", "A"}, {"com.apple.quicktime.model", "B"}, {"major_brand", "isom"}};
        info.tracks[0].video->dolbyVisionProfile = 8;

        const media::TrackPlan mp4 = media::planTracks(info, Container::Mp4, {});
        const auto fate = [](const media::TrackPlan& plan, std::string_view subject, Fate wanted) {
            return std::ranges::any_of(plan.notes, [&](const api::FateNote& note) {
                return note.fate == wanted && std::string_view(note.subject).starts_with(subject);
            });
        };
        QVERIFY(fate(mp4, "video 2", Fate::Lost));
        QVERIFY(fate(mp4, "cover picture", Fate::Kept));
        QVERIFY(fate(mp4, "attachment 1", Fate::Lost));
        QVERIFY(fate(mp4, "data 1", Fate::Lost));
        QVERIFY(fate(mp4, "Dolby Vision", Fate::Lost));
        QVERIFY(fate(mp4, "chapters", Fate::Kept) && mp4.chapters);
        QVERIFY(fate(mp4, "tags", Fate::Kept) && fate(mp4, "tags", Fate::Lost));
        const media::TrackPlan mkv = media::planTracks(info, Container::Mkv, {});
        QVERIFY(fate(mkv, "attachment 1", Fate::Kept));
        QVERIFY(!fate(mkv, "tags", Fate::Lost));
    }

    void aCopiedPictureMustFitTheContainer() {
        const auto info = infoWith({});
        media::TrackRules rules;
        rules.copyVideo = true;
        QCOMPARE(media::planTracks(info, Container::Mkv, rules).tracks.size(), std::size_t{1});
        const media::TrackPlan webm = media::planTracks(info, Container::WebM, rules);
        QVERIFY(webm.tracks.empty());
        QCOMPARE(webm.notes[0].fate, Fate::Lost);
    }
};

QTEST_GUILESS_MAIN(tst_TrackPlan)
#include "tst_track_plan.moc"
