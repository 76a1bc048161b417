/// One connection to the store's file: opening, migrating, and turning SOCI's exceptions into our errors.
///
/// Errors   as store.h says. Nothing thrown by SOCI leaves this module.
#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <memory>
#include <span>
#include <type_traits>

#include "engine/base/result.h"
#include "engine/store/migrations.h"

namespace soci {
class session;
}

namespace fotograma::store {

struct Connection;

/// The one place where foreign failures of the store become ours.
[[nodiscard]] base::Error translate(const std::exception& failure);

/// `body`, which uses SOCI, with its exceptions as errors.
template <class Body>
std::invoke_result_t<Body&> guarded(Body body) {
    try {
        return body();
    } catch (const std::exception& failure) {
        return std::unexpected(translate(failure));
    }
}

/// The error with the store's path before its sentence.
[[nodiscard]] base::Error withPath(base::Error error, const std::filesystem::path& path);

base::Result<std::unique_ptr<soci::session>> openSession(const std::filesystem::path& path,
                                                         std::chrono::seconds busyTimeout);

/// Brings the tables to the newest of `steps`; Conflict when they are newer than that.
base::Status migrate(soci::session& sql, std::span<const Migration> steps);

/// A number that changes when another connection has committed something.
base::Result<int> dataVersion(Connection& connection);

}  // namespace fotograma::store
