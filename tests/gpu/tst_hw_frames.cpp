#include <QTest>

#include <cstring>
#include <random>

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/hwcontext.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include "engine/frame/frame.h"
#include "gpu/codec_chips.h"
#include "gpu/hw_frames.h"
#include "tests/gpu/emulation.h"

using namespace fotograma;
using frame::Frame;

namespace {

struct FreeFrame {
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
using Surface = std::unique_ptr<AVFrame, FreeFrame>;
struct FreeBuffer {
    void operator()(AVBufferRef* buffer) const noexcept { av_buffer_unref(&buffer); }
};
using BufferRef = std::unique_ptr<AVBufferRef, FreeBuffer>;

/// A kind of surface, and what pictures on it are to us.
struct Kind {
    const char* name;
    AVPixelFormat surface;
    int bits;
    int shift;  ///< Chroma's, both ways.
};
constexpr Kind kKinds[] = {{"NV12", AV_PIX_FMT_NV12, 8, 1},
                           {"P010", AV_PIX_FMT_P010, 10, 1},
                           {"P016 with 12 bits", AV_PIX_FMT_P016, 12, 1},
                           {"YUV444P", AV_PIX_FMT_YUV444P, 8, 0},
                           {"YUV444P16 with 10 bits", AV_PIX_FMT_YUV444P16, 10, 0}};

frame::FrameInfo infoOf(const Kind& kind, int width, int height) {
    frame::FrameInfo info;
    info.spec.width = width;
    info.spec.height = height;
    info.spec.format.bits = kind.bits;
    info.spec.format.sample = kind.bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    info.spec.format.chromaShiftX = info.spec.format.chromaShiftY = kind.shift;
    return info;
}

int at(const Frame& picture, int plane, int x, int y) {
    const frame::Plane& from = picture.plane(plane);
    const std::byte* const row = from.data + y * from.pitchBytes;
    if (picture.spec().format.sample == frame::SampleType::U8) return static_cast<int>(row[x]);
    return reinterpret_cast<const std::uint16_t*>(row)[x];
}

/// What FFmpeg's own words for the layout say is there: the reference for our kernels.
int at(const AVFrame& surface, int component, int x, int y) {
    const AVComponentDescriptor& part =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(surface.format))->comp[component];
    const std::uint8_t* const row = surface.data[part.plane] + std::ptrdiff_t{y} * surface.linesize[part.plane];
    const std::uint8_t* const sample = row + x * part.step + part.offset;
    if (part.depth == 8) return *sample;
    std::uint16_t value = 0;
    std::memcpy(&value, sample, sizeof value);
    return value;
}

/// Noise on a surface of the host; deeper samples leave the lower bits empty, as chips do.
Surface noise(const Kind& kind, int width, int height, unsigned seed) {
    Surface made(av_frame_alloc());
    made->format = kind.surface;
    made->width = width;
    made->height = height;
    av_frame_get_buffer(made.get(), 0);
    std::mt19937 random(seed);
    for (int i = 0; i < 3 && made->data[i] != nullptr; ++i) {
        const int rows = i == 0 ? height : (height + kind.shift) >> kind.shift;
        for (int y = 0; y < rows; ++y) {
            std::uint8_t* const row = made->data[i] + std::ptrdiff_t{y} * made->linesize[i];
            for (int x = 0; x<made->linesize[i]; x += kind.bits> 8 ? 2 : 1) {
                const auto value = static_cast<std::uint16_t>(random() << (16 - kind.bits));
                if (kind.bits == 8)
                    row[x] = static_cast<std::uint8_t>(random());
                else
                    std::memcpy(row + x, &value, sizeof value);
            }
        }
    }
    return made;
}

struct Ground {
    gpu::Probe found = tests::probeEmulated();
    std::unique_ptr<device::Queue> queue = std::move(*found.devices.front().device->createQueue());
    std::unique_ptr<media::HardwareFrames> frames = std::move(*gpu::createHardwareFrames(*queue));
};

/// On a surface of the device, by FFmpeg's own copy.
Surface uploaded(media::HardwareFrames& frames, const AVFrame& host) {
    BufferRef pool(av_hwframe_ctx_alloc(frames.deviceContext()));
    auto* const context = reinterpret_cast<AVHWFramesContext*>(pool->data);
    context->format = AV_PIX_FMT_CUDA;
    context->sw_format = static_cast<AVPixelFormat>(host.format);
    context->width = host.width;
    context->height = host.height;
    if (av_hwframe_ctx_init(pool.get()) < 0) return nullptr;
    Surface surface(av_frame_alloc());
    if (av_hwframe_get_buffer(pool.get(), surface.get(), 0) < 0) return nullptr;
    return av_hwframe_transfer_data(surface.get(), &host, 0) < 0 ? nullptr : std::move(surface);
}

}  // namespace

