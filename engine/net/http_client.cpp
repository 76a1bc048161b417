#include "engine/net/http_client.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <list>
#include <map>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/net/http_exchange.h"

namespace fotograma::net {

using base::ErrorCode;

const std::string* HttpResponse::header(std::string_view lowerCaseName) const noexcept {
    const auto found = std::ranges::find(headers, lowerCaseName, &Headers::value_type::first);
    return found == headers.end() ? nullptr : &found->second;
}

void HttpCall::cancel() const {
    if (const auto exchange = m_exchange.lock()) exchange->cancel();
}

namespace {

base::Error ending() { return {ErrorCode::Cancelled, "The program lets go of the server.", {}}; }

/// Something to do later.
struct Alarm {
    Alarm(asio::io_context& io, std::move_only_function<void(base::Status)> what) : timer(io), task(std::move(what)) {}
    asio::steady_timer timer;
    std::move_only_function<void(base::Status)> task;
};

}  // namespace

struct HttpClient::State final : Places {
    explicit State(ClientOptions clientOptions) : settings(std::move(clientOptions)) {}

    std::unique_ptr<Connection> takeIdle(const Url& place) override;
    void keep(std::unique_ptr<Connection> connection) override;
    bool enter(const Url& place, const std::shared_ptr<Exchange>& exchange) override;
    void leave(const Url& place) override;
    base::Result<asio::ssl::context*> tls() override;
    [[nodiscard]] const ClientOptions& options() const override { return settings; }

    void dropOld();
    void stop();

    const ClientOptions settings;
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
    // All below belongs to the thread.
    std::optional<asio::ssl::context> context;
    std::list<std::unique_ptr<Connection>> idle;  ///< The one that was used last is in front.
    struct Place {
        int open = 0;
        std::deque<std::weak_ptr<Exchange>> waiting;
    };
    std::map<std::string, Place> places;  ///< By origin.
    std::vector<std::weak_ptr<Exchange>> running;
    std::list<std::weak_ptr<Alarm>> alarms;
    bool isStopping = false;
    std::atomic<bool> isStopped{false};  ///< There is no thread any more.
    std::jthread thread;
};

// ---- Connections ----

void HttpClient::State::dropOld() {
    const auto oldest =
        Clock::now() - std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(settings.keepSeconds));
    std::erase_if(idle, [&](const auto& connection) { return connection->idleSince < oldest; });
}

std::unique_ptr<Connection> HttpClient::State::takeIdle(const Url& place) {
    dropOld();
    const std::string origin = place.origin();
    for (auto at = idle.begin(); at != idle.end();) {
        if ((*at)->place().origin() != origin) {
            ++at;
            continue;
        }
        auto connection = std::move(*at);
        at = idle.erase(at);
        if (connection->isStillThere()) return connection;
    }
    return nullptr;
}

void HttpClient::State::keep(std::unique_ptr<Connection> connection) {
    constexpr std::size_t kMostIdle = 64;
    if (isStopping) return;
    connection->idleSince = Clock::now();
    idle.push_front(std::move(connection));
    dropOld();
    if (idle.size() > kMostIdle) idle.pop_back();
}

bool HttpClient::State::enter(const Url& place, const std::shared_ptr<Exchange>& exchange) {
    Place& there = places[place.origin()];
    if (there.open < settings.connectionsAPlace) {
        ++there.open;
        return true;
    }
    there.waiting.emplace_back(exchange);
    return false;
}

void HttpClient::State::leave(const Url& place) {
    const auto found = places.find(place.origin());
    if (found == places.end()) return;
    --found->second.open;
    while (!found->second.waiting.empty()) {
        const auto next = found->second.waiting.front().lock();
        found->second.waiting.pop_front();
        if (!next || !next->isWaiting()) continue;
        next->wake();
        break;
    }
    if (found->second.open == 0 && found->second.waiting.empty()) places.erase(found);
}

base::Result<asio::ssl::context*> HttpClient::State::tls() {
    if (!context) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto made, clientTls(settings.caFile));
        context.emplace(std::move(made));
    }
    return &*context;
}

// ---- The client ----

void HttpClient::State::stop() {
    if (isStopped) return;
    asio::post(io, [this] {
        isStopping = true;
        idle.clear();
        for (const auto& weak : running)
            if (const auto exchange = weak.lock()) exchange->cancel();
        for (const auto& weak : alarms)
            if (const auto alarm = weak.lock()) alarm->timer.cancel();
    });
    work.reset();
    thread = {};
    isStopped = true;
}

base::Result<std::unique_ptr<HttpClient>> HttpClient::create(ClientOptions options) {
    // A wrong file is told now, not with the first request.
    if (!options.caFile.empty())
        if (const auto fine = clientTls(options.caFile); !fine) return std::unexpected(fine.error());
    auto state = std::make_unique<State>(std::move(options));
    state->thread = std::jthread([&io = state->io] {
        base::setThreadName("http client");
        io.run();
    });
    return std::unique_ptr<HttpClient>(new HttpClient(std::move(state)));
}

HttpClient::HttpClient(std::unique_ptr<State> state) : m_state(std::move(state)) {}

HttpClient::~HttpClient() { m_state->stop(); }

void HttpClient::stop() { m_state->stop(); }

void HttpClient::after(double seconds, std::move_only_function<void(base::Status)> task) {
    State& state = *m_state;
    if (state.isStopped) return task(std::unexpected(ending()));
    auto alarm = std::make_shared<Alarm>(state.io, std::move(task));
    asio::post(state.io, [&state, alarm, seconds] {
        if (state.isStopping) return alarm->task(std::unexpected(ending()));
        std::erase_if(state.alarms, [](const auto& weak) { return weak.expired(); });
        state.alarms.push_back(alarm);
        alarm->timer.expires_after(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
        alarm->timer.async_wait([alarm](const error_code& error) {
            alarm->task(error ? base::Status(std::unexpected(ending())) : base::Status());
        });
    });
}

HttpCall HttpClient::send(HttpRequest request, HttpReply reply) {
    State& state = *m_state;
    if (state.isStopped) {
        reply(std::unexpected(ending()));
        return {};
    }
    const auto url = Url::parse(request.url);
    auto exchange =
        std::make_shared<Exchange>(state.io, state, url.value_or(Url()), std::move(request), std::move(reply));
    asio::post(state.io, [&state, exchange, error = url ? std::optional<base::Error>() : url.error()] {
        if (error) return exchange->refuse(*error);
        if (state.isStopping) return exchange->refuse(ending());
        std::erase_if(state.running, [](const auto& weak) { return weak.expired(); });
        state.running.push_back(exchange);
        exchange->start();
    });
    return HttpCall(exchange);
}

}  // namespace fotograma::net
