#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <csignal>

#include "engine/media/decoder.h"
#include "engine/media/demuxer.h"
#include "engine/media/muxer.h"
#include "tests/support/clips.h"

using namespace fotograma;
using base::ErrorCode;

class tst_Hostile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    static void write(const std::filesystem::path& file, std::string_view bytes) {
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

private slots:
    void initTestCase() {
        testing::ClipOptions options;
        options.frames = 50;
        options.sounds = {{}};
        QVERIFY(testing::makeClip(path("good.mp4"), options).has_value());
    }

    void whatIsNoVideoGetsASentence_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const int damaged = static_cast<int>(ErrorCode::InvalidData);
        const int unsupported = static_cast<int>(ErrorCode::Unsupported);
        QTest::newRow("empty") << QByteArray() << damaged << "empty";
        QTest::newRow("zeros") << QByteArray(4096, '\0') << damaged << "zeros";
        QTest::newRow("text") << QByteArray("once upon a time\n").repeated(50) << damaged << "not a video";
        QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html>not found</html>") << damaged << "web page";
        QTest::newRow("concat script") << QByteArray("ffconcat version 1.0\nfile '/etc/passwd'\n") << unsupported
                                       << "list of other files";
        QTest::newRow("playlist") << QByteArray(
                                         "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:8099/a.ts\n"
                                         "#EXT-X-ENDLIST\n")
                                  << unsupported << "list of other files";
        QTest::newRow("still picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0", 29)
                                       << unsupported << "not a video";
        QTest::newRow("lone fragment") << QByteArray("\0\0\0\x10moof\0\0\0\x08mfhd", 16).append(QByteArray(200, '\0'))
                                       << damaged << "";
    }
    void whatIsNoVideoGetsASentence() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QFETCH(QString, says);
        write(path("odd.mp4"), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
        const auto opened = media::Demuxer::open(path("odd.mp4"), {});
        QVERIFY(!opened.has_value());
        QCOMPARE(static_cast<int>(opened.error().code), code);
        QVERIFY2(opened.error().message.find(says.toStdString()) != std::string::npos, opened.error().message.c_str());
        QVERIFY(opened.error().message.find("odd.mp4") != std::string::npos);
    }

    void onlyRegularFilesAreOpened() {
        const auto pipe = path("pipe.mp4");
        QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
        QCOMPARE(media::Demuxer::open(pipe, {}).error().code, ErrorCode::InvalidArgument);  // and does not wait
        QCOMPARE(media::Demuxer::open(m_folder.path().toStdString(), {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(media::Demuxer::open(path("nothing.mp4"), {}).error().code, ErrorCode::NotFound);
    }

    void aLinkOutOfTheFoldersIsNotFollowed_data() {
        QTest::addColumn<bool>("picturesOnly");
        QTest::newRow("whole") << false;
        QTest::newRow("by its index") << true;
    }
    void aLinkOutOfTheFoldersIsNotFollowed() {
        namespace fs = std::filesystem;
        QFETCH(bool, picturesOnly);
        const fs::path root = path(picturesOnly ? "root-1" : "root-2");
        fs::create_directories(root / "in");
        fs::copy_file(path("good.mp4"), root / "in" / "a.mp4");
        fs::create_symlink("in/a.mp4", root / "within.mp4");
        fs::create_symlink(path("good.mp4"), root / "out.mp4");
        fs::create_directory_symlink(root.parent_path(), root / "up");
        fs::create_directory_symlink(root, root.string() + "-link");
        media::OpenOptions options;
        options.picturesOnly = picturesOnly;
        options.roots = {root.string() + "-link"};
        // By the folder's own name and by the link to it; what lies elsewhere was not named under it.
        for (const fs::path& good : {root / "in" / "a.mp4", fs::path(root.string() + "-link") / "in" / "a.mp4",
                                     root / "within.mp4", path("good.mp4")})
            QVERIFY2(media::Demuxer::open(good, options).has_value(), good.c_str());
        for (const fs::path& bad : {root / "out.mp4", root / "up" / "good.mp4", root / "in" / ".." / "out.mp4"}) {
            QCOMPARE(media::Demuxer::open(bad, options).error().code, ErrorCode::PermissionDenied);
            QVERIFY(media::Demuxer::open(bad, {}).has_value());  // without folders a link is as good as a file
        }
    }

    void aNameMeansNothing_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"-leading-dash.mp4", "concat:a.mp4", "http:x.mp4", "data:,x.mkv", "%03d.mp4", "ñ 'q\" $(x).mp4"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void aNameMeansNothing() {
        QFETCH(QString, name);
        const auto file = path("") / name.toStdString();
        std::filesystem::copy_file(path("good.mp4"), file, std::filesystem::copy_options::overwrite_existing);
        QVERIFY(media::Demuxer::open(file, {}).has_value());
    }

    void aFileThatBreaksOffGivesWhatItHas() {
        const auto whole = testing::readPictures(path("good.mp4"));
        QVERIFY(whole.has_value());
        const auto size = std::filesystem::file_size(path("good.mp4"));
        std::filesystem::copy_file(path("good.mp4"), path("cut.mp4"));
        std::filesystem::resize_file(path("cut.mp4"), size * 2 / 3);  // the index is in front
        auto demuxer = media::Demuxer::open(path("cut.mp4"), {});
        QVERIFY(demuxer.has_value());
        auto decoder = media::Decoder::create(**demuxer, (*demuxer)->info().videoTrack, {});
        QVERIFY(decoder.has_value());
        for (;;) {
            auto packet = (*demuxer)->read();
            QVERIFY(packet.has_value());
            if (!*packet) break;
            QVERIFY((*decoder)->push(**packet).has_value());
            while (true) {
                const auto frame = (*decoder)->pull();
                QVERIFY(frame.has_value());
                if (!*frame) break;
            }
        }
        QVERIFY((*decoder)->finish().has_value());
        while (true) {
            const auto frame = (*decoder)->pull();
            QVERIFY(frame.has_value());
            if (!*frame) break;
        }
        QVERIFY((*decoder)->framesDecoded() > 5);
        QVERIFY((*decoder)->framesDecoded() < static_cast<std::int64_t>(whole->size()));
        QVERIFY((*demuxer)->endedEarly());
        QVERIFY(!(*demuxer)->damage().empty());
    }

    void damagedPacketsAreCountedAndNeverCrash_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed) QTest::addRow("seed %d", seed) << seed;
    }
    void damagedPacketsAreCountedAndNeverCrash() {
        QFETCH(int, seed);
        QFile source(QString::fromStdString(path("good.mp4").string()));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QByteArray bytes = source.readAll();
        std::uint64_t state = static_cast<std::uint64_t>(seed) * 0x9E3779B97F4A7C15ULL;
        for (int i = 0; i < 40; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            bytes[static_cast<qsizetype>((state >> 20) % static_cast<std::uint64_t>(bytes.size()))] =
                static_cast<char>(state >> 56);
        }
        write(path("noise.mp4"), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
        const auto pictures = testing::readPictures(path("noise.mp4"));
        if (!pictures)
            QVERIFY(pictures.error().message.ends_with('.'));
        else
            for (std::size_t i = 1; i < pictures->size(); ++i)
                QVERIFY((*pictures)[i].info().pts > (*pictures)[i - 1].info().pts);
    }

    void aCancelledReadSaysSo() {
        std::stop_source stop;
        media::OpenOptions options;
        options.stop = stop.get_token();
        auto demuxer = media::Demuxer::open(path("good.mp4"), options);
        QVERIFY(demuxer.has_value());
        QVERIFY((*demuxer)->read().has_value());
        stop.request_stop();
        QCOMPARE((*demuxer)->read().error().code, ErrorCode::Cancelled);
        const auto late = media::Demuxer::open(path("good.mp4"), options);
        QVERIFY(!late.has_value());
        QCOMPARE(late.error().code, ErrorCode::Cancelled);
    }

    void nothingIsLeftUnderAnyNameWhenAWriterIsDropped() {
        QTemporaryDir folder;
        const std::filesystem::path target = folder.filePath("out.mp4").toStdString();
        {
            auto muxer = media::Muxer::create(target, {});
            QVERIFY(muxer.has_value());
            QVERIFY(std::filesystem::exists((*muxer)->temporaryPath()));
            QVERIFY((*muxer)->temporaryPath().filename().string().starts_with("."));
        }
        QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
    }

    void whatLiesThereIsReplacedOnlyWhenAsked() {
        const auto target = path("kept.mp4");
        write(target, "mine");
        QVERIFY(media::Muxer::create(path("no-such-folder") / "x.mp4", {}).error().code == ErrorCode::NotFound);
        testing::ClipOptions options;
        options.frames = 2;
        QVERIFY(testing::makeClip(path("other.mp4"), options).has_value());
        auto demuxer = media::Demuxer::open(path("other.mp4"), {});
        QVERIFY(demuxer.has_value());
        auto muxer = media::Muxer::create(target, {});
        QVERIFY(muxer.has_value());
        const auto track = (*muxer)->addTrack((*demuxer)->streamFormat(0), {});
        QVERIFY(track.has_value() && (*muxer)->begin().has_value());
        while (true) {
            auto packet = (*demuxer)->read();
            QVERIFY(packet.has_value());
            if (!*packet) break;
            QVERIFY((*muxer)->write(*track, std::move(**packet)).has_value());
        }
        QVERIFY((*muxer)->finish().has_value());
        QCOMPARE((*muxer)->publish(media::Existing::Keep).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(std::filesystem::file_size(target), std::uintmax_t{4});
        QVERIFY((*muxer)->publish(media::Existing::Replace).has_value());
        QVERIFY(media::probe(target).has_value());
    }

    void aDiskThatTakesNoMoreIsNamed() {
        signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 64 * 1024;
        setrlimit(RLIMIT_FSIZE, &small);
        testing::ClipOptions options;
        options.container = media::Container::Mkv;
        options.sounds = {{.codec = "pcm"}};
        options.frames = 50;
        QTemporaryDir folder;
        const base::Status made = testing::makeClip(folder.filePath("large.mkv").toStdString(), options);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, ErrorCode::ResourceExhausted);
        QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
    }
};

QTEST_GUILESS_MAIN(tst_Hostile)
#include "tst_hostile.moc"
