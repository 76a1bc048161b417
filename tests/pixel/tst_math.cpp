// The arithmetic of kernels against the C library's, and what must hold to the bit.
#include <cmath>
#include <limits>

#include <QtTest>

#include "engine/pixel/color.h"
#include "engine/pixel/plane_view.h"
#include "engine/pixel/sample.h"

namespace pixel = fotograma::pixel;

class tst_Math : public QObject {
    Q_OBJECT

private slots:
    void logarithmIsWithinItsError();
    void exponentialIsWithinItsError();
    void powerIsWithinItsError();
    void powersOfOneAndZeroAreExact();
    void roundsHalvesUpAndHoldsToTheRange();
    void notANumberBecomesBlack();
    void everyCodeValueSurvivesTheRoundTripThroughRgb_data();
    void everyCodeValueSurvivesTheRoundTripThroughRgb();
    void bordersContinueOutwards();
};

void tst_Math::logarithmIsWithinItsError() {
    for (int i = 0; i < 400000; ++i) {
        const auto x = static_cast<float>(std::exp2(-20.0 + i * 1e-4));
        const double wanted = std::log2(static_cast<double>(x));
        const double error = std::abs(pixel::log2(x) - wanted) / std::max(1.0, std::abs(wanted));
        QVERIFY2(error < 2e-7, qPrintable(QString("log2(%1) is off by %2").arg(x).arg(error)));
    }
}

void tst_Math::exponentialIsWithinItsError() {
    for (int i = 0; i < 400000; ++i) {
        const auto x = static_cast<float>(-20.0 + i * 1e-4);
        const double error = std::abs(pixel::exp2(x) / std::exp2(static_cast<double>(x)) - 1.0);
        QVERIFY2(error < 3e-7, qPrintable(QString("exp2(%1) is off by %2").arg(x).arg(error)));
    }
    QVERIFY(pixel::exp2(-1e9F) > 0.0F);  // held to the smallest normal number
    QVERIFY(std::isfinite(pixel::exp2(1e9F)));
}

void tst_Math::powerIsWithinItsError() {
    for (const float exponent : {1.0F / 3.0F, 1.0F / 2.4F, 1.0F / 2.2F, 2.2F, 2.4F, 3.0F}) {
        for (int i = 0; i < 100000; ++i) {
            const auto x = static_cast<float>(1e-4 * std::exp2(i * 17.0 / 100000));
            const double wanted = std::pow(static_cast<double>(x), static_cast<double>(exponent));
            const double error = std::abs(pixel::pow(x, exponent) / wanted - 1.0);
            QVERIFY2(error < 3e-6, qPrintable(QString("pow(%1, %2) is off by %3").arg(x).arg(exponent).arg(error)));
        }
    }
}

void tst_Math::powersOfOneAndZeroAreExact() {
    for (const float exponent : {0.25F, 1.0F, 2.4F, 4.0F}) {
        QCOMPARE(pixel::pow(1.0F, exponent), 1.0F);
        QCOMPARE(pixel::pow(0.0F, exponent), 0.0F);
        QCOMPARE(pixel::pow(-0.5F, exponent), 0.0F);
    }
}

void tst_Math::roundsHalvesUpAndHoldsToTheRange() {
    QCOMPARE(int(pixel::toSample<pixel::u8>(12.5F, 255.0F)), 13);
    QCOMPARE(int(pixel::toSample<pixel::u8>(12.4999F, 255.0F)), 12);
    QCOMPARE(int(pixel::toSample<pixel::u8>(-3.0F, 255.0F)), 0);
    QCOMPARE(int(pixel::toSample<pixel::u8>(1e30F, 255.0F)), 255);
    QCOMPARE(int(pixel::toSample<pixel::u16>(2000.0F, pixel::peakOf(10))), 1023);
    QCOMPARE(int(pixel::toSample<pixel::u16>(65535.4F, pixel::peakOf(16))), 65535);
    QCOMPARE(pixel::toSample<pixel::f32>(-7.25F, 255.0F), -7.25F);
    QCOMPARE(pixel::floorOf(-1.25F), -2.0F);
    QCOMPARE(pixel::floorOf(3.0F), 3.0F);
}

void tst_Math::notANumberBecomesBlack() {
    QCOMPARE(int(pixel::toSample<pixel::u8>(std::numeric_limits<float>::quiet_NaN(), 255.0F)), 0);
}

void tst_Math::everyCodeValueSurvivesTheRoundTripThroughRgb_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("fullRange");
    for (const int bits : {8, 10, 12, 16}) {
        QTest::addRow("%d bits, limited", bits) << bits << false;
        QTest::addRow("%d bits, full", bits) << bits << true;
    }
}

void tst_Math::everyCodeValueSurvivesTheRoundTripThroughRgb() {
    QFETCH(int, bits);
    QFETCH(bool, fullRange);
    const float step = static_cast<float>(1 << (bits - 8));
    const float peak = pixel::peakOf(bits);
    pixel::ColorMath math;
    math.yScale = 1.0F / (fullRange ? peak : 219.0F * step);
    math.yOffset = fullRange ? 0.0F : -16.0F / 219.0F;
    math.cScale = 1.0F / (fullRange ? peak : 224.0F * step);
    math.cOffset = fullRange ? -128.0F * step / peak : -128.0F / 224.0F;
    const pixel::ColorTerms terms(math);
    for (int code = 0; code <= static_cast<int>(peak); ++code) {
        const auto y = static_cast<float>(code);
        const float cb = peak - y;
        const float cr = static_cast<float>((code * 7) % (static_cast<int>(peak) + 1));
        const pixel::Yuv in{terms.luma(y), terms.chroma(cb), terms.chroma(cr)};
        const pixel::Yuv out = pixel::toYuv(pixel::toRgb(in, terms), terms);
        QCOMPARE(int(pixel::toSample<pixel::u16>(terms.lumaCode(out.y), peak)), code);
        QCOMPARE(int(pixel::toSample<pixel::u16>(terms.chromaCode(out.cb), peak)), int(cb));
        QCOMPARE(int(pixel::toSample<pixel::u16>(terms.chromaCode(out.cr), peak)), int(cr));
    }
}

void tst_Math::bordersContinueOutwards() {
    pixel::u8 samples[6] = {1, 2, 3, 4, 5, 6};
    const pixel::PlaneView<const pixel::u8> view(pixel::PlaneRef{samples, 3, 3, 2});
    QCOMPARE(int(view.clamped(-5, -1)), 1);
    QCOMPARE(int(view.clamped(9, 0)), 3);
    QCOMPARE(int(view.clamped(1, 7)), 5);
}

QTEST_GUILESS_MAIN(tst_Math)
#include "tst_math.moc"
