#include <algorithm>
#include <array>
#include <limits>

#include "engine/filter/describe.h"
#include "engine/filter/fields.h"

namespace fotograma::measures::interlace {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// So much is there everywhere, in 8-bit code values: a flat frame has a ratio of 1.
constexpr double kFloor = 1.0 / 16.0;

/// A frame's verdict as numbers, from the two frames woven with the one before.
filter::MeasuredValues judged(std::span<const pixel::u64> sums, const filter::FieldThresholds& thresholds,
                              double comb) {
    using filter::FieldVerdict;
    const FieldVerdict verdict = filter::fieldVerdict(filter::FieldSums(sums), thresholds);
    const auto is = [verdict](FieldVerdict which) { return verdict == which ? 1.0 : 0.0; };
    return {comb, is(FieldVerdict::TopFirst), is(FieldVerdict::BottomFirst), is(FieldVerdict::Progressive)};
}

/// Averages, and what most frames say.
class InterlaceSummary final : public filter::Summary {
public:
    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_averages->add(moment, values);
        for (std::size_t i = 0; i < 3; ++i) m_frames[i] += values[i + 1] == 1.0 ? 1 : 0;
    }
    [[nodiscard]] api::Json finish() const override {
        api::Json all = m_averages->finish();
        const auto [top, bottom, progressive] = m_frames;
        const double known = top + bottom + progressive;
        if (known == 0.0) return all;
        all.set("interlaced", (top + bottom) / known);
        return all.set("field_order", std::int64_t{fieldOrder(top, bottom, progressive)});
    }

private:
    static int fieldOrder(double top, double bottom, double progressive) {
        if (top + bottom < progressive) return 0;
        if (std::min(top, bottom) > 0.1 * (top + bottom)) return 3;
        return top >= bottom ? 1 : 2;
    }
    std::array<double, 3> m_frames{};  ///< Top first, bottom first, progressive.
    std::unique_ptr<filter::Summary> m_averages =
        filter::averages({"comb", "top_first", "bottom_first", "progressive"});
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const double step = 1 << (input.format.bits - 8);
    const double samples = static_cast<double>(input.width) * std::max(0, input.height - 4) * step;
    const filter::FieldThresholds thresholds{values.number("interlaced"), values.number("progressive")};
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::fieldCombs(input)};
    prepared.finish = [samples, thresholds](std::span<const pixel::u64> sums, const filter::Moment& moment) {
        const auto mean = [&](std::size_t i) { return static_cast<double>(sums[i]) / samples + kFloor; };
        const double comb = samples > 0.0 ? mean(0) / mean(1) : kNone;
        return moment.hasPrevious ? judged(sums, thresholds, comb) : filter::MeasuredValues{comb, kNone, kNone, kNone};
    };
    prepared.summarise = [] { return std::make_unique<InterlaceSummary>(); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "interlace", "Interlacing",
        "Whether frames are two fields of different moments woven together, and which came first. Two rows of a field "
        "apart are compared with neighbouring rows, and with the rows of the frame before. Needs every frame of a "
        "clip: "
        "between frames far apart nothing is decided.",
        "In the manner of FFmpeg's idet (single-frame detection), with its thresholds");
    definition.info.parameters = {
        numberRow("interlaced", "Interlaced from", "ratio", {1.0, 3.0, 0.01}, 1.04,
                  "How much worse one weave with the frame before must be than the other."),
        numberRow("progressive", "Progressive from", "ratio", {1.0, 5.0, 0.1}, 1.5,
                  "How much worse both weaves must be than the frame itself."),
    };
    definition.info.values = {
        value("comb", "Comb", "ratio",
              "Second differences of neighbouring rows by those within fields: above 1 the frame is combed."),
        value("top_first", "Top field first", "0 or 1", "1 when it looks so; of the clip the share of frames."),
        value("bottom_first", "Bottom field first", "0 or 1", "1 when it looks so."),
        value("progressive", "Progressive", "0 or 1", "1 when it looks so. Still frames look like neither."),
        clipValue("interlaced", "Interlaced", "ratio", "Of the frames that could be told, those with fields."),
        clipValue("field_order", "Field order", "code",
                  "0 progressive, 1 top field first, 2 bottom field first, 3 both; none when nothing moves.",
                  api::ValueKind::Integer),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Rows of 20 and 40 in turn: 40 between neighbours, nothing within fields, 40.0625 / 0.0625.",
                        grayPicture(1, 8), {}, {{{20, 40, 20, 40, 20, 40, 20, 40}}}, {{"comb", 641.0}}, 1e-9),
        measuredExample("A still ramp is not combed and says nothing of fields.", grayPicture(1, 6), {},
                        {{{10, 20, 30, 40, 50, 60}}, {{10, 20, 30, 40, 50, 60}}},
                        {{"comb", 1.0}, {"top_first", 0.0}, {"bottom_first", 0.0}, {"progressive", 0.0}}, 1e-9),
        measuredExample("A bright frame after a dark one: both weaves are combed, the frame is not.", grayPicture(1, 8),
                        {}, {{Samples(8, 40.0)}, {Samples(8, 200.0)}}, {{"comb", 1.0}, {"progressive", 1.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::interlace
