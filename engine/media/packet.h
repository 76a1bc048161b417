/// Encoded data on its way: one packet, and the description of the stream it belongs to.
///
/// Units    times in the packet's own time base; the zero is that of the Demuxer or encoder it came from.
/// Owner    move-only handles over FFmpeg's reference-counted data; share() is cheap.
/// Thread   one at a time each; shared data is immutable.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "engine/base/units.h"

struct AVCodecParameters;
struct AVPacket;

namespace fotograma::media {

class Packet {
public:
    Packet();                                              ///< Empty.
    explicit Packet(AVPacket* taken, int track) noexcept;  ///< Takes ownership.
    Packet(Packet&&) noexcept;
    Packet& operator=(Packet&&) noexcept;
    ~Packet();

    [[nodiscard]] int track() const noexcept { return m_track; }  ///< Index in the input; -1 from an encoder.
    [[nodiscard]] bool isKey() const noexcept;
    [[nodiscard]] bool hasTime() const noexcept;
    [[nodiscard]] double timeSeconds() const noexcept;  ///< Presentation; 0 when it has none.
    [[nodiscard]] double endSeconds() const noexcept;   ///< timeSeconds plus duration.
    [[nodiscard]] std::int64_t sizeBytes() const noexcept;

    /// Another handle on the same data, for a second output.
    [[nodiscard]] Packet share() const;

    [[nodiscard]] AVPacket* av() const noexcept { return m_packet.get(); }  ///< Borrowed; for engine/media only.

private:
    struct Free {
        void operator()(AVPacket* packet) const noexcept;
    };
    std::unique_ptr<AVPacket, Free> m_packet;
    int m_track = -1;
};

/// The first of what waits to be pulled; nullopt when nothing does.
[[nodiscard]] std::optional<Packet> takeFirst(std::deque<Packet>& ready);

/// What a muxer must know of a stream before its first packet. Opaque outside engine/media.
class StreamFormat {
public:
    struct Data;  ///< In engine/media/stream_format.h.

    StreamFormat();
    explicit StreamFormat(std::shared_ptr<const Data> data) noexcept : m_data(std::move(data)) {}

    [[nodiscard]] const Data& data() const noexcept { return *m_data; }

private:
    std::shared_ptr<const Data> m_data;  ///< Never null.
};

}  // namespace fotograma::media
