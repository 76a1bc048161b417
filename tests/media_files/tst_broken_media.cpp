// Damaged and hostile files: a clear end for each, no crash, no hang, no second file opened, no connection made.
#include <QDir>
#include <QSet>
#include <QTcpServer>
#include <QTest>

#include "tests/media_files/program.h"

using namespace fotograma::tests;

namespace {

/// Whole files in disguise: they must work.
const QSet<QString> kValid{QStringLiteral("wrong-extension.mkv"), QStringLiteral("-leading-dash.mp4"),
                           QStringLiteral("attachment-traversal.mkv")};

constexpr int kLimitMs = 30000;
constexpr quint16 kProbePort = 8099;  ///< The address that the hostile playlists name.

}  // namespace

class tst_BrokenMedia : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QString reason;
        const QString media = mediaFolder(reason);
        if (media.isEmpty()) QSKIP(qPrintable(reason));
        m_broken = media + QStringLiteral("/broken");
        connect(&m_listener, &QTcpServer::newConnection, this, [this] { ++m_connections; });
        QVERIFY2(m_listener.listen(QHostAddress::LocalHost, kProbePort), qPrintable(m_listener.errorString()));
    }

    void endsClearlyAndTouchesNothingElse_data() {
        QTest::addColumn<QString>("name");
        if (m_broken.isEmpty()) QSKIP("no real media");
        for (const QString& name : QDir(m_broken).entryList(QDir::Files, QDir::Name)) {
            if (name != QStringLiteral("README.md")) QTest::newRow(qPrintable(name)) << name;
        }
    }

    void endsClearlyAndTouchesNothingElse() {
        QFETCH(QString, name);
        const Program program;
        const QString input = m_broken + QLatin1Char('/') + name;
        const QString watched = program.folder() + QStringLiteral("/opened.txt");
        QProcessEnvironment extra;
        extra.insert(QStringLiteral("LD_PRELOAD"), qEnvironmentVariable("FOTOGRAMA_WATCH_OPENS"));
        extra.insert(QStringLiteral("FOTOGRAMA_WATCH"), watched);

        const Finished finished = program.run(
            {QStringLiteral("run"), QStringLiteral("-r"), QStringLiteral("proxy-540p"), QStringLiteral("-o"),
             program.folder() + QStringLiteral("/out"), QStringLiteral("--json"), QStringLiteral("--"), input},
            kLimitMs, extra);

        QVERIFY2(finished.ended, "it hung");
        QVERIFY2(!finished.crashed, finished.err.constData());
        QVERIFY2(finished.onlyJson, finished.out.constData());
        const QJsonObject line = finished.finishedLine(input);
        QVERIFY2(!line.isEmpty(), finished.out + finished.err);
        checkEnd(name, finished.exitCode, line);
        checkOpened(input, watched);
        QCoreApplication::processEvents();
        QCOMPARE(m_connections, 0);
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/attachment-traversal-probe.txt")));
    }

private:
    void checkEnd(const QString& name, int exitCode, const QJsonObject& line) {
        const QString state = line[QStringLiteral("state")].toString();
        const QJsonObject report = line[QStringLiteral("report")].toObject();
        const QString sentence = line[QStringLiteral("error")].toObject()[QStringLiteral("message")].toString();
        if (kValid.contains(name)) {
            QVERIFY2(state == QStringLiteral("done"), qPrintable(sentence));
            QCOMPARE(exitCode, 0);
            return;
        }
        if (state == QStringLiteral("done")) {
            QCOMPARE(exitCode, 0);
            const QJsonArray artifacts = report[QStringLiteral("artifacts")].toArray();
            QCOMPARE(artifacts.size(), 1);
            const QString made = artifacts[0].toObject()[QStringLiteral("path")].toString();
            // Sound is copied as it is, damage included; the picture is ours.
            const QByteArray complaints = decodeComplaints(made, Listen::PictureOnly);
            QVERIFY2(complaints.isEmpty(), complaints.constData());
            qInfo("done%s", report[QStringLiteral("partial")].toBool() ? ", partial" : "");
        } else {
            QCOMPARE(exitCode, 1);
            QVERIFY2(sentence.size() > 20 && sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
            qInfo("%s: %s", qPrintable(state), qPrintable(sentence));
        }
    }

    /// The input itself, and nothing of its folder, of /etc/passwd or of a path it names.
    void checkOpened(const QString& input, const QString& watched) {
        QFile file(watched);
        QVERIFY2(file.open(QIODevice::ReadOnly), "the watch did not work");
        bool openedInput = false;
        for (const QByteArray& raw : file.readAll().split('\n')) {
            const QString line = QString::fromUtf8(raw);
            openedInput = openedInput || line == QStringLiteral("open ") + input;
            QVERIFY2(!line.startsWith(QStringLiteral("connect ")), raw.constData());
            QVERIFY2(!line.contains(QStringLiteral("passwd")), raw.constData());
            if (line.contains(m_broken)) QCOMPARE(line, QStringLiteral("open ") + input);
        }
        QVERIFY2(openedInput, "the input was never opened, or the watch did not see it");
    }

    QString m_broken;
    QTcpServer m_listener;
    int m_connections = 0;
};

QTEST_GUILESS_MAIN(tst_BrokenMedia)
#include "tst_broken_media.moc"
