#include <sys/mount.h>

#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "app/composition.h"
#include "tests/support/clips.h"
#include "ui/host.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/queue/queue_page.h"
#include "ui/queue/queue_view.h"

using namespace fotograma;
using api::JobState;
using ui::QueueModel;
namespace fs = std::filesystem;

namespace {

/// A window over a real engine in a folder of its own.
class Desk : public ui::Host {
public:
    Desk() {
        app::Settings settings;
        settings.storeFolder = path("store");
        settings.recipeFolder = path("recipes");
        settings.cacheFolder = path("cache");
        settings.jobs = 1;
        auto made = app::Composition::create(settings, app::StorePlace::Folder, service::Drains::SharedQueue);
        FOTOGRAMA_ASSERT(made.has_value(), "the engine must start");
        m_composition = std::move(*made);
        window = std::make_unique<ui::MainWindow>(*this);
        window->show();
    }
    std::shared_ptr<api::Service> service() override { return m_composition->service(); }
    [[nodiscard]] fs::path settingsFile() const override { return path("desktop.ini"); }
    [[nodiscard]] fs::path defaultOutputFolder() const override { return path("out"); }

    [[nodiscard]] fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QString clip(const char* name, int frames = 25) const {
        testing::ClipOptions options;
        options.frames = frames;
        options.width = 320;
        options.height = 240;
        FOTOGRAMA_ASSERT(testing::makeClip(path(name), options), "the clip must be made");
        return QString::fromStdString(path(name).string());
    }
    /// Adds clips with a recipe, as a drop does; they wait.
    bool add(const QStringList& clips, const char* recipe, const fs::path& output) {
        if (!QTest::qWaitFor([&] { return !window->workspace().recipes().empty(); })) return false;
        window->choose(QString::fromLatin1(recipe), QString::fromStdString(output.string()));
        window->add(clips);
        return QTest::qWaitFor([&] { return rows() == clips.size(); });
    }
    void act(const char* text) {
        window->findChild<ui::QueueView*>()->selectAll();
        for (QAction* one : window->findChild<ui::QueuePage*>()->actions())
            if (QString(one->text()).remove('&') == QLatin1String(text)) one->trigger();
    }
    [[nodiscard]] int rows() const { return window->findChild<ui::QueueView*>()->model()->rowCount(); }
    [[nodiscard]] bool waitFor(int row, JobState state) const {
        return QTest::qWaitFor([&] { return window->workspace().jobs().at(row).state == state; }, 60'000);
    }
    /// At work, and far from its end.
    [[nodiscard]] bool isUnderWay(int row) const {
        return QTest::qWaitFor(
            [&] {
                const api::JobRecord& job = window->workspace().jobs().at(row);
                return job.state == JobState::Running && job.progress.frames > 0 && job.progress.fraction < 0.7;
            },
            60'000);
    }
    [[nodiscard]] QString cell(int row) const {
        return window->findChild<ui::QueueView*>()->model()->index(row, QueueModel::State).data().toString();
    }
    [[nodiscard]] QString reason(int row) const {
        const auto& error = window->workspace().jobs().at(row).error;
        return error ? QString::fromStdString(error->message) : QString();
    }
    [[nodiscard]] ui::MessageBar& message() const { return *window->findChild<ui::MessageBar*>(); }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<app::Composition> m_composition;

public:
    std::unique_ptr<ui::MainWindow> window;
};

/// A disk of its own of so many bytes, where this user may make one.
class SmallDisk {
public:
    SmallDisk(fs::path place, int bytes) : m_place(std::move(place)) {
        fs::create_directories(m_place);
        m_isMounted =
            mount("tmpfs", m_place.c_str(), "tmpfs", 0, qPrintable(QStringLiteral("size=%1").arg(bytes))) == 0;
    }
    ~SmallDisk() {
        if (m_isMounted) umount2(m_place.c_str(), MNT_DETACH);
    }
    [[nodiscard]] bool isThere() const { return m_isMounted; }
    [[nodiscard]] bool grow(int bytes) const {
        return mount("tmpfs", m_place.c_str(), "tmpfs", MS_REMOUNT, qPrintable(QStringLiteral("size=%1").arg(bytes))) ==
               0;
    }

private:
    fs::path m_place;
    bool m_isMounted = false;
};

}  // namespace

/// What the window says when the world around a job breaks, and that it goes on once it is whole again.
class tst_faults : public QObject {
    Q_OBJECT

private slots:
    void aFullDiskIsSaidAndARetryWorksOnceThereIsRoom() {
        Desk desk;
        const SmallDisk disk(desk.path("disk"), 64'000);
        if (!disk.isThere()) QSKIP("This user may not make a small disk (mount).");
        QVERIFY(desk.add({desk.clip("a.mp4", 100)}, "archive-ffv1", desk.path("disk")));
        desk.act("Start");
        QVERIFY(desk.waitFor(0, JobState::Failed));
        QVERIFY2(desk.reason(0).contains("the disk is full"), qPrintable(desk.reason(0)));
        QTRY_VERIFY(desk.message().isVisible());
        QVERIFY2(desk.message().sentence().contains("the disk is full"), qPrintable(desk.message().sentence()));
        QVERIFY(fs::is_empty(desk.path("disk")));  // nothing half is left to fill it
        QVERIFY(disk.grow(64'000'000));
        desk.act("Retry");
        QVERIFY(desk.waitFor(0, JobState::Done));
        QTRY_VERIFY(!desk.message().isVisible());  // it says no more what is no longer true
    }

    void anOutputFolderThatCannotBeMadeIsSaidAndARetryWorks() {
        Desk desk;
        std::ofstream(desk.path("disk")) << "in the way";
        QVERIFY(desk.add({desk.clip("a.mp4"), desk.clip("b.mp4")}, "web-720p", desk.path("disk") / "out"));
        desk.act("Start");
        QVERIFY(desk.waitFor(0, JobState::Failed));
        QVERIFY(desk.waitFor(1, JobState::Failed));
        QVERIFY2(desk.reason(0).contains("the folder cannot be made"), qPrintable(desk.reason(0)));
        QTRY_VERIFY(desk.message().sentence().contains("the folder cannot be made"));
        fs::remove(desk.path("disk"));
        desk.act("Retry");
        QVERIFY(desk.waitFor(0, JobState::Done));
        QVERIFY(desk.waitFor(1, JobState::Done));
        QTRY_VERIFY(!desk.message().isVisible());
    }

    void anInputThatIsGoneIsSaidAndTheOthersGoOn() {
        Desk desk;
        const QString gone = desk.clip("a.mp4");
        QVERIFY(desk.add({gone, desk.clip("b.mp4")}, "web-720p", desk.path("out")));
        QVERIFY(QFile::rename(gone, gone + ".away"));
        desk.act("Start");
        QVERIFY(desk.waitFor(0, JobState::Failed));
        QVERIFY(desk.waitFor(1, JobState::Done));
        QVERIFY2(desk.reason(0).contains("a.mp4"), qPrintable(desk.reason(0)));
        QCOMPARE(desk.cell(0), QString("Failed"));
        QTRY_VERIFY2(desk.message().sentence().contains("a.mp4"), qPrintable(desk.message().sentence()));
        QVERIFY(QFile::rename(gone + ".away", gone));
        desk.act("Retry");
        QVERIFY(desk.waitFor(0, JobState::Done));
    }

    void anOutputFolderThatGoesAwayInMidJobIsSaid() {
        Desk desk;
        QVERIFY(desk.add({desk.clip("a.mp4", 800), desk.clip("b.mp4")}, "archive-ffv1", desk.path("out")));
        desk.act("Start");
        QVERIFY(desk.isUnderWay(0));
        fs::remove_all(desk.path("out"));
        QVERIFY(desk.waitFor(0, JobState::Failed));
        QVERIFY2(desk.reason(0).contains("its folder went away"), qPrintable(desk.reason(0)));
        QVERIFY(desk.waitFor(1, JobState::Done));  // the next one made it again
        QTRY_VERIFY2(desk.message().sentence().contains("its folder went away"), qPrintable(desk.message().sentence()));
        desk.act("Retry");
        QVERIFY(desk.waitFor(0, JobState::Done));
        QTRY_VERIFY(!desk.message().isVisible());
    }

    void aDiskThatIsPulledInMidJobIsSaid() {
        Desk desk;
        auto disk = std::make_unique<SmallDisk>(desk.path("disk"), 200'000'000);
        if (!disk->isThere()) QSKIP("This user may not make a small disk (mount).");
        QVERIFY(desk.add({desk.clip("a.mp4", 800)}, "archive-ffv1", desk.path("disk") / "out"));
        desk.act("Start");
        QVERIFY(desk.isUnderWay(0));
        disk.reset();
        QVERIFY(desk.waitFor(0, JobState::Failed));
        QVERIFY2(desk.reason(0).contains("its folder went away"), qPrintable(desk.reason(0)));
        QVERIFY(!fs::exists(desk.path("disk") / "out"));  // nothing went to where the disk had been
        const SmallDisk again(desk.path("disk"), 200'000'000);
        desk.act("Retry");
        QVERIFY(desk.waitFor(0, JobState::Done));
        QTRY_VERIFY(!desk.message().isVisible());
    }

    void anInputThatIsDeletedInMidJobCostsNothing() {
        Desk desk;
        const QString input = desk.clip("a.mp4", 800);
        QVERIFY(desk.add({input}, "archive-ffv1", desk.path("out")));
        desk.act("Start");
        QVERIFY(desk.isUnderWay(0));
        QVERIFY(QFile::remove(input));  // open files stay until they are closed
        QVERIFY(desk.waitFor(0, JobState::Done));
    }

    void anInputThatIsCutInMidJobIsNotPassedOffAsWhole() {
        Desk desk;
        const QString input = desk.clip("a.mp4", 800);
        QVERIFY(desk.add({input}, "archive-ffv1", desk.path("out")));
        desk.act("Start");
        QVERIFY(desk.isUnderWay(0));
        QVERIFY(QFile::resize(input, QFileInfo(input).size() / 2));
        QVERIFY(desk.waitFor(0, JobState::Done));
        QTRY_COMPARE(desk.cell(0), QString("Done in part"));
    }

    void aCacheFolderThatVanishesCostsNothingButTheCache() {
        Desk desk;
        QVERIFY(desk.add({desk.clip("a.mp4")}, "analyze", desk.path("out")));
        fs::remove_all(desk.path("cache"));
        std::ofstream(desk.path("cache")) << "in the way";
        desk.act("Start");
        QVERIFY(desk.waitFor(0, JobState::Done));
    }
};

QTEST_MAIN(tst_faults)
#include "tst_faults.moc"
