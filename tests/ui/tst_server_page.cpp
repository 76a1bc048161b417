#include <QAction>
#include <QCheckBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>
#include <filesystem>

#include "app/desktop_connections.h"
#include "app/desktop_serving.h"
#include "app/sample_clips.h"
#include "engine/server/token_store.h"
#include "tests/server/raw_client.h"
#include "ui/confirm_line.h"
#include "ui/link_bar.h"
#include "ui/page.h"
#include "ui/queue/queue_view.h"
#include "ui/server/server_tables.h"
#include "ui/window_keeper.h"

using namespace fotograma;

namespace {

constexpr int kClips = 6;
constexpr int kPatienceMs = 60'000;  ///< Of a machine that many share.

/// The program behind the window, in a folder of its own, as desktop_main puts it together.
struct Desktop {
    Desktop()
        : settings(app::LoadedSettings::load({}, [this](const std::string& name) { return variable(name); }).value()),
          composition(app::Composition::create(settings.values(), app::StorePlace::Folder, service::Drains::SharedQueue)
                          .value()),
          serving(*composition, settings.values(), file("serving.json")),
          program{.composition = *composition, .settings = settings, .serving = &serving},
          connections(program, file("servers.json")),
          keeper(connections.thisComputer()) {
        keeper.window().show();
    }
    [[nodiscard]] std::filesystem::path file(const char* name) const { return folder.filePath(name).toStdString(); }
    [[nodiscard]] std::optional<std::string> variable(const std::string& name) const {
        if (name == "FOTOGRAMA_STORE") return folder.filePath("store").toStdString();
        if (name == "FOTOGRAMA_OUTPUT") return folder.filePath("out").toStdString();
        if (name == "FOTOGRAMA_CACHE") return folder.filePath("cache").toStdString();
        return std::nullopt;
    }
    ui::MainWindow& window() { return keeper.window(); }
    QWidget& page() { return *window().openPage("server"); }

    QTemporaryDir folder;
    app::LoadedSettings settings;
    std::unique_ptr<app::Composition> composition;
    app::DesktopServing serving;
    app::Program program;
    app::DesktopConnections connections;
    ui::WindowKeeper keeper;
};

/// `fotograma serve` as a program that can be killed.
struct ServerProgram {
    ServerProgram() {
        std::filesystem::create_directories(place("root"));
        token = server::TokenStore(place("store") / "tokens.json")
                    .create("window", {server::Scope::Admin}, 0.0)
                    .value()
                    .text;
    }
    ~ServerProgram() { end(); }
    [[nodiscard]] std::filesystem::path place(const char* name) const { return folder.filePath(name).toStdString(); }

    bool start() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("FOTOGRAMA_STORE", folder.filePath("store"));
        environment.insert("FOTOGRAMA_CACHE", folder.filePath("cache"));
        environment.insert("FOTOGRAMA_JOBS", "1");
        process.setProcessEnvironment(environment);
        process.start(
            qEnvironmentVariable("FOTOGRAMA_BUILD_DIR") + "/bin/fotograma",
            {"serve", "--json", "--listen", QString("127.0.0.1:%1").arg(port), "--root", folder.filePath("root")});
        while (process.waitForReadyRead(kPatienceMs)) {
            while (process.canReadLine()) {
                const auto line = base::Json::parse(process.readLine().toStdString()).value_or(base::Json());
                if (line["type"].asString() != "listening") continue;
                url = QString::fromStdString(line["url"].asString());
                port = QUrl(url).port();
                return true;
            }
        }
        return false;
    }
    void kill() {
        process.kill();
        process.waitForFinished();
    }
    void end() {
        if (process.state() == QProcess::NotRunning) return;
        process.terminate();
        if (!process.waitForFinished(kPatienceMs)) kill();
    }

    QTemporaryDir folder;
    QProcess process;
    int port = 0;
    QString url;
    std::string token;
};

template <class T>
T* part(QWidget& page, const char* name) {
    return page.findChild<T*>(QString::fromLatin1(name));
}

bool says(const QWidget& page, const QString& text) {
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisibleTo(&page) && label->text().contains(text)) return true;
    return false;
}

QPushButton* button(const QWidget& page, const QString& text) {
    for (auto* one : page.findChildren<QPushButton*>())
        if (one->text() == text) return one;
    return nullptr;
}

