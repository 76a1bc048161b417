/// What a Demuxer holds; demuxer_open.cpp fills it, demuxer.cpp reads from it.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/media/av.h"
#include "engine/media/demuxer.h"
#include "engine/media/indexed_file.h"
#include "engine/media/input_file.h"

namespace fotograma::media {

struct Demuxer::Impl {
    std::unique_ptr<IndexedFile> indexed;  ///< Instead of file and context.
    std::stop_token stop;
    std::unique_ptr<InputFile> file;
    av::InputContext context;  // after the file it reads from: closed before it
    MediaInfo info;
    Trim trim;
    double lead = 0.0;  ///< Of a trimmed file: what lies before its first picture, in seconds.
    Limits limits;
    std::string name;  ///< Of the file, for sentences.
    int refusedOpens = 0;

    std::deque<av::Packet> ahead;
    struct TrackState {
        bool isSelected = true;
        bool isPast = false;                    ///< Beyond the trim's end.
        std::int64_t offset = 0;                ///< Taken from every time: the zero of what comes out.
        std::int64_t nextDts = AV_NOPTS_VALUE;  ///< Expected, in the file's own time.
        double endSeconds = 0.0;                ///< Latest seen.
    };
    std::vector<TrackState> tracks;
    PictureChoice choice;
    std::int64_t latestRead = AV_NOPTS_VALUE;  ///< Of the picture, in the file's own time.
    double clockJump = 0.0;                    ///< Seconds to take from the file's times since its clock started anew.
    bool hasEnded = false;
    bool endedEarly = false;
    std::string damage;

    void openIndexed(const std::filesystem::path& path, const OpenOptions& options);
    base::Status open(const std::filesystem::path& path, const OpenOptions& options);
    base::Result<const AVInputFormat*> identify();
    base::Status openContext(const AVInputFormat* format);
    base::Status lookInside();
    [[nodiscard]] bool headerIsEnough() const;
    [[nodiscard]] bool isIndexed() const;
    [[nodiscard]] bool indexPointsBeyondTheEnd() const;
    base::Result<bool> skipTo(double seconds);
    void readAhead();
    base::Status checkLimits();
    void findFirstPicture();
    void setZero();
    void seekForTrim();
    base::Status seekFile(double fileSeconds);
    base::Result<av::Packet> next();
    void followClock(AVPacket& packet);
    bool accept(AVPacket& packet);
    void noteEnd();
    [[nodiscard]] bool everythingIsPast() const;
    [[nodiscard]] std::unexpected<base::Error> cancelled() const;
    [[nodiscard]] std::unexpected<base::Error> readFailure(int code) const;

    [[nodiscard]] double zeroSeconds() const noexcept { return info.startSeconds + lead + trim.startSeconds; }
    [[nodiscard]] const Track& track(int index) const noexcept { return info.tracks[static_cast<std::size_t>(index)]; }
};

}  // namespace fotograma::media
