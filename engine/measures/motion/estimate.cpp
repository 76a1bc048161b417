#include "engine/measures/motion/estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace fotograma::measures::motion {
namespace {

using Complex = std::complex<double>;

constexpr int kSmallestSide = 12;        ///< Of the coarsest level.
constexpr double kLeastGradient = 0.05;  ///< Mean square, in code values a sample: less is a flat picture.
constexpr double kTukey = 4.6851;        ///< 95 % efficient for normal noise.
constexpr double kMadToDeviation = 1.4826;
constexpr double kLeastDeviation = 0.35;  ///< Of residuals, in code values: rounding and compression are always there.
constexpr double kFarthest = 0.25;        ///< Of the sides: the search at the coarsest level.
constexpr int kMostSteps = 12;
constexpr double kSmallStep = 0.002;  ///< In samples of a level: there it ends.

/// One level of a pyramid. A sample (i, j) is at ((i + 1/2) * scale - centreX) * aspect, (j + 1/2) * scale - centreY.
struct Level {
    int width = 0;
    int height = 0;
    double scale = 1.0;  ///< Of its samples to those of the thumbnail.
    std::vector<float> luma;

    [[nodiscard]] float at(int x, int y) const {
        return luma[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// Coordinates of both pictures.
struct Ground {
    double aspect;
    double centreX, centreY;

    [[nodiscard]] Complex placeOf(const Level& level, double x, double y) const {
        return {((x + 0.5) * level.scale - centreX) * aspect, (y + 0.5) * level.scale - centreY};
    }
    [[nodiscard]] Complex sampleAt(const Level& level, const Complex& place) const {
        return {(place.real() / aspect + centreX) / level.scale - 0.5, (place.imag() + centreY) / level.scale - 0.5};
    }
    /// So far from the centre 1 stands for a turn: shift and turn are then of one size in the equations.
    [[nodiscard]] double radius() const { return std::max(centreX * aspect, centreY); }
};

Level halved(const Level& level) {
    Level half{level.width / 2, level.height / 2, level.scale * 2.0, {}};
    half.luma.reserve(static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
    for (int y = 0; y < half.height; ++y) {
        for (int x = 0; x < half.width; ++x) {
            half.luma.push_back(0.25F * (level.at(2 * x, 2 * y) + level.at(2 * x + 1, 2 * y) +
                                         level.at(2 * x, 2 * y + 1) + level.at(2 * x + 1, 2 * y + 1)));
        }
    }
    return half;
}

/// By 1 2 1 both ways, so that straight lines between samples say what lies there.
Level smoothed(const Level& level) {
    Level made = level;
    std::vector<float> rows = level.luma;
    const auto width = static_cast<std::size_t>(level.width);
    for (int y = 0; y < level.height; ++y) {
        const float* from = level.luma.data() + static_cast<std::size_t>(y) * width;
        float* to = rows.data() + static_cast<std::size_t>(y) * width;
        for (std::size_t x = 1; x + 1 < width; ++x) to[x] = 0.25F * (from[x - 1] + from[x + 1]) + 0.5F * from[x];
    }
    for (int y = 1; y + 1 < level.height; ++y) {
        const float* from = rows.data() + static_cast<std::size_t>(y) * width;
        float* to = made.luma.data() + static_cast<std::size_t>(y) * width;
        for (std::size_t x = 0; x < width; ++x) to[x] = 0.25F * (from[x - width] + from[x + width]) + 0.5F * from[x];
    }
    return made;
}

/// From the finest to the coarsest.
std::vector<Level> pyramidOf(const Thumbnail& picture) {
    std::vector<Level> raw{{picture.width, picture.height, 1.0, picture.luma}};
    while (std::min(raw.back().width, raw.back().height) >= 2 * kSmallestSide) raw.push_back(halved(raw.back()));
    std::vector<Level> levels;
    for (const Level& level : raw) levels.push_back(smoothed(level));
    return levels;
}

double meanSquareGradient(const Level& level) {
    double sum = 0.0;
    for (int y = 1; y + 1 < level.height; ++y) {
        for (int x = 1; x + 1 < level.width; ++x) {
            const double across = 0.5 * (level.at(x + 1, y) - level.at(x - 1, y));
            const double down = 0.5 * (level.at(x, y + 1) - level.at(x, y - 1));
            sum += across * across + down * down;
        }
    }
    return sum / std::max(1.0, static_cast<double>(level.width - 2) * (level.height - 2));
}

/// Correlation of luma when `now` lies shifted by whole samples.
double correlation(const Level& before, const Level& now, int shiftX, int shiftY) {
    double n = 0.0, a = 0.0, b = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;
    for (int y = std::max(0, -shiftY); y < std::min(before.height, before.height - shiftY); ++y) {
        for (int x = std::max(0, -shiftX); x < std::min(before.width, before.width - shiftX); ++x) {
            const double p = before.at(x, y);
            const double q = now.at(x + shiftX, y + shiftY);
            n += 1.0;
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }
    }
    const double spread = std::sqrt(std::max(0.0, aa - a * a / n) * std::max(0.0, bb - b * b / n));
    return spread > 0.0 ? (ab - a * b / n) / spread : 0.0;
}

/// Where the later picture lies at the coarsest level, in whole samples. Nearer places win by a little.
Complex coarseShift(const Level& before, const Level& now) {
    constexpr double kPerSample = 0.002;
    const int farX = static_cast<int>(kFarthest * before.width);
    const int farY = static_cast<int>(kFarthest * before.height);
    Complex best = 0.0;
    double highest = -2.0;
    for (int y = -farY; y <= farY; ++y) {
        for (int x = -farX; x <= farX; ++x) {
            const double found = correlation(before, now, x, y) - kPerSample * std::hypot(x, y);
            if (found <= highest) continue;
            highest = found;
            best = {static_cast<double>(x), static_cast<double>(y)};
        }
    }
    return best;
}

// ---- Steps of least squares ------------------------------------------------------------------------------------

enum Unknown { kTurn, kZoom, kAcross, kDown, kOffset, kGain, kUnknowns };

/// Symmetric normal equations; those that are not asked for are held at 0.
struct Equations {
    std::array<std::array<double, kUnknowns>, kUnknowns> matrix{};
    std::array<double, kUnknowns> right{};

    void add(const std::array<double, kUnknowns>& row, double value, double weight) {
        for (std::size_t i = 0; i < kUnknowns; ++i) {
            const double weighted = weight * row[i];
            right[i] += weighted * value;
            for (std::size_t j = 0; j <= i; ++j) matrix[i][j] += weighted * row[j];
        }
    }

    /// By Cholesky's decomposition; nothing where the picture does not tell.
    [[nodiscard]] std::optional<std::array<double, kUnknowns>> solved() const {
        auto lower = matrix;
        for (std::size_t i = 0; i < kUnknowns; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = matrix[i][j];
                for (std::size_t k = 0; k < j; ++k) sum -= lower[i][k] * lower[j][k];
                if (i != j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 1e-9 * matrix[i][i] && matrix[i][i] > 0.0) {
                    lower[i][i] = std::sqrt(sum);
                } else {
                    return std::nullopt;
                }
            }
        }
        std::array<double, kUnknowns> found = right;
        for (std::size_t i = 0; i < kUnknowns; ++i) {
            for (std::size_t k = 0; k < i; ++k) found[i] -= lower[i][k] * found[k];
            found[i] /= lower[i][i];
        }
        for (std::size_t i = kUnknowns; i-- > 0;) {
            for (std::size_t k = i + 1; k < kUnknowns; ++k) found[i] -= lower[k][i] * found[k];
            found[i] /= lower[i][i];
        }
        return found;
    }
};

/// A level of both pictures, and what is tried on it.
class Alignment {
public:
    Alignment(const Level& before, const Level& now, const Ground& ground)
        : m_before(before), m_now(now), m_ground(ground), m_warped(before.luma.size()) {}

    /// Steps until they are small; false where the equations have no answer.
    bool improve(CameraMotion& motion, bool turns) {
        double offset = 0.0, gain = 0.0;
        for (int step = 0; step < kMostSteps; ++step) {
            warp(motion);
            const double limit = kTukey * deviation(offset, gain);
            const auto found = equations(offset, gain, limit, turns).solved();
            if (!found) return false;
            offset = (*found)[kOffset];
            gain = (*found)[kGain];
            const double radius = m_ground.radius();
            const Complex turn{1.0 + (*found)[kZoom] / radius, (*found)[kTurn] / radius};
            const Complex shift{(*found)[kAcross], (*found)[kDown]};
            motion.turn /= turn;
            motion.shift -= motion.turn * shift;
            if (std::abs(turn - 1.0) * radius + std::abs(shift) < kSmallStep * m_now.scale) break;
        }
        return true;
    }

    [[nodiscard]] double agreement(const CameraMotion& motion) {
        warp(motion);
        double ab = 0.0, aa = 0.0, bb = 0.0;
        for (int y = 1; y + 1 < m_before.height; ++y) {
            for (int x = 1; x + 1 < m_before.width; ++x) {
                const std::size_t i = indexOf(x, y);
                const auto width = static_cast<std::size_t>(m_before.width);
                const float left = m_warped[i - 1], right = m_warped[i + 1];
                const float above = m_warped[i - width], below = m_warped[i + width];
                if (left < 0.0F || right < 0.0F || above < 0.0F || below < 0.0F) continue;
                const double ax = m_before.at(x + 1, y) - m_before.at(x - 1, y), bx = right - left;
                const double ay = m_before.at(x, y + 1) - m_before.at(x, y - 1), by = below - above;
                ab += ax * bx + ay * by;
                aa += ax * ax + ay * ay;
                bb += bx * bx + by * by;
            }
        }
        return aa > 0.0 && bb > 0.0 ? std::clamp(ab / std::sqrt(aa * bb), 0.0, 1.0) : 0.0;
    }

private:
    static constexpr float kOutside = -1.0F;

    [[nodiscard]] std::size_t indexOf(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_before.width) + static_cast<std::size_t>(x);
    }

    /// The later picture as it would lie on the earlier one; kOutside where it has nothing.
    void warp(const CameraMotion& motion) {
        const Complex origin = m_ground.sampleAt(m_now, motion.turn * m_ground.placeOf(m_before, 0, 0) + motion.shift);
        const Complex right = m_ground.sampleAt(m_now, motion.turn * m_ground.placeOf(m_before, 1, 0) + motion.shift);
        const Complex below = m_ground.sampleAt(m_now, motion.turn * m_ground.placeOf(m_before, 0, 1) + motion.shift);
        const Complex across = right - origin;
        const Complex down = below - origin;
        for (int y = 0; y < m_before.height; ++y) {
            for (int x = 0; x < m_before.width; ++x) {
                const Complex at = origin + static_cast<double>(x) * across + static_cast<double>(y) * down;
                m_warped[indexOf(x, y)] = between(static_cast<float>(at.real()), static_cast<float>(at.imag()));
            }
        }
    }

    [[nodiscard]] float between(float x, float y) const {
        if (!(x >= 0.0F && y >= 0.0F)) return kOutside;
        const int left = static_cast<int>(x);
        const int top = static_cast<int>(y);
        if (left + 1 >= m_now.width || top + 1 >= m_now.height) return kOutside;
        const float shareX = x - static_cast<float>(left);
        const float shareY = y - static_cast<float>(top);
        const float* row =
            m_now.luma.data() + static_cast<std::size_t>(top) * static_cast<std::size_t>(m_now.width) + left;
        const float* next = row + m_now.width;
        const float upper = row[0] + shareX * (row[1] - row[0]);
        const float lower = next[0] + shareX * (next[1] - next[0]);
        return upper + shareY * (lower - upper);
    }

    [[nodiscard]] double residual(std::size_t i, double offset, double gain) const {
        const double before = m_before.luma[i];
        return m_warped[i] - before * (1.0 + gain) - offset;
    }

    /// Of what does not fit, as its median says: the part of the picture that moves by itself does not count.
    double deviation(double offset, double gain) {
        const std::size_t stride = std::max<std::size_t>(1, m_warped.size() / 4096);
        m_sizes.clear();
        for (std::size_t i = 0; i < m_warped.size(); i += stride)
            if (m_warped[i] >= 0.0F) m_sizes.push_back(std::abs(residual(i, offset, gain)));
        if (m_sizes.empty()) return kLeastDeviation;
        const auto middle = m_sizes.begin() + static_cast<std::ptrdiff_t>(m_sizes.size() / 2);
        std::nth_element(m_sizes.begin(), middle, m_sizes.end());
        return std::max(kLeastDeviation, kMadToDeviation * *middle);
    }

    [[nodiscard]] Equations equations(double offset, double gain, double limit, bool turns) const {
        Equations all;
        const double perAcross = 0.5 / (m_before.scale * m_ground.aspect);
        const double perDown = 0.5 / m_before.scale;
        const double perRadius = turns ? 1.0 / m_ground.radius() : 0.0;
        for (int y = 1; y + 1 < m_before.height; ++y) {
            for (int x = 1; x + 1 < m_before.width; ++x) {
                const std::size_t i = indexOf(x, y);
                if (m_warped[i] < 0.0F) continue;
                const double part = residual(i, offset, gain) / limit;
                if (std::abs(part) >= 1.0) continue;
                const double weight = (1.0 - part * part) * (1.0 - part * part);
                const double across = perAcross * (m_before.at(x + 1, y) - m_before.at(x - 1, y));
                const double down = perDown * (m_before.at(x, y + 1) - m_before.at(x, y - 1));
                const Complex place = m_ground.placeOf(m_before, x, y) * perRadius;
                const double before = m_before.at(x, y);
                all.add({down * place.real() - across * place.imag(), across * place.real() + down * place.imag(),
                         across, down, 1.0, before},
                        m_warped[i] - before, weight);
            }
        }
        if (!turns) all.matrix[kTurn][kTurn] = all.matrix[kZoom][kZoom] = 1.0;
        return all;
    }

    const Level& m_before;
    const Level& m_now;
    Ground m_ground;
    std::vector<float> m_warped;
    std::vector<double> m_sizes;
};

}  // namespace

std::optional<CameraMotion> motionBetween(const Thumbnail& before, const Thumbnail& now) {
    if (std::min(before.width, before.height) < 4) return std::nullopt;
    const std::vector<Level> first = pyramidOf(before);
    const std::vector<Level> second = pyramidOf(now);
    if (std::min(meanSquareGradient(first.front()), meanSquareGradient(second.front())) < kLeastGradient)
        return std::nullopt;
    const Ground ground{before.aspect, before.centreX, before.centreY};
    const Complex coarse = coarseShift(first.back(), second.back()) * first.back().scale;
    CameraMotion motion{.turn = 1.0, .shift = {coarse.real() * ground.aspect, coarse.imag()}};
    for (std::size_t level = first.size(); level-- > 0;) {
        Alignment alignment(first[level], second[level], ground);
        if (!alignment.improve(motion, level + 1 < first.size() || level == 0)) return std::nullopt;
        if (level == 0) motion.agreement = alignment.agreement(motion);
    }
    if (!std::isfinite(std::abs(motion.turn)) || !std::isfinite(std::abs(motion.shift))) return std::nullopt;
    return motion;
}

}  // namespace fotograma::measures::motion
