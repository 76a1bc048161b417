#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <thread>

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "engine/base/platform.h"

using namespace fotograma::base;
namespace fs = std::filesystem;

namespace {

void say(const char* word) {
    std::puts(word);
    std::fflush(stdout);
}

/// What this program does when a test starts it again as another process.
int actAsOtherProcess(std::string_view role, const char* argument) {
    if (role == "--hold") {
        const auto lock = FileLock::acquire(pathFromUtf8(argument));
        say(lock ? "held" : "refused");
        std::cin.get();  // until the test lets go or kills us
        return lock ? 0 : 1;
    }
    onInterrupt([] { say("handled"); });
    say("ready");
    std::cin.get();
    return 0;
}

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

class tst_Platform : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path path(const char* name) { return pathFromUtf8(m_folder.filePath(QString::fromUtf8(name)).toStdString()); }

    fs::path write(const char* name, std::string_view content) {
        std::ofstream(path(name), std::ios::binary) << content;
        return path(name);
    }

    static void start(QProcess& process, const QStringList& arguments, const QByteArray& firstWord) {
        process.start(QCoreApplication::applicationFilePath(), arguments);
        QVERIFY(process.waitForReadyRead());
        QCOMPARE(process.readLine().trimmed(), firstWord);
    }

private slots:
    void pathsKeepTheirUtf8() {
        const std::string text = "/t/\u00f1 \u65e5\u672c/-x.mp4";
        QCOMPARE(toUtf8(pathFromUtf8(text)), text);
    }

    void aLockRefusesASecondHandleOfThisProcess() {
        const fs::path file = path("new folder/own.lock");
        QVERIFY(!FileLock::isHeld(file));
        auto lock = FileLock::acquire(file);
        QVERIFY(lock);
        const auto second = FileLock::acquire(file);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QVERIFY(FileLock::isHeld(file));
        // Asking, with another handle opened and closed, must not free it.
        QVERIFY(FileLock::isHeld(file));

        FileLock moved = std::move(*lock);
        QVERIFY(FileLock::isHeld(file));
        moved = FileLock::acquire(path("other.lock")).value();
        QVERIFY(!FileLock::isHeld(file));
        QVERIFY(FileLock::isHeld(path("other.lock")));
    }

    void aLockHeldByAnotherProcessEndsWithIt() {
        const fs::path file = path("shared.lock");
        QProcess holder;
        start(holder, {"--hold", QString::fromStdString(toUtf8(file))}, "held");
        QVERIFY(FileLock::isHeld(file));
        const auto refused = FileLock::acquire(file);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);

