#include <QTest>

#include <bit>

#include "engine/measures/scenes/detectors.h"
#include "tests/measures/made_clips.h"

using namespace fotograma;
using measures::scenes::AdaptiveDetector;
using measures::scenes::ContentDetector;
using measures::scenes::Look;

/// Measures of whole clips of pictures: scenes and signatures.
class tst_Clips : public QObject {
    Q_OBJECT

private slots:
    void flashesBecomeOneCutAtTheLastOfThem();
    void fastMovementIsNoAdaptiveCut();
    void cutsAreFoundAtTheirExactFrames();
    void copiesHaveNearSignaturesAndOtherClipsHaveNot();
    void aTrimmedCopyKeepsTheHashesOfWhatItContains();
    void aBlackClipHasNoSignature();
};

namespace {

std::vector<std::int64_t> integers(const api::Json& list) {
    std::vector<std::int64_t> all;
    for (const api::Json& each : list.items()) all.push_back(each.asInteger());
    return all;
}

std::uint64_t hashFrom(const api::Json& text) {
    return QString::fromStdString(text.asString()).toULongLong(nullptr, 16);
}

/// The mean over A's hashes of the distance to the nearest of B's.
double signatureDistance(const api::Json& a, const api::Json& b) {
    double sum = 0.0;
    for (const api::Json& mine : a["hashes"].items()) {
        int nearest = 64;
        for (const api::Json& other : b["hashes"].items())
            nearest = std::min(nearest, std::popcount(hashFrom(mine) ^ hashFrom(other)));
        sum += nearest;
    }
    return sum / static_cast<double>(a["hashes"].items().size());
}

QStringList source(const char* graph) { return {"-v", "error", "-f", "lavfi", "-i", graph}; }
const QStringList kEncoded{"-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18"};

/// Four scenes of 40, 50, 30 and 45 frames, all of them moving or detailed.
constexpr const char* kFourScenes =
    "smptebars=s=320x180:r=25:d=1.6[a];testsrc2=s=320x180:r=25:d=2[b];color=c=darkgreen:s=320x180:r=25:d=1.2[c];"
    "mandelbrot=s=320x180:r=25[m];[m]trim=end_frame=45[d];[a][b][c][d]concat=n=4,format=yuv420p";

}  // namespace

void tst_Clips::flashesBecomeOneCutAtTheLastOfThem() {
    ContentDetector detector(27.0, 0.6);
    std::vector<std::int64_t> cuts;
    for (std::int64_t i = 0; i < 120; ++i) {
        const bool isAbove = i == 30 || (i >= 60 && i < 90 && i % 5 == 0);  // one cut, then flashes from 60 to 85
        if (const auto cut = detector.next({i, static_cast<double>(i) / 25.0, isAbove ? 50.0 : 1.0}))
            cuts.push_back(cut->index);
    }
    QCOMPARE(cuts, (std::vector<std::int64_t>{30, 60, 85}));
}

void tst_Clips::fastMovementIsNoAdaptiveCut() {
    AdaptiveDetector detector(3.0, 15.0, 0.6);
    std::vector<std::int64_t> cuts;
    for (std::int64_t i = 0; i < 100; ++i) {
        const double content = i == 30 ? 60.0 : (i >= 60 && i < 80 ? 40.0 : 2.0);
        if (const auto cut = detector.next({i, static_cast<double>(i) / 25.0, content})) cuts.push_back(cut->index);
    }
    QCOMPARE(cuts, (std::vector<std::int64_t>{30}));
}

void tst_Clips::cutsAreFoundAtTheirExactFrames() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    tests::MadeClips clips;
    const auto report = clips.measured(clips.make("scenes.mp4", source(kFourScenes) + kEncoded), "scenes");
    const api::Json& scenes = report.measures["scenes"];
    QCOMPARE(integers(scenes["cuts"]), (std::vector<std::int64_t>{40, 90, 120}));
    QCOMPARE(integers(scenes["adaptive_cuts"]), (std::vector<std::int64_t>{40, 90, 120}));
    QCOMPARE(scenes["scenes"].asInteger(), 4);
    QVERIFY(std::abs(scenes["cut_times"].items()[1].asNumber() - 3.6) < 1e-3);
    QVERIFY(scenes["content"]["max"].asNumber() > 27.0);
}

void tst_Clips::copiesHaveNearSignaturesAndOtherClipsHaveNot() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    tests::MadeClips clips;
    const auto path = clips.make("source.mp4", source(kFourScenes) + kEncoded);
    const auto phash = [&](const std::filesystem::path& file) {
        return clips.measured(file, "phash").measures["phash"];
    };
    const QStringList input{"-v", "error", "-i", QString::fromStdString(path.string())};
    const api::Json original = phash(path);
    const api::Json coarse = phash(clips.make("coarse.mp4", input + QStringList{"-crf", "36"}));
    const api::Json small = phash(clips.make("small.mkv", input + QStringList{"-vf", "scale=200:112", "-crf", "24"}));
    const api::Json other = phash(clips.make(
        "other.mp4", source("cellauto=s=320x180:r=25:rule=110,trim=end_frame=60,format=yuv420p") + kEncoded));
    QVERIFY(original["hashes"].items().size() >= 3);
    QCOMPARE(original["hashes"].items().size(), original["times"].items().size());
    QCOMPARE(original["hash"].asString().size(), std::size_t{16});
    QVERIFY2(signatureDistance(coarse, original) <= 6.0,
             qPrintable(QString::number(signatureDistance(coarse, original))));
    QVERIFY2(signatureDistance(small, original) <= 8.0,
             qPrintable(QString::number(signatureDistance(small, original))));
    QVERIFY2(signatureDistance(other, original) >= 16.0,
             qPrintable(QString::number(signatureDistance(other, original))));
}

void tst_Clips::aTrimmedCopyKeepsTheHashesOfWhatItContains() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    tests::MadeClips clips;
    const auto path = clips.make("source.mp4", source(kFourScenes) + kEncoded);
    const auto trimmed = clips.make(
        "trimmed.mp4", QStringList{"-v", "error", "-ss", "1", "-i", QString::fromStdString(path.string()), "-t", "3"});
    const api::Json whole = clips.measured(path, "phash").measures["phash"];
    const api::Json part = clips.measured(trimmed, "phash").measures["phash"];
    QVERIFY2(signatureDistance(part, whole) <= 9.0, qPrintable(QString::number(signatureDistance(part, whole))));
}

void tst_Clips::aBlackClipHasNoSignature() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    tests::MadeClips clips;
    const auto path = clips.make("black.mp4", source("color=c=black:s=160x90:r=25:d=0.4") + kEncoded);
    const auto report = clips.measured(path, "phash,scenes");
    QVERIFY(report.measures["phash"].members().empty());
    QCOMPARE(report.measures["scenes"]["scenes"].asInteger(), 1);
}

QTEST_GUILESS_MAIN(tst_Clips)
#include "tst_clips.moc"
