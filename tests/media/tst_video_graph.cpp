// FFmpeg's filters as a stage: what is refused before anything starts, and that what is allowed does its work.
#include <QtTest>

#include <fstream>
#include <map>

#include "engine/filter/test_pictures.h"
#include "engine/media/video_graph.h"

using namespace fotograma;
using media::VideoGraph;
namespace fs = std::filesystem;

namespace {

frame::PictureSpec yuv(int width = 64, int height = 48, int bits = 8) {
    frame::PictureSpec spec;
    spec.format = {frame::ColorModel::Yuv, bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8, bits, 1, 1};
    spec.width = width;
    spec.height = height;
    spec.frameRate = {25, 1};
    return spec;
}

frame::Frame picture(const frame::PictureSpec& spec, int index) {
    const frame::Frame made = *filter::testPicture(spec, filter::Pattern::Ramp, index);
    frame::FrameInfo info = made.info();
    info.timeBase = {1, 25};
    info.pts = index;
    info.duration = 1;
    info.index = index;
    return made.withInfo(info);
}

std::vector<frame::Frame> through(const std::string& text, const frame::PictureSpec& spec, int frames,
                                  const std::string& file = {}) {
    auto graph = VideoGraph::create(text, spec, {1, 25}, file);
    if (!graph) qFatal("%s", graph.error().message.c_str());
    std::vector<frame::Frame> out;
    for (int i = 0; i < frames; ++i)
        if (!(*graph)->push(picture(spec, i), out)) qFatal("push failed");
    if (!(*graph)->flush(out)) qFatal("flush failed");
    return out;
}

}  // namespace

class tst_VideoGraph : public QObject {
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void opensNothingOfWhatItRefuses();
    void opensTheFileThatItIsGivenAndNoOther_data();
    void opensTheFileThatItIsGivenAndNoOther();
    void aGivenTableColoursThePicture();
    void allows_data();
    void allows();
    void mirrorsToTheSample_data();
    void mirrorsToTheSample();
    void keepsTimesAndGivesNewOnes();
    void leavesItsInputAlone();
    void quotesWhateverTheTextIs();

private:
    QTemporaryDir m_folder;
};

