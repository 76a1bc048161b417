#include <QtTest>

#include <atomic>
#include <random>
#include <thread>

#include "gpu/cuda_device.h"
#include "gpu/handles.h"
#include "gpu/memory_pool.h"
#include "tests/gpu/emulation.h"
#include "tests/gpu/trial/trial_kernel.h"

using namespace fotograma;
using device::Queue;
using frame::Frame;
using pixel::u64;

/// The CUDA device against the emulated driver: copies, launches, memory, failures, and order when work runs late.
class tst_CudaDevice : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void picturesComeBackAsTheyWere_data();
    void picturesComeBackAsTheyWere();
    void aKernelGivesWhatItsPlainReadingGives_data();
    void aKernelGivesWhatItsPlainReadingGives();
    void sumsAreExact_data();
    void sumsAreExact();
    void anUnknownKernelIsNotFoundAndTheQueueGoesOn();

    void freedMemoryIsHandedOutAgainAtOnce();
    void memoryOfAQueueThatIsGoneIsReused();
    void memoryOutlivesItsQueueAndItsDevice();
    void unusedMemoryIsGivenBackBeforeAllocationFails();
    void outOfMemoryIsAnErrorAndTheQueueGoesOn();

    void aWildKernelTakesTheDeviceForGood();
    void writingOutsideAPictureIsFound();

    void lateWorkChangesNothing_data();
    void lateWorkChangesNothing();
    void framesOfAnotherQueueAreWaitedForAndKept_data();
    void framesOfAnotherQueueAreWaitedForAndKept();
    void memoryTakenFromABusyQueueIsNotWrittenTooEarly_data();
    void memoryTakenFromABusyQueueIsNotWrittenTooEarly();
    void aQueueMayEndBeforeItsResultsAreUsed_data();
    void aQueueMayEndBeforeItsResultsAreUsed();
    void queuesOfSeveralThreadsDoNotDisturbEachOther();
    void aMissingWaitShows();
};

namespace {

frame::FrameInfo infoOf(int width, int height, int bits = 8, int shiftX = 1, int shiftY = 1) {
    frame::FrameInfo info;
    info.spec.width = width;
    info.spec.height = height;
    info.spec.format.bits = bits;
    info.spec.format.sample = bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    info.spec.format.chromaShiftX = shiftX;
    info.spec.format.chromaShiftY = shiftY;
    return info;
}

std::size_t rowBytes(const Frame& frame, int plane) {
    return static_cast<std::size_t>(frame.plane(plane).width * frame.spec().format.bytesPerSample());
}

Frame noise(const frame::FrameInfo& info, unsigned seed) {
    auto picture = frame::MutableFrame::allocateHost(info);
    std::mt19937 random(seed);
    const int peak = (1 << info.spec.format.bits) - 1;
    for (int i = 0; i < picture->planes(); ++i) {
        const frame::Plane& plane = picture->plane(i);
        for (int y = 0; y < plane.height; ++y) {
            std::byte* const row = plane.data + y * plane.pitchBytes;
            for (int x = 0; x < plane.width; ++x) {
                const int value = static_cast<int>(random() % static_cast<unsigned>(peak + 1));
                if (info.spec.format.sample == frame::SampleType::U8) {
                    row[x] = static_cast<std::byte>(value);
                } else {
                    reinterpret_cast<pixel::u16*>(row)[x] = static_cast<pixel::u16>(value);
                }
            }
        }
    }
    return std::move(*picture).freeze();
}

bool isSame(const Frame& a, const Frame& b) {
    if (a.planes() != b.planes()) return false;
    for (int i = 0; i < a.planes(); ++i) {
        for (int y = 0; y < a.plane(i).height; ++y) {
            if (std::memcmp(a.plane(i).data + y * a.plane(i).pitchBytes, b.plane(i).data + y * b.plane(i).pitchBytes,
                            rowBytes(a, i)) != 0) {
                return false;
            }
        }
    }
    return true;
}

pixel::PlaneRef refOf(const frame::Plane& plane) { return {plane.data, plane.pitchBytes, plane.width, plane.height}; }

std::string kernelName(const char* kernel, const frame::PictureFormat& format) {
    return std::string("trial_") + kernel + (format.sample == frame::SampleType::U8 ? "_u8" : "_u16");
}

pixel::KernelArgs argsOf(const Frame& in, int plane, float amount) {
    pixel::KernelArgs args;
    args.in[0][plane] = refOf(in.plane(plane));
    args.plane = plane;
    args.planes = in.planes();
    args.bitsIn = args.bitsOut = in.spec().format.bits;
    const trial::Params params{amount};
    std::memcpy(args.params, &params, sizeof params);
    return args;
}

/// One Window kernel over every plane into a fresh frame.
base::Result<Frame> run(Queue& queue, const char* kernel, const Frame& in, float amount = 0.0F) {
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame out, queue.allocate(in.info()));
    const std::string name = kernelName(kernel, in.spec().format);
    for (int i = 0; i < in.planes(); ++i) {
        device::KernelCall call{name, pixel::Shape::Window, out.plane(i).width, out.plane(i).height,
                                argsOf(in, i, amount)};
        call.args.out[i] = refOf(out.plane(i));
        FOTOGRAMA_RETURN_IF_ERROR(queue.launch(call, std::span(&in, 1)));
    }
    return std::move(out).freeze();
}

