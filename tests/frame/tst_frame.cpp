#include "engine/frame/frame.h"

#include <QtTest>

using namespace fotograma;
using frame::ColorModel;
using frame::PictureFormat;
using frame::SampleType;

class tst_Frame : public QObject {
    Q_OBJECT

private slots:
    void formatsHaveTheirUsualNames() {
        QCOMPARE(frame::toText({ColorModel::Yuv, SampleType::U8, 8, 1, 1}), std::string("yuv420p"));
        QCOMPARE(frame::toText({ColorModel::Yuv, SampleType::U16, 10, 1, 0}), std::string("yuv422p10"));
        QCOMPARE(frame::toText({ColorModel::Gray, SampleType::U8, 8, 0, 0}), std::string("gray8"));
        QCOMPARE(frame::toText({ColorModel::Rgb, SampleType::F32, 32, 0, 0}), std::string("rgbf32"));
    }

    void anUnstatedMatrixFollowsTheHeight() {
        QCOMPARE(frame::effectiveMatrix({}, 719), 6);
        QCOMPARE(frame::effectiveMatrix({}, 720), 1);
        frame::ColorInfo wide;
        wide.matrix = 9;
        QCOMPARE(frame::effectiveMatrix(wide, 100), 9);
    }

    void rowsAreAlignedAndOddSizesRoundUp() {
        frame::FrameInfo info;
        info.spec.width = 161;
        info.spec.height = 121;
        auto made = frame::MutableFrame::allocateHost(info);
        QVERIFY(made.has_value());
        QCOMPARE(made->planes(), 3);
        QCOMPARE(made->plane(1).width, 81);
        QCOMPARE(made->plane(2).height, 61);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(reinterpret_cast<std::uintptr_t>(made->plane(i).data) % frame::kPitchAlignment, std::size_t{0});
            QCOMPARE(static_cast<std::size_t>(made->plane(i).pitchBytes) % frame::kPitchAlignment, std::size_t{0});
        }
    }

    void impossibleSizesAreRefusedWithASentence_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("nothing") << 0 << 10;
        QTest::newRow("negative") << 10 << -1;
        QTest::newRow("too wide") << 16385 << 1;
        QTest::newRow("too much in all") << 16384 << 16384;
    }
    void impossibleSizesAreRefusedWithASentence() {
        QFETCH(int, width);
        QFETCH(int, height);
        frame::FrameInfo info;
        info.spec.format = {ColorModel::Yuv, SampleType::F32, 32, 0, 0};
        info.spec.width = width;
        info.spec.height = height;
        const auto made = frame::MutableFrame::allocateHost(info);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, base::ErrorCode::InvalidArgument);
        QVERIFY(made.error().message.ends_with('.'));
    }

    void aFrozenPictureKeepsItsMemoryThroughOtherFacts() {
        frame::FrameInfo info;
        info.spec.format = {ColorModel::Gray, SampleType::U8, 8, 0, 0};
        info.spec.width = 3;
        info.spec.height = 2;
        auto made = frame::MutableFrame::allocateHost(info);
        QVERIFY(made.has_value());
        made->plane(0).data[0] = std::byte{7};
        std::optional<frame::Frame> first = std::move(*made).freeze();
        frame::FrameInfo later = first->info();
        later.pts = 40;
        const frame::Frame second = first->withInfo(later);
        first.reset();
        QCOMPARE(second.info().pts, std::int64_t{40});
        QCOMPARE(second.plane(0).data[0], std::byte{7});
        const auto copy = frame::copyHost(second);
        QVERIFY(copy.has_value());
        QVERIFY(copy->plane(0).data != second.plane(0).data);
        QCOMPARE(copy->plane(0).data[0], std::byte{7});
    }
};

QTEST_GUILESS_MAIN(tst_Frame)
#include "tst_frame.moc"
