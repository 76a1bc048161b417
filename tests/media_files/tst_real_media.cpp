// Every real file is analysed whole, and its first two seconds go through a 540p transcode whose result is compared with
// what ffprobe says of the source: length, size, orientation, tracks.
#include <QDir>
#include <QMap>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "tests/media_files/program.h"

using namespace fotograma::tests;

namespace {

/// Files that cannot work, and why: each must fail, and say so.
const QMap<QString, QString> kUnsupported{
    {QStringLiteral("androidx-sample_vvc.mp4"), QStringLiteral("FFmpeg 5.1 has no VVC decoder")},
    {QStringLiteral("androidx-sample_opus_fragmented.mp4"), QStringLiteral("sound only: there is no picture")},
};

constexpr double kSeconds = 2.0;
constexpr int kBoxWidth = 960;
constexpr int kBoxHeight = 540;

constexpr const char* kRecipe = R"({"version":1,"id":"short-540p","title":"Two seconds, 540 lines",
  "filters":[{"id":"resize","params":{"width":960,"height":540,"fit":"inside","only_shrink":true}}],
  "outputs":[{"name":"{stem}-{index}.{ext}","container":"mp4","video":{"codec":"h264","preset":"fastest","quality":26}}]})";

double number(const QJsonValue& value) { return value.isString() ? value.toString().toDouble() : value.toDouble(); }

/// ffprobe's "a:b" or "a/b".
double ratio(const QString& text, double fallback) {
    const QStringList parts = text.split(text.contains(QLatin1Char(':')) ? QLatin1Char(':') : QLatin1Char('/'));
    if (parts.size() != 2 || parts[0].toDouble() <= 0.0 || parts[1].toDouble() <= 0.0) return fallback;
    return parts[0].toDouble() / parts[1].toDouble();
}

QList<QJsonObject> streamsOf(const QJsonObject& probe, const QString& type) {
    QList<QJsonObject> streams;
    for (const QJsonValue& value : probe[QStringLiteral("streams")].toArray()) {
        const QJsonObject stream = value.toObject();
        if (stream[QStringLiteral("codec_type")] == type) streams.append(stream);
    }
    return streams;
}

/// Size as shown: sample aspect and rotation applied.
QSizeF displaySize(const QJsonObject& stream) {
    double width = stream[QStringLiteral("width")].toDouble();
    double height = stream[QStringLiteral("height")].toDouble();
    width *= ratio(stream[QStringLiteral("sample_aspect_ratio")].toString(), 1.0);
    for (const QJsonValue& side : stream[QStringLiteral("side_data_list")].toArray()) {
        const int turn = side.toObject()[QStringLiteral("rotation")].toInt();
        if (turn % 180 != 0) std::swap(width, height);
    }
    return {width, height};
}

struct Span {
    double seconds = 0.0;  ///< From the first to the end of the last picture within the limit.
    double longestFrame = 0.0;
    int frames = 0;
};

/// The pictures of a stream whose times lie in [from, from + limit), from its packets. A capture shows
/// nothing before its first key frame; where that comes later than `from`, a cut counts from there.
Span pictureSpan(const QString& file, int stream, double from, double limit) {
    const QJsonObject probe =
        ffprobe(file, {QStringLiteral("-select_streams"), QString::number(stream), QStringLiteral("-show_entries"),
                       QStringLiteral("packet=pts_time,dts_time,duration_time,flags"),
                       QStringLiteral("-read_intervals"), QStringLiteral("%+8")});
    QList<double> times;
    double lastDuration = 0.0;
    bool sawKey = false;
    for (const QJsonValue& value : probe[QStringLiteral("packets")].toArray()) {
        const QJsonObject packet = value.toObject();
        const QString stamp =
            packet.contains(QStringLiteral("pts_time")) ? QStringLiteral("pts_time") : QStringLiteral("dts_time");
        if (!packet.contains(stamp)) continue;
        const bool isKey = packet[QStringLiteral("flags")].toString().contains(QLatin1Char('K'));
        if (isKey && !sawKey) from = std::max(from, number(packet[stamp]));
        sawKey = sawKey || isKey;
        if (!sawKey || packet[QStringLiteral("flags")].toString().contains(QLatin1Char('D'))) continue;
        const double time = number(packet[stamp]) - from;
        if (time < -0.001 || time >= limit - 0.0005) continue;
        times.append(time);
        lastDuration = std::max(lastDuration, number(packet[QStringLiteral("duration_time")]));
    }
    std::sort(times.begin(), times.end());
    Span span;
    span.frames = static_cast<int>(times.size());
    for (qsizetype i = 1; i < times.size(); ++i)
        span.longestFrame = std::max(span.longestFrame, times[i] - times[i - 1]);
    span.longestFrame = std::max(span.longestFrame, lastDuration);
    if (!times.isEmpty()) span.seconds = times.last() - times.first() + lastDuration;
    return span;
}

