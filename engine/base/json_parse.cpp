// Text to JSON values: the only place that knows the JSON library. json.cpp has everything else, for the bare subset.
#include <algorithm>
#include <iterator>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "engine/base/json.h"
#include "engine/base/text.h"

namespace fotograma::base {
namespace {

constexpr std::size_t kMaximumDepth = 64;

/// Walks the text and leaves behind how far the library has read, so that errors of ours have a place too.
class WatchedIterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedIterator() = default;
    WatchedIterator(const char* at, const char** reached) : m_at(at), m_reached(reached) {}

    reference operator*() const { return *m_at; }
    WatchedIterator& operator++() {
        *m_reached = ++m_at;
        return *this;
    }
    WatchedIterator operator++(int) {
        WatchedIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const WatchedIterator& a, const WatchedIterator& b) { return a.m_at == b.m_at; }

private:
    const char* m_at = nullptr;
    const char** m_reached = nullptr;
};

/// Builds our value from the library's events.
class Builder {
public:
    bool null() { return add(Json()); }
    bool boolean(bool value) { return add(Json(value)); }
    bool number_integer(std::int64_t value) { return add(Json(value)); }
    bool number_unsigned(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(INT64_MAX)) return add(Json(static_cast<double>(value)));
        return add(Json(value));
    }
    bool number_float(double value, const std::string&) { return add(Json(value)); }
    bool string(std::string& value) { return add(Json(std::move(value))); }
    bool binary(std::vector<std::uint8_t>&) { return refuse("binary data has no place in JSON text"); }

    bool start_object(std::size_t) { return open(Level{.isObject = true}); }
    bool key(std::string& value) {
        Level& level = m_open.back();
        if (!isNewKey(level, value)) return refuse(concat("the key \"", value, "\" appears twice"));
        level.key = std::move(value);
        return true;
    }
    bool end_object() {
        Json done(std::move(m_open.back().members));
        m_open.pop_back();
        return add(std::move(done));
    }
    bool start_array(std::size_t) { return open(Level{}); }
    bool end_array() {
        Json done(std::move(m_open.back().items));
        m_open.pop_back();
        return add(std::move(done));
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) {
        m_detail = exception.what();
        // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while ...": keep the end.
        const std::size_t bracket = m_detail.find("] ");
        m_reason = bracket == std::string::npos ? m_detail : m_detail.substr(bracket + 2);
        if (const std::size_t colon = m_reason.find(": ");
            m_reason.starts_with("parse error") && colon < m_reason.size())
            m_reason.erase(0, colon + 2);
        return false;
    }

    Json take() { return std::move(m_root); }
    [[nodiscard]] const std::string& reason() const { return m_reason; }
    [[nodiscard]] const std::string& detail() const { return m_detail; }

private:
    struct Level {
        bool isObject = false;
        Json::Array items = {};
        Json::Object members = {};
        std::string key = {};
        std::unordered_set<std::string> seen = {};  ///< Filled when the object is no longer small.
    };

    // A hostile object with many keys must not cost their square.
    static bool isNewKey(Level& level, const std::string& key) {
        constexpr std::size_t kSmall = 16;
        const auto hasKey = [&](const Json::Member& member) { return member.first == key; };
        if (level.members.size() < kSmall) return std::ranges::none_of(level.members, hasKey);
        if (level.seen.empty())
            for (const Json::Member& member : level.members) level.seen.insert(member.first);
        return level.seen.insert(key).second;
    }

    bool open(Level level) {
        if (m_open.size() >= kMaximumDepth)
            return refuse(concat("it is nested deeper than ", kMaximumDepth, " levels"));
        m_open.push_back(std::move(level));
        return true;
    }

    bool add(Json value) {
        if (m_open.empty())
            m_root = std::move(value);
        else if (Level& level = m_open.back(); level.isObject)
            level.members.emplace_back(std::move(level.key), std::move(value));
        else
            level.items.push_back(std::move(value));
        return true;
    }

    bool refuse(std::string reason) {
        m_reason = std::move(reason);
        return false;
    }

    Json m_root;
    std::vector<Level> m_open;
    std::string m_reason;
    std::string m_detail;
};

struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// The place of the last character read, counted from 1; columns count bytes.
Place placeOf(std::string_view text, std::size_t readBytes) {
    const std::string_view before = text.substr(0, readBytes == 0 ? 0 : std::min(readBytes, text.size()) - 1);
    const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const std::size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
    return {.line = lines + 1, .column = before.size() - lineStart + 1};
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
    const char* reached = text.data();
    Builder builder;
    const WatchedIterator begin(text.data(), &reached);
    const WatchedIterator end(text.data() + text.size(), &reached);
    if (nlohmann::json::sax_parse(begin, end, &builder)) return builder.take();
    const Place place = placeOf(text, static_cast<std::size_t>(reached - text.data()));
    return fail(
        ErrorCode::InvalidArgument,
        concat("The JSON text is wrong at line ", place.line, ", column ", place.column, ": ", builder.reason(), "."),
        builder.detail());
}

}  // namespace fotograma::base
