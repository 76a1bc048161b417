/// The HTTP client of everything that speaks to other programs: the remote service, webhooks, spans.
///
/// Shape    HTTP/1.1, over TLS for https. Connections are kept for the next request to the same place. Redirects are
///          answers like any other; nothing is asked for compressed.
/// Units    seconds and bytes.
/// Errors   create: what the CA file says. Replies: InvalidArgument (address, headers), Unavailable (nobody there, or gone
///          before the end of the answer), Timeout, PermissionDenied (a certificate that is not to be trusted),
///          InvalidData (no HTTP), ResourceExhausted (an answer of more than was allowed), Cancelled, IoError (a file that
///          is sent), or the error of a sink. An answer of any status is no error.
/// Owner    its thread and connections. stop and the destructor cancel what is under way; every reply has come when they
///          return.
/// Thread   send, after and cancel: any; stop: not the client's. Replies and sinks come on the client's one thread: they must be quick, and must not
///          destroy the client.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpResponse {
    int status = 0;
    Headers headers;   ///< Names in lower case.
    std::string body;  ///< Empty where `onPiece` took it.

    /// The value, or null when it is not there.
    [[nodiscard]] const std::string* header(std::string_view lowerCaseName) const noexcept;
    [[nodiscard]] bool isSuccess() const noexcept { return status >= 200 && status < 300; }
};

/// A piece of a file as a body.
struct FilePiece {
    std::filesystem::path path;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    Headers headers;  ///< Host, Content-Length and User-Agent are the client's.
    std::variant<std::string, FilePiece> body;
    double seconds = 30.0;                                  ///< For all of it; 0: as long as it goes on.
    double quietSeconds = 30.0;                             ///< Without a byte in either direction.
    std::size_t mostBytes = std::size_t{64} * 1024 * 1024;  ///< Of an answer that is collected.
    /// Sent once more when a kept connection turns out to be closed: GET, HEAD, PUT and DELETE are anyway.
    bool mayRepeat = false;
    bool isStream = false;  ///< Stays long: not counted among the connections to its place.

    std::move_only_function<base::Status(const HttpResponse& head)> onHead;  ///< Once, before the body.
    std::move_only_function<base::Status(std::string_view piece)> onPiece;   ///< The body of an answer below 300.
    std::move_only_function<void(std::uint64_t bytes)> onSent;               ///< Of the body, so far.
};

using HttpReply = std::move_only_function<void(base::Result<HttpResponse>)>;

class Exchange;

/// A request under way. Letting go of it changes nothing.
class HttpCall {
public:
    HttpCall() = default;
    explicit HttpCall(std::weak_ptr<Exchange> exchange) : m_exchange(std::move(exchange)) {}
    /// The reply comes soon with Cancelled, unless it comes already.
    void cancel() const;

private:
    std::weak_ptr<Exchange> m_exchange;
};

struct ClientOptions {
    std::filesystem::path caFile;  ///< PEM, trusted beside the system's certificates; empty: none.
    double connectSeconds = 10.0;  ///< Name, connection and TLS together.
    double keepSeconds = 20.0;     ///< That a connection may be idle and is used again.
    int connectionsAPlace = 8;     ///< At once; more requests wait.
    std::string userAgent = "fotograma";
    /// Asked with the numeric address before a connection is made; empty: all may be. For addresses that strangers give.
    std::function<bool(std::string_view address)> mayConnect;
};

class HttpClient {
public:
    static base::Result<std::unique_ptr<HttpClient>> create(ClientOptions options = {});
    ~HttpClient();

    HttpCall send(HttpRequest request, HttpReply reply);
    /// Calls once, on the client's thread, when the time is over; with Cancelled, and early, when the client stops.
    void after(double seconds, std::move_only_function<void(base::Status)> task);
    /// As the destructor; what is asked for afterwards is answered at once with Cancelled.
    void stop();

private:
    struct State;
    explicit HttpClient(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::net
