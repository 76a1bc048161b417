#include "engine/device/host_tables.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/device/host_parallel.h"

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

template <class Sample>
using Table = std::vector<Sample>;

/// What the run makes of every code value in each plane, `blocks` of that many luma samples.
template <class In, class Out>
std::array<Table<Out>, 3> tablesOf(RunArgs args, RunRows rows, const PointRow* steps, int shiftX, int shiftY) {
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
    lumaMade.samples.resize(static_cast<std::size_t>(codes));
    return {std::move(lumaMade.samples), std::move(chromaMade[0].samples), std::move(chromaMade[1].samples)};
}

template <class In, class Out>
void lookUp(const In* from, int count, const Table<Out>& table, Out* to) {
    const Out* const values = table.data();
    const unsigned last = static_cast<unsigned>(table.size() - 1);
    for (int i = 0; i < count; ++i) to[i] = values[std::min<unsigned>(from[i], last)];
}

template <class In, class Out>
void runTables(const RunArgs& args, RunRows rows, const PointRow* steps, int rowsAPart) {
    // The mean of four like values may differ from them in its last bit, of two it does not: blocks of four have tables
    // of their own, and those that the picture's edge cuts the others.
    const auto single = tablesOf<In, Out>(args, rows, steps, 0, 0);
    const bool hasFours = args.chromaShiftX + args.chromaShiftY == 2;
    const auto whole = hasFours ? tablesOf<In, Out>(args, rows, steps, args.chromaShiftX, args.chromaShiftY) : single;
    const auto rowOf = [](const PlaneRef& plane, int y) {
        return static_cast<pixel::u8*>(plane.data) + y * plane.pitchBytes;
    };
    const int blockRows = args.in[args.planes - 1].height;
    parallelRows(blockRows, rowsAPart, [&](int first, int end) {
        const int lumaEnd = std::min(end << args.chromaShiftY, args.in[0].height);
        for (int y = first << args.chromaShiftY; y < lumaEnd; ++y) {
            lookUp(reinterpret_cast<const In*>(rowOf(args.in[0], y)), args.in[0].width, single[0],
                   reinterpret_cast<Out*>(rowOf(args.out[0], y)));
        }
        for (std::size_t plane = 1; plane < static_cast<std::size_t>(args.planes); ++plane) {
            for (int y = first; y < end; ++y) {
                const auto* from = reinterpret_cast<const In*>(rowOf(args.in[plane], y));
                auto* to = reinterpret_cast<Out*>(rowOf(args.out[plane], y));
                const int width = args.in[plane].width;
                const bool isCutRow = ((y + 1) << args.chromaShiftY) > args.in[0].height;
                const int wholeBlocks = isCutRow ? 0 : args.in[0].width >> args.chromaShiftX;
                lookUp(from, wholeBlocks, whole[plane], to);
                lookUp(from + wholeBlocks, width - wholeBlocks, single[plane], to + wholeBlocks);
            }
        }
    });
}

}  // namespace

bool isWorthTables(const RunArgs& args) {
    const std::int64_t samples = std::int64_t{args.in[0].width} * args.in[0].height;
    return args.isPerPlane != 0 && args.bitsIn <= kMostBits && args.chromaShiftX <= 1 && args.chromaShiftY <= 1 &&
           samples >= kSamplesACode << args.bitsIn;
}

void runByTables(const RunArgs& args, RunRows rows, const PointRow* steps, int rowsAPart) {
    if (args.bitsIn > 8) {
        if (args.bitsOut > 8) return runTables<pixel::u16, pixel::u16>(args, rows, steps, rowsAPart);
        return runTables<pixel::u16, pixel::u8>(args, rows, steps, rowsAPart);
    }
    if (args.bitsOut > 8) return runTables<pixel::u8, pixel::u16>(args, rows, steps, rowsAPart);
    runTables<pixel::u8, pixel::u8>(args, rows, steps, rowsAPart);
}

}  // namespace fotograma::device
