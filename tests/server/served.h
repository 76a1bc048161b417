/// A server on a service that follows a script, and one request at a time to it.
///
/// Thread   one.
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/base/platform.h"
#include "engine/server/http_server.h"
#include "tests/server/raw_client.h"
#include "tests/support/fake_service.h"

namespace fotograma::test {

class Served {
public:
    using Change = std::function<void(server::ServerOptions&, server::Context&)>;

    explicit Served(const Change& change = {}) {
        root = std::filesystem::canonical(base::pathFromUtf8(m_folder.path().toStdString())) / "root";
        std::filesystem::create_directories(root);
        m_auth = std::make_unique<server::Auth>(root.parent_path() / "tokens.json", server::JwtKeys());
        token = server::TokenStore(root.parent_path() / "tokens.json")
                    .create("test", {server::Scope::Admin}, 0.0)
                    .value()
                    .text;
        server::ServerOptions options;
        options.port = 0;
        options.limits.perToken.perSecond = options.limits.perAddress.perSecond = 0.0;
        options.accessLog = [this](const base::Json& line) {
            const std::lock_guard lock(m_mutex);
            m_log.push_back(line);
        };
        server::Context context;
        context.service = service;
        context.roots = server::Roots::create({root}).value();
        context.storeFolder = root.parent_path();
        if (change) change(options, context);
        http = server::HttpServer::start(std::move(options), std::move(context), *m_auth).value();
        service->settle();  // it follows the jobs from here on
    }

    RawAnswer ask(std::string_view method, std::string_view path, std::string_view body = {},
                  std::string_view more = {}) const {
        RawClient client(http->port());
        std::string text = base::concat(method, ' ', path, " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ",
                                        token, "\r\n", more);
        if (!body.empty())
            text += base::concat("Content-Type: application/json\r\nContent-Length: ", body.size(), "\r\n");
        client.send(text.append("\r\n").append(body));
        return client.readAnswer();
    }
    RawAnswer read(std::string_view path) const { return ask("GET", path); }
    std::vector<base::Json> log() {
        const std::lock_guard lock(m_mutex);
        return m_log;
    }

    std::filesystem::path root;
    std::string token;
    std::shared_ptr<FakeService> service = std::make_shared<FakeService>();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<server::Auth> m_auth;
    std::mutex m_mutex;  ///< Protects m_log.
    std::vector<base::Json> m_log;

public:
    std::unique_ptr<server::HttpServer> http;  ///< Last: it goes first.
};

}  // namespace fotograma::test
