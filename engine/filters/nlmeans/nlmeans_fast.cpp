// The host's fast variant of nlmeans: the plain kernel compares every patch anew. Here the squared differences of one
// offset are summed by rows that slide down a tile, so that the cost no longer grows with the patch's area; and the weight
// of a sample for another is that of the other for it, so that half of the offsets are enough.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "engine/device/host_parallel.h"
#include "engine/filter/definition.h"
#include "engine/filters/nlmeans/use.h"
#include "engine/pixel/sample.h"

// One function, two builds, chosen when the program starts; where the loader cannot choose there is only the first.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOTOGRAMA_TWO_BUILDS __attribute__((target_clones("default", "arch=haswell")))
#else
#define FOTOGRAMA_TWO_BUILDS
#endif

namespace fotograma::filters::nlmeans {
namespace {

using pixel::f32;

constexpr int kTileWidth = 256;  ///< A tile and all that belongs to it stay in the second-level cache.
constexpr int kTileHeight = 64;
constexpr int kPaddedWidth = kTileWidth + 2 * kLargestReach;
constexpr int kPaddedHeight = kTileHeight + 2 * kLargestReach;
constexpr int kLargestPatch = 6;
constexpr int kLargestSearch = kLargestReach - kLargestPatch;
constexpr int kRowWidth = kTileWidth + 2 * kLargestPatch + kLargestSearch;

struct Scratch {
    std::array<f32, kPaddedWidth * kPaddedHeight> samples;  ///< The tile with what lies around it.
    std::array<f32, kTileWidth * kTileHeight> values;       ///< Weighted sums.
    std::array<f32, kTileWidth * kTileHeight> weights;
    std::array<std::array<f32, kRowWidth>, 2 * kLargestPatch + 1> squares;  ///< The latest rows of one offset.
    std::array<f32, kRowWidth> columns;                                     ///< Their sums.
    std::array<f32, kRowWidth> alike;                                       ///< Weights of one row and one offset.

    [[nodiscard]] const f32* at(int x, int y) const {
        return samples.data() + (y + kLargestReach) * kPaddedWidth + x + kLargestReach;
    }
};

/// One row further down: its squared differences come in, those of the row that `squares` held go out. Whole numbers
/// under 2^24, as 8-bit pictures have them, stay exact however long the rows slide.
FOTOGRAMA_TWO_BUILDS void slideDown(const f32* here, const f32* there, int count, f32* squares, f32* columns) {
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) {
        const f32 difference = there[i] - here[i];
        const f32 square = difference * difference;
        columns[i] += square - squares[i];
        squares[i] = square;
    }
}

/// 2 to the power of what is not positive, to 3e-6 of itself: a weight needs no more.
inline __attribute__((always_inline)) f32 weightOf(f32 exponent) {
    const f32 held = pixel::maximum(exponent, -126.0F);
    constexpr f32 kLarge = 12582912.0F;  // 1.5 * 2^23, as in pixel::exp2
    const f32 shifted = held + kLarge;
    const f32 f = held - (shifted - kLarge);
    const f32 f2 = f * f;
    // The best polynomial of degree 4 between -1/2 and 1/2, by its even and odd halves.
    const f32 sum = (0.999999261F + f * 0.693121815F) + f2 * ((0.240247448F + f * 0.0559178603F) + f2 * 0.00957010191F);
    return sum * pixel::floatOf(static_cast<int>((static_cast<unsigned>(pixel::bitsOf(shifted)) + 127U) << 23));
}

/// Count columns from the first on. Without a loop: one inside that of the row would keep the row from being vectorised.
template <int Count>
inline __attribute__((always_inline)) f32 sumOf(const f32* columns) {
    if constexpr (Count == 1) {
        return columns[0];
    } else {
        constexpr int kHalf = Count / 2;
        return sumOf<kHalf>(columns) + sumOf<Count - kHalf>(columns + kHalf);
    }
}

/// Weights of a row from the sums of its columns; Side is 2 * patch + 1.
template <int Side>
inline __attribute__((always_inline)) void weigh(const f32* columns, int count, f32 falloff, f32* alike) {
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) alike[i] = weightOf(sumOf<Side>(columns + i) * falloff);
}

FOTOGRAMA_TWO_BUILDS void weightsOf(int patch, const f32* columns, int count, f32 falloff, f32* alike) {
    switch (patch) {
        case 1: return weigh<3>(columns, count, falloff, alike);
        case 2: return weigh<5>(columns, count, falloff, alike);
        case 3: return weigh<7>(columns, count, falloff, alike);
        case 4: return weigh<9>(columns, count, falloff, alike);
        case 5: return weigh<11>(columns, count, falloff, alike);
        default: return weigh<13>(columns, count, falloff, alike);
    }
}

FOTOGRAMA_TWO_BUILDS void addWeighted(const f32* alike, const f32* there, int count, f32* values, f32* weights) {
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) {
        values[i] += alike[i] * there[i];
        weights[i] += alike[i];
    }
}

struct Size {
    int width, height;
};