/// The same on the host, item by item.
template <class Kernel, class Sample>
Frame runPlain(const Frame& in, float amount = 0.0F) {
    auto out = frame::MutableFrame::allocateHost(in.info());
    for (int i = 0; i < in.planes(); ++i) {
        pixel::KernelArgs args = argsOf(in, i, amount);
        args.out[i] = refOf(out->plane(i));
        for (int y = 0; y < out->plane(i).height; ++y)
            for (int x = 0; x < out->plane(i).width; ++x) pixel::runItem<Kernel, Sample, Sample>(args, x, y);
    }
    return std::move(*out).freeze();
}

std::unique_ptr<Queue> queueOf(const gpu::Probe& found) {
    return std::move(*found.devices.front().device->createQueue());
}

gpu::MemoryPool& poolOf(const gpu::Probe& found) {
    return static_cast<gpu::CudaDevice&>(*found.devices.front().device).pool();
}

void addSeeds() {
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 8; ++seed) QTest::addRow("seed %d", seed) << seed;
}

}  // namespace

void tst_CudaDevice::initTestCase() {
    if (const char* why = tests::whyNoEmulation()) QSKIP(why);
}

// ---- Copies and kernels ----

void tst_CudaDevice::picturesComeBackAsTheyWere_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("bits");
    QTest::newRow("1x1") << 1 << 1 << 8;
    QTest::newRow("odd sizes") << 61 << 47 << 8;
    QTest::newRow("10 bit") << 130 << 33 << 10;
    QTest::newRow("wider than a block's row") << 1030 << 3 << 8;
}

void tst_CudaDevice::picturesComeBackAsTheyWere() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, bits);
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    frame::FrameInfo info = infoOf(width, height, bits);
    info.pts = 1234;
    const Frame picture = noise(info, 1);
    const auto there = queue->upload(picture);
    QVERIFY(there.has_value());
    QCOMPARE(there->info().device, frame::cudaDevice(0));
    QCOMPARE(there->info().pts, std::int64_t{1234});
    const auto back = queue->download(*there);
    QVERIFY(back.has_value());
    QVERIFY(frame::isHost(back->info().device));
    QVERIFY(isSame(*back, picture));
}

void tst_CudaDevice::aKernelGivesWhatItsPlainReadingGives_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("1x1") << 1 << 1;
    QTest::newRow("one block") << 64 << 16;
    QTest::newRow("odd sizes") << 61 << 47;
}

void tst_CudaDevice::aKernelGivesWhatItsPlainReadingGives() {
    QFETCH(int, width);
    QFETCH(int, height);
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    const Frame narrow = noise(infoOf(width, height), 2);
    const Frame wide = noise(infoOf(width, height, 12, 1, 0), 3);
    const auto shifted = queue->download(*run(*queue, "Shift", *queue->upload(narrow)));
    QVERIFY(isSame(*shifted, runPlain<trial::Shift, pixel::u8>(narrow)));
    const auto raised = queue->download(*run(*queue, "Raise", *queue->upload(wide), 1000.0F));
    QVERIFY(isSame(*raised, runPlain<trial::Raise, pixel::u16>(wide, 1000.0F)));
}

void tst_CudaDevice::sumsAreExact_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("counters");
    QTest::newRow("in shared memory") << "Histogram" << 256;
    QTest::newRow("in device memory") << "WideHistogram" << 65536;
}

