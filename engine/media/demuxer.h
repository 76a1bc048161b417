/// Reads one file's packets in file order, and never anything but that file.
///
/// Units    everything it gives out counts from one zero: the start of the file's earliest track; of a trimmed file, the
///          trim's start. What lies before that zero has negative times (the decoder drops it).
/// Errors   open: as probe. read: IoError, Cancelled; damage ends the stream early (endedEarly) instead of failing.
/// Owner    owns the file and FFmpeg's context; packets are the caller's. Decoders copy what they need from it.
/// Thread   one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/media/packet.h"
#include "engine/media/probe.h"
#include "engine/media/sampling.h"

struct AVCodecParameters;
struct AVStream;

namespace fotograma::media {

struct Trim {
    double startSeconds = 0.0;              ///< From the first picture that can be shown (without one: of sound).
    std::optional<double> durationSeconds;  ///< To the end when absent.

    [[nodiscard]] bool isCut() const noexcept { return startSeconds > 0.0 || durationSeconds.has_value(); }
};

struct OpenOptions {
    ProbeDepth depth = ProbeDepth::Full;
    Limits limits;
    Trim trim;
    /// Only pictures will be read: a plain mp4 or mov is then read through its index alone (engine/media/indexed_file.h),
    /// with the same facts and times. Ignored with a trim.
    bool picturesOnly = false;
    std::vector<std::filesystem::path> roots;  ///< As openInput has them: what is named under one is opened there.
    std::stop_token stop;                      ///< Ends a read that hangs (a network share) as well.
};

class Demuxer {
public:
    static base::Result<std::unique_ptr<Demuxer>> open(const std::filesystem::path& path, const OpenOptions& options);
    ~Demuxer();

    [[nodiscard]] const MediaInfo& info() const noexcept;  ///< The whole file, untrimmed.
    [[nodiscard]] const Trim& trim() const noexcept;

    /// Seconds that will come out: the trimmed length; 0 unknown.
    [[nodiscard]] double durationSeconds() const noexcept;
    /// The chapters that lie within the trim, shifted and cut to it.
    [[nodiscard]] std::vector<Chapter> chapters() const;

    /// Only packets of these tracks are read from now on. Without a call: of all but attachments.
    void select(std::span<const int> tracks);

    /// Leaves packets of the picture unread that the choice does not need, as far as the container tells which. After
    /// select(), before the first read().
    void choosePictures(const PictureChoice& choice);

    /// Forward only, for Sampled: goes to the last key frame of the picture that surely comes before `seconds` when that
    /// lies ahead of all that was read. True when it went: decoders must be reset.
    base::Result<bool> skipTo(double seconds);

    /// For Sampled: true when the packet just read is the last before a gap: the decoder must give out what it holds and
    /// be reset before the next.
    [[nodiscard]] bool endsRun() const noexcept;

    /// True when the file is read through its index alone.
    [[nodiscard]] bool isIndexed() const noexcept;

    /// The next packet of a selected track; nullopt when there are no more, or all are past the trim's end.
    base::Result<std::optional<Packet>> read();

    /// Goes to the last key frame of the picture (or of the only track) at or before a time on the trimmed timeline. Decoders must be
    /// reset. For previews.
    base::Status seek(double seconds);

    /// True once the data stopped before the header's promise, or broke off in an error.
    [[nodiscard]] bool endedEarly() const noexcept;
    [[nodiscard]] const std::string& damage() const noexcept;  ///< The sentence for it; empty when whole.

    /// For copying: the stream as it is.
    [[nodiscard]] StreamFormat streamFormat(int track) const;
    /// The bytes of an attachment or cover; empty when there are none.
    [[nodiscard]] std::span<const std::byte> attachmentBytes(int track) const noexcept;

    /// What a decoder of the picture must know; for engine/media only.
    struct Coding {
        const AVCodecParameters* parameters = nullptr;  ///< Borrowed.
        base::Rational timeBase;
        bool statesAspect = false;  ///< The container does.
    };
    [[nodiscard]] Coding coding(int track) const noexcept;

    [[nodiscard]] AVStream* stream(
        int track) const noexcept;  ///< Borrowed; for engine/media only; not with picturesOnly.

private:
    struct Impl;
    explicit Demuxer(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace fotograma::media
