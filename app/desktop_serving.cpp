#include "app/desktop_serving.h"

#include "app/private_file.h"
#include "engine/base/log.h"
#include "engine/base/process_limits.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kKept = 500;  ///< Requests.
constexpr int kMostPort = 65'535;

Json toJson(const ui::ServingPlan& plan) {
    Json roots = Json::array();
    for (const std::string& root : plan.roots) roots.append(root);
    return Json::object()
        .set("address", plan.address)
        .set("port", plan.port)
        .set("certificate", plan.certificate)
        .set("key", plan.key)
        .set("roots", std::move(roots))
        .set("starts_with_window", plan.startsWithWindow);
}

std::string listenText(const ui::ServingPlan& plan) {
    const bool isV6 = plan.address.find(':') != std::string::npos && !plan.address.starts_with('[');
    return isV6 ? concat('[', plan.address, "]:", plan.port) : concat(plan.address, ':', plan.port);
}

ui::AccessToken toUi(const server::TokenRecord& record) {
    ui::AccessToken token{.id = record.id,
                          .name = record.name,
                          .scopes = {},
                          .createdAt = record.createdAt,
                          .expiresAt = record.expiresAt};
    for (const server::Scope scope : record.scopes) token.scopes.emplace_back(server::toText(scope));
    return token;
}

}  // namespace

DesktopServing::DesktopServing(const Composition& composition, const Settings& settings, fs::path file)
    : m_composition(composition), m_settings(settings), m_file(std::move(file)), m_tokens(tokenFileOf(settings)) {
    readPlan();
}

// ---- What was planned ----

/// The plan of the last time; at first what the settings say of `fotograma serve`.
void DesktopServing::readPlan() {
    const std::string& listen = m_settings.server.listen;
    const std::size_t colon = listen.rfind(':');
    if (colon != std::string::npos) {
        m_plan.address = listen.substr(0, colon);
        m_plan.port = std::atoi(listen.c_str() + colon + 1);
    }
    m_plan.certificate = base::toUtf8(m_settings.server.tlsCertificate);
    m_plan.key = base::toUtf8(m_settings.server.tlsKey);
    for (const fs::path& root : m_settings.allowedRoots) m_plan.roots.push_back(base::toUtf8(root));
    const auto kept = readPrivate(m_file);
    if (!kept) return base::logWarning("window", kept.error().message);
    if (!kept->find("address")) return;
    m_plan = {.address = (*kept)["address"].asString(),
              .port = static_cast<int>((*kept)["port"].asInteger(m_plan.port)),
              .certificate = (*kept)["certificate"].asString(),
              .key = (*kept)["key"].asString(),
              .roots = {},
              .startsWithWindow = (*kept)["starts_with_window"].asBool()};
    for (const Json& root : (*kept)["roots"].items()) m_plan.roots.push_back(root.asString());
}

ui::ServingPlan DesktopServing::plan() const {
    const std::lock_guard lock(m_mutex);
    return m_plan;
}

base::Status DesktopServing::remember(const ui::ServingPlan& plan) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_plan == plan) return {};
        m_plan = plan;
    }
    return writePrivate(m_file, toJson(plan));
}

Settings DesktopServing::settingsNow() const {
    const ui::ServingPlan plan = this->plan();
    Settings settings = m_settings;
    settings.server.listen = listenText(plan);
    settings.server.tlsCertificate = base::pathFromUtf8(plan.certificate);
    settings.server.tlsKey = base::pathFromUtf8(plan.key);
    settings.allowedRoots.clear();
    for (const std::string& root : plan.roots) settings.allowedRoots.push_back(base::pathFromUtf8(root));
    return settings;
}

// ---- On and off ----

void DesktopServing::begin() {
    if (!plan().startsWithWindow) return;
    start([](const base::Result<std::string>& url) {
        if (!url) base::logWarning("server", url.error().message);
    });
}

void DesktopServing::start(api::Reply<std::string> reply) {
    m_thread.later(std::move(reply), [this](const std::stop_token&) { return startNow(); });
}

