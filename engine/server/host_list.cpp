#include "engine/server/host_list.h"

#include <algorithm>

#include "engine/base/text.h"

namespace fotograma::server {

namespace {

HostMatch matchOne(const net::Url& url, const std::string& host) {
    if (host.find("://") != std::string::npos) {
        const auto whole = net::Url::parse(host);
        return whole && whole->origin() == url.origin() ? HostMatch::Place : HostMatch::None;
    }
    if (!url.isTls) return HostMatch::None;
    const std::string asked = base::toLower(url.host);
    const std::string named = base::toLower(host);
    const bool isIt = named.starts_with("*.") ? asked.ends_with(std::string_view(named).substr(1)) : asked == named;
    return isIt ? HostMatch::Name : HostMatch::None;
}

}  // namespace

bool isHostEntry(std::string_view text) {
    if (text.find("://") != std::string_view::npos) {
        const auto place = net::Url::parse(text);
        return place && place->target == "/" && !text.ends_with('/');
    }
    const std::string_view name = text.starts_with("*.") ? text.substr(2) : text;
    const auto place = net::Url::parse(base::concat("https://", name));
    return place && place->host == name;
}

HostMatch matchHost(const net::Url& url, const std::vector<std::string>& hosts) {
    HostMatch best = HostMatch::None;
    for (const std::string& host : hosts) best = std::max(best, matchOne(url, host));
    return best;
}

}  // namespace fotograma::server
