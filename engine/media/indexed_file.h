/// Pictures of a plain mp4 or mov file, read through its index: the index itself and the wanted samples, nothing else.
///
/// Units    as Demuxer.
/// Errors   open: null for every file that is not plain; FFmpeg then reads it and says what is wrong. read: IoError.
/// Owner    owns the file; packets are the caller's, and their memory is used again once they are gone.
/// Thread   one at a time.
/// Cost     two or three reads to open a file, one a sample.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/file_access.h"
#include "engine/media/mp4_index.h"
#include "engine/media/packet.h"
#include "engine/media/sampling.h"

struct AVBufferRef;

namespace fotograma::media {

class IndexedFile {
public:
    static std::unique_ptr<IndexedFile> open(const std::filesystem::path& path,
                                             std::span<const std::filesystem::path> roots = {});
    IndexedFile(const IndexedFile&) = delete;
    IndexedFile& operator=(const IndexedFile&) = delete;
    ~IndexedFile();

    [[nodiscard]] const Mp4Index& index() const noexcept { return m_index; }

    /// Before the first read. Without a call: all pictures.
    void choose(const PictureChoice& choice);

    /// The next sample that is wanted or needed for one; nullopt at the end. Samples that are only needed carry FFmpeg's
    /// mark for pictures that a decoder does not give out.
    base::Result<std::optional<Packet>> read();

    /// True when the last packet read ends a run: the decoder must give out what it holds and be reset before the next.
    [[nodiscard]] bool endsRun() const noexcept { return m_endsRun; }

    /// Goes to the last key frame that decodes to a picture at or before the time.
    void seek(double seconds);

private:
    struct Step {
        std::uint32_t sample = 0;
        bool isOnlyNeeded = false;
        bool endsRun = false;
    };
    IndexedFile(base::ReadableFile file, Mp4Index index) noexcept;
    void planKeys();
    void planTargets(double everySeconds);
    void addRun(std::uint32_t key, std::vector<std::uint32_t> wanted);
    base::Result<Packet> packetOf(const Mp4Sample& sample, bool isOnlyNeeded);
    AVBufferRef* memory(std::size_t bytes);

    base::ReadableFile m_file;
    Mp4Index m_index;
    std::optional<std::vector<Step>> m_plan;  ///< None: every sample in order.
    std::size_t m_next = 0;                   ///< In the plan, or among the samples.
    bool m_endsRun = false;
    AVBufferRef* m_memory = nullptr;  ///< Of the last packet, for the next.
};

}  // namespace fotograma::media
