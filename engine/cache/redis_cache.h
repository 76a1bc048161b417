/// The level that machines share: a Redis server that may be slow, full, restarted or gone without anybody noticing.
///
/// Shape    one thread talks to the server. A look-up hands it a question and waits no longer than the timeout; writes
///          are left with it. After a failure the circuit is open: every look-up is a miss at once, and the server is
///          tried again in the background, each time after twice the wait (to half a minute).
/// Errors   create: those of RedisAddress::parse, NoDevice without the library. A server that is not there is none.
/// Thread   any. The destructor gives waiting writes up to half a second.
/// Cost     a look-up is a round trip; those of several threads share one. While the circuit is open, a lock.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/cache/cache.h"

namespace fotograma::cache {

struct RedisOptions {
    std::string url;
    std::chrono::milliseconds timeout{50};          ///< Of connecting, and of one look-up.
    std::chrono::milliseconds firstRetry{250};      ///< After the first failure; doubled with each further one.
    std::chrono::seconds lifetime{30 * 24 * 3600};  ///< Of what is written.
    const base::Clock* clock = &base::systemClock();
};

class RedisCache {
public:
    static base::Result<std::unique_ptr<RedisCache>> create(RedisOptions options);
    ~RedisCache();

    [[nodiscard]] ValuePtr get(const Key& key);
    void put(const Key& key, const Value& value);
    void remove(const Key& key);
    /// Waits until everything that was put has been sent or given up; for tests and for the end of a program.
    void flush();

    /// Writes and damaged entries; what the server holds is its own business.
    [[nodiscard]] LevelCounts counts() const;
    [[nodiscard]] bool isUp() const;
    [[nodiscard]] std::string note() const;     ///< Why it is not up; empty when it is.
    [[nodiscard]] std::string address() const;  ///< Without the password.

private:
    struct State;
    explicit RedisCache(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::cache
