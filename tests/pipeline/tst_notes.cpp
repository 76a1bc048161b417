#include <QTest>

#include <algorithm>

#include "engine/pipeline/notes.h"

using namespace fotograma;

namespace {

media::MediaInfo clip() {
    media::MediaInfo info;
    media::Track video;
    video.kind = media::TrackKind::Video;
    video.codec = "h264";
    video.video.emplace();
    video.video->width = 1920;
    video.video->height = 1080;
    info.tracks.push_back(video);
    info.videoTrack = 0;
    return info;
}

pipeline::Plan planOf(std::initializer_list<bool> copies) {
    pipeline::Plan plan;
    for (const bool isCopy : copies) plan.outputs.emplace_back().isCopy = isCopy;
    return plan;
}

const api::FateNote* find(const std::vector<api::FateNote>& notes, const char* subject, int output) {
    const auto found = std::ranges::find_if(
        notes, [&](const api::FateNote& note) { return note.subject == subject && note.output == output; });
    return found == notes.end() ? nullptr : &*found;
}

}  // namespace

class TestNotes : public QObject {
    Q_OBJECT

private slots:
    void saysNothingWhereNothingHappened();
    void tellsOrientationByWhatAnOutputDoes();
    void tellsThatFieldsStayWoven();
    void tellsWhatBecameOfThePicture();
};

void TestNotes::saysNothingWhereNothingHappened() {
    QVERIFY(pipeline::planNotes(clip(), {}, planOf({false, true})).empty());
    frame::PictureSpec spec;
    spec.width = spec.height = 64;
    QVERIFY(pipeline::pictureNotes(spec, spec, 0).empty());
}

void TestNotes::tellsOrientationByWhatAnOutputDoes() {
    media::MediaInfo info = clip();
    info.tracks[0].video->transform = {90, true, true};
    const auto notes = pipeline::planNotes(info, {}, planOf({false, true}));
    QCOMPARE(find(notes, "orientation", 0)->fate, api::Fate::Changed);
    QVERIFY(find(notes, "orientation", 0)->sentence.find("mirrored and turned by 90°") != std::string::npos);
    QCOMPARE(find(notes, "orientation", 1)->fate, api::Fate::Kept);
    recipe::Recipe ignoring;
    ignoring.input.rotation = recipe::Rotation::Ignore;
    QCOMPARE(find(pipeline::planNotes(info, ignoring, planOf({false})), "orientation", 0)->fate, api::Fate::Lost);
}

void TestNotes::tellsThatFieldsStayWoven() {
    media::MediaInfo info = clip();
    info.tracks[0].video->fieldOrder = frame::FieldOrder::TopFirst;
    const auto notes = pipeline::planNotes(info, {}, planOf({false, true}));
    QCOMPARE(find(notes, "interlacing", 0)->fate, api::Fate::Changed);
    QVERIFY(find(notes, "interlacing", 1) == nullptr);
    QVERIFY(find(notes, "interlacing", 0)->sentence.find("nothing was deinterlaced") != std::string::npos);
    pipeline::Plan plan = planOf({false, false});
    plan.outputs[1].filters.push_back(*filter::use(api::OperationKind::Filter, "deinterlace", {}));
    const auto some = pipeline::planNotes(info, {}, plan);
    QCOMPARE(find(some, "interlacing", 0)->sentence, find(notes, "interlacing", 0)->sentence);
    QCOMPARE(find(some, "interlacing", 1)->sentence, std::string("fields went through deinterlace"));
}

void TestNotes::tellsWhatBecameOfThePicture() {
    frame::PictureSpec source;
    source.width = 720;
    source.height = 576;
    source.sampleAspect = {16, 15};
    frame::PictureSpec made = source;
    made.width = 768;
    made.sampleAspect = {1, 1};
    const auto notes = pipeline::pictureNotes(source, made, 2);
    QVERIFY(find(notes, "pixel shape", 2) != nullptr);
    QCOMPARE(find(notes, "picture size", 2)->sentence, std::string("720x576 became 768x576"));
}

QTEST_GUILESS_MAIN(TestNotes)
#include "tst_notes.moc"
