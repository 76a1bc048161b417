#include <QTest>

#include "engine/recipe/recipe.h"

using namespace fotograma;
using base::Json;

namespace {

Json document(const char* text) {
    auto json = Json::parse(text);
    if (!json) qFatal("test document: %s", json.error().message.c_str());
    return *json;
}

recipe::Recipe parsed(const char* text) {
    auto result = recipe::parse(document(text));
    if (!result) qFatal("%s", result.error().message.c_str());
    return *result;
}

constexpr const char* kFull = R"({
  "version": 1, "id": "full", "title": "Everything", "description": "All members at once",
  "input": {"start": 1.5, "duration": 3, "rotation": "ignore", "audio": "first", "subtitles": "none"},
  "measures": [{"id": "luma", "at": "source"}, {"id": "luma", "at": "output:1", "per_frame": true},
               {"id": "blur", "at": "filtered"}],
  "filters": [{"id": "adjust", "params": {"exposure": 1}}],
  "outputs": [
    {"name": "{stem}-a.{ext}", "container": "mp4", "filters": [{"id": "resize", "params": {"width": 640}}],
     "video": {"codec": "h264", "quality": 20, "preset": "slow", "bits": 8, "chroma": "420", "gop_seconds": 2},
     "audio": [{"language": "eng", "codec": "aac", "bitrate_kbps": 128}, {"codec": "drop"}],
     "subtitles": [{"track": 0, "codec": "mov_text"}], "chapters": false, "attachments": false, "tags": false},
    {"name": "{stem}-b.{ext}", "container": "mkv", "video": {"codec": "hevc", "bitrate_kbps": 900}}
  ]})";

}  // namespace

class TestRecipe : public QObject {
    Q_OBJECT

private slots:
    void readsEveryMember();
    void survivesTheWayThroughJson();
    void choosesFrames();
    void fillsDefaultsIn();
    void saysWhereAndHowADocumentIsWrong_data();
    void saysWhereAndHowADocumentIsWrong();
    void digestsMeaningNotWording();
    void digestsDifferForDifferentMeaning_data();
    void digestsDifferForDifferentMeaning();
};

void TestRecipe::readsEveryMember() {
    const recipe::Recipe full = parsed(kFull);
    QCOMPARE(full.input.startSeconds, 1.5);
    QCOMPARE(full.input.durationSeconds.value_or(0), 3.0);
    QCOMPARE(full.input.rotation, recipe::Rotation::Ignore);
    QCOMPARE(full.input.audio, recipe::TrackChoice::First);
    QCOMPARE(full.input.subtitles, recipe::TrackChoice::None);
    QCOMPARE(full.measures.size(), std::size_t{3});
    QCOMPARE(recipe::reportKey(full.measures[1]), std::string("luma@output:1"));
    QVERIFY(full.measures[1].perFrame && !full.measures[0].perFrame);
    QCOMPARE(recipe::reportKey(full.measures[2]), std::string("blur@filtered"));
    QCOMPARE(full.outputs.size(), std::size_t{2});
    const recipe::Output& first = full.outputs[0];
    QCOMPARE(first.filters[0].parameters["width"].asInteger(), 640);
    QCOMPARE(first.video.quality.value_or(0), 20.0);
    QCOMPARE(first.video.gopSeconds, 2.0);
    QCOMPARE(first.audio.size(), std::size_t{2});
    QCOMPARE(first.audio[0].bitrateKbps.value_or(0), 128);
    QVERIFY(!first.chapters && !first.attachments && !first.tags);
    QCOMPARE(full.outputs[1].video.bitrateKbps.value_or(0), 900);
}

void TestRecipe::survivesTheWayThroughJson() {
    const recipe::Recipe full = parsed(kFull);
    const auto again = recipe::parse(recipe::toJson(full));
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QVERIFY(*again == full);
}

void TestRecipe::choosesFrames() {
    const recipe::Recipe sampled = parsed(R"({"version": 1, "id": "s", "measures": [{"id": "luma"}],
        "input": {"frames": "sample", "every": 2.5}})");
    QCOMPARE(sampled.input.frames, recipe::Frames::Sample);
    QCOMPARE(sampled.input.everySeconds, 2.5);
    QVERIFY(*recipe::parse(recipe::toJson(sampled)) == sampled);
    const recipe::Recipe headers = parsed(R"({"version": 1, "id": "h", "input": {"frames": "none"}})");
    QCOMPARE(headers.input.frames, recipe::Frames::None);
    QVERIFY2(headers.measures.empty() && headers.outputs.empty(), "what the header says is something to come out");
    QVERIFY(*recipe::parse(recipe::toJson(headers)) == headers);
    QVERIFY(recipe::digest(sampled) != recipe::digest(headers));
}