/// Samples of the tile with those that lie (sx, sy) from them, and the other way round; sy is not negative.
void oneOffset(Scratch& scratch, const Likeness::Params& params, int sx, int sy, Size tile) {
    const int patch = params.patch;
    const int side = 2 * patch + 1;
    // From where the other sample is the first of the tile's to where this one is the last.
    const int firstX = std::min(0, -sx);
    const int count = tile.width + std::abs(sx);
    const int firstY = -sy;
    const int columns = count + 2 * patch;
    std::fill_n(scratch.columns.data(), columns, 0.0F);
    for (int r = 0; r < side; ++r) std::fill_n(scratch.squares[static_cast<std::size_t>(r)].data(), columns, 0.0F);
    for (int y = firstY - patch; y < tile.height + patch; ++y) {
        const int slot = (y - firstY + patch) % side;
        slideDown(scratch.at(firstX - patch, y), scratch.at(firstX + sx - patch, y + sy), columns,
                  scratch.squares[static_cast<std::size_t>(slot)].data(), scratch.columns.data());
        const int here = y - patch;
        if (here < firstY) continue;
        weightsOf(patch, scratch.columns.data(), count, params.falloff, scratch.alike.data());
        const f32* alike = scratch.alike.data();
        if (here >= 0) {
            addWeighted(alike - firstX, scratch.at(sx, here + sy), tile.width,
                        scratch.values.data() + here * kTileWidth, scratch.weights.data() + here * kTileWidth);
        }
        const int there = here + sy;
        if (there < tile.height) {
            addWeighted(alike - sx - firstX, scratch.at(-sx, here), tile.width,
                        scratch.values.data() + there * kTileWidth, scratch.weights.data() + there * kTileWidth);
        }
    }
}

/// Every sample weighs 1 for itself.
void beginWithItself(Scratch& scratch, Size tile) {
    for (int y = 0; y < tile.height; ++y) {
        std::copy_n(scratch.at(0, y), tile.width, scratch.values.data() + y * kTileWidth);
        std::fill_n(scratch.weights.data() + y * kTileWidth, tile.width, 1.0F);
    }
}

template <class Sample>
void loadTile(const frame::Plane& plane, int firstX, int firstY, int width, int height, Scratch& scratch) {
    for (int y = -kLargestReach; y < height + kLargestReach; ++y) {
        const auto* row = reinterpret_cast<const Sample*>(plane.data + std::clamp(firstY + y, 0, plane.height - 1) *
                                                                           plane.pitchBytes);
        f32* to = scratch.samples.data() + (y + kLargestReach) * kPaddedWidth;
        for (int x = -kLargestReach; x < width + kLargestReach; ++x) {
            *to++ = static_cast<f32>(row[std::clamp(firstX + x, 0, plane.width - 1)]);
        }
    }
}

template <class Sample>
void storeTile(const Scratch& scratch, const frame::Plane& plane, int firstX, int firstY, int width, int height,
               f32 peak) {
    for (int y = 0; y < height; ++y) {
        auto* row = reinterpret_cast<Sample*>(plane.data + (firstY + y) * plane.pitchBytes) + firstX;
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>(y * kTileWidth + x);
            row[x] = pixel::toSample<Sample>(scratch.values[at] / scratch.weights[at], peak);
        }
    }
}

template <class Sample>
void denoise(const frame::Plane& in, const frame::Plane& out, const Likeness::Params& params, f32 peak) {
    const int bands = (in.height + kTileHeight - 1) / kTileHeight;
    device::parallelRows(bands, 1, [&](int first, int end) {
        const auto scratch = std::make_unique<Scratch>();
        for (int firstY = first * kTileHeight; firstY < std::min(end * kTileHeight, in.height); firstY += kTileHeight) {
            const int height = std::min(kTileHeight, in.height - firstY);
            for (int firstX = 0; firstX < in.width; firstX += kTileWidth) {
                const int width = std::min(kTileWidth, in.width - firstX);
                loadTile<Sample>(in, firstX, firstY, width, height, *scratch);
                beginWithItself(*scratch, {width, height});
                for (int sy = 0; sy <= params.search; ++sy) {
                    for (int sx = sy == 0 ? 1 : -params.search; sx <= params.search; ++sx)
                        oneOffset(*scratch, params, sx, sy, {width, height});
                }
                storeTile<Sample>(*scratch, out, firstX, firstY, width, height, peak);
            }
        }
    });
}

class SummedMeans final : public filter::HostVariant {
public:
    static base::Result<std::unique_ptr<filter::HostVariant>> create(const filter::Values& values,
                                                                     const frame::PictureSpec& input,
                                                                     const frame::PictureSpec&) {
        return std::make_unique<SummedMeans>(paramsFrom(values, input), planesFrom(values, input));
    }

    SummedMeans(const Likeness::Params& params, unsigned planeMask) : m_params(params), m_planeMask(planeMask) {}

    base::Status run(const frame::Frame& in, const frame::MutableFrame& out) override {
        const frame::PictureFormat& format = in.spec().format;
        const f32 peak = pixel::peakOf(format.bits);
        for (int p = 0; p < in.planes(); ++p) {
            const frame::Plane& from = in.plane(p);
            const frame::Plane& to = out.plane(p);
            if ((m_planeMask >> p & 1U) == 0) {
                copy(from, to, format.bytesPerSample());
            } else if (format.sample == frame::SampleType::U8) {
                denoise<pixel::u8>(from, to, m_params, peak);
            } else {
                denoise<pixel::u16>(from, to, m_params, peak);
            }
        }
        return {};
    }

private:
    static void copy(const frame::Plane& from, const frame::Plane& to, int bytesPerSample) {
        for (int y = 0; y < from.height; ++y) {
            std::memcpy(to.data + y * to.pitchBytes, from.data + y * from.pitchBytes,
                        static_cast<std::size_t>(from.width * bytesPerSample));
        }
    }

    Likeness::Params m_params;
    unsigned m_planeMask;
};

}  // namespace

const filter::HostVariantInfo& hostVariant() {
    static const filter::HostVariantInfo value{
        .filter = "nlmeans",
        .name = "sums",
        .tolerance = 1.0,
        .toleranceReason =
            "differences are summed in another order and weights are right to 3e-6 of themselves, so a value "
            "between two codes may fall either way.",
        .prepare = SummedMeans::create,
    };
    return value;
}

}  // namespace fotograma::filters::nlmeans
