#include "engine/cache/redis_cache.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/base/file_access.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/record.h"
#include "engine/cache/redis_connection.h"

namespace fotograma::cache {

using base::concat;
using base::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostWaiting = 4096;  // writes; older ones give way
constexpr std::size_t kWritesAtOnce = 64;
constexpr auto kLongestRetry = 30s;
constexpr auto kFarewell = 500ms;
constexpr std::size_t kLargestShared = 8 << 20;  // larger values are not worth a network

std::string nameOf(const Key& key) { return concat("fotograma:1:", key.hex()); }

}  // namespace

struct RedisCache::State {
    /// A look-up on its way; the asker may have gone when the answer comes.
    struct Question {
        std::string key;
        std::optional<std::string> answer;
        bool isDone = false;
    };
    enum class Circuit {
        Untried,  ///< Look-ups wait for the first connection.
        Closed,   ///< It works.
        Open,     ///< It does not: look-ups are misses until `retryAt`, then the thread tries.
    };

    State(RedisOptions given, RedisAddress where) : options(std::move(given)), address(std::move(where)) {
        thread = std::jthread([this](std::stop_token stop) { talk(stop); });
    }

    void talk(const std::stop_token& stop);
    bool connect(std::unique_lock<std::mutex>& lock);
    void exchange(std::unique_lock<std::mutex>& lock);
    void openCircuit(const base::Error& error);
    void closeCircuit();
    void giveUpQuestions();
    [[nodiscard]] bool hasWork() const {
        if (circuit == Circuit::Open) return wantsRetry && Clock::now() >= retryAt;
        return !questions.empty() || !writes.empty();
    }

    const RedisOptions options;
    const RedisAddress address;

    std::mutex mutex;  ///< Protects all below but the connection, which is the thread's.
    std::condition_variable_any work;
    std::condition_variable answered;
    std::vector<std::shared_ptr<Question>> questions;
    std::deque<RedisConnection::Write> writes;
    bool isTalking = false;
    Circuit circuit = Circuit::Untried;
    bool wantsRetry = false;
    Clock::time_point retryAt;
    std::chrono::milliseconds wait{0};
    std::string note;
    LevelCounts counts;

    std::unique_ptr<RedisConnection> connection;
    std::jthread thread;  ///< Last: it ends before what it uses.
};

// ---- The thread ------------------------------------------------------------------------------------------------

void RedisCache::State::talk(const std::stop_token& stop) {
    base::setThreadName("redis");
    base::keepBrokenPipesQuiet();
    std::unique_lock lock(mutex);
    std::optional<Clock::time_point> farewell;
    for (;;) {
        if (!farewell) work.wait(lock, stop, [this] { return hasWork(); });
        if (stop.stop_requested()) {
            if (!farewell) farewell = Clock::now() + kFarewell;
            giveUpQuestions();
            if (writes.empty() || circuit == Circuit::Open || Clock::now() > *farewell) break;
        }
        isTalking = true;
        // What was too slow may still owe answers: a new conversation shows whether it can talk in time.
        if (circuit == Circuit::Open) connection.reset();
        if (connection || connect(lock)) exchange(lock);
        isTalking = false;
        answered.notify_all();
    }
}

bool RedisCache::State::connect(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    auto made = RedisConnection::connect(address, options.timeout);
    lock.lock();
    if (!made) {
        openCircuit(made.error());
        return false;
    }
    connection = std::move(*made);
    closeCircuit();
    return true;
}

/// Questions first; writes when there are none.
void RedisCache::State::exchange(std::unique_lock<std::mutex>& lock) {
    const auto asked = std::exchange(questions, {});
    std::vector<RedisConnection::Write> batch;
    if (asked.empty()) {
        const auto some = static_cast<std::ptrdiff_t>(std::min(writes.size(), kWritesAtOnce));
        batch.assign(std::make_move_iterator(writes.begin()), std::make_move_iterator(writes.begin() + some));
        writes.erase(writes.begin(), writes.begin() + some);
    }
    std::vector<std::string> keys;
    for (const auto& question : asked) keys.push_back(question->key);

    lock.unlock();
    Result<std::vector<std::optional<std::string>>> answers;
    base::Status status;
    if (!asked.empty()) {
        answers = connection->get(keys);
        if (!answers) status = std::unexpected(answers.error());
    }
    if (!batch.empty()) status = connection->set(batch, options.lifetime);
    lock.lock();

    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (answers) asked[i]->answer = std::move((*answers)[i]);
        asked[i]->isDone = true;
    }
    if (status) {
        counts.writes += static_cast<std::int64_t>(batch.size());
        return;
    }
    connection.reset();
    openCircuit(status.error());
}