base::Result<std::string> DesktopServing::startNow() {
    stopNow();
    base::raiseOpenFileLimit();
    const Settings settings = settingsNow();
    const int port = plan().port;
    base::Result<std::unique_ptr<HttpServing>> made =
        port < 0 || port > kMostPort
            ? base::fail(ErrorCode::InvalidArgument, concat("A port is a number from 0 to ", kMostPort, "."))
            : HttpServing::start(m_composition, settings, {.log = [this](const Json& line) { note(line); }});
    const std::lock_guard lock(m_mutex);
    if (!made) {
        m_state = {.isOn = false, .url = {}, .since = 0, .problem = made.error().message};
        return std::unexpected(made.error());
    }
    m_serving = std::move(*made);
    m_state = {.isOn = true, .url = m_serving->url(), .since = base::systemClock().unixNow(), .problem = {}};
    return m_state.url;
}

void DesktopServing::stop(api::Reply<base::Done> reply) {
    m_thread.later(std::move(reply), [this](const std::stop_token&) -> base::Result<base::Done> {
        stopNow();
        return base::Done();
    });
}

void DesktopServing::stopNow() {
    std::shared_ptr<HttpServing> serving;
    {
        const std::lock_guard lock(m_mutex);
        serving = std::move(m_serving);
        m_serving.reset();
    }
    if (serving) serving->stop();  // requests under way may take seconds, and write their lines
    const std::lock_guard lock(m_mutex);
    m_state = {};
}

ui::ServingState DesktopServing::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

// ---- Who is there ----

std::vector<ui::ServedClient> DesktopServing::clients() const {
    std::shared_ptr<HttpServing> serving;
    {
        const std::lock_guard lock(m_mutex);
        serving = m_serving;
    }
    std::vector<ui::ServedClient> clients;
    if (!serving) return clients;
    for (const server::ClientInfo& client : serving->clients())
        clients.push_back({.address = client.address,
                           .name = client.name.empty() ? client.who : client.name,
                           .since = client.since,
                           .connections = client.connections,
                           .streams = client.streams,
                           .requests = client.requests});
    return clients;
}

void DesktopServing::note(const Json& line) {
    if (line["type"].asString() != "request") return;
    ui::ServedRequest request{
        .number = 0,
        .at = line["at"].asInteger(),
        .address = line["remote"].asString(),
        .name = line["name"].asString().empty() ? line["who"].asString() : line["name"].asString(),
        .method = line["method"].asString(),
        .path = line["path"].asString(),
        .status = static_cast<int>(line["status"].asInteger()),
        .milliseconds = line["ms"].asNumber(),
        .did = line["did"].asString(),
        .isAudit = line["audit"].asBool()};
    const std::lock_guard lock(m_mutex);
    request.number = ++m_requests;
    m_log.push_back(std::move(request));
    if (m_log.size() > kKept) m_log.pop_front();
}

std::vector<ui::ServedRequest> DesktopServing::log(std::int64_t after) const {
    const std::lock_guard lock(m_mutex);
    std::vector<ui::ServedRequest> requests;
    for (const ui::ServedRequest& request : m_log)
        if (request.number > after) requests.push_back(request);
    return requests;
}

// ---- Tokens ----

void DesktopServing::tokens(api::Reply<std::vector<ui::AccessToken>> reply) {
    m_thread.later(std::move(reply), [this](const std::stop_token&) -> base::Result<std::vector<ui::AccessToken>> {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto records, m_tokens.list());
        std::vector<ui::AccessToken> tokens;
        for (const server::TokenRecord& record : records) tokens.push_back(toUi(record));
        return tokens;
    });
}

void DesktopServing::makeToken(std::string name, std::vector<std::string> scopes, double days,
                               api::Reply<ui::MadeToken> reply) {
    m_thread.later(std::move(reply),
                   [this, name = std::move(name), scopes = std::move(scopes),
                    days](const std::stop_token&) -> base::Result<ui::MadeToken> {
                       std::vector<server::Scope> wanted;
                       for (const std::string& text : scopes)
                           if (const auto scope = server::scopeFromText(text)) wanted.push_back(*scope);
                       FOTOGRAMA_ASSIGN_OR_RETURN(auto made, m_tokens.create(name, std::move(wanted), days));
                       return ui::MadeToken{.secret = std::move(made.text), .token = toUi(made.record)};
                   });
}

void DesktopServing::revokeToken(std::string id, api::Reply<base::Done> reply) {
    m_thread.later(std::move(reply), [this, id = std::move(id)](const std::stop_token&) -> base::Result<base::Done> {
        FOTOGRAMA_RETURN_IF_ERROR(m_tokens.revoke(id));
        return base::Done();
    });
}

}  // namespace fotograma::app
