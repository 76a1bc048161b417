/// A client that sends what it is told, well-formed or not, and waits at most five seconds for anything.
///
/// Errors   reading gives what came until the other side closed or the time was over.
/// Thread   one.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/json.h"
#include "engine/base/text.h"

namespace fotograma::test {

struct RawAnswer {
    int status = 0;  ///< 0: none came.
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const {
        const std::string wanted = base::concat("\r\n", base::toLower(name), ": ");
        const std::string lower = base::toLower(head);
        const std::size_t at = lower.find(wanted);
        if (at == std::string::npos) return {};
        const std::size_t start = at + wanted.size();
        return head.substr(start, head.find("\r\n", start) - start);
    }
    [[nodiscard]] base::Json json() const { return base::Json::parse(body).value_or(base::Json()); }
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(port);
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval patience{.tv_sec = 5, .tv_usec = 0};
        setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        m_isOpen = connect(m_socket, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0;
    }
    ~RawClient() { close(m_socket); }
    RawClient(RawClient&& other) noexcept
        : m_socket(std::exchange(other.m_socket, -1)), m_isOpen(other.m_isOpen), m_buffer(std::move(other.m_buffer)) {}
    RawClient& operator=(RawClient&&) = delete;

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    bool send(std::string_view text) {
        while (!text.empty()) {
            const auto count = ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// Up to and including `mark`; what came, when it never does.
    std::string readTo(std::string_view mark) {
        std::size_t at = 0;
        while ((at = m_buffer.find(mark)) == std::string::npos)
            if (!readMore()) return std::exchange(m_buffer, {});
        std::string text = m_buffer.substr(0, at + mark.size());
        m_buffer.erase(0, at + mark.size());
        return text;
    }
    std::string readBytes(std::size_t count) {
        while (m_buffer.size() < count && readMore()) {
        }
        std::string text = m_buffer.substr(0, count);
        m_buffer.erase(0, text.size());
        return text;
    }
    /// True when the other side closes within the time.
    bool isClosed() {
        while (true) {
            char piece[1024];
            const auto count = recv(m_socket, piece, sizeof piece, 0);
            if (count == 0) return true;
            if (count < 0) return errno == ECONNRESET;
        }
    }
    RawAnswer readAnswer(bool isHead = false) {
        RawAnswer answer;
        answer.head = readTo("\r\n\r\n");
        if (answer.head.size() > 12) answer.status = std::atoi(answer.head.c_str() + 9);
        const std::string length = answer.header("content-length");
        if (!isHead && !length.empty()) answer.body = readBytes(static_cast<std::size_t>(std::atoll(length.c_str())));
        return answer;
    }

private:
    bool readMore() {
        char piece[16 * 1024];
        const auto count = recv(m_socket, piece, sizeof piece, 0);
        if (count <= 0) return false;
        m_buffer.append(piece, static_cast<std::size_t>(count));
        return true;
    }

    int m_socket;
    bool m_isOpen = false;
    std::string m_buffer;
};

}  // namespace fotograma::test