/// FFmpeg's hardware frames on the emulated driver: what its own code puts there, our kernels read, and the other way.
class tst_HwFrames : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void surfacesBecomePictures_data();
    void surfacesBecomePictures();
    void picturesBecomeSurfaces_data();
    void picturesBecomeSurfaces();
    void aCropIsTakenOff();
    void moreSurfacesThanAreHeldAreWaitedFor();
    void missingLibrariesAreNamed();
    void otherQueuesHaveNone();
    void surfacesMayOutliveEverything();
};

void tst_HwFrames::initTestCase() {
    if (const char* reason = tests::whyNoEmulation()) QSKIP(reason);
}

void tst_HwFrames::surfacesBecomePictures_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("seed");
    int index = 0;
    for (const Kind& kind : kKinds) {
        QTest::addRow("%s", kind.name) << index << "-1";
        QTest::addRow("%s, late", kind.name) << index++ << "7";
    }
}

void tst_HwFrames::surfacesBecomePictures() {
    QFETCH(int, kind);
    QFETCH(QString, seed);
    const tests::Emulation emulation({{"DEFER", seed.toStdString()}});
    Ground ground;
    constexpr int kWidth = 70;
    constexpr int kHeight = 38;
    const Surface host = noise(kKinds[kind], kWidth, kHeight, 3);
    Surface surface = uploaded(*ground.frames, *host);
    QVERIFY(surface != nullptr);
    auto picture = ground.frames->adopt(*surface, infoOf(kKinds[kind], kWidth, kHeight));
    QVERIFY2(picture.has_value(), picture ? "" : picture.error().message.c_str());
    surface.reset();  // the picture keeps nothing of it once it is read
    QCOMPARE(picture->info().device, frame::cudaDevice(0));
    const auto back = ground.queue->download(*picture);
    QVERIFY(back.has_value());
    const int down = kKinds[kind].bits == 8 ? 0 : 16 - kKinds[kind].bits;
    // FFmpeg's P010 says where its bits are; the deeper kinds it takes for 16 bits.
    for (int plane = 0; plane < 3; ++plane)
        for (int y = 0; y < back->plane(plane).height; ++y)
            for (int x = 0; x < back->plane(plane).width; ++x)
                QCOMPARE(at(*back, plane, x, y), at(*host, plane, x, y) >> down);
}

void tst_HwFrames::picturesBecomeSurfaces_data() {
    QTest::addColumn<int>("kind");
    QTest::addRow("NV12") << 0;
    QTest::addRow("P010") << 1;
    QTest::addRow("YUV444P") << 3;
    QTest::addRow("YUV444P16") << 4;
}

void tst_HwFrames::picturesBecomeSurfaces() {
    QFETCH(int, kind);
    const tests::Emulation emulation({{"DEFER", "5"}});
    Ground ground;
    constexpr int kWidth = 66;
    constexpr int kHeight = 36;
    const frame::FrameInfo info = infoOf(kKinds[kind], kWidth + 1, kHeight + 1);  // the encoder leaves the odd ends out
    auto picture = frame::MutableFrame::allocateHost(info);
    std::mt19937 random(11);
    for (int i = 0; i < 3; ++i) {
        const frame::Plane& plane = picture->plane(i);
        for (int y = 0; y < plane.height; ++y) {
            for (int x = 0; x < plane.width; ++x) {
                std::byte* const row = plane.data + y * plane.pitchBytes;
                if (kKinds[kind].bits == 8)
                    row[x] = static_cast<std::byte>(random());
                else
                    reinterpret_cast<std::uint16_t*>(row)[x] = static_cast<std::uint16_t>(random() & 1023U);
            }
        }
    }
    const Frame host = std::move(*picture).freeze();
    const auto pool = ground.frames->makeSurfaces(info.spec.format, kWidth, kHeight);
    QVERIFY2(pool.has_value(), pool ? "" : pool.error().message.c_str());
    const BufferRef owned(*pool);
    const auto made = ground.frames->toSurface(*ground.queue->upload(host), owned.get());
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    const Surface surface(*made);
    Surface back(av_frame_alloc());
    QVERIFY(av_hwframe_transfer_data(back.get(), surface.get(), 0) >= 0);
    const int up = kKinds[kind].bits == 8 ? 0 : 16 - kKinds[kind].bits;
    for (int plane = 0; plane < 3; ++plane)
        for (int y = 0; y < kHeight >> (plane > 0 ? kKinds[kind].shift : 0); ++y)
            for (int x = 0; x < kWidth >> (plane > 0 ? kKinds[kind].shift : 0); ++x)
                QCOMPARE(at(*back, plane, x, y), at(host, plane, x, y) << up);
}

