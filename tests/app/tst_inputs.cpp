#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "app/inputs.h"
#include "engine/base/platform.h"

using namespace fotograma;
using namespace fotograma::app;
namespace fs = std::filesystem;

class tst_Inputs : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;

    void touch(const char* name) {
        const fs::path path = m_root / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "x";
    }

    std::string name(const char* relative) { return base::toUtf8(m_root / relative); }

private slots:
    void initTestCase() {
        m_root = base::pathFromUtf8(m_folder.path().toStdString());
        for (const char* file : {"b.mp4", "a.MOV", "notes.txt", ".hidden.mp4", "sub/c.mkv", "sub/deeper/d.webm",
                                 ".git/e.mp4", "out/a-web.mp4", "-dash.mp4"})
            touch(file);
        fs::create_directory_symlink(m_root, m_root / "sub/loop");
    }

    void foldersAreWalkedInOrderWithoutHiddenOnesAndTheOutputFolder() {
        const InputList list = collectInputs({m_folder.path().toStdString()}, Walk::Folders, m_root / "out");
        std::vector<std::string> found;
        for (const InputFile& file : list.files)
            found.push_back(file.relativeFolder + "|" + base::toUtf8(base::pathFromUtf8(file.path).filename()));
        QCOMPARE(found,
                 (std::vector<std::string>{".|-dash.mp4", ".|a.MOV", ".|b.mp4", "sub|c.mkv", "sub/deeper|d.webm"}));
        QVERIFY(list.bad.empty());
    }

    void filesByNameAreTakenWhateverTheyAreCalled() {
        const InputList list = collectInputs({name("notes.txt"), name(".hidden.mp4")}, Walk::FilesOnly);
        QCOMPARE(list.files.size(), std::size_t{2});
        QVERIFY(list.files[0].relativeFolder.empty());
    }

    void aFileNamedTwiceIsOneFile() {
        const InputList list =
            collectInputs({name("b.mp4"), name("sub/../b.mp4"), name("sub/loop/b.mp4")}, Walk::FilesOnly);
        QCOMPARE(list.files.size(), std::size_t{1});
    }

    void relativeNamesWithADashBecomeAbsolutePaths() {
        const fs::path before = fs::current_path();
        fs::current_path(m_root);
        const InputList list = collectInputs({"-dash.mp4"}, Walk::FilesOnly);
        fs::current_path(before);
        QCOMPARE(list.files.size(), std::size_t{1});
        QVERIFY(base::pathFromUtf8(list.files[0].path).is_absolute());
    }

    void whatCannotBeTakenIsSaidAndTheOthersStand() {
        const InputList list =
            collectInputs({name("none.mp4"), name("b.mp4"), name("sub"), "http://example.org/a.mp4"}, Walk::FilesOnly);
        QCOMPARE(list.files.size(), std::size_t{1});
        QCOMPARE(list.bad.size(), std::size_t{3});
        QCOMPARE(list.bad[0].error.code, base::ErrorCode::NotFound);
        QVERIFY(list.bad[1].error.message.find("-R") != std::string::npos);
        QCOMPARE(list.bad[2].error.code, base::ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(tst_Inputs)
#include "tst_inputs.moc"
