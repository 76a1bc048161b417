#include "engine/server/handler_call.h"

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/base/log_context.h"
#include "engine/server/body_schema.h"

namespace fotograma::server {

namespace net = boost::asio;

namespace {

struct Pending {
    std::shared_ptr<net::io_context> io;  ///< First: it goes last.
    net::any_io_executor executor;
    net::steady_timer arrival;  ///< Never expires: it is cancelled when the answer is there.
    Render render;
};

/// A body that is documented by a schema is held to it, and read once.
std::optional<Response> readDocument(const Route& route, Request& request) {
    const bool isJson = !route.takes.empty() && route.takes.find('/') == std::string_view::npos;
    if (!isJson) return std::nullopt;
    auto document = request.json();
    if (!document) return problem(document.error());
    if (auto fit = fitsSchema(*document, route.takes); !fit) return problem(fit.error());
    request.document = std::move(*document);
    request.body.clear();
    return std::nullopt;
}

}  // namespace

net::awaitable<Response> askHandler(Context& context, const Route& route, Request& request,
                                    std::shared_ptr<net::io_context> io, net::any_io_executor executor,
                                    net::thread_pool& disk) {
    constexpr auto kToken = net::as_tuple(net::use_awaitable);
    auto pending = std::make_shared<Pending>(Pending{std::move(io), executor, net::steady_timer(executor), nullptr});
    pending->arrival.expires_at(std::chrono::steady_clock::time_point::max());
    Responder responder([pending](Render render) {
        auto moved = std::make_shared<Render>(std::move(render));
        net::post(pending->executor, [pending, moved] {
            pending->render = std::move(*moved);
            pending->arrival.cancel();
        });
    });
    if (auto refused = readDocument(route, request)) co_return std::move(*refused);
    std::string body = std::exchange(request.body, {});
    base::Json document = std::exchange(request.document, {});
    std::shared_ptr<BodySink> sink = std::exchange(request.sink, nullptr);
    Request handed = request;  // the session needs its own for the log
    handed.body = std::move(body);
    handed.document = std::move(document);
    handed.sink = std::move(sink);
    if (route.blocks) {
        auto call = std::make_shared<std::pair<Request, Responder>>(std::move(handed), std::move(responder));
        net::post(disk, [&context, &route, call] {
            const base::LogScope scope({.request = call->first.id});
            route.handler(context, std::move(call->first), std::move(call->second));
        });
    } else {
        const base::LogScope scope({.request = handed.id});
        route.handler(context, std::move(handed), std::move(responder));
    }
    // In the strand: the answer cannot come between this question and the wait.
    while (!pending->render) co_await pending->arrival.async_wait(kToken);
    Response response = pending->render();
    co_return response;
}

}  // namespace fotograma::server
