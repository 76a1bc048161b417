// Filters that decide which frames they make: fields, film, other rates, scenes. The truth is always known.
#include <cmath>
#include <functional>

#include <QtTest>

#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

using namespace fotograma;
using frame::FieldOrder;
using frame::Frame;
using Frames = std::vector<Frame>;

class tst_Steered : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFieldBecomesAFrame_data();
    void everyFieldBecomesAFrame();
    void whatStandsStillKeepsAllItsRows();
    void progressiveFramesPassUntouched();
    void untaggedInterlacingIsMeasured_data();
    void untaggedInterlacingIsMeasured();
    void telecinedFilmComesBack_data();
    void telecinedFilmComesBack();
    void picturesThatAllDifferAreAllKept();
    void videoAmongFilmStaysVideo();
    void aConstantRateIsOneOfFive();
    void nothingIsMixedAcrossACut();
    void noiseGoesAndMotionStays();
    void aNewRateIsEvenAndLastsAsLong_data();
    void aNewRateIsEvenAndLastsAsLong();
    void unevenFramesAreShownWhenTheyWere();
    void framesBetweenAreMixedByTime();
    void wrongRatesAreRefused_data();
    void wrongRatesAreRefused();
    void theMeasuredPeakIsThatOfTheScene();
    void aGlintDoesNotDarkenTheScene();

private:
    Frames through(const char* id, const char* parameters, const Frames& frames);
    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<device::Queue> m_queue;
};

namespace {

constexpr int kWidth = 96;
constexpr int kHeight = 64;

/// A picture of a film: texture that moves by `speed` samples a step to the right, and a bar that rises.
double filmSample(int plane, int x, int y, double step, double speed) {
    const double at = x - speed * step;
    const double texture = 40.0 * std::sin(0.31 * at + 0.11 * y) + 25.0 * std::sin(0.13 * at - 0.23 * y);
    const double rise = std::fmod(y + 2.0 * step, 32.0) < 8.0 ? 30.0 : 0.0;
    return std::round((plane == 0 ? 110.0 : 128.0) + (plane == 0 ? 1.0 : 0.4) * (texture + rise));
}

Frame picture(int index, FieldOrder order, const std::function<double(int plane, int x, int y)>& sample) {
    const frame::PictureSpec spec = filter::yuvPicture(kWidth, kHeight, 1, 1);
    filter::Picture planes;
    for (int plane = 0; plane < 3; ++plane) {
        filter::Samples samples;
        for (int y = 0; y < spec.format.planeHeight(plane, kHeight); ++y) {
            for (int x = 0; x < spec.format.planeWidth(plane, kWidth); ++x) samples.push_back(sample(plane, x, y));
        }
        planes.push_back(std::move(samples));
    }
    const Frame made = *filter::pictureOf(spec, planes, index);
    frame::FrameInfo info = made.info();
    info.fieldOrder = order;
    return made.withInfo(std::move(info));
}

Frame filmPicture(int index, double speed = 2.0) {
    return picture(index, FieldOrder::Progressive,
                   [&](int plane, int x, int y) { return filmSample(plane, x, y, index, speed); });
}

/// A frame of two moments: even rows of one, odd rows of the other.
Frame wovenPicture(int index, double even, double odd, FieldOrder order, double speed = 2.0) {
    return picture(index, order,
                   [&](int plane, int x, int y) { return filmSample(plane, x, y, y % 2 == 0 ? even : odd, speed); });
}

/// Two moments a frame, `first` at the earlier one.
Frame interlacedPicture(int index, FieldOrder order, FieldOrder tag) {
    const double earlier = 2.0 * index;
    return order == FieldOrder::TopFirst ? wovenPicture(index, earlier, earlier + 1.0, tag)
                                         : wovenPicture(index, earlier + 1.0, earlier, tag);
}

/// Film pictures as AA BB BC CD DD, the pattern beginning at `phase`.
Frames telecined(int films, int phase, FieldOrder order) {
    std::vector<std::pair<int, int>> fields;  // Earlier, later.
    constexpr std::pair<int, int> kPattern[] = {{0, 0}, {1, 1}, {1, 2}, {2, 3}, {3, 3}};
    for (int group = 0; group * 4 < films + 4; ++group) {
        for (const auto& [earlier, later] : kPattern) fields.emplace_back(group * 4 + earlier, group * 4 + later);
    }
    fields.erase(fields.begin(), fields.begin() + phase);
    Frames frames;
    for (const auto& [earlier, later] : fields) {
        if (later >= films) break;
        const auto index = static_cast<int>(frames.size());
        frames.push_back(order == FieldOrder::TopFirst ? wovenPicture(index, earlier, later, order)
                                                       : wovenPicture(index, later, earlier, order));
    }
    return frames;
}

double lumaPsnr(const Frame& made, const std::function<double(int x, int y)>& truth) {
    double sum = 0.0;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) sum += std::pow(filter::sampleOf(made, 0, x, y) - truth(x, y), 2.0);
    }
    return 10.0 * std::log10(255.0 * 255.0 * kWidth * kHeight / std::max(sum, 1e-9));
}

