// Which frames are looked at in real files: key frames as ffprobe counts them, samples as the times of all frames say.
#include <QDir>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "tests/media_files/program.h"

using namespace fotograma::tests;

namespace {

constexpr double kEvery = 0.7;

QJsonArray rowsOf(const QJsonObject& line) {
    return line[QStringLiteral("report")][QStringLiteral("frames")][QStringLiteral("luma")][QStringLiteral("rows")]
        .toArray();
}

/// Column 1 of the rows.
QList<double> timesOf(const QJsonArray& rows) {
    QList<double> times;
    for (const QJsonValue& row : rows) times << row.toArray()[1].toDouble();
    return times;
}

/// For each target the first time at or after it, once.
QList<double> answers(const QList<double>& times) {
    QList<double> chosen;
    for (int target = 0; !times.isEmpty() && target * kEvery <= times.back() + 0.0005; ++target) {
        const auto found = std::ranges::find_if(times, [&](double time) { return time + 0.0005 >= target * kEvery; });
        if (found != times.end() && (chosen.isEmpty() || chosen.back() != *found)) chosen << *found;
    }
    return chosen;
}

}  // namespace

class tst_MediaModes : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QString reason;
        m_media = mediaFolder(reason);
        if (m_media.isEmpty()) QSKIP(qPrintable(reason));
        for (const QString& name : QDir(m_media).entryList(QDir::Files, QDir::Name))
            if (name != QStringLiteral("README.md") && QFileInfo(m_media, name).size() < (4 << 20))
                m_files << m_media + QLatin1Char('/') + name;
        m_keys = analyse({QStringLiteral("--mode"), QStringLiteral("keyframes")});
        m_samples = analyse({QStringLiteral("--mode"), QStringLiteral("sample"), QStringLiteral("--every"),
                             QString::number(kEvery) + QLatin1Char('s')});
        m_all = analyse({QStringLiteral("--mode"), QStringLiteral("all")});
    }

    void looksAtTheFramesThatItShould_data() {
        QTest::addColumn<QString>("file");
        for (const QString& file : m_files) QTest::newRow(qPrintable(QFileInfo(file).fileName())) << file;
        if (m_files.isEmpty()) QSKIP("no real media");
    }

    void looksAtTheFramesThatItShould() {
        QFETCH(QString, file);
        const QJsonObject all = m_all.finishedLine(file);
        const QJsonObject keys = m_keys.finishedLine(file);
        const QJsonObject samples = m_samples.finishedLine(file);
        QVERIFY(!all.isEmpty() && !keys.isEmpty() && !samples.isEmpty());
        if (all[QStringLiteral("state")] != QStringLiteral("done"))
            QSKIP(qPrintable(all[QStringLiteral("error")][QStringLiteral("message")].toString()));
        QCOMPARE(samples[QStringLiteral("state")].toString(), QStringLiteral("done"));
        QCOMPARE(timesOf(rowsOf(samples)), answers(timesOf(rowsOf(all))));
        for (const QJsonValue& row : rowsOf(samples)) checkSameNumbers(row.toArray(), rowsOf(all));
        checkKeys(file, keys);
    }

private:
    Finished analyse(const QStringList& options) const {
        const Program program;
        return program.run(QStringList{QStringLiteral("analyze"), QStringLiteral("--json"), QStringLiteral("-m"),
                                       QStringLiteral("luma"), QStringLiteral("--per-frame")} +
                               options + QStringList{QStringLiteral("--")} + m_files,
                           400000);
    }

    /// The numbers of a frame do not depend on how it was reached.
    static void checkSameNumbers(const QJsonArray& row, const QJsonArray& all) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const QJsonValue& other) {
            return other.toArray()[1].toDouble() == row[1].toDouble();
        });
        QVERIFY(found != all.end());
        for (int column = 2; column < row.size(); ++column) QCOMPARE(row[column], (*found).toArray()[column]);
    }

    static qsizetype keyFrames(const QString& file, const QString& track) {
        const QJsonArray frames =
            ffprobe(file,
                    {QStringLiteral("-select_streams"), track, QStringLiteral("-skip_frame"), QStringLiteral("nokey"),
                     QStringLiteral("-show_entries"), QStringLiteral("frame=key_frame")})[QStringLiteral("frames")]
                .toArray();
        return std::count_if(frames.begin(), frames.end(),
                             [](const QJsonValue& frame) { return frame[QStringLiteral("key_frame")].toInt() == 1; });
    }

    static qsizetype keyPackets(const QString& file, const QString& track) {
        const QJsonArray packets =
            ffprobe(file, {QStringLiteral("-select_streams"), track, QStringLiteral("-show_entries"),
                           QStringLiteral("packet=flags")})[QStringLiteral("packets")]
                .toArray();
        return std::count_if(packets.begin(), packets.end(), [](const QJsonValue& packet) {
            return packet[QStringLiteral("flags")].toString().contains(QLatin1Char('K'));
        });
    }

    static void checkKeys(const QString& file, const QJsonObject& line) {
        QCOMPARE(line[QStringLiteral("state")].toString(), QStringLiteral("done"));
        const QJsonObject report = line[QStringLiteral("report")].toObject();
        QCOMPARE(report[QStringLiteral("mode")].toString(), QStringLiteral("keyframes"));
        const QJsonArray rows = rowsOf(line);
        QCOMPARE(report[QStringLiteral("frames_measured")].toInt(), rows.size());
        const QString track = QString::number(report[QStringLiteral("input")][QStringLiteral("video_track")].toInt());
        // A key frame is what both call so: some decoders (QuickTime animation) call every frame a key frame, and some
        // (VP9, AV1) decode all of them whatever they are told.
        QCOMPARE(rows.size(), std::min(keyFrames(file, track), keyPackets(file, track)));
    }

    QString m_media;
    QStringList m_files;
    Finished m_all;
    Finished m_keys;
    Finished m_samples;
};

QTEST_GUILESS_MAIN(tst_MediaModes)
#include "tst_modes.moc"
