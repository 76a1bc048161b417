// Plain mp4 and mov files read through their index alone, against FFmpeg reading the same files; and opened decoders
// that serve file after file, against fresh ones.
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/base/hash.h"
#include "engine/media/decoder.h"
#include "engine/media/decoder_shelf.h"
#include "engine/media/demuxer.h"
#include "engine/media/mp4_boxes.h"
#include "tests/support/clips.h"

using namespace fotograma;
namespace fs = std::filesystem;

namespace {

/// One picture as far as a reader can tell it from another.
struct Seen {
    std::int64_t pts = 0;
    std::int64_t duration = 0;
    bool isKey = false;
    frame::PictureSpec spec;
    std::string picture;
    friend bool operator==(const Seen&, const Seen&) = default;
};

struct Reading {
    base::Json facts;
    std::vector<Seen> frames;
    bool isIndexed = false;
    std::optional<base::Error> error;
};

std::string digestOf(const frame::Frame& frame) {
    std::vector<std::byte> bytes;
    for (int plane = 0; plane < frame.planes(); ++plane) {
        const frame::Plane& rows = frame.plane(plane);
        const auto rowBytes = static_cast<std::ptrdiff_t>(rows.width) * frame.spec().format.bytesPerSample();
        for (int y = 0; y < rows.height; ++y) {
            const std::byte* row = rows.data + y * rows.pitchBytes;
            bytes.insert(bytes.end(), row, row + rowBytes);
        }
    }
    return base::hashBytes(bytes).hex();
}

enum class Way { Index, Ffmpeg };

base::Status readAll(media::Demuxer& demuxer, const media::DecoderOptions& options, Reading& reading) {
    const int track = demuxer.info().videoTrack;
    demuxer.select(std::span(&track, 1));
    if (options.keyFramesOnly) demuxer.choosePictures({.which = media::Pictures::Key});
    FOTOGRAMA_ASSIGN_OR_RETURN(auto decoder, media::Decoder::create(demuxer, track, options));
    for (bool isEnd = false; !isEnd;) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto packet, demuxer.read());
        isEnd = !packet;
        FOTOGRAMA_RETURN_IF_ERROR(packet ? decoder->push(*packet) : decoder->finish());
        while (true) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto frame, decoder->pull());
            if (!frame) break;
            const frame::FrameInfo& info = frame->info();
            reading.frames.push_back({info.pts, info.duration, info.isKeyFrame, info.spec, digestOf(*frame)});
        }
    }
    media::MediaInfo info = demuxer.info();
    decoder->completeFacts(info.tracks[static_cast<std::size_t>(track)]);
    reading.facts = media::toJson(info);
    return {};
}

Reading read(const fs::path& path, Way way, media::DecoderOptions options = {}) {
    Reading reading;
    media::OpenOptions opening;
    opening.depth = media::ProbeDepth::Header;
    opening.picturesOnly = way == Way::Index;
    auto demuxer = media::Demuxer::open(path, opening);
    if (!demuxer || (*demuxer)->info().videoTrack < 0) {
        reading.error = demuxer ? base::Error{base::ErrorCode::Unsupported, "no picture", {}} : demuxer.error();
        return reading;
    }
    reading.isIndexed = (*demuxer)->isIndexed();
    if (base::Status status = readAll(**demuxer, options, reading); !status) reading.error = status.error();
    return reading;
}

std::vector<char> bytesOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::span<const char> bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Where in the file each box of the index begins, nested ones too.
void collectBoxes(const std::vector<char>& file, std::size_t begin, std::size_t end, std::vector<std::size_t>& starts) {
    constexpr std::uint32_t kNests[] = {media::fourCode("moov"), media::fourCode("trak"), media::fourCode("mdia"),
                                        media::fourCode("minf"), media::fourCode("stbl"), media::fourCode("edts"),
                                        media::fourCode("dinf"), media::fourCode("udta")};
    while (end - begin >= 8) {
        media::ByteReader head(media::Bytes(reinterpret_cast<const std::uint8_t*>(file.data()) + begin, 8));
        const std::size_t size = head.u32();
        const std::uint32_t type = head.u32();
        if (size < 8 || size > end - begin) return;
        starts.push_back(begin);
        if (std::ranges::find(kNests, type) != std::end(kNests)) collectBoxes(file, begin + 8, begin + size, starts);
        begin += size;
    }
}

}  // namespace

