// Filters that must know the clip: what the first pass looks at, what it finds, and that it is done once.
#include "tests/pipeline/run_fixture.h"

#include <map>

#include "engine/pipeline/progress.h"

using namespace fotograma;
namespace fs = std::filesystem;

namespace {

constexpr const char* kBarred = R"({"version": 1, "id": "barred", "filters": [{"id": "pad", "params": {"height": 80}}],
    "outputs": [{"video": {"preset": "fastest", "quality": 10}}]})";
constexpr const char* kCut = R"({"version": 1, "id": "cut", "filters": [{"id": "autocrop"}],
    "outputs": [{"video": {"preset": "fastest"}}]})";

/// Remembers in memory, and counts.
class Memory final : public pipeline::Findings {
public:
    std::optional<base::Json> find(const std::string& question) override {
        const auto known = m_known.find(question);
        return known == m_known.end() ? std::nullopt : std::optional(known->second);
    }
    void keep(const std::string& question, const base::Json& found, double) override {
        m_known[question] = found;
        ++kept;
    }
    int kept = 0;

private:
    std::map<std::string, base::Json> m_known;
};

/// Stops the job the first time that input is read.
class Stopper final : public pipeline::RunObserver {
public:
    explicit Stopper(std::stop_source& stop) : m_stop(stop) {}
    void progress(const api::Progress&) override {}
    void log(std::string_view) override {}
    void waitWhilePaused() override {
        ++asked;
        m_stop.request_stop();
    }
    int asked = 0;

private:
    std::stop_source& m_stop;
};

bool hasFirstPass(const api::Report& report) {
    return std::ranges::any_of(report.stages, [](const api::StageShare& share) { return share.stage == "first pass"; });
}

}  // namespace

class TestFirstPass : public QObject, tests::RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void barsAreFoundAndCutAway();
    void aDarkSceneCutsNothing();
    void filtersInFrontAreLookedThrough();
    void everyOutputSettlesItsOwn();
    void aSecondRunRemembers();
    void theWorldBecomesGrey();
    void aShakenClipIsSteadied();
    void stopsInTheFirstPass();
    void progressOnlyRises();
    void theForecastNamesIt();

private:
    fs::path barred() {
        const fs::path source = clip("source.mp4", {.frames = 30, .gopFrames = 10});
        const auto result = run(tests::recipeOf(kBarred), source, {out("barred.mp4")});
        if (result.error) qFatal("%s", result.error->message.c_str());
        return out("barred.mp4");
    }
};

void TestFirstPass::barsAreFoundAndCutAway() {
    const auto result = run(tests::recipeOf(kCut), barred(), {out("cut.mp4")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.artifacts.at(0).width, 64);
    QCOMPARE(result.report.artifacts.at(0).height, 48);
    QVERIFY(hasFirstPass(result.report));
    const api::FateNote* note = tests::find(result.report, "autocrop");
    QVERIFY(note != nullptr && note->fate == api::Fate::Changed);
    QCOMPARE(QString::fromStdString(note->sentence), "settled by a look at the clip: width 64, height 48, y 16");
}

/// White comes once; the rest of the clip is black above a line, and nothing may be cut there.
void TestFirstPass::aDarkSceneCutsNothing() {
    const fs::path source = clip("source.mp4", {.frames = 30, .clicks = {0.6}});
    const auto dark = tests::recipeOf(R"({"version": 1, "id": "dark", "filters": [
        {"id": "levels", "params": {"input_black": 0.9}}], "outputs": [{"video": {"preset": "fastest", "quality": 10}}]})");
    VERIFY_DONE(run(dark, source, {out("dark.mp4")}));
    const auto result = run(tests::recipeOf(kCut), out("dark.mp4"), {out("cut.mp4")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.artifacts.at(0).width, 64);
    QCOMPARE(result.report.artifacts.at(0).height, 48);
}

void TestFirstPass::filtersInFrontAreLookedThrough() {
    const auto recipe = tests::recipeOf(R"({"version": 1, "id": "twice", "filters": [
        {"id": "resize", "params": {"width": 128}}, {"id": "autocrop"}, {"id": "pad", "params": {"height": 140}},
        {"id": "autocrop", "params": {"black": 0.08}}], "outputs": [{"video": {"preset": "fastest"}}]})");
    const auto result = run(recipe, barred(), {out("cut.mp4")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.artifacts.at(0).width, 128);
    QVERIFY2(std::abs(result.report.artifacts.at(0).height - 96) <= 2,
             qPrintable(QString::number(result.report.artifacts.at(0).height)));
    QCOMPARE(std::ranges::count(result.report.notes, std::string("autocrop"), &api::FateNote::subject), 2);
}

void TestFirstPass::everyOutputSettlesItsOwn() {
    const auto recipe = tests::recipeOf(R"({"version": 1, "id": "two", "outputs": [
        {"filters": [{"id": "autocrop"}], "video": {"preset": "fastest"}},
        {"filters": [{"id": "resize", "params": {"width": 32}}, {"id": "autocrop"}], "video": {"preset": "fastest"}}]})");
    const auto result = run(recipe, barred(), {out("a.mp4"), out("b.mp4")});
    VERIFY_DONE(result);
    QCOMPARE(result.report.artifacts.at(0).height, 48);
    QCOMPARE(result.report.artifacts.at(1).height, 24);
}

