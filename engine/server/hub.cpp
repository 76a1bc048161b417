#include "engine/server/hub.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/server/secrets.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr int kRequestIdBytes = 4;
constexpr int kTooManyRequests = 429;

std::string wholeSeconds(double seconds) { return concat(static_cast<std::int64_t>(std::ceil(seconds))); }

/// "00-<32 hex>-<16 hex>-<2 hex>" (W3C Trace Context): the trace's id, or nothing.
std::string traceOf(const Request& request) {
    constexpr std::size_t kLength = 55;
    constexpr std::size_t kTraceStart = 3;
    constexpr std::size_t kTraceLength = 32;
    const std::string* header = request.header("traceparent");
    if (!header || header->size() != kLength) return {};
    const std::string trace = header->substr(kTraceStart, kTraceLength);
    return trace.find_first_not_of("0123456789abcdef") == std::string::npos ? trace : std::string();
}

}  // namespace

Hub::Hub(const ServerOptions& serverOptions, Context serverContext, Auth& serverAuth)
    : limits(serverOptions.limits),
      accessLog(serverOptions.accessLog),
      context(std::move(serverContext)),
      auth(serverAuth),
      m_perToken(limits.perToken),
      m_perAddress(limits.perAddress),
      m_failedTokens(limits.failedTokens),
      m_idStart(randomText(kRequestIdBytes).value_or("r")) {
    context.metrics = &metrics;
}

std::optional<Response> Hub::limited(RateLimit& limit, const std::string& name, Pairs& headers) {
    if (limit.rule().perSecond <= 0.0) return std::nullopt;
    const RateAnswer answer = limit.take(name);
    headers = {{"RateLimit-Limit", concat(static_cast<std::int64_t>(limit.rule().burst))},
               {"RateLimit-Remaining", concat(static_cast<std::int64_t>(answer.remaining))},
               {"RateLimit-Reset", wholeSeconds(answer.resetSeconds)}};
    if (answer.isAllowed) return std::nullopt;
    Response response = problem(
        kTooManyRequests, {ErrorCode::ResourceExhausted, "Too many requests: wait as long as Retry-After says.", {}});
    return std::move(response.with("Retry-After", wholeSeconds(std::max(1.0, answer.retrySeconds))));
}

Admission Hub::admit(std::optional<Method> method, Request& request) {
    Admission admission;
    admission.refused = limited(m_perAddress, request.remoteAddress, admission.headers);
    if (admission.refused) return admission;

    RouteMatch match = findRoute(method.value_or(Method::Get), request.path);
    const std::string* authorization = request.header("authorization");
    request.principal = auth.identify(authorization);
    if (authorization && request.principal.id.empty()) {
        // Guessing is slowed down by address, far below what honest clients do.
        admission.refused = limited(m_failedTokens, request.remoteAddress, admission.headers);
        if (admission.refused) return admission;
    }
    const Route* route = method ? match.route : nullptr;
    // What is not there is told to those alone who may see what is.
    admission.refused = refusal(request.principal, route ? route->scope : Scope::JobsRead, authorization != nullptr);
    if (admission.refused && (route || request.principal.id.empty())) return admission;
    if (!request.principal.id.empty()) {
        admission.refused = limited(m_perToken, request.principal.id, admission.headers);
        if (admission.refused) return admission;
    }
    if (route) {
        request.parameters = std::move(match.parameters);
        admission.route = route;
        return admission;
    }
    const bool isThere = match.route || !match.otherwise.empty();
    admission.refused =
        isThere ? problem(405, {ErrorCode::Unsupported, concat(request.path, " does not have this method."), {}})
                : problem({ErrorCode::NotFound, concat("There is nothing at ", request.path, "."), {}});
    if (match.route) match.otherwise.insert(match.otherwise.begin(), match.route->method);
    std::string allowed;
    for (const Method other : match.otherwise) allowed.append(allowed.empty() ? "" : ", ").append(toText(other));
    if (!allowed.empty()) admission.refused->with("Allow", std::move(allowed));
    return admission;
}

std::string Hub::nextRequestId() { return concat(m_idStart, "-", m_nextRequest++); }

void Hub::record(const Request& request, std::string_view verb, const Route* route, const Response& response,
                 std::int64_t bytes, double seconds) {
    const std::string name(route ? route->id : "none");
    metrics
        .counter("fotograma_http_requests_total", "Requests answered, by route and status.",
                 {{"route", name}, {"status", concat(response.status)}})
        .add();
    metrics.distribution("fotograma_http_request_seconds", "From a request's headers to its answer.", {{"route", name}})
        .record(seconds);
    if (!accessLog) return;
    base::Json line = base::Json::object();
    line.set("type", "request").set("at", base::systemClock().unixNow()).set("id", request.id);
    line.set("remote", request.remoteAddress).set("who", request.principal.id);
    if (!request.principal.name.empty()) line.set("name", request.principal.name);
    line.set("method", verb).set("path", request.path).set("route", name).set("status", response.status);
    line.set("bytes", bytes).set("ms", std::round(seconds * 1e5) / 100.0);
    if (std::string trace = traceOf(request); !trace.empty()) line.set("trace", std::move(trace));
    const bool isRefusal = response.status == 401 || response.status == 403 || response.status == kTooManyRequests;
    if (isRefusal || request.method != Method::Get) line.set("audit", true);
    if (!response.audit.empty()) line.set("did", response.audit);
    accessLog(line);
}

// ---- Connections ----

std::vector<std::shared_ptr<Connection>> Hub::all() {
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<Connection>> connections;
    for (const auto& [id, connection] : m_connections) connections.push_back(connection);
    return connections;
}

bool Hub::makeRoom() {
    std::shared_ptr<Connection> oldest;
    for (const auto& connection : all()) {
        const std::int64_t since = connection->idleSince;
        if (since != 0 && (!oldest || since < oldest->idleSince)) oldest = connection;
    }
    if (!oldest) return false;
    oldest->idleSince = 0;  // not the next one's too
    oldest->close();
    return true;
}

std::uint64_t Hub::add(std::shared_ptr<Connection> connection) {
    const std::lock_guard lock(m_mutex);
    m_connections.emplace(m_nextId, std::move(connection));
    return m_nextId++;
}

void Hub::remove(std::uint64_t id) {
    const std::lock_guard lock(m_mutex);
    m_connections.erase(id);
}

std::size_t Hub::size() {
    const std::lock_guard lock(m_mutex);
    return m_connections.size();
}

void Hub::finishAll() {
    for (const auto& connection : all()) connection->finish();
}

void Hub::closeAll() {
    for (const auto& connection : all()) connection->close();
}

}  // namespace fotograma::server
