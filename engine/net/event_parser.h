/// Server-sent events out of the pieces in which they arrive.
///
/// Units    bytes; lines end with LF, CRLF or CR, which may fall between two pieces.
/// Errors   feed: ResourceExhausted for an event of more than `mostBytes`.
/// Thread   one at a time.
/// Source   WHATWG HTML, 9.2.6 "Interpreting an event stream".
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::net {

struct ServerEvent {
    std::string type = "message";
    std::string data;               ///< Lines joined by LF.
    std::optional<std::string> id;  ///< When this event carries one.
};

class EventParser {
public:
    using Sink = std::move_only_function<void(ServerEvent event)>;

    explicit EventParser(Sink sink, std::size_t mostBytes = std::size_t{8} * 1024 * 1024)
        : m_sink(std::move(sink)), m_mostBytes(mostBytes) {}

    base::Status feed(std::string_view piece);
    /// Milliseconds that the server asks to wait before coming again; 0 while it asked for none.
    [[nodiscard]] int retryMs() const noexcept { return m_retryMs; }

private:
    void endLine();

    Sink m_sink;
    const std::size_t m_mostBytes;
    std::string m_line;
    std::string m_type;
    std::string m_data;
    std::optional<std::string> m_id;
    bool m_hasData = false;
    bool m_wasReturn = false;  ///< The last byte was CR: an LF now belongs to it.
    int m_retryMs = 0;
};

}  // namespace fotograma::net
