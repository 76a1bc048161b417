#include <cmath>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/measures/colorfulness/colorfulness_kernel.h"

namespace fotograma::measures::colorfulness {
namespace {

/// The opponent axes as sums of Cb and Cr: luma cancels out of differences of R', G' and B'.
struct Axes {
    double rgOfCb, rgOfCr;  ///< R' - G'
    double ybOfCb, ybOfCr;  ///< (R' + G') / 2 - B'

    explicit Axes(const pixel::ColorMath& math) {
        const double kg = 1.0 - math.kr - math.kb;
        const double crToR = 2.0 * (1.0 - math.kr);
        const double cbToB = 2.0 * (1.0 - math.kb);
        const double crToG = -crToR * math.kr / kg;
        const double cbToG = -cbToB * math.kb / kg;
        rgOfCb = -cbToG;
        rgOfCr = crToR - crToG;
        ybOfCb = cbToG / 2.0 - cbToB;
        ybOfCr = (crToR + crToG) / 2.0;
    }
};

/// Means, variances and covariance of Cb and Cr, -0.5..0.5.
struct Moments {
    double cb, cr;
    double cbCb, crCr, cbCr;

    Moments(std::span<const pixel::u64> sums, double blocks, const pixel::ColorMath& math) {
        const auto mean = [&](std::size_t i) { return static_cast<double>(sums[i]) / blocks; };
        const double scale = math.cScale;
        cb = mean(0) * scale + math.cOffset;
        cr = mean(1) * scale + math.cOffset;
        cbCb = (mean(2) - mean(0) * mean(0)) * scale * scale;
        crCr = (mean(3) - mean(1) * mean(1)) * scale * scale;
        cbCr = (mean(4) - mean(0) * mean(1)) * scale * scale;
    }
    [[nodiscard]] double variance(double ofCb, double ofCr) const {
        return std::max(0.0, ofCb * ofCb * cbCb + ofCr * ofCr * crCr + 2.0 * ofCb * ofCr * cbCr);
    }
};

double colorfulness(const Moments& moments, const Axes& axes) {
    const double spread =
        std::sqrt(moments.variance(axes.rgOfCb, axes.rgOfCr) + moments.variance(axes.ybOfCb, axes.ybOfCr));
    const double distance = std::hypot(axes.rgOfCb * moments.cb + axes.rgOfCr * moments.cr,
                                       axes.ybOfCb * moments.cb + axes.ybOfCr * moments.cr);
    return 255.0 * (spread + 0.3 * distance);
}

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const pixel::ColorMath math = filter::colorMath(input);
    const frame::PictureFormat& format = input.format;
    const int plane = format.planes() - 1;
    const double blocks =
        static_cast<double>(format.planeWidth(plane, input.width)) * format.planeHeight(plane, input.height);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Chroma>("colorfulness_Chroma", input)};
    prepared.finish = [math, blocks, axes = Axes(math)](std::span<const pixel::u64> sums, const filter::Moment&) {
        return filter::MeasuredValues{colorfulness(Moments(sums, blocks, math), axes)};
    };
    prepared.summarise = [] { return filter::averages({"colorfulness"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        measureNamed("colorfulness", "Colourfulness",
                     "How colourful a frame is: 0 for gray, 15 slightly, 33 moderately, 59 quite, 82 highly, 109 "
                     "extremely. Computed on R'G'B' by the picture's own matrix, at the resolution of its chroma and "
                     "without clipping.",
                     "Hasler and Suesstrunk, Measuring colourfulness in natural images, SPIE 5007 (2003): M3");
    definition.info.values = {
        value("colorfulness", "Colourfulness", "8-bit code values",
              "Spread of R'-G' and (R'+G')/2-B', plus 0.3 of their distance from gray."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Gray has none.", grayPicture(2, 1), {}, {{{16, 235}}}, {{"colorfulness", 0.0}}, 1e-4),
        measuredExample("Pure red (81, 90, 240) has no spread: 0.3 of hypot(255, 127.5).", yuvPicture(2, 2, 1, 1), {},
                        {{{81, 81, 81, 81}, {90}, {240}}}, {{"colorfulness", 85.5}}, 0.5),
        measuredExample("Half of it gray: spread and distance are both half of 285, 142.5 * 1.3.",
                        yuvPicture(2, 1, 0, 0), {}, {{{81, 126}, {90, 128}, {240, 128}}}, {{"colorfulness", 185.3}},
                        0.7),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::colorfulness