void RedisCache::State::openCircuit(const base::Error& error) {
    if (circuit != Circuit::Open) base::logWarning("cache", concat(error.message, " Going on without it."));
    circuit = Circuit::Open;
    note = error.message;
    wait = wait.count() == 0 ? options.firstRetry : std::min<std::chrono::milliseconds>(wait * 2, kLongestRetry);
    retryAt = Clock::now() + wait;
    wantsRetry = false;
    giveUpQuestions();
}

void RedisCache::State::closeCircuit() {
    if (circuit == Circuit::Open) base::logInfo("cache", concat("Redis is there again: ", address.text()));
    circuit = Circuit::Closed;
    wait = 0ms;
    note.clear();
}

void RedisCache::State::giveUpQuestions() {
    for (const auto& question : std::exchange(questions, {})) question->isDone = true;
    answered.notify_all();
}

// ---- The callers -----------------------------------------------------------------------------------------------

Result<std::unique_ptr<RedisCache>> RedisCache::create(RedisOptions options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(RedisAddress address, RedisAddress::parse(options.url));
    FOTOGRAMA_RETURN_IF_ERROR(RedisConnection::checkLibrary());
    return std::unique_ptr<RedisCache>(new RedisCache(std::make_unique<State>(std::move(options), std::move(address))));
}

RedisCache::RedisCache(std::unique_ptr<State> state) : m_state(std::move(state)) {}
RedisCache::~RedisCache() = default;

ValuePtr RedisCache::get(const Key& key) {
    auto question = std::make_shared<State::Question>();
    question->key = nameOf(key);
    {
        std::unique_lock lock(m_state->mutex);
        if (m_state->circuit == State::Circuit::Open) {
            m_state->wantsRetry = true;
            if (Clock::now() >= m_state->retryAt) m_state->work.notify_one();
            return nullptr;
        }
        m_state->questions.push_back(question);
        m_state->work.notify_one();
        if (!m_state->answered.wait_for(lock, m_state->options.timeout, [&] { return question->isDone; })) {
            std::erase(m_state->questions, question);
            m_state->openCircuit({base::ErrorCode::Timeout,
                                  concat("Redis at ", m_state->address.text(), " takes more than ",
                                         m_state->options.timeout.count(), " ms."),
                                  {}});
            return nullptr;
        }
    }
    if (!question->answer) return nullptr;
    auto value = decode(key, std::as_bytes(std::span(*question->answer)));
    if (value) return std::make_shared<const Value>(std::move(*value));
    {
        const std::lock_guard lock(m_state->mutex);
        ++m_state->counts.damaged;
    }
    remove(key);
    return nullptr;
}

void RedisCache::put(const Key& key, const Value& value) {
    if (value.bytes.size() > kLargestShared) return;
    auto record = std::make_shared<const std::string>(encode(key, value, m_state->options.clock->unixNow()));
    const std::lock_guard lock(m_state->mutex);
    m_state->writes.push_back({.key = nameOf(key), .value = std::move(record)});
    if (m_state->writes.size() > kMostWaiting) {
        m_state->writes.pop_front();
        ++m_state->counts.evicted;
    }
    m_state->wantsRetry = true;
    m_state->work.notify_one();
}

void RedisCache::remove(const Key& key) {
    const std::lock_guard lock(m_state->mutex);
    m_state->writes.push_back({.key = nameOf(key), .value = nullptr});
    m_state->work.notify_one();
}

void RedisCache::flush() {
    std::unique_lock lock(m_state->mutex);
    m_state->answered.wait(lock, [this] {
        return m_state->circuit == State::Circuit::Open || (m_state->writes.empty() && !m_state->isTalking);
    });
}

LevelCounts RedisCache::counts() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->counts;
}

bool RedisCache::isUp() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->circuit == State::Circuit::Closed;
}

std::string RedisCache::note() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->circuit == State::Circuit::Untried ? std::string("not asked yet") : m_state->note;
}

std::string RedisCache::address() const { return m_state->address.text(); }

}  // namespace fotograma::cache
