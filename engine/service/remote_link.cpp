#include "engine/service/remote_link.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "engine/base/text.h"
#include "engine/net/url.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kTooLarge = 413;
constexpr int kTooMany = 429;
constexpr int kFirstServerError = 500;
constexpr int kBadGateway = 502;
constexpr int kAway = 503;
constexpr int kGatewayTimeout = 504;

double chance() {
    thread_local std::mt19937 generator{std::random_device{}()};
    return std::uniform_real_distribution<double>(0.5, 1.0)(generator);
}

double retryAfter(const net::HttpResponse& response) {
    constexpr double kLongest = 60.0;
    const std::string* asked = response.header("retry-after");
    return asked ? std::clamp(std::atof(asked->c_str()), 0.0, kLongest) : 0.0;
}

/// Only what stands between client and server answers so without a problem document.
bool isGateway(int status) { return status == kBadGateway || status == kAway || status == kGatewayTimeout; }

bool isProblem(const net::HttpResponse& response) {
    const std::string* type = response.header("content-type");
    return type && type->starts_with("application/problem+json");
}

ErrorCode codeOf(int status) {
    switch (status) {
        case kUnauthorized:
        case kForbidden: return ErrorCode::PermissionDenied;
        case kNotFound: return ErrorCode::NotFound;
        case kTooLarge:
        case kTooMany: return ErrorCode::ResourceExhausted;
        default: break;
    }
    if (isGateway(status)) return ErrorCode::Unavailable;
    return status >= kFirstServerError ? ErrorCode::Internal : ErrorCode::InvalidArgument;
}

}  // namespace

double Pauses::next() {
    const double pause = m_next * chance();
    m_next = std::min(m_next * 2.0, m_most);
    return pause;
}

bool isAway(const base::Error& error) noexcept {
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout;
}

std::string freshKey() {
    std::random_device device;
    std::string key;
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr int kWords = 4;
    for (int word = 0; word < kWords; ++word)
        for (auto bits = device(), digit = 0U; digit < 8; ++digit, bits >>= 4U) key.push_back(kDigits[bits & 15U]);
    return key;
}

// ---- The link ----

base::Result<std::shared_ptr<RemoteLink>> RemoteLink::create(RemoteOptions options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const net::Url url, net::Url::parse(options.url));
    std::string path = url.target.substr(0, url.target.find('?'));
    while (path.ends_with('/')) path.pop_back();
    if (options.token.find_first_of(" \t\r\n") != std::string::npos)
        return base::fail(ErrorCode::InvalidArgument, "The token holds blanks or lines: it is one word.");
    const net::ClientOptions quickOptions{.caFile = options.caFile, .userAgent = "fotograma/" FOTOGRAMA_VERSION};
    net::ClientOptions slowOptions = quickOptions;
    slowOptions.connectionsAPlace = 4;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto quick, net::HttpClient::create(quickOptions));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto slow, net::HttpClient::create(slowOptions));
    return std::shared_ptr<RemoteLink>(new RemoteLink(std::move(options), concat(url.origin(), path, "/api/v1"),
                                                      url.authority(), std::move(quick), std::move(slow)));
}

RemoteLink::RemoteLink(RemoteOptions options, std::string base, std::string name, Client quick, Client slow)
    : m_options(std::move(options)),
      m_base(std::move(base)),
      m_name(std::move(name)),
      m_quick(std::move(quick)),
      m_slow(std::move(slow)) {}

net::HttpRequest RemoteLink::request(std::string method, std::string_view path) const {
    net::HttpRequest request;
    request.method = std::move(method);
    request.url = concat(m_base, path);
    if (!m_options.token.empty()) request.headers.emplace_back("Authorization", concat("Bearer ", m_options.token));
    return request;
}

void RemoteLink::noteTrouble(const std::optional<base::Error>& trouble) {
    if (m_isInTrouble.exchange(trouble.has_value()) == trouble.has_value()) return;
    if (m_options.onTrouble) m_options.onTrouble(trouble);
}

