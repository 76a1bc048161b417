#include "engine/net/event_parser.h"

#include <charconv>
#include <utility>

namespace fotograma::net {

base::Status EventParser::feed(std::string_view piece) {
    while (!piece.empty()) {
        if (std::exchange(m_wasReturn, false) && piece.front() == '\n') {
            piece.remove_prefix(1);
            continue;
        }
        const std::size_t end = std::min(piece.find_first_of("\r\n"), piece.size());
        m_line.append(piece.substr(0, end));
        if (m_line.size() + m_data.size() > m_mostBytes)
            return base::fail(base::ErrorCode::ResourceExhausted, "The server sends an event without end.");
        if (end == piece.size()) break;
        m_wasReturn = piece[end] == '\r';
        piece.remove_prefix(end + 1);
        endLine();
    }
    return {};
}

void EventParser::endLine() {
    const std::string line = std::exchange(m_line, {});
    if (line.empty()) {
        ServerEvent event{.data = std::exchange(m_data, {}), .id = std::exchange(m_id, std::nullopt)};
        if (!m_type.empty()) event.type = std::exchange(m_type, {});
        if (std::exchange(m_hasData, false)) m_sink(std::move(event));
        return;
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view name = std::string_view(line).substr(0, colon);
    std::string_view value = std::string_view(line).substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "data") {
        if (std::exchange(m_hasData, true)) m_data.push_back('\n');
        m_data.append(value);
    } else if (name == "event") {
        m_type = value;
    } else if (name == "id" && value.find('\0') == std::string_view::npos) {
        m_id = value;
    } else if (name == "retry") {
        int asked = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), asked);
        if (error == std::errc{} && end == value.data() + value.size() && asked >= 0) m_retryMs = asked;
    }
}

}  // namespace fotograma::net
