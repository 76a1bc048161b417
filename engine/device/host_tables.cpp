#include "engine/device/host_tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numeric>
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

constexpr int kLineShift = 16;

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

// One function, two builds, chosen when the program starts; where the loader cannot choose there is only the first.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOTOGRAMA_TWO_BUILDS __attribute__((target_clones("default", "arch=haswell")))
#else
#define FOTOGRAMA_TWO_BUILDS
#endif

/// Codes of 8 bits on a straight line that is cut off at both ends, by integers.
FOTOGRAMA_TWO_BUILDS void alongLine(const pixel::u8* from, int count, StraightLine line, pixel::u8* to) {
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) {
        const int value = (from[i] * line.slope + line.offset) >> kLineShift;
        const int atLeast = value < line.low ? line.low : value;
        to[i] = static_cast<pixel::u8>(atLeast > line.high ? line.high : atLeast);
    }
}

template <class In, class Out>
void lookUp(const In* from, int count, const std::vector<std::byte>& table, Out* to) {
    const Out* const values = reinterpret_cast<const Out*>(table.data());
    const unsigned last = static_cast<unsigned>(table.size() / sizeof(Out) - 1);
    for (int i = 0; i < count; ++i) to[i] = values[std::min<unsigned>(from[i], last)];
}

template <class Sample>
Sample* rowOf(const PlaneRef& plane, int y) {
    return reinterpret_cast<Sample*>(static_cast<pixel::u8*>(plane.data) + y * plane.pitchBytes);
}

constexpr int kCodes = 256;

int codeOf(const std::vector<std::byte>& table, int code) {
    return std::to_integer<int>(table[static_cast<std::size_t>(code)]);
}

bool isThrough(const StraightLine& line, const std::vector<std::byte>& table) {
    for (int code = 0; code < kCodes; ++code) {
        const int value = (code * line.slope + line.offset) >> kLineShift;
        if (std::clamp(value, line.low, line.high) != codeOf(table, code)) return false;
    }
    return true;
}

/// The line of that slope where the table leaves room for one: every code says where it may start.
std::optional<StraightLine> lineOfSlope(const std::vector<std::byte>& table, int slope, int low, int high) {
    constexpr std::int64_t kLargest = 1 << 29;  // With 255 slopes of at most 16 it stays inside 32 bits.
    std::int64_t atLeast = -kLargest;
    std::int64_t atMost = kLargest;
    for (int code = 0; code < kCodes; ++code) {
        const std::int64_t start = (std::int64_t{codeOf(table, code)} << kLineShift) - std::int64_t{slope} * code;
        if (codeOf(table, code) > low) atLeast = std::max(atLeast, start);
        if (codeOf(table, code) < high) atMost = std::min(atMost, start + (1 << kLineShift) - 1);
    }
    if (atLeast > atMost) return std::nullopt;
    return StraightLine{slope, static_cast<int>((atLeast + atMost) / 2), low, high};
}

/// The line that a table of 256 codes lies on, to the bit, if there is one: contrast, brightness, saturation and other
/// ranges are. Vectors then compute what one load a sample would fetch.
std::optional<StraightLine> lineOf(const std::vector<std::byte>& table) {
    if (table.size() != kCodes) return std::nullopt;
    const auto [low, high] = std::minmax({codeOf(table, 0), codeOf(table, kCodes - 1)});
    int first = 0;
    int last = kCodes - 1;
    while (first < last && codeOf(table, first + 1) == codeOf(table, first)) ++first;
    while (last > first && codeOf(table, last - 1) == codeOf(table, last)) --last;
    const double middle =
        first < last ? static_cast<double>(codeOf(table, last) - codeOf(table, first)) / (last - first) : 0.0;
    // The slope of two rounded codes is off by a little: a 256th of a code more or less is what a table tells apart.
    constexpr int kTries = 32;
    for (int attempt = -kTries; attempt <= kTries; ++attempt) {
        const double slope = middle + attempt / 1024.0;
        if (std::abs(slope) > 16.0) continue;
        const auto line = lineOfSlope(table, static_cast<int>(std::lround(slope * (1 << kLineShift))), low, high);
        if (line && isThrough(*line, table)) return line;
    }
    return std::nullopt;
}

