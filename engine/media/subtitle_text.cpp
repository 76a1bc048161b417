#include "engine/media/subtitle_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/base/text.h"
#include "engine/media/av.h"

namespace fotograma::media {

using base::ErrorCode;
using base::Result;

namespace {

constexpr int kBufferBytes = 32768;

/// Bytes in memory as FFmpeg reads them.
struct MemoryFile {
    std::span<const std::byte> bytes;
    std::size_t at = 0;

    static int read(void* self, std::uint8_t* to, int most) {
        auto& file = *static_cast<MemoryFile*>(self);
        const std::size_t count = std::min(static_cast<std::size_t>(most), file.bytes.size() - file.at);
        if (count == 0) return AVERROR_EOF;
        std::memcpy(to, file.bytes.data() + file.at, count);
        file.at += count;
        return static_cast<int>(count);
    }
    static std::int64_t seek(void* self, std::int64_t offset, int whence) {
        auto& file = *static_cast<MemoryFile*>(self);
        const auto size = static_cast<std::int64_t>(file.bytes.size());
        if ((whence & AVSEEK_SIZE) != 0) return size;
        const int from = whence & ~AVSEEK_FORCE;
        const std::int64_t to = offset + (from == SEEK_CUR   ? static_cast<std::int64_t>(file.at)
                                          : from == SEEK_END ? size
                                                             : 0);
        if (to < 0 || to > size) return AVERROR(EINVAL);
        file.at = static_cast<std::size_t>(to);
        return to;
    }
};

struct FreeIo {
    void operator()(AVIOContext* io) const noexcept {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};
using Io = std::unique_ptr<AVIOContext, FreeIo>;

std::unexpected<base::Error> broken(int code) {
    return base::fail(ErrorCode::InvalidData, "the subtitles cannot be read: it is damaged or of another kind",
                      av::avError(code, "").detail);
}

Result<av::InputContext> opened(AVIOContext& io, std::string_view kind) {
    const char* name = kind == "srt" ? "srt" : kind == "vtt" ? "webvtt" : "ass";
    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr) return base::fail(ErrorCode::ResourceExhausted, "there is no memory for the subtitles");
    context->pb = &io;
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); };
    const int code = avformat_open_input(&context, "", av_find_input_format(name), nullptr);
    if (code < 0) return broken(code);  // it has freed the context
    av::InputContext input(context);
    if (input->nb_streams != 1) return broken(AVERROR_INVALIDDATA);
    return input;
}

Result<av::CodecContext> decoderOf(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    av::CodecContext decoder(avcodec_alloc_context3(codec));
    if (codec == nullptr || !decoder) return broken(AVERROR_DECODER_NOT_FOUND);
    int code = avcodec_parameters_to_context(decoder.get(), stream.codecpar);
    decoder->pkt_timebase = stream.time_base;
    if (code >= 0) code = avcodec_open2(decoder.get(), codec, nullptr);
    if (code < 0) return broken(code);
    return decoder;
}

/// "0:01:02.50"
std::string timeText(double seconds) {
    const std::int64_t hundredths = std::llround(std::max(seconds, 0.0) * 100.0);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%lld:%02d:%02d.%02d", static_cast<long long>(hundredths / 360000),
                  static_cast<int>(hundredths / 6000 % 60), static_cast<int>(hundredths / 100 % 60),
                  static_cast<int>(hundredths % 100));
    return text.data();
}

/// FFmpeg's events ("ReadOrder,Layer,Style,...") as lines of a file.
void append(std::string& text, const AVSubtitle& event, double start, double end) {
    for (unsigned i = 0; i < event.num_rects; ++i) {
        const char* ass = event.rects[i]->ass;
        const char* layer = ass != nullptr ? std::strchr(ass, ',') : nullptr;
        const char* rest = layer != nullptr ? std::strchr(layer + 1, ',') : nullptr;
        if (rest == nullptr) continue;
        text += base::concat("Dialogue: ", std::string_view(layer + 1, rest), ",", timeText(start), ",", timeText(end),
                             ",", std::string_view(rest + 1), "\n");
    }
}

}  // namespace

Result<std::string> subtitlesAsAss(std::span<const std::byte> file, std::string_view kind, double startSeconds) {
    av::initialize();
    MemoryFile memory{file};
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
    const Io io(avio_alloc_context(buffer, kBufferBytes, 0, &memory, MemoryFile::read, nullptr, MemoryFile::seek));
    if (!io) return base::fail(ErrorCode::ResourceExhausted, "there is no memory for the subtitles");
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::InputContext input, opened(*io, kind));
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::CodecContext decoder, decoderOf(*input->streams[0]));
    std::string text;
    if (decoder->subtitle_header != nullptr)
        text.assign(reinterpret_cast<const char*>(decoder->subtitle_header),
                    static_cast<std::size_t>(decoder->subtitle_header_size));
    while (!text.empty() && (text.back() == '\0' || text.back() == '\n' || text.back() == '\r')) text.pop_back();
    text += "\n";
    if (text.find("[Events]") == std::string::npos)
        text += "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
    const std::size_t empty = text.size();
    const av::Packet packet(av_packet_alloc());
    const double base = av_q2d(input->streams[0]->time_base);
    while (packet && av_read_frame(input.get(), packet.get()) >= 0) {
        AVSubtitle event{};
        int got = 0;
        const double start = static_cast<double>(packet->pts) * base - startSeconds;
        const double end = start + static_cast<double>(packet->duration) * base;
        if (avcodec_decode_subtitle2(decoder.get(), &event, &got, packet.get()) >= 0 && got != 0) {
            if (end > 0.0) append(text, event, start, end);
            avsubtitle_free(&event);
        }
        av_packet_unref(packet.get());
    }
    if (text.size() == empty && startSeconds <= 0.0) return base::fail(ErrorCode::InvalidData, "it holds no subtitles");
    return text;
}

}  // namespace fotograma::media
