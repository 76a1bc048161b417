/// Compares a finished file with what its encoder was given: frames drawn by chance are kept, and decoded again.
///
/// Shape    every frame has the same chance; the draw is the same in every run. The file is compared with the picture
///          after the filters, since what a filter changes is meant.
/// Owner    the luma of at most 24 frames, and of at most 64 MiB where that is four or more.
/// Thread   offer: the encoder's; compare: after the last.
/// Cost     a copy of a plane for each frame that is drawn; at the end decoding from the key frame before each, so at
///          most the file once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/media/hardware.h"
#include "engine/pipeline/similarity.h"

namespace fotograma::pipeline {

/// How near the pictures of a finished file are to those that its encoder was given.
struct Fidelity {
    double ssim = 0.0;    ///< Mean structural similarity of their luma, 1: equal.
    double lowest = 0.0;  ///< Of the frame that differs most.
    int frames = 0;       ///< Compared.
};
/// {"ssim": ..., "lowest": ..., "frames": ...}, as an artifact's facts hold it under "fidelity".
[[nodiscard]] base::Json toJson(const Fidelity& fidelity);

class FidelityCheck {
public:
    /// The next frame that the encoder is given; `hardware` brings one of a device to the host.
    void offer(const frame::Frame& frame, media::HardwareFrames* hardware);

    /// Nothing when no frame could be compared. Errors of opening and decoding the file; Cancelled.
    [[nodiscard]] base::Result<std::optional<Fidelity>> compare(const std::filesystem::path& file, int threads,
                                                                const std::stop_token& stop) const;

private:
    struct Kept {
        double seconds = 0.0;
        double tolerance = 0.0;  ///< Within which a time is still that of the same frame.
        Luma luma;
    };

    [[nodiscard]] std::optional<std::size_t> draw(const frame::PictureSpec& spec);

    std::vector<Kept> m_kept;
    std::int64_t m_offered = 0;
    std::uint64_t m_chance = 0x9E3779B97F4A7C15ULL;
    double m_firstSeconds = 0.0;
};

}  // namespace fotograma::pipeline
