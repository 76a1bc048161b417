/// A request and its answer, in words of our own: routes see these and no HTTP library.
///
/// Units    paths and queries are percent-decoded UTF-8; header names are lower case.
/// Errors   bad JSON and bad numbers are InvalidArgument with the member or parameter that is wrong.
/// Owner    plain values; an EventSource is shared between the service that fills it and the session that sends it.
/// Thread   values: any. Responder: any, once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/file_access.h"
#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/telemetry/trace_context.h"

namespace fotograma::server {

class EventStream;

enum class Method { Get, Post, Put, Patch, Options, Delete };
[[nodiscard]] std::string_view toText(Method method) noexcept;  ///< "GET"

using Pairs = std::vector<std::pair<std::string, std::string>>;  ///< In the order in which they came.

enum class Scope { None, JobsRead, JobsWrite, Admin };
[[nodiscard]] std::string_view toText(Scope scope) noexcept;  ///< "jobs:read"; empty for None.
std::optional<Scope> scopeFromText(std::string_view text) noexcept;

/// Who asks, as far as it was proved.
struct Principal {
    std::string id;    ///< "key:3f2a91bc", "jwt:alice"; empty: nobody.
    std::string name;  ///< For people.
    std::vector<Scope> scopes;

    /// Admin may do everything; jobs:write does not include jobs:read.
    [[nodiscard]] bool may(Scope scope) const noexcept;
};

class BodySink;

struct Request {
    Method method = Method::Get;
    std::string path;
    Pairs query;
    Pairs headers;
    Pairs parameters;  ///< Of the route's path: {"id", "12"}.
    std::string body;
    base::Json document;             ///< The body, once it was read and fits the route's schema; then `body` is empty.
    std::shared_ptr<BodySink> sink;  ///< Where the body went, on routes that receive it piece by piece.
    std::string remoteAddress;
    std::string id;                                ///< Ours, or the client's X-Request-Id.
    std::optional<telemetry::TraceContext> trace;  ///< Of this request; none when nobody traces.
    std::string parentSpanId;                      ///< The client's span; empty: it has none.
    Principal principal;
    bool asksForWebSocket = false;

    /// The value, or null when it is not there.
    [[nodiscard]] const std::string* header(std::string_view lowerCaseName) const noexcept;
    [[nodiscard]] const std::string* queryValue(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<std::string> queryValues(std::string_view name) const;  ///< Also "a,b" in one.
    [[nodiscard]] const std::string& parameter(std::string_view name) const noexcept;
    [[nodiscard]] base::Result<std::int64_t> queryInteger(std::string_view name, std::int64_t fallback,
                                                          std::int64_t minimum, std::int64_t maximum) const;
    [[nodiscard]] base::Result<std::int64_t> parameterId(std::string_view name) const;  ///< A number from 1 on.
    [[nodiscard]] base::Result<base::Json> json() const;  ///< InvalidArgument also when it is no object.
};

/// A piece of an open file as a body: what was checked is what is sent.
struct FileBody {
    std::shared_ptr<const base::ReadableFile> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

using Body = std::variant<std::string, FileBody, std::shared_ptr<EventStream>>;

struct Response {
    int status = 200;
    Pairs headers;  ///< Content-Length, Date, Server and the security headers are the session's.
    Body body;
    std::string audit{};  ///< What was done, for the log: "cancel: 3 jobs".

    Response& with(std::string name, std::string value);
};

/// Where a body goes that is too large for memory. Destroyed without finish when the client went away before the end.
///
/// Thread   a thread for the disk, one call at a time; both may block.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// The refusal, or nothing when the piece was taken.
    virtual std::optional<Response> write(std::string_view piece) = 0;
    /// After the last piece, before the route's handler is called.
    virtual std::optional<Response> finish() = 0;
};

[[nodiscard]] Response jsonResponse(const base::Json& json, int status = 200);
[[nodiscard]] Response textResponse(std::string text, std::string contentType, int status = 200);
/// RFC 9457: type, title, status, detail (the sentence), code, instance.
[[nodiscard]] Response problem(const base::Error& error);
/// The same with a status that no code has (405, 413, 429 ...).
[[nodiscard]] Response problem(int status, const base::Error& error);

/// Makes the response on the session's own thread, so that the service's threads are not kept by rendering.
using Render = std::move_only_function<Response()>;

/// The way back to the client. Destroyed unused, it answers Internal: a client never waits for nothing.
class Responder {
public:
    explicit Responder(std::move_only_function<void(Render)> send) : m_send(std::move(send)) {}
    Responder(Responder&& other) noexcept : m_send(std::exchange(other.m_send, nullptr)) {}
    Responder& operator=(Responder&& other) = delete;
    ~Responder();

    void operator()(Response response);
    void operator()(const base::Error& error) { (*this)(problem(error)); }
    void render(Render render);

private:
    std::move_only_function<void(Render)> m_send;
};

/// A reply of the service that becomes JSON: answerJson<api::Stats>(std::move(respond)).
template <class T, class Convert>
auto answer(Responder respond, Convert convert) {
    return [respond = std::move(respond), convert = std::move(convert)](base::Result<T> reply) mutable {
        respond.render([reply = std::move(reply), convert = std::move(convert)]() mutable -> Response {
            if (!reply) return problem(reply.error());
            return convert(std::move(*reply));
        });
    };
}

/// "%20" and, in queries, "+" become blanks. InvalidArgument for what is no encoding, or hides a zero byte.
base::Result<std::string> percentDecoded(std::string_view text, bool plusIsBlank);
/// The path and the query of a request target. InvalidArgument for what is neither.
base::Status splitTarget(std::string_view target, Request& request);

}  // namespace fotograma::server