void tst_VideoGraph::refuses_data() {
    QTest::addColumn<QByteArray>("graph");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* graph, const char* says) {
        QTest::newRow(graph) << QByteArray(graph) << QString(says);
    };
    row("movie=/etc/passwd", "movie is not allowed");
    row("amovie=/etc/passwd", "amovie is not allowed");
    row("movie=a.mp4[m];[in][m]overlay", "movie is not allowed");
    row("[in]hflip[x];movie=a.mp4 [y];[x][y]overlay", "movie is not allowed");
    row("hflip,movie@x=a.mp4", "movie is not allowed");
    row("subtitles=/etc/passwd", "subtitles is not allowed");
    row("subtitles=filename=/etc/passwd", "subtitles is not allowed");
    row("ass=/etc/passwd", "ass is not allowed");
    row("lut3d=/tmp/a.cube", "lut3d is not allowed");
    row("lut1d=file=/tmp/a.cube", "lut1d is not allowed");
    row("metadata=print:file=/tmp/out.txt", "metadata is not allowed");
    row("metadata=mode=print:file=-", "metadata is not allowed");
    row("sendcmd=f=/tmp/cmd", "sendcmd is not allowed");
    row("sendcmd=c='0 drawtext reinit text=x'", "sendcmd is not allowed");
    row("zmq", "zmq is not allowed");
    row("frei0r=filter_name=/tmp/x.so", "frei0r is not allowed");
    row("dnn_processing=model=/tmp/m", "dnn_processing is not allowed");
    row("sr=model=/tmp/m", "sr is not allowed");
    row("libplacebo=custom_shader_path=/tmp/x", "libplacebo is not allowed");
    row("vidstabdetect=result=/tmp/out.trf", "vidstabdetect is not allowed");
    row("vidstabtransform=input=/tmp/out.trf", "vidstabtransform is not allowed");
    row("split[a][b];[a][b]psnr=stats_file=/tmp/out.txt", "psnr is not allowed");
    row("split[a][b];[a][b]ssim=f=/tmp/out.txt", "ssim is not allowed");
    row("vmafmotion=stats_file=/tmp/out.txt", "vmafmotion is not allowed");
    row("signature=filename=/tmp/out.bin", "signature is not allowed");
    row("removelogo=/tmp/logo.png", "removelogo is not allowed");
    row("find_rect=object=/tmp/o.png", "find_rect is not allowed");
    row("nnedi=weights=/tmp/w.bin", "nnedi is not allowed");
    row("deshake=filename=/tmp/log", "deshake is not allowed");
    row("fieldhint=hint=/tmp/h", "fieldhint is not allowed");
    row("ocr", "ocr");
    row("color=red", "color is not allowed");
    row("testsrc,hflip", "testsrc is not allowed");
    row("nullsink", "nullsink is not allowed");
    row("buffersink", "buffersink is not allowed");
    row("reverse", "reverse is not allowed");
    row("realtime", "realtime is not allowed");
    row("hwupload", "hwupload is not allowed");
    row("setparams=colorspace=bt709", "setparams is not allowed");
    // Options of filters that are allowed.
    row("drawtext=textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("drawtext=fontfile=/tmp/a.ttf:text=x", "option fontfile of drawtext is not allowed");
    row("drawtext=/tmp/a.ttf:x", "option fontfile of drawtext is not allowed");  // the first without a name
    row("drawtext=text=x:textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("drawtext=text='x:textfile=y':textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("drawtext=text=x\\:textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("drawtext=text=x'':'textfile'=/etc/passwd", "not");
    row("drawtext= textfile = /etc/passwd", "option textfile of drawtext is not allowed");
    row("draw'text'=textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("drawtex\\t=textfile=/etc/passwd", "option textfile of drawtext is not allowed");
    row("mov\\ie=/etc/passwd", "movie is not allowed");
    row("'movie'=/etc/passwd", "movie is not allowed");
    row(" movie = /etc/passwd", "movie is not allowed");
    row("curves=psfile=/tmp/a.acv", "option psfile of curves is not allowed");
    row("curves=plot=/tmp/a.gp", "option plot of curves is not allowed");
    row("selectivecolor=psfile=/tmp/a.asv", "option psfile of selectivecolor is not allowed");
    row("scale=out_color_matrix=bt709", "option out_color_matrix of scale is not allowed");
    row("scale=/w=/etc/passwd", "no option /w");
    row("hflip=nosuch=1", "no option nosuch");
    row("sws_flags=bicubic;hflip", "sws_flags");
    // Graphs that do not have one way in and one way out.
    row("split", "one output");
    row("overlay", "overlay has 2 inputs");
    row("[x]hflip", "nothing comes out of [x]");
    row("[in]hflip;[in]vflip", "nothing comes out of [in]");
    row("hflip[a];vflip[a]", "inputs");
    row("hflip;;vflip", "missing");
    row("hflip,", "missing");
    row("[in", "label");
    row("=x", "missing");
    row("hflip[a]]", "cannot be read");
    row("nosuchfilter", "no filter nosuchfilter");
    row("scale=w=-5:h=nonsense", "does not take these options");
    row("anull", "anull is not allowed");
}

void tst_VideoGraph::refuses() {
    QFETCH(QByteArray, graph);
    QFETCH(QString, says);
    const auto made = VideoGraph::create(graph.toStdString(), yuv(), {1, 25});
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY2(QString::fromStdString(made.error().message).contains(says), made.error().message.c_str());
}

/// A graph that would write a file if it were only started.
void tst_VideoGraph::opensNothingOfWhatItRefuses() {
    const std::string file = m_folder.filePath("out.txt").toStdString();
    for (const std::string& text :
         {"curves=plot=" + file, "hflip,metadata=mode=print:file=" + file, "split[a][b];[a][b]psnr=stats_file=" + file,
          "curves=plot=" + file + ",nosuchfilter"}) {
        QVERIFY(!VideoGraph::create(text, yuv(), {1, 25}));
        QVERIFY2(!fs::exists(file), text.c_str());
    }
}

void tst_VideoGraph::opensTheFileThatItIsGivenAndNoOther_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("graph");
    QTest::addColumn<QString>("says");  // empty: it is taken
    const auto row = [](const char* file, const char* graph, const char* says) {
        QTest::addRow("%s %s", file, graph) << QByteArray(file) << QByteArray(graph) << QString(says);
    };
    row("look.cube", "lut3d={file}", "");
    row("look.cube", "hflip,lut3d=interp=trilinear:file={file}", "");
    row("lines.cube", "lut1d=file={file}", "");
    row("words.ass", "subtitles={file}", "");
    row("words.ass", "ass=f={file}:original_size=64x48", "");
    row("words.txt", "drawtext=textfile={file}", "");
    row("words.txt", "drawtext=text={file}", "");  // nothing but text
    row("look.cube", "lut3d=/etc/passwd", "not allowed in recipes but as {file}");
    row("look.cube", "lut3d={file}:file=/etc/passwd", "not allowed in recipes but as {file}");
    row("look.cube", "lut3d={file}x", "not allowed in recipes but as {file}");
    row("look.cube", "subtitles={file}", "takes files that end in .ass");
    row("words.ass", "subtitles={file}:fontsdir=/tmp", "option fontsdir of subtitles is not allowed");
    row("words.txt", "lut3d={file}", "takes files that end in");
    row("words.txt", "movie={file}", "movie is not allowed");
    row("words.txt", "metadata=mode=print:file={file}", "metadata is not allowed");
    row("words.txt", "sendcmd=f={file}", "sendcmd is not allowed");
    row("words.txt", "drawtext=fontfile={file}:text=x", "option fontfile of drawtext is not allowed");
    row("look.cube", "curves=plot={file}", "option plot of curves is not allowed");
    row("", "lut3d={file}", "without the parameter file");
    row("", "drawtext=textfile={file}", "not allowed in recipes but as {file}");
}

namespace {

/// Files of every kind that graphs may be given.
std::string writeGiven(const QTemporaryDir& folder, const QByteArray& name) {
    static const std::map<QByteArray, QByteArray> kContent{
        {"look.cube", "LUT_3D_SIZE 2\n1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n"},
        {"lines.cube", "LUT_1D_SIZE 2\n1 1 1\n0 0 0\n"},
        {"words.txt", "words"},
        {"words.ass",
         "[Script Info]\nScriptType: v4.00+\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
         "Dialogue: 0,0:00:00.00,0:00:05.00,Default,words\n"}};
    if (name.isEmpty()) return {};
    QFile file(folder.filePath(QString::fromUtf8(name)));
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(kContent.at(name));
    return file.fileName().toStdString();
}

}  // namespace

void tst_VideoGraph::opensTheFileThatItIsGivenAndNoOther() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, graph);
    QFETCH(QString, says);
    const auto made = VideoGraph::create(graph.toStdString(), yuv(), {1, 25}, writeGiven(m_folder, file));
    QVERIFY2(made.has_value() == says.isEmpty(), made ? "" : made.error().message.c_str());
    if (!made) QVERIFY2(QString::fromStdString(made.error().message).contains(says), made.error().message.c_str());
}