        holder.kill();
        QVERIFY(holder.waitForFinished());
        QVERIFY(!FileLock::isHeld(file));
        QVERIFY(FileLock::acquire(file));
    }

    void aLockHeldHereIsSeenByAnotherProcess() {
        const auto lock = FileLock::acquire(path("mine.lock"));
        QVERIFY(lock);
        QProcess other;
        start(other, {"--hold", m_folder.filePath("mine.lock")}, "refused");
        other.closeWriteChannel();
        QVERIFY(other.waitForFinished());
        QCOMPARE(other.exitCode(), 1);
    }

    void aLockNeedsAFolderThatCanBeMade() {
        write("a file", "");
        QVERIFY(!FileLock::acquire(path("a file/x.lock")));
        QVERIFY(!FileLock::isHeld(path("a file/x.lock")));
    }

    void replaceTakesThePlaceOfWhatIsThere() {
        const fs::path target = write("target", "old");
        const fs::path source = write("source", "new");
        QVERIFY(flushFile(source));
        QVERIFY(replaceFile(source, target));
        QCOMPARE(contentOf(target), std::string("new"));
        QVERIFY(!fs::exists(source));
        QCOMPARE(replaceFile(source, target).error().code, ErrorCode::NotFound);
    }

    void noReplaceLeavesWhatIsThere() {
        const fs::path target = write("taken", "old");
        const fs::path source = write("comes", "new");
        const auto refused = renameNoReplace(source, target);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(contentOf(target), std::string("old"));
        QCOMPARE(contentOf(source), std::string("new"));

        QVERIFY(renameNoReplace(source, path("free")));
        QCOMPARE(contentOf(path("free")), std::string("new"));
        QVERIFY(!fs::exists(source));
    }

    void aStampChangesWithTheFile() {
        const fs::path file = write("stamped", "1234");
        const auto first = fileStamp(file);
        QVERIFY(first);
        QCOMPARE(first->sizeBytes, std::int64_t{4});
        QVERIFY(first->modifiedNs > 1'700'000'000'000'000'000);
        QVERIFY(*fileStamp(file) == *first);

        std::ofstream(file, std::ios::app) << "5";
        QVERIFY(*fileStamp(file) != *first);
        write("replacement", "1234");
        QVERIFY(replaceFile(path("replacement"), file));
        QVERIFY(fileStamp(file)->inode != first->inode);

        QCOMPARE(fileStamp(path("missing")).error().code, ErrorCode::NotFound);
        QCOMPARE(fileStamp(path(".")).error().code, ErrorCode::InvalidArgument);
    }

    void writableFoldersAreMadeAndLeftClean() {
        QVERIFY(checkWritable(path("deep/er")));
        QVERIFY(fs::is_empty(path("deep/er")));
        write("in the way", "");
        const auto refused = checkWritable(path("in the way"));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("in the way") != std::string::npos);
        QVERIFY(freeDiskBytes(path(".")) > 0);
        QCOMPARE(freeDiskBytes(path("nowhere/at/all")), std::int64_t{-1});
    }

    void librariesOpenByTheFirstNameThatFits() {
        auto library = DynamicLibrary::open({"libfotograma-no-such.so.1", "libc.so.6"});
        QVERIFY(library);
        QVERIFY(library->symbol("getpid") != nullptr);
        QVERIFY(library->symbol("fotograma_no_such_symbol") == nullptr);
        const auto missing = DynamicLibrary::open({"libfotograma-no-such.so.1"});
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NoDevice);
        QVERIFY(missing.error().message.find("libfotograma-no-such") != std::string::npos);
    }

    void theLibrariesOfThisProcessAreListed() {
        bool foundQt = false;
        for (const fs::path& library : loadedLibraries()) {
            QVERIFY2(fs::exists(library), toUtf8(library).c_str());
            foundQt = foundQt || toUtf8(library.filename()).find("Qt6Core") != std::string::npos;
        }
        QVERIFY(foundQt);
    }

    void theMachineAndThisProcessAreDescribed() {
        const MachineInfo machine = machineInfo();
        QVERIFY(machine.logicalCores >= 1);
        QVERIFY(machine.logicalCores <= static_cast<int>(std::thread::hardware_concurrency()));
        QVERIFY(machine.memoryBytes > 64'000'000);
        QVERIFY(machine.availableBytes > 0 && machine.availableBytes <= machine.memoryBytes);
        QVERIFY(!machine.cpuName.empty() && !machine.systemName.empty());

        const ProcessUsage usage = processUsage();
        QVERIFY(usage.residentBytes > 1'000'000);
        QVERIFY(usage.peakResidentBytes >= usage.residentBytes);
        QVERIFY(usage.cpuSeconds > 0.0);
        QCOMPARE(processId(), QCoreApplication::applicationPid());
    }

    void userFoldersFollowTheEnvironment() {
        qputenv("XDG_CONFIG_HOME", m_folder.path().toUtf8());
        qputenv("XDG_DATA_HOME", "relative/is/ignored");
        qputenv("HOME", "/home/somebody");
        qunsetenv("XDG_RUNTIME_DIR");
        write("user-dirs.dirs", "# comment\nXDG_MUSIC_DIR=\"$HOME/M\"\nXDG_VIDEOS_DIR=\"$HOME/V\u00eddeos\"\n");
        const UserFolders folders = userFolders();
        QCOMPARE(toUtf8(folders.config), m_folder.filePath("fotograma").toStdString());
        QCOMPARE(toUtf8(folders.data), std::string("/home/somebody/.local/share/fotograma"));
        QCOMPARE(folders.runtime, folders.data);
        QCOMPARE(toUtf8(folders.videos), std::string("/home/somebody/V\u00eddeos/fotograma"));
    }

    void anInterruptIsHandledOnceAndTheSecondEndsTheProcess() {
#ifdef __SANITIZE_THREAD__
        QSKIP("the thread sanitizer keeps a signal back until the thread enters a system call, or for ever");
#endif
        QProcess program;
        start(program, {"--interrupt", ""}, "ready");
        program.terminate();
        QVERIFY(program.waitForReadyRead());
        QCOMPARE(program.readLine().trimmed(), QByteArray("handled"));
        QCOMPARE(program.state(), QProcess::Running);
        program.terminate();
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 130);
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && (std::strcmp(argv[1], "--hold") == 0 || std::strcmp(argv[1], "--interrupt") == 0))
        return actAsOtherProcess(argv[1], argv[2]);
    QCoreApplication application(argc, argv);
    tst_Platform test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_platform.moc"