void tst_CudaDevice::sumsAreExact() {
    QFETCH(QString, kernel);
    QFETCH(int, counters);
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    const int bits = counters == 256 ? 8 : 16;
    const Frame picture = noise(infoOf(157, 301, bits), 4);
    const Frame there = *queue->upload(picture);
    const auto sums = queue->allocateBytes(static_cast<std::size_t>(counters) * sizeof(u64));
    QVERIFY(queue->zero(*sums).has_value());
    const std::string name = kernelName(kernel.toUtf8().constData(), there.spec().format);
    device::KernelCall call{name, pixel::Shape::Reduce, 157, 301, argsOf(there, 0, 0.0F)};
    call.args.counterCount = counters;
    call.args.counters = static_cast<u64*>(sums->data());
    // Twice: sums are added to.
    QVERIFY(queue->launch(call, std::span(&there, 1)).has_value());
    QVERIFY(queue->launch(call, std::span(&there, 1)).has_value());
    std::vector<u64> got(static_cast<std::size_t>(counters));
    QVERIFY(queue->read(*sums, std::as_writable_bytes(std::span(got))).has_value());

    std::vector<u64> wanted(got.size());
    for (int y = 0; y < 301; ++y) {
        const std::byte* const row = picture.plane(0).data + y * picture.plane(0).pitchBytes;
        for (int x = 0; x < 157; ++x) {
            const auto value =
                bits == 8 ? static_cast<std::size_t>(row[x]) : std::size_t{reinterpret_cast<const pixel::u16*>(row)[x]};
            wanted[value] += 2;
        }
    }
    QVERIFY(got == wanted);
}

void tst_CudaDevice::anUnknownKernelIsNotFoundAndTheQueueGoesOn() {
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    QVERIFY(found.devices.front().device->hasKernel("trial_Shift_u8"));
    QVERIFY(!found.devices.front().device->hasKernel("trial_Missing_u8"));
    QVERIFY(!found.devices.front().device->hasKernel("cuInit"));
    const auto queue = queueOf(found);
    const Frame picture = noise(infoOf(20, 20), 5);
    const auto failed = run(*queue, "Missing", *queue->upload(picture));
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, base::ErrorCode::NotFound);
    QVERIFY(failed.error().message.find("trial_Missing_u8") != std::string::npos);
    QVERIFY(isSame(*queue->download(*queue->upload(picture)), picture));
}

// ---- Memory ----

void tst_CudaDevice::freedMemoryIsHandedOutAgainAtOnce() {
    const tests::Emulation emulation({{"DEFER", "1"}});  // nothing has run yet when the memory is freed
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    const void* first = nullptr;
    {
        const auto picture = queue->allocate(infoOf(640, 362));
        first = picture->plane(0).data;
        QVERIFY(poolOf(found).usage().usedBytes >= 640 * 360 * 3 / 2);
    }
    QCOMPARE(poolOf(found).usage().usedBytes, std::int64_t{0});
    const auto again = queue->allocate(infoOf(640, 360));  // a little smaller: the same block
    QCOMPARE(static_cast<const void*>(again->plane(0).data), first);
    QCOMPARE(poolOf(found).usage().unusedBytes, std::int64_t{0});
    const auto other = queueOf(found);
    const auto elsewhere = other->allocate(infoOf(640, 360));
    QVERIFY(static_cast<const void*>(elsewhere->plane(0).data) != first);
}

void tst_CudaDevice::memoryOfAQueueThatIsGoneIsReused() {
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    auto gone = queueOf(found);
    const void* const first = gone->allocate(infoOf(640, 360))->plane(0).data;
    gone.reset();
    const auto queue = queueOf(found);
    QCOMPARE(static_cast<const void*>(queue->allocate(infoOf(640, 360))->plane(0).data), first);
}

void tst_CudaDevice::memoryOutlivesItsQueueAndItsDevice() {
    const tests::Emulation emulation;
    std::optional<gpu::Probe> found = tests::probeEmulated();
    auto queue = queueOf(*found);
    std::optional<Frame> picture = *queue->upload(noise(infoOf(33, 21), 6));
    found.reset();
    queue.reset();
    picture.reset();  // the last one who needs the device: context and library go with it
    const gpu::Probe after = tests::probeEmulated();
    QCOMPARE(after.devices.front().facts.freeBytes, after.devices.front().facts.memoryBytes);
}

void tst_CudaDevice::unusedMemoryIsGivenBackBeforeAllocationFails() {
    const tests::Emulation emulation({{"MEMORY", "3000000"}});
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    QVERIFY(queue->allocateBytes(2'000'000).has_value());
    QVERIFY(poolOf(found).usage().unusedBytes >= 2'000'000);
    QVERIFY(queue->allocateBytes(2'500'000).has_value());  // fits only without the first
}

