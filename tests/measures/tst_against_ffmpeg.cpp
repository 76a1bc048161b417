// Measures against FFmpeg's filters on the same samples: ffmpeg makes the pictures, says what its filters find in them, and
// writes them down; we measure what it wrote. Real files (FOTOGRAMA_MEDIA) are compared in the same way.
#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"

using namespace fotograma;

namespace {

/// What ffmpeg printed of one frame: key without "lavfi." and value.
using Said = QMap<QString, QString>;

struct Clip {
    QList<Said> said;  ///< By frame; empty when ffmpeg failed.
    QByteArray samples;
    frame::PictureSpec spec;
    double rate = 25.0;

    [[nodiscard]] frame::Frame picture(int index) const {
        frame::FrameInfo info;
        info.spec = spec;
        info.index = index;
        info.pts = std::llround(index * 1000.0 / rate);
        auto made = *frame::MutableFrame::allocateHost(info);
        const char* from = samples.constData() + index * bytes();
        for (int p = 0; p < made.planes(); ++p) {
            const frame::Plane& plane = made.plane(p);
            for (int y = 0; y < plane.height; ++y, from += plane.width)
                std::memcpy(plane.data + y * plane.pitchBytes, from, static_cast<std::size_t>(plane.width));
        }
        return std::move(made).freeze();
    }
    [[nodiscard]] int frames() const { return static_cast<int>(samples.size() / bytes()); }
    [[nodiscard]] qsizetype bytes() const {
        const auto& format = spec.format;
        qsizetype all = 0;
        for (int p = 0; p < 3; ++p)
            all += qsizetype{format.planeWidth(p, spec.width)} * format.planeHeight(p, spec.height);
        return all;
    }
};

/// The measures of pictures that FFmpeg has filters for, over a clip.
struct Found {
    std::map<std::string, std::vector<std::vector<double>>> rows;  ///< By measure, frame and value.
    std::map<std::string, api::Json> clip;

    [[nodiscard]] double value(const std::string& measure, int frame, std::size_t value) const {
        return rows.at(measure)[static_cast<std::size_t>(frame)][value];
    }
};

Found measured(const Clip& clip) {
    static const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    const std::vector<std::string> ids = {"luma", "change", "flat", "interlace", "bars", "scenes"};
    std::vector<filter::Use> uses;
    for (const std::string& id : ids) {
        api::Json params = api::Json::object();
        if (id == "scenes") params.set("min_scene", 0.0);  // scdet knows no shortest scene
        uses.push_back(*filter::use(api::OperationKind::Measure, id, params));
    }
    auto set = *filter::MeasureSet::create(uses, clip.spec, *queue);
    Found found;
    for (int i = 0; i < clip.frames(); ++i) {
        if (!set.push(clip.picture(i))) return {};
        for (std::size_t m = 0; m < ids.size(); ++m)
            for (const filter::Measured& each : set.ready(m)) found.rows[ids[m]].push_back(each.values);
    }
    for (std::size_t m = 0; m < ids.size(); ++m) found.clip[ids[m]] = set.summary(m);
    return found;
}

QList<double> numbers(const api::Json& list) {
    QList<double> all;
    for (const api::Json& each : list.items()) all.append(each.asNumber());
    return all;
}

/// Values of a key over the clip, in order.
QList<double> valuesOf(const Clip& clip, const QString& key) {
    QList<double> all;
    for (const Said& frame : clip.said)
        if (frame.contains(key)) all.append(frame[key].toDouble());
    return all;
}

/// scdet's default threshold, of a hundred: how much less alike a frame is to the one before than that was to its own.
constexpr double kScdetCut = 10.0;

/// Frames whose score, as scdet gives it to every frame, is at least `least`.
QList<double> framesOfScdet(const Clip& clip, double least) {
    QList<double> all;
    for (qsizetype i = 0; i < clip.said.size(); ++i)
        if (clip.said[i][QStringLiteral("scd.score")].toDouble() >= least) all.append(static_cast<double>(i));
    return all;
}

bool hasNear(const QList<double>& frames, double frame) {
    return std::ranges::any_of(frames, [&](double each) { return std::abs(each - frame) <= 1.0; });
}

}  // namespace

