// Previews and probes of real clips, and what of them is kept.
#include <QImage>
#include <QtTest>

#include <fstream>

#include "engine/base/platform.h"
#include "engine/filter/host.h"
#include "engine/worker/previewer.h"
#include "engine/worker/prober.h"
#include "tests/support/clips.h"

using namespace fotograma;
using api::CacheRule;
using base::ErrorCode;
namespace fs = std::filesystem;

namespace {

constexpr double kFlash = 1.0;  ///< When the clip is white.

/// A cache on a disk, and what asks it. A second one on the same folder is another program.
struct Program {
    explicit Program(const fs::path& folder)
        : levels({.memoryBytes = 0,
                  .disk = cache::DiskOptions{.folder = folder / "cache",
                                             .limitBytes = 64 << 20,
                                             .lookAgain = std::chrono::milliseconds(0)}}),
          host(filter::createHost()),
          previewer([this]() -> device::Device& { return *host; }, &levels, [] { return std::string("test"); }),
          prober(&levels) {}

    cache::TieredCache levels;
    std::unique_ptr<device::Device> host;
    worker::Previewer previewer;
    worker::Prober prober;
};

/// Age and content of a file say the same as before, but nothing can be read from it any more.
void makeUnreadable(const fs::path& file) {
    const auto time = fs::last_write_time(file);
    const auto size = fs::file_size(file);
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << std::string(size, 'x');
    fs::last_write_time(file, time);
}

void age(const fs::path& file) { fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1)); }

/// Turns one bit near the end of every segment.
void damageSegments(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder / "cache" / "segments")) {
        if (!entry.is_regular_file() || entry.file_size() < 8) continue;
        std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekg(-5, std::ios::end);
        const auto at = file.tellg();
        const char byte = static_cast<char>(file.get() ^ 4);
        file.seekp(at);
        file.put(byte);
    }
}

QImage imageOf(const api::Preview& preview) { return QImage::fromData(QByteArray::fromStdString(preview.picture.raw)); }

bool isWhite(const api::Preview& preview) {
    const QImage image = imageOf(preview);
    return !image.isNull() && qGray(image.pixel(image.width() / 3, image.height() / 3)) > 240;
}

}  // namespace

