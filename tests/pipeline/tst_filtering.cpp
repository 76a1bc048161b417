#include <QTest>

#include <cstring>

#include "engine/filter/host.h"
#include "engine/pipeline/filtering.h"

using namespace fotograma;
using base::Json;

namespace {

frame::Frame grayFrame(int width, int height, std::int64_t index, const std::function<int(int x, int y)>& value) {
    frame::FrameInfo info;
    info.spec.format.model = frame::ColorModel::Gray;
    info.spec.format.chromaShiftX = info.spec.format.chromaShiftY = 0;
    info.spec.color.fullRange = true;
    info.spec.width = width;
    info.spec.height = height;
    info.pts = index * 40;
    info.index = index;
    auto made = frame::MutableFrame::allocateHost(info);
    if (!made) qFatal("no memory for a test frame");
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            made->plane(0).data[y * made->plane(0).pitchBytes + x] = static_cast<std::byte>(value(x, y));
    return std::move(*made).freeze();
}

int sample(const frame::Frame& frame, int x, int y) {
    return static_cast<int>(frame.plane(0).data[y * frame.plane(0).pitchBytes + x]);
}

filter::Use use(api::OperationKind kind, const char* id, const char* parameters = "{}") {
    auto found = filter::use(kind, id, *Json::parse(parameters));
    if (!found) qFatal("%s", found.error().message.c_str());
    return *found;
}

filter::Use filterUse(const char* id, const char* parameters) {
    return use(api::OperationKind::Filter, id, parameters);
}

pipeline::MeasurePlan measure(const char* id, recipe::MeasurePoint at, int output = -1) {
    recipe::MeasureUse wanted;
    wanted.id = id;
    wanted.at = at;
    wanted.output = output;
    wanted.perFrame = at == recipe::MeasurePoint::Source;
    return {wanted, use(api::OperationKind::Measure, id)};
}

/// A host queue that has no memory for pictures.
class PoorQueue : public device::Queue {
public:
    explicit PoorQueue(std::unique_ptr<device::Queue> rich) : m_rich(std::move(rich)) {}
    frame::DeviceId device() const noexcept override { return m_rich->device(); }
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo&) override {
        return base::fail(base::ErrorCode::ResourceExhausted, "no memory left");
    }
    base::Result<device::Buffer> allocateBytes(std::size_t bytes) override { return m_rich->allocateBytes(bytes); }
    base::Result<frame::Frame> upload(const frame::Frame& host) override { return m_rich->upload(host); }
    base::Result<frame::Frame> download(const frame::Frame& frame) override { return m_rich->download(frame); }
    base::Status write(const device::Buffer& to, std::span<const std::byte> bytes) override {
        return m_rich->write(to, bytes);
    }
    base::Status read(const device::Buffer& from, std::span<std::byte> bytes) override {
        return m_rich->read(from, bytes);
    }
    base::Status zero(const device::Buffer& buffer) override { return m_rich->zero(buffer); }
    base::Status launch(const device::KernelCall& call, std::span<const frame::Frame> keep) override {
        return m_rich->launch(call, keep);
    }
    base::Status synchronize() override { return m_rich->synchronize(); }

private:
    std::unique_ptr<device::Queue> m_rich;
};

}  // namespace

class TestFiltering : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void givesEveryOutputItsOwnPictures();
    void turnsBeforeAnythingElse();
    void measuresAtEveryPoint();
    void statesTheMatrixThatANewSizeWouldHide();
    void givesBackWhatTemporalFiltersHeld();
    void tellsTheDevicesFailuresFromTheRequests();

private:
    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<device::Queue> m_queue;
};

void TestFiltering::initTestCase() {
    m_host = filter::createHost();
    m_queue = *m_host->createQueue();
}

void TestFiltering::givesEveryOutputItsOwnPictures() {
    pipeline::Plan plan;
    plan.outputs.resize(3);
    plan.outputs[0].filters = {filterUse("crop", R"({"width": 4, "height": 2, "x": 0, "y": 0})")};
    plan.outputs[1].isCopy = true;
    pipeline::Filtering filtering(plan, *m_queue);
    const auto made = filtering.push(grayFrame(8, 6, 3, [](int x, int y) { return 10 * y + x; }));
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    QCOMPARE(made->size(), std::size_t{2});
    QCOMPARE((*made)[0].output, std::size_t{0});
    QCOMPARE((*made)[0].frame.spec().width, 4);
    QCOMPARE((*made)[1].output, std::size_t{2});
    QCOMPARE((*made)[1].frame.spec().width, 8);
    for (const pipeline::Filtered& filtered : *made) {
        QCOMPARE(filtered.frame.info().pts, 120);
        QCOMPARE(sample(filtered.frame, 3, 1), 13);
    }
    QVERIFY(!filtering.outputSpec(1).has_value());
}

