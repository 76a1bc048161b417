// Filters against the formulas of their papers in double precision, and what their text parameters refuse.
#include <cmath>
#include <functional>

#include <QtTest>

#include "engine/base/text.h"
#include "engine/filter/color_spaces.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/curves/curve.h"
#include "engine/filters/lut3d/cube.h"
#include "engine/filters/tonemap/curve.h"

using namespace fotograma;
using filter::Vector3;
namespace tonemap = filters::tonemap;

class tst_Formulas : public QObject {
    Q_OBJECT

private slots:
    void toneCurvesHaveTheValuesOfTheirPapers();
    void toneMappingFollowsTheStandards_data();
    void toneMappingFollowsTheStandards();
    void toneMappedPicturesSayThatTheyAreSdr();
    void theCubeIsInterpolatedByTetrahedra();
    void hostileCubesAreRefused_data();
    void hostileCubesAreRefused();
    void aPathIsNoCube();
    void curvesStayBetweenTheirPoints();
    void wrongCurvesAreRefused_data();
    void wrongCurvesAreRefused();
    void sharpeningIsTheFormulaOfFidelityFx();
    void theBilateralMeanIsTheFormula();
    void theNonLocalMeanIsTheFormula();
};

namespace {

frame::PictureSpec rgb16(int transfer = 1) {
    frame::PictureSpec spec;
    spec.format = {frame::ColorModel::Rgb, frame::SampleType::U16, 16, 0, 0};
    spec.width = 64;
    spec.height = 32;
    spec.color = {.primaries = transfer == 1 ? 1 : 9, .transfer = transfer, .matrix = 0, .fullRange = true};
    return spec;
}

frame::PictureSpec gray8() {
    frame::PictureSpec spec;
    spec.format = {frame::ColorModel::Gray, frame::SampleType::U8, 8, 0, 0};
    spec.width = 31;
    spec.height = 17;
    return spec;
}

frame::Frame through(const char* id, const std::string& parameters, const frame::Frame& picture) {
    const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    const auto use = *filter::use(api::OperationKind::Filter, id, *base::Json::parse(parameters));
    auto runner = *filter::ChainRunner::create(*filter::Chain::prepare(std::span(&use, 1), picture.spec()), *queue);
    auto made = *runner.push(picture);
    return made.empty() ? (*runner.flush()).at(0) : made.at(0);
}

/// The largest difference, in code values, between a picture and a function of the colours of another.
double largestError(const frame::Frame& in, const frame::Frame& made, const std::function<Vector3(Vector3)>& wanted) {
    double largest = 0.0;
    for (int y = 0; y < in.spec().height; ++y) {
        for (int x = 0; x < in.spec().width; ++x) {
            Vector3 color{};
            for (int p = 0; p < 3; ++p) color[static_cast<std::size_t>(p)] = filter::sampleOf(in, p, x, y) / 65535.0;
            color = wanted(color);
            for (int p = 0; p < 3; ++p) {
                largest = std::max(
                    largest, std::abs(filter::sampleOf(made, p, x, y) - 65535.0 * color[static_cast<std::size_t>(p)]));
            }
        }
    }
    return largest;
}

double hlgLight(double v) {
    return v <= 0.5 ? v * v / 3.0 : (std::exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12.0;
}

/// ITU-R BT.2100 to BT.709 as the filter's page says, in double precision.
Vector3 toneMapped(const Vector3& in, bool isHlg, tonemap::Method method, bool clips) {
    const tonemap::Display display{1000.0, 203.0};
    Vector3 light{};
    for (std::size_t i = 0; i < 3; ++i) light[i] = isHlg ? hlgLight(in[i]) : tonemap::lightOfPq(in[i]);
    if (isHlg) {
        const double y = 0.2627 * light[0] + 0.6780 * light[1] + 0.0593 * light[2];
        for (double& each : light) each *= 1000.0 * std::pow(y, 0.2);
    }
    const double brightest = std::max({light[0], light[1], light[2], 1e-9});
    const double gain = tonemap::toneMapped(method, brightest, display) / brightest;
    for (double& each : light) each *= gain;
    light = filter::product(filter::betweenPrimaries(9, 1), light);
    const double y = filter::product(filter::rgbToXyz(1), light)[1];
    const double low = std::min({light[0], light[1], light[2]});
    const double share = !clips && low < 0.0 ? y / (y - low) : 1.0;
    for (double& each : light) each = std::pow(std::clamp(y + share * (each - y), 0.0, 1.0), 1.0 / 2.4);
    return light;
}

}  // namespace

/// The values come from the equations, computed apart from this code; PQ also from SMPTE ST 2084 (0.5081 at 100 cd/m²).
void tst_Formulas::toneCurvesHaveTheValuesOfTheirPapers() {
    const auto isNear = [](double a, double b) { return std::abs(a - b) < 2e-6; };
    QVERIFY(isNear(tonemap::pqOf(100.0), 0.5080784215));
    QVERIFY(isNear(tonemap::pqOf(1000.0), 0.7518270962));
    QVERIFY(std::abs(tonemap::lightOfPq(tonemap::pqOf(203.0)) - 203.0) < 1e-6);
    const tonemap::Display display{1000.0, 100.0};
    struct Value {
        tonemap::Method method;
        double light, made;
    };
    for (const Value& each : {
             Value{tonemap::Method::Hable, 100.0, 0.3124507042},
             {tonemap::Method::Hable, 500.0, 0.8041204437},
             {tonemap::Method::Reinhard, 100.0, 0.55},
             {tonemap::Method::Reinhard, 500.0, 0.9166666667},
             {tonemap::Method::Mobius, 20.0, 0.2},
             {tonemap::Method::Mobius, 200.0, 0.8225441376},
             {tonemap::Method::Bt2390, 10.0, 0.1000000000},
             {tonemap::Method::Bt2390, 100.0, 0.6945440304},
             {tonemap::Method::Bt2390, 500.0, 0.9894687132},
         }) {
        const double made = tonemap::toneMapped(each.method, each.light, display);
        QVERIFY2(isNear(made, each.made), base::concat(each.light, ": ", made, " for ", each.made).c_str());
    }
    for (const auto method :
         {tonemap::Method::Hable, tonemap::Method::Reinhard, tonemap::Method::Mobius, tonemap::Method::Bt2390}) {
        double before = 0.0;
        for (double light = 0.0; light <= 1000.0; light += 1.0) {
            const double made = tonemap::toneMapped(method, light, display);
            QVERIFY(made >= before && made <= 1.0);
            before = made;
        }
        QVERIFY(isNear(before, 1.0) && tonemap::toneMapped(method, 5000.0, display) == before);
    }
}

void tst_Formulas::toneMappingFollowsTheStandards_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("isHlg");
    QTest::addColumn<bool>("clips");
    for (const char* method : {"bt2390", "hable", "reinhard", "mobius", "clip"}) {
        for (const bool isHlg : {false, true}) {
            for (const bool clips : {false, true}) {
                QTest::addRow("%s %s %s", method, isHlg ? "hlg" : "pq", clips ? "clip" : "desaturate")
                    << QString(method) << isHlg << clips;
            }
        }
    }
}