/// Which film picture this is; -1 where none is equal to the bit.
int filmOf(const Frame& made, int films) {
    for (int film = 0; film < films; ++film) {
        if (filter::largestDifference(made, filmPicture(film).withInfo(made.info())) == 0.0) return film;
    }
    return -1;
}

}  // namespace

void tst_Steered::initTestCase() {
    m_host = filter::createHost();
    m_queue = *m_host->createQueue();
}

Frames tst_Steered::through(const char* id, const char* parameters, const Frames& frames) {
    const auto use = *filter::use(api::OperationKind::Filter, id, *base::Json::parse(parameters));
    auto chain = filter::Chain::prepare(std::span(&use, 1), frames.front().spec());
    if (!chain) qFatal("%s", chain.error().message.c_str());
    auto runner = *filter::ChainRunner::create(*std::move(chain), *m_queue);
    Frames made;
    const auto take = [&made](const Frames& some) { made.insert(made.end(), some.begin(), some.end()); };
    for (const Frame& frame : frames) take(*runner.push(frame));
    take(*runner.flush());
    return made;
}

void tst_Steered::everyFieldBecomesAFrame_data() {
    QTest::addColumn<int>("order");
    QTest::newRow("top first") << static_cast<int>(FieldOrder::TopFirst);
    QTest::newRow("bottom first") << static_cast<int>(FieldOrder::BottomFirst);
}

void tst_Steered::everyFieldBecomesAFrame() {
    QFETCH(int, order);
    const auto first = static_cast<FieldOrder>(order);
    Frames frames;
    for (int i = 0; i < 8; ++i) frames.push_back(interlacedPicture(i, first, first));
    const Frames made = through("deinterlace", R"({"mode": "field"})", frames);
    QCOMPARE(made.size(), std::size_t{16});
    for (std::size_t i = 0; i < made.size(); ++i) {
        QCOMPARE(made[i].info().index, static_cast<std::int64_t>(i));
        QCOMPARE(made[i].info().timeSeconds(), 0.02 * static_cast<double>(i));
        QCOMPARE(made[i].info().fieldOrder, FieldOrder::Progressive);
        const double psnr =
            lumaPsnr(made[i], [&](int x, int y) { return filmSample(0, x, y, static_cast<double>(i), 2.0); });
        if (i > 1 && i < 14) QVERIFY2(psnr > 30.0, qPrintable(QString("frame %1: %2 dB").arg(i).arg(psnr)));
    }
    QCOMPARE(through("deinterlace", "{}", frames).size(), std::size_t{8});
}

void tst_Steered::whatStandsStillKeepsAllItsRows() {
    Frames frames;
    for (int i = 0; i < 4; ++i) frames.push_back(wovenPicture(i, 3.0, 3.0, FieldOrder::TopFirst));
    for (const Frame& made : through("deinterlace", R"({"mode": "field"})", frames)) QCOMPARE(filmOf(made, 4), 3);
}

void tst_Steered::progressiveFramesPassUntouched() {
    Frames frames;
    for (int i = 0; i < 4; ++i) frames.push_back(filmPicture(i));
    const Frames made = through("deinterlace", R"({"mode": "field"})", frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 0; i < made.size(); ++i) QCOMPARE(made[i].plane(0).data, frames[i].plane(0).data);
}

void tst_Steered::untaggedInterlacingIsMeasured_data() { everyFieldBecomesAFrame_data(); }

