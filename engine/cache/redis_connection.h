/// One conversation with a Redis server, through a library that is opened when it is needed.
///
/// Errors   parse: InvalidArgument; Unsupported for rediss:// (Debian 12's hiredis knows no TLS). connect: NoDevice
///          without the library, Unavailable without the server, PermissionDenied when it refuses the password.
///          get, set: Unavailable; the connection is then of no more use.
/// Thread   one; that thread keeps broken pipes quiet (base/file_access.h).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::cache {

/// redis://[[user]:password@]host[:port][/database], or redis+unix:///path/to/socket[?db=N].
struct RedisAddress {
    std::string host;
    int port = 6379;
    std::string socket;  ///< Instead of host and port.
    std::string user;
    std::string password;
    int database = 0;

    static base::Result<RedisAddress> parse(std::string_view url);
    [[nodiscard]] std::string text() const;  ///< Without the password.
};

class RedisConnection {
public:
    /// NoDevice with the loader's sentence when the library is not there.
    static base::Status checkLibrary();
    static base::Result<std::unique_ptr<RedisConnection>> connect(const RedisAddress& address,
                                                                  std::chrono::milliseconds timeout);
    ~RedisConnection();

    /// One answer for each key, all in one round trip.
    base::Result<std::vector<std::optional<std::string>>> get(std::span<const std::string> keys);

    struct Write {
        std::string key;
        std::shared_ptr<const std::string> value;  ///< Null deletes the key.
    };
    /// All in one round trip. A server that is full or read-only refuses single writes: not an error here.
    base::Status set(std::span<const Write> writes, std::chrono::seconds lifetime);

private:
    struct State;
    explicit RedisConnection(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::cache
