#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/measures/bars/bars_kernel.h"

namespace fotograma::measures::bars {
namespace {

using Counts = std::span<const pixel::u64>;

/// Rows or columns in bins of equal size, the last perhaps smaller.
struct Axis {
    int side;    ///< Rows or columns in all.
    int across;  ///< Samples of one of them.
    int shift = 0;

    Axis(int ownSide, int otherSide) : side(ownSide), across(otherSide) {
        while (bins() > kBins) ++shift;
    }
    [[nodiscard]] int bins() const { return (side + (1 << shift) - 1) >> shift; }
    [[nodiscard]] int start(int bin) const { return std::min(side, bin << shift); }
};

/// What is not bar.
struct Content {
    int first = 0;
    int end = 0;
};

/// From the first to the last bin that is not black; all of it when every bin is.
Content contentOf(const Axis& axis, Counts bright, double tolerance, double frames) {
    const auto isContent = [&](int bin) {
        const double samples = static_cast<double>(axis.start(bin + 1) - axis.start(bin)) * axis.across * frames;
        return static_cast<double>(bright[static_cast<std::size_t>(bin)]) > tolerance * samples;
    };
    int first = 0;
    int last = axis.bins() - 1;
    while (first <= last && !isContent(first)) ++first;
    if (first > last) return {0, axis.side};
    while (!isContent(last)) --last;
    return {axis.start(first), axis.start(last + 1)};
}

struct Grid {
    Axis rows;
    Axis columns;
    double tolerance;
    double aspect;  ///< Display pixels a sample, across.

    [[nodiscard]] std::size_t counters() const { return static_cast<std::size_t>(rows.bins() + columns.bins()); }
    [[nodiscard]] Content down(Counts counts, double frames) const {
        return contentOf(rows, counts.first(static_cast<std::size_t>(rows.bins())), tolerance, frames);
    }
    [[nodiscard]] Content across(Counts counts, double frames) const {
        return contentOf(columns, counts.subspan(static_cast<std::size_t>(rows.bins())), tolerance, frames);
    }
};

/// Averages of the frames' bars, and the bars of all frames together.
class BarsSummary final : public filter::Summary {
public:
    explicit BarsSummary(const Grid& grid)
        : m_grid(grid), m_sums(grid.counters()), m_averages(filter::averages({"top", "bottom", "left", "right"})) {}

    void count(Counts counts) override {
        std::ranges::transform(m_sums, counts, m_sums.begin(), std::plus{});
        ++m_frames;
    }
    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_averages->add(moment, values);
    }
    [[nodiscard]] api::Json finish() const override {
        api::Json all = m_averages->finish();
        if (m_frames == 0) return all;
        const Content down = m_grid.down(m_sums, m_frames);
        const Content across = m_grid.across(m_sums, m_frames);
        const auto pixels = [&](int samples) { return std::lround(samples * m_grid.aspect); };
        const std::int64_t left = pixels(across.first);
        all.set("content_x", left).set("content_y", std::int64_t{down.first});
        all.set("content_width", pixels(across.end) - left);
        return all.set("content_height", std::int64_t{down.end - down.first});
    }

private:
    Grid m_grid;
    std::vector<pixel::u64> m_sums;
    int m_frames = 0;
    std::unique_ptr<filter::Summary> m_averages;
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const Grid grid{Axis(input.height, input.width), Axis(input.width, input.height), values.number("tolerance"),
                    filter::sampleAspect(input)};
    const double black = filter::blackCode(input, 0);
    const double limit = black + values.number("black") * (filter::whiteCode(input, 0) - black);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Projections>(
        "bars_Projections", input, {static_cast<int>(limit), grid.columns.shift, grid.rows.shift, grid.rows.bins()})};
    prepared.reduces[0].counters = static_cast<int>(grid.counters());
    prepared.finish = [grid](Counts counts, const filter::Moment&) {
        const Content down = grid.down(counts, 1.0);
        const Content across = grid.across(counts, 1.0);
        return filter::MeasuredValues{static_cast<double>(down.first), static_cast<double>(grid.rows.side - down.end),
                                      across.first * grid.aspect, (grid.columns.side - across.end) * grid.aspect};
    };
    prepared.summarise = [grid] { return std::make_unique<BarsSummary>(grid); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "bars", "Bars",
        "Black bars around a picture (letterbox, pillarbox), and the rectangle that is left: rows and columns "
        "that stay black over the whole clip. To a row up to 1024 of them, to two up to 2048, and so on.",
        "In the manner of FFmpeg's cropdetect; black by ITU-T H.273, 8.3 (range)");
    definition.info.parameters = {
        numberRow("black", "Black up to", "luma (0..1)", {0.0, 0.5, 0.005}, 0.04, "This and darker is black."),
        numberRow("tolerance", "Tolerance", "ratio", {0.0, 0.25, 0.005}, 0.01,
                  "A row or column is black when no more of its samples, over the clip, are brighter."),
    };
    definition.info.values = {
        value("top", "Top", "display px", "Height of the black bar above, of this frame alone."),
        value("bottom", "Bottom", "display px", "Height of the black bar below."),
        value("left", "Left", "display px", "Width of the black bar to the left."),
        value("right", "Right", "display px", "Width of the black bar to the right."),
        clipValue("content_x", "Content from the left", "display px", "Where the clip's picture starts across.",
                  api::ValueKind::Integer),
        clipValue("content_y", "Content from the top", "display px", "Where it starts down.", api::ValueKind::Integer),
        clipValue("content_width", "Content width", "display px", "How wide it is; all of it when the clip is black.",
                  api::ValueKind::Integer),
        clipValue("content_height", "Content height", "display px", "How high it is.", api::ValueKind::Integer),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("A row of black above, two columns to the right.", grayPicture(4, 3), {},
                        {{{16, 16, 16, 16, 90, 90, 20, 16, 90, 90, 16, 16}}},
                        {{"top", 1.0}, {"bottom", 0.0}, {"left", 0.0}, {"right", 2.0}}, 1e-9),
        measuredExample("A black frame has no bars.", grayPicture(2, 2), {}, {{{16, 16, 16, 16}}},
                        {{"top", 0.0}, {"bottom", 0.0}, {"left", 0.0}, {"right", 0.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::bars
