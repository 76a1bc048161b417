// Chains and measures frame by frame: what comes out when, and what is not done needlessly.
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
    void aMeasureNeedsOneReadForManyFrames();

private:
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
    explicit CountingQueue(device::Queue& inner) : m_inner(inner) {}
    int reads = 0;
    int waits = 0;

    frame::DeviceId device() const noexcept override { return m_inner.device(); }
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
        return m_inner.launch(call, keep);
    }
    base::Status synchronize() override {
        ++waits;
        return m_inner.synchronize();
    }

private:
    device::Queue& m_inner;
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

void tst_Execute::measuresComeInOrderAndAllOfThem() {
    auto runner = *filter::MeasureRunner::create(use("luma", {}, api::OperationKind::Measure), m_spec, *m_queue);
    std::vector<filter::Measured> all;
    for (const auto& frame : clip(37, m_spec)) {
        append(all, *runner.push(frame));
    }
    append(all, *runner.flush());
    QCOMPARE(all.size(), std::size_t{37});
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i].moment.index, static_cast<std::int64_t>(i));
        QCOMPARE(all[i].moment.hasPrevious, i > 0);
    }
    QVERIFY(all[0].values != all[16].values);
}

void tst_Execute::theFirstFrameHasNoChange() {
    auto runner = *filter::MeasureRunner::create(use("change", {}, api::OperationKind::Measure), m_spec, *m_queue);
    for (int round = 0; round < 2; ++round) {  // A new clip after flush has no previous frame either.
        for (const auto& frame : clip(2, m_spec)) QVERIFY(runner.push(frame)->empty());
        const auto measured = *runner.flush();
        QVERIFY(std::isnan(measured[0].values[0]));
        QVERIFY(measured[1].values[0] > 0.0);
    }
}

void tst_Execute::theSummaryLeavesOutWhatDoesNotApply() {
    auto runner = *filter::MeasureRunner::create(use("change", {}, api::OperationKind::Measure), m_spec, *m_queue);
    QVERIFY(runner.summary() == api::Json::object());
    for (const auto& frame : clip(3, m_spec)) QVERIFY(runner.push(frame).has_value());
    const auto measured = *runner.flush();
    const api::Json summary = runner.summary();
    QCOMPARE(summary["difference"]["mean"].asNumber(), (measured[1].values[0] + measured[2].values[0]) / 2.0);
}

void tst_Execute::aMeasureNeedsOneReadForManyFrames() {
    CountingQueue queue(*m_queue);
    auto runner = *filter::MeasureRunner::create(use("blur", {}, api::OperationKind::Measure), m_spec, queue);
    for (const auto& frame : clip(40, m_spec)) QVERIFY(runner.push(frame).has_value());
    QVERIFY(runner.flush().has_value());
    QCOMPARE(queue.reads, 3);
    QCOMPARE(queue.waits, 0);
}

QTEST_GUILESS_MAIN(tst_Execute)
#include "tst_execute.moc"