void TestFiltering::turnsBeforeAnythingElse() {
    pipeline::Plan plan;
    plan.turn = {filterUse("rotate", R"({"angle": "90"})")};
    plan.filters = {filterUse("crop", R"({"width": 2, "height": 8, "x": 0, "y": 0})")};
    plan.outputs.resize(1);
    pipeline::Filtering filtering(plan, *m_queue);
    const auto made = filtering.push(grayFrame(8, 6, 0, [](int x, int y) { return 10 * y + x; }));
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    QCOMPARE(filtering.sourceSpec()->width, 6);
    QCOMPARE(sample((*made)[0].frame, 0, 0), 50);  // the left column, read from below
    QCOMPARE(sample((*made)[0].frame, 1, 7), 47);
}

void TestFiltering::measuresAtEveryPoint() {
    pipeline::Plan plan;
    plan.filters = {filterUse("crop", R"({"width": 4, "height": 8, "x": 0, "y": 0})")};
    plan.outputs.resize(1);
    plan.outputs[0].filters = {filterUse("pad", R"({"width": 8, "height": 8, "color": "#000000"})")};
    plan.measures = {measure("luma", recipe::MeasurePoint::Source), measure("luma", recipe::MeasurePoint::Filtered),
                     measure("luma", recipe::MeasurePoint::Output, 0)};
    pipeline::Filtering filtering(plan, *m_queue);
    for (int i = 0; i < 5; ++i)
        QVERIFY(filtering.push(grayFrame(8, 8, i, [](int x, int) { return x < 4 ? 204 : 102; })).has_value());
    QVERIFY(filtering.flush().has_value());
    const Json measures = filtering.measures();
    const auto mean = [&](const char* key) { return measures[key]["mean"]["mean"].asNumber(-1.0); };
    QVERIFY2(std::abs(mean("luma") - 0.6) < 0.01, measures.dump().c_str());
    QVERIFY2(std::abs(mean("luma@filtered") - 0.8) < 0.01, measures.dump().c_str());
    QVERIFY2(std::abs(mean("luma@output:0") - 0.4) < 0.01, measures.dump().c_str());
    const Json rows = filtering.rows();
    QCOMPARE(rows.members().size(), std::size_t{1});
    QCOMPARE(rows["luma"]["rows"].items().size(), std::size_t{5});
    QCOMPARE(rows["luma"]["rows"].items()[3].items().size(), rows["luma"]["columns"].items().size());
    QCOMPARE(rows["luma"]["rows"].items()[3].items()[0].asInteger(), 3);
}

void TestFiltering::statesTheMatrixThatANewSizeWouldHide() {
    frame::FrameInfo info;
    info.spec.width = 64;
    info.spec.height = 720;  // implies BT.709
    const frame::Frame source = std::move(*frame::MutableFrame::allocateHost(info)).freeze();
    pipeline::Plan plan;
    plan.outputs.resize(1);
    plan.outputs[0].filters = {filterUse("crop", R"({"height": 480})")};  // would imply BT.601
    pipeline::Filtering shrinking(plan, *m_queue);
    const auto made = shrinking.push(source);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    QCOMPARE((*made)[0].frame.spec().color.matrix, 1);

    plan.outputs[0].filters = {filterUse("crop", R"({"width": 32})")};
    pipeline::Filtering narrowing(plan, *m_queue);
    QCOMPARE((*narrowing.push(source))[0].frame.spec().color.matrix, 2);
}

void TestFiltering::givesBackWhatTemporalFiltersHeld() {
    pipeline::Plan plan;
    plan.filters = {filterUse("smooth", "{}")};
    plan.outputs.resize(1);
    plan.outputs[0].filters = {filterUse("smooth", "{}")};
    pipeline::Filtering filtering(plan, *m_queue);
    std::vector<std::int64_t> order;
    const auto take = [&](const base::Result<std::vector<pipeline::Filtered>>& made) {
        if (!made) qFatal("%s", made.error().message.c_str());
        for (const pipeline::Filtered& filtered : *made) order.push_back(filtered.frame.info().index);
    };
    for (int i = 0; i < 5; ++i) take(filtering.push(grayFrame(8, 8, i, [i](int, int) { return 100 + i; })));
    QVERIFY2(order.size() < 5, "two temporal filters wait for later frames");
    take(filtering.flush());
    QCOMPARE(order, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
}

void TestFiltering::tellsTheDevicesFailuresFromTheRequests() {
    pipeline::Plan plan;
    plan.filters = {filterUse("crop", R"({"width": 100, "height": 100})")};
    plan.outputs.resize(1);
    pipeline::Filtering wrong(plan, *m_queue);
    const auto refused = wrong.push(grayFrame(8, 8, 0, [](int, int) { return 0; }));
    QVERIFY(!refused.has_value() && refused.error().code == base::ErrorCode::InvalidArgument);
    QVERIFY(!wrong.isDeviceFailure());

    plan.filters = {filterUse("crop", R"({"width": 4, "height": 4})")};
    PoorQueue poor(*m_host->createQueue());
    pipeline::Filtering starved(plan, poor);
    QVERIFY(!starved.push(grayFrame(8, 8, 0, [](int, int) { return 0; })).has_value());
    QVERIFY(starved.isDeviceFailure());
}

QTEST_GUILESS_MAIN(TestFiltering)
#include "tst_filtering.moc"
