/// The front of a pipeline: packets out of the file, frames out of the picture's packets.
///
/// Errors   open: as media::Demuxer and media::Decoder. step: IoError, ResourceExhausted, Cancelled.
/// Owner    owns demuxer and decoder.
/// Thread   one at a time; it starts none (the decoder's frame threads are its own).
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/media/decoder.h"
#include "engine/media/demuxer.h"
#include "engine/pipeline/plan.h"

namespace fotograma::pipeline {

/// What one step brought; any part may be empty.
struct Pulled {
    std::vector<frame::Frame> frames;     ///< In presentation order.
    std::optional<media::Packet> packet;  ///< Of a track that is copied or converted.
    bool isEnd = false;                   ///< Nothing will follow.
};

class Source {
public:
    /// Borrows the demuxer's plan: what to read and whether to decode.
    static base::Result<std::unique_ptr<Source>> create(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan,
                                                        media::DecoderOptions options);

    /// Reads one packet and decodes it where it is of the picture.
    base::Result<Pulled> step();

    [[nodiscard]] const media::Demuxer& demuxer() const noexcept { return *m_demuxer; }
    [[nodiscard]] const media::Decoder* decoder() const noexcept { return m_decoder.get(); }
    [[nodiscard]] std::int64_t framesGiven() const noexcept { return m_framesGiven; }

private:
    Source(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan);
    base::Status decode(const media::Packet& packet, Pulled& pulled);
    base::Status drain(Pulled& pulled);

    base::Status finishRun(Pulled& pulled);
    base::Status skip();

    std::unique_ptr<media::Demuxer> m_demuxer;
    std::unique_ptr<media::Decoder> m_decoder;  ///< Null when nothing is decoded.
    std::optional<media::Sampler> m_sampler;    ///< When only targets in time are looked at.
    std::int64_t m_framesGiven = 0;
    int m_videoTrack;
    std::vector<int> m_sideTracks;  ///< Sorted: those whose packets are handed on.
};

}  // namespace fotograma::pipeline