class tst_AgainstFfmpeg : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void lumaAndChangeAreThoseOfSignalstats_data() { addPictures(); }
    void lumaAndChangeAreThoseOfSignalstats();
    void blackIsWhereBlackdetectSees();
    void standstillIsWhereFreezedetectSees();
    void fieldsAreThoseOfIdet_data();
    void fieldsAreThoseOfIdet();
    void contentIsWhatCropdetectLeaves_data();
    void contentIsWhatCropdetectLeaves();
    void hardCutsAreAtTheFramesOfScdet();
    void cutsOfRealFilesAreThoseOfScdet_data();
    void cutsOfRealFilesAreThoseOfScdet();
    void realFilesAgree_data();
    void realFilesAgree();

private:
    void addPictures();
    Clip made(const QString& graph, int width, int height, double rate = 25.0);
    Clip run(const QStringList& input, const QString& graph, int width, int height, double rate);
    void compareLuma(const Clip& clip, const Found& found);
    QTemporaryDir m_folder;
    QString m_ffmpeg;
};

void tst_AgainstFfmpeg::initTestCase() {
    m_ffmpeg = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    if (m_ffmpeg.isEmpty()) QSKIP("no ffmpeg to compare with");
}

/// `graph` is a source without inputs.
Clip tst_AgainstFfmpeg::made(const QString& graph, int width, int height, double rate) {
    return run({QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"), graph}, {}, width, height, rate);
}

Clip tst_AgainstFfmpeg::run(const QStringList& input, const QString& graph, int width, int height, double rate) {
    Clip clip;
    clip.spec = filter::yuvPicture(width, height, 1, 1);
    clip.rate = rate;
    const QString raw = m_folder.filePath(QStringLiteral("pictures.yuv"));
    const QString filters = graph + QStringLiteral(
                                        "format=yuv420p,signalstats,blackdetect,freezedetect,"
                                        "cropdetect=limit=24:round=2:skip=0,idet,scdet,metadata=print:file=-");
    QProcess ffmpeg;
    ffmpeg.start(
        m_ffmpeg,
        QStringList{QStringLiteral("-hide_banner"), QStringLiteral("-loglevel"), QStringLiteral("error"),
                    QStringLiteral("-nostdin"), QStringLiteral("-y")} +
            input + QStringList{QStringLiteral("-vf"), filters, QStringLiteral("-f"), QStringLiteral("rawvideo"), raw});
    if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0) {
        qWarning("%s", ffmpeg.readAllStandardError().constData());
        return clip;
    }
    for (const QByteArray& line : ffmpeg.readAllStandardOutput().split('\n')) {
        if (line.startsWith("frame:")) clip.said.append(Said{});
        const qsizetype equals = line.indexOf('=');
        if (equals > 0 && line.startsWith("lavfi.") && !clip.said.isEmpty())
            clip.said.back()[QString::fromUtf8(line.mid(6, equals - 6))] = QString::fromUtf8(line.mid(equals + 1));
    }
    QFile file(raw);
    if (file.open(QIODevice::ReadOnly)) clip.samples = file.readAll();
    if (clip.said.size() != clip.frames()) {
        qWarning("%lld frames were told of, %d written", static_cast<long long>(clip.said.size()), clip.frames());
        clip.said.clear();
    }
    return clip;
}

void tst_AgainstFfmpeg::addPictures() {
    QTest::addColumn<QString>("graph");
    QTest::newRow("test picture") << QStringLiteral("testsrc2=s=160x90:r=25:d=1");
    QTest::newRow("fractal") << QStringLiteral("mandelbrot=s=160x90:r=25,trim=end=1");
    QTest::newRow("noise") << QStringLiteral("testsrc2=s=160x90:r=25:d=1,noise=alls=40:allf=t");
    QTest::newRow("fade") << QStringLiteral("testsrc2=s=160x90:r=25:d=1,format=yuv420p,fade=d=1");
}

/// signalstats prints six digits of a mean over code values; our means are exact.
void tst_AgainstFfmpeg::compareLuma(const Clip& clip, const Found& found) {
    for (int i = 0; i < clip.frames(); ++i) {
        const Said& said = clip.said[i];
        const double mean = 16.0 + 219.0 * found.value("luma", i, 0);
        const double wanted = said[QStringLiteral("signalstats.YAVG")].toDouble();
        QVERIFY2(std::abs(mean - wanted) < 1e-2, qPrintable(QString("%1: %2, not %3").arg(i).arg(mean).arg(wanted)));
        if (i == 0) continue;
        const double change = 219.0 * found.value("change", i, 0);
        const double difference = said[QStringLiteral("signalstats.YDIF")].toDouble();
        QVERIFY2(std::abs(change - difference) < 1e-2,
                 qPrintable(QString("%1: %2, not %3").arg(i).arg(change).arg(difference)));
    }
}

void tst_AgainstFfmpeg::lumaAndChangeAreThoseOfSignalstats() {
    QFETCH(QString, graph);
    const Clip clip = made(graph, 160, 90);
    QCOMPARE(clip.said.size(), 25);
    compareLuma(clip, measured(clip));
}

void tst_AgainstFfmpeg::blackIsWhereBlackdetectSees() {
    const Clip clip = made(QStringLiteral("testsrc2=s=160x90:r=25:d=1[a];color=black:s=160x90:r=25:d=3[b];"
                                          "testsrc2=s=160x90:r=25:d=1[c];color=black:s=160x90:r=25:d=1[d];"
                                          "[a][b][c][d]concat=n=4"),
                           160, 90);
    QCOMPARE(clip.said.size(), 150);
    const auto found = measured(clip);
    const QList<double> times = numbers(found.clip.at("flat")["black_times"]);
    const QList<double> ends = valuesOf(clip, QStringLiteral("black_end"));
    QCOMPARE(ends.size(), 1);
    QCOMPARE(times, (QList<double>{valuesOf(clip, QStringLiteral("black_start"))[0], ends[0]}));
    QCOMPARE(times, (QList<double>{1.0, 4.0}));  // The second is shorter than two seconds.
    QCOMPARE(found.clip.at("flat")["black"]["mean"].asNumber(), 100.0 / 150.0);
}

void tst_AgainstFfmpeg::standstillIsWhereFreezedetectSees() {
    const Clip clip = made(QStringLiteral("testsrc2=s=160x90:r=25:d=1,tpad=stop_mode=clone:stop_duration=3[a];"
                                          "testsrc2=s=160x90:r=25:d=1[b];[a][b]concat=n=2"),
                           160, 90);
    QCOMPARE(clip.said.size(), 125);
    const QList<double> times = numbers(measured(clip).clip.at("flat")["frozen_times"]);
    const QList<double> starts = valuesOf(clip, QStringLiteral("freezedetect.freeze_start"));
    const QList<double> ends = valuesOf(clip, QStringLiteral("freezedetect.freeze_end"));
    QCOMPARE(times.size(), 2);
    QCOMPARE(starts.size(), 1);
    QCOMPARE(ends.size(), 1);
    QVERIFY(std::abs(times[0] - starts[0]) < 0.001 && std::abs(times[1] - ends[0]) < 0.001);
}

void tst_AgainstFfmpeg::fieldsAreThoseOfIdet_data() {
    QTest::addColumn<QString>("graph");
    QTest::addColumn<int>("order");
    const QString moving = QStringLiteral("mandelbrot=s=160x120:r=50,trim=end_frame=1,loop=100:1,scroll=h=0.02");
    QTest::newRow("progressive") << moving << 0;
    QTest::newRow("top field first") << moving + QStringLiteral(",tinterlace=interleave_top") << 1;
    QTest::newRow("bottom field first") << moving + QStringLiteral(",tinterlace=interleave_bottom") << 2;
}

void tst_AgainstFfmpeg::fieldsAreThoseOfIdet() {
    QFETCH(QString, graph);
    QFETCH(int, order);
    const Clip clip = made(graph, 160, 120, 50.0);
    QVERIFY(clip.said.size() >= 50);
    const api::Json summary = measured(clip).clip.at("interlace");
    QCOMPARE(summary["field_order"].asInteger(), std::int64_t{order});
    // idet judges by the next frame, too; of all frames the shares are to be within 10 %.
    const double frames = static_cast<double>(clip.said.size());
    for (const auto& [ours, theirs] :
         {std::pair{"top_first", "tff"}, {"bottom_first", "bff"}, {"progressive", "progressive"}}) {
        const double share = clip.said.back()[QStringLiteral("idet.single.%1").arg(theirs)].toDouble() / frames;
        QVERIFY2(std::abs(summary[ours]["mean"].asNumber() - share) < 0.1,
                 qPrintable(QString("%1: %2, idet %3").arg(ours).arg(summary[ours]["mean"].asNumber()).arg(share)));
    }
    const double comb = summary["comb"]["mean"].asNumber();
    QVERIFY2(order == 0 ? comb < 1.0 : comb > 1.0, qPrintable(QString::number(comb)));
}

void tst_AgainstFfmpeg::contentIsWhatCropdetectLeaves_data() {
    QTest::addColumn<QString>("graph");
    QTest::newRow("none") << QStringLiteral("testsrc2=s=320x240:r=25:d=1");
    QTest::newRow("letterbox") << QStringLiteral("testsrc2=s=320x180:r=25:d=1,pad=320:240:0:30");
    QTest::newRow("pillarbox") << QStringLiteral("testsrc2=s=240x240:r=25:d=1,pad=320:240:40:0");
    QTest::newRow("both, off centre") << QStringLiteral("testsrc2=s=200x160:r=25:d=1,pad=320:240:20:60");
    QTest::newRow("noisy bars") << QStringLiteral(
        "testsrc2=s=320x180:r=25:d=1,format=yuv420p,pad=320:240:0:30,noise=alls=6:allf=t");
}

void tst_AgainstFfmpeg::contentIsWhatCropdetectLeaves() {
    QFETCH(QString, graph);
    const Clip clip = made(graph, 320, 240);
    QCOMPARE(clip.said.size(), 25);
    const api::Json summary = measured(clip).clip.at("bars");
    for (const auto& [ours, theirs] :
         {std::pair{"content_x", "x"}, {"content_y", "y"}, {"content_width", "w"}, {"content_height", "h"}}) {
        const int wanted = clip.said.back()[QStringLiteral("cropdetect.%1").arg(theirs)].toInt();
        QVERIFY2(std::abs(static_cast<int>(summary[ours].asInteger()) - wanted) <= 2,
                 qPrintable(QString("%1 %2, cropdetect %3").arg(ours).arg(summary[ours].asInteger()).arg(wanted)));
    }
}

/// Cuts between pictures that move and pictures that stand, and none in the fade at the end.
void tst_AgainstFfmpeg::hardCutsAreAtTheFramesOfScdet() {
    const Clip clip = made(QStringLiteral("testsrc2=s=160x90:r=25:d=1.2[a];mandelbrot=s=160x90:r=25,trim=end=0.8[b];"
                                          "smptehdbars=s=160x90:r=25:d=2[c];"
                                          "mandelbrot=s=160x90:r=25,trim=end=1,hue=b=2[d];"
                                          "testsrc2=s=160x90:r=25:d=3,fade=out:st=0.5:d=2.5[e];"
                                          "[a]format=yuv420p[a];[b]format=yuv420p[b];[c]format=yuv420p[c];"
                                          "[d]format=yuv420p[d];[e]format=yuv420p[e];[a][b][c][d][e]concat=n=5"),
                           160, 90);
    QCOMPARE(clip.said.size(), 200);
    const QList<double> wanted{30, 50, 100, 125};
    QCOMPARE(framesOfScdet(clip, kScdetCut), wanted);
    QCOMPARE(numbers(measured(clip).clip.at("scenes")["cuts"]), wanted);
}

void tst_AgainstFfmpeg::cutsOfRealFilesAreThoseOfScdet_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("clear");  // Cuts that scdet scores at 12 or more.
    const QString folder = qEnvironmentVariable("FOTOGRAMA_MEDIA");
    QTest::newRow("none") << QString() << 0;
    for (const auto& [name, clear] :
         {std::pair{"openshot-sintel_trailer-720p.mp4", 6}, std::pair{"torchcodec-nasa_13013.mp4", 1},
          std::pair{"tsduck-test-072.ts", 5}, std::pair{"gopro-karma.mp4", 0},
          std::pair{"androidx-bbb_800x640_768kbps_30fps_avc_2b_firstpts_10_sec.mp4", 1}}) {
        const QString path = QDir(folder).filePath(QString::fromUtf8(name));
        if (!folder.isEmpty() && QFile::exists(path)) QTest::newRow(name) << path << clear;
    }
}