void tst_Formulas::toneMappingFollowsTheStandards() {
    QFETCH(QString, method);
    QFETCH(bool, isHlg);
    QFETCH(bool, clips);
    const frame::Frame picture = *filter::testPicture(rgb16(isHlg ? 18 : 16), filter::Pattern::Noise, 0);
    const frame::Frame made = through("tonemap",
                                      base::concat("{\"bits\":\"same\",\"method\":\"", method.toStdString(),
                                                   "\",\"gamut\":\"", clips ? "clip" : "desaturate", "\"}"),
                                      picture);
    const auto curve = tonemap::methodOf(method.toStdString());
    const double error =
        largestError(picture, made, [&](const Vector3& color) { return toneMapped(color, isHlg, curve, clips); });
    qInfo("largest error %.2f of 65535", error);
    // A quarter of an 8-bit code value, and only near black: light that should be nothing is 4e-8 by the rounding of a
    // float, and the display's power makes 54 of 65535 of that.
    QVERIFY2(error <= 64.0, qPrintable(QString::number(error)));
}

void tst_Formulas::toneMappedPicturesSayThatTheyAreSdr() {
    frame::PictureSpec spec = rgb16(16);
    spec.format = {frame::ColorModel::Yuv, frame::SampleType::U16, 10, 1, 1};
    spec.color = {.primaries = 9, .transfer = 16, .matrix = 9};
    frame::FrameInfo info = (*filter::testPicture(spec, filter::Pattern::Ramp, 0)).info();
    info.contentLight = frame::ContentLight{1000, 400};
    info.masteringDisplay = frame::MasteringDisplay{};
    const frame::Frame made =
        through("tonemap", "{}", (*filter::testPicture(spec, filter::Pattern::Ramp, 0)).withInfo(info));
    QCOMPARE(frame::toText(made.spec().format), std::string("yuv420p"));
    QVERIFY(made.spec().color.primaries == 1 && made.spec().color.transfer == 1 && made.spec().color.matrix == 1);
    QVERIFY(!made.info().contentLight && !made.info().masteringDisplay);
}

