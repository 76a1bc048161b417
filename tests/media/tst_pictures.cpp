#include <QtTest>

#include "engine/media/av.h"
#include "engine/media/pictures.h"

using namespace fotograma;
using frame::ColorModel;

namespace {

media::av::Frame makeFrame(AVPixelFormat format, int width, int height) {
    media::av::Frame frame(av_frame_alloc());
    frame->format = format;
    frame->width = width;
    frame->height = height;
    return av_frame_get_buffer(frame.get(), 0) < 0 ? nullptr : std::move(frame);
}

/// The same flat colour in any format, through swscale from RGB.
bool fill(AVFrame& frame, int r, int g, int b) {
    const media::av::Frame rgb = makeFrame(AV_PIX_FMT_RGB24, frame.width, frame.height);
    for (int y = 0; y < rgb->height; ++y)
        for (int x = 0; x < rgb->width; ++x) {
            std::uint8_t* at = rgb->data[0] + y * rgb->linesize[0] + x * 3;
            at[0] = static_cast<std::uint8_t>(r);
            at[1] = static_cast<std::uint8_t>(g);
            at[2] = static_cast<std::uint8_t>(b);
        }
    const media::av::Scaler scaler(sws_getContext(frame.width, frame.height, AV_PIX_FMT_RGB24, frame.width,
                                                  frame.height, static_cast<AVPixelFormat>(frame.format), SWS_BICUBIC,
                                                  nullptr, nullptr, nullptr));
    if (!scaler) return false;
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(1), 1, sws_getCoefficients(1), 0, 0, 1 << 16, 1 << 16);
    return sws_scale(scaler.get(), rgb->data, rgb->linesize, 0, frame.height, frame.data, frame.linesize) >= 0;
}

double sample(const frame::Frame& frame, int plane, int x, int y) {
    const std::byte* row = frame.plane(plane).data + y * frame.plane(plane).pitchBytes;
    const int value = frame.spec().format.bytesPerSample() == 1 ? std::to_integer<int>(row[x])
                                                                : reinterpret_cast<const std::uint16_t*>(row)[x];
    return value / static_cast<double>(1 << (frame.spec().format.bits - 8));
}

}  // namespace