void TestFirstPass::aSecondRunRemembers() {
    Memory memory;
    pipeline::RunRequest request = requestFor(tests::recipeOf(kCut), barred(), {out("a.mp4")});
    request.findings = &memory;
    const auto first = run(request);
    VERIFY_DONE(first);
    QCOMPARE(memory.kept, 1);
    request.outputs = {out("b.mp4")};
    const auto second = run(request);
    VERIFY_DONE(second);
    QCOMPARE(memory.kept, 1);
    QVERIFY(hasFirstPass(first.report) && !hasFirstPass(second.report));
    QCOMPARE(second.report.artifacts.at(0).height, 48);
    // Another stretch of the input is another question.
    request.recipe.input.startSeconds = 0.4;
    request.outputs = {out("c.mp4")};
    VERIFY_DONE(run(request));
    QCOMPARE(memory.kept, 2);
}

void TestFirstPass::theWorldBecomesGrey() {
    const auto recipe = tests::recipeOf(R"({"version": 1, "id": "grey", "measures": [
        {"id": "color_mean"}, {"id": "color_mean", "at": "output:0"}],
        "outputs": [{"filters": [{"id": "white_balance", "params": {"mode": "gains", "red": 0.6, "blue": 1.3}},
                                 {"id": "white_balance", "params": {"mode": "grey-world"}}],
                     "video": {"preset": "fastest"}}]})");
    const auto result = run(recipe, clip("a.mp4", {.frames = 12}), {out("grey.mp4")});
    VERIFY_DONE(result);
    const base::Json& made = result.report.measures["color_mean@output:0"];
    const double green = made["green"]["mean"].asNumber();
    QVERIFY(green > 0.05);
    for (const char* channel : {"red", "blue"}) {
        const double share = made[channel]["mean"].asNumber() / green;
        QVERIFY2(std::abs(share - 1.0) < 0.03, qPrintable(QString("%1 %2").arg(channel).arg(share)));
    }
}

/// A pattern that trembles, and how much: before and after, each by the measure itself.
void TestFirstPass::aShakenClipIsSteadied() {
    const auto tremble =
        tests::recipeOf(R"({"version": 1, "id": "tremble", "filters": [{"id": "libavfilter", "params": {
        "graph": "geq=lum='st(0,X+4*sin(N*1.9));st(1,Y+3*cos(N*2.7));120+45*sin(ld(0)*ld(0)/700+ld(1)/7)+40*sin(ld(1)*ld(1)/500-ld(0)/9)':cb=128:cr=128"}}],
        "outputs": [{"video": {"preset": "fastest", "quality": 10}}]})");
    VERIFY_DONE(run(tremble, clip("source.mp4", {.width = 192, .height = 144, .frames = 40}), {out("shaky.mp4")}));
    const auto steady =
        tests::recipeOf(R"({"version": 1, "id": "steady", "measures": [{"id": "motion", "at": "source"}],
        "filters": [{"id": "stabilise", "params": {"max_zoom": 30}}],
        "outputs": [{"video": {"preset": "fastest", "quality": 10}}]})");
    const auto result = run(steady, out("shaky.mp4"), {out("steady.mp4")});
    VERIFY_DONE(result);
    QVERIFY(hasFirstPass(result.report));
    QCOMPARE(result.report.artifacts.at(0).width, 192);
    QCOMPARE(tests::pictures(out("steady.mp4")).size(), std::size_t{40});
    const api::FateNote* note = tests::find(result.report, "stabilise");
    QVERIFY(note != nullptr && note->sentence.find("settled by a look at the clip: zoom ") == 0);
    const auto after =
        run(tests::recipeOf(R"({"version": 1, "id": "look", "measures": [{"id": "motion"}]})"), out("steady.mp4"), {});
    VERIFY_DONE(after);
    const double shake = result.report.measures["motion"]["shake"].asNumber();
    const double left = after.report.measures["motion"]["shake"].asNumber();
    QVERIFY2(shake > 2.0 && left < 0.1 * shake, qPrintable(QString("%1 %2").arg(shake).arg(left)));
}

void TestFirstPass::stopsInTheFirstPass() {
    const fs::path input = barred();
    std::stop_source stop;
    Stopper stopper(stop);
    const auto request = requestFor(tests::recipeOf(kCut), input, {out("a.mp4")});
    const auto result = pipeline::run(request, m_lane, stopper, stop.get_token());
    QVERIFY(result.error && result.error->code == base::ErrorCode::Cancelled);
    QCOMPARE(stopper.asked, 1);
    QVERIFY(!fs::exists(out("a.mp4")));
}

void TestFirstPass::progressOnlyRises() {
    pipeline::Progress progress(m_watcher, 10.0);
    std::vector<double> fractions;
    const auto look = [&] { fractions.push_back(progress.current().fraction); };
    progress.beginLook(0.2);
    progress.looked(5.0);
    look();
    progress.endLook();
    progress.beginLook(0.5);
    progress.looked(10.0);
    look();
    progress.endLook();
    const std::size_t branch = progress.addBranch();
    progress.reached(branch, 5.0);
    look();
    progress.complete();
    look();
    const std::vector<double> wanted{0.1, 0.6, 0.8, 1.0};
    for (std::size_t i = 0; i < wanted.size(); ++i) QVERIFY(std::abs(fractions[i] - wanted[i]) < 1e-12);
}

void TestFirstPass::theForecastNamesIt() {
    const auto forecast = pipeline::forecast(barred(), tests::recipeOf(kCut));
    QVERIFY(forecast.has_value());
    const auto note = std::ranges::find(forecast->plan, "first pass", &api::FateNote::subject);
    QVERIFY(note != forecast->plan.end());
    QVERIFY2(note->sentence.find("autocrop") == 0 && note->sentence.find("(bars)") != std::string::npos,
             note->sentence.c_str());
}

QTEST_GUILESS_MAIN(TestFirstPass)
#include "tst_first_pass.moc"
