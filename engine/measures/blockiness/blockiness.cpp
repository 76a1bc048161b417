#include "engine/filter/describe.h"
#include "engine/measures/blockiness/blockiness_kernel.h"

namespace fotograma::measures::blockiness {
namespace {

/// So much is there everywhere, in 8-bit code values: a flat frame has a ratio of 1.
constexpr double kFloor = 1.0 / 16.0;

/// How many differences there are, across borders and inside.
struct Places {
    double across;
    double inside;

    explicit Places(const frame::PictureSpec& spec) {
        const double bordersX = (spec.width - 1) / kBlock;
        const double bordersY = (spec.height - 1) / kBlock;
        across = bordersX * spec.height + bordersY * spec.width;
        inside = (spec.width - 1.0) * spec.height + (spec.height - 1.0) * spec.width - across;
    }
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const double step = 1 << (input.format.bits - 8);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Gradients>("blockiness_Gradients", input)};
    prepared.finish = [step, places = Places(input)](std::span<const pixel::u64> sums, const filter::Moment&) {
        const auto mean = [&](std::size_t i, double count) {
            return count > 0.0 ? static_cast<double>(sums[i]) / count / step : 0.0;
        };
        const double across = places.across > 0.0 ? mean(0, places.across) : mean(1, places.inside);
        return filter::MeasuredValues{(across + kFloor) / (mean(1, places.inside) + kFloor)};
    };
    prepared.summarise = [] { return filter::averages({"ratio"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "blockiness", "Blockiness",
        "How much the 8 x 8 blocks of a codec show: luma's mean step across their borders by that inside "
        "them. The grid starts at the picture's corner, so this is for pictures neither cropped nor scaled "
        "since they were coded.",
        "After Wang, Sheikh and Bovik, No-reference perceptual quality assessment of JPEG compressed "
        "images, ICIP 2002: B and A, as a ratio");
    definition.info.values = {
        value("ratio", "Blockiness", "ratio", "1: no more steps at the borders than elsewhere; 1.2 shows."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A flat frame has a ratio of 1.", grayPicture(16, 2), {}, {{Samples(32, 90.0)}},
                        {{"ratio", 1.0}}, 1e-9),
        measuredExample("A ramp has the same step everywhere.", grayPicture(17, 1), {},
                        {{{10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170}}},
                        {{"ratio", 1.0}}, 1e-9),
        measuredExample("Two flat blocks, 10 apart: (10 + 1/16) / (1/16).", grayPicture(16, 1), {},
                        {{{20, 20, 20, 20, 20, 20, 20, 20, 30, 30, 30, 30, 30, 30, 30, 30}}}, {{"ratio", 161.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::blockiness