void TestRecipe::fillsDefaultsIn() {
    const recipe::Recipe plain =
        parsed(R"({"version": 1, "id": "plain", "filters": [{"id": "adjust"}], "outputs": [{}]})");
    QCOMPARE(plain.title, std::string("plain"));
    QVERIFY(!plain.filters[0].parameters.members().empty());
    QCOMPARE(plain.outputs[0].container, std::string("mp4"));
    QVERIFY2(plain.outputs[0].video.quality.has_value(), "the codec's usual quality is part of what the recipe means");
    QCOMPARE(plain.outputs[0].audio.size(), std::size_t{1});
    QCOMPARE(plain.outputs[0].audio[0].codec, std::string("auto"));
}

void TestRecipe::saysWhereAndHowADocumentIsWrong_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char* name, const char* text, const char* path, const char* rule) {
        QTest::newRow(name) << text << path << rule;
    };
    row("not an object", R"([])", "recipe:", "object");
    row("version missing", R"({"id": "x"})", "version", "missing");
    row("newer version", R"({"version": 2, "id": "x"})", "version", "outside 1 to 1");
    row("unknown member", R"({"version": 1, "id": "x", "filter": []})", "filter", "did you mean 'filters'");
    row("id", R"({"version": 1, "id": "../x", "outputs": [{}]})", "id", "lower-case");
    row("nothing to do", R"({"version": 1, "id": "x"})", "recipe", "neither outputs nor measures");
    row("kind", R"({"version": 1, "id": "x", "outputs": {}})", "outputs", "a list");
    row("unknown filter", R"({"version": 1, "id": "x", "filters": [{"id": "resise"}], "outputs": [{}]})",
        "filters[0].id", "did you mean 'resize'");
    row("unknown parameter",
        R"({"version": 1, "id": "x", "outputs": [{"filters": [{"id": "resize", "params": {"widht": 3}}]}]})",
        "outputs[0].filters[0].params", "did you mean");
    row("unknown measure", R"({"version": 1, "id": "x", "measures": [{"id": "lumma"}]})", "measures[0].id", "'luma'");
    row("measure at no output", R"({"version": 1, "id": "x", "measures": [{"id": "luma", "at": "output:0"}]})",
        "measures[0].at", "the recipe has 0");
    row("measure twice", R"({"version": 1, "id": "x", "measures": [{"id": "luma"}, {"id": "luma"}]})", "measures[1]",
        "twice");
    row("codec", R"({"version": 1, "id": "x", "outputs": [{"video": {"codec": "hevs"}}]})", "outputs[0].video.codec",
        "did you mean 'hevc'");
    row("quality", R"({"version": 1, "id": "x", "outputs": [{"video": {"quality": 60}}]})", "outputs[0].video.quality",
        "0 to 51 of h264");
    row("quality and rate",
        R"({"version": 1, "id": "x", "outputs": [{"video": {"quality": 20, "bitrate_kbps": 100}}]})",
        "outputs[0].video", "exclude");
    row("bits", R"({"version": 1, "id": "x", "outputs": [{"video": {"bits": 9}}]})", "outputs[0].video.bits",
        "0, 8, 10");
    row("codec in container", R"({"version": 1, "id": "x", "outputs": [{"container": "webm"}]})",
        "outputs[0].video.codec", "webm cannot hold h264; it can hold av1");
    row("lossless in mp4", R"({"version": 1, "id": "x", "outputs": [{"video": {"codec": "ffv1"}}]})",
        "outputs[0].video.codec", "mp4 cannot hold ffv1");
    row("quality of the lossless",
        R"({"version": 1, "id": "x", "outputs": [{"container": "mkv", "video": {"codec": "ffv1", "quality": 3}}]})",
        "outputs[0].video.quality", "0 to 0 of ffv1");
    row("rate of ProRes",
        R"({"version": 1, "id": "x", "outputs": [{"container": "mov", "video": {"codec": "prores", "bitrate_kbps": 9000}}]})",
        "outputs[0].video.bitrate_kbps", "no rate control");
    row("chroma of ProRes",
        R"({"version": 1, "id": "x", "outputs": [{"container": "mov", "video": {"codec": "prores", "chroma": "420"}}]})",
        "outputs[0].video.chroma", "follows from its quality");
    row("half a profile of ProRes",
        R"({"version": 1, "id": "x", "outputs": [{"container": "mov", "video": {"codec": "prores", "quality": 1.5}}]})",
        "outputs[0].video.quality", "whole steps");
    row("sound in container",
        R"({"version": 1, "id": "x", "outputs": [{"container": "mov", "audio": [{"codec": "opus"}]}]})",
        "outputs[0].audio[0].codec", "mov cannot hold opus");
    row("copy with filters",
        R"({"version": 1, "id": "x", "filters": [{"id": "adjust"}], "outputs": [{"video": "copy"}]})",
        "outputs[0].video", "filters");
    row("copy with settings", R"({"version": 1, "id": "x", "outputs": [{"video": {"codec": "copy", "quality": 3}}]})",
        "outputs[0].video", "no other setting");
    row("name with folders", R"({"version": 1, "id": "x", "outputs": [{"name": "../{stem}"}]})", "outputs[0].name",
        "folders");
    row("name field", R"({"version": 1, "id": "x", "outputs": [{"name": "{steem}"}]})", "outputs[0].name", "{stem}");
    row("key frames with outputs", R"({"version": 1, "id": "x", "input": {"frames": "key"}, "outputs": [{}]})",
        "input.frames", "outputs are made of all frames");
    row("measures without frames",
        R"({"version": 1, "id": "x", "input": {"frames": "none"}, "measures": [{"id": "luma"}]})", "input.frames",
        "measures look at frames");
    row("interval without samples", R"({"version": 1, "id": "x", "input": {"every": 2}, "measures": [{"id": "luma"}]})",
        "input.every", "sample");
    row("interval of nothing",
        R"({"version": 1, "id": "x", "input": {"frames": "sample", "every": 0}, "measures": [{"id": "luma"}]})",
        "input.every", "outside");
    row("start", R"({"version": 1, "id": "x", "input": {"start": -1}, "outputs": [{}]})", "input.start", "outside 0");
}