class tst_KeptFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    fs::path m_clip;

    /// Of the clip, which is 2 s of 64x48 at 25 a second with a key frame every 10 and one white frame.
    [[nodiscard]] api::PreviewRequest at(double seconds) const {
        return {.input = base::toUtf8(m_clip), .seconds = seconds, .format = api::PictureFile::Png};
    }
    [[nodiscard]] static base::Result<api::Preview> shown(Program& program, const api::PreviewRequest& request) {
        return program.previewer.make(request, {});
    }
    fs::path makeClip(const char* name, testing::ClipOptions options = {}) const {
        options.frames = 50;
        options.gopFrames = 10;
        options.clicks = {kFlash};
        const fs::path path = m_folder / name;
        FOTOGRAMA_ASSERT(testing::makeClip(path, options), "the clip must be made");
        age(path);
        return path;
    }

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = base::pathFromUtf8(m_temporary->path().toStdString());
        m_clip = makeClip("clip.mp4");
    }

    // ---- Previews ----

    void theFirstPictureAtOrAfterTheTimeIsShown_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("found");
        QTest::newRow("the first") << 0.0 << 0.0;
        QTest::newRow("at it") << 1.0 << 1.0;
        QTest::newRow("just before it") << 0.97 << 1.0;
        QTest::newRow("just after it") << 1.01 << 1.04;
        QTest::newRow("past the end") << 99.0 << 1.96;
    }
    void theFirstPictureAtOrAfterTheTimeIsShown() {
        QFETCH(double, seconds);
        QFETCH(double, found);
        Program program(m_folder);
        const auto preview = shown(program, at(seconds));
        QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
        QVERIFY(std::abs(preview->seconds - found) < 1e-6);
        QCOMPARE(isWhite(*preview), found == kFlash);
        QVERIFY(std::abs(preview->durationSeconds - 2.0) < 1e-6);
    }

    void aClipKeptOpenShowsTheSamePicturesInAnyOrder() {
        Program program(m_folder);
        for (const double seconds : {0.0, 0.03, 0.04, 0.44, 0.45, 1.9, 0.97, 99.0, 1.0, 0.0, 1.0, 1.2, 0.2}) {
            api::PreviewRequest request = at(seconds);
            request.cache = CacheRule::Off;
            const auto anew = shown(program, request);
            request.slot = "person";
            const auto kept = shown(program, request);
            QVERIFY2(anew && kept, qPrintable(QString::number(seconds)));
            QCOMPARE(kept->seconds, anew->seconds);
            QVERIFY2(kept->picture.raw == anew->picture.raw, qPrintable(QString::number(seconds)));
        }
    }

    void aChangedFilterNeedsNoSecondDecoding() {
        Program program(m_folder);
        api::PreviewRequest request = at(1.0);
        request.cache = CacheRule::Off;
        request.slot = "person";
        QVERIFY(isWhite(*shown(program, request)));
        makeUnreadable(m_clip);
        request.recipe = *base::Json::parse(
            R"({"version":1,"id":"dark","title":"Dark","filters":[{"id":"crop","params":{"width":32,"height":16}}],
                "outputs":[{"name":"{stem}.{ext}","container":"mp4","video":{"codec":"h264"}}]})");
        const auto preview = shown(program, request);
        QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
        QCOMPARE(imageOf(*preview).size(), QSize(32, 16));
        program.previewer.rest();  // nothing is kept any more: now it must be read
        QVERIFY(!shown(program, request));
    }

    void aClipThatWasReplacedIsReadAnew() {
        Program program(m_folder);
        api::PreviewRequest request = at(1.0);
        request.cache = CacheRule::Off;
        request.slot = "person";
        QVERIFY(isWhite(*shown(program, request)));
        testing::ClipOptions without;
        without.frames = 50;
        without.gopFrames = 10;
        QVERIFY(testing::makeClip(m_clip, without));
        const auto preview = shown(program, request);
        QVERIFY(preview && !isWhite(*preview));
    }

    void aShareIsOfTheLengthAndQuickTakesTheKeyFrame() {
        Program program(m_folder);
        api::PreviewRequest request = at(0.0);
        request.share = 0.5;
        QVERIFY(isWhite(*shown(program, request)));
        request = at(0.97);
        request.quick = true;
        const auto quick = shown(program, request);
        QVERIFY(quick);
        QVERIFY(std::abs(quick->seconds - 0.8) < 1e-6);
    }

    void picturesAreTurnedFittedAndNeverMadeLarger() {
        testing::ClipOptions turned;
        turned.transform.clockwise = 90;
        m_clip = makeClip("turned.mp4", turned);
        Program program(m_folder);
        api::PreviewRequest request = at(0.0);
        for (const auto& [width, height, size] :
             {std::tuple{24, 0, QSize(24, 32)}, std::tuple{0, 32, QSize(24, 32)}, std::tuple{40, 16, QSize(12, 16)},
              std::tuple{999, 0, QSize(48, 64)}}) {
            request.width = width;
            request.height = height;
            const auto preview = shown(program, request);
            QVERIFY(preview);
            QCOMPARE(imageOf(*preview).size(), size);
            QCOMPARE(QSize(preview->width, preview->height), size);
        }
    }

    void aRecipesTrimAndFiltersAreApplied() {
        Program program(m_folder);
        api::PreviewRequest request = at(0.0);
        request.recipe = *base::Json::parse(
            R"({"version":1,"id":"cut","title":"Cut","input":{"start":1.0},
                "filters":[{"id":"crop","params":{"width":32,"height":16}}],
                "outputs":[{"name":"{stem}.{ext}","container":"mp4","video":{"codec":"h264"}}]})");
        const auto preview = shown(program, request);
        QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
        QCOMPARE(imageOf(*preview).size(), QSize(32, 16));
        QVERIFY(isWhite(*preview));  // where the trim begins
        request.recipe.set("filterz", 1);
        QVERIFY(!shown(program, request));
    }

    void aSheetShowsPicturesInTheirOrder() {
        Program program(m_folder);
        api::PreviewRequest request = at(0.0);
        request.width = 32;
        request.columns = 2;
        request.rows = 1;
        request.share.reset();
        const auto sheet = shown(program, request);  // at 0.5 s and 1.5 s
        QVERIFY2(sheet, sheet ? "" : sheet.error().message.c_str());
        const QImage image = imageOf(*sheet);
        QCOMPARE(image.size(), QSize(4 + 32 + 4 + 32 + 4, 4 + 24 + 4));
        request = at(1.52);
        request.width = 32;
        const QImage second = imageOf(*shown(program, request));
        const QImage inSheet = image.copy(40, 4, 32, 24).convertToFormat(second.format());
        int worst = 0;
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 32; ++x)
                worst = std::max(worst, std::abs(qGray(second.pixel(x, y)) - qGray(inSheet.pixel(x, y))));
        QVERIFY2(worst <= 24,
                 qPrintable(QString::number(worst)));  // chroma at the seams; another frame differs by more
        QVERIFY(qGray(image.pixel(1, 1)) < 60);
    }

    void whatCannotBeShownSaysWhy() {
        Program program(m_folder);
        api::PreviewRequest request = at(0.0);
        request.width = request.height = 0;
        QVERIFY(shown(program, request).error().code == ErrorCode::InvalidArgument);
        request = at(-1.0);
        QVERIFY(shown(program, request).error().code == ErrorCode::InvalidArgument);
        request = at(0.0);
        request.rows = 1000;
        QVERIFY(shown(program, request).error().code == ErrorCode::InvalidArgument);
        request.input = base::toUtf8(m_folder / "none.mp4");
        request.rows = 1;
        QVERIFY(shown(program, request).error().code == ErrorCode::NotFound);
        request = at(0.0);
        request.recipe = *base::Json::parse(
            R"({"version":1,"id":"c","title":"C","filters":[{"id":"autocrop"}],"measures":[{"id":"luma"}]})");
        QVERIFY(shown(program, request).error().code ==
                ErrorCode::Unsupported);  // it must look at the whole clip first
        makeUnreadable(m_clip);
        QVERIFY(!shown(program, at(0.0)));
        std::stop_source stopped;
        stopped.request_stop();
        m_clip = makeClip("other.mp4");
        QVERIFY(program.previewer.make(at(0.0), stopped.get_token()).error().code == ErrorCode::Cancelled);
    }

    void jpegIsAPictureToo() {
        Program program(m_folder);
        api::PreviewRequest request = at(kFlash);
        request.format = api::PictureFile::Jpeg;
        const auto preview = shown(program, request);
        QVERIFY(preview && preview->picture.raw.starts_with("\xFF\xD8\xFF") &&
                preview->picture.raw.ends_with("\xFF\xD9"));
        if (const QImage image = imageOf(*preview); !image.isNull()) QVERIFY(isWhite(*preview));
    }

    // ---- What is kept ----

    void aPreviewThatWasMadeIsNotMadeAgain() {
        const api::Preview first = *shown(*std::make_unique<Program>(m_folder), at(0.5));
        QCOMPARE(first.cache, std::string());
        Program program(m_folder);
        makeUnreadable(m_clip);
        const auto second = shown(program, at(0.5));
        QVERIFY(second);
        QCOMPARE(second->cache, std::string("disk"));
        QCOMPARE(second->picture.raw, first.picture.raw);
        QCOMPARE(second->seconds, first.seconds);
        QVERIFY(!shown(program, at(0.6)));  // another one it would have to read
    }

    void anotherBoxTimeRecipeOrFileIsAnotherPicture() {
        Program program(m_folder);
        QVERIFY(shown(program, at(0.5)));
        api::PreviewRequest smaller = at(0.5), turned = at(0.5), other = at(0.5);
        smaller.width = 16;
        turned.recipe = *base::Json::parse(
            R"({"version":1,"id":"t","title":"T","filters":[{"id":"rotate","params":{"angle":"90"}}],
                "measures":[{"id":"luma"}]})");
        other.slot = "a slot decides nothing";
        QCOMPARE(shown(program, smaller)->cache, std::string());
        QCOMPARE(shown(program, turned)->cache, std::string());
        QCOMPARE(shown(program, at(0.6))->cache, std::string());
        QCOMPARE(shown(program, other)->cache, std::string("disk"));
        fs::last_write_time(m_clip, fs::last_write_time(m_clip) + std::chrono::seconds(1));
        QCOMPARE(shown(program, at(0.5))->cache, std::string());
    }

    void refreshMakesAnewAndOffKeepsNothing() {
        Program program(m_folder);
        api::PreviewRequest request = at(0.5);
        request.cache = CacheRule::Off;
        QVERIFY(shown(program, request));
        QCOMPARE(program.levels.disk()->counts().entries, 0);
        request.cache = CacheRule::Refresh;
        QCOMPARE(shown(program, request)->cache, std::string());
        QCOMPARE(shown(program, request)->cache, std::string());
        QCOMPARE(shown(program, at(0.5))->cache, std::string("disk"));
    }

    void aDamagedThumbnailIsDroppedAndMadeAgain() {
        const api::Preview first = *shown(*std::make_unique<Program>(m_folder), at(0.5));
        damageSegments(m_folder);
        Program program(m_folder);
        const auto again = shown(program, at(0.5));
        QVERIFY(again);
        QCOMPARE(again->cache, std::string());
        QCOMPARE(again->picture.raw, first.picture.raw);
        QCOMPARE(program.levels.stats().back().damaged, 1);
        QCOMPARE(shown(program, at(0.5))->cache, std::string("disk"));
    }

    // ---- Probes ----

    void aSecondProbeOfAnUnchangedFileOpensNothing() {
        const auto ask = [&](Program& program, CacheRule rule, media::ProbeDepth depth = media::ProbeDepth::Full) {
            return program.prober.probe(m_clip, depth, rule);
        };
        const auto first = ask(*std::make_unique<Program>(m_folder), CacheRule::Use);
        QVERIFY(first && first->cache.empty());
        QCOMPARE(first->facts["tracks"].items().size(), 1u);
        const fs::path moved = m_folder / "moved.mp4";
        fs::rename(m_clip, moved);
        m_clip = moved;
        makeUnreadable(m_clip);
        Program program(m_folder);
        const auto second = ask(program, CacheRule::Use);
        QVERIFY(second);
        QCOMPARE(second->cache, std::string("disk"));
        QCOMPARE(second->facts["path"].asString(), base::toUtf8(moved));
        QCOMPARE(second->facts["tracks"].dump(), first->facts["tracks"].dump());
        QVERIFY(!ask(program, CacheRule::Off));
        QVERIFY(!ask(program, CacheRule::Refresh));
        QVERIFY(!ask(program, CacheRule::Use, media::ProbeDepth::Header));
        // Changed, it is looked at again.
        m_clip = makeClip("moved.mp4", {.width = 96});
        const auto third = ask(program, CacheRule::Use);
        QVERIFY(third && third->cache.empty());
        QCOMPARE(third->facts["tracks"].items()[0]["video"]["width"].asInteger(), 96);
    }

    void aFileThatWasChangedAMomentAgoIsNotTrusted() {
        Program program(m_folder);
        fs::last_write_time(m_clip, fs::file_time_type::clock::now() + std::chrono::seconds(10));
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(program.prober.probe(m_clip, media::ProbeDepth::Full, CacheRule::Use)->cache, std::string());
            QCOMPARE(shown(program, at(0.5))->cache, std::string());
        }
    }

    void aFileThatWasHashedIsKnownByItsContent() {
        Program program(m_folder);
        QVERIFY(shown(program, at(0.5)));
        const auto stamp = base::fileStamp(m_clip);
        QVERIFY(stamp && cache::ContentIds(program.levels).read(m_clip, *stamp));
        QCOMPARE(shown(program, at(0.5))->cache, std::string("disk"));  // and now under its content, too
        fs::copy_file(m_clip, m_folder / "copy.mp4");
        m_clip = m_folder / "copy.mp4";
        age(m_clip);
        const auto copy = base::fileStamp(m_clip);
        QVERIFY(copy && cache::ContentIds(program.levels).read(m_clip, *copy));
        QCOMPARE(shown(program, at(0.5))->cache, std::string("disk"));
    }
};

QTEST_GUILESS_MAIN(tst_KeptFiles)
#include "tst_kept_files.moc"
