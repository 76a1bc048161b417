// The host's fast variant of nlmeans: the plain kernel compares every patch anew; here the squared differences of one
// offset are computed once for a tile and summed down and across, so that the cost no longer grows with the patch's area.
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
constexpr int kTileHeight = 32;
constexpr int kPaddedWidth = kTileWidth + 2 * kLargestReach;
constexpr int kPaddedHeight = kTileHeight + 2 * kLargestReach;
constexpr int kLargestPatch = 6;
constexpr int kRowWidth = kTileWidth + 2 * kLargestPatch;

struct Scratch {
    std::array<f32, kPaddedWidth * kPaddedHeight> samples;  ///< The tile with what lies around it.
    std::array<f32, kTileWidth * kTileHeight> values;       ///< Weighted sums.
    std::array<f32, kTileWidth * kTileHeight> weights;
    std::array<std::array<f32, kRowWidth>, 2 * kLargestPatch + 1> squares;  ///< The latest rows of one offset.
    std::array<f32, kRowWidth> columns;

    [[nodiscard]] const f32* at(int x, int y) const {
        return samples.data() + (y + kLargestReach) * kPaddedWidth + x + kLargestReach;
    }
};

/// Squared differences of a row, `patch` samples wider than the tile on both sides.
FOTOGRAMA_TWO_BUILDS void squaresOf(const f32* here, const f32* there, int count, f32* to) {
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) {
        const f32 difference = there[i] - here[i];
        to[i] = difference * difference;
    }
}

FOTOGRAMA_TWO_BUILDS void sumRows(const f32* const* rows, int rowCount, int count, f32* to) {
    std::copy_n(rows[0], count, to);
    for (int r = 1; r < rowCount; ++r) {
        const f32* row = rows[r];
#pragma GCC ivdep
        for (int i = 0; i < count; ++i) to[i] += row[i];
    }
}

/// Adds the samples of one offset with their weights; Side is 2 * patch + 1.
template <int Side>
inline __attribute__((always_inline)) void addWeighted(const f32* columns, const f32* there, int width, f32 falloff,
                                                       f32* values, f32* weights) {
#pragma GCC ivdep
    for (int i = 0; i < width; ++i) {
        f32 distance = columns[i];
#pragma GCC unroll 13
        for (int k = 1; k < Side; ++k) distance += columns[i + k];
        const f32 weight = pixel::exp2(distance * falloff);
        values[i] += weight * there[i];
        weights[i] += weight;
    }
}

FOTOGRAMA_TWO_BUILDS void addOffset(int patch, const f32* columns, const f32* there, int width, f32 falloff,
                                    f32* values, f32* weights) {
    switch (patch) {
        case 1: return addWeighted<3>(columns, there, width, falloff, values, weights);
        case 2: return addWeighted<5>(columns, there, width, falloff, values, weights);
        case 3: return addWeighted<7>(columns, there, width, falloff, values, weights);
        case 4: return addWeighted<9>(columns, there, width, falloff, values, weights);
        case 5: return addWeighted<11>(columns, there, width, falloff, values, weights);
        default: return addWeighted<13>(columns, there, width, falloff, values, weights);
    }
}

void oneOffset(Scratch& scratch, const Likeness::Params& params, int sx, int sy, int width, int height) {
    const int patch = params.patch;
    const int side = 2 * patch + 1;
    std::array<const f32*, 2 * kLargestPatch + 1> rows{};
    for (int y = -patch; y < height + patch; ++y) {
        const int slot = (y + patch) % side;
        f32* squares = scratch.squares[static_cast<std::size_t>(slot)].data();
        squaresOf(scratch.at(-patch, y), scratch.at(sx - patch, sy + y), width + 2 * patch, squares);
        if (y < patch) continue;
        for (int r = 0; r < side; ++r) {
            rows[static_cast<std::size_t>(r)] = scratch.squares[static_cast<std::size_t>(r)].data();
        }
        sumRows(rows.data(), side, width + 2 * patch, scratch.columns.data());
        const int made = y - patch;
        addOffset(patch, scratch.columns.data(), scratch.at(sx, sy + made), width, params.falloff,
                  scratch.values.data() + made * kTileWidth, scratch.weights.data() + made * kTileWidth);
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
                scratch->values.fill(0.0F);
                scratch->weights.fill(0.0F);
                for (int sy = -params.search; sy <= params.search; ++sy) {
                    for (int sx = -params.search; sx <= params.search; ++sx) {
                        oneOffset(*scratch, params, sx, sy, width, height);
                    }
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
        .toleranceReason = "differences are summed in another order, so a value between two codes may fall either way.",
        .prepare = SummedMeans::create,
    };
    return value;
}

}  // namespace fotograma::filters::nlmeans