/// Tracks of a kind that the report says were left out: lost, and not also kept or changed (a copied track may have lost
/// some of its packets).
qsizetype droppedTracks(const QJsonObject& report, const QString& kind) {
    QSet<QString> lost;
    QSet<QString> there;
    for (const QJsonValue& value : report[QStringLiteral("notes")].toArray()) {
        const QJsonObject note = value.toObject();
        const QString subject = note[QStringLiteral("subject")].toString();
        if (!subject.startsWith(kind + QLatin1Char(' '))) continue;
        (note[QStringLiteral("fate")] == QStringLiteral("lost") ? lost : there).insert(subject);
    }
    return (lost - there).size();
}

}  // namespace

class tst_RealMedia : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QString reason;
        m_media = mediaFolder(reason);
        if (m_media.isEmpty()) QSKIP(qPrintable(reason));
        for (const QString& name : QDir(m_media).entryList(QDir::Files, QDir::Name)) {
            if (name != QStringLiteral("README.md")) m_names.append(name);
        }
        QVERIFY(!m_names.isEmpty());
        QFile recipe(m_program.folder() + QStringLiteral("/short.recipe.json"));
        QVERIFY(recipe.open(QIODevice::WriteOnly));
        recipe.write(kRecipe);
        recipe.close();
        QStringList inputs;
        for (const QString& name : m_names) inputs.append(path(name));

        m_analysed = m_program.run(
            QStringList{QStringLiteral("analyze"), QStringLiteral("--json"), QStringLiteral("--")} + inputs, 300000);
        m_made = m_program.run(
            QStringList{QStringLiteral("run"), QStringLiteral("-r"), recipe.fileName(), QStringLiteral("--duration"),
                        QString::number(kSeconds), QStringLiteral("-o"), m_program.folder() + QStringLiteral("/out"),
                        QStringLiteral("--json"), QStringLiteral("--")} +
                inputs,
            300000);
        qInfo("%lld files: analysed in %.1f s, two seconds of each transcoded in %.1f s",
              static_cast<long long>(m_names.size()), m_analysed.seconds, m_made.seconds);
    }

    void writesJsonLinesOnlyAndSaysThatSomeFailed() {
        for (const Finished* finished : {&m_analysed, &m_made}) {
            QVERIFY2(finished->ended && !finished->crashed, finished->err.right(2000).constData());
            QVERIFY(finished->onlyJson);
            QCOMPARE(finished->exitCode, 1);
        }
    }

    void analyses_data() { rows(); }
    void analyses() {
        QFETCH(QString, name);
        const QJsonObject line = m_analysed.finishedLine(path(name));
        if (!expectsSuccess(name, line)) return;
        const QJsonObject report = line[QStringLiteral("report")].toObject();
        const QJsonObject measures = report[QStringLiteral("measures")].toObject();
        QVERIFY(report[QStringLiteral("frames_decoded")].toInt() > 0);
        const QJsonObject luma = measures[QStringLiteral("luma")].toObject()[QStringLiteral("mean")].toObject();
        const double mean = luma[QStringLiteral("mean")].toDouble(-1.0);
        QVERIFY2(mean >= 0.0 && mean <= 1.0, qPrintable(QString::number(mean)));
    }

    void transcodes_data() { rows(); }
    void transcodes() {
        QFETCH(QString, name);
        const QJsonObject line = m_made.finishedLine(path(name));
        if (!expectsSuccess(name, line)) return;
        const QJsonObject report = line[QStringLiteral("report")].toObject();
        const QJsonArray artifacts = report[QStringLiteral("artifacts")].toArray();
        QCOMPARE(artifacts.size(), 1);
        const QString made = artifacts[0].toObject()[QStringLiteral("path")].toString();
        const QByteArray complaints = decodeComplaints(made, Listen::PictureAndSound);
        QVERIFY2(complaints.isEmpty(), complaints.constData());

        const QJsonObject before =
            ffprobe(path(name), {QStringLiteral("-show_streams"), QStringLiteral("-show_format")});
        const QJsonObject after = ffprobe(made, {QStringLiteral("-show_streams"), QStringLiteral("-show_format")});
        const QJsonObject picture = streamsOf(after, QStringLiteral("video")).value(0);
        QVERIFY(!picture.isEmpty());
        const int source = report[QStringLiteral("input")].toObject()[QStringLiteral("video_track")].toInt(-1);
        QVERIFY(source >= 0);
        checkLength(name, before, source, made, picture);
        checkSize(before, source, picture);
        checkTracks(report, before, after);
    }

