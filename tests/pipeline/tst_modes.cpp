#include <cmath>

#include "tests/pipeline/run_fixture.h"

using namespace fotograma;
using base::Json;
using tests::recipeOf;
namespace fs = std::filesystem;

namespace {

/// A recipe that looks at these frames, with a row for each.
recipe::Recipe looking(recipe::Frames frames, double every = 1.0) {
    recipe::Recipe recipe =
        recipeOf(R"({"version": 1, "id": "look", "measures": [{"id": "luma", "per_frame": true}]})");
    recipe.input.frames = frames;
    recipe.input.everySeconds = every;
    if (frames == recipe::Frames::None) recipe.measures.clear();
    return recipe;
}

/// Column `index`, `time` or of a value, of the rows of luma.
std::vector<double> column(const api::Report& report, const char* name) {
    std::vector<double> values;
    const Json& table = report.frames["luma"];
    const auto& columns = table["columns"].items();
    const auto at = static_cast<std::size_t>(
        std::ranges::find(columns, name, [](const Json& column) { return column.asString(); }) - columns.begin());
    for (const Json& row : table["rows"].items()) values.push_back(row.items()[at].asNumber());
    return values;
}

/// For each target the first time at or after it, once.
std::vector<double> answers(const std::vector<double>& times, double every) {
    std::vector<double> chosen;
    for (int target = 0; target * every <= times.back() + 1e-9; ++target) {
        const auto found = std::ranges::find_if(times, [&](double time) { return time + 0.0005 >= target * every; });
        if (found != times.end() && (chosen.empty() || chosen.back() != *found)) chosen.push_back(*found);
    }
    return chosen;
}

}  // namespace

/// Which frames are looked at.
class TestModes : public QObject, private tests::RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void headersDecodesNothing();
    void keyframesLooksAtThoseOnly_data();
    void keyframesLooksAtThoseOnly();
    void sampleAnswersEveryTarget_data();
    void sampleAnswersEveryTarget();
    void sampleFollowsVariableTimes();
    void samplesCountFromTheCut();
    void numbersOfAFrameDoNotDependOnTheMode();

private:
    [[nodiscard]] static testing::ClipOptions groups(media::Container container) {
        testing::ClipOptions options;
        options.frames = 100;
        options.gopFrames = 12;
        options.container = container;
        return options;
    }
};

void TestModes::headersDecodesNothing() {
    const fs::path input = clip("in.mp4", groups(media::Container::Mp4));
    const auto result = run(looking(recipe::Frames::None), input, {});
    VERIFY_DONE(result);
    QCOMPARE(result.report.mode, std::string("headers"));
    QCOMPARE(result.report.framesDecoded, 0);
    QCOMPARE(result.report.framesMeasured, 0);
    QVERIFY(result.report.measures.members().empty() && result.report.frames.isNull());
    QCOMPARE(result.report.input["tracks"].items()[0]["video"]["width"].asInteger(), 64);
    QVERIFY(std::abs(result.report.input["duration"].asNumber() - 4.0) < 0.05);
}

void TestModes::keyframesLooksAtThoseOnly_data() {
    QTest::addColumn<media::Container>("container");
    QTest::newRow("mp4") << media::Container::Mp4;
    QTest::newRow("mov") << media::Container::Mov;
    QTest::newRow("mkv") << media::Container::Mkv;
}

void TestModes::keyframesLooksAtThoseOnly() {
    QFETCH(media::Container, container);
    const fs::path input = clip("in.film", groups(container));
    const auto result = run(looking(recipe::Frames::Key), input, {});
    VERIFY_DONE(result);
    QCOMPARE(result.report.mode, std::string("keyframes"));
    std::vector<double> expected;
    for (const frame::Frame& each : tests::pictures(input))
        if (each.info().isKeyFrame) expected.push_back(each.info().timeSeconds());
    QVERIFY(expected.size() >= 8);
    QCOMPARE(column(result.report, "time"), expected);
    QCOMPARE(result.report.framesMeasured, static_cast<std::int64_t>(expected.size()));
    QCOMPARE(result.report.framesDecoded, result.report.framesMeasured);
    QVERIFY2(!result.report.partial, "what was left out on purpose is not missing");
}