class tst_Pictures : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { media::av::initialize(); }

    void planarLayoutsNeedNoConversion() {
        QCOMPARE(frame::toText(*media::plainFormat(AV_PIX_FMT_YUV420P)), std::string("yuv420p"));
        QCOMPARE(frame::toText(*media::plainFormat(AV_PIX_FMT_YUVJ444P)), std::string("yuv444p"));
        QCOMPARE(frame::toText(*media::plainFormat(AV_PIX_FMT_YUV422P12)), std::string("yuv422p12"));
        QCOMPARE(frame::toText(*media::plainFormat(AV_PIX_FMT_YUVA420P)), std::string("yuv420p"));
        QCOMPARE(frame::toText(*media::plainFormat(AV_PIX_FMT_GRAY10)), std::string("gray10"));
        for (const AVPixelFormat each :
             {AV_PIX_FMT_NV12, AV_PIX_FMT_P010, AV_PIX_FMT_GBRP, AV_PIX_FMT_YUYV422, AV_PIX_FMT_YUV411P,
              AV_PIX_FMT_YUV420P10BE, AV_PIX_FMT_PAL8, AV_PIX_FMT_MONOBLACK, AV_PIX_FMT_CUDA, AV_PIX_FMT_GRAYF32})
            QVERIFY2(!media::plainFormat(each), av_get_pix_fmt_name(each));
    }

    void ourNamesOfLayoutsGoBothWays() {
        for (const int bits : {8, 9, 10, 12, 14, 16})
            for (const auto& [x, y] : {std::pair{1, 1}, std::pair{1, 0}, std::pair{0, 0}}) {
                const frame::PictureFormat format{
                    ColorModel::Yuv, bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8, bits, x, y};
                QCOMPARE(media::plainFormat(media::pixelFormatOf(format)), std::optional(format));
            }
    }

    void everyOddLayoutBecomesTheSameColor_data() {
        QTest::addColumn<int>("pixelFormat");
        QTest::addColumn<QString>("becomes");
        const auto row = [](AVPixelFormat format, const char* becomes) {
            QTest::newRow(av_get_pix_fmt_name(format)) << static_cast<int>(format) << becomes;
        };
        row(AV_PIX_FMT_RGB24, "yuv444p");
        row(AV_PIX_FMT_BGRA, "yuv444p");
        row(AV_PIX_FMT_ARGB, "yuv444p");
        row(AV_PIX_FMT_GBRP, "yuv444p");
        row(AV_PIX_FMT_GBRP10, "yuv444p10");
        row(AV_PIX_FMT_RGB48LE, "yuv444p16");
        row(AV_PIX_FMT_RGB48BE, "yuv444p16");
        row(AV_PIX_FMT_RGB565LE, "yuv444p");
        row(AV_PIX_FMT_NV12, "yuv420p");
        row(AV_PIX_FMT_NV21, "yuv420p");
        row(AV_PIX_FMT_P010LE, "yuv420p10");
        row(AV_PIX_FMT_YUYV422, "yuv422p");
        row(AV_PIX_FMT_UYVY422, "yuv422p");
        row(AV_PIX_FMT_YUV411P, "yuv422p");
        row(AV_PIX_FMT_YUV410P, "yuv420p");
        row(AV_PIX_FMT_YUV440P, "yuv444p");
        row(AV_PIX_FMT_YUV420P10BE, "yuv420p10");
        row(AV_PIX_FMT_YUV422P16BE, "yuv422p16");
    }
    void everyOddLayoutBecomesTheSameColor() {
        QFETCH(int, pixelFormat);
        QFETCH(QString, becomes);
        const media::av::Frame source = makeFrame(static_cast<AVPixelFormat>(pixelFormat), 34, 18);
        QVERIFY(source && fill(*source, 200, 60, 40));
        const auto unpacking = media::unpackingOf(pixelFormat);
        QVERIFY(unpacking.has_value());
        QCOMPARE(frame::toText(unpacking->format), becomes.toStdString());
        media::PixelRows rows = media::PixelRows::of(*source);
        rows.fullRange = unpacking->isFromRgb;
        rows.matrix = 1;
        frame::FrameInfo info;
        info.spec.format = unpacking->format;
        info.spec.width = 34;
        info.spec.height = 18;
        info.spec.color.matrix = 1;
        media::PictureConverter converter;
        const auto converted = converter.convert(rows, info);
        QVERIFY(converted.has_value());
        // BT.709, limited range: R 200, G 60, B 40 in 8-bit code values.
        const double expected[] = {16 + 219 * (0.2126 * 200 + 0.7152 * 60 + 0.0722 * 40) / 255, 0, 0};
        const double luma = 0.2126 * 200 + 0.7152 * 60 + 0.0722 * 40;
        const double cb = 128 + 224 * (40 - luma) / 1.8556 / 255;
        const double cr = 128 + 224 * (200 - luma) / 1.5748 / 255;
        const double tolerance = pixelFormat == AV_PIX_FMT_RGB565LE ? 5.0 : 2.0;
        for (const auto& [x, y] : {std::pair{0, 0}, std::pair{16, 9}, std::pair{33, 17}}) {
            QVERIFY(std::abs(sample(*converted, 0, x, y) - expected[0]) <= tolerance);
            const int cx = x >> unpacking->format.chromaShiftX;
            const int cy = y >> unpacking->format.chromaShiftY;
            QVERIFY(std::abs(sample(*converted, 1, cx, cy) - cb) <= tolerance);
            QVERIFY(std::abs(sample(*converted, 2, cx, cy) - cr) <= tolerance);
        }
    }

    void grayKeepsItsCodeValues_data() {
        QTest::addColumn<bool>("fullRange");
        QTest::newRow("limited") << false;
        QTest::newRow("full") << true;
    }
    void grayKeepsItsCodeValues() {
        QFETCH(bool, fullRange);
        frame::FrameInfo info;
        info.spec.format = {ColorModel::Gray, frame::SampleType::U8, 8, 0, 0};
        info.spec.width = 16;
        info.spec.height = 8;
        info.spec.color.fullRange = fullRange;
        auto picture = frame::MutableFrame::allocateHost(info);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 16; ++x)
                picture->plane(0).data[y * picture->plane(0).pitchBytes + x] = static_cast<std::byte>(40 + x * 8);
        const frame::Frame gray = std::move(*picture).freeze();
        frame::FrameInfo target = info;
        target.spec.format = {};
        media::PictureConverter converter;
        const auto converted = converter.convert(media::PixelRows::of(gray), target);
        QVERIFY(converted.has_value());
        for (int x = 0; x < 16; ++x) QVERIFY(std::abs(sample(*converted, 0, x, 3) - (40 + x * 8)) <= 1.0);
        QCOMPARE(sample(*converted, 1, 3, 2), 128.0);
    }

    void blocksAreReusedOnlyWhenNobodyHoldsThem() {
        const media::av::Frame source = makeFrame(AV_PIX_FMT_NV12, 32, 16);
        QVERIFY(source && fill(*source, 10, 20, 30));
        frame::FrameInfo info;
        info.spec.width = 32;
        info.spec.height = 16;
        std::optional<media::PictureConverter> converter(std::in_place);
        const auto first = converter->convert(media::PixelRows::of(*source), info);
        const auto second = converter->convert(media::PixelRows::of(*source), info);
        QVERIFY(first.has_value() && second.has_value());
        QVERIFY(first->plane(0).data != second->plane(0).data);
        converter.reset();  // frames outlive the converter
        QVERIFY(sample(*first, 0, 5, 5) == sample(*second, 0, 5, 5));
    }
};

QTEST_GUILESS_MAIN(tst_Pictures)
#include "tst_pictures.moc"