void tst_CudaDevice::outOfMemoryIsAnErrorAndTheQueueGoesOn() {
    const tests::Emulation emulation({{"MEMORY", "3000000"}});
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    auto most = queue->allocateBytes(2'500'000);
    QVERIFY(most.has_value());
    const auto picture = queue->upload(noise(infoOf(1920, 1080), 7));
    QVERIFY(!picture);
    QCOMPARE(picture.error().code, base::ErrorCode::ResourceExhausted);
    QVERIFY2(picture.error().message.starts_with("The GPU has no room for "), picture.error().message.c_str());
    most = device::Buffer();
    const Frame small = noise(infoOf(640, 480), 8);
    QVERIFY(isSame(*queue->download(*queue->upload(small)), small));
}

// ---- Failures ----

void tst_CudaDevice::aWildKernelTakesTheDeviceForGood() {
    const tests::Emulation emulation({{"FAIL_LAUNCH", "2"}, {"DEFER", "3"}});
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    const Frame picture = noise(infoOf(64, 64), 9);
    const Frame there = *queue->upload(picture);
    const auto result = run(*queue, "Shift", there);  // three launches; nothing has run yet
    QVERIFY(result.has_value());
    const auto status = queue->synchronize();
    QVERIFY(!status);
    QCOMPARE(status.error().code, base::ErrorCode::NoDevice);
    QVERIFY2(status.error().message.find("is lost to this program") != std::string::npos,
             status.error().message.c_str());
    QCOMPARE(queue->upload(picture).error().code, base::ErrorCode::NoDevice);
    QCOMPARE(queue->download(there).error().code, base::ErrorCode::NoDevice);
}

void tst_CudaDevice::writingOutsideAPictureIsFound() {
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("under the address sanitizer the program would end here, with the line");
#endif
    const tests::Emulation emulation;
    const gpu::Probe found = tests::probeEmulated();
    const auto queue = queueOf(found);
    const Frame in = *queue->upload(noise(infoOf(256, 16), 10));
    const auto out = queue->allocateBytes(512 * 8);
    device::KernelCall call{"trial_Shift_u8", pixel::Shape::Window, 256, 17, argsOf(in, 0, 0.0F)};
    call.args.out[0] = {out->data(), 256, 256, 17};  // one row more than the block holds
    QVERIFY(!queue->launch(call, std::span(&in, 1)) || !queue->synchronize());
}

// ---- Order ----

void tst_CudaDevice::lateWorkChangesNothing_data() { addSeeds(); }

void tst_CudaDevice::lateWorkChangesNothing() {
    QFETCH(int, seed);
    const tests::Emulation emulation({{"DEFER", std::to_string(seed)}});
    const gpu::Probe found = tests::probeEmulated();
    const auto first = queueOf(found);
    const auto second = queueOf(found);
    // More uploads in flight than staging buffers, pictures freed while work on them waits, two queues side by side.
    std::vector<Frame> wanted;
    std::vector<Frame> results;
    for (unsigned i = 0; i < 12; ++i) {
        const Frame picture = noise(infoOf(45, 31), i);
        Queue& queue = i % 2 == 0 ? *first : *second;
        Frame there = *queue.upload(picture);
        for (int step = 0; step < 3; ++step) there = *run(queue, "Shift", there);
        results.push_back(*run(queue, "Raise", there, static_cast<float>(i)));
        const Frame moved = runPlain<trial::Shift, pixel::u8>(
            runPlain<trial::Shift, pixel::u8>(runPlain<trial::Shift, pixel::u8>(picture)));
        wanted.push_back(runPlain<trial::Raise, pixel::u8>(moved, static_cast<float>(i)));
    }
    for (std::size_t i = 0; i < results.size(); ++i)
        QVERIFY2(isSame(*(i % 2 == 0 ? first : second)->download(results[i]), wanted[i]),
                 qPrintable(QString::number(i)));
}

void tst_CudaDevice::framesOfAnotherQueueAreWaitedForAndKept_data() { addSeeds(); }

void tst_CudaDevice::framesOfAnotherQueueAreWaitedForAndKept() {
    QFETCH(int, seed);
    const tests::Emulation emulation({{"DEFER", std::to_string(seed)}});
    const gpu::Probe found = tests::probeEmulated();
    const auto maker = queueOf(found);
    const auto user = queueOf(found);
    const Frame picture = noise(infoOf(45, 31), 11);
    const Frame wanted = runPlain<trial::Shift, pixel::u8>(runPlain<trial::Shift, pixel::u8>(picture));
    std::vector<Frame> results;
    for (int i = 0; i < 4; ++i) {
        std::optional<Frame> made = *run(*maker, "Shift", *maker->upload(picture));
        results.push_back(*run(*user, "Shift", *made));
        made.reset();
        // The maker would take the freed picture's memory for this one, were it not kept for the user.
        QVERIFY(maker->upload(noise(infoOf(45, 31), 12)).has_value());
    }
    for (const Frame& result : results) QVERIFY(isSame(*user->download(result), wanted));
}