void tst_Formulas::theCubeIsInterpolatedByTetrahedra() {
    constexpr int kSide = 5;
    std::string text = base::concat("TITLE \"by chance\"\nDOMAIN_MIN 0 0 0\nLUT_3D_SIZE ", kSide, "\n# colours\n");
    std::vector<Vector3> corners;
    for (unsigned i = 0; i < kSide * kSide * kSide; ++i) {
        const Vector3 color{i * 37 % 125 / 124.0, i * 53 % 125 / 124.0, i * 91 % 125 / 124.0};
        corners.push_back(color);
        text += base::concat(color[0], " ", color[1], "  ", color[2], "\r\n");
    }
    const frame::Frame picture = *filter::testPicture(rgb16(), filter::Pattern::Noise, 0);
    std::string escaped;
    for (const char c : text) {
        if (c == '\n')
            escaped += "\\n";
        else if (c == '\r')
            escaped += "\\r";
        else if (c == '"')
            escaped += "\\\"";
        else
            escaped += c;
    }
    const frame::Frame made = through("lut3d", base::concat("{\"cube\":\"", escaped, "\"}"), picture);
    // By definition: walk from the corner before to the one after, the axis with the largest share first.
    const double error = largestError(picture, made, [&](const Vector3& color) {
        std::array<std::size_t, 3> at{};
        std::array<std::pair<double, std::size_t>, 3> order;
        constexpr std::array<std::size_t, 3> kStride{1, kSide, kSide * kSide};
        for (std::size_t i = 0; i < 3; ++i) {
            const double position = color[i] * (kSide - 1);
            at[i] = std::min<std::size_t>(static_cast<std::size_t>(position), kSide - 2);
            order[i] = {position - static_cast<double>(at[i]), i};
        }
        std::ranges::sort(order, std::greater());
        std::size_t index = at[0] + at[1] * kStride[1] + at[2] * kStride[2];
        Vector3 sum = corners[index];
        for (const auto& [share, axis] : order) {
            const std::size_t next = index + kStride[axis];
            for (std::size_t i = 0; i < 3; ++i) sum[i] += share * (corners[next][i] - corners[index][i]);
            index = next;
        }
        return sum;
    });
    QVERIFY2(error <= 0.55, qPrintable(QString::number(error)));
}