class tst_Index : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] fs::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    [[nodiscard]] fs::path clip(const char* name, const testing::ClipOptions& options) const {
        if (base::Status made = testing::makeClip(path(name), options); !made)
            qFatal("%s", made.error().message.c_str());
        return path(name);
    }
    static void compare(const fs::path& file, bool mustBeIndexed) {
        const Reading ours = read(file, Way::Index);
        const Reading theirs = read(file, Way::Ffmpeg);
        if (mustBeIndexed) QVERIFY(ours.isIndexed);
        if (!ours.isIndexed) return;
        QVERIFY2(!ours.error && !theirs.error, (ours.error ? *ours.error : base::Error{}).message.c_str());
        const QByteArray one = QByteArray::fromStdString(base::canonical(ours.facts).dump(1));
        const QByteArray other = QByteArray::fromStdString(base::canonical(theirs.facts).dump(1));
        if (one != other) qWarning("index:\n%s\nFFmpeg:\n%s", one.constData(), other.constData());
        QCOMPARE(one, other);
        QCOMPARE(ours.frames.size(), theirs.frames.size());
        for (std::size_t i = 0; i < ours.frames.size(); ++i) {
            QCOMPARE(ours.frames[i].pts, theirs.frames[i].pts);
            QCOMPARE(ours.frames[i].isKey, theirs.frames[i].isKey);
            QVERIFY(ours.frames[i].spec == theirs.frames[i].spec && ours.frames[i].picture == theirs.frames[i].picture);
            // Of uneven pictures that are reordered, FFmpeg gives each the mean duration.
            const bool isEven = ours.facts["tracks"].items()[0]["video"]["variable_rate"].asBool() == false;
            if (isEven) QCOMPARE(ours.frames[i].duration, theirs.frames[i].duration);
        }
    }

