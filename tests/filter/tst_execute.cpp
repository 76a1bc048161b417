// Chains and measures frame by frame: what comes out when, and what is not done needlessly.
#include <array>
#include <cmath>

#include <QtTest>

#include "engine/filter/describe.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

using namespace fotograma;
using filter::ChainRunner;

class tst_Execute : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void anEmptyChainGivesFramesBackAsTheyAre();
    void framesKeepTimeAndOrder();
    void aTemporalFilterDelaysByItsReach();
    void oneFrameAloneComesOutOfATemporalChain();
    void aRunnerTakesANewClipAfterFlush();
    void untouchedPlanesAreSharedNotCopied();
    void filtersRunInOrderOnEachOthersSizes();
    void anErrorNamesTheFilterAndItsPlace();
    void theMatrixDoesNotChangeWithTheHeight();
    void aFilterWithoutPassesStillSaysItsFacts();
    void measuresComeInOrderAndAllOfThem();
    void theFirstFrameHasNoChange();
    void theSummaryLeavesOutWhatDoesNotApply();
    void measuresTogetherFindWhatEachFindsAlone();
    void whatMeasuresShareIsCountedOnce();
    void aDeviceIsReadOnceForManyFrames();

private:
    std::vector<filter::Measured> measure(filter::MeasureSet& set, std::size_t which,
                                          const std::vector<frame::Frame>& frames);
    filter::MeasureSet measures(std::initializer_list<const char*> ids, device::Queue& queue);
    filter::Use use(const char* id, std::map<std::string, api::Json> values = {},
                    api::OperationKind kind = api::OperationKind::Filter);
    std::vector<frame::Frame> clip(int frames, const frame::PictureSpec& spec);
    std::vector<frame::Frame> run(ChainRunner& runner, const std::vector<frame::Frame>& frames);

    std::unique_ptr<device::Device> m_host;
    std::unique_ptr<device::Queue> m_queue;
    frame::PictureSpec m_spec = filter::yuvPicture(32, 16, 1, 1);
};

namespace {

base::Result<filter::Chain> prepare(std::vector<filter::Use> uses, const frame::PictureSpec& spec) {
    return filter::Chain::prepare(uses, spec);
}

template <class T>
void append(std::vector<T>& all, const std::vector<T>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

/// Counts what a measure asks of the device.
class CountingQueue final : public device::Queue {
public:
    CountingQueue(device::Queue& inner, frame::DeviceId device) : m_inner(inner), m_device(device) {}
    int calls = 0;
    int reads = 0;
    int waits = 0;

    frame::DeviceId device() const noexcept override { return m_device; }
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) override { return m_inner.allocate(info); }
    base::Result<device::Buffer> allocateBytes(std::size_t bytes) override { return m_inner.allocateBytes(bytes); }
    base::Result<frame::Frame> upload(const frame::Frame& host) override { return m_inner.upload(host); }
    base::Result<frame::Frame> download(const frame::Frame& frame) override {
        ++waits;
        return m_inner.download(frame);
    }
    base::Status write(const device::Buffer& to, std::span<const std::byte> bytes) override {
        return m_inner.write(to, bytes);
    }
    base::Status read(const device::Buffer& from, std::span<std::byte> bytes) override {
        ++reads;
        return m_inner.read(from, bytes);
    }
    base::Status zero(const device::Buffer& buffer) override { return m_inner.zero(buffer); }
    base::Status launch(const device::KernelCall& call, std::span<const frame::Frame> keep) override {
        ++calls;
        return m_inner.launch(call, keep);
    }
    base::Status synchronize() override {
        ++waits;
        return m_inner.synchronize();
    }

private:
    device::Queue& m_inner;
    frame::DeviceId m_device;
};

}  // namespace

void tst_Execute::initTestCase() {
    m_host = filter::createHost();
    m_queue = *m_host->createQueue();
}

filter::Use tst_Execute::use(const char* id, std::map<std::string, api::Json> values, api::OperationKind kind) {
    api::Json object = api::Json::object();
    for (auto& [key, value] : values) object.set(key, value);
    return *filter::use(kind, id, object);
}

std::vector<frame::Frame> tst_Execute::clip(int frames, const frame::PictureSpec& spec) {
    std::vector<frame::Frame> made;
    for (int i = 0; i < frames; ++i) made.push_back(*filter::testPicture(spec, filter::Pattern::Noise, i));
    return made;
}

std::vector<frame::Frame> tst_Execute::run(ChainRunner& runner, const std::vector<frame::Frame>& frames) {
    std::vector<frame::Frame> out;
    for (const auto& frame : frames) {
        append(out, *runner.push(frame));
    }
    append(out, *runner.flush());
    return out;
}

