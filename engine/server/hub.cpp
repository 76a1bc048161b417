#include "engine/server/hub.h"

#include <algorithm>
#include <array>
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

/// The request's own span: under the client's, or the first of a trace when requests are traced here.
void beginTrace(Request& request, bool isTraced) {
    const std::string* header = request.header("traceparent");
    const auto parent = header ? telemetry::parseTraceparent(*header) : std::nullopt;
    if (!parent && !isTraced) return;
    request.trace = telemetry::newSpan(parent);
    if (parent) request.parentSpanId = parent->spanId;
}

telemetry::Span spanOf(const Request& request, std::string_view verb, const Route* route, int status, double seconds) {
    constexpr double kUsInSecond = 1e6;
    constexpr int kServerErrors = 500;
    telemetry::Span span;
    span.context = *request.trace;
    span.parentSpanId = request.parentSpanId;
    span.name = route ? concat(verb, ' ', route->path) : std::string(verb);
    span.kind = telemetry::SpanKind::Server;
    span.lane = "request";
    span.endUs = base::systemClock().unixNow() * 1000;
    span.startUs = span.endUs - static_cast<std::int64_t>(seconds * kUsInSecond);
    span.attributes = {{"http.request.method", std::string(verb)},
                       {"url.path", request.path},
                       {"http.response.status_code", std::int64_t{status}},
                       {"client.address", request.remoteAddress},
                       {"fotograma.request.id", request.id}};
    if (route) span.attributes.emplace_back("http.route", std::string(route->path));
    if (!request.principal.id.empty()) span.attributes.emplace_back("enduser.id", request.principal.id);
    if (status >= kServerErrors) span.error = concat("HTTP ", status);
    return span;
}

}  // namespace

Hub::Hub(const ServerOptions& serverOptions, Context serverContext, Auth& serverAuth)
    : limits(serverOptions.limits),
      cors(serverOptions.cors),
      accessLog(serverOptions.accessLog),
      context(std::move(serverContext)),
      auth(serverAuth),
      m_perToken(limits.perToken),
      m_perAddress(limits.perAddress),
      m_failedTokens(limits.failedTokens),
      m_open(metrics.gauge("fotograma_http_connections", "Open connections of clients.")),
      m_idStart(randomText(kRequestIdBytes).value_or("r")) {
    context.metrics = &metrics;
    context.events = std::make_shared<EventHub>(metrics);
    for (const std::string_view kind : {"address", "token", "failed_tokens"}) rateLimited(kind).add(0);
}

telemetry::Counter& Hub::rateLimited(std::string_view kind) {
    return metrics.counter("fotograma_http_rate_limited_total",
                           "Requests refused for their rate, by what was exceeded.", {{"limit", std::string(kind)}});
}

void Hub::watchJobs() { m_watch.emplace(*context.service, metrics); }

std::optional<Response> Hub::limited(RateLimit& limit, std::string_view kind, const std::string& name, Pairs& headers) {
    if (limit.rule().perSecond <= 0.0) return std::nullopt;
    const RateAnswer answer = limit.take(name);
    headers = {{"RateLimit-Limit", concat(static_cast<std::int64_t>(limit.rule().burst))},
               {"RateLimit-Remaining", concat(static_cast<std::int64_t>(answer.remaining))},
               {"RateLimit-Reset", wholeSeconds(answer.resetSeconds)}};
    if (answer.isAllowed) return std::nullopt;
    rateLimited(kind).add();
    Response response = problem(
        kTooManyRequests, {ErrorCode::ResourceExhausted, "Too many requests: wait as long as Retry-After says.", {}});
    return std::move(response.with("Retry-After", wholeSeconds(std::max(1.0, answer.retrySeconds))));
}

