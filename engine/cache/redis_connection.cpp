#include "engine/cache/redis_connection.h"

#include <charconv>
#include <cstring>

#include <hiredis/hiredis.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"

#define FOTOGRAMA_TEXT_OF_INNER(x) #x
#define FOTOGRAMA_TEXT_OF(x) FOTOGRAMA_TEXT_OF_INNER(x)

namespace fotograma::cache {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

// ---- The library -----------------------------------------------------------------------------------------------

namespace {

/// The functions that we call, by the types that the header gives them.
struct Library {
    decltype(&redisConnectWithTimeout) connect = nullptr;
    decltype(&redisConnectUnixWithTimeout) connectUnix = nullptr;
    decltype(&redisSetTimeout) setTimeout = nullptr;
    decltype(&redisAppendCommandArgv) append = nullptr;
    decltype(&redisGetReply) getReply = nullptr;
    decltype(&redisFree) free = nullptr;
    decltype(&freeReplyObject) freeReply = nullptr;
};

template <class Function>
bool resolve(const base::DynamicLibrary& library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(library.symbol(name));
    return function != nullptr;
}

Result<Library> openLibrary() {
    // The structures are read directly, so only the version whose header we were built with will do.
    FOTOGRAMA_ASSIGN_OR_RETURN(base::DynamicLibrary opened,
                               base::DynamicLibrary::open({"libhiredis.so." FOTOGRAMA_TEXT_OF(HIREDIS_SONAME)}));
    static const base::DynamicLibrary kept = std::move(opened);
    Library library;
    const bool isWhole = resolve(kept, "redisConnectWithTimeout", library.connect) &&
                         resolve(kept, "redisConnectUnixWithTimeout", library.connectUnix) &&
                         resolve(kept, "redisSetTimeout", library.setTimeout) &&
                         resolve(kept, "redisAppendCommandArgv", library.append) &&
                         resolve(kept, "redisGetReply", library.getReply) && resolve(kept, "redisFree", library.free) &&
                         resolve(kept, "freeReplyObject", library.freeReply);
    if (!isWhole) return base::fail(ErrorCode::NoDevice, "The hiredis library lacks a function that is needed.");
    return library;
}

const Result<Library>& library() {
    static const Result<Library> opened = openLibrary();
    return opened;
}

struct FreeContext {
    void operator()(redisContext* context) const noexcept { library()->free(context); }
};
struct FreeReply {
    void operator()(redisReply* reply) const noexcept { library()->freeReply(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

timeval toTimeval(std::chrono::milliseconds time) noexcept {
    return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

}  // namespace

struct RedisConnection::State {
    std::unique_ptr<redisContext, FreeContext> context;

    void append(std::initializer_list<std::string_view> words) {
        std::vector<const char*> texts;
        std::vector<std::size_t> sizes;
        for (const std::string_view word : words) {
            texts.push_back(word.data());
            sizes.push_back(word.size());
        }
        library()->append(context.get(), static_cast<int>(texts.size()), texts.data(), sizes.data());
    }

    Result<Reply> next() {
        void* reply = nullptr;
        if (library()->getReply(context.get(), &reply) == REDIS_OK && reply)
            return Reply(static_cast<redisReply*>(reply));
        return base::fail(ErrorCode::Unavailable, concat("Redis does not answer: ", context->errstr, "."));
    }

    /// A command whose refusal ends the conversation.
    Status demand(std::initializer_list<std::string_view> words, const char* what) {
        append(words);
        FOTOGRAMA_ASSIGN_OR_RETURN(const Reply reply, next());
        if (reply->type == REDIS_REPLY_ERROR)
            return base::fail(ErrorCode::PermissionDenied, concat("Redis refuses ", what, ": ", reply->str, "."));
        return {};
    }
};

Status RedisConnection::checkLibrary() {
    if (!library()) return std::unexpected(library().error());
    return {};
}

Result<std::unique_ptr<RedisConnection>> RedisConnection::connect(const RedisAddress& address,
                                                                  std::chrono::milliseconds timeout) {
    FOTOGRAMA_RETURN_IF_ERROR(checkLibrary());
    const timeval limit = toTimeval(timeout);
    auto state = std::make_unique<State>();
    state->context.reset(address.socket.empty() ? library()->connect(address.host.c_str(), address.port, limit)
                                                : library()->connectUnix(address.socket.c_str(), limit));
    if (!state->context || state->context->err)
        return base::fail(ErrorCode::Unavailable,
                          concat("There is no Redis at ", address.text(), ": ",
                                 state->context ? state->context->errstr : "out of memory", "."));
    library()->setTimeout(state->context.get(), limit);
    if (!address.password.empty() && address.user.empty())
        FOTOGRAMA_RETURN_IF_ERROR(state->demand({"AUTH", address.password}, "the password"));
    if (!address.user.empty())
        FOTOGRAMA_RETURN_IF_ERROR(state->demand({"AUTH", address.user, address.password}, "the user or password"));
    if (address.database != 0)
        FOTOGRAMA_RETURN_IF_ERROR(state->demand({"SELECT", concat(address.database)}, "the database"));
    // Also tells a server that wants a password and got none.
    FOTOGRAMA_RETURN_IF_ERROR(state->demand({"PING"}, "to talk to us"));
    return std::unique_ptr<RedisConnection>(new RedisConnection(std::move(state)));
}

RedisConnection::RedisConnection(std::unique_ptr<State> state) : m_state(std::move(state)) {}
RedisConnection::~RedisConnection() = default;

Result<std::vector<std::optional<std::string>>> RedisConnection::get(std::span<const std::string> keys) {
    for (const std::string& key : keys) m_state->append({"GET", key});
    std::vector<std::optional<std::string>> values;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const Reply reply, m_state->next());
        if (reply->type == REDIS_REPLY_STRING) {
            values.emplace_back(std::string(reply->str, reply->len));
        } else {
            values.emplace_back();
        }
    }
    return values;
}

Status RedisConnection::set(std::span<const Write> writes, std::chrono::seconds lifetime) {
    const std::string seconds = concat(lifetime.count());
    for (const Write& write : writes) {
        if (write.value) {
            m_state->append({"SET", write.key, *write.value, "EX", seconds});
        } else {
            m_state->append({"DEL", write.key});
        }
    }
    for (std::size_t i = 0; i < writes.size(); ++i) FOTOGRAMA_RETURN_IF_ERROR(m_state->next());
    return {};
}

// ---- The address -----------------------------------------------------------------------------------------------

namespace {

std::optional<int> toNumber(std::string_view text, int most) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most) return std::nullopt;
    return value;
}

/// Percent signs and what they stand for; nullopt for half ones.
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        unsigned value = 0;
        const std::string_view digits = text.substr(i + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() < 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
        out.push_back(static_cast<char>(value));
        i += 2;
    }
    return out;
}

std::unexpected<base::Error> wrong(std::string_view why) {
    // Never the URL itself: it may hold a password.
    return base::fail(
        ErrorCode::InvalidArgument,
        concat("The Redis address ", why, "; it looks like redis://host:6379/0 or redis+unix:///path/to/socket."));
}

Status readLogin(std::string_view login, RedisAddress& address) {
    const std::size_t colon = login.find(':');
    // As redis-cli has it, a lone word is the password.
    const auto user = decoded(colon == std::string_view::npos ? "" : login.substr(0, colon));
    const auto password = decoded(colon == std::string_view::npos ? login : login.substr(colon + 1));
    if (!user || !password) return wrong("has a broken percent sign before the @");
    address.user = *user == "default" ? std::string() : *user;
    address.password = *password;
    return {};
}

}  // namespace

