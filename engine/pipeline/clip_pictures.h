/// A file open for its pictures at any time, one after another; it remembers the one it gave out last.
///
/// Units    times on the clip's timeline, after the trim.
/// Errors   those of opening and decoding; Cancelled. After a failure it is of no use any more.
/// Owner    its file, decoder, and the last picture.
/// Thread   one at a time.
/// Cost     a seek, and decoding from the key frame before (`quick`: that alone); nothing for the picture it gave out
///          last, and no seek for one shortly after it.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "engine/base/platform.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"
#include "engine/media/decoder.h"
#include "engine/media/demuxer.h"

namespace fotograma::pipeline {

enum class Opening {
    Quick,      ///< What the container says.
    Thorough,   ///< Also a look into the streams.
    FromStart,  ///< The same, and nothing is skipped: some captures cannot be begun in the middle.
};

class ClipPictures {
public:
    struct What {
        std::filesystem::path file;
        media::Trim trim;
        bool isQuick = false;  ///< Key frames will do.
        Opening opening = Opening::Quick;
        int threads = 1;
        std::vector<std::filesystem::path> roots{};  ///< As media::openInput has them.
    };
    static base::Result<std::unique_ptr<ClipPictures>> open(const What& what, const std::stop_token& stop);

    [[nodiscard]] const media::MediaInfo& info() const noexcept { return m_demuxer->info(); }
    [[nodiscard]] double durationSeconds() const noexcept { return m_demuxer->durationSeconds(); }
    [[nodiscard]] const What& what() const noexcept { return m_what; }
    /// The same file, which has not changed since, in the same way but for the opening.
    [[nodiscard]] bool isStill(const What& what) const;

    /// The first picture of the track at or after the time, or the last one; quickly: the key frame before.
    base::Result<frame::Frame> at(int track, double seconds, const std::stop_token& stop);

private:
    ClipPictures() = default;

    base::Status start();
    [[nodiscard]] bool knows(double seconds) const;
    base::Status goTo(int track, double seconds);
    base::Result<frame::Frame> decodeTo(double seconds);

    What m_what;
    std::optional<base::FileStamp> m_stamp;
    std::stop_source m_stop;  ///< What the file listens to: it outlives the request that opened it.
    std::unique_ptr<media::Demuxer> m_demuxer;
    std::unique_ptr<media::Decoder> m_decoder;
    int m_track = -1;
    bool m_isBegun = false;     ///< Packets were read.
    bool m_isFinished = false;  ///< To the last one.
    std::optional<frame::Frame> m_last;
    double m_asked = 0.0;  ///< When the last one was given out.
};

}  // namespace fotograma::pipeline
