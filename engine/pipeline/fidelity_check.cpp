#include "engine/pipeline/fidelity_check.h"

#include <algorithm>
#include <cmath>

#include "engine/pipeline/clip_pictures.h"

namespace fotograma::pipeline {

using base::Result;

namespace {

constexpr std::int64_t kMostFrames = 24;
constexpr std::int64_t kLeastFrames = 4;
constexpr std::int64_t kMostBytes = 64 << 20;
constexpr double kLeastTolerance = 0.001;  // time bases of a millisecond round by half of it

std::int64_t capacityFor(const frame::PictureSpec& spec) {
    const std::int64_t bytes = std::int64_t{spec.width} * spec.height * spec.format.bytesPerSample();
    return std::clamp(kMostBytes / std::max<std::int64_t>(bytes, 1), kLeastFrames, kMostFrames);
}

/// Source   Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003.
std::uint64_t nextChance(std::uint64_t& state) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

double toleranceOf(const frame::FrameInfo& info) {
    return std::max(kLeastTolerance, 0.4 * static_cast<double>(info.duration) * info.timeBase.value());
}

}  // namespace

base::Json toJson(const Fidelity& fidelity) {
    return base::Json::object()
        .set("ssim", fidelity.ssim)
        .set("lowest", fidelity.lowest)
        .set("frames", fidelity.frames);
}

/// Where the frame goes among those that are kept. Source: Vitter, Random Sampling with a Reservoir, ACM TOMS 11(1), 1985.
std::optional<std::size_t> FidelityCheck::draw(const frame::PictureSpec& spec) {
    const std::int64_t capacity = capacityFor(spec);
    ++m_offered;
    if (m_offered <= capacity) return m_kept.size();
    const std::uint64_t place = nextChance(m_chance) % static_cast<std::uint64_t>(m_offered);
    return place < m_kept.size() ? std::optional(static_cast<std::size_t>(place)) : std::nullopt;
}

void FidelityCheck::offer(const frame::Frame& frame, media::HardwareFrames* hardware) {
    const frame::FrameInfo& info = frame.info();
    if (m_offered == 0) m_firstSeconds = info.timeSeconds();
    const std::optional<std::size_t> place = draw(info.spec);
    if (!place) return;
    std::optional<Luma> luma;
    if (frame::isHost(info.device)) {
        luma = lumaOf(frame);
    } else if (hardware != nullptr) {
        if (const auto host = hardware->download(frame)) luma = lumaOf(*host);
    }
    if (!luma) return;
    if (*place >= m_kept.size()) m_kept.emplace_back();
    m_kept[std::min(*place, m_kept.size() - 1)] = {info.timeSeconds(), toleranceOf(info), std::move(*luma)};
}

Result<std::optional<Fidelity>> FidelityCheck::compare(const std::filesystem::path& file, int threads,
                                                       const std::stop_token& stop) const {
    if (m_kept.empty()) return std::nullopt;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto clip,
                               ClipPictures::open({file, {}, false, Opening::Thorough, threads}, stop));
    const int track = clip->info().videoTrack;
    FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame first, clip->at(track, 0.0, stop));
    // Containers begin at zero, whatever the source did.
    const double shift = first.info().timeSeconds() - m_firstSeconds;

    std::vector<const Kept*> inOrder;
    for (const Kept& kept : m_kept) inOrder.push_back(&kept);
    std::ranges::sort(inOrder, {}, [](const Kept* kept) { return kept->seconds; });
    Fidelity fidelity{.ssim = 0.0, .lowest = 1.0, .frames = 0};
    for (const Kept* kept : inOrder) {
        const double wanted = kept->seconds + shift;
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame made,
                                   clip->at(track, std::max(0.0, wanted - kept->tolerance), stop));
        if (std::abs(made.info().timeSeconds() - wanted) > kept->tolerance) continue;
        const std::optional<Luma> luma = lumaOf(made);
        const std::optional<double> alike = luma ? similarity(kept->luma, *luma) : std::nullopt;
        if (!alike) continue;
        fidelity.ssim += *alike;
        fidelity.lowest = std::min(fidelity.lowest, *alike);
        ++fidelity.frames;
    }
    if (fidelity.frames == 0) return std::nullopt;
    fidelity.ssim /= fidelity.frames;
    return fidelity;
}

}  // namespace fotograma::pipeline
