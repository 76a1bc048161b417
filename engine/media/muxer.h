/// Writes one file aside and gives it its name when it is whole.
///
/// Units    packets count from the same zero on every track; what must start before it is cut by an edit list or shifts
///          all tracks alike.
/// Errors   create: PermissionDenied, NotFound (no folder), InvalidArgument. write, finish: ResourceExhausted (disk
///          full), IoError, InvalidArgument. publish: AlreadyExists.
/// Owner    the unfinished file (hidden, in the same folder) is removed on destruction unless it was published.
/// Thread   create, addTrack, begin, finish, publish: one at a time. write: any, calls are put in line.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/media/container.h"
#include "engine/media/demuxer.h"
#include "engine/media/packet.h"
#include "engine/media/probe.h"

namespace fotograma::media {

struct MuxerOptions {
    Container container = Container::Mp4;
    Tags tags;  ///< As read; what belongs to the old file (brands, encoder) is left out.
    std::vector<Chapter> chapters;
};

/// What is written about a track beside its format.
struct TrackLabels {
    std::string language;
    std::string title;
    unsigned disposition = 0;
    Tags tags;
};
[[nodiscard]] TrackLabels labelsOf(const Track& track);

enum class Existing { Keep, Replace };

class Muxer {
public:
    /// Nothing is created under `path` itself before publish().
    static base::Result<std::unique_ptr<Muxer>> create(const std::filesystem::path& path, const MuxerOptions& options);
    ~Muxer();

    /// A track with packets; returns its number for write(). In output order, before begin().
    base::Result<int> addTrack(const StreamFormat& format, const TrackLabels& labels);
    /// A cover or attachment of the input, whole. Before begin().
    base::Status addAttachment(const Demuxer& demuxer, int track);
    /// A file of its own (Matroska); `format` carries its bytes as extra data.
    base::Status addAttachment(const StreamFormat& format, std::string_view fileName, std::string_view mimeType);
    base::Status begin();

    base::Status write(int track, Packet packet);

    /// Index and trailer, flushed to the disk.
    base::Status finish();
    /// Under its final name: AlreadyExists when something lies there and may not be replaced.
    base::Status publish(Existing existing);

    [[nodiscard]] const std::filesystem::path& temporaryPath() const noexcept;  ///< Whole between finish and publish.
    /// Damaged packets of copied tracks that were left out because the container could not take them.
    [[nodiscard]] std::int64_t packetsRefused() const noexcept;
    [[nodiscard]] std::int64_t bytesWritten() const noexcept;  ///< Any thread.

private:
    struct Impl;
    explicit Muxer(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> m_impl;
};

/// A hidden name beside `path` for what is not whole yet; each call another one.
[[nodiscard]] std::filesystem::path unfinishedName(const std::filesystem::path& path);
/// Removes what programs that were killed left unfinished beside `path`. Only for who alone may write it now.
void removeUnfinished(const std::filesystem::path& path);

}  // namespace fotograma::media