Admission Hub::admit(std::optional<Method> method, Request& request) {
    Admission admission;
    beginTrace(request, context.spans != nullptr);
    admission.refused = limited(m_perAddress, "address", request.remoteAddress, admission.headers);
    if (!admission.refused) admission.refused = cors.preflight(request);
    if (admission.refused) return admission;

    RouteMatch match = findRoute(method.value_or(Method::Get), request.path);
    const std::string* authorization = request.header("authorization");
    request.principal = auth.identify(authorization);
    if (authorization && request.principal.id.empty()) {
        // Guessing is slowed down by address, far below what honest clients do.
        admission.refused = limited(m_failedTokens, "failed_tokens", request.remoteAddress, admission.headers);
        if (admission.refused) return admission;
    }
    const Route* route = method ? match.route : nullptr;
    // What is not there is told to those alone who may see what is.
    admission.refused = refusal(request.principal, route ? route->scope : Scope::JobsRead, authorization != nullptr);
    if (admission.refused && (route || request.principal.id.empty())) return admission;
    if (!request.principal.id.empty()) {
        admission.refused = limited(m_perToken, "token", request.principal.id, admission.headers);
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

/// Found once for each pair: names and labels are dear to compare.
telemetry::Histogram& Hub::requestSeconds(const Route* route, int status) {
    constexpr std::array kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0};
    const std::lock_guard lock(m_seconds.mutex);
    telemetry::Histogram*& known = m_seconds.byAnswer[{route, status}];
    if (!known)
        known = &metrics.histogram("fotograma_http_request_duration_seconds",
                                   "From a request's headers to its answer, by route and status code.", kBounds,
                                   {{"route", std::string(route ? route->id : "none")}, {"code", concat(status)}});
    return *known;
}

void Hub::record(const Request& request, std::string_view verb, const Route* route, const Response& response,
                 std::int64_t bytes, double seconds) {
    requestSeconds(route, response.status).record(seconds);
    if (context.spans && request.trace) context.spans->add({spanOf(request, verb, route, response.status, seconds)});
    if (!accessLog) return;
    base::Json line = base::Json::object();
    line.set("type", "request").set("at", base::systemClock().unixNow()).set("id", request.id);
    line.set("remote", request.remoteAddress).set("who", request.principal.id);
    if (!request.principal.name.empty()) line.set("name", request.principal.name);
    line.set("method", verb)
        .set("path", request.path)
        .set("route", route ? route->id : "none")
        .set("status", response.status);
    line.set("bytes", bytes).set("ms", std::round(seconds * 1e5) / 100.0);
    if (request.trace) line.set("trace", request.trace->traceId);
    const bool isRefusal = response.status == 401 || response.status == 403 || response.status == kTooManyRequests;
    if (isRefusal || request.method != Method::Get) line.set("audit", true);
    if (!response.audit.empty()) line.set("did", response.audit);
    accessLog(line);
}

// ---- Connections ----

void Connection::showed(const Principal& principal) {
    ++requests;
    const std::lock_guard lock(m_mutex);
    m_who = principal.id;
    m_name = principal.name;
}

std::pair<std::string, std::string> Connection::client() {
    const std::lock_guard lock(m_mutex);
    return {m_who, m_name};
}

std::vector<ClientInfo> Hub::clients() {
    std::map<std::pair<std::string, std::string>, ClientInfo> found;
    for (const auto& connection : all()) {
        const auto [who, name] = connection->client();
        ClientInfo& client = found[{connection->address, who}];
        client.address = connection->address;
        client.who = who;
        client.name = name;
        client.since = client.connections == 0 ? connection->since : std::min(client.since, connection->since);
        ++client.connections;
        client.streams += connection->isStreaming ? 1 : 0;
        client.requests += connection->requests;
    }
    std::vector<ClientInfo> clients;
    for (auto& [key, client] : found) clients.push_back(std::move(client));
    std::ranges::stable_sort(clients, {}, &ClientInfo::since);
    return clients;
}

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
    m_open.set(static_cast<double>(m_connections.size()));
    return m_nextId++;
}

void Hub::remove(std::uint64_t id) {
    const std::lock_guard lock(m_mutex);
    m_connections.erase(id);
    m_open.set(static_cast<double>(m_connections.size()));
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