void tst_CudaDevice::memoryTakenFromABusyQueueIsNotWrittenTooEarly_data() { addSeeds(); }

void tst_CudaDevice::memoryTakenFromABusyQueueIsNotWrittenTooEarly() {
    QFETCH(int, seed);
    // Room for two pictures: the third takes the block of the first, which a kernel has yet to read.
    const tests::Emulation emulation({{"DEFER", std::to_string(seed)}, {"MEMORY", "500000"}});
    const gpu::Probe found = tests::probeEmulated();
    const auto busy = queueOf(found);
    const auto other = queueOf(found);
    frame::FrameInfo gray = infoOf(700, 300);
    gray.spec.format.model = frame::ColorModel::Gray;
    std::optional<Frame> there = *busy->upload(noise(gray, 15));
    QVERIFY(busy->synchronize().has_value());
    const Frame shifted = *run(*busy, "Shift", *there);
    const Frame expected = runPlain<trial::Shift, pixel::u8>(noise(gray, 15));
    there.reset();
    const Frame third = *other->upload(noise(gray, 16));
    QVERIFY(other->synchronize().has_value());
    QVERIFY(isSame(*busy->download(shifted), expected));
}

void tst_CudaDevice::aQueueMayEndBeforeItsResultsAreUsed_data() { addSeeds(); }

void tst_CudaDevice::aQueueMayEndBeforeItsResultsAreUsed() {
    QFETCH(int, seed);
    const tests::Emulation emulation({{"DEFER", std::to_string(seed)}});
    const gpu::Probe found = tests::probeEmulated();
    const auto maker = queueOf(found);
    auto user = queueOf(found);
    const Frame picture = noise(infoOf(45, 31), 17);
    std::optional<Frame> made = *maker->upload(picture);
    const Frame result = *run(*user, "Shift", *made);
    user.reset();
    made.reset();
    QVERIFY(maker->upload(noise(infoOf(45, 31), 18)).has_value());
    QVERIFY(isSame(*maker->download(result), runPlain<trial::Shift, pixel::u8>(picture)));
}

void tst_CudaDevice::queuesOfSeveralThreadsDoNotDisturbEachOther() {
    const tests::Emulation emulation({{"DEFER", "5"}});
    const gpu::Probe found = tests::probeEmulated();
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned thread = 0; thread < 3; ++thread) {
            threads.emplace_back([&, thread, queue = std::shared_ptr<Queue>(queueOf(found))] {
                for (unsigned i = 0; i < 6; ++i) {
                    const Frame picture = noise(infoOf(45, 31), 100 * thread + i);
                    const auto result = queue->download(*run(*queue, "Shift", *queue->upload(picture)));
                    if (result && isSame(*result, runPlain<trial::Shift, pixel::u8>(picture))) ++right;
                }
            });
        }
    }
    QCOMPARE(right.load(), 18);
    QCOMPARE(poolOf(found).usage().usedBytes, std::int64_t{0});
}

void tst_CudaDevice::aMissingWaitShows() {
    // What our queues always do, done by hand with and without: a stream reads what another one writes.
    int wrongWithout = 0;
    for (const bool waits : {false, true}) {
        for (int seed = 0; seed < 8; ++seed) {
            const tests::Emulation emulation({{"DEFER", std::to_string(seed)}});
            const auto driver = gpu::Driver::open();
            const auto context = *gpu::PrimaryContext::retain(*driver, 0);
            const auto writer = *gpu::Stream::create(context);
            const auto reader = *gpu::Stream::create(context);
            const auto memory = *gpu::DeviceMemory::allocate(context, 16);
            const char written[16] = "written in time";
            char got[16] = {};
            const gpu::ContextGuard guard(*context);
            using F = gpu::cuda::Functions;
            guard.call(&F::cuMemcpyHtoDAsync_v2, memory.address(), static_cast<const void*>(written), sizeof written,
                       writer->raw());
            if (waits) QVERIFY(reader->waitFor(*writer).has_value());
            guard.call(&F::cuMemcpyDtoHAsync_v2, static_cast<void*>(got), memory.address(), sizeof got, reader->raw());
            QVERIFY(reader->synchronize().has_value());
            const bool isRight = std::memcmp(got, written, sizeof got) == 0;
            if (waits) QVERIFY(isRight);
            if (!isRight) ++wrongWithout;
            QVERIFY(writer->synchronize().has_value());
        }
    }
    QVERIFY(wrongWithout > 0);
}

QTEST_GUILESS_MAIN(tst_CudaDevice)
#include "tst_cuda_device.moc"
