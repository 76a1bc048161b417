#include "tests/filter/reference_video.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cmath>
#include <cstring>

#include "engine/filter/describe.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

namespace fotograma::tests {
namespace {

QString sizeOf(const frame::PictureSpec& spec) { return QString("%1x%2").arg(spec.width).arg(spec.height); }

QString formatOf(const frame::PictureSpec& spec) {
    const auto& format = spec.format;
    const QString depth = format.bits > 8 ? QString("%1le").arg(format.bits) : QString();
    if (format.model == frame::ColorModel::Gray) return "gray" + depth;
    if (format.model == frame::ColorModel::Rgb) return "gbrp" + depth;
    return (format.chromaShiftX == 0 ? "yuv444p" : format.chromaShiftY == 0 ? "yuv422p" : "yuv420p") + depth;
}

/// Planes of R'G'B' come as G, B, R there.
int placeOf(const frame::PictureSpec& spec, int plane) {
    constexpr int kOfRgb[] = {2, 0, 1};
    return spec.format.model == frame::ColorModel::Rgb ? kOfRgb[plane] : plane;
}

QByteArray samplesOf(const Video& video) {
    QByteArray all;
    for (const frame::Frame& frame : video.frames) {
        std::vector<int> order(static_cast<std::size_t>(frame.planes()));
        for (int p = 0; p < frame.planes(); ++p) order[static_cast<std::size_t>(placeOf(video.spec, p))] = p;
        for (const int p : order) {
            const frame::Plane& plane = frame.plane(p);
            for (int y = 0; y < plane.height; ++y) {
                all.append(reinterpret_cast<const char*>(plane.data + y * plane.pitchBytes),
                           qsizetype{plane.width} * video.spec.format.bytesPerSample());
            }
        }
    }
    return all;
}

QByteArray runFfmpeg(const QStringList& input, const QString& graph, const QString& format) {
    QTemporaryDir folder;
    const QString raw = folder.filePath("made.raw");
    QStringList arguments = QStringList{"-hide_banner", "-loglevel", "error", "-nostdin", "-y"} + input;
    // The tick of the result is exact and no frame is repeated to keep a rate.
    arguments += {"-vf", graph, "-vsync", "passthrough", "-pix_fmt", format, "-f", "rawvideo", raw};
    QProcess ffmpeg;
    ffmpeg.start("ffmpeg", arguments);
    if (!ffmpeg.waitForFinished(120000) || ffmpeg.exitCode() != 0) {
        qWarning("%s", ffmpeg.readAllStandardError().constData());
        return {};
    }
    QFile file(raw);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString textOf(base::Rational rate) { return QString("%1/%2").arg(rate.num).arg(rate.den); }

}  // namespace

frame::PictureSpec specOf(const QString& format, int width, int height) {
    frame::PictureSpec spec;
    spec.width = width;
    spec.height = height;
    const int bits = format.endsWith("10") ? 10 : format.endsWith("16") ? 16 : 8;
    spec.format = {frame::ColorModel::Yuv, bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8, bits, 1, 1};
    if (!format.startsWith("yuv420")) spec.format.chromaShiftX = spec.format.chromaShiftY = 0;
    if (format.startsWith("gray")) spec.format.model = frame::ColorModel::Gray;
    spec.color.fullRange = format.startsWith("grayfull");
    if (format.startsWith("gbrp")) {
        spec.format.model = frame::ColorModel::Rgb;
        spec.color = {.primaries = 1, .transfer = 1, .matrix = 0, .fullRange = true};
    }
    return spec;
}

Video videoOf(const QByteArray& samples, const frame::PictureSpec& spec, base::Rational rate) {
    Video video{.spec = spec, .rate = rate, .frames = {}};
    video.spec.frameRate = rate;
    const char* from = samples.constData();
    const char* const end = from + samples.size();
    while (from < end) {
        frame::FrameInfo info;
        info.spec = video.spec;
        info.index = info.pts = std::ssize(video.frames);
        info.duration = 1;
        info.timeBase = {rate.den, rate.num};
        auto made = *frame::MutableFrame::allocateHost(info);
        for (int place = 0; place < made.planes(); ++place) {
            int p = 0;
            while (placeOf(spec, p) != place) ++p;
            const frame::Plane& plane = made.plane(p);
            const qsizetype bytes = qsizetype{plane.width} * spec.format.bytesPerSample();
            for (int y = 0; y < plane.height && from + bytes <= end; ++y, from += bytes)
                std::memcpy(plane.data + y * plane.pitchBytes, from, static_cast<std::size_t>(bytes));
        }
        video.frames.push_back(std::move(made).freeze());
    }
    return video;
}

Video readByFfmpeg(const QStringList& input, const QString& graph, const QString& format, int width, int height,
                   base::Rational rate) {
    const frame::PictureSpec spec = specOf(format, width, height);
    return videoOf(runFfmpeg(input, graph, formatOf(spec)), spec, rate);
}

Video filteredByFfmpeg(const Video& video, const QString& graph, const QString& format, int width, int height,
                       base::Rational rate) {
    QTemporaryDir folder;
    const QString raw = folder.filePath("in.raw");
    QFile file(raw);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(samplesOf(video));
    file.close();
    return readByFfmpeg({"-f", "rawvideo", "-pixel_format", formatOf(video.spec), "-video_size", sizeOf(video.spec),
                         "-framerate", textOf(video.rate), "-i", raw},
                        graph, format, width, height, rate);
}

Video filteredByUs(const Video& video, const QString& id, const QString& parameters) {
    return filteredByUs(video, *filter::use(api::OperationKind::Filter, id.toStdString(),
                                            *base::Json::parse(parameters.toStdString())));
}

Video filteredByUs(const Video& video, const filter::Use& use) {
    static const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    auto chain = filter::Chain::prepare(std::span(&use, 1), video.spec);
    if (!chain) qFatal("%s", chain.error().message.c_str());
    Video made{.spec = chain->output(), .rate = video.rate, .frames = {}};
    auto runner = *filter::ChainRunner::create(*std::move(chain), *queue, filter::Reading::Plain);
    const auto take = [&](const std::vector<frame::Frame>& some) {
        made.frames.insert(made.frames.end(), some.begin(), some.end());
    };
    for (const frame::Frame& frame : video.frames) take(*runner.push(frame));
    take(*runner.flush());
    return made;
}

base::Json measuredByUs(const Video& video, const filter::Use& measure, base::Json* rows) {
    static const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    auto set = *filter::MeasureSet::create({&measure, 1}, video.spec, *queue);
    const auto take = [&] {
        for (const filter::Measured& each : set.ready(0)) {
            base::Json row = base::Json::array();
            row.append(each.moment.index).append(each.moment.timeSeconds);
            for (const double value : each.values) row.append(std::isnan(value) ? base::Json() : base::Json(value));
            if (rows != nullptr) rows->append(std::move(row));
        }
    };
    for (const frame::Frame& frame : video.frames) {
        if (!set.push(frame)) qFatal("a measure failed");
        take();
    }
    if (!set.flush()) qFatal("a measure failed");
    take();
    return set.summary(0);
}

filter::Use settledOver(const Video& video, const QString& id, const QString& parameters) {
    filter::Use use =
        *filter::use(api::OperationKind::Filter, id.toStdString(), *base::Json::parse(parameters.toStdString()));
    base::Json found = base::Json::object();
    base::Json tables = base::Json::object();
    for (const filter::ClipNeed& need : use.definition->needsOfClip(use.values)) {
        base::Json object = base::Json::object();
        for (const auto& [key, value] : need.parameters) object.set(key, value);
        base::Json rows = base::Json::array();
        found.set(need.measure,
                  measuredByUs(video, *filter::use(api::OperationKind::Measure, need.measure, object), &rows));
        if (need.perFrame) tables.set(need.measure, base::Json::object().set("rows", std::move(rows)));
    }
    found.set("frames", std::move(tables));
    use.values = *use.definition->settle(use.values, found);
    return use;
}

Likeness likeness(const Video& a, const Video& b, Planes planes, int leaveOut) {
    if (a.frames.size() != b.frames.size() || a.frames.empty()) return {};
    Likeness found;
    double sum = 0.0;
    double count = 0.0;
    const auto leave = static_cast<std::size_t>(leaveOut);
    for (std::size_t i = leave; i + leave < a.frames.size(); ++i) {
        const int last = planes == Planes::Luma ? 1 : a.frames[i].planes();
        for (int p = 0; p < last; ++p) {
            const frame::Plane& plane = a.frames[i].plane(p);
            for (int y = 0; y < plane.height; ++y) {
                for (int x = 0; x < plane.width; ++x) {
                    const double difference =
                        filter::sampleOf(a.frames[i], p, x, y) - filter::sampleOf(b.frames[i], p, x, y);
                    sum += difference * difference;
                    found.largest = std::max(found.largest, std::abs(difference));
                }
            }
            count += static_cast<double>(plane.width) * plane.height;
        }
    }
    const double peak = (1 << a.spec.format.bits) - 1;
    found.psnr = sum == 0.0 ? 99.0 : 10.0 * std::log10(peak * peak * count / sum);
    return found;
}

}  // namespace fotograma::tests
