#include <cmath>
#include <limits>
#include <numbers>

#include "engine/filter/describe.h"
#include "engine/measures/motion/estimate.h"
#include "engine/measures/motion/motion_kernel.h"

namespace fotograma::measures::motion {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// How a picture falls into blocks.
struct Grid {
    Blocks::Params blocks{};
    double aspect = 1.0;
    double perCode = 1.0;  ///< From a sum to a mean in 8-bit code values.
    double side = 1.0;     ///< Of a block.
    double width = 0.0;    ///< In display pixels.
    double height = 0.0;

    explicit Grid(const frame::PictureSpec& spec)
        : aspect(filter::sampleAspect(spec)), width(filter::displayWidth(spec)), height(spec.height) {
        int shift = 0;
        while (shift < kMostShift && std::int64_t{spec.width >> shift} * (spec.height >> shift) > kMostBlocks) ++shift;
        blocks = {shift, spec.width >> shift, spec.height >> shift};
        side = 1 << shift;
        perCode = 1.0 / (side * side * (1 << (spec.format.bits - 8)));
    }

    [[nodiscard]] Thumbnail thumbnail(std::span<const pixel::u64> sums, int firstBit) const {
        Thumbnail made{.width = blocks.columns,
                       .height = blocks.rows,
                       .aspect = aspect,
                       .centreX = width / aspect / side / 2.0,
                       .centreY = height / side / 2.0,
                       .luma = {}};
        made.luma.reserve(sums.size());
        for (const pixel::u64 sum : sums) {
            made.luma.push_back(static_cast<float>(static_cast<double>(sum >> firstBit & 0xFFFFFFFFU) * perCode));
        }
        return made;
    }
};

filter::MeasuredValues found(std::span<const pixel::u64> sums, const Grid& grid, double least) {
    const auto motion = motionBetween(grid.thumbnail(sums, 32), grid.thumbnail(sums, 0));
    if (!motion) return {kNone, kNone, kNone, kNone, kNone};
    if (motion->agreement < least) return {kNone, kNone, kNone, kNone, motion->agreement};
    return {motion->shift.real() * grid.side, motion->shift.imag() * grid.side,
            std::arg(motion->turn) * 180.0 / std::numbers::pi, std::abs(motion->turn), motion->agreement};
}

/// Averages, and how unsteady the camera is.
class MotionSummary final : public filter::Summary {
public:
    explicit MotionSummary(const Grid& grid) : m_width(grid.width), m_height(grid.height) {}

    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_averages->add(moment, values);
        const std::pair<double, double> now{values[0], values[1]};
        const double change = std::hypot(now.first - m_before.first, now.second - m_before.second);
        if (!std::isnan(change)) {
            m_squares += change * change;
            ++m_changes;
        }
        m_before = now;
    }

    [[nodiscard]] api::Json finish() const override {
        api::Json all = m_averages->finish();
        if (m_changes > 0) all.set("shake", std::sqrt(m_squares / static_cast<double>(m_changes)) / m_height * 100.0);
        return all.set("width", m_width).set("height", m_height);
    }

private:
    std::unique_ptr<filter::Summary> m_averages = filter::averages({"dx", "dy", "rotation", "zoom", "agreement"});
    double m_width;
    double m_height;
    std::pair<double, double> m_before{kNone, kNone};
    double m_squares = 0.0;
    std::int64_t m_changes = 0;
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const Grid grid(input);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Blocks>("motion_Blocks", input, grid.blocks)};
    prepared.reduces[0].counters = grid.blocks.columns * grid.blocks.rows;
    const double least = values.number("agreement");
    prepared.finish = [grid, least](std::span<const pixel::u64> sums, const filter::Moment& moment) {
        return moment.hasPrevious ? found(sums, grid, least)
                                  : filter::MeasuredValues{kNone, kNone, kNone, kNone, kNone};
    };
    prepared.summarise = [grid] { return std::make_unique<MotionSummary>(grid); };
    return prepared;
}

/// Two soft spots on grey.
filter::Picture spots(double shiftX, double shiftY) {
    filter::Samples samples;
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 32; ++x) {
            const auto spot = [&](double atX, double atY) {
                return std::exp(-0.02 * (std::pow(x - atX - shiftX, 2.0) + std::pow(y - atY - shiftY, 2.0)));
            };
            samples.push_back(std::round(40.0 + 120.0 * spot(11.0, 12.0) + 90.0 * spot(22.0, 20.0)));
        }
    }
    return {samples};
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "motion", "Camera motion",
        "How the picture as a whole moved since the frame before: a shift, a turn and a zoom that most of it follows; "
        "what moves by itself does not count. Needs every frame of a clip.",
        "Odobez and Bouthemy 1995 (robust, coarse to fine); Baker and Matthews 2004 (inverse compositional "
        "Lucas-Kanade)");
    definition.info.parameters = {
        numberRow("agreement", "Agreement from", "0..1", {0.0, 1.0, 0.05}, 0.3,
                  "Frames that agree less are not of one scene: they have no motion."),
    };
    definition.info.values = {
        value("dx", "To the right", "display px", "How far the picture went; none for the first frame of a scene."),
        value("dy", "Down", "display px", "How far the picture went."),
        value("rotation", "Rotation", "degrees", "Clockwise, around the middle."),
        value("zoom", "Zoom", "factor", "Above 1 the picture grew, around the middle."),
        value("agreement", "Agreement", "0..1",
              "Correlation of both frames' gradients after the motion: near 1 within a scene, near 0 at a cut. None "
              "where there is nothing to be seen."),
        clipValue("shake", "Shake", "% of the height",
                  "How much the shift changes from frame to frame (root mean square): near 0 for a tripod or an even "
                  "pan, 0.5 and more for a shaky hand."),
        clipValue("width", "Width", "display px", "Of the picture that motion was looked for in.",
                  api::ValueKind::Number),
        clipValue("height", "Height", "display px", "Of the picture that motion was looked for in.",
                  api::ValueKind::Number),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Two soft spots go two to the right and one up.", grayPicture(32, 32), {},
                        {spots(0.0, 0.0), spots(2.0, -1.0)},
                        {{"dx", 2.0}, {"dy", -1.0}, {"rotation", 0.0}, {"zoom", 1.0}, {"agreement", 1.0}}, 0.02),
        measuredExample("A quarter of a sample is seen as well.", grayPicture(32, 32), {},
                        {spots(0.0, 0.0), spots(0.25, 0.0)}, {{"dx", 0.25}, {"dy", 0.0}}, 0.02),
        measuredExample("A flat picture shows no motion.", grayPicture(8, 8), {},
                        {{Samples(64, 90.0)}, {Samples(64, 90.0)}}, {{"dx", kNone}, {"agreement", kNone}}, 0.0),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::motion
