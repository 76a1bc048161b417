#include "engine/net/url.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"

namespace fotograma::net {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::unexpected<base::Error> wrong(std::string_view text, std::string_view why) {
    return base::fail(ErrorCode::InvalidArgument, concat("\"", text, "\" is no address of a server: ", why, "."));
}

base::Result<std::uint16_t> portOf(std::string_view digits, std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0)
        return wrong(text, "a port is a number from 1 to 65535");
    return port;
}

bool isGoodHost(std::string_view host, bool isBracketed) {
    constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    constexpr std::string_view kSixth = "abcdefABCDEF0123456789:.";
    return !host.empty() && host.find_first_not_of(isBracketed ? kSixth : kName) == std::string_view::npos;
}

}  // namespace

base::Result<Url> Url::parse(std::string_view text) {
    const auto isPlain = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::ranges::all_of(text, isPlain)) return wrong(text, "it holds a blank or a letter that must be encoded");
    Url url;
    std::string_view rest = text.substr(0, text.find('#'));
    const std::string scheme = base::toLower(rest.substr(0, std::min(rest.find("://"), rest.size())));
    if (scheme != "http" && scheme != "https") return wrong(text, "it must begin with http:// or https://");
    url.isTls = scheme == "https";
    url.port = url.isTls ? kHttpsPort : kHttpPort;
    rest.remove_prefix(scheme.size() + 3);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    std::string_view place = rest.substr(0, end);
    if (place.find('@') != std::string_view::npos) return wrong(text, "names and passwords have no place in it");
    if (end < rest.size())
        url.target = rest[end] == '?' ? concat('/', rest.substr(end)) : std::string(rest.substr(end));
    const bool isBracketed = place.starts_with('[');
    const std::size_t hostEnd = isBracketed ? place.find(']') : std::min(place.find(':'), place.size());
    if (hostEnd == std::string_view::npos) return wrong(text, "a bracket is missing");
    url.host = place.substr(isBracketed ? 1 : 0, hostEnd - (isBracketed ? 1 : 0));
    if (!isGoodHost(url.host, isBracketed)) return wrong(text, "its host is not a name or an address");
    place.remove_prefix(std::min(hostEnd + (isBracketed ? 1 : 0), place.size()));
    if (place.empty()) return url;
    if (place.front() != ':') return wrong(text, "after the host comes a colon and the port");
    FOTOGRAMA_ASSIGN_OR_RETURN(url.port, portOf(place.substr(1), text));
    return url;
}

std::string Url::authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : concat('[', host, ']');
    return port == (isTls ? kHttpsPort : kHttpPort) ? name : concat(name, ':', port);
}

std::string Url::origin() const { return concat(isTls ? "https://" : "http://", authority()); }

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return encoded;
}

}  // namespace fotograma::net
