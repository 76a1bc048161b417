/// A JSON value of our own, so that the JSON library stays in one source file.
///
/// Units    text is UTF-8; integers are 64-bit signed, everything else is double. Objects keep their order.
/// Errors   parse: InvalidArgument with line and column. Depth over 64, duplicate keys and trailing text are errors.
/// Owner    a value. Copies share their arrays and objects until one of them is changed, so that copying costs nothing.
/// Thread   different copies on different threads, as with any value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::base {

class Json {
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;  ///< In order of insertion; keys are unique.

    Json() noexcept = default;  ///< null
    Json(std::nullptr_t) noexcept {}
    Json(bool value) : m_value(value) {}
    Json(int value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(std::int64_t value) : m_value(value) {}
    Json(std::uint64_t value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(double value) : m_value(value) {}
    Json(const char* value) : m_value(std::string(value)) {}
    Json(std::string value) : m_value(std::move(value)) {}
    Json(std::string_view value) : m_value(std::string(value)) {}
    Json(Array value) : m_value(std::make_shared<Array>(std::move(value))) {}
    Json(Object value) : m_value(std::make_shared<Object>(std::move(value))) {}

    static Json array() { return Json(Array{}); }
    static Json object() { return Json(Object{}); }

    static Result<Json> parse(std::string_view text);

    /// One line when indent is 0, else indented by that many spaces. Not-a-number and infinities become null.
    [[nodiscard]] std::string dump(int indent = 0) const;

    [[nodiscard]] bool isNull() const noexcept { return std::holds_alternative<std::monostate>(m_value); }
    [[nodiscard]] bool isBool() const noexcept { return std::holds_alternative<bool>(m_value); }
    [[nodiscard]] bool isInteger() const noexcept { return std::holds_alternative<std::int64_t>(m_value); }
    [[nodiscard]] bool isNumber() const noexcept { return isInteger() || std::holds_alternative<double>(m_value); }
    [[nodiscard]] bool isString() const noexcept { return std::holds_alternative<std::string>(m_value); }
    [[nodiscard]] bool isArray() const noexcept { return std::holds_alternative<std::shared_ptr<Array>>(m_value); }
    [[nodiscard]] bool isObject() const noexcept { return std::holds_alternative<std::shared_ptr<Object>>(m_value); }
    [[nodiscard]] std::string_view typeName() const noexcept;  ///< "null", "boolean", "integer", "number", ...

    // The value, or the fallback when it is of another kind.
    [[nodiscard]] bool asBool(bool fallback = false) const noexcept;
    [[nodiscard]] std::int64_t asInteger(std::int64_t fallback = 0) const noexcept;  ///< Whole doubles count.
    [[nodiscard]] double asNumber(double fallback = 0.0) const noexcept;
    [[nodiscard]] const std::string& asString() const noexcept;  ///< Empty text when it is not a string.
    [[nodiscard]] const Array& items() const noexcept;           ///< Empty when it is not an array.
    [[nodiscard]] const Object& members() const noexcept;        ///< Empty when it is not an object.

    /// The member of that name, or null when there is none.
    [[nodiscard]] const Json* find(std::string_view key) const noexcept;
    /// The member of that name, or a null value.
    [[nodiscard]] const Json& operator[](std::string_view key) const noexcept;

    /// Sets a member (replacing one of that name); turns null into an object. Returns *this, for chaining.
    Json& set(std::string key, Json value);
    /// Removes a member; true when there was one.
    bool erase(std::string_view key);
    /// Appends to an array; turns null into an array.
    Json& append(Json value);

    friend bool operator==(const Json& a, const Json& b);

private:
    // Shared ones are never changed: who wants to change one makes its own first.
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::shared_ptr<Array>,
                 std::shared_ptr<Object>>
        m_value;
};

/// The same value with the members of every object sorted by key: equal meaning, equal text. For digests.
Json canonical(const Json& value);

}  // namespace fotograma::base
