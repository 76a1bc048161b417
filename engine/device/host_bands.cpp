#include "engine/device/host_bands.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/device/host_parallel.h"

namespace fotograma::device {
namespace {

using pixel::PlaneRef;

/// Bytes of luma in a band: with chroma, and with what came before and after, it stays in the second-level cache.
constexpr int kBytesABand = 1 << 16;
/// Rows of blocks in a band at least: passes that reach beyond it stage their first rows anew for each.
constexpr int kLeastBlocks = 8;
constexpr std::ptrdiff_t kAlignment = 64;

/// The latest rows of one plane between two passes, addressed as if the whole plane were there.
class PlaneRows {
public:
    PlaneRows() = default;
    PlaneRows(const PlaneRef& whole, int bytesPerSample, int rows, int firstRow) : m_plane(whole), m_first(firstRow) {
        m_plane.pitchBytes =
            (static_cast<std::ptrdiff_t>(whole.width) * bytesPerSample + kAlignment - 1) / kAlignment * kAlignment;
        m_bytes.resize(static_cast<std::size_t>(m_plane.pitchBytes) * static_cast<std::size_t>(rows) + kAlignment);
        const auto misplaced = reinterpret_cast<std::uintptr_t>(m_bytes.data()) % kAlignment;
        m_start = reinterpret_cast<pixel::u8*>(m_bytes.data()) + (misplaced == 0 ? 0 : kAlignment - misplaced);
    }

    /// Forgets the rows before `firstRow`; those up to `endRow` are there.
    void drop(int firstRow, int endRow) {
        if (firstRow <= m_first) return;
        std::memmove(m_start, m_start + (firstRow - m_first) * m_plane.pitchBytes,
                     static_cast<std::size_t>((endRow - firstRow) * m_plane.pitchBytes));
        m_first = firstRow;
    }

    [[nodiscard]] PlaneRef ref() const {
        PlaneRef plane = m_plane;
        // Where row 0 would lie: only rows that are there are ever touched.
        plane.data = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(m_start) -
                                             static_cast<std::uintptr_t>(m_first * m_plane.pitchBytes));
        return plane;
    }

private:
    PlaneRef m_plane;
    int m_first = 0;
    std::vector<std::byte> m_bytes;
    pixel::u8* m_start = nullptr;
};

/// A part of the picture on its way through all passes, on one thread.
class Part {
public:
    Part(std::span<const BandPass> passes, const BandShape& shape, const Planes& in, const Planes& out, int first,
         int end, int band)
        : m_passes(passes),
          m_shape(shape),
          m_out(out),
          m_end(end),
          m_band(band),
          m_made(passes.size()),
          m_rows(passes.size()),
          m_pictures(passes.size() + 1) {
        m_pictures[0] = in;
        m_made.back() = first;
        for (std::size_t i = passes.size() - 1; i > 0; --i) m_made[i - 1] = std::max(0, m_made[i] - passes[i].reach);
        for (std::size_t i = 0; i < passes.size(); ++i) allocate(i);
    }

    void run() {
        std::vector<int> wanted(m_passes.size());
        while (m_made.back() < m_end) {
            wanted.back() = std::min(m_end, m_made.back() + m_band);
            for (std::size_t i = m_passes.size() - 1; i > 0; --i)
                wanted[i - 1] = std::min(m_shape.blockRows, wanted[i] + m_passes[i].reach);
            for (std::size_t i = 0; i < m_passes.size(); ++i) make(i, wanted[i]);
        }
    }

private:
    [[nodiscard]] int rowOf(int plane, int block) const {
        return plane == 0 ? std::min(block << m_shape.chromaShiftY, m_out[0].height) : block;
    }
    [[nodiscard]] static bool makes(const BandPass& pass, int plane) { return (pass.planeMask >> plane & 1U) != 0; }
    /// What is made of a plane by a pass goes straight to the result where no later one makes it.
    [[nodiscard]] bool isLastMaker(std::size_t pass, int plane) const {
        return std::ranges::none_of(m_passes.subspan(pass + 1),
                                    [&](const BandPass& later) { return makes(later, plane); });
    }

    void allocate(std::size_t at) {
        int reach = 0;
        for (const BandPass& later : m_passes.subspan(at + 1)) reach += later.reach;
        for (int plane = 0; plane < m_shape.planes; ++plane) {
            if (!makes(m_passes[at], plane) || isLastMaker(at, plane)) continue;
            const int blocks = std::min(m_band + 2 * reach, m_shape.blockRows);
            const int rows = plane == 0 ? blocks << m_shape.chromaShiftY : blocks;
            m_rows[at][static_cast<std::size_t>(plane)] = PlaneRows(
                m_out[static_cast<std::size_t>(plane)], m_passes[at].bytesPerSample, rows, rowOf(plane, m_made[at]));
        }
    }

    /// The lowest row of blocks that a later pass still reads of what pass `at` makes.
    [[nodiscard]] int firstNeeded(std::size_t at) const {
        int first = m_made[at];
        for (std::size_t later = at + 1; later < m_passes.size(); ++later)
            first = std::min(first, std::max(0, m_made[later] - m_passes[later].reach));
        return first;
    }

    void make(std::size_t at, int endBlock) {
        const int firstBlock = m_made[at];
        const int needed = firstNeeded(at);
        Planes& to = m_pictures[at + 1];
        for (int plane = 0; plane < m_shape.planes; ++plane) {
            const auto index = static_cast<std::size_t>(plane);
            if (!makes(m_passes[at], plane)) {
                to[index] = m_pictures[at][index];
            } else if (isLastMaker(at, plane)) {
                to[index] = m_out[index];
            } else {
                m_rows[at][index].drop(rowOf(plane, needed), rowOf(plane, firstBlock));
                to[index] = m_rows[at][index].ref();
            }
        }
        if (firstBlock >= endBlock) return;
        m_passes[at].rows(m_pictures[at], to, firstBlock, endBlock);
        m_made[at] = endBlock;
    }

    std::span<const BandPass> m_passes;
    const BandShape& m_shape;
    const Planes& m_out;
    int m_end;
    int m_band;
    std::vector<int> m_made;  ///< By pass: rows of blocks before this one are made.
    std::vector<std::array<PlaneRows, pixel::kMaxPlanes>> m_rows;
    std::vector<Planes> m_pictures;  ///< What each pass reads, then the result.
};

}  // namespace

void runBands(std::span<const BandPass> passes, const BandShape& shape, const Planes& in, const Planes& out) {
    const int rowBytes = std::max(1, out[0].width * passes.back().bytesPerSample);
    const int band = std::max(kLeastBlocks, (kBytesABand / rowBytes) >> shape.chromaShiftY);
    // No smaller than needed to keep all threads busy: the rows around every part are made twice.
    const int part = std::max(band, shape.blockRows / (2 * hostThreads()));
    parallelRows(shape.blockRows, part,
                 [&](int first, int end) { Part(passes, shape, in, out, first, end, band).run(); });
}

}  // namespace fotograma::device