void tst_HwFrames::aCropIsTakenOff() {
    const tests::Emulation emulation;
    Ground ground;
    const Surface host = noise(kKinds[0], 64, 48, 4);
    const Surface surface = uploaded(*ground.frames, *host);
    surface->crop_left = 6;
    surface->crop_top = 4;
    const auto picture = ground.frames->adopt(*surface, infoOf(kKinds[0], 50, 40));
    const auto back = ground.queue->download(*picture);
    QCOMPARE(at(*back, 0, 0, 0), at(*host, 0, 6, 4));
    QCOMPARE(at(*back, 1, 0, 0), at(*host, 1, 3, 2));
    QCOMPARE(at(*back, 2, 24, 19), at(*host, 2, 27, 21));
}

/// A decoder has only so many surfaces more; a job runs ahead of the device by no more of them.
void tst_HwFrames::moreSurfacesThanAreHeldAreWaitedFor() {
    const tests::Emulation emulation({{"DEFER", "2"}});
    Ground ground;
    const Surface host = noise(kKinds[0], 32, 16, 5);
    const Surface surface = uploaded(*ground.frames, *host);
    const int before = av_buffer_get_ref_count(surface->buf[0]);
    std::vector<Frame> pictures;
    for (int i = 0; i < 20; ++i) {
        pictures.push_back(*ground.frames->adopt(*surface, infoOf(kKinds[0], 32, 16)));
        QVERIFY(av_buffer_get_ref_count(surface->buf[0]) - before <= ground.frames->extraSurfaces());
    }
    QCOMPARE(at(*ground.queue->download(pictures.back()), 0, 3, 3), at(*host, 0, 3, 3));
}

void tst_HwFrames::missingLibrariesAreNamed() {
    const tests::Emulation emulation;
    Ground ground;
    constexpr int kH264 = 27;  // AV_CODEC_ID_H264
    const std::string reason = ground.frames->whyNotDecode({kH264, infoOf(kKinds[0], 64, 48).spec.format, 64, 48});
    QVERIFY2(reason.find("libnvcuvid.so.1 does not open") != std::string::npos, reason.c_str());
    const auto driver = gpu::Driver::open();
    const auto context = gpu::PrimaryContext::retain(*driver, 0);
    const gpu::EncodeChip encode = gpu::probeEncoding(**context);
    QVERIFY(encode.codecs.empty());
    QVERIFY2(encode.reason.find("libnvidia-encode.so.1 does not open") != std::string::npos, encode.reason.c_str());
    const gpu::ChipWords words = gpu::inWords(gpu::probeDecoding(**context), encode);
    QVERIFY(words.traits.empty());
    QVERIFY(words.missing.find("decoding on the GPU is off") != std::string::npos);
    QVERIFY(words.missing.find("encoding on the GPU is off") != std::string::npos);
}

void tst_HwFrames::otherQueuesHaveNone() {
    class Other : public device::Queue {
    public:
        [[nodiscard]] frame::DeviceId device() const noexcept override { return frame::DeviceId::Host; }
        base::Result<frame::MutableFrame> allocate(const frame::FrameInfo&) override { return no(); }
        base::Result<device::Buffer> allocateBytes(std::size_t) override { return no(); }
        base::Result<Frame> upload(const Frame& host) override { return host; }
        base::Result<Frame> download(const Frame& frame) override { return frame; }
        base::Status write(const device::Buffer&, std::span<const std::byte>) override { return no(); }
        base::Status read(const device::Buffer&, std::span<std::byte>) override { return no(); }
        base::Status zero(const device::Buffer&) override { return no(); }
        base::Status launch(const device::KernelCall&, std::span<const Frame>) override { return no(); }
        base::Status synchronize() override { return {}; }

    private:
        static std::unexpected<base::Error> no() { return base::fail(base::ErrorCode::Internal, "no"); }
    };
    Other other;
    const auto made = gpu::createHardwareFrames(other);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, base::ErrorCode::Unsupported);
}

void tst_HwFrames::surfacesMayOutliveEverything() {
    const tests::Emulation emulation;
    std::optional<Ground> ground(std::in_place);
    const Surface host = noise(kKinds[0], 32, 16, 6);
    Surface surface = uploaded(*ground->frames, *host);
    std::optional<Frame> picture = *ground->frames->adopt(*surface, infoOf(kKinds[0], 32, 16));
    ground.reset();
    surface.reset();
    picture.reset();
    const gpu::Probe after = tests::probeEmulated();
    QCOMPARE(after.devices.front().facts.freeBytes, after.devices.front().facts.memoryBytes);
}

QTEST_GUILESS_MAIN(tst_HwFrames)
#include "tst_hw_frames.moc"