void tst_Formulas::hostileCubesAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* text, const char* says) {
        QTest::newRow(name) << QByteArray(text) << QString(says);
    };
    row("nothing", "", "no LUT_3D_SIZE");
    row("one corner", "LUT_3D_SIZE 1\n0 0 0\n", "from 2 to 129");
    row("a huge side", "LUT_3D_SIZE 100000\n", "from 2 to 129");
    row("a side that overflows", "LUT_3D_SIZE 99999999999999999999\n", "from 2 to 129");
    row("a negative side", "LUT_3D_SIZE -2\n", "from 2 to 129");
    row("a size after another", "LUT_3D_SIZE 2\nLUT_3D_SIZE 3\n", "second size");
    row("colours before their number", "0 0 0\n", "before the colours");
    row("too few", "LUT_3D_SIZE 2\n0 0 0\n", "after 1 of 8");
    row("too many", "LUT_3D_SIZE 2\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n",
        "more than the 8");
    row("no number", "LUT_3D_SIZE 2\n0 0 nan\n", "three finite");
    row("two numbers", "LUT_3D_SIZE 2\n0 0\n", "three finite");
    row("four numbers", "LUT_3D_SIZE 2\n0 0 0 0\n", "three finite");
    row("without end", "LUT_3D_SIZE 2\n0 0 1e39\n", "three finite");
    row("beyond a half", "LUT_3D_SIZE 2\n0 0 1e6\n", "three finite");
    row("an empty domain", "LUT_3D_SIZE 2\nDOMAIN_MAX 0 1 1\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n",
        "above DOMAIN_MIN");
    row("a line too long", "LUT_1D_SIZE 65537\n", "2 to 65536");
    row("a line too short", "LUT_1D_SIZE 2\n0 0 0\n", "after 1 of 2");
    row("a line and a cube", "LUT_1D_SIZE 2\n0 0 0\n1 1 1\nLUT_3D_SIZE 2\n", "line 4: there is a second size");
    row("another kind of file", "LUT_3D_SIZE 2\n{}\n", "no word");
}

void tst_Formulas::hostileCubesAreRefused() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto cube = filters::lut3d::parseCube(text.toStdString());
    QVERIFY(!cube);
    QCOMPARE(cube.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY2(QString::fromStdString(cube.error().message).contains(says), cube.error().message.c_str());
}

void tst_Formulas::aPathIsNoCube() {
    const auto use = *filter::use(api::OperationKind::Filter, "lut3d", *base::Json::parse(R"({"cube":"/etc/passwd"})"));
    const auto chain = filter::Chain::prepare(std::span(&use, 1), rgb16());
    QVERIFY(!chain && chain.error().message.find("the name of one goes into file") != std::string::npos);
}

void tst_Formulas::curvesStayBetweenTheirPoints() {
    const auto curve = filters::curves::Curve::parse("0/0.1 0.2/0.1 0.3/0.9 0.55/0.95  0.6/0.2 1/0.4");
    QVERIFY(curve.has_value());
    const std::vector<std::pair<double, double>> points{{0.0, 0.1},   {0.2, 0.1}, {0.3, 0.9},
                                                        {0.55, 0.95}, {0.6, 0.2}, {1.0, 0.4}};
    for (std::size_t i = 0; i < points.size(); ++i) {
        QVERIFY(std::abs((*curve)(points[i].first) - points[i].second) < 1e-12);
        if (i == 0) continue;
        const auto [low, high] = std::minmax(points[i - 1].second, points[i].second);
        const double direction = points[i].second - points[i - 1].second;
        double before = points[i - 1].second;
        for (int k = 0; k <= 100; ++k) {
            const double x = points[i - 1].first + (points[i].first - points[i - 1].first) * k / 100.0;
            const double y = (*curve)(x);
            QVERIFY(y >= low - 1e-12 && y <= high + 1e-12 && (y - before) * direction >= -1e-12);
            before = y;
        }
    }
    QVERIFY((*filters::curves::Curve::parse("")).isStraight());
}

void tst_Formulas::wrongCurvesAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"0/0", "0/0 0/1", "1/1 0/0", "0/0 1", "0/0 1/2", "0/0 1/-1", "0/0 1/nan", "0/0 1/1x",
                             "a/b", "0/0,1/1", "0//0 1/1"}) {
        QTest::newRow(text) << QByteArray(text);
    }
    QByteArray many;
    for (int i = 0; i <= 64; ++i) many += QByteArray::number(i / 64.0) + "/0 ";
    QTest::newRow("65 points") << many;
}

