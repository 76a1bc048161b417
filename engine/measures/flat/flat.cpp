#include <limits>

#include "engine/filter/describe.h"
#include "engine/filter/tones.h"
#include "engine/measures/flat/stretches.h"

namespace fotograma::measures::flat {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What measures/change counts: equal passes run once.
filter::Pass lumaDifference(const frame::PictureSpec& input) {
    filter::Pass pass;
    pass.kernel = "change_Difference";
    pass.shape = pixel::Shape::Reduce;
    pass.output = input;
    pass.reachBack = 1;
    pass.planeMask = 1U << filter::lumaPlane(input.format);
    pass.counters = 2;
    return pass;
}

/// Averages are shares of frames; stretches are what lasts.
class FlatSummary final : public filter::Summary {
public:
    explicit FlatSummary(double minimumSeconds)
        : m_black(minimumSeconds), m_flat(minimumSeconds), m_frozen(minimumSeconds) {}

    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_averages->add(moment, values);
        const double previous = m_clock.add(moment.timeSeconds);
        m_black.add(values[0] == 1.0, moment.timeSeconds, moment.timeSeconds);
        m_flat.add(values[1] == 1.0, moment.timeSeconds, moment.timeSeconds);
        m_frozen.add(values[2] == 1.0, previous, moment.timeSeconds);  // It froze with the frame before.
    }
    [[nodiscard]] api::Json finish() const override {
        api::Json all = m_averages->finish();
        all.set("black_times", m_black.times(m_clock.end())).set("flat_times", m_flat.times(m_clock.end()));
        return all.set("frozen_times", m_frozen.times(m_clock.end()));
    }

private:
    std::unique_ptr<filter::Summary> m_averages = filter::averages({"black", "flat", "frozen"});
    FrameClock m_clock;
    Stretches m_black;
    Stretches m_flat;
    Stretches m_frozen;
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::ToneScale scale(input);
    const double samples = static_cast<double>(input.width) * input.height;
    const double range = static_cast<double>(1 << input.format.bits);
    const double blackLevel = values.number("black_level");
    const double blackShare = values.number("black_share");
    const double deviation = values.number("flat_deviation");
    const double difference = values.number("frozen_difference") * range * samples;
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::lumaHistogram(input), lumaDifference(input)};
    prepared.finish = [=](std::span<const pixel::u64> counts, const filter::Moment& moment) {
        const filter::Tones tones(scale, counts.first(scale.steps));
        const bool isFrozen = static_cast<double>(counts[scale.steps]) <= difference;
        return filter::MeasuredValues{tones.shareUpTo(blackLevel) >= blackShare ? 1.0 : 0.0,
                                      tones.deviation() <= deviation ? 1.0 : 0.0,
                                      !moment.hasPrevious ? kNone
                                      : isFrozen          ? 1.0
                                                          : 0.0};
    };
    prepared.summarise = [seconds = values.number("duration")] { return std::make_unique<FlatSummary>(seconds); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed("flat", "Black, flat and frozen",
                                         "Frames without a picture: black ones, flat ones of any tone, and frozen ones "
                                         "that repeat the one before. A clip's "
                                         "times are only as fine as the frames that are looked at.",
                                         "In the manner of FFmpeg's blackdetect and freezedetect, with their defaults; "
                                         "freezes are judged by luma alone");
    definition.info.parameters = {
        numberRow("black_level", "Black up to", "luma (0..1)", {0.0, 0.5, 0.01}, 0.10, "This and darker is black."),
        numberRow("black_share", "Share of black", "ratio", {0.5, 1.0, 0.01}, 0.98,
                  "A frame is black when so many of its samples are."),
        numberRow("flat_deviation", "Flat up to", "luma (0..1)", {0.0, 0.1, 0.001}, 0.01,
                  "A frame is flat when its luma deviates by no more. Black frames mostly are flat, too."),
        numberRow("frozen_difference", "Frozen up to", "ratio", {0.0, 0.1, 0.001}, 0.001,
                  "A frame is frozen when it differs from the one before by no more, on average, of all code values."),
        numberRow("duration", "Shortest time", "s", {0.0, 60.0, 0.1}, 2.0, "Shorter times are not listed."),
    };
    definition.info.values = {
        value("black", "Black", "0 or 1", "1 for a black frame; of the clip the share of frames."),
        value("flat", "Flat", "0 or 1", "1 for a flat frame."),
        value("frozen", "Frozen", "0 or 1", "1 for a frame like the one before; the first frame has none."),
        clipList("black_times", "Times of black", "s", "Start and end of each, in turn."),
        clipList("flat_times", "Times without structure", "s", "Start and end of each, in turn."),
        clipList("frozen_times", "Times of standstill", "s", "Start and end of each, in turn."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Two black frames: black, flat and frozen.", grayPicture(2, 1), {}, {{{16, 20}}, {{16, 20}}},
                        {{"black", 1.0}, {"flat", 1.0}, {"frozen", 1.0}}, 1e-9),
        measuredExample("One of two samples changes: neither.", grayPicture(2, 1), {}, {{{16, 100}}, {{16, 101}}},
                        {{"black", 0.0}, {"flat", 0.0}, {"frozen", 0.0}}, 1e-9),
        measuredExample("A first frame of one gray is flat; whether it is frozen cannot be told.", grayPicture(2, 1),
                        {}, {{{120, 121}}}, {{"black", 0.0}, {"flat", 1.0}, {"frozen", kNone}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::flat
