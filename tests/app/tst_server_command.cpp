#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#ifndef _WIN32
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

#include <algorithm>

#include "engine/base/platform.h"
#include "tests/support/clips.h"

using namespace fotograma;

/// The real command line against the real server, as two programs.
class tst_ServerCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_root;   ///< That the server may read and write.
    QTemporaryDir m_other;  ///< That only the client has.
    QTemporaryDir m_home;
    QString m_token;
    QString m_url;
    std::unique_ptr<QProcess> m_server;

    QProcessEnvironment environment() const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", m_home.path());
        for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(folder, m_home.filePath(folder));
        if (!m_token.isEmpty()) environment.insert("FOTOGRAMA_TOKEN", m_token);
        return environment;
    }

    struct Told {
        int code = -1;
        QList<QJsonObject> lines;
        QString errors;
        QJsonObject of(const QString& type) const {
            for (const QJsonObject& line : lines)
                if (line["type"] == type) return line;
            return {};
        }
    };
    Told tell(const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(FOTOGRAMA_PROGRAM, arguments + QStringList{"--json"});
        Told told;
        if (!process.waitForFinished(120'000)) return told;
        told.code = process.exitCode();
        told.errors = process.readAllStandardError();
        for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
            if (!line.isEmpty()) told.lines << QJsonDocument::fromJson(line).object();
        return told;
    }
    Told ask(const QStringList& arguments) const { return tell(QStringList{"--server", m_url} + arguments); }

    void serve(const QString& listen) {
        m_server = std::make_unique<QProcess>();
        m_server->setProcessEnvironment(environment());
        m_server->setStandardErrorFile(QProcess::nullDevice());
        m_server->start(FOTOGRAMA_PROGRAM, {"serve", "--listen", listen, "--root", m_root.path(), "--json"});
        QVERIFY(m_server->waitForStarted() && m_server->waitForReadyRead(30'000));
        m_url = QJsonDocument::fromJson(m_server->readLine()).object()["url"].toString();
        QVERIFY(m_url.startsWith("http://127.0.0.1:"));
    }

#ifndef _WIN32
    /// What systemd listens at, and what it hears.
    class Manager {
    public:
        explicit Manager(const QString& path) : m_socket(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            const QByteArray name = QFile::encodeName(path);
            std::copy_n(name.constData(), name.size(), address.sun_path);
            m_isBound = ::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
        }
        ~Manager() { ::close(m_socket); }
        Manager(const Manager&) = delete;
        Manager& operator=(const Manager&) = delete;
        [[nodiscard]] bool isBound() const { return m_isBound; }
        /// Empty when nothing has come.
        [[nodiscard]] QByteArray heard() const {
            QByteArray text(64, '\0');
            const auto length = ::recv(m_socket, text.data(), static_cast<std::size_t>(text.size()), MSG_DONTWAIT);
            return text.left(std::max<qsizetype>(length, 0));
        }

    private:
        int m_socket;
        bool m_isBound = false;
    };
#endif

private slots:
    void initTestCase() {
        for (const QTemporaryDir* folder : {&m_root, &m_other}) {
            const auto clip = base::pathFromUtf8(folder->filePath("clip.mp4").toStdString());
            QVERIFY(testing::makeClip(clip, {.width = 64, .height = 64, .frames = 5}));
        }
        const Told made = tell({"token", "create", "test", "--scope", "jobs:read", "--scope", "jobs:write"});
        QCOMPARE(made.code, 0);
        m_token = made.lines.front()["token"].toString();
        QVERIFY(m_token.startsWith("ftg_"));
        serve("127.0.0.1:0");
    }
    void cleanupTestCase() {
        m_server->terminate();
        QVERIFY(m_server->waitForFinished(20'000));
        QCOMPARE(m_server->exitCode(), 0);
    }

    void runsOnSharedFiles() {
        const Told told = ask({"run", m_root.filePath("clip.mp4"), "-r", "proxy-540p", "-o", m_root.filePath("out"),
                               "--name", "here.{ext}"});
        QVERIFY2(told.code == 0, qPrintable(told.errors));
        QCOMPARE(told.of("finished")["state"].toString(), QString("done"));
        QCOMPARE(QDir(m_root.filePath("out")).entryList({"here.*"}).size(), 1);
    }

    void twoServersOnOneStoreShareItsProof() {
        // As a window that serves beside `fotograma serve`.
        QProcess other;
        other.setProcessEnvironment(environment());
        other.setStandardErrorFile(QProcess::nullDevice());
        other.start(FOTOGRAMA_PROGRAM, {"serve", "--listen", "127.0.0.1:0", "--root", m_root.path(), "--json"});
        QVERIFY(other.waitForStarted() && other.waitForReadyRead(30'000));
        const QString url = QJsonDocument::fromJson(other.readLine()).object()["url"].toString();
        for (const QString& server : {m_url, url}) {
            // A relative path means the same to a server that shares our files, and to no other.
            const Told told = tell(
                {"--server", server, "probe", m_root.filePath("../") + QDir(m_root.path()).dirName() + "/clip.mp4"});
            QVERIFY2(told.code == 0, qPrintable(server + told.errors));
            const Told ran = tell({"--server", server, "run", m_root.filePath("clip.mp4"), "-r", "proxy-540p", "-o",
                                   m_root.filePath("two"), "--name", "two.{ext}", "-y"});
            QVERIFY2(ran.code == 0, qPrintable(ran.errors));
            QVERIFY(!QDir(m_root.filePath("fotograma-results")).exists());  // nothing was sent
        }
        other.terminate();
        QVERIFY(other.waitForFinished(20'000));
        QCOMPARE(other.exitCode(), 0);
    }

    void aLinkPutInAfterTheSubmissionIsNotFollowed() {
        QVERIFY(QFile::copy(m_root.filePath("clip.mp4"), m_root.filePath("late.mp4")));
        const Told added = ask({"queue", "add", m_root.filePath("late.mp4"), "-r", "proxy-540p", "-o",
                                m_root.filePath("out"), "--name", "late.{ext}", "--paused"});
        QCOMPARE(added.code, 0);
        const QString job = QString::number(added.of("submitted")["job"].toInt());
        QCOMPARE(ask({"queue", "cancel", job}).code, 0);
        // The same content, so that a result of it is known: what the job may not read is not looked up either.
        QVERIFY(QFile::remove(m_root.filePath("late.mp4")));
        QVERIFY(QFile::link(m_other.filePath("clip.mp4"), m_root.filePath("late.mp4")));
        QCOMPARE(ask({"queue", "retry", job}).code, 0);
        const auto failure = [&] {
            for (const QJsonObject& one : ask({"queue", "list", "--state", "failed"}).lines)
                if (QString::number(one["id"].toInt()) == job) return one["error"].toObject()["code"].toString();
            return QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(failure(), QString("permission_denied"), 30'000);
        QVERIFY(!QFile::exists(m_root.filePath("out/late.mp4")));
    }

    void sendsAndFetchesWhereTheServerHasOtherFiles() {
        // Without the proof the client cannot know that it sits on the same machine.
        QVERIFY(QFile::remove(m_home.filePath("XDG_DATA_HOME/fotograma/serve.proof")));
        const Told told = ask({"run", m_other.filePath("clip.mp4"), m_other.filePath("missing.mp4"), "-r", "proxy-540p",
                               "-o", m_other.filePath("out"), "--name", "there.{ext}"});
        QVERIFY2(told.code == 1, qPrintable(told.errors));  // one is missing
        QCOMPARE(told.of("summary")["done"].toInt(), 1);
        QCOMPARE(told.of("finished")["input"].toString(), m_other.filePath("clip.mp4"));
        const QStringList fetched = QDir(m_other.filePath("out")).entryList({"there.*"});
        QCOMPARE(fetched.size(), 1);
        const Told probed = tell({"probe", m_other.filePath("out/" + fetched.front())});
        QCOMPARE(probed.code, 0);
        // What was sent is gone from the server; what lies in the way stays.
        QCOMPARE(
            QDir(m_home.filePath("XDG_DATA_HOME/fotograma/uploads")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
            QStringList());
        const Told again = ask({"run", m_other.filePath("clip.mp4"), "-r", "proxy-540p", "-o", m_other.filePath("out"),
                                "--name", "there.{ext}"});
        QCOMPARE(again.code, 1);
        QCOMPARE(again.of("finished")["error"].toObject()["code"].toString(), QString("already_exists"));
        const Told analysed = ask({"analyze", m_other.filePath("clip.mp4"), "-m", "luma"});
        QCOMPARE(analysed.code, 0);
        QVERIFY(analysed.of("finished")["report"].toObject()["measures"].toObject().contains("luma"));
    }

    void picturesComeFromFilesThatTheServerDoesNotHave() {
        const Told told = ask({"thumbnail", m_other.filePath("clip.mp4"), "-o", m_other.filePath("thumbs")});
        QVERIFY2(told.code == 0, qPrintable(told.errors));
        QCOMPARE(told.of("thumbnail")["input"].toString(), m_other.filePath("clip.mp4"));
        QFile picture(m_other.filePath("thumbs/clip.jpg"));
        QVERIFY(picture.open(QIODevice::ReadOnly) && picture.read(2) == QByteArray("\xff\xd8"));
        QVERIFY(QDir(m_home.filePath("XDG_DATA_HOME/fotograma/uploads")).isEmpty());
    }

    void whatIsQueuedThereIsFetchedLater() {
        const Told added = ask({"queue", "add", m_other.filePath("clip.mp4"), m_other.filePath("none.mp4"), "-r",
                                "proxy-540p", "--name", "queued.{ext}"});
        QCOMPARE(added.code, 1);  // one is not there
        QCOMPARE(added.of("submitted")["input"].toString(), m_other.filePath("clip.mp4"));
        const QString job = QString::number(added.of("submitted")["job"].toInt());
        QVERIFY(job != "0");
        const auto isDone = [&] {
            const QList<QJsonObject> lines = ask({"queue", "list", "--state", "done"}).lines;
            return std::ranges::any_of(lines, [&](const QJsonObject& one) { return one["id"].toInt() == job.toInt(); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
        const Told fetched = ask({"queue", "fetch", job, "999999", "-o", m_other.filePath("later")});
        QCOMPARE(fetched.code, 1);  // there is no such job
        QVERIFY2(QDir(m_other.filePath("later")).entryList({"queued.*"}).size() == 1, qPrintable(fetched.errors));
        QCOMPARE(fetched.lines.last()["error"].toObject()["code"].toString(), QString("not_found"));
        QVERIFY(QDir(m_home.filePath("XDG_DATA_HOME/fotograma/uploads")).isEmpty());
        QVERIFY(tell({"queue", "fetch", job}).errors.contains("--server"));
    }

    void looksAtFilesOfTheServer() {
        for (const QString& name : {m_root.filePath("clip.mp4"), QString("clip.mp4")}) {
            const Told told = ask({"probe", name});
            QVERIFY2(told.code == 0, qPrintable(told.errors));
            QVERIFY(!told.of("probe")["facts"].toObject()["tracks"].toArray().isEmpty());
        }
        const Told none = ask({"probe", "none.mp4"});
        QCOMPARE(none.code, 1);
        const QString sentence = none.of("probe")["error"].toObject()["message"].toString();
        QVERIFY2(sentence.contains(m_root.path()), qPrintable(sentence));
        QCOMPARE(ask({"probe", "../clip.mp4"}).code, 1);
        QVERIFY(ask({"probe", "-R", "."}).errors.contains("-R"));
    }

    void tellsTheNumbersOfTheServer() {
        const Told told = ask({"stats"});
        QCOMPARE(told.code, 0);
        const QJsonObject stats = told.of("stats");
        QVERIFY(stats["jobs_finished"].toInt() >= 3 && stats["frames_decoded"].toInt() > 0);
        QVERIFY(stats["job_seconds"].toObject()["p95"].toDouble() > 0.0);
        QProcess people;
        people.setProcessEnvironment(environment());
        people.start(FOTOGRAMA_PROGRAM, {"--server", m_url, "stats"});
        QVERIFY(people.waitForFinished(30'000) && people.exitCode() == 0);
        const QByteArray said = people.readAllStandardOutput();
        QVERIFY2(said.contains("done") && said.contains("decode") && said.contains("P95"), said.constData());
    }

    void saysWhatItCannotDoWithAServer() {
        const Told doctor = ask({"doctor"});
        QVERIFY(doctor.code != 0 && doctor.errors.contains("--server"));
        for (const char* command : {"devices", "filters", "recipes"}) QCOMPARE(ask({command}).code, 0);
        QCOMPARE(ask({"queue", "list"}).code, 0);
        QCOMPARE(ask({"cache", "stats"}).code, 0);
        const Told nobody = tell({"--server", "http://127.0.0.1:1", "queue", "list"});
        QCOMPARE(nobody.code, 3);
        QVERIFY(nobody.errors.contains("Nothing listens"));
        const QString token = std::exchange(m_token, QStringLiteral("ftg_00000000_0"));
        const Told stranger = ask({"queue", "list"});
        m_token = token;
        QVERIFY(stranger.code == 1 && stranger.errors.contains("token"));
    }

    void tellsTheServiceManagerWhenItAnswersAndWhenItEnds() {
#ifdef _WIN32
        QSKIP("systemd is where Linux is.");
#else
        const Manager manager(m_home.filePath("notify"));
        QVERIFY(manager.isBound());
        QProcess server;
        QProcessEnvironment own = environment();
        own.insert("NOTIFY_SOCKET", m_home.filePath("notify"));
        own.insert("FOTOGRAMA_STORE", m_home.filePath("told"));
        server.setProcessEnvironment(own);
        server.start(FOTOGRAMA_PROGRAM, {"serve", "--listen", "127.0.0.1:0", "--json"});
        QVERIFY(server.waitForStarted());
        QByteArray heard;
        QTRY_VERIFY_WITH_TIMEOUT(!(heard += manager.heard()).isEmpty(), 30'000);
        QCOMPARE(heard, QByteArray("READY=1"));
        server.terminate();
        QVERIFY(server.waitForFinished(20'000));
        QCOMPARE(manager.heard(), QByteArray("STOPPING=1"));
#endif
    }

    void goesOnWhenTheServerIsKilledInTheMiddle() {
        constexpr int kClips = 60;
        for (int i = 0; i < kClips; ++i)
            QVERIFY(QFile::copy(m_root.filePath("clip.mp4"), m_root.filePath(QString("many-%1.mp4").arg(i))));
        QStringList arguments{"--server", m_url, "analyze", "-m", "luma", "--no-cache", "--json"};
        for (int i = 0; i < kClips; ++i) arguments << m_root.filePath(QString("many-%1.mp4").arg(i));
        QProcess client;
        client.setProcessEnvironment(environment());
        client.start(FOTOGRAMA_PROGRAM, arguments);
        QByteArray out;
        while (out.count("\"finished\"") < 5) {
            QVERIFY(client.waitForReadyRead(60'000));
            out += client.readAllStandardOutput();
        }
        m_server->kill();
        m_server->waitForFinished();
        serve(m_url.mid(QString("http://").size()));
        QVERIFY(client.waitForFinished(120'000));
        out += client.readAllStandardOutput();
        QCOMPARE(client.exitCode(), 0);
        QCOMPARE(out.count("\"type\":\"finished\""), kClips);
    }
};

QTEST_GUILESS_MAIN(tst_ServerCommand)
#include "tst_server_command.moc"
