#include "engine/server/message.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

std::string_view toText(Method method) noexcept {
    switch (method) {
        case Method::Get: return "GET";
        case Method::Post: return "POST";
        case Method::Put: return "PUT";
        case Method::Patch: return "PATCH";
        case Method::Options: return "OPTIONS";
        case Method::Delete: break;
    }
    return "DELETE";
}

std::string_view toText(Scope scope) noexcept {
    switch (scope) {
        case Scope::None: return "";
        case Scope::JobsRead: return "jobs:read";
        case Scope::JobsWrite: return "jobs:write";
        case Scope::Admin: break;
    }
    return "admin";
}

std::optional<Scope> scopeFromText(std::string_view text) noexcept {
    for (const Scope scope : {Scope::JobsRead, Scope::JobsWrite, Scope::Admin})
        if (toText(scope) == text) return scope;
    return std::nullopt;
}

bool Principal::may(Scope scope) const noexcept {
    if (scope == Scope::None) return true;
    return std::ranges::any_of(scopes, [&](Scope held) { return held == scope || held == Scope::Admin; });
}

// ---- Reading a request ----

namespace {

const std::string* find(const Pairs& pairs, std::string_view name) noexcept {
    for (const auto& [key, value] : pairs)
        if (key == name) return &value;
    return nullptr;
}

base::Result<std::int64_t> wholeNumber(std::string_view name, std::string_view text, std::int64_t minimum,
                                       std::int64_t maximum) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < minimum || value > maximum)
        return base::fail(ErrorCode::InvalidArgument,
                          concat(name, " must be a whole number from ", minimum, " to ", maximum, "."));
    return value;
}

}  // namespace

const std::string* Request::header(std::string_view lowerCaseName) const noexcept {
    return find(headers, lowerCaseName);
}

const std::string* Request::queryValue(std::string_view name) const noexcept { return find(query, name); }

std::vector<std::string> Request::queryValues(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : query) {
        if (key != name) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (comma > 0) values.emplace_back(rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return values;
}

const std::string& Request::parameter(std::string_view name) const noexcept {
    static const std::string kNone;
    const std::string* value = find(parameters, name);
    return value ? *value : kNone;
}

base::Result<std::int64_t> Request::queryInteger(std::string_view name, std::int64_t fallback, std::int64_t minimum,
                                                 std::int64_t maximum) const {
    const std::string* value = queryValue(name);
    if (!value) return fallback;
    return wholeNumber(name, *value, minimum, maximum);
}

base::Result<std::int64_t> Request::parameterId(std::string_view name) const {
    constexpr std::int64_t kLargest = std::int64_t{1} << 53;
    return wholeNumber(concat("The path's ", name), parameter(name), 1, kLargest);
}

base::Result<Json> Request::json() const {
    if (!document.isNull()) return document;
    if (const std::string* type = header("content-type");
        type && !type->starts_with("application/json") && !type->starts_with("application/x-www-form-urlencoded"))
        return base::fail(ErrorCode::InvalidArgument, concat("The body must be application/json, not ", *type, "."));
    auto parsed = Json::parse(body);
    if (!parsed)
        return base::fail(ErrorCode::InvalidArgument, concat("The body is no JSON: ", parsed.error().message),
                          parsed.error().detail);
    if (!parsed->isObject())
        return base::fail(ErrorCode::InvalidArgument,
                          concat("The body must be a JSON object, not ", parsed->typeName(), "."));
    return parsed;
}

// ---- Answers ----

Response& Response::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response textResponse(std::string text, std::string contentType, int status) {
    Response response{.status = status, .headers = {}, .body = std::move(text)};
    return std::move(response.with("Content-Type", std::move(contentType)));
}

Response jsonResponse(const Json& json, int status) {
    return textResponse(json.dump().append("\n"), "application/json", status);
}

Response problem(const base::Error& error) { return problem(base::traits(error.code).httpStatus, error); }

Response problem(int status, const base::Error& error) {
    const base::ErrorTraits& traits = base::traits(error.code);
    std::string title(traits.name);
    std::ranges::replace(title, '_', ' ');
    Json json = Json::object();
    json.set("type", concat("urn:fotograma:error:", traits.name)).set("title", std::move(title)).set("status", status);
    json.set("detail", error.message).set("code", traits.name).set("retryable", traits.retryable);
    // An invalid value names its place; what the system said about other failures is for the log alone.
    if (error.code == ErrorCode::InvalidArgument && !error.detail.empty()) json.set("pointer", error.detail);
    return textResponse(json.dump().append("\n"), "application/problem+json", status);
}

Responder::~Responder() {
    if (m_send) (*this)(base::Error{ErrorCode::Internal, "The request got no answer.", {}});
}

void Responder::operator()(Response response) {
    render([response = std::move(response)]() mutable { return std::move(response); });
}

void Responder::render(Render render) {
    FOTOGRAMA_ASSERT(m_send, "a request is answered once");
    std::exchange(m_send, nullptr)(std::move(render));
}

// ---- Targets ----

namespace {

int hexDigit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

base::Result<std::string> percentDecoded(std::string_view text, bool plusIsBlank) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char letter = text[i];
        if (letter == '%') {
            const bool isWhole = i + 2 < text.size();
            const int high = isWhole ? hexDigit(text[i + 1]) : -1;
            const int low = isWhole ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return base::fail(ErrorCode::InvalidArgument, "The address has a % that starts no encoded byte.");
            letter = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (plusIsBlank && letter == '+') {
            letter = ' ';
        }
        if (letter == '\0') return base::fail(ErrorCode::InvalidArgument, "The address holds a zero byte.");
        decoded.push_back(letter);
    }
    return decoded;
}

base::Status splitTarget(std::string_view target, Request& request) {
    if (!target.starts_with('/'))
        return base::fail(ErrorCode::InvalidArgument, "The request's target must be a path that starts with /.");
    const std::size_t mark = std::min(target.find('?'), target.size());
    FOTOGRAMA_ASSIGN_OR_RETURN(request.path, percentDecoded(target.substr(0, mark), false));
    std::string_view rest = target.substr(std::min(mark + 1, target.size()));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        FOTOGRAMA_ASSIGN_OR_RETURN(std::string name, percentDecoded(pair.substr(0, equals), true));
        FOTOGRAMA_ASSIGN_OR_RETURN(std::string value,
                                   percentDecoded(pair.substr(std::min(equals + 1, pair.size())), true));
        if (!name.empty()) request.query.emplace_back(std::move(name), std::move(value));
    }
    return {};
}

}  // namespace fotograma::server