Result<RedisAddress> RedisAddress::parse(std::string_view url) {
    RedisAddress address;
    if (url.starts_with("rediss://"))
        return base::fail(ErrorCode::Unsupported,
                          "This build speaks to Redis without TLS only: use redis:// in a network of your own, or a "
                          "tunnel such as stunnel.");
    if (url.starts_with("redis+unix://") || url.starts_with("unix://")) {
        std::string_view rest = url.substr(url.find("://") + 3);
        if (const std::size_t query = rest.find("?db="); query != std::string_view::npos) {
            const auto database = toNumber(rest.substr(query + 4), 1 << 20);
            if (!database) return wrong("has no number behind db=");
            address.database = *database;
            rest = rest.substr(0, query);
        }
        if (!rest.starts_with('/')) return wrong("names no absolute path of a socket");
        address.socket = rest;
        return address;
    }
    if (!url.starts_with("redis://")) return wrong("begins with no known scheme");
    std::string_view rest = url.substr(8);
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
        FOTOGRAMA_RETURN_IF_ERROR(readLogin(rest.substr(0, at), address));
        rest = rest.substr(at + 1);
    }
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        const std::string_view database = rest.substr(slash + 1);
        const auto number = database.empty() ? std::optional(0) : toNumber(database, 1 << 20);
        if (!number) return wrong("has no database number behind the slash");
        address.database = *number;
        rest = rest.substr(0, slash);
    }
    // [::1]:6379 has colons inside its brackets.
    const std::size_t bracket = rest.find(']');
    const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const auto port = toNumber(rest.substr(colon + 1), 65535);
        if (!port || *port == 0) return wrong("has no port number behind the colon");
        address.port = *port;
        rest = rest.substr(0, colon);
    }
    if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
    address.host = rest.empty() ? std::string("localhost") : std::string(rest);
    return address;
}

std::string RedisAddress::text() const {
    if (!socket.empty()) return concat("redis+unix://", socket, database ? concat("?db=", database) : std::string());
    return concat("redis://", host, ':', port, '/', database);
}

}  // namespace fotograma::cache