/// The two see different things: scdet a step in luma against the frames before; we hue, saturation and value, so that we
/// also cut where colours change in the dark. Those that both must see are compared, one frame apart at most: what scdet
/// scores at 12 or more (its default is 10) is a cut of ours, and a cut of ours where the value changes by 50 of 255 or
/// more is a cut of scdet.
void tst_AgainstFfmpeg::cutsOfRealFilesAreThoseOfScdet() {
    QFETCH(QString, path);
    QFETCH(int, clear);
    if (path.isEmpty()) QSKIP("FOTOGRAMA_MEDIA names no folder of real files, or this is the row that says so");
    const Clip clip = run({QStringLiteral("-i"), path, QStringLiteral("-an"), QStringLiteral("-sn"),
                           QStringLiteral("-map"), QStringLiteral("0:v:0")},
                          QStringLiteral("scale=160:90,settb=1/25,setpts=N,fps=25,"), 160, 90, 25.0);
    QVERIFY(!clip.said.isEmpty());
    const Found found = measured(clip);
    const QList<double> ours = numbers(found.clip.at("scenes")["cuts"]);
    const QList<double> clearest = framesOfScdet(clip, 12.0);
    QCOMPARE(clearest.size(), clear);
    for (const double cut : clearest)
        QVERIFY2(hasNear(ours, cut), qPrintable(QString("scdet cuts at frame %1").arg(cut)));
    const QList<double> theirs = framesOfScdet(clip, kScdetCut);
    for (const double cut : ours)
        QVERIFY2(found.value("scenes", static_cast<int>(cut), 3) < 50.0 || hasNear(theirs, cut),
                 qPrintable(QString("scdet does not cut at frame %1").arg(cut)));
}

