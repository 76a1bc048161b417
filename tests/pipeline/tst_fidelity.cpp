#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/pipeline/similarity.h"
#include "tests/pipeline/run_fixture.h"

using namespace fotograma;
using pipeline::Luma;
using tests::recipeOf;

namespace {

/// A picture whose samples a function gives, of that depth.
template <class Sample>
Luma drawn(int width, int height, int bits, Sample sample) {
    Luma luma{.samples = {}, .width = width, .height = height, .bits = bits, .isFullRange = false};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int value = sample(x, y);
            luma.samples.push_back(static_cast<std::byte>(value & 0xFF));
            if (bits > 8) luma.samples.push_back(static_cast<std::byte>(value >> 8));
        }
    return luma;
}

int texture(int x, int y) { return 40 + (x * 37 + y * 59 + x * y) % 160; }

/// As the paper has it, window by window, in floating point; the first constant as x264 and FFmpeg have it.
double plainly(const Luma& one, const Luma& other) {
    const auto at = [](const Luma& luma, int x, int y) {
        return static_cast<double>(std::to_integer<int>(luma.samples[static_cast<std::size_t>(y * luma.width + x)]));
    };
    double total = 0.0;
    int windows = 0;
    for (int top = 0; top + 8 <= one.height; top += 4)
        for (int left = 0; left + 8 <= one.width; left += 4, ++windows) {
            double meanA = 0.0, meanB = 0.0, spreadA = 0.0, spreadB = 0.0, shared = 0.0;
            for (int i = 0; i < 64; ++i) meanA += at(one, left + i % 8, top + i / 8) / 64.0;
            for (int i = 0; i < 64; ++i) meanB += at(other, left + i % 8, top + i / 8) / 64.0;
            for (int i = 0; i < 64; ++i) {
                const double a = at(one, left + i % 8, top + i / 8) - meanA;
                const double b = at(other, left + i % 8, top + i / 8) - meanB;
                spreadA += a * a / 63.0;
                spreadB += b * b / 63.0;
                shared += a * b / 63.0;
            }
            const double c1 = std::pow(0.01 * 255.0, 2) / 64.0, c2 = std::pow(0.03 * 255.0, 2);
            total += (2.0 * meanA * meanB + c1) * (2.0 * shared + c2) /
                     ((meanA * meanA + meanB * meanB + c1) * (spreadA + spreadB + c2));
        }
    return total / windows;
}

std::string asking(const char* container, const char* video) {
    return base::concat(R"({"version": 1, "id": "ask", "outputs": [{"container": ")", container,
                        R"(", "video": {"check_quality": true, )", video, "}}]}");
}

}  // namespace

/// How near outputs are to what was encoded: the number itself, and that it is of the right frames.
class TestFidelity : public QObject, private tests::RunFixture {
    Q_OBJECT

private slots:
    void init() { startAfresh(); }
    void agreesWithTheFormula();
    void doesNotMindDepthAndRange();
    void tellsFramesApartInEveryContainer_data();
    void tellsFramesApartInEveryContainer();
    void coarserIsLower();
    void isOnlyToldWhereItIsAskedFor();
};

void TestFidelity::agreesWithTheFormula() {
    const Luma one = drawn(44, 29, 8, texture);  // no whole windows at the right and below
    const Luma other = drawn(44, 29, 8, [](int x, int y) { return texture(x, y) + (x + y) % 7 * 3; });
    QVERIFY(std::abs(*pipeline::similarity(one, other) - plainly(drawn(44, 28, 8, texture), other)) < 1e-9);
    QCOMPARE(*pipeline::similarity(one, one), 1.0);
    QVERIFY(!pipeline::similarity(drawn(7, 29, 8, texture), one));
}

void TestFidelity::doesNotMindDepthAndRange() {
    const Luma eight = drawn(64, 48, 8, texture);
    const Luma ten = drawn(64, 48, 10, [](int x, int y) { return texture(x, y) * 4; });
    QVERIFY(*pipeline::similarity(eight, ten) > 0.99999);
    Luma full = drawn(64, 48, 8, [](int x, int y) { return (texture(x, y) - 16) * 255 / 219; });
    full.isFullRange = true;
    QVERIFY(*pipeline::similarity(full, eight) > 0.999);
    full.isFullRange = false;
    QVERIFY(*pipeline::similarity(full, eight) < 0.999);
}

