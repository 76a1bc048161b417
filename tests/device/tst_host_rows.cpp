// The host's row loops against the plain reading of the shapes (runItem), item by item, to the bit. This source is
// compiled for the baseline, so the baseline build is what it is compared with.
#include <algorithm>
#include <cstring>

#include <QtTest>

#include "engine/device/host_parallel.h"
#include "engine/device/host_rows.h"
#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/adjust/adjust_kernel.h"
#include "engine/filters/crop/crop_kernel.h"
#include "engine/filters/sharpen/sharpen_kernel.h"
#include "engine/filters/smooth/smooth_kernel.h"
#include "engine/measures/bars/bars_kernel.h"
#include "engine/measures/blockiness/blockiness_kernel.h"
#include "engine/measures/blur/blur_kernel.h"
#include "engine/measures/change/change_kernel.h"
#include "engine/measures/colorfulness/colorfulness_kernel.h"
#include "engine/measures/interlace/interlace_kernel.h"
#include "engine/measures/luma/luma_kernel.h"
#include "engine/measures/motion/motion_kernel.h"
#include "engine/measures/noise/noise_kernel.h"
#include "engine/measures/phash/phash_kernel.h"

using namespace fotograma;
using pixel::KernelArgs;

class tst_HostRows : public QObject {
    Q_OBJECT

private slots:
    void rowsEqualItems_data();
    void rowsEqualItems();
    void reducedRowsEqualItems_data();
    void reducedRowsEqualItems();
    void talliesEqualItemsOnWidePicturesAndBothBuilds_data();
    void talliesEqualItemsOnWidePicturesAndBothBuilds();
    void reducedColorsEqualItems_data();
    void reducedColorsEqualItems();
    void aColorIsTheBlocksMeanWithItsChroma();
    void aReduceGivesTheSameWithAnyNumberOfThreads();
    void anUnknownKernelIsNotFound();
    void everyRowRunsOnce_data();
    void everyRowRunsOnce();

private:
    void addPictures();
};

namespace {

pixel::PlaneRef refOf(const frame::Plane& plane) { return {plane.data, plane.pitchBytes, plane.width, plane.height}; }

/// Three frames in, one out, as the executor would fill them for plane 0.
struct Setting {
    std::vector<frame::Frame> in;
    frame::Frame out;
    KernelArgs args;

    static Setting make(const frame::PictureSpec& spec, filter::Pattern pattern) {
        std::vector<frame::Frame> in;
        for (int i = 0; i < 3; ++i) in.push_back(*filter::testPicture(spec, pattern, i));
        Setting setting{std::move(in), *filter::testPicture(spec, filter::Pattern::Ramp, 9), {}};
        KernelArgs& args = setting.args;
        for (int f = 0; f < 3; ++f) {
            for (int p = 0; p < setting.in[0].planes(); ++p) args.in[f][p] = refOf(setting.in[f].plane(p));
        }
        for (int p = 0; p < setting.out.planes(); ++p) args.out[p] = refOf(setting.out.plane(p));
        args.frames = 3;
        args.current = 1;
        args.planes = spec.format.planes();
        args.bitsIn = args.bitsOut = spec.format.bits;
        args.chromaShiftX = spec.format.chromaShiftX;
        args.chromaShiftY = spec.format.chromaShiftY;
        args.color = args.colorOut = filter::colorMath(spec);
        return setting;
    }

    template <class Params>
    void setParams(const Params& params) {
        std::memcpy(args.params, &params, sizeof params);
    }
};

template <class Kernel, class Sample>
void runItems(const KernelArgs& args, int width, int height) {
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) pixel::runItem<Kernel, Sample, Sample>(args, x, y);
    }
}

struct Sums {
    std::vector<pixel::u64> values;
    void add(int index, pixel::u64 value) { values[static_cast<std::size_t>(index)] += value; }
};

template <class Kernel, class Sample>
std::vector<pixel::u64> countItems(const KernelArgs& args) {
    const pixel::PlaneRef& items = args.in[1][pixel::kReadsColor<Kernel> ? args.planes - 1 : 0];
    Sums sums{std::vector<pixel::u64>(Kernel::counters)};
    for (int y = 0; y < items.height; ++y) {
        for (int x = 0; x < items.width; ++x) pixel::runItem<Kernel, Sample>(args, x, y, sums);
    }
    return sums.values;
}

/// All that a colour offers, place and previous frame included.
struct Colors {
    static constexpr pixel::Shape shape = pixel::Shape::Reduce;
    static constexpr pixel::i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr bool readsColor = true;
    static constexpr pixel::i32 counters = 9;
    struct Params {};