void tst_AgainstFfmpeg::realFilesAgree_data() {
    QTest::addColumn<QString>("path");
    const QString folder = qEnvironmentVariable("FOTOGRAMA_MEDIA");
    QTest::newRow("none") << QString();
    if (folder.isEmpty()) return;
    const auto files = QDir(folder).entryInfoList(
        {QStringLiteral("*.mp4"), QStringLiteral("*.mkv"), QStringLiteral("*.webm")}, QDir::Files, QDir::Name);
    for (qsizetype i = 0; i < files.size(); i += std::max<qsizetype>(1, files.size() / 12))
        QTest::newRow(qPrintable(files[i].fileName())) << files[i].filePath();
}

/// Two seconds of each, scaled: the comparison is of measures, not of decoders.
void tst_AgainstFfmpeg::realFilesAgree() {
    QFETCH(QString, path);
    if (path.isEmpty()) QSKIP("FOTOGRAMA_MEDIA names no folder of real files, or this is the row that says so");
    const Clip clip = run({QStringLiteral("-t"), QStringLiteral("2"), QStringLiteral("-i"), path, QStringLiteral("-an"),
                           QStringLiteral("-sn"), QStringLiteral("-map"), QStringLiteral("0:v:0")},
                          QStringLiteral("fps=25,scale=320:180,setpts=N/25/TB,"), 320, 180, 25.0);
    if (clip.said.isEmpty()) QSKIP("ffmpeg does not decode it");
    compareLuma(clip, measured(clip));
}

QTEST_GUILESS_MAIN(tst_AgainstFfmpeg)
#include "tst_against_ffmpeg.moc"
