/// Packets of the picture track in, frames out, in rising order of time.
///
/// Shape    planar 8- to 16-bit Yuv, or Gray, of one size from the first frame to the last. RGB sources come as 4:4:4 Yuv
///          BT.709, alpha is dropped, packed and big-endian layouts are unpacked: each once, each with a note.
/// Errors   create: Unsupported (no decoder), InvalidArgument (no picture track), ResourceExhausted. push:
///          ResourceExhausted, Unsupported (encrypted); damaged data is counted, not an error. pull: at the end when
///          no picture came, InvalidData or (nothing in the trim) InvalidArgument; Unsupported for unknown layouts.
/// Owner    frames keep the decoder's buffers alive by themselves; the decoder may go first.
/// Thread   one at a time; frame threads are its own.
/// Cost     no copy and no allocation of pictures beyond FFmpeg's pool, except where a layout must be converted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/media/demuxer.h"
#include "engine/media/hardware.h"

namespace fotograma::media {

class DecoderShelf;

struct DecoderOptions {
    int threads = 1;  ///< Frame threads; each holds a picture and delays one.
    /// Tried first; frames are on its device then. Where its chip does not take the stream they are on the host, in memory
    /// that the device copies from, and fallback() says why.
    HardwareFrames* hardware = nullptr;
    DecoderShelf* shelf = nullptr;  ///< A waiting context is used where one fits, and goes back there; may be null.
    bool keyFramesOnly = false;     ///< Others are neither decoded nor given out.
};

class Decoder {
public:
    /// For the track of `demuxer`, whose trim decides which frames come out.
    static base::Result<std::unique_ptr<Decoder>> create(const Demuxer& demuxer, int track,
                                                         const DecoderOptions& options);
    ~Decoder();

    base::Status push(const Packet& packet);
    base::Status finish();  ///< No more packets: what was delayed can be pulled.

    /// The next frame; nullopt when more packets are needed, or after finish() when that was all.
    base::Result<std::optional<frame::Frame>> pull();

    void reset();  ///< After a seek.

    /// What only the pictures themselves tell: format, colour, fields. After the first frame.
    void completeFacts(Track& track) const;
    /// False when pictures came out in another size than the header told.
    [[nodiscard]] bool agreesWith(const Track& track) const noexcept;

    [[nodiscard]] std::int64_t framesDecoded() const noexcept;
    [[nodiscard]] std::int64_t framesNeeded() const noexcept;    ///< Decoded only because others refer to them.
    [[nodiscard]] std::int64_t framesDamaged() const noexcept;   ///< Concealed or incomplete.
    [[nodiscard]] std::int64_t packetsRefused() const noexcept;  ///< Nothing could be made of them.
    [[nodiscard]] std::int64_t timesRepaired() const noexcept;   ///< Frames without a usable time of their own.

    /// Changed and lost properties so far (RGB, alpha, size changes, repaired times). Grows while decoding.
    [[nodiscard]] std::vector<api::FateNote> notes() const;
    [[nodiscard]] bool isOnDevice() const noexcept;  ///< Frames came out there, all or some.
    /// Why frames are not on the device that was asked for; empty when they are, or none was.
    [[nodiscard]] std::string fallback() const;

private:
    struct Impl;
    explicit Decoder(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace fotograma::media
