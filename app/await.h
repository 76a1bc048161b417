/// The asynchronous service from a program that has nothing else to do: ask and wait.
///
/// Thread   never from a reply or an event of the service: it would wait for itself.
#pragma once

#include <future>
#include <memory>

#include "engine/api/service.h"

namespace fotograma::app {

/// await<api::Stats>([&](auto reply) { service.stats(std::move(reply)); })
template <class T, class Ask>
base::Result<T> await(Ask&& ask) {
    std::promise<base::Result<T>> promise;
    auto future = promise.get_future();
    ask(api::Reply<T>(
        [promise = std::move(promise)](base::Result<T> result) mutable { promise.set_value(std::move(result)); }));
    return future.get();
}

}  // namespace fotograma::app