base::Error RemoteLink::errorOf(const net::HttpResponse& response) const {
    if (isProblem(response)) {
        const Json problem = Json::parse(response.body).value_or(Json());
        const std::string& code = problem["code"].asString();
        if (!code.empty())
            return {base::errorCodeFromName(code), problem["detail"].asString(), problem["pointer"].asString()};
    }
    const ErrorCode code = codeOf(response.status);
    if (code == ErrorCode::NotFound)
        return {code, concat(m_name, " is no Fotograma server, or one that is too old for this program."),
                concat("status ", response.status)};
    return {code, concat(m_name, " answers with status ", response.status, "."), response.body.substr(0, 200)};
}

// ---- Asking ----

struct RemoteLink::Pending {
    Pending(Question asked, api::Reply<Json> handler, const RemoteOptions& options)
        : question(std::move(asked)), reply(std::move(handler)), pauses(options) {}
    const Question question;
    ReplyOnce<Json> reply;
    Pauses pauses;
    const Clock::time_point since = Clock::now();
    int refusals = 0;  ///< Answers that said "later".
};

net::HttpCall RemoteLink::ask(Question question, api::Reply<Json> reply) {
    return attempt(std::make_shared<Pending>(std::move(question), std::move(reply), m_options));
}

net::HttpCall RemoteLink::attempt(std::shared_ptr<Pending> pending) {
    const Question& question = pending->question;
    net::HttpRequest made = request(question.method, question.path);
    made.headers.emplace_back("Accept", "application/json");
    for (const auto& header : question.headers) made.headers.push_back(header);
    if (!question.body.isNull()) {
        made.headers.emplace_back("Content-Type", "application/json");
        made.body = question.body.dump();
    }
    made.seconds = question.seconds > 0.0 ? question.seconds : m_options.answerSeconds;
    made.quietSeconds = made.seconds;
    made.mostBytes = std::size_t{256} * 1024 * 1024;
    made.mayRepeat = question.mayRepeat;
    return clientOf(question.lane)
        .send(std::move(made),
              [self = shared_from_this(), pending = std::move(pending)](
                  base::Result<net::HttpResponse> response) mutable { self->answered(pending, std::move(response)); });
}

std::optional<double> RemoteLink::pauseAfter(Pending& pending, const base::Result<net::HttpResponse>& response) {
    constexpr int kMostRefusals = 20;
    const double waited = std::chrono::duration<double>(Clock::now() - pending.since).count();
    if (response && response->status == kTooMany && ++pending.refusals <= kMostRefusals)
        return std::max(retryAfter(*response), pending.pauses.next());  // nothing was done yet
    const bool isGone = response ? isGateway(response->status) && !isProblem(*response) : isAway(response.error());
    if (!isGone || !pending.question.mayRepeat || waited >= m_options.patienceSeconds) return std::nullopt;
    return pending.pauses.next();
}

void RemoteLink::answered(const std::shared_ptr<Pending>& pending, base::Result<net::HttpResponse> response) {
    if (response)
        noteTrouble({});
    else if (isAway(response.error()))
        noteTrouble(response.error());
    if (const auto pause = pauseAfter(*pending, response)) {
        m_quick->after(*pause, [self = shared_from_this(), pending](base::Status status) {
            if (status)
                self->attempt(pending);
            else
                pending->reply.answer(std::unexpected(status.error()));
        });
        return;
    }
    if (!response) return pending->reply.answer(std::unexpected(response.error()));
    if (!response->isSuccess()) return pending->reply.answer(std::unexpected(errorOf(*response)));
    if (response->body.empty()) return pending->reply.answer(Json());
    auto json = Json::parse(response->body);
    if (!json)
        return pending->reply.answer(base::fail(
            ErrorCode::InvalidData, concat(m_name, " answers, but is no Fotograma server."), json.error().message));
    pending->reply.answer(std::move(*json));
}

}  // namespace fotograma::service