private:
    [[nodiscard]] QString path(const QString& name) const { return m_media + QLatin1Char('/') + name; }

    void rows() {
        QTest::addColumn<QString>("name");
        if (m_names.isEmpty()) QSKIP("no real media");
        for (const QString& name : m_names) QTest::newRow(qPrintable(name)) << name;
    }

    /// Checks the state. True when there is a result to look at.
    bool expectsSuccess(const QString& name, const QJsonObject& line) {
        const QString state = line[QStringLiteral("state")].toString();
        const QString sentence = line[QStringLiteral("error")].toObject()[QStringLiteral("message")].toString();
        if (kUnsupported.contains(name)) {
            [&] {
                QVERIFY2(state == QStringLiteral("failed") || state == QStringLiteral("refused"),
                         qPrintable(kUnsupported[name]));
            }();
            [&] { QVERIFY(!sentence.isEmpty()); }();
            return false;
        }
        [&] { QVERIFY2(state == QStringLiteral("done"), qPrintable(state + QStringLiteral(": ") + sentence)); }();
        return state == QStringLiteral("done");
    }

    void checkLength(const QString& name, const QJsonObject& before, int source, const QString& made,
                     const QJsonObject& picture) {
        // Zero is the start of the earliest track, as a player shows it.
        const double zero = number(before[QStringLiteral("format")].toObject()[QStringLiteral("start_time")]);
        const Span expected = pictureSpan(path(name), source, zero, kSeconds);
        const Span got = pictureSpan(made, picture[QStringLiteral("index")].toInt(), 0.0, 1e6);
        const double frame = std::max({expected.longestFrame, got.longestFrame, 1.0 / 60.0});
        QVERIFY2(std::abs(got.seconds - expected.seconds) <= frame + 0.002,
                 qPrintable(QStringLiteral("%1 s of pictures, the source has %2 s; a frame is %3 s (%4 of %5 frames)")
                                .arg(got.seconds)
                                .arg(expected.seconds)
                                .arg(frame)
                                .arg(got.frames)
                                .arg(expected.frames)));
    }

    void checkSize(const QJsonObject& before, int source, const QJsonObject& picture) {
        QJsonObject stream;
        for (const QJsonValue& value : before[QStringLiteral("streams")].toArray()) {
            if (value.toObject()[QStringLiteral("index")].toInt() == source) stream = value.toObject();
        }
        const QSizeF shown = displaySize(stream);
        const double scale = std::min({1.0, kBoxWidth / shown.width(), kBoxHeight / shown.height()});
        const QSizeF result = displaySize(picture);
        const QString told = QStringLiteral("%1x%2 from %3x%4")
                                 .arg(result.width())
                                 .arg(result.height())
                                 .arg(shown.width())
                                 .arg(shown.height());
        QVERIFY2(std::abs(result.width() - shown.width() * scale) <= 2.0, qPrintable(told));
        QVERIFY2(std::abs(result.height() - shown.height() * scale) <= 2.0, qPrintable(told));
        for (const QJsonValue& side : picture[QStringLiteral("side_data_list")].toArray())
            QVERIFY2(!side.toObject().contains(QStringLiteral("rotation")),
                     "the picture is upright: no rotation tag may be left");
    }

    void checkTracks(const QJsonObject& report, const QJsonObject& before, const QJsonObject& after) {
        for (const QString& kind : {QStringLiteral("audio"), QStringLiteral("subtitle")}) {
            const qsizetype had = streamsOf(before, kind).size();
            const qsizetype has = streamsOf(after, kind).size();
            QCOMPARE(has, had - droppedTracks(report, kind));
        }
        QCOMPARE(streamsOf(after, QStringLiteral("video")).size(), 1);
    }

    QString m_media;
    QStringList m_names;
    Program m_program;
    Finished m_analysed;
    Finished m_made;
};

QTEST_GUILESS_MAIN(tst_RealMedia)
#include "tst_real_media.moc"