    template <class C, class W>
    static void map(C& sums, const W& w, const Params&) {
        const pixel::Yuv now = w.color();
        const pixel::Yuv before = w.previousColor();
        int at = 0;
        for (const float value : {now.y, now.cb, now.cr, before.y, before.cb, before.cr}) {
            sums.add(at++, static_cast<pixel::u64>(static_cast<pixel::i64>(value * 16.0F)));
        }
        sums.add(at++, static_cast<pixel::u64>(w.x));
        sums.add(at++, static_cast<pixel::u64>(w.y));
        sums.add(at++, static_cast<pixel::u64>(w.peak));
    }
};

device::Queue& baselineQueue() {
    static const auto device = filter::createHost(device::HostBuild::Baseline);
    static const auto queue = *device->createQueue();
    return *queue;
}

device::Queue& v3Queue() {
    static const auto device = filter::createHost(device::HostBuild::V3);
    static const auto queue = *device->createQueue();
    return *queue;
}

/// Runs one kernel both ways and compares the outputs.
template <class Kernel>
void compare(const char* name, const frame::PictureSpec& spec, filter::Pattern pattern,
             const typename Kernel::Params& params) {
    const bool isByte = spec.format.sample == frame::SampleType::U8;
    Setting rows = Setting::make(spec, pattern);
    Setting items = Setting::make(spec, pattern);
    rows.setParams(params);
    items.setParams(params);
    const frame::Plane& work = rows.out.plane(Kernel::shape == pixel::Shape::Point ? rows.out.planes() - 1 : 0);
    const std::string entry = std::string(name) + (isByte ? "_u8" : "_u16");
    device::KernelCall call{entry, Kernel::shape, work.width, work.height, rows.args};
    QVERIFY(baselineQueue().launch(call, {}).has_value());
    if (isByte) {
        runItems<Kernel, pixel::u8>(items.args, work.width, work.height);
    } else {
        runItems<Kernel, pixel::u16>(items.args, work.width, work.height);
    }
    QCOMPARE(filter::largestDifference(rows.out, items.out), 0.0);
}

template <class Kernel>
void compareCounts(const char* name, const frame::PictureSpec& spec, filter::Pattern pattern,
                   const typename Kernel::Params& params, device::Queue& queue = baselineQueue()) {
    const bool isByte = spec.format.sample == frame::SampleType::U8;
    Setting setting = Setting::make(spec, pattern);
    setting.setParams(params);
    std::vector<pixel::u64> counted(Kernel::counters);
    setting.args.counters = counted.data();
    setting.args.counterCount = Kernel::counters;
    const std::string entry = std::string(name) + (isByte ? "_u8" : "_u16");
    const frame::Plane& items = setting.in[1].plane(pixel::kReadsColor<Kernel> ? setting.in[1].planes() - 1 : 0);
    device::KernelCall call{entry, pixel::Shape::Reduce, items.width, items.height, setting.args};
    QVERIFY(queue.launch(call, {}).has_value());
    QVERIFY(counted ==
            (isByte ? countItems<Kernel, pixel::u8>(setting.args) : countItems<Kernel, pixel::u16>(setting.args)));
}

/// The Reduces of every measure.
void compareMeasures(const frame::PictureSpec& spec, filter::Pattern pattern, device::Queue& queue = baselineQueue()) {
    compareCounts<measures::luma::Histogram>("luma_Histogram", spec, pattern, {std::max(0, spec.format.bits - 10)},
                                             queue);
    compareCounts<measures::blur::Laplacian>("blur_Laplacian", spec, pattern, {}, queue);
    compareCounts<measures::change::Difference>("change_Difference", spec, pattern, {}, queue);
    compareCounts<measures::colorfulness::Chroma>("colorfulness_Chroma", spec, pattern, {}, queue);
    compareCounts<measures::noise::Mask>("noise_Mask", spec, pattern, {spec.width - 1, spec.height - 1}, queue);
    compareCounts<measures::blockiness::Gradients>("blockiness_Gradients", spec, pattern, {}, queue);
    compareCounts<measures::interlace::Combs>("interlace_Combs", spec, pattern, {spec.height - 2}, queue);
    const int limit = 90 << (spec.format.bits - 8);
    compareCounts<measures::bars::Projections>("bars_Projections", spec, pattern, {limit, 3, 1, (spec.height + 1) / 2},
                                               queue);
    compareCounts<measures::motion::Blocks>("motion_Blocks", spec, pattern, {2, spec.width >> 2, spec.height >> 2},
                                            queue);
    const auto stepOf = [](int side) {
        return static_cast<int>((std::int64_t{32} << measures::phash::kStepBits) / std::max(33, side));
    };
    compareCounts<measures::phash::Blocks>("phash_Blocks", spec, pattern, {stepOf(spec.width), stepOf(spec.height), 1},
                                           queue);
}

}  // namespace