void tst_VideoGraph::aGivenTableColoursThePicture() {
    frame::PictureSpec spec = yuv();
    spec.format = {frame::ColorModel::Rgb, frame::SampleType::U8, 8, 0, 0};
    const auto made = through("lut3d={file}", spec, 1, writeGiven(m_folder, "look.cube"));  // a negative
    QVERIFY(std::abs(filter::sampleOf(made[0], 0, 9, 3) + filter::sampleOf(picture(spec, 0), 0, 9, 3) - 255.0) <= 1.0);
}

void tst_VideoGraph::allows_data() {
    QTest::addColumn<QByteArray>("graph");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("one") << QByteArray("hqdn3d=4") << 64 << 48;
    QTest::newRow("names and places") << QByteArray("scale=32:h=24:flags=lanczos,unsharp=5:5:1.0") << 32 << 24;
    QTest::newRow("two ways") << QByteArray("split[a][b];[a]gblur=sigma=3[c];[b][c]blend=all_mode=screen") << 64 << 48;
    QTest::newRow("named ends") << QByteArray("[in]hflip[out]") << 64 << 48;
    QTest::newRow("quotes") << QByteArray("geq='lum=p(X\\,Y)':cb=128:cr=128") << 64 << 48;
    QTest::newRow("turned") << QByteArray("transpose=1") << 48 << 64;
    QTest::newRow("text") << QByteArray("drawtext=text='it\\: %{n}':fontsize=12") << 64 << 48;
    QTest::newRow("stacked") << QByteArray("split [a] [b] ; [a][b] hstack") << 128 << 48;
    QTest::newRow("timeline") << QByteArray("negate=enable='between(t,0,1)'") << 64 << 48;
    QTest::newRow("an instance") << QByteArray("hflip@left") << 64 << 48;
}

