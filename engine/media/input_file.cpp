#include "engine/media/input_file.h"

#include <cerrno>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/input_access.h"

namespace fotograma::media {

namespace {

constexpr int kBufferBytes = 64 * 1024;

}  // namespace

base::Result<std::unique_ptr<InputFile>> InputFile::open(const std::filesystem::path& path, std::stop_token stop,
                                                         std::span<const std::filesystem::path> roots) {
    FOTOGRAMA_ASSIGN_OR_RETURN(base::ReadableFile opened, openInput(path, roots));
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::FileStamp stamp, opened.stamp());
    std::unique_ptr<InputFile> file(new InputFile(std::move(opened)));
    file->m_sizeBytes = stamp.sizeBytes;
    file->m_stop = std::move(stop);
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
    if (buffer != nullptr)
        file->m_io = avio_alloc_context(buffer, kBufferBytes, 0, file.get(), &readCallback, nullptr, &seekCallback);
    if (file->m_io == nullptr) {
        av_free(buffer);
        return base::fail(base::ErrorCode::ResourceExhausted, "There is not enough memory to open a file.");
    }
    return file;
}

InputFile::~InputFile() {
    if (m_io == nullptr) return;
    av_freep(&m_io->buffer);
    avio_context_free(&m_io);
}

bool InputFile::isTooLate() const noexcept { return m_deadline && std::chrono::steady_clock::now() > *m_deadline; }

bool InputFile::shouldEnd() const noexcept { return isStopped() || isTooLate(); }

int InputFile::readCallback(void* self, unsigned char* buffer, int bytes) {
    auto& file = *static_cast<InputFile*>(self);
    if (file.shouldEnd()) return AVERROR_EXIT;
    const auto got = file.m_file.readAt(static_cast<std::uint64_t>(file.m_position),
                                        std::as_writable_bytes(std::span(buffer, static_cast<std::size_t>(bytes))));
    if (!got) return AVERROR(EIO);
    if (*got == 0) return AVERROR_EOF;
    file.m_position += static_cast<std::int64_t>(*got);
    return static_cast<int>(*got);
}

std::int64_t InputFile::seekCallback(void* self, std::int64_t offset, int whence) {
    auto& file = *static_cast<InputFile*>(self);
    if ((whence & AVSEEK_SIZE) != 0) return file.m_sizeBytes;
    switch (whence & ~AVSEEK_FORCE) {
        case SEEK_SET: break;
        case SEEK_CUR: offset += file.m_position; break;
        case SEEK_END: offset += file.m_sizeBytes; break;
        default: return AVERROR(EINVAL);
    }
    if (offset < 0) return AVERROR(EINVAL);
    file.m_position = offset;
    return offset;
}

}  // namespace fotograma::media
