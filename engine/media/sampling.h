/// Which pictures of a file are wanted, and how targets in time choose them.
///
/// Units    seconds on the demuxer's timeline.
/// Thread   one at a time.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fotograma::media {

enum class Pictures {
    All,
    Key,      ///< Key frames, as the container (where it says) and the decoder call them.
    Sampled,  ///< For each multiple of the interval the first picture at or after it; no picture twice.
};

struct PictureChoice {
    Pictures which = Pictures::All;
    double everySeconds = 1.0;  ///< Sampled only.
};

/// Walks over targets 0, 1, 2, ... times the interval as pictures come in rising order.
class Sampler {
public:
    explicit Sampler(double everySeconds) noexcept : m_every(everySeconds) {}

    /// True when the picture of that time is the first at or after a target. Half a millisecond early is not early:
    /// time bases of a millisecond round by so much.
    bool takes(double seconds) noexcept {
        const double time = seconds + kTolerance;
        if (time < target()) return false;
        m_next = std::max(m_next + 1, static_cast<std::int64_t>(std::floor(time / m_every)) + 1);
        return true;
    }
    /// The first target that no picture has answered.
    [[nodiscard]] double target() const noexcept { return static_cast<double>(m_next) * m_every; }

private:
    static constexpr double kTolerance = 0.0005;
    double m_every;
    std::int64_t m_next = 0;
};

}  // namespace fotograma::media