void tst_VideoGraph::allows() {
    QFETCH(QByteArray, graph);
    QFETCH(int, width);
    QFETCH(int, height);
    for (const int bits : {8, 10}) {
        const auto made = through(graph.toStdString(), yuv(64, 48, bits), 3);
        QCOMPARE(made.size(), std::size_t{3});
        QCOMPARE(made[0].spec().width, width);
        QCOMPARE(made[0].spec().height, height);
        QCOMPARE(made[0].spec().format, yuv(64, 48, bits).format);
    }
}

void tst_VideoGraph::mirrorsToTheSample_data() {
    QTest::addColumn<int>("format");
    const auto formats = filter::testFormats();
    for (std::size_t i = 0; i < formats.size(); ++i)
        QTest::newRow(frame::toText(formats[i]).c_str()) << static_cast<int>(i);
}

void tst_VideoGraph::mirrorsToTheSample() {
    QFETCH(int, format);
    frame::PictureSpec spec = yuv(36, 14);
    spec.format = filter::testFormats()[static_cast<std::size_t>(format)];
    const auto graph = VideoGraph::create("hflip", spec, {1, 25});
    if (!graph && graph.error().code == base::ErrorCode::Unsupported) QSKIP(graph.error().message.c_str());
    QVERIFY2(graph.has_value(), graph ? "" : graph.error().detail.c_str());
    const auto made = through("hflip", spec, 1);
    const frame::Frame before = picture(spec, 0);
    for (int plane = 0; plane < before.planes(); ++plane) {
        const int width = before.plane(plane).width;
        for (int x = 0; x < width; ++x)
            QCOMPARE(filter::sampleOf(made[0], plane, x, 3), filter::sampleOf(before, plane, width - 1 - x, 3));
    }
}

void tst_VideoGraph::keepsTimesAndGivesNewOnes() {
    const auto same = through("hflip", yuv(), 4);
    for (std::size_t i = 0; i < same.size(); ++i) QCOMPARE(same[i].info().timeSeconds(), 0.04 * static_cast<double>(i));
    const auto doubled = through("fps=50", yuv(), 4);
    QVERIFY2(doubled.size() >= 7, qPrintable(QString::number(doubled.size())));
    QCOMPARE(doubled[0].spec().frameRate, (base::Rational{50, 1}));
    for (std::size_t i = 0; i < doubled.size(); ++i) {
        QVERIFY(std::abs(doubled[i].info().timeSeconds() - 0.02 * static_cast<double>(i)) < 1e-9);
        QCOMPARE(doubled[i].info().index, static_cast<std::int64_t>(i));
    }
}

void tst_VideoGraph::leavesItsInputAlone() {
    auto graph = *VideoGraph::create("negate,drawbox=color=white:t=fill", yuv(), {1, 25});
    const frame::Frame before = picture(yuv(), 1);
    const frame::Frame copy = (*frame::copyHost(before)).freeze();
    std::vector<frame::Frame> out;
    QVERIFY(graph->push(before, out).has_value());
    QVERIFY(graph->flush(out).has_value());
    QCOMPARE(filter::largestDifference(before, copy), 0.0);
    QVERIFY(filter::largestDifference(before, out.at(0)) > 10.0);
}

/// Text that would end the option, the filter or the graph, were it not quoted.
void tst_VideoGraph::quotesWhateverTheTextIs() {
    for (const char* text : {"plain", "a:b", "a,movie=x", "a;b", "[in]", "it's", "back\\slash", " spaces ",
                             "line\nbreak", "='\\:,;[]@%", "ñandú ☃"}) {
        const std::string graph = "drawtext=expansion=none:fontsize=10:text=" + media::graphQuoted(text);
        const auto made = VideoGraph::create(graph, yuv(), {1, 25});
        QVERIFY2(made.has_value(), made ? "" : (made.error().message + " " + made.error().detail).c_str());
    }
}

QTEST_GUILESS_MAIN(tst_VideoGraph)
#include "tst_video_graph.moc"