void tst_Steered::untaggedInterlacingIsMeasured() {
    QFETCH(int, order);
    Frames interlaced;
    Frames progressive;
    for (int i = 0; i < 8; ++i) {
        interlaced.push_back(interlacedPicture(i, static_cast<FieldOrder>(order), FieldOrder::Progressive));
        progressive.push_back(filmPicture(i));
    }
    const Frames made = through("deinterlace", R"({"mode": "field", "when": "measured"})", interlaced);
    QCOMPARE(made.size(), std::size_t{16});
    for (std::size_t i = 2; i < 14; ++i) {
        QVERIFY(lumaPsnr(made[i], [&](int x, int y) { return filmSample(0, x, y, static_cast<double>(i), 2.0); }) >
                30.0);
    }
    QCOMPARE(through("deinterlace", R"({"mode": "field", "when": "measured"})", progressive).size(), std::size_t{8});
}

void tst_Steered::telecinedFilmComesBack_data() {
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("order");
    for (int phase = 0; phase < 5; ++phase) {
        QTest::addRow("top first from %d", phase) << phase << static_cast<int>(FieldOrder::TopFirst);
        QTest::addRow("bottom first from %d", phase) << phase << static_cast<int>(FieldOrder::BottomFirst);
    }
}

void tst_Steered::telecinedFilmComesBack() {
    QFETCH(int, phase);
    QFETCH(int, order);
    constexpr int kFilms = 24;
    const Frames video = telecined(kFilms, phase, static_cast<FieldOrder>(order));
    const Frames made = through("ivtc", "{}", video);
    int film = filmOf(made.at(1), kFilms) - 1;
    for (std::size_t i = 0; i < made.size(); ++i, ++film) {
        QCOMPARE(made[i].info().fieldOrder, FieldOrder::Progressive);
        // The first frame's earlier field may be all there is of its picture.
        if (i == 0 && phase > 1) continue;
        QCOMPARE(filmOf(made[i], kFilms), film);
    }
    QVERIFY(std::abs(5 * std::ssize(made) - 4 * std::ssize(video)) <= 5);
    // Four frames in the time of five, evenly.
    for (std::size_t i = 6; i + 5 < made.size(); ++i)
        QCOMPARE(made[i].info().timeSeconds() - made[i - 1].info().timeSeconds(), 0.05);
}

void tst_Steered::picturesThatAllDifferAreAllKept() {
    Frames frames;
    for (int i = 0; i < 13; ++i) frames.push_back(filmPicture(i));
    const Frames made = through("ivtc", "{}", frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        QCOMPARE(made[i].info().timeSeconds(), frames[i].info().timeSeconds());
        QCOMPARE(made[i].plane(0).data, frames[i].plane(0).data);
    }
}

void tst_Steered::videoAmongFilmStaysVideo() {
    Frames frames;
    for (int i = 0; i < 10; ++i) frames.push_back(interlacedPicture(i, FieldOrder::TopFirst, FieldOrder::TopFirst));
    const Frames made = through("ivtc", "{}", frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 1; i < made.size(); ++i) {
        QCOMPARE(made[i].info().fieldOrder, FieldOrder::TopFirst);
        QCOMPARE(made[i].plane(0).data, frames[i].plane(0).data);
    }
}

void tst_Steered::aConstantRateIsOneOfFive() {
    Frames frames;
    for (int i = 0; i < 20; ++i) frames.push_back(filmPicture(i));
    const Frames made = through("ivtc", R"({"leave_out": "one_of_five"})", frames);
    QCOMPARE(made.size(), std::size_t{16});
    for (std::size_t i = 0; i < made.size(); ++i) QCOMPARE(made[i].info().timeSeconds(), 0.05 * static_cast<double>(i));
}

void tst_Steered::nothingIsMixedAcrossACut() {
    // Two scenes that are alike in one half of the picture, sample by sample.
    const auto sceneOf = [](int index, bool isSecond) {
        return picture(index, FieldOrder::Progressive, [&](int plane, int x, int y) {
            const double grain = (x * 7 + y * 13 + index * 5) % 5 - 2.0;
            if (plane > 0) return 128.0 + grain;
            return (x < kWidth / 2 ? 100.0 : isSecond ? 200.0 : 40.0) + (isSecond ? 2.0 : 0.0) + grain;
        });
    };
    Frames all;
    Frames first;
    Frames second;
    for (int i = 0; i < 10; ++i) {
        all.push_back(sceneOf(i, i >= 5));
        (i < 5 ? first : second).push_back(all.back());
    }
    const Frames together = through("denoise", "{}", all);
    Frames apart = through("denoise", "{}", first);
    for (const Frame& each : through("denoise", "{}", second)) apart.push_back(each);
    QCOMPARE(together.size(), apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i)
        QCOMPARE(filter::largestDifference(together[i], apart[i].withInfo(together[i].info())), 0.0);
}

