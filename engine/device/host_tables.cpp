#include "engine/device/host_tables.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>
#include <ranges>
#include <utility>

namespace fotograma::device {
namespace {

using pixel::PlaneRef;
using pixel::RunArgs;

constexpr int kMostBits = 10;  ///< A table of more does not stay in the first-level cache.
constexpr std::int64_t kSamplesACode = 32;

/// One picture's rows in memory of its own.
template <class Sample>
struct Rows {
    std::vector<Sample> samples;
    int width;

    Rows(int columns, int rows)
        : samples(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)), width(columns) {}
    PlaneRef ref() {
        return {samples.data(), width * static_cast<pixel::i64>(sizeof(Sample)), width,
                static_cast<int>(samples.size()) / width};
    }
};

using Tables = std::array<std::vector<std::byte>, pixel::kMaxPlanes>;

template <class Sample>
std::vector<std::byte> bytesOf(const std::vector<Sample>& samples, int count) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(count) * sizeof(Sample));
    std::memcpy(bytes.data(), samples.data(), bytes.size());
    return bytes;
}

/// What the run makes of every code value in each plane, in blocks of that many luma samples.
template <class In, class Out>
Tables tablesOf(RunArgs args, RunRows rows, const PointRow* steps, int shiftX, int shiftY) {
    const int codes = 1 << args.bitsIn;
    args.chromaShiftX = shiftX;
    args.chromaShiftY = shiftY;
    Rows<In> luma(codes << shiftX, 1 << shiftY);
    for (std::size_t i = 0; i < luma.samples.size(); ++i)
        luma.samples[i] = static_cast<In>(i % static_cast<std::size_t>(codes));
    Rows<In> chroma(codes, 1);
    std::iota(chroma.samples.begin(), chroma.samples.end(), In{0});
    Rows<Out> lumaMade(codes << shiftX, 1 << shiftY);
    std::array<Rows<Out>, 2> chromaMade = {Rows<Out>(codes, 1), Rows<Out>(codes, 1)};
    args.in[0] = luma.ref();
    args.in[1] = args.in[2] = chroma.ref();
    args.out[0] = lumaMade.ref();
    args.out[1] = chromaMade[0].ref();
    args.out[2] = chromaMade[1].ref();
    rows(args, steps, 0, 1);
    return {bytesOf(lumaMade.samples, codes), bytesOf(chromaMade[0].samples, codes),
            bytesOf(chromaMade[1].samples, codes)};
}

template <class In>
Tables tablesOf(const RunArgs& args, RunRows rows, const PointRow* steps, int shiftX, int shiftY) {
    if (args.bitsOut > 8) return tablesOf<In, pixel::u16>(args, rows, steps, shiftX, shiftY);
    return tablesOf<In, pixel::u8>(args, rows, steps, shiftX, shiftY);
}

Tables tablesOf(const RunArgs& args, RunRows rows, const PointRow* steps, int shiftX, int shiftY) {
    if (args.bitsIn > 8) return tablesOf<pixel::u16>(args, rows, steps, shiftX, shiftY);
    return tablesOf<pixel::u8>(args, rows, steps, shiftX, shiftY);
}

// ---- Straight lines ----------------------------------------------------------------------------------------------

/// Every line whose cut values are the table: table[x] <= slope x + offset < table[x] + 1, and beyond the table's ends only
/// one of the two. For a slope, the offsets between which that holds; the gap is a concave function of the slope.
class LineSearch {
public:
    explicit LineSearch(std::vector<double> values)
        : m_values(std::move(values)),
          m_low(std::ranges::min(m_values)),
          m_high(std::ranges::max(m_values)) {}

    /// Slope and offset of one, or nothing.
    [[nodiscard]] std::optional<std::pair<double, double>> found() const {
        const auto isInside = [&](double value) { return value > m_low && value < m_high; };
        const auto first = std::ranges::find_if(m_values, isInside) - m_values.begin();
        const auto last = m_values.rend() - std::find_if(m_values.rbegin(), m_values.rend(), isInside) - 1;
        if (last - first < kLeastInside) return std::nullopt;
        const auto at = [&](std::ptrdiff_t i) { return m_values[static_cast<std::size_t>(i)]; };
        const double span = static_cast<double>(last - first);
        double from = (at(last) - at(first) - 1.0) / span;
        double to = (at(last) - at(first) + 1.0) / span;
        for (int i = 0; i < kMostSteps; ++i) {
            const double slope = (from + to) / 2.0;
            const Gap gap = gapOf(slope);
            if (gap.to > gap.from) return std::pair(slope, (gap.from + gap.to) / 2.0);
            (gap.growsWithSlope ? from : to) = slope;
        }
        return std::nullopt;
    }

private:
    static constexpr std::ptrdiff_t kLeastInside = 16;
    static constexpr int kMostSteps = 24;

    struct Gap {
        double from, to;
        bool growsWithSlope;
    };
    [[nodiscard]] Gap gapOf(double slope) const {
        double from = -1e9;
        double to = 1e9;
        std::size_t fromAt = 0;
        std::size_t toAt = 0;
        for (std::size_t x = 0; x < m_values.size(); ++x) {
            const double rest = m_values[x] - slope * static_cast<double>(x);
            if (m_values[x] > m_low && rest > from) {
                from = rest;
                fromAt = x;
            }
            if (m_values[x] < m_high && rest + 1.0 < to) {
                to = rest + 1.0;
                toAt = x;
            }
        }
        return {from, to, fromAt > toAt};
    }

    std::vector<double> m_values;
    double m_low, m_high;
};

