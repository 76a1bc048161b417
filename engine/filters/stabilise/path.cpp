#include "engine/filters/stabilise/path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fotograma::filters::stabilise {
namespace {

using Complex = std::complex<double>;

constexpr double kReach = 3.0;              ///< Of the Gaussian, in standard deviations.
const double kMostZoomLog = std::log(1.1);  ///< Breathing of a lens is not more.

/// Where a frame stands: the way from the first of its scene, and the same as sums.
struct Pose {
    double time = 0.0;
    std::size_t scene = 0;
    Similarity way;
    double angle = 0.0;
    double zoomLog = 0.0;
};

std::vector<Pose> posesOf(std::span<const Motion> path) {
    std::vector<Pose> poses;
    poses.reserve(path.size());
    for (const Motion& motion : path) {
        if (poses.empty() || motion.startsScene) {
            poses.push_back({.time = motion.time, .scene = poses.empty() ? 0 : poses.back().scene + 1, .way = {}});
            continue;
        }
        Pose pose = poses.back();
        pose.time = motion.time;
        pose.way = {motion.move.turn * pose.way.turn, motion.move.turn * pose.way.shift + motion.move.shift};
        pose.angle += std::arg(motion.move.turn);
        pose.zoomLog += std::log(std::abs(motion.move.turn));
        poses.push_back(pose);
    }
    return poses;
}

/// Weighted sums for a straight line through values by time, read at time 0.
class LineAtZero {
public:
    void add(double time, double weight, const std::array<double, 6>& values) {
        m_weights += weight;
        m_times += weight * time;
        m_squares += weight * time * time;
        for (std::size_t i = 0; i < values.size(); ++i) {
            m_values[i] += weight * values[i];
            m_products[i] += weight * time * values[i];
        }
    }
    [[nodiscard]] std::array<double, 6> values() const {
        const double spread = m_weights * m_squares - m_times * m_times;
        std::array<double, 6> found{};
        for (std::size_t i = 0; i < found.size(); ++i) {
            found[i] = spread > 1e-12 * m_weights * m_weights
                           ? (m_squares * m_values[i] - m_times * m_products[i]) / spread
                           : m_values[i] / m_weights;
        }
        return found;
    }

private:
    double m_weights = 0.0, m_times = 0.0, m_squares = 0.0;
    std::array<double, 6> m_values{}, m_products{};
};

/// Where a frame should have been, as seen from where it is.
Correction towardsTheLine(std::span<const Pose> poses, std::size_t at, double seconds) {
    const Pose& here = poses[at];
    LineAtZero line;
    const auto add = [&](const Pose& pose) {
        const double time = pose.time - here.time;
        if (pose.scene != here.scene || std::abs(time) > kReach * seconds) return false;
        // The way from here to there: its shift is linear in these.
        line.add(time, std::exp(-0.5 * time * time / (seconds * seconds)),
                 {pose.way.turn.real(), pose.way.turn.imag(), pose.way.shift.real(), pose.way.shift.imag(),
                  pose.angle - here.angle, pose.zoomLog - here.zoomLog});
        return true;
    };
    for (std::size_t i = at; i < poses.size() && add(poses[i]); ++i) {
    }
    for (std::size_t i = at; i-- > 0 && add(poses[i]);) {
    }
    const auto found = line.values();
    const Complex shift = Complex{found[2], found[3]} - Complex{found[0], found[1]} / here.way.turn * here.way.shift;
    return {here.time, shift.real(), shift.imag(), found[4], found[5]};
}

}  // namespace

Similarity Correction::similarity() const { return {std::polar(std::exp(zoomLog), angle), {shiftX, shiftY}}; }

Correction Correction::times(double share) const {
    return {time, shiftX * share, shiftY * share, angle * share, zoomLog * share};
}

std::vector<Correction> corrections(std::span<const Motion> path, const Smoothing& smoothing) {
    const std::vector<Pose> poses = posesOf(path);
    const auto held = [](double value, double most) { return std::clamp(value, -most, most); };
    std::vector<Correction> made;
    made.reserve(poses.size());
    for (std::size_t i = 0; i < poses.size(); ++i) {
        const Correction whole = towardsTheLine(poses, i, smoothing.seconds).times(smoothing.strength);
        made.push_back({whole.time, held(whole.shiftX, smoothing.mostAcross), held(whole.shiftY, smoothing.mostDown),
                        held(whole.angle, smoothing.mostTurn), held(whole.zoomLog, kMostZoomLog)});
    }
    return made;
}

double zoomToHide(const Correction& correction, double aspect) {
    const Similarity move = correction.similarity();
    // A corner of the output, brought nearer to the middle by the zoom, must come from inside the picture.
    double share = 1.0;
    for (const double x : {-0.5 * aspect, 0.5 * aspect}) {
        for (const double y : {-0.5, 0.5}) {
            const Complex corner = Complex{x, y} / move.turn;
            const Complex shift = move.shift / move.turn;
            const auto limit = [&](double reach, double away, double half) {
                if (reach == 0.0) return;
                const double room = half + (reach > 0.0 ? away : -away);
                share = std::min(share, room / std::abs(reach));
            };
            limit(corner.real(), shift.real(), 0.5 * aspect);
            limit(corner.imag(), shift.imag(), 0.5);
        }
    }
    return share > 0.0 ? 1.0 / share : std::numeric_limits<double>::infinity();
}

Correction lessened(const Correction& correction, double zoom, double aspect) {
    if (zoomToHide(correction, aspect) <= zoom) return correction;
    double fits = 0.0;
    double exceeds = 1.0;
    for (int i = 0; i < 30; ++i) {
        const double middle = 0.5 * (fits + exceeds);
        (zoomToHide(correction.times(middle), aspect) <= zoom ? fits : exceeds) = middle;
    }
    return correction.times(fits);
}

}  // namespace fotograma::filters::stabilise