/// A plane's tables: of chroma whose block is whole, and of all else.
struct PlaneTables {
    const std::vector<std::byte>& single;
    const std::vector<std::byte>& whole;
    const std::optional<StraightLine>& singleLine;
    const std::optional<StraightLine>& wholeLine;
};

template <class In, class Out>
void made(const In* from, int count, const std::vector<std::byte>& table, const std::optional<StraightLine>& line,
          Out* to) {
    if constexpr (sizeof(In) == 1 && sizeof(Out) == 1) {
        if (line) return alongLine(from, count, *line, to);
    }
    lookUp(from, count, table, to);
}

template <class In, class Out>
void rowsBy(const PlaneTables& tables, const RunArgs& args, int plane, int firstRow, int endRow) {
    const int width = args.in[plane].width;
    for (int y = firstRow; y < endRow; ++y) {
        const In* from = rowOf<const In>(args.in[plane], y);
        Out* to = rowOf<Out>(args.out[plane], y);
        const bool isCutRow = plane == 0 || ((y + 1) << args.chromaShiftY) > args.in[0].height;
        const int whole = isCutRow ? 0 : std::min(width, args.in[0].width >> args.chromaShiftX);
        made(from, whole, tables.whole, tables.wholeLine, to);
        made(from + whole, width - whole, tables.single, tables.singleLine, to + whole);
    }
}

}  // namespace

bool CodeTables::isWorth(const RunArgs& args) {
    const std::int64_t samples = std::int64_t{args.in[0].width} * args.in[0].height;
    return args.isPerPlane != 0 && args.bitsIn <= kMostBits && args.chromaShiftX <= 1 && args.chromaShiftY <= 1 &&
           samples >= kSamplesACode << args.bitsIn;
}

CodeTables::CodeTables(const RunArgs& args, RunRows loops, const PointRow* steps)
    : m_single(tablesOf(args, loops, steps, 0, 0)),
      // The mean of four like values may differ from them in its last bit, of two it does not: blocks of four have tables
      // of their own, and those that the picture's edge cuts the others.
      m_whole(args.chromaShiftX + args.chromaShiftY == 2
                  ? tablesOf(args, loops, steps, args.chromaShiftX, args.chromaShiftY)
                  : m_single) {
    if (args.bitsIn != 8 || args.bitsOut != 8) return;
    for (std::size_t i = 0; i < static_cast<std::size_t>(args.planes); ++i) {
        m_singleLines[i] = lineOf(m_single[i]);
        m_wholeLines[i] = lineOf(m_whole[i]);
    }
}

void CodeTables::rows(const RunArgs& args, int firstBlock, int endBlock) const {
    planeRows(args, 0, firstBlock << args.chromaShiftY, std::min(endBlock << args.chromaShiftY, args.in[0].height));
    for (int plane = 1; plane < args.planes; ++plane) planeRows(args, plane, firstBlock, endBlock);
}

void CodeTables::planeRows(const RunArgs& args, int plane, int firstRow, int endRow) const {
    const auto index = static_cast<std::size_t>(plane);
    const PlaneTables tables{m_single[index], m_whole[index], m_singleLines[index], m_wholeLines[index]};
    if (args.bitsIn > 8) {
        if (args.bitsOut > 8) return rowsBy<pixel::u16, pixel::u16>(tables, args, plane, firstRow, endRow);
        return rowsBy<pixel::u16, pixel::u8>(tables, args, plane, firstRow, endRow);
    }
    if (args.bitsOut > 8) return rowsBy<pixel::u8, pixel::u16>(tables, args, plane, firstRow, endRow);
    rowsBy<pixel::u8, pixel::u8>(tables, args, plane, firstRow, endRow);
}

}  // namespace fotograma::device
