/// Opened decoders that wait for the next file of their kind: opening one costs more than a small file's header.
///
/// Shape    H.264 and HEVC whose parameter sets stand in the file's header, VP8 and VP9: decoders that take a new
///          description with a packet, or need none. Only contexts of one thread whose last file was whole come back:
///          what a damaged file left in one must not show in the next.
/// Owner    owns what waits; what was taken is the taker's.
/// Thread   one at a time; a lane has one.
#pragma once

#include <memory>

struct AVCodecContext;
struct AVCodecParameters;

namespace fotograma::media {

class DecoderShelf {
public:
    DecoderShelf();
    DecoderShelf(const DecoderShelf&) = delete;
    DecoderShelf& operator=(const DecoderShelf&) = delete;
    ~DecoderShelf();

    /// An opened context for pictures so described, reset, now the caller's; null when none waits.
    [[nodiscard]] AVCodecContext* take(const AVCodecParameters& parameters);

    /// Takes the context over, and keeps it when it may serve again.
    void put(AVCodecContext* context, const AVCodecParameters& parameters);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::media
