#include "engine/media/output_file.h"

#include <algorithm>
#include <cerrno>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"

namespace fotograma::media {

namespace {

constexpr int kBufferBytes = 256 * 1024;

int currentErrno() noexcept { return errno != 0 ? errno : EIO; }

}  // namespace

struct OutputCallbacks {
    static int write(void* self, av::WriteBuffer buffer, int bytes) {
        auto& file = *static_cast<OutputFile*>(self);
        errno = 0;
        const std::streamsize put = file.m_file.sputn(reinterpret_cast<const char*>(buffer), bytes);
        if (put != bytes) return file.fail(AVERROR(currentErrno()));
        file.m_position += put;
        file.m_bytes.store(std::max(file.m_bytes.load(std::memory_order_relaxed), file.m_position),
                           std::memory_order_relaxed);
        return bytes;
    }
    static std::int64_t seek(void* self, std::int64_t offset, int whence) {
        return static_cast<OutputFile*>(self)->seek(offset, whence);
    }
};

base::Result<std::unique_ptr<OutputFile>> OutputFile::open(const std::filesystem::path& path) {
    std::unique_ptr<OutputFile> file(new OutputFile);
    file->m_file.pubsetbuf(nullptr, 0);  // AVIO has a buffer of its own, and a second reader must see what was written
    errno = 0;
    if (file->m_file.open(path, std::ios::out | std::ios::binary | std::ios::trunc) == nullptr) {
        const int code = currentErrno();
        const std::string folder = base::toUtf8(path.parent_path());
        if (code == ENOENT)
            return base::fail(base::ErrorCode::NotFound, base::concat("The folder ", folder, " does not exist."));
        return av::avFail(AVERROR(code), base::concat("Nothing can be written into ", folder));
    }
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
    if (buffer != nullptr)
        file->m_io = avio_alloc_context(buffer, kBufferBytes, 1, file.get(), nullptr, &OutputCallbacks::write,
                                        &OutputCallbacks::seek);
    if (file->m_io == nullptr) {
        av_free(buffer);
        return base::fail(base::ErrorCode::ResourceExhausted, "There is not enough memory to write a file.");
    }
    return file;
}

OutputFile::~OutputFile() {
    if (m_io == nullptr) return;
    av_freep(&m_io->buffer);
    avio_context_free(&m_io);
}

int OutputFile::fail(int code) noexcept {
    if (m_errorCode == 0) m_errorCode = code;
    return code;
}

std::int64_t OutputFile::seek(std::int64_t offset, int whence) {
    const std::int64_t size = bytesWritten();
    if ((whence & AVSEEK_SIZE) != 0) return size;
    if (whence == SEEK_CUR) offset += m_position;
    if (whence == SEEK_END) offset += size;
    if (offset < 0) return AVERROR(EINVAL);
    if (m_file.pubseekpos(offset, std::ios::out) != std::streampos(offset)) return fail(AVERROR(EIO));
    m_position = offset;
    return offset;
}

bool OutputFile::close() {
    avio_flush(m_io);
    if (m_io->error < 0) fail(m_io->error);
    errno = 0;
    if (m_file.close() == nullptr) fail(AVERROR(currentErrno()));
    return m_errorCode == 0;
}

}  // namespace fotograma::media