private slots:
    void plainFilesReadTheSame_data() {
        QTest::addColumn<testing::ClipOptions>("options");
        const auto row = [](const char* name, auto change) {
            testing::ClipOptions options;
            options.frames = 40;
            options.gopFrames = 12;
            change(options);
            QTest::newRow(name) << options;
        };
        row("h264", [](auto&) {});
        row("hevc", [](auto& o) { o.codec = media::VideoCodec::Hevc; });
        row("one picture", [](auto& o) { o.frames = 1; });
        row("two pictures", [](auto& o) { o.frames = 2; });
        row("with sound", [](auto& o) { o.sounds = {{}, {.language = "spa"}}; });
        row("mono at 22050", [](auto& o) { o.sounds = {{.sampleRate = 22050, .channels = 1}}; });
        row("turned", [](auto& o) { o.transform = {90, false, true}; });
        row("mirrored", [](auto& o) { o.transform = {180, true, true}; });
        row("pixel shape", [](auto& o) { o.sampleAspect = {4, 3}; });
        row("10 bits", [](auto& o) { o.bits = 10; });
        row("4:4:4", [](auto& o) { o.chromaShiftX = o.chromaShiftY = 0; });
        row("coloured", [](auto& o) { o.color = {1, 1, 1, false, 1}; });
        row("29.97", [](auto& o) { o.rate = {30000, 1001}; });
        row("variable", [](auto& o) { o.times = {0, 0.04, 0.1, 0.11, 0.3, 0.5, 0.52, 0.9, 1.0, 1.5, 1.7, 2.0}; });
        row("tags", [](auto& o) { o.tags = {{"title", "A film"}, {"artist", "Somebody"}}; });
    }
    void plainFilesReadTheSame() {
        QFETCH(testing::ClipOptions, options);
        compare(clip("in.mp4", options), true);
    }

    void keyFramesAloneAreTheSame() {
        testing::ClipOptions options;
        options.frames = 90;
        options.gopFrames = 10;
        const fs::path file = clip("keys.mp4", options);
        const Reading ours = read(file, Way::Index, {.keyFramesOnly = true});
        const Reading theirs = read(file, Way::Ffmpeg, {.keyFramesOnly = true});
        QVERIFY(ours.isIndexed && !ours.error && !theirs.error);
        QVERIFY(ours.frames.size() >= 9 && ours.frames == theirs.frames);
    }

    void realFilesReadTheSame_data() {
        QTest::addColumn<QString>("file");
        QString folder = qEnvironmentVariable("FOTOGRAMA_MEDIA");
        if (folder.isEmpty()) folder = qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/../shared/media";
        for (const QString& sub : {folder, folder + "/broken"})
            for (const QString& name : QDir(sub).entryList({"*.mp4", "*.mov", "*.3gp", "*.m4v"}, QDir::Files))
                if (QFileInfo(sub, name).size() < (2 << 20)) QTest::newRow(qPrintable(name)) << sub + "/" + name;
        if (!QDir(folder).exists()) QSKIP("no real media (set FOTOGRAMA_MEDIA)");
    }
    void realFilesReadTheSame() {
        QFETCH(QString, file);
        compare(file.toStdString(), false);
    }

    void whatIsNotPlainIsLeftToFfmpeg_data() {
        QTest::addColumn<QByteArray>("box");
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* name, const char* box, int at, QByteArray value) {
            QTest::newRow(name) << QByteArray(box) << at << value;
        };
        row("two edits", "elst", 4, QByteArray("\0\0\0\2", 4));
        row("an edit that hides the first picture", "elst", 12, QByteArray("\0\0\x10\0", 4));
        row("an edit that ends early", "elst", 8, QByteArray("\0\0\0\x10", 4));
        row("another speed", "elst", 16, QByteArray("\0\2\0\0", 4));
        row("two descriptions", "stsd", 4, QByteArray("\0\0\0\2", 4));
        row("data elsewhere", "url ", 0, QByteArray("\0\0\0\0", 4));
        row("encrypted", "avc1", -4, QByteArray("encv"));
        row("no time scale", "mdhd", 12, QByteArray(4, '\0'));
        row("a count beyond the table", "stsz", 8, QByteArray("\x7F\xFF\xFF\xFF", 4));
        row("one size for countless samples", "stsz", 4, QByteArray("\0\0\0\1\x7F\xFF\xFF\xFF", 8));
        row("an offset beyond the file", "stco", 8, QByteArray("\x7F\xFF\xFF\xFF", 4));
        row("chunks from the second", "stsc", 8, QByteArray("\0\0\0\2", 4));
        row("a key frame of another number", "stss", 8, QByteArray("\0\0\0\0", 4));
        row("an unknown box", "vmhd", -4, QByteArray("vmhx"));
    }
    void whatIsNotPlainIsLeftToFfmpeg() {
        QFETCH(QByteArray, box);
        QFETCH(int, at);
        QFETCH(QByteArray, value);
        testing::ClipOptions options;
        options.frames = 30;
        options.gopFrames = 10;
        std::vector<char> bytes = bytesOf(clip("good.mp4", options));
        QVERIFY(read(path("good.mp4"), Way::Index).isIndexed);
        const auto found = std::find_end(bytes.begin(), bytes.end(), box.begin(), box.end());
        QVERIFY(found != bytes.end());
        std::copy(value.begin(), value.end(), found + 4 + at);
        write(path("odd.mp4"), bytes);
        QVERIFY(!read(path("odd.mp4"), Way::Index).isIndexed);
    }

    void truncatedFilesEndWithoutACrash() {
        testing::ClipOptions options;
        options.frames = 30;
        options.gopFrames = 10;
        options.sounds = {{}};
        const std::vector<char> bytes = bytesOf(clip("whole.mp4", options));
        std::vector<std::size_t> starts;
        collectBoxes(bytes, 0, bytes.size(), starts);
        QVERIFY(starts.size() > 30);
        for (const std::size_t start : starts)
            for (const std::size_t cut : {start, start + 3, start + 8, start + 9, start + 15}) {
                write(path("cut.mp4"), std::span(bytes).first(std::min(cut, bytes.size() - 1)));
                QVERIFY(!read(path("cut.mp4"), Way::Index).isIndexed);
            }
    }

    void flippedBytesEndWithoutACrash() {
        testing::ClipOptions options;
        options.frames = 20;
        options.gopFrames = 5;
        options.sounds = {{}};
        const std::vector<char> good = bytesOf(clip("sound.mp4", options));
        std::vector<std::size_t> starts;
        collectBoxes(good, 0, good.size(), starts);
        const auto moov = static_cast<std::size_t>(
            std::search(good.begin(), good.end(), std::begin("moov"), std::begin("moov") + 4) - good.begin());
        std::uint64_t state = 0x9E3779B97F4A7C15ULL;
        const auto random = [&](std::size_t below) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            return static_cast<std::size_t>(state >> 33) % below;
        };
        int indexed = 0;
        for (int round = 0; round < 1500; ++round) {
            std::vector<char> bytes = good;
            for (std::size_t flips = 1 + random(3); flips > 0; --flips)
                bytes[moov + random(bytes.size() - moov)] = static_cast<char>(random(256));
            write(path("noise.mp4"), bytes);
            media::OpenOptions opening;
            opening.picturesOnly = true;
            opening.depth = media::ProbeDepth::Header;
            opening.limits.wallSeconds = 5.0;
            const auto demuxer = media::Demuxer::open(path("noise.mp4"), opening);
            if (!demuxer || !(*demuxer)->isIndexed()) continue;
            ++indexed;
            (*demuxer)->choosePictures({.which = media::Pictures::Sampled, .everySeconds = 0.1});
            while (true) {
                const auto packet = (*demuxer)->read();
                QVERIFY2(packet.has_value(), "every sample lies within the file");
                if (!*packet) break;
            }
        }
        QVERIFY2(indexed > 100, "most flips hit what does not matter, or only a picture's bytes");
    }

    void aServedDecoderGivesWhatAFreshOneGives() {
        std::vector<fs::path> files;
        const auto add = [&](const char* name, auto change) {
            testing::ClipOptions options;
            options.frames = 24;
            options.gopFrames = 8;
            change(options);
            files.push_back(clip(name, options));
        };
        add("a.mp4", [](auto&) {});
        add("b.mp4", [](auto& o) { o.color = {9, 16, 9, false, 1}; });
        add("i.mp4", [](auto& o) { o.color.fullRange = true; });
        add("c.mp4", [](auto& o) { o.bits = 10; });
        add("d.mp4", [](auto& o) { o.chromaShiftX = o.chromaShiftY = 0; });
        add("e.mp4", [](auto& o) { o.quality = 35.0; });
        add("f.mp4", [](auto& o) { o.codec = media::VideoCodec::Hevc; });
        add("g.mp4", [](auto& o) { o.codec = media::VideoCodec::Hevc, o.bits = 10; });
        add("h.mp4", [](auto& o) { o.height = 46; });
        std::vector<Reading> fresh;
        for (const fs::path& file : files) fresh.push_back(read(file, Way::Index));
        media::DecoderShelf shelf;
        std::uint64_t state = 7;
        for (int round = 0; round < 60; ++round) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            const std::size_t which = (state >> 33) % files.size();
            const Reading again = read(files[which], Way::Index, {.shelf = &shelf, .keyFramesOnly = round % 3 == 0});
            QVERIFY2(!again.error, again.error ? again.error->message.c_str() : "");
            std::vector<Seen> expected = fresh[which].frames;
            if (round % 3 == 0) std::erase_if(expected, [](const Seen& seen) { return !seen.isKey; });
            QVERIFY2(again.frames == expected, qPrintable(QString::fromStdString(files[which].string())));
            const QByteArray facts = QByteArray::fromStdString(base::canonical(again.facts).dump());
            const QByteArray freshFacts = QByteArray::fromStdString(base::canonical(fresh[which].facts).dump());
            QVERIFY2(facts == freshFacts, (facts + "\n" + freshFacts).constData());
        }
    }

    void aDamagedFileLeavesNothingBehind() {
        testing::ClipOptions options;
        options.frames = 24;
        options.gopFrames = 8;
        const fs::path good = clip("good.mp4", options);
        std::vector<char> bytes = bytesOf(good);
        const auto mdat = std::search(bytes.begin(), bytes.end(), std::begin("mdat"), std::begin("mdat") + 4);
        QVERIFY(bytes.end() - mdat > 3000);
        for (int i = 600; i < 2400; ++i) mdat[i] = static_cast<char>(i * 37);
        write(path("bad.mp4"), bytes);
        const Reading fresh = read(good, Way::Index);
        media::DecoderShelf shelf;
        for (int round = 0; round < 4; ++round) {
            read(path("bad.mp4"), Way::Index, {.shelf = &shelf});
            QVERIFY(read(good, Way::Index, {.shelf = &shelf}).frames == fresh.frames);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Index)
#include "tst_index.moc"
