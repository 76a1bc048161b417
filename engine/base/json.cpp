#include "engine/base/json.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>

#include "engine/base/text.h"

namespace fotograma::base {
namespace {

void appendIndent(std::string& out, int indent, int depth) {
    if (indent == 0) return;
    out.push_back('\n');
    out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
}

/// The length of the well-formed UTF-8 sequence at the start of `text`; 0 when there is none. Unicode 15, table 3-7.
std::size_t sequenceLength(std::string_view text) {
    const auto byteAt = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto continues = [&](std::size_t i) { return (byteAt(i) & 0xC0U) == 0x80U; };
    const unsigned first = byteAt(0);
    const unsigned second = byteAt(1);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !continues(1)) return 0;
    if (first < 0xE0) return 2;
    if (!continues(2)) return 0;
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (!continues(3)) return 0;
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool beyondUnicode = first == 0xF4 && second > 0x8F;
    return overlong || beyondUnicode ? 0 : 4;
}

void appendEscaped(std::string& out, unsigned char c) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    switch (c) {
        case '"': out.append("\\\""); return;
        case '\\': out.append("\\\\"); return;
        case '\b': out.append("\\b"); return;
        case '\f': out.append("\\f"); return;
        case '\n': out.append("\\n"); return;
        case '\r': out.append("\\r"); return;
        case '\t': out.append("\\t"); return;
        default: break;
    }
    if (c < 0x20)
        out.append("\\u00").append(1, kDigits[c >> 4]).append(1, kDigits[c & 15]);
    else
        out.push_back(static_cast<char>(c));
}

/// How many bytes from the start stand in JSON as they are: plain ASCII, nothing to escape.
std::size_t plainLength(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const auto c = static_cast<unsigned char>(text[length]);
        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') break;
        ++length;
    }
    return length;
}

void appendString(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        if (const std::size_t plain = plainLength(text); plain > 0) {
            out.append(text.substr(0, plain));
            text.remove_prefix(plain);
            continue;
        }
        const std::size_t length = sequenceLength(text);
        if (length == 1)
            appendEscaped(out, static_cast<unsigned char>(text.front()));
        else if (length == 0)
            out.append("\uFFFD");  // file names may hold anything; what we print is always UTF-8
        else
            out.append(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out.push_back('"');
}

void appendNumber(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out.append("null");
        return;
    }
    const std::size_t start = out.size();
    detail::append(out, value);
    // A whole double keeps its point, so that it reads back as what it was.
    if (out.find_first_of(".e", start) == std::string::npos) out.append(".0");
}

void appendValue(std::string& out, const Json& value, int indent, int depth);

void appendArray(std::string& out, const Json::Array& items, int indent, int depth) {
    if (items.empty()) {
        out.append("[]");
        return;
    }
    out.push_back('[');
    for (const Json& item : items) {
        if (&item != items.data()) out.push_back(',');
        appendIndent(out, indent, depth + 1);
        appendValue(out, item, indent, depth + 1);
    }
    appendIndent(out, indent, depth);
    out.push_back(']');
}

void appendObject(std::string& out, const Json::Object& members, int indent, int depth) {
    if (members.empty()) {
        out.append("{}");
        return;
    }
    out.push_back('{');
    for (const Json::Member& member : members) {
        if (&member != members.data()) out.push_back(',');
        appendIndent(out, indent, depth + 1);
        appendString(out, member.first);
        out.append(indent == 0 ? ":" : ": ");
        appendValue(out, member.second, indent, depth + 1);
    }
    appendIndent(out, indent, depth);
    out.push_back('}');
}

void appendValue(std::string& out, const Json& value, int indent, int depth) {
    if (value.isNull())
        out.append("null");
    else if (value.isBool())
        detail::append(out, value.asBool());
    else if (value.isInteger())
        detail::append(out, value.asInteger());
    else if (value.isNumber())
        appendNumber(out, value.asNumber());
    else if (value.isString())
        appendString(out, value.asString());
    else if (value.isArray())
        appendArray(out, value.items(), indent, depth);
    else
        appendObject(out, value.members(), indent, depth);
}

/// What a changing copy may change: its own, no longer shared with others.
template <class Container>
Container& own(std::shared_ptr<Container>& shared) {
    if (!shared) {
        shared = std::make_shared<Container>();
    } else if (shared.use_count() > 1) {
        shared = std::make_shared<Container>(*shared);
    } else {
        // The last other owner may have read it on another thread just before it let go.
        std::atomic_thread_fence(std::memory_order_acquire);
    }
    return *shared;
}