double entryOf(const std::vector<std::byte>& table, std::size_t index, bool isWide) {
    if (!isWide) return std::to_integer<int>(table[index]);
    pixel::u16 value = 0;
    std::memcpy(&value, table.data() + index * sizeof value, sizeof value);
    return value;
}

/// True when the map gives the table for every code, by the very loop that is going to be used.
bool isExact(const CodeMap& map, const std::vector<std::byte>& table, int bitsIn, MapCodes loop) {
    const auto codes = static_cast<std::size_t>(map.last) + 1;
    std::vector<std::byte> made(table.size());
    if (bitsIn > 8) {
        std::vector<pixel::u16> all(codes);
        std::iota(all.begin(), all.end(), pixel::u16{0});
        loop(map, all.data(), static_cast<int>(codes), made.data());
    } else {
        std::vector<pixel::u8> all(codes);
        std::iota(all.begin(), all.end(), pixel::u8{0});
        loop(map, all.data(), static_cast<int>(codes), made.data());
    }
    return made == table;
}

template <class Sample>
Sample* rowOf(const PlaneRef& plane, int y) {
    return reinterpret_cast<Sample*>(static_cast<pixel::u8*>(plane.data) + y * plane.pitchBytes);
}

}  // namespace

// ---- A table -----------------------------------------------------------------------------------------------------

MappedCodes::MappedCodes(std::vector<std::byte> table, int codes, int bitsIn, int bitsOut, MapCodes loop)
    : m_table(std::move(table)) {
    m_map.last = codes - 1;
    m_map.table = m_table.data();
    const bool isWide = bitsOut > 8;
    std::vector<double> values(static_cast<std::size_t>(codes));
    bool isSame = bitsIn == bitsOut;
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = entryOf(m_table, i, isWide);
        isSame = isSame && values[i] == static_cast<double>(i);
    }
    m_map.low = static_cast<float>(std::ranges::min(values));
    m_map.high = static_cast<float>(std::ranges::max(values));
    // Of more than 8 bits there may be codes above the last.
    if (isSame && bitsIn == 8) {
        m_map.form = CodeMap::Form::Same;
        return;
    }
    if (const auto line = LineSearch(values).found()) {
        m_map.slope = static_cast<float>(line->first);
        m_map.offset = static_cast<float>(line->second);
        m_map.form = CodeMap::Form::Line;
        if (isExact(m_map, m_table, bitsIn, loop)) return;
        m_map.form = CodeMap::Form::Table;
    }
    if (bitsIn > 8 || isWide) return;
    m_differences.resize(m_table.size());
    for (std::size_t i = 0; i < m_table.size(); ++i) {
        const bool isFirst = i % 128 < 16;  // Of a half (engine/device/host_codes.h).
        m_differences[i] = std::to_integer<pixel::u8>(isFirst ? m_table[i] : m_table[i] ^ m_table[i - 16]);
    }
    m_map.differences = m_differences.data();
}

// ---- A run's tables ----------------------------------------------------------------------------------------------

bool CodeTables::isWorth(const RunArgs& args) {
    const std::int64_t samples = std::int64_t{args.in[0].width} * args.in[0].height;
    return args.isPerPlane != 0 && args.bitsIn <= kMostBits && args.chromaShiftX <= 1 && args.chromaShiftY <= 1 &&
           samples >= kSamplesACode << args.bitsIn;
}

void CodeTables::make(const RunArgs& args, RunRows loops, MapCodes codes, const PointRow* steps) {
    const auto take = [&](Tables made, std::array<MappedCodes, pixel::kMaxPlanes>& to) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(args.planes); ++i) {
            if (made[i] != to[i].table() || codes != m_codes)
                to[i] = MappedCodes(std::move(made[i]), 1 << args.bitsIn, args.bitsIn, args.bitsOut, codes);
        }
    };
    take(tablesOf(args, loops, steps, 0, 0), m_single);
    // The mean of four like values may differ from them in its last bit, of two it does not: blocks of four have tables
    // of their own, and those that the picture's edge cuts the others.
    const bool isOfFour = args.chromaShiftX + args.chromaShiftY == 2;
    take(tablesOf(args, loops, steps, isOfFour ? 1 : 0, isOfFour ? 1 : 0), m_whole);
    m_codes = codes;
}

void CodeTables::rows(const RunArgs& args, int firstBlock, int endBlock) const {
    planeRows(args, 0, firstBlock << args.chromaShiftY, std::min(endBlock << args.chromaShiftY, args.in[0].height));
    for (int plane = 1; plane < args.planes; ++plane) planeRows(args, plane, firstBlock, endBlock);
}

void CodeTables::planeRows(const RunArgs& args, int plane, int firstRow, int endRow) const {
    const auto index = static_cast<std::size_t>(plane);
    const int width = args.in[plane].width;
    const int bytesIn = args.bitsIn > 8 ? 2 : 1;
    const int bytesOut = args.bitsOut > 8 ? 2 : 1;
    for (int y = firstRow; y < endRow; ++y) {
        const auto* from = rowOf<const std::byte>(args.in[plane], y);
        auto* to = rowOf<std::byte>(args.out[plane], y);
        const bool isCutRow = plane == 0 || ((y + 1) << args.chromaShiftY) > args.in[0].height;
        const int whole = isCutRow ? 0 : std::min(width, args.in[0].width >> args.chromaShiftX);
        if (whole > 0) m_codes(m_whole[index].map(), from, whole, to);
        if (width > whole) m_codes(m_single[index].map(), from + whole * bytesIn, width - whole, to + whole * bytesOut);
    }
}

}  // namespace fotograma::device