void TestFidelity::tellsFramesApartInEveryContainer_data() {
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("video");
    QTest::addColumn<double>("least");
    QTest::newRow("lossless") << "mkv"
                              << R"("codec": "ffv1")" << 1.0;
    QTest::newRow("frames out of order, mp4") << "mp4"
                                              << R"("codec": "h264", "quality": 6)" << 0.98;
    QTest::newRow("frames out of order, mkv") << "mkv"
                                              << R"("codec": "h264", "quality": 6)" << 0.98;
    QTest::newRow("webm") << "webm"
                          << R"("codec": "vp9", "quality": 6, "preset": "fastest")" << 0.97;
    QTest::newRow("ten bits of eight") << "mp4"
                                       << R"("codec": "h264", "quality": 6, "bits": 10)" << 0.98;
}

/// A frame compared with its neighbour would be far from equal: the ramp moves. The times are those of a source that does
/// not begin at zero and whose rate varies.
void TestFidelity::tellsFramesApartInEveryContainer() {
    QFETCH(QString, container);
    QFETCH(QString, video);
    QFETCH(double, least);
    testing::ClipOptions options;
    options.container = media::Container::Mkv;
    options.startSeconds = 0.5;
    options.sounds = {{}};
    for (int i = 0; i < 60; ++i) options.times.push_back(i * 0.04 + (i % 3 == 0 ? 0.01 : 0.0));
    const auto input = clip("in.mkv", options);
    const std::string text = asking(container.toUtf8().constData(), video.toUtf8().constData());
    const auto path = out(("a." + container).toUtf8().constData());
    const auto result = run(recipeOf(text.c_str()), input, {path}, pipeline::Schedule::Threaded);
    VERIFY_DONE(result);
    const base::Json& told = result.report.artifacts[0].facts["fidelity"];
    QCOMPARE(told["frames"].asInteger(), 24);
    QVERIFY2(told["lowest"].asNumber() >= least, qPrintable(QString::number(told["lowest"].asNumber())));
    QVERIFY(told["ssim"].asNumber() >= told["lowest"].asNumber());
    // That the comparison could fail: neighbours are further apart than what is asked.
    const auto shown = tests::pictures(path);
    const auto luma = [&](std::size_t i) { return *pipeline::lumaOf(shown[i]); };
    QVERIFY(*pipeline::similarity(luma(30), luma(31)) < 0.97);
}

void TestFidelity::coarserIsLower() {
    testing::ClipOptions options;
    options.frames = 10;
    const auto input = clip("in.mp4", options);
    const auto fine = run(recipeOf(asking("mp4", R"("quality": 10)").c_str()), input, {out("fine.mp4")});
    const auto coarse = run(recipeOf(asking("mp4", R"("quality": 45)").c_str()), input, {out("coarse.mp4")});
    VERIFY_DONE(fine);
    VERIFY_DONE(coarse);
    const base::Json& one = fine.report.artifacts[0].facts["fidelity"];
    const base::Json& other = coarse.report.artifacts[0].facts["fidelity"];
    QCOMPARE(one["frames"].asInteger(), 10);  // all there are
    QVERIFY(one["ssim"].asNumber() > other["ssim"].asNumber() + 0.02);
}

void TestFidelity::isOnlyToldWhereItIsAskedFor() {
    const auto input = clip("in.mp4", {});
    const auto result = run(recipeOf(tests::kPlain), input, {out("a.mp4")});
    VERIFY_DONE(result);
    QVERIFY(result.report.artifacts[0].facts.find("fidelity") == nullptr);
    QVERIFY(std::ranges::none_of(result.report.stages, [](const auto& stage) { return stage.stage == "check 1"; }));
}

QTEST_GUILESS_MAIN(TestFidelity)
#include "tst_fidelity.moc"
