// FFmpeg's log: kept for error details, passed on as debug lines, and otherwise silent.
#include <mutex>
#include <utility>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"

namespace fotograma::media::av {

namespace {

thread_local std::string lastMessage;

/// The log of a codec context, if that is what speaks. Frame threads have copies of the context with the same opaque.
MessageLog* logOf(void* speaker) noexcept {
    if (speaker == nullptr || *static_cast<const AVClass* const*>(speaker) != avcodec_get_class()) return nullptr;
    return static_cast<MessageLog*>(static_cast<AVCodecContext*>(speaker)->opaque);
}

void takeLine(void* speaker, int level, const char* format, va_list arguments) {
    const bool isError = level <= AV_LOG_ERROR;
    if (!isError && (level > AV_LOG_WARNING || base::logLevel() > base::LogLevel::Debug)) return;
    // FFmpeg composes a line of several calls; whether the next one begins a line is remembered for each thread.
    thread_local int beginsLine = 1;
    char text[512];
    const int length = av_log_format_line2(speaker, level, format, arguments, text, sizeof text, &beginsLine);
    if (length <= 0) return;
    std::string_view line(text, std::min(static_cast<std::size_t>(length), sizeof text - 1));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) return;
    base::logDebug("ffmpeg", line);
    if (!isError) return;
    lastMessage = line;
    if (MessageLog* log = logOf(speaker)) log->add(line);
}

}  // namespace

struct MessageLog::State {
    std::mutex mutex;  ///< Protects last.
    std::string last;
};

MessageLog::MessageLog() : m_state(std::make_unique<State>()) {}
MessageLog::~MessageLog() = default;

void MessageLog::add(std::string_view line) {
    const std::lock_guard lock(m_state->mutex);
    m_state->last = line;
}

std::string MessageLog::last() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->last;
}

std::string takeLastMessage() { return std::exchange(lastMessage, {}); }
void putLastMessage(std::string message) { lastMessage = std::move(message); }

void initialize() {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_callback(&takeLine);
        // SVT-AV1 reads its level from the environment alone: 1 lets errors through.
        base::setEnvironmentDefault("SVT_LOG", "1");
    });
}

}  // namespace fotograma::media::av