void TestRecipe::saysWhereAndHowADocumentIsWrong() {
    QFETCH(QString, text);
    QFETCH(QString, path);
    QFETCH(QString, rule);
    const auto result = recipe::parse(document(text.toUtf8().constData()));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, base::ErrorCode::InvalidArgument);
    const QString message = QString::fromStdString(result.error().message);
    QVERIFY2(message.contains(path), qPrintable(message));
    QVERIFY2(message.contains(rule), qPrintable(message));
}

void TestRecipe::digestsMeaningNotWording() {
    const std::string one = recipe::digest(parsed(
        R"({"version": 1, "id": "a", "title": "A", "filters": [{"id": "adjust", "params": {"exposure": 1}}],
            "outputs": [{"name": "{stem}-a.{ext}"}]})"));
    const std::string other = recipe::digest(parsed(
        R"({"outputs": [{"container": "mp4", "video": {"codec": "h264"}, "audio": []}], "id": "b", "description": "B",
            "filters": [{"params": {"exposure": 1.0, "contrast": 1}, "id": "adjust"}], "version": 1, "input": {"start": 0}})"));
    QCOMPARE(other, one);
}

void TestRecipe::digestsDifferForDifferentMeaning_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("quality") << R"({"version": 1, "id": "a", "outputs": [{"video": {"quality": 30}}]})";
    QTest::newRow("container") << R"({"version": 1, "id": "a", "outputs": [{"container": "mkv"}]})";
    QTest::newRow("filter") << R"({"version": 1, "id": "a", "outputs": [{"filters": [{"id": "adjust"}]}]})";
    QTest::newRow("measure") << R"({"version": 1, "id": "a", "measures": [{"id": "luma"}], "outputs": [{}]})";
    QTest::newRow("start") << R"({"version": 1, "id": "a", "input": {"start": 1}, "outputs": [{}]})";
    QTest::newRow("sound") << R"({"version": 1, "id": "a", "outputs": [{"audio": [{"codec": "drop"}]}]})";
    QTest::newRow("two outputs") << R"({"version": 1, "id": "a", "outputs": [{}, {}]})";
}

void TestRecipe::digestsDifferForDifferentMeaning() {
    QFETCH(QString, text);
    const std::string plain = recipe::digest(parsed(R"({"version": 1, "id": "a", "outputs": [{}]})"));
    QVERIFY(recipe::digest(parsed(text.toUtf8().constData())) != plain);
}

QTEST_GUILESS_MAIN(TestRecipe)
#include "tst_recipe.moc"