void tst_Execute::anEmptyChainGivesFramesBackAsTheyAre() {
    auto runner = *ChainRunner::create(*prepare({use("adjust")}, m_spec), *m_queue);
    const auto frames = clip(1, m_spec);
    const auto made = *runner.push(frames[0]);
    QCOMPARE(made.size(), std::size_t{1});
    QCOMPARE(made[0].plane(0).data, frames[0].plane(0).data);
}

void tst_Execute::framesKeepTimeAndOrder() {
    auto runner = *ChainRunner::create(*prepare({use("smooth"), use("sharpen")}, m_spec), *m_queue);
    const auto frames = clip(5, m_spec);
    const auto made = run(runner, frames);
    QCOMPARE(made.size(), frames.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        QCOMPARE(made[i].info().pts, frames[i].info().pts);
        QCOMPARE(made[i].info().index, frames[i].info().index);
        QCOMPARE(made[i].info().duration, frames[i].info().duration);
    }
}

void tst_Execute::aTemporalFilterDelaysByItsReach() {
    const auto chain = *prepare({use("smooth"), use("smooth")}, m_spec);
    QCOMPARE(chain.delayFrames(), 2);
    auto runner = *ChainRunner::create(chain, *m_queue);
    const auto frames = clip(4, m_spec);
    std::vector<std::size_t> counts;
    for (const auto& frame : frames) counts.push_back(runner.push(frame)->size());
    QCOMPARE(counts, (std::vector<std::size_t>{0, 0, 1, 1}));
    QCOMPARE(runner.flush()->size(), std::size_t{2});
}

void tst_Execute::oneFrameAloneComesOutOfATemporalChain() {
    auto runner = *ChainRunner::create(*prepare({use("smooth")}, m_spec), *m_queue);
    const auto frames = clip(1, m_spec);
    const auto made = run(runner, frames);
    QCOMPARE(made.size(), std::size_t{1});
    QCOMPARE(filter::largestDifference(made[0], frames[0]), 0.0);  // averaged with itself
}

void tst_Execute::aRunnerTakesANewClipAfterFlush() {
    auto runner = *ChainRunner::create(*prepare({use("smooth")}, m_spec), *m_queue);
    const auto frames = clip(3, m_spec);
    const auto first = run(runner, frames);
    const auto second = run(runner, frames);
    QCOMPARE(second.size(), first.size());
    for (std::size_t i = 0; i < first.size(); ++i) QCOMPARE(filter::largestDifference(first[i], second[i]), 0.0);
}

void tst_Execute::untouchedPlanesAreSharedNotCopied() {
    auto runner = *ChainRunner::create(*prepare({use("sharpen")}, m_spec), *m_queue);
    auto frames = clip(1, m_spec);
    const std::byte* chroma = frames[0].plane(1).data;
    const auto wanted = filter::sampleOf(frames[0], 2, 3, 3);
    const auto made = *runner.push(frames[0]);
    QCOMPARE(made[0].plane(1).data, chroma);
    QVERIFY(made[0].plane(0).data != frames[0].plane(0).data);
    frames.clear();  // The result keeps what it shares alive.
    QCOMPARE(filter::sampleOf(made[0], 2, 3, 3), wanted);
}

void tst_Execute::filtersRunInOrderOnEachOthersSizes() {
    const auto chain =
        *prepare({use("crop", {{"width", 16}, {"height", 16}}), use("resize", {{"width", 8}, {"height", 8}}),
                  use("pad", {{"aspect", "2:1"}}), use("rotate", {{"angle", "90"}})},
                 m_spec);
    QCOMPARE(chain.output().width, 8);
    QCOMPARE(chain.output().height, 16);
    auto runner = *ChainRunner::create(chain, *m_queue);
    const auto made = run(runner, clip(1, m_spec));
    QVERIFY(made[0].spec() == chain.output());
    QCOMPARE(filter::sampleOf(made[0], 0, 0, 0), 16.0);  // the black of the canvas, now on top
}