template <class Container>
bool sameOrEqual(const std::shared_ptr<Container>& a, const std::shared_ptr<Container>& b) {
    return a == b || (a && b && *a == *b);
}

/// The integer that a double is, if it is one that doubles hold exactly.
std::optional<std::int64_t> wholeNumber(double value) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (!(std::abs(value) <= kExact) || std::trunc(value) != value) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

}  // namespace

std::string Json::dump(int indent) const {
    std::string out;
    appendValue(out, *this, std::max(indent, 0), 0);
    return out;
}

std::string_view Json::typeName() const noexcept {
    static constexpr std::string_view kNames[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
    return kNames[m_value.index()];
}

bool Json::asBool(bool fallback) const noexcept {
    const auto* value = std::get_if<bool>(&m_value);
    return value ? *value : fallback;
}

std::int64_t Json::asInteger(std::int64_t fallback) const noexcept {
    if (const auto* value = std::get_if<std::int64_t>(&m_value)) return *value;
    if (const auto* value = std::get_if<double>(&m_value)) return wholeNumber(*value).value_or(fallback);
    return fallback;
}

double Json::asNumber(double fallback) const noexcept {
    if (const auto* value = std::get_if<double>(&m_value)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&m_value)) return static_cast<double>(*value);
    return fallback;
}

const std::string& Json::asString() const noexcept {
    static const std::string kEmpty;
    const auto* value = std::get_if<std::string>(&m_value);
    return value ? *value : kEmpty;
}

const Json::Array& Json::items() const noexcept {
    static const Array kEmpty;
    const auto* value = std::get_if<std::shared_ptr<Array>>(&m_value);
    return value && *value ? **value : kEmpty;  // a value that was moved from is empty
}

const Json::Object& Json::members() const noexcept {
    static const Object kEmpty;
    const auto* value = std::get_if<std::shared_ptr<Object>>(&m_value);
    return value && *value ? **value : kEmpty;  // a value that was moved from is empty
}

const Json* Json::find(std::string_view key) const noexcept {
    for (const Member& member : members())
        if (member.first == key) return &member.second;
    return nullptr;
}

const Json& Json::operator[](std::string_view key) const noexcept {
    static const Json kNull;
    const Json* found = find(key);
    return found ? *found : kNull;
}

Json& Json::set(std::string key, Json value) {
    if (isNull()) m_value = std::make_shared<Object>();
    auto* shared = std::get_if<std::shared_ptr<Object>>(&m_value);
    FOTOGRAMA_ASSERT(shared != nullptr, "a member was set on a JSON value that is not an object");
    Object& object = own(*shared);
    for (Member& member : object) {
        if (member.first != key) continue;
        member.second = std::move(value);
        return *this;
    }
    object.emplace_back(std::move(key), std::move(value));
    return *this;
}

bool Json::erase(std::string_view key) {
    auto* shared = std::get_if<std::shared_ptr<Object>>(&m_value);
    return shared && std::erase_if(own(*shared), [&](const Member& member) { return member.first == key; }) > 0;
}

Json& Json::append(Json value) {
    if (isNull()) m_value = std::make_shared<Array>();
    auto* shared = std::get_if<std::shared_ptr<Array>>(&m_value);
    FOTOGRAMA_ASSERT(shared != nullptr, "an item was appended to a JSON value that is not an array");
    own(*shared).push_back(std::move(value));
    return *this;
}

bool operator==(const Json& a, const Json& b) {
    if (a.m_value.index() != b.m_value.index()) return false;
    if (const auto* array = std::get_if<std::shared_ptr<Json::Array>>(&a.m_value))
        return sameOrEqual(*array, std::get<std::shared_ptr<Json::Array>>(b.m_value));
    if (const auto* object = std::get_if<std::shared_ptr<Json::Object>>(&a.m_value))
        return sameOrEqual(*object, std::get<std::shared_ptr<Json::Object>>(b.m_value));
    return a.m_value == b.m_value;
}

Json canonical(const Json& value) {
    if (value.isArray()) {
        Json::Array items;
        for (const Json& item : value.items()) items.push_back(canonical(item));
        return items;
    }
    if (value.isObject()) {
        Json::Object members;
        for (const Json::Member& member : value.members()) members.emplace_back(member.first, canonical(member.second));
        std::ranges::sort(members, {}, &Json::Member::first);
        return members;
    }
    // 23 and 23.0 mean the same.
    if (value.isNumber() && !value.isInteger())
        if (const auto whole = wholeNumber(value.asNumber())) return *whole;
    return value;
}

}  // namespace fotograma::base
