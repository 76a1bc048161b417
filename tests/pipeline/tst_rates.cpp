// Files whose frames are other ones than came: the encoder and the container get their rate, sound stays where it was.
#include "tests/pipeline/run_fixture.h"

#include "engine/media/probe.h"

using namespace fotograma;
using namespace fotograma::tests;
using frame::FieldOrder;

class tst_Rates : public QObject, private RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void theFileSaysTheRateOfItsFrames_data();
    void theFileSaysTheRateOfItsFrames();
    void soundAndPicturesStayTogether();
    void measuresSeeTheFramesMade();
    void twoOutputsHaveTwoRates();
};

namespace {

recipe::Recipe recipeWith(const QString& filter, const QString& container) {
    const QString text = QString(R"({"version": 1, "id": "rates", "filters": [%1], "outputs": [
        {"container": "%2", "video": {"codec": "h264", "quality": 16, "preset": "fastest"}}]})")
                             .arg(filter, container);
    return recipeOf(text.toUtf8().constData());
}

double rateOf(const fs::path& path) {
    const auto probed = media::probe(path);
    return probed ? probed->video()->video->meanRate.value() : 0.0;
}

constexpr const char* kFields = R"({"id": "deinterlace", "params": {"mode": "field"}})";

}  // namespace

void tst_Rates::theFileSaysTheRateOfItsFrames_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("container");
    QTest::addColumn<int>("order");
    QTest::addColumn<base::Rational>("rate");
    QTest::addColumn<int>("frames");
    QTest::addColumn<double>("madeRate");
    const int fields = static_cast<int>(FieldOrder::TopFirst);
    const int whole = static_cast<int>(FieldOrder::Progressive);
    for (const char* container : {"mp4", "mkv"}) {
        const auto row = [&](const char* name, const QString& filter, int order, base::Rational rate, int frames,
                             double madeRate) {
            QTest::addRow("%s in %s", name, container)
                << filter << QString(container) << order << rate << frames << madeRate;
        };
        const base::Rational ntsc{30000, 1001};
        row("fields", kFields, fields, {25, 1}, 50, 50.0);
        row("fields of NTSC", kFields, fields, ntsc, 50, 60000.0 / 1001.0);
        row("progressive frames", kFields, whole, {25, 1}, 25, 25.0);
        row("four of five", R"({"id": "ivtc", "params": {"leave_out": "one_of_five"}})", fields, ntsc, 20,
            24000.0 / 1001.0);
        row("25 to 29.97", R"({"id": "fps", "params": {"rate": "29.97"}})", whole, {25, 1}, 30, 30000.0 / 1001.0);
        row("25 to 60 blended", R"({"id": "fps", "params": {"rate": "60", "method": "blend"}})", whole, {25, 1}, 60,
            60.0);
        row("NTSC to 24", R"({"id": "fps", "params": {"rate": "24"}})", whole, ntsc, 20, 24.0);
    }
}

void tst_Rates::theFileSaysTheRateOfItsFrames() {
    QFETCH(QString, filter);
    QFETCH(QString, container);
    QFETCH(int, order);
    QFETCH(base::Rational, rate);
    QFETCH(int, frames);
    QFETCH(double, madeRate);
    testing::ClipOptions options;
    options.rate = rate;
    options.fieldOrder = static_cast<FieldOrder>(order);
    const fs::path input = clip("in.mp4", options);
    const fs::path output = out(container == "mp4" ? "made.mp4" : "made.mkv");
    VERIFY_DONE(run(recipeWith(filter, container), input, {output}));
    const auto made = pictures(output);
    QCOMPARE(std::ssize(made), frames);
    QVERIFY2(std::abs(rateOf(output) - madeRate) < 0.002 * madeRate, qPrintable(QString::number(rateOf(output))));
    // Matroska counts milliseconds.
    const double tick = container == "mkv" ? 1.01e-3 : 1e-4;
    for (std::size_t i = 0; i < made.size(); ++i) {
        const double wanted = static_cast<double>(i) / madeRate;
        QVERIFY2(std::abs(made[i].info().timeSeconds() - made[0].info().timeSeconds() - wanted) < tick,
                 qPrintable(QString("%1: %2").arg(i).arg(made[i].info().timeSeconds())));
        QCOMPARE(made[i].info().fieldOrder, FieldOrder::Progressive);
    }
}

void tst_Rates::soundAndPicturesStayTogether() {
    testing::ClipOptions options;
    options.frames = 100;
    options.sounds = {{}};
    options.clicks = {1.0, 3.0};
    const fs::path input = clip("in.mp4", options);
    const fs::path output = out("made.mp4");
    VERIFY_DONE(run(recipeWith(R"({"id": "fps", "params": {"rate": "60"}})", "mp4"), input, {output}));
    const auto flashes = testing::findFlashes(pictures(output));
    const auto clicks = testing::findClicks(*testing::readSound(output));
    QCOMPARE(flashes.size(), std::size_t{2});
    QCOMPARE(clicks.size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(std::abs(flashes[i] - options.clicks[i]) < 0.5 / 60.0 + 1e-3);
        QVERIFY(std::abs(clicks[i] - flashes[i]) < 0.03);
    }
}

void tst_Rates::measuresSeeTheFramesMade() {
    testing::ClipOptions options;
    options.fieldOrder = FieldOrder::TopFirst;
    const fs::path input = clip("in.mp4", options);
    const auto recipe = recipeOf(R"({"version": 1, "id": "rates", "filters": [
        {"id": "deinterlace", "params": {"mode": "field"}}], "measures": [
        {"id": "luma", "per_frame": true, "at": "source"}, {"id": "contrast", "per_frame": true, "at": "filtered"}],
        "outputs": [{"container": "mp4", "video": {"codec": "h264", "preset": "fastest"}}]})");
    const auto result = run(recipe, input, {out("made.mp4")});
    VERIFY_DONE(result);
    int seen = 0;
    for (const auto& [key, table] : result.report.frames.members()) {
        const auto& rows = table["rows"].items();
        const std::size_t wanted = key.starts_with("luma") ? 25 : 50;
        QCOMPARE(rows.size(), wanted);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows[i].items()[0].asNumber(), static_cast<double>(i));
            QVERIFY(std::abs(rows[i].items()[1].asNumber() - static_cast<double>(i) / static_cast<double>(wanted)) <
                    1e-3);
        }
        ++seen;
    }
    QCOMPARE(seen, 2);
}

void tst_Rates::twoOutputsHaveTwoRates() {
    testing::ClipOptions options;
    options.fieldOrder = FieldOrder::BottomFirst;
    const fs::path input = clip("in.mp4", options);
    const auto recipe = recipeOf(R"({"version": 1, "id": "rates", "outputs": [
        {"container": "mp4", "filters": [{"id": "deinterlace", "params": {"mode": "field"}}],
         "video": {"codec": "h264", "preset": "fastest"}},
        {"container": "mp4", "filters": [{"id": "deinterlace"}, {"id": "fps", "params": {"rate": "12.5"}}],
         "video": {"codec": "h264", "preset": "fastest"}}]})");
    VERIFY_DONE(run(recipe, input, {out("a.mp4"), out("b.mp4")}));
    QCOMPARE(pictures(out("a.mp4")).size(), std::size_t{50});
    QCOMPARE(rateOf(out("a.mp4")), 50.0);
    const std::size_t half = pictures(out("b.mp4")).size();
    QVERIFY(half == 12 || half == 13);  // Half a frame of 25 is left over.
    QCOMPARE(rateOf(out("b.mp4")), 12.5);
}

QTEST_GUILESS_MAIN(tst_Rates)
#include "tst_rates.moc"