Q_DECLARE_METATYPE(frame::PictureSpec)

void tst_HostRows::addPictures() {
    QTest::addColumn<frame::PictureSpec>("spec");
    QTest::addColumn<filter::Pattern>("pattern");
    constexpr std::pair<int, int> sizes[] = {{1, 1}, {2, 3}, {61, 47}, {511, 3}, {512, 4}, {513, 5}, {1030, 2}};
    std::size_t turn = 0;
    for (const frame::PictureFormat& format : filter::testFormats()) {
        for (const auto& [width, height] : sizes) {
            frame::PictureSpec spec;
            spec.format = format;
            spec.width = width;
            spec.height = height;
            spec.color.fullRange = turn % 2 == 1;
            const auto pattern = turn++ % 3 == 0 ? filter::Pattern::Extremes : filter::Pattern::Noise;
            QTest::addRow("%s %dx%d %s", toText(format).c_str(), width, height, std::string(nameOf(pattern)).c_str())
                << spec << pattern;
        }
    }
}

void tst_HostRows::rowsEqualItems_data() { addPictures(); }

void tst_HostRows::rowsEqualItems() {
    QFETCH(frame::PictureSpec, spec);
    QFETCH(filter::Pattern, pattern);
    compare<filters::sharpen::Fine>("sharpen_Fine", spec, pattern, {1.3F});
    compare<filters::sharpen::Broad>("sharpen_Broad", spec, pattern, {0.7F});
    compare<filters::crop::Cut>("crop_Cut", spec, pattern, {0, 0});
    compare<filters::smooth::Average>("smooth_Average", spec, pattern, {0.8F, 0.02F});
    const filters::adjust::Straight::Params grade{{1.1F, 0.9F, 1.2F}, 1.2F, 0.8F, 0.45F, 0.299F, 0.587F, 0.114F};
    compare<filters::adjust::Straight>("adjust_Straight", spec, pattern, grade);
    filters::adjust::Curved::Params curved;
    std::memcpy(&curved, &grade, sizeof curved);
    compare<filters::adjust::Curved>("adjust_Curved", spec, pattern, curved);
}

void tst_HostRows::reducedRowsEqualItems_data() { addPictures(); }

void tst_HostRows::reducedRowsEqualItems() {
    QFETCH(frame::PictureSpec, spec);
    QFETCH(filter::Pattern, pattern);
    compareMeasures(spec, pattern);
}

void tst_HostRows::talliesEqualItemsOnWidePicturesAndBothBuilds_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<filter::Pattern>("pattern");
    QTest::newRow("two tallies of a row") << 2053 << 19 << filter::Pattern::Noise;
    QTest::newRow("the largest squares") << 4100 << 11 << filter::Pattern::Extremes;
    QTest::newRow("many bands") << 330 << 401 << filter::Pattern::Noise;
    QTest::newRow("one column") << 1 << 300 << filter::Pattern::Extremes;
    QTest::newRow("a ramp") << 700 << 200 << filter::Pattern::Ramp;
}

void tst_HostRows::talliesEqualItemsOnWidePicturesAndBothBuilds() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(filter::Pattern, pattern);
    const frame::PictureSpec spec = filter::yuvPicture(width, height, 1, 1);
    compareMeasures(spec, pattern);
    compareMeasures(spec, pattern, v3Queue());
}

void tst_HostRows::reducedColorsEqualItems_data() { addPictures(); }

void tst_HostRows::reducedColorsEqualItems() {
    QFETCH(frame::PictureSpec, spec);
    QFETCH(filter::Pattern, pattern);
    const Setting setting = Setting::make(spec, pattern);
    const frame::Plane& blocks = setting.in[1].plane(setting.in[1].planes() - 1);
    std::vector<pixel::u64> counted(Colors::counters);
    const auto run = [&]<class Sample>(Sample) {
        device::reduceRows<Colors, Sample, Sample>(setting.args, blocks.width, 0, blocks.height, counted.data());
        return countItems<Colors, Sample>(setting.args);
    };
    QVERIFY(counted == std::vector<pixel::u64>(Colors::counters));
    const auto wanted = spec.format.sample == frame::SampleType::U8 ? run(pixel::u8{}) : run(pixel::u16{});
    QCOMPARE(counted, wanted);
}