void tst_Formulas::wrongCurvesAreRefused() {
    QFETCH(QByteArray, text);
    const auto curve = filters::curves::Curve::parse(text.toStdString());
    QVERIFY(!curve && curve.error().code == base::ErrorCode::InvalidArgument);
}

namespace {

using At = std::function<double(int, int)>;  // (dx, dy) -> code value, borders repeated

double largestGrayError(const frame::Frame& in, const frame::Frame& made,
                        const std::function<double(const At&)>& wanted) {
    double largest = 0.0;
    const int width = in.spec().width;
    const int height = in.spec().height;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double value = wanted([&](int dx, int dy) {
                return filter::sampleOf(in, 0, std::clamp(x + dx, 0, width - 1), std::clamp(y + dy, 0, height - 1));
            });
            largest = std::max(largest, std::abs(filter::sampleOf(made, 0, x, y) - std::clamp(value, 0.0, 255.0)));
        }
    }
    return largest;
}

}  // namespace

void tst_Formulas::sharpeningIsTheFormulaOfFidelityFx() {
    const frame::Frame picture = *filter::testPicture(gray8(), filter::Pattern::Quiet, 0);
    const double error = largestGrayError(picture, through("cas", R"({"strength":0.7})", picture), [](const At& at) {
        double low = 255.0, high = 0.0, lowAll = 255.0, highAll = 0.0;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                lowAll = std::min(lowAll, at(dx, dy));
                highAll = std::max(highAll, at(dx, dy));
                if (dx != 0 && dy != 0) continue;
                low = std::min(low, at(dx, dy));
                high = std::max(high, at(dx, dy));
            }
        }
        const double room = std::min(low + lowAll, 510.0 - high - highAll) / (high + highAll);
        const double weight = -std::sqrt(std::clamp(room, 0.0, 1.0)) / (16.0 + 0.7 * (4.03 - 16.0));
        return (weight * (at(0, -1) + at(-1, 0) + at(1, 0) + at(0, 1)) + at(0, 0)) / (1.0 + 4.0 * weight);
    });
    QVERIFY2(error <= 0.501, qPrintable(QString::number(error)));
}

void tst_Formulas::theBilateralMeanIsTheFormula() {
    const frame::Frame picture = *filter::testPicture(gray8(), filter::Pattern::Noise, 0);
    const frame::Frame made = through("bilateral", R"({"strength":40,"radius":3})", picture);
    const double error = largestGrayError(picture, made, [](const At& at) {
        double values = 0.0, weights = 0.0;
        for (int dy = -3; dy <= 3; ++dy) {
            for (int dx = -3; dx <= 3; ++dx) {
                const double difference = at(dx, dy) - at(0, 0);
                const double weight =
                    std::exp(-(dx * dx + dy * dy) / (2.0 * 1.5 * 1.5) - difference * difference / (2.0 * 40.0 * 40.0));
                values += weight * at(dx, dy);
                weights += weight;
            }
        }
        return values / weights;
    });
    QVERIFY2(error <= 0.501, qPrintable(QString::number(error)));
}

void tst_Formulas::theNonLocalMeanIsTheFormula() {
    const frame::Frame picture = *filter::testPicture(gray8(), filter::Pattern::Quiet, 0);
    const frame::Frame made = through("nlmeans", R"({"strength":50,"search":4,"patch":2})", picture);
    const double error = largestGrayError(picture, made, [](const At& at) {
        double values = 0.0, weights = 0.0;
        for (int sy = -4; sy <= 4; ++sy) {
            for (int sx = -4; sx <= 4; ++sx) {
                double distance = 0.0;
                for (int py = -2; py <= 2; ++py) {
                    for (int px = -2; px <= 2; ++px) {
                        distance += std::pow(at(sx + px, sy + py) - at(px, py), 2.0) / 25.0;
                    }
                }
                const double weight = std::exp(-distance / (50.0 * 50.0));
                values += weight * at(sx, sy);
                weights += weight;
            }
        }
        return values / weights;
    });
    QVERIFY2(error <= 0.51, qPrintable(QString::number(error)));
}

QTEST_GUILESS_MAIN(tst_Formulas)
#include "tst_formulas.moc"
