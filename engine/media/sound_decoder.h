/// Packets of a track of sound in, its samples out: interleaved doubles of one rate and layout from first to last.
///
/// Units    seconds of the demuxer's timeline; full scale at 1.
/// Errors   create: Unsupported (no decoder). push, pull: ResourceExhausted; damaged data is counted, not an error.
/// Owner    the samples of a block are valid until the next call.
/// Thread   one at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.h"
#include "engine/media/demuxer.h"

namespace fotograma::media {

/// The track that is meant: the default one that can be decoded, else the first; -1: there is none.
[[nodiscard]] int chosenSound(const MediaInfo& info) noexcept;

struct SoundBlock {
    double timeSeconds = 0.0;
    int sampleRate = 0;
    int channels = 0;
    std::string_view layout;  ///< "stereo"
    std::span<const double> samples;
};

class SoundDecoder {
public:
    /// Of the trim of `demuxer` only what lies inside comes out.
    static base::Result<std::unique_ptr<SoundDecoder>> create(const Demuxer& demuxer, int track);
    ~SoundDecoder();

    base::Status push(const Packet& packet);
    base::Status finish();  ///< No more packets: what was delayed can be pulled.
    /// The next block; nullopt when more packets are needed, or after finish() when that was all.
    base::Result<std::optional<SoundBlock>> pull();

    [[nodiscard]] std::int64_t packetsRefused() const noexcept;

private:
    struct Impl;
    explicit SoundDecoder(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace fotograma::media
