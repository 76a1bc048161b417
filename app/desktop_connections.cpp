#include "app/desktop_connections.h"

#include <algorithm>

#include "app/await.h"
#include "app/engine.h"
#include "app/private_file.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kMostKept = 12;
constexpr double kFirstAnswerSeconds = 10.0;
constexpr double kMostPauseSeconds = 10.0;

}  // namespace

DesktopConnections::DesktopConnections(Program& program, fs::path file)
    : m_program(program), m_file(std::move(file)), m_local(program) {
    program.connections = this;
    readKept();
}

DesktopConnections::~DesktopConnections() {
    const std::lock_guard lock(m_mutex);
    m_isEnding = true;
    if (m_asked) m_asked->link()->stop();  // or the thread waits for its answer
}

// ---- What is kept ----

void DesktopConnections::readKept() {
    const auto document = readPrivate(m_file);
    if (!document) return base::logWarning("window", document.error().message);
    for (const Json& one : (*document)["servers"].items())
        m_kept.push_back({.address = {.url = one["url"].asString(),
                                      .token = one["token"].asString(),
                                      .tokenFile = one["token_file"].asString(),
                                      .caFile = one["ca_file"].asString()},
                          .name = one["name"].asString(),
                          .usedAt = one["used_at"].asInteger()});
}

base::Status DesktopConnections::writeKept() const {
    Json servers = Json::array();
    for (const Kept& kept : m_kept)
        servers.append(Json::object()
                           .set("url", kept.address.url)
                           .set("name", kept.name)
                           .set("token", kept.address.token)
                           .set("token_file", kept.address.tokenFile)
                           .set("ca_file", kept.address.caFile)
                           .set("used_at", kept.usedAt));
    return writePrivate(m_file, Json::object().set("version", 1).set("servers", std::move(servers)));
}

std::vector<ui::KnownServer> DesktopConnections::known() const {
    const std::lock_guard lock(m_mutex);
    std::vector<ui::KnownServer> servers;
    for (const Kept& kept : m_kept)
        servers.push_back({.url = kept.address.url,
                           .name = kept.name,
                           .tokenFile = kept.address.tokenFile,
                           .caFile = kept.address.caFile,
                           .hasToken = !kept.address.token.empty(),
                           .usedAt = kept.usedAt});
    return servers;
}

base::Status DesktopConnections::forget(const std::string& url) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_kept, [&](const Kept& kept) { return kept.address.url == url; });
    return writeKept();
}

base::Status DesktopConnections::remember(ui::ServerAddress address, std::string name) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_kept, [&](const Kept& kept) { return kept.address.url == address.url; });
    if (!address.tokenFile.empty()) address.token.clear();
    m_kept.insert(m_kept.begin(), {std::move(address), std::move(name), base::systemClock().unixNow()});
    if (m_kept.size() > kMostKept) m_kept.resize(kMostKept);
    return writeKept();
}

// ---- Connecting ----

void DesktopConnections::connect(ui::ServerAddress address, api::Reply<ui::Host*> reply) {
    m_thread.later(std::move(reply), [this, address = std::move(address)](const std::stop_token&) mutable {
        return connectNow(std::move(address));
    });
}

/// Who it is, and where its clients may work.
base::Result<ServerFacts> DesktopConnections::ask(service::RemoteOptions options) {
    options.answerSeconds = kFirstAnswerSeconds;
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<service::RemoteService> first,
                               service::RemoteService::create(std::move(options)));
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnding) return base::fail(ErrorCode::Cancelled, "The program is ending.");
        m_asked = first;
    }
    const auto info = await<api::ServiceInfo>([&](auto reply) { first->describe(std::move(reply)); });
    const auto browsed =
        await<Json>([&](auto reply) { first->link()->ask({.path = "/browse", .mayRepeat = true}, std::move(reply)); });
    {
        const std::lock_guard lock(m_mutex);
        m_asked.reset();
    }
    if (!info) return std::unexpected(info.error());
    ServerFacts facts{.place = first->link()->name(), .sharesFiles = info->sharesFiles, .roots = {}};
    if (browsed)
        for (const Json& root : (*browsed)["entries"].items()) facts.roots.push_back(root["path"].asString());
    return facts;
}

base::Result<ui::Host*> DesktopConnections::connectNow(ui::ServerAddress address) {
    {
        const std::lock_guard lock(m_mutex);
        const auto kept = std::ranges::find_if(m_kept, [&](const Kept& one) { return one.address.url == address.url; });
        if (kept != m_kept.end() && address.token.empty() && address.tokenFile.empty()) {
            address.token = kept->address.token;
            address.tokenFile = kept->address.tokenFile;
        }
    }
    service::RemoteOptions options;
    options.url = address.url;
    options.token = address.token;
    options.caFile = base::pathFromUtf8(address.caFile);
    if (!address.tokenFile.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(options.token, readTokenFile(address.tokenFile));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(ServerFacts facts, ask(options));
    const auto watch = std::make_shared<LinkWatch>();
    options.mostPauseSeconds = kMostPauseSeconds;
    options.onFeed = [watch](const std::optional<base::Error>& trouble, double againSeconds) {
        watch->told(trouble, againSeconds);
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<service::RemoteService> remote,
                               service::RemoteService::create(std::move(options)));
    if (auto kept = remember(std::move(address), facts.place); !kept) base::logWarning("window", kept.error().message);
    auto host = std::make_unique<ServerHost>(m_program, std::move(remote), std::move(facts), watch);
    const std::lock_guard lock(m_mutex);
    return m_hosts.emplace_back(std::move(host)).get();
}

void DesktopConnections::release(ui::Host& host) {
    // Aside: its connections are closed and its threads waited for.
    m_thread.later(api::Reply<base::Done>([](const base::Result<base::Done>&) {}),
                   [this, &host](const std::stop_token&) -> base::Result<base::Done> {
                       std::unique_ptr<ServerHost> gone;
                       const std::lock_guard lock(m_mutex);
                       const auto found =
                           std::ranges::find_if(m_hosts, [&](const auto& one) { return one.get() == &host; });
                       if (found == m_hosts.end()) return base::Done();
                       gone = std::move(*found);
                       m_hosts.erase(found);
                       return base::Done();
                   });
}

}  // namespace fotograma::app
