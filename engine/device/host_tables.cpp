#include "engine/device/host_tables.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
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

/// A plane's tables: of chroma whose block is whole, and of all else.
struct PlaneTables {
    const std::vector<std::byte>& single;
    const std::vector<std::byte>& whole;
};

template <class In, class Out>
void rowsBy(const PlaneTables& tables, const RunArgs& args, int plane, int firstRow, int endRow) {
    const int width = args.in[plane].width;
    for (int y = firstRow; y < endRow; ++y) {
        const In* from = rowOf<const In>(args.in[plane], y);
        Out* to = rowOf<Out>(args.out[plane], y);
        const bool isCutRow = plane == 0 || ((y + 1) << args.chromaShiftY) > args.in[0].height;
        const int whole = isCutRow ? 0 : std::min(width, args.in[0].width >> args.chromaShiftX);
        lookUp(from, whole, tables.whole, to);
        lookUp(from + whole, width - whole, tables.single, to + whole);
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
                  : m_single) {}

void CodeTables::rows(const RunArgs& args, int firstBlock, int endBlock) const {
    planeRows(args, 0, firstBlock << args.chromaShiftY, std::min(endBlock << args.chromaShiftY, args.in[0].height));
    for (int plane = 1; plane < args.planes; ++plane) planeRows(args, plane, firstBlock, endBlock);
}

void CodeTables::planeRows(const RunArgs& args, int plane, int firstRow, int endRow) const {
    const auto index = static_cast<std::size_t>(plane);
    const PlaneTables tables{m_single[index], m_whole[index]};
    if (args.bitsIn > 8) {
        if (args.bitsOut > 8) return rowsBy<pixel::u16, pixel::u16>(tables, args, plane, firstRow, endRow);
        return rowsBy<pixel::u16, pixel::u8>(tables, args, plane, firstRow, endRow);
    }
    if (args.bitsOut > 8) return rowsBy<pixel::u8, pixel::u16>(tables, args, plane, firstRow, endRow);
    rowsBy<pixel::u8, pixel::u8>(tables, args, plane, firstRow, endRow);
}

}  // namespace fotograma::device
