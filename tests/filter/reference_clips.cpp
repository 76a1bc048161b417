#include "tests/filter/reference_clips.h"

#include <QFile>
#include <QTemporaryDir>

#include "engine/filter/describe.h"
#include "tests/filter/shaken.h"

namespace fotograma::tests {
namespace {

QString rectangleText(int width, int height, int x, int y) {
    return QString("%1x%2 at %3, %4").arg(width).arg(height).arg(x).arg(y);
}

/// What the last frame's metadata say.
QString cropdetect(const Video& video) {
    QTemporaryDir folder;
    const QString words = folder.filePath("words");
    const Video seen = filteredByFfmpeg(video, "cropdetect=limit=24:round=2:reset=0,metadata=print:file=" + words,
                                        "yuv420p", video.spec.width, video.spec.height, video.rate);
    QFile file(words);
    if (seen.frames.empty() || !file.open(QIODevice::ReadOnly)) return "nothing";
    const QString all = QString::fromUtf8(file.readAll());
    const auto last = [&](const QString& name) {
        const QString key = "lavfi.cropdetect." + name + "=";
        return all.section(key, -1).section('\n', 0, 0).toInt();
    };
    return rectangleText(last("w"), last("h"), last("x"), last("y"));
}

QString steadiness(const Video& video) {
    const filter::Use motion = *filter::use(api::OperationKind::Measure, "motion", {});
    return QString("%1 %, %2 dB")
        .arg(measuredByUs(video, motion)["shake"].asNumber(), 0, 'f', 2)
        .arg(likenessInTime(video), 0, 'f', 1);
}

}  // namespace

QString autocropFigure(const Video& picture, int width, int height, int x, int y) {
    const Video barred = filteredByFfmpeg(
        picture, QString("pad=%1:%2:%3:%4:black,noise=c0s=6:c0f=t+u:all_seed=3").arg(width).arg(height).arg(x).arg(y),
        "yuv420p", width, height, picture.rate);
    const filter::Use use = settledOver(barred, "autocrop", "{}");
    const auto found = [&](const char* id) { return use.values.integer(id); };
    return QString("there is %1; ours %2, cropdetect %3")
        .arg(rectangleText(picture.spec.width, picture.spec.height, x, y),
             rectangleText(found("width"), found("height"), found("x"), found("y")), cropdetect(barred));
}

QString stabiliseFigure(const frame::Frame& picture) {
    std::vector<CameraPose> hand;
    for (int i = 0; i < 45; ++i) hand.push_back(handAt(i, 8.0));
    const frame::PictureSpec spec = filter::yuvPicture(640, 360, 1, 1);
    const Video shaky = filmed(spec, hand, sceneOf(picture, 2.0), 2);
    QTemporaryDir folder;
    const QString path = folder.filePath("path.trf");
    const auto theirs = [&](const QString& graph) {
        return filteredByFfmpeg(shaky, graph, "yuv420p", spec.width, spec.height, shaky.rate);
    };
    const Video looked = theirs("vidstabdetect=shakiness=8:accuracy=15:result=" + path);
    const Video vidstab = looked.frames.empty()
                              ? looked
                              : theirs("vidstabtransform=smoothing=15:interpol=bicubic:zoom=8:optzoom=0:input=" + path);
    const Video ours = filteredByUs(shaky, settledOver(shaky, "stabilise", R"({"zoom": 8})"));
    return QString("shake and likeness from frame to frame: before %1; ours %2; vidstab %3; deshake %4")
        .arg(steadiness(shaky), steadiness(ours), steadiness(vidstab), steadiness(theirs("deshake=rx=32:ry=32")));
}

}  // namespace fotograma::tests