int statusOf(const QString& url, const QString& token) {
    test::RawClient client(static_cast<std::uint16_t>(QUrl(url).port()));
    std::string text = "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n";
    if (!token.isEmpty()) text += "Authorization: Bearer " + token.toStdString() + "\r\n";
    client.send(text + "\r\n");
    return client.readAnswer().status;
}

QString makeToken(QWidget& page, const QString& name) {
    part<QLineEdit>(page, "tokenSecret")->clear();
    part<QLineEdit>(page, "tokenName")->setText(name);
    part<QToolButton>(page, "makeToken")->click();
    return QTest::qWaitFor([&] { return !part<QLineEdit>(page, "tokenSecret")->text().isEmpty(); }, kPatienceMs)
               ? part<QLineEdit>(page, "tokenSecret")->text()
               : QString();
}

void connectTo(Desktop& desktop, const QString& url, const std::string& token) {
    QWidget& page = desktop.page();
    part<QLineEdit>(page, "serverUrl")->setText(url);
    part<QLineEdit>(page, "serverToken")->setText(QString::fromStdString(token));
    button(page, "Connect")->click();
}

}  // namespace

/// The window's engine for others, and the window on another engine: real engines, real sockets, a server that is killed.
class tst_server_page : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_home.isValid());
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_VIDEOS_DIR"})
            qputenv(name, m_home.filePath(name).toUtf8());
    }

    void theEngineIsServedUntilItIsSwitchedOff() {
        Desktop desktop;
        QWidget& page = desktop.page();
        auto* url = part<QLineEdit>(page, "servingUrl");
        part<QSpinBox>(page, "servingPort")->setValue(0);
        button(page, "Switch on")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!url->text().isEmpty() && url->isVisible(), kPatienceMs);
        QVERIFY(button(page, "Switch off"));
        const QString token = makeToken(page, "laptop");
        QCOMPARE(statusOf(url->text(), {}), 401);
        QCOMPARE(statusOf(url->text(), token), 200);

        // Who is there, and what was asked.
        test::RawClient client(static_cast<std::uint16_t>(QUrl(url->text()).port()));
        client.send("GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token.toStdString() +
                    "\r\n\r\n");
        QCOMPARE(client.readAnswer().status, 200);
        const auto* clients = page.findChild<ui::ClientModel*>();
        QTRY_COMPARE_WITH_TIMEOUT(clients->rowCount(), 1, kPatienceMs);
        QCOMPARE(clients->index(0, ui::ClientModel::Name).data().toString(), QString("laptop"));
        const auto* requests = page.findChild<ui::RequestModel*>();
        QTRY_COMPARE_WITH_TIMEOUT(requests->rowCount(), 3, kPatienceMs);
        QCOMPARE(requests->index(0, ui::RequestModel::Status).data().toString(), QString("401"));
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < ui::RequestModel::ColumnCount; ++column)
                QVERIFY(!requests->index(row, column).data().toString().contains(token));

        // Revoked: shut out at once. The question stands in place.
        auto* table = page.findChild<ui::TokenModel*>();
        QTRY_COMPARE(table->rowCount(), 1);
        for (auto* view : page.findChildren<QTreeView*>())
            if (view->model() == table) view->setCurrentIndex(table->index(0, 0));
        for (auto* one : page.findChildren<QToolButton*>())
            if (one->text() == "Revoke") one->click();
        QVERIFY(page.findChild<ui::ConfirmLine*>()->isVisible());
        QCOMPARE(statusOf(url->text(), token), 200);
        page.findChild<ui::ConfirmLine*>()->findChild<QPushButton*>("danger")->click();
        QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 0, kPatienceMs);
        QCOMPARE(statusOf(url->text(), token), 401);

        const QString was = url->text();
        button(page, "Switch off")->click();
        QTRY_VERIFY_WITH_TIMEOUT(button(page, "Switch on") && button(page, "Switch on")->isEnabled(), kPatienceMs);
        QCOMPARE(statusOf(was, token), 0);
        QVERIFY(!url->isVisible());
    }

    void whatKeepsItFromListeningStandsInPlace() {
        Desktop desktop;
        QWidget& page = desktop.page();
        app::DesktopServing other(*desktop.composition, desktop.settings.values(), desktop.file("other.json"));
        QVERIFY(other.remember({.port = 0}));
        other.start([](const auto&) {});
        QTRY_VERIFY_WITH_TIMEOUT(other.state().isOn, kPatienceMs);
        part<QSpinBox>(page, "servingPort")->setValue(QUrl(QString::fromStdString(other.state().url)).port());
        button(page, "Switch on")->click();
        QTRY_VERIFY_WITH_TIMEOUT(says(page, "Another program listens at 127.0.0.1"), kPatienceMs);
        part<QSpinBox>(page, "servingPort")->setValue(0);
        part<QLineEdit>(page, "servingAddress")->setText("0.0.0.0");
        button(page, "Switch on")->click();
        QTRY_VERIFY_WITH_TIMEOUT(says(page, "At 0.0.0.0 others could read tokens"), kPatienceMs);
        QVERIFY(!desktop.serving.state().isOn);
    }

    void thePlanSurvivesARestartAndStartsWithTheWindow() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("serving.json").toStdString();
        Desktop desktop;
        const ui::ServingPlan plan{.port = 0, .roots = {folder.path().toStdString()}, .startsWithWindow = true};
        {
            app::DesktopServing first(*desktop.composition, desktop.settings.values(), file);
            first.begin();
            QVERIFY(first.remember(plan));
            QVERIFY(!first.state().isOn);
        }
        app::DesktopServing second(*desktop.composition, desktop.settings.values(), file);
        QVERIFY(second.plan() == plan);
        second.begin();
        QTRY_VERIFY_WITH_TIMEOUT(second.state().isOn, kPatienceMs);
    }

    void aWrongTokenIsRefusedInPlace() {
        ServerProgram server;
        QVERIFY(server.start());
        Desktop desktop;
        connectTo(desktop, server.url, "ftg_nobody");
        QTRY_VERIFY_WITH_TIMEOUT(button(desktop.page(), "Connect")->isEnabled(), kPatienceMs);
        QVERIFY(desktop.window().workspace().host().place().empty());
        QVERIFY(says(desktop.page(), "token"));
        QVERIFY(desktop.connections.known().empty());
    }

    void theWindowFollowsAServerThatIsKilledAndComesBack() {
        ServerProgram server;
        QVERIFY(server.start());
        const auto clips = app::sampleClips(server.place("root"));
        QVERIFY(clips.has_value());
        QStringList files;
        for (int i = 0; i < kClips; ++i) {
            files << server.folder.filePath(QString("root/clip-%1.mp4").arg(i));
            std::filesystem::copy_file(clips->front(), files.back().toStdString());
            // An empty box of its own length behind each: none is known by its content.
            QFile file(files.back());
            QVERIFY(file.open(QIODevice::Append));
            const int length = 16 + i;
            file.write(QByteArray("\0\0\0", 3) + static_cast<char>(length) + "free" + QByteArray(length - 8, 'x'));
        }
        Desktop desktop;
        connectTo(desktop, server.url, server.token);
        QTRY_VERIFY_WITH_TIMEOUT(!desktop.window().workspace().host().place().empty(), kPatienceMs);
        const QString place = QString("127.0.0.1:%1").arg(server.port);
        QVERIFY(desktop.window().windowTitle().contains(place));
        QCOMPARE(part<QToolButton>(desktop.window(), "place")->text(), place);
        const auto mode = std::filesystem::status(desktop.file("servers.json")).permissions();
        QCOMPARE(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

        ui::Workspace& workspace = desktop.window().workspace();
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.recipes().empty(), kPatienceMs);
        desktop.window().choose("web-720p", server.folder.filePath("root/out"));
        desktop.window().add(files);
        QTRY_COMPARE_WITH_TIMEOUT(workspace.jobs().rowCount(), kClips, kPatienceMs);
        workspace.bridge().control({}, api::JobAction::Resume, this, [](const auto&) {});
        const auto done = [&] { return workspace.jobs().totals().count(api::JobState::Done); };
        QTRY_VERIFY_WITH_TIMEOUT(done() >= 1, kPatienceMs);
        server.kill();
        QTRY_COMPARE_WITH_TIMEOUT(workspace.link().state, ui::WorkspaceLink::State::Lost, kPatienceMs);
        const auto* bar = desktop.window().findChild<ui::LinkBar*>();
        QVERIFY2(bar->sentence().contains(place + " is away since"), qPrintable(bar->sentence()));
        QVERIFY(bar->sentence().contains("Trying again"));
        QVERIFY(part<QToolButton>(desktop.window(), "place")->text().contains("is away"));
        QVERIFY(done() < kClips);
        bool isMarked = false;
        for (int row = 0; row < workspace.jobs().rowCount(); ++row) {
            const QString state = workspace.jobs().index(row, ui::QueueModel::State).data().toString();
            const bool isOver = api::isTerminal(workspace.jobs().at(row).state);
            isMarked = isMarked || (!isOver && state.contains(" at "));
        }
        QVERIFY(isMarked);

        QVERIFY(server.start());
        QTRY_COMPARE_WITH_TIMEOUT(workspace.link().state, ui::WorkspaceLink::State::Good, kPatienceMs);
        QVERIFY(!bar->isVisible());
        workspace.bridge().control({}, api::JobAction::Resume, this, [](const auto&) {});
        if (!QTest::qWaitFor([&] { return done() == kClips; }, kPatienceMs))
            for (int row = 0; row < workspace.jobs().rowCount(); ++row) {
                const api::JobRecord& job = workspace.jobs().at(row);
                qWarning() << row << static_cast<int>(job.state) << job.interrupted << job.attempts
                           << (job.error ? job.error->message.c_str() : "") << job.progress.fraction;
            }
        QCOMPARE(done(), kClips);

        // The token ends: the window says so, and nobody asks again.
        server::TokenStore tokens(server.place("store") / "tokens.json");
        QVERIFY(tokens.revoke(tokens.list().value().front().id));
        QTRY_COMPARE_WITH_TIMEOUT(workspace.link().state, ui::WorkspaceLink::State::Refused, kPatienceMs);
        QVERIFY(bar->sentence().contains("does not take the token any more"));
        button(*desktop.window().findChild<ui::LinkBar*>(), "Use this computer")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desktop.keeper.host().place().empty(), kPatienceMs);
        QVERIFY(desktop.window().isVisible());
        QCOMPARE(desktop.window().workspace().jobs().rowCount(), 0);
        QCOMPARE(desktop.connections.known().size(), std::size_t{1});
    }

    void filesAreSentToAServerThatDoesNotSeeThemAndResultsFetched() {
        ServerProgram server;
        QVERIFY(server.start());
        std::filesystem::remove(server.place("store") / "serve.proof");  // as on another machine: it cannot be read
        Desktop desktop;
        const auto clips = app::sampleClips(desktop.file("clips"));
        QVERIFY(clips.has_value());
        connectTo(desktop, server.url, server.token);
        QTRY_VERIFY_WITH_TIMEOUT(!desktop.window().workspace().host().place().empty(), kPatienceMs);
        ui::Workspace& workspace = desktop.window().workspace();
        QVERIFY(workspace.host().transfers());
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.recipes().empty(), kPatienceMs);
        desktop.window().choose("web-720p", {});
        desktop.window().add({QString::fromStdString(clips->front().string())});
        QTRY_COMPARE_WITH_TIMEOUT(workspace.jobs().rowCount(), 1, kPatienceMs);
        workspace.bridge().control({}, api::JobAction::Resume, this, [](const auto&) {});
        QTRY_COMPARE_WITH_TIMEOUT(workspace.jobs().at(0).state, api::JobState::Done, kPatienceMs);
        const std::string made = workspace.jobs().at(0).spec.outputs.at(0);
        QVERIFY2(made.starts_with(server.place("root").string()), made.c_str());

        QDesktopServices::setUrlHandler("file", this, "opened");
        desktop.window().findChild<ui::QueueView*>()->selectJob(workspace.jobs().at(0).id);
        for (auto* action : desktop.window().findChildren<QAction*>())
            if (action->text() == "Open &result") action->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!m_opened.isEmpty(), kPatienceMs);
        QDesktopServices::unsetUrlHandler("file");
        QVERIFY(m_opened.startsWith(desktop.folder.filePath("out")));
        QCOMPARE(std::filesystem::file_size(m_opened.toStdString()), std::filesystem::file_size(made));
    }

public slots:
    void opened(const QUrl& url) { m_opened = url.toLocalFile(); }

private:
    QString m_opened;
    QTemporaryDir m_home;
};

QTEST_MAIN(tst_server_page)
#include "tst_server_page.moc"