void TestModes::sampleAnswersEveryTarget_data() {
    QTest::addColumn<media::Container>("container");
    QTest::addColumn<double>("every");
    for (const double every : {0.01, 0.3, 0.5, 1.0, 1.7, 60.0}) {
        QTest::addRow("mp4 %g", every) << media::Container::Mp4 << every;
        QTest::addRow("mkv %g", every) << media::Container::Mkv << every;
    }
}

void TestModes::sampleAnswersEveryTarget() {
    QFETCH(media::Container, container);
    QFETCH(double, every);
    const fs::path input = clip("in.film", groups(container));
    const auto result = run(looking(recipe::Frames::Sample, every), input, {});
    VERIFY_DONE(result);
    QCOMPARE(result.report.mode, std::string("sample"));
    QCOMPARE(result.report.everySeconds, every);
    const std::vector<double> times = column(result.report, "time");
    QCOMPARE(times, answers(tests::times(tests::pictures(input)), every));
    QCOMPARE(result.report.framesMeasured, static_cast<std::int64_t>(times.size()));
    const std::vector<double> indices = column(result.report, "index");
    for (std::size_t i = 0; i < indices.size(); ++i) QCOMPARE(indices[i], static_cast<double>(i));
    QVERIFY(!result.report.partial);
}

void TestModes::sampleFollowsVariableTimes() {
    testing::ClipOptions options;
    for (int i = 0; i < 90; ++i) options.times.push_back(0.04 * i + (i > 30 ? 0.37 : 0.0) + (i % 7 == 0 ? 0.013 : 0.0));
    options.gopFrames = 10;
    for (const auto container : {media::Container::Mp4, media::Container::Mkv}) {
        options.container = container;
        const fs::path input = clip("in.film", options);
        const auto result = run(looking(recipe::Frames::Sample, 0.25), input, {});
        VERIFY_DONE(result);
        QCOMPARE(column(result.report, "time"), answers(tests::times(tests::pictures(input)), 0.25));
    }
}

void TestModes::samplesCountFromTheCut() {
    const fs::path input = clip("in.mp4", groups(media::Container::Mp4));
    recipe::Recipe recipe = looking(recipe::Frames::Sample, 0.5);
    recipe.input.startSeconds = 1.3;
    recipe.input.durationSeconds = 1.6;
    const auto result = run(recipe, input, {});
    VERIFY_DONE(result);
    const auto cut = testing::readPictures(input, {1.3, 1.6});
    QVERIFY(cut.has_value());
    QCOMPARE(column(result.report, "time"), answers(tests::times(*cut), 0.5));
}

void TestModes::numbersOfAFrameDoNotDependOnTheMode() {
    const fs::path input = clip("in.mp4", groups(media::Container::Mp4));
    const auto all = run(looking(recipe::Frames::All), input, {});
    VERIFY_DONE(all);
    QCOMPARE(all.report.mode, std::string("all"));
    QCOMPARE(all.report.framesMeasured, 100);
    const std::vector<double> times = column(all.report, "time");
    const std::vector<double> means = column(all.report, "mean");
    for (const auto frames : {recipe::Frames::Key, recipe::Frames::Sample}) {
        const auto some = run(looking(frames, 0.3), input, {});
        VERIFY_DONE(some);
        const std::vector<double> someTimes = column(some.report, "time");
        const std::vector<double> someMeans = column(some.report, "mean");
        QVERIFY(someTimes.size() > 5);
        for (std::size_t i = 0; i < someTimes.size(); ++i) {
            const auto found = std::ranges::find(times, someTimes[i]);
            QVERIFY(found != times.end());
            QCOMPARE(someMeans[i], means[static_cast<std::size_t>(found - times.begin())]);
        }
    }
}

QTEST_GUILESS_MAIN(TestModes)
#include "tst_modes.moc"
