/// A server on a scripted service, in a folder of its own, with a token for each scope.
///
/// Thread   one.
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/http_server.h"
#include "tests/server/raw_client.h"
#include "tests/support/fake_service.h"

namespace fotograma::test {

class TestServer {
public:
    using Change = std::function<void(server::ServerOptions&, server::Context&)>;

    explicit TestServer(const Change& change = {}, server::JwtKeys jwtKeys = {}) {
        namespace fs = std::filesystem;
        folder = fs::canonical(base::pathFromUtf8(m_folder.path().toStdString()));
        root = folder / "root";
        fs::create_directories(root);
        server::TokenStore store(folder / "tokens.json");
        using server::Scope;
        for (const Scope scope : {Scope::JobsRead, Scope::JobsWrite, Scope::Admin}) {
            const auto made = store.create("test", {scope}, 0.0).value();
            tokens[scope] = made.text;
            ids[scope] = made.record.id;
        }
        m_auth = std::make_unique<server::Auth>(folder / "tokens.json", std::move(jwtKeys));
        m_change = change;
        start();
    }

    /// Anew, on the same folders.
    void start() {
        m_server.reset();
        server::ServerOptions options;
        options.port = 0;
        options.limits.perToken.perSecond = 0.0;
        options.limits.perAddress.perSecond = 0.0;
        options.limits.failedTokens.perSecond = 0.0;
        options.limits.recheckSeconds = 0.02;
        options.accessLog = [this](const base::Json& line) {
            const std::lock_guard lock(m_mutex);
            m_log.push_back(line);
        };
        server::Context context;
        context.service = service;
        context.roots = server::Roots::create({root}).value();
        if (m_change) m_change(options, context);
        auto made = server::HttpServer::start(std::move(options), std::move(context), *m_auth);
        if (!made) qFatal("%s", made.error().message.c_str());
        m_server = std::move(*made);
    }
    void stop() { m_server->stop(); }
    [[nodiscard]] std::vector<server::ClientInfo> clients() const { return m_server->clients(); }

    [[nodiscard]] RawClient connect() const { return RawClient(m_server->port()); }
    [[nodiscard]] std::string url() const { return m_server->url(); }
    [[nodiscard]] server::TokenStore tokenStore() const { return server::TokenStore(folder / "tokens.json"); }

    static std::string text(std::string_view method, std::string_view path, std::string_view token,
                            std::string_view body = {}, std::string_view more = {}) {
        std::string request = base::concat(method, ' ', path, " HTTP/1.1\r\nHost: localhost\r\n", more);
        if (!token.empty()) request += base::concat("Authorization: Bearer ", token, "\r\n");
        if (!body.empty()) {
            request += base::concat("Content-Length: ", body.size(), "\r\n");
            if (more.find("Content-Type") == std::string_view::npos) request += "Content-Type: application/json\r\n";
        }
        return request.append("\r\n").append(body);
    }
    RawAnswer ask(std::string_view method, std::string_view path, server::Scope scope, std::string_view body = {},
                  std::string_view more = {}) {
        return askAs(tokens[scope], method, path, body, more);
    }
    [[nodiscard]] RawAnswer askAs(std::string_view token, std::string_view method, std::string_view path,
                                  std::string_view body = {}, std::string_view more = {}) const {
        RawClient client = connect();
        client.send(text(method, path, token, body, more));
        return client.readAnswer(method == "HEAD");
    }
    std::vector<base::Json> log() {
        const std::lock_guard lock(m_mutex);
        return m_log;
    }

    std::filesystem::path folder;
    std::filesystem::path root;
    std::map<server::Scope, std::string> tokens;
    std::map<server::Scope, std::string> ids;  ///< Of the tokens.
    std::shared_ptr<FakeService> service = std::make_shared<FakeService>();

private:
    QTemporaryDir m_folder;
    Change m_change;
    std::unique_ptr<server::Auth> m_auth;
    std::mutex m_mutex;  ///< Protects m_log.
    std::vector<base::Json> m_log;
    std::unique_ptr<server::HttpServer> m_server;  ///< Last: it goes first.
};

}  // namespace fotograma::test