void tst_Steered::noiseGoesAndMotionStays() {
    unsigned state = 1;
    const auto noise = [&state] {
        double sum = 0.0;  // Twelve of them: near enough to a normal one.
        for (int i = 0; i < 12; ++i) {
            state = state * 1664525U + 1013904223U;
            sum += static_cast<double>(state >> 8) / (1 << 24);
        }
        return 3.0 * (sum - 6.0);
    };
    const auto truth = [](int plane, int x, int y, int index) {
        // Still but for a square that moves.
        const bool isSquare = x >= 4 * index && x < 4 * index + 24 && y >= 20 && y < 44;
        return filmSample(plane, x, y, 0.0, 0.0) + (isSquare && plane == 0 ? 60.0 : 0.0);
    };
    Frames frames;
    for (int i = 0; i < 7; ++i) {
        frames.push_back(picture(i, FieldOrder::Progressive, [&](int plane, int x, int y) {
            return std::clamp(std::round(truth(plane, x, y, i) + noise()), 0.0, 255.0);
        }));
    }
    const Frames made = through("denoise", "{}", frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 2; i < 5; ++i) {
        const auto wanted = [&](int x, int y) { return truth(0, x, y, static_cast<int>(i)); };
        const double before = lumaPsnr(frames[i], wanted);
        const double after = lumaPsnr(made[i], wanted);
        QVERIFY2(after > before + 4.5, qPrintable(QString("%1 dB, then %2").arg(before).arg(after)));
    }
}

void tst_Steered::aNewRateIsEvenAndLastsAsLong_data() {
    QTest::addColumn<QString>("rate");
    QTest::addColumn<QString>("method");
    for (const char* method : {"nearest", "blend"}) {
        for (const char* rate : {"24", "25", "30", "30000/1001", "50", "60", "12.5", "23.976", "7"})
            QTest::addRow("%s %s", rate, method) << rate << method;
    }
}

void tst_Steered::aNewRateIsEvenAndLastsAsLong() {
    QFETCH(QString, rate);
    QFETCH(QString, method);
    Frames frames;
    for (int i = 0; i < 26; ++i) frames.push_back(filmPicture(i));
    const auto text = QString(R"({"rate": "%1", "method": "%2"})").arg(rate, method).toStdString();
    const Frames made = through("fps", text.c_str(), frames);
    const double step = 1.0 / made.front().spec().frameRate.value();
    for (std::size_t i = 0; i < made.size(); ++i) {
        QVERIFY(std::abs(made[i].info().timeSeconds() - step * static_cast<double>(i)) < 1e-9);
        QVERIFY(std::abs(static_cast<double>(made[i].info().duration) * made[i].info().timeBase.value() - step) < 1e-9);
    }
    QVERIFY(std::abs(step * static_cast<double>(made.size()) - 26 * 0.04) <= 0.5 * step + 1e-9);
    QCOMPARE(filmOf(made.front(), 26), 0);
    if (method == "nearest" && step < 0.04) QCOMPARE(filmOf(made.back(), 26), 25);
}

void tst_Steered::unevenFramesAreShownWhenTheyWere() {
    constexpr int kTimes[] = {0, 40, 1000, 1033, 1066, 1500};
    Frames frames;
    for (int i = 0; i < 6; ++i) {
        const Frame made = filmPicture(i);
        frame::FrameInfo info = made.info();
        info.pts = kTimes[i];
        info.duration = i < 5 ? kTimes[i + 1] - kTimes[i] : 100;
        frames.push_back(made.withInfo(std::move(info)));
    }
    const Frames made = through("fps", R"({"rate": "25"})", frames);
    QCOMPARE(made.size(), std::size_t{40});
    for (const Frame& each : made) {
        const double time = each.info().timeSeconds() * 1000.0;
        int shown = 0;
        while (shown < 5 && kTimes[shown + 1] < time + 20.0) ++shown;
        QCOMPARE(filmOf(each, 6), shown);
    }
    // What stands long is held and not dissolved.
    const Frames mixed = through("fps", R"({"rate": "25", "method": "blend"})", frames);
    QCOMPARE(filmOf(mixed.at(10), 6), 1);
}