void tst_HostRows::aColorIsTheBlocksMeanWithItsChroma() {
    const auto colorOf = [](const frame::PictureSpec& spec, const std::vector<std::vector<double>>& planes, int x) {
        const frame::Frame picture = *filter::pictureOf(spec, planes, 0);
        KernelArgs args;
        for (int p = 0; p < picture.planes(); ++p) args.in[0][p] = refOf(picture.plane(p));
        args.planes = picture.planes();
        args.chromaShiftX = args.planes == 1 ? 0 : spec.format.chromaShiftX;
        args.chromaShiftY = args.planes == 1 ? 0 : spec.format.chromaShiftY;
        args.color = filter::colorMath(spec);
        const pixel::Yuv color = pixel::colorOfBlock<pixel::u8>(args, 0, x, 0);
        return std::vector<float>{color.y, color.cb, color.cr};
    };
    const auto yuv = filter::yuvPicture(3, 2, 1, 1);
    const std::vector<std::vector<double>> blocks = {{10, 20, 70, 30, 40, 80}, {100, 110}, {120, 130}};
    QCOMPARE(colorOf(yuv, blocks, 0), (std::vector<float>{25.0F, 100.0F, 120.0F}));
    QCOMPARE(colorOf(yuv, blocks, 1), (std::vector<float>{75.0F, 110.0F, 130.0F}));  // an odd edge: two samples
    QCOMPARE(colorOf(filter::grayPicture(1, 1), {{77}}, 0), (std::vector<float>{77.0F, 128.0F, 128.0F}));
    frame::PictureSpec rgb = filter::yuvPicture(1, 1, 0, 0);
    rgb.format.model = frame::ColorModel::Rgb;
    rgb.color.matrix = 6;
    rgb.color.fullRange = true;
    const auto red = colorOf(rgb, {{255}, {0}, {0}}, 0);  // BT.601: Kr is 0.299
    QVERIFY(std::abs(red[0] - 76.245F) < 1e-3F && std::abs(red[1] - 84.97F) < 1e-2F &&
            std::abs(red[2] - 255.5F) < 1e-2F);
}

void tst_HostRows::aReduceGivesTheSameWithAnyNumberOfThreads() {
    frame::PictureSpec spec;
    spec.width = 700;
    spec.height = 900;
    const int before = device::hostThreads();
    for (const int threads : {1, 2, 7}) {
        device::setHostThreads(threads);
        compareCounts<measures::blur::Laplacian>("blur_Laplacian", spec, filter::Pattern::Noise, {});
        compareCounts<measures::luma::Histogram>("luma_Histogram", spec, filter::Pattern::Noise, {0});
    }
    device::setHostThreads(before);
}

void tst_HostRows::anUnknownKernelIsNotFound() {
    const device::KernelCall call{"sharpen_Missing_u8", pixel::Shape::Window, 1, 1, {}};
    const auto launched = baselineQueue().launch(call, {});
    QVERIFY(!launched.has_value());
    QCOMPARE(launched.error().code, base::ErrorCode::NotFound);
}

void tst_HostRows::everyRowRunsOnce_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("grain");
    QTest::addColumn<int>("threads");
    QTest::newRow("none") << 0 << 8 << 3;
    QTest::newRow("one") << 1 << 8 << 3;
    QTest::newRow("fewer than a part") << 7 << 8 << 3;
    QTest::newRow("many") << 1000 << 8 << 3;
    QTest::newRow("one thread") << 1000 << 8 << 1;
    QTest::newRow("grain of one") << 33 << 1 << 16;
}

void tst_HostRows::everyRowRunsOnce() {
    QFETCH(int, rows);
    QFETCH(int, grain);
    QFETCH(int, threads);
    const int before = device::hostThreads();
    device::setHostThreads(threads);
    std::vector<std::atomic<int>> runs(static_cast<std::size_t>(rows));
    device::parallelRows(rows, grain, [&](int first, int end) {
        for (int row = first; row < end; ++row) ++runs[static_cast<std::size_t>(row)];
    });
    QVERIFY(std::ranges::all_of(runs, [](const std::atomic<int>& count) { return count == 1; }));
    device::setHostThreads(before);
}

QTEST_GUILESS_MAIN(tst_HostRows)
#include "tst_host_rows.moc"