void tst_Execute::anErrorNamesTheFilterAndItsPlace() {
    const auto chain = prepare({use("sharpen"), use("crop", {{"width", 100}})}, m_spec);
    QVERIFY(!chain.has_value());
    QCOMPARE(chain.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY2(chain.error().message.starts_with("Filter 2 (crop): "), chain.error().message.c_str());
}

void tst_Execute::theMatrixDoesNotChangeWithTheHeight() {
    frame::PictureSpec tall = filter::yuvPicture(1280, 720, 1, 1);  // Nothing stated: BT.709 by its height.
    const auto small = *prepare({use("resize", {{"width", 64}, {"height", 36}})}, tall);
    QCOMPARE(small.output().color.matrix, 1);
    QCOMPARE(frame::effectiveMatrix(small.output().color, small.output().height), 1);
    const auto same = *prepare({use("sharpen")}, tall);
    QCOMPARE(same.output().color.matrix, 2);
}

void tst_Execute::aFilterWithoutPassesStillSaysItsFacts() {
    frame::PictureSpec anamorphic = m_spec;
    anamorphic.sampleAspect = {1, 1};
    anamorphic.sampleAspect.num = 1001;  // Near enough to square for the same number of samples.
    anamorphic.sampleAspect.den = 1000;
    auto runner = *ChainRunner::create(*prepare({use("resize")}, anamorphic), *m_queue);
    const auto made = run(runner, clip(1, anamorphic));
    QVERIFY(made[0].spec().sampleAspect == (base::Rational{1, 1}));
}

std::vector<filter::Measured> tst_Execute::measure(filter::MeasureSet& set, std::size_t which,
                                                   const std::vector<frame::Frame>& frames) {
    std::vector<filter::Measured> all;
    const auto take = [&] { all.insert(all.end(), set.ready(which).begin(), set.ready(which).end()); };
    for (const auto& frame : frames) {
        if (!set.push(frame)) return {};
        take();
    }
    if (!set.flush()) return {};
    take();
    return all;
}

filter::MeasureSet tst_Execute::measures(std::initializer_list<const char*> ids, device::Queue& queue) {
    std::vector<filter::Use> uses;
    for (const char* id : ids) uses.push_back(use(id, {}, api::OperationKind::Measure));
    return *filter::MeasureSet::create(uses, m_spec, queue);
}

void tst_Execute::measuresComeInOrderAndAllOfThem() {
    auto set = measures({"luma"}, *m_queue);
    const auto all = measure(set, 0, clip(37, m_spec));
    QCOMPARE(all.size(), std::size_t{37});
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i].moment.index, static_cast<std::int64_t>(i));
        QCOMPARE(all[i].moment.hasPrevious, i > 0);
    }
    QVERIFY(all[0].values != all[16].values);
}

void tst_Execute::theFirstFrameHasNoChange() {
    auto set = measures({"change"}, *m_queue);
    for (int round = 0; round < 2; ++round) {  // A new clip after flush has no previous frame either.
        const auto measured = measure(set, 0, clip(2, m_spec));
        QVERIFY(std::isnan(measured[0].values[0]));
        QVERIFY(measured[1].values[0] > 0.0);
    }
}

void tst_Execute::theSummaryLeavesOutWhatDoesNotApply() {
    auto set = measures({"change"}, *m_queue);
    QVERIFY(set.summary(0) == api::Json::object());
    const auto measured = measure(set, 0, clip(3, m_spec));
    const api::Json summary = set.summary(0);
    QCOMPARE(summary["difference"]["mean"].asNumber(), (measured[1].values[0] + measured[2].values[0]) / 2.0);
}

void tst_Execute::measuresTogetherFindWhatEachFindsAlone() {
    const auto ids = {"luma", "blur", "change", "colorfulness"};
    auto together = measures(ids, *m_queue);
    const auto frames = clip(5, m_spec);
    std::size_t which = 0;
    for (const char* id : ids) {
        auto alone = measures({id}, *m_queue);
        const auto wanted = measure(alone, 0, frames);
        const auto found = measure(together, which, frames);
        QCOMPARE(found.size(), wanted.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (std::size_t v = 0; v < found[i].values.size(); ++v) {
                QVERIFY2(found[i].values[v] == wanted[i].values[v] || std::isnan(wanted[i].values[v]), id);
            }
        }
        ++which;
    }
}

void tst_Execute::whatMeasuresShareIsCountedOnce() {
    CountingQueue queue(*m_queue, frame::DeviceId::Host);
    auto set = measures({"luma", "luma", "change"}, queue);
    const auto frames = clip(3, m_spec);
    QVERIFY(measure(set, 0, frames).size() == 3);
    QCOMPARE(queue.calls, 6);  // two kernels a frame
}

void tst_Execute::aDeviceIsReadOnceForManyFrames() {
    constexpr auto kDevice = frame::cudaDevice(0);  // by name only: its memory is the host's
    CountingQueue queue(*m_queue, kDevice);
    auto set = measures({"blur", "luma"}, queue);
    std::vector<frame::Frame> frames;
    for (const auto& frame : clip(40, m_spec)) {
        frame::FrameInfo info = frame.info();
        info.device = kDevice;
        const std::array planes = {frame.plane(0), frame.plane(1), frame.plane(2)};
        frames.emplace_back(std::move(info), planes, std::make_shared<const frame::Frame>(frame));
    }
    const auto found = measure(set, 1, frames);
    auto here = measures({"luma"}, *m_queue);
    const auto wanted = measure(here, 0, clip(40, m_spec));
    QCOMPARE(found.size(), std::size_t{40});
    for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i].values, wanted[i].values);
    QCOMPARE(queue.reads, 3);
    QCOMPARE(queue.waits, 0);
}

QTEST_GUILESS_MAIN(tst_Execute)
#include "tst_execute.moc"