void tst_Steered::framesBetweenAreMixedByTime() {
    Frames frames;
    for (int i = 0; i < 3; ++i)
        frames.push_back(picture(i, FieldOrder::Progressive, [&](int, int, int) { return 100.0 + 8.0 * i; }));
    const Frames made = through("fps", R"({"rate": "100", "method": "blend"})", frames);
    for (std::size_t i = 0; i < 9; ++i)
        QCOMPARE(filter::sampleOf(made.at(i), 0, 5, 5), 100.0 + 2.0 * static_cast<double>(i));
}

void tst_Steered::wrongRatesAreRefused_data() {
    QTest::addColumn<QString>("rate");
    for (const char* rate : {"", "fast", "0", "-25", "25/0", "1/3", "30000/1001x", "1e9", "nan", "2000"})
        QTest::newRow(*rate == '\0' ? "none" : rate) << rate;
}

void tst_Steered::wrongRatesAreRefused() {
    QFETCH(QString, rate);
    api::Json parameters = api::Json::object();
    parameters.set("rate", rate.toStdString());
    const auto use = *filter::use(api::OperationKind::Filter, "fps", parameters);
    const auto chain = filter::Chain::prepare(std::span(&use, 1), filter::yuvPicture(16, 16, 1, 1));
    QVERIFY(!chain.has_value());
    QCOMPARE(chain.error().code, base::ErrorCode::InvalidArgument);
}

namespace {

/// A ramp of 10-bit PQ codes from 300 up to `top`, and `glint` samples of the brightest there is.
Frame hdrPicture(int index, double top, int glint = 0) {
    frame::PictureSpec spec = filter::grayPicture(kWidth, kHeight, 10);
    spec.color.primaries = spec.color.matrix = 9;
    spec.color.transfer = 16;
    filter::Samples samples;
    for (int i = 0; i < kWidth * kHeight; ++i) {
        const double share = static_cast<double>(i % kWidth) / (kWidth - 1);
        samples.push_back(i < glint ? 940.0 : std::round(300.0 + (top - 300.0) * share));
    }
    return *filter::pictureOf(spec, filter::Picture{samples}, index);
}

constexpr const char* kMeasured = R"({"peak": 4000, "white": 100, "peak_is": "measured"})";
double whitest(const Frame& made) { return filter::sampleOf(made, 0, kWidth - 1, kHeight - 1); }

}  // namespace

void tst_Steered::theMeasuredPeakIsThatOfTheScene() {
    Frames frames;
    for (int i = 0; i < 6; ++i) frames.push_back(hdrPicture(i, 608.0));   // 300 cd/m²
    for (int i = 6; i < 12; ++i) frames.push_back(hdrPicture(i, 800.0));  // 2000: at once, so another scene.
    const Frames made = through("tonemap", kMeasured, frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 0; i < made.size(); ++i)
        QVERIFY2(whitest(made[i]) >= 232.0, qPrintable(QString("%1: %2").arg(i).arg(whitest(made[i]))));
    // With the stated peak of 4000 the first scene is dull.
    QVERIFY(whitest(through("tonemap", R"({"peak": 4000, "white": 100})", frames).front()) < 225.0);
}

void tst_Steered::aGlintDoesNotDarkenTheScene() {
    Frames frames;
    for (int i = 0; i < 6; ++i) frames.push_back(hdrPicture(i, 608.0, i == 3 ? 5 : 0));
    const Frames made = through("tonemap", kMeasured, frames);
    for (std::size_t i = 1; i < made.size(); ++i) QVERIFY(std::abs(whitest(made[i]) - whitest(made[0])) <= 1.0);
    // What brightens within a scene is followed without a jump.
    Frames rising;
    for (int i = 0; i < 20; ++i) rising.push_back(hdrPicture(i, 608.0 + 8.0 * i));
    const Frames followed = through("tonemap", kMeasured, rising);
    const auto middle = [](const Frame& frame) { return filter::sampleOf(frame, 0, 0, kHeight - 1); };
    for (std::size_t i = 1; i < followed.size(); ++i)
        QVERIFY(std::abs(middle(followed[i]) - middle(followed[i - 1])) <= 2.0);
}

QTEST_GUILESS_MAIN(tst_Steered)
#include "tst_steered.moc"
