/// Writes and reads any value whose fields wire_fields.h lists: the two readings of one table.
///
/// Errors   read gives a Problem with the path of the member, outermost name first. A member that is missing or null
///          keeps its default; an unknown member is ignored.
/// Thread   any.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/api/wire_fields.h"
#include "engine/api/wire_names.h"
#include "engine/base/base64.h"
#include "engine/base/text.h"

namespace fotograma::api::wire {

template <class T>
concept Listed = !std::same_as<std::remove_cvref_t<decltype(kFields<T>)>, int>;
template <class T>
concept Named = std::is_enum_v<T> && !std::same_as<std::remove_cvref_t<decltype(kNames<T>)>, int>;

// ---- Writing ---------------------------------------------------------------------------------------------------

inline Json write(const Json& value) { return value; }
inline Json write(const std::string& value) { return value; }
inline Json write(const Bytes& value) { return base::toBase64(value.raw); }
inline Json write(base::ErrorCode value) { return base::traits(value).name; }

template <class T>
requires std::same_as<T, bool> || std::same_as<T, int> || std::same_as<T, std::int64_t> || std::same_as<T, double> Json
write(T value) {
    return value;
}
template <Named T>
Json write(T value) {
    return nameOf(value);
}
template <class Tag>
Json write(base::StrongId<Tag> value) {
    return value.value;
}

// Declared first: a struct may hold a list of structs that hold lists.
template <Listed T>
Json write(const T& value);
template <class T>
Json write(const std::optional<T>& value);
template <class T>
Json write(const std::vector<T>& value);
Json write(const std::map<JobState, std::int64_t>& value);
Json write(const std::pair<JobId, base::Error>& value);

template <Listed T>
Json write(const T& value) {
    // No name comes twice in a table: nothing is looked for, as Json::set would.
    Json::Object members;
    members.reserve(std::tuple_size_v<std::remove_cvref_t<decltype(kFields<T>)>>);
    std::apply(
        [&](const auto&... fields) {
            (members.emplace_back(std::string(fields.name), write(value.*fields.member)), ...);
        },
        kFields<T>);
    return members;
}
template <class T>
Json write(const std::optional<T>& value) {
    return value ? write(*value) : Json();
}
template <class T>
Json write(const std::vector<T>& value) {
    Json::Array items;
    items.reserve(value.size());
    for (const T& item : value) items.push_back(write(item));
    return items;
}
inline Json write(const std::map<JobState, std::int64_t>& value) {
    Json json = Json::object();
    for (const auto& [state, count] : value) json.set(std::string(nameOf(state)), count);
    return json;
}
inline Json write(const std::pair<JobId, base::Error>& value) {
    return Json::object().set("job", write(value.first)).set("error", write(value.second));
}

// ---- Reading ---------------------------------------------------------------------------------------------------

struct Problem {
    std::string path;      ///< "spec.outputs[2]"; empty for the value itself.
    std::string sentence;  ///< "must be text, not integer"
};
using Outcome = std::optional<Problem>;  ///< Empty when all went well.

inline Outcome mustBe(std::string_view wanted, const Json& json) {
    return Problem{{}, base::concat("must be ", wanted, ", not ", json.typeName())};
}

/// The problem of a part, seen from the whole that holds it.
inline Outcome inside(std::string step, Problem problem) {
    if (!problem.path.empty() && problem.path.front() != '[') step += '.';
    problem.path.insert(0, step);
    return problem;
}

inline Outcome read(const Json& json, Json& value) {
    value = json;
    return {};
}
inline Outcome read(const Json& json, std::string& value) {
    if (!json.isString()) return mustBe("text", json);
    value = json.asString();
    return {};
}
inline Outcome read(const Json& json, Bytes& value) {
    if (!json.isString()) return mustBe("text", json);
    auto bytes = base::fromBase64(json.asString());
    if (!bytes) return Problem{{}, "must be base64"};
    value.raw = std::move(*bytes);
    return {};
}
inline Outcome read(const Json& json, bool& value) {
    if (!json.isBool()) return mustBe("true or false", json);
    value = json.asBool();
    return {};
}
inline Outcome read(const Json& json, double& value) {
    if (!json.isNumber()) return mustBe("a number", json);
    value = json.asNumber();
    return {};
}
inline Outcome read(const Json& json, std::int64_t& value) {
    // Writers in other languages send 3.0 for 3; beyond 2^53 a double no longer says which integer was meant.
    constexpr double kExact = 9007199254740992.0;
    const double number = json.asNumber();
    const bool whole = json.isNumber() && std::abs(number) <= kExact && number == std::floor(number);
    if (!json.isInteger() && !whole) return mustBe("a whole number", json);
    value = json.isInteger() ? json.asInteger() : static_cast<std::int64_t>(number);
    return {};
}
inline Outcome read(const Json& json, int& value) {
    std::int64_t wide = 0;
    if (auto problem = read(json, wide)) return problem;
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        return Problem{{}, base::concat("is out of range: ", wide)};
    value = static_cast<int>(wide);
    return {};
}
inline Outcome read(const Json& json, base::ErrorCode& value) {
    if (!json.isString()) return mustBe("text", json);
    value = base::errorCodeFromName(json.asString());
    return {};
}
template <class Tag>
Outcome read(const Json& json, base::StrongId<Tag>& value) {
    return read(json, value.value);
}

template <Named T>
Outcome read(const Json& json, T& value) {
    if (!json.isString()) return mustBe("text", json);
    std::vector<std::string_view> names;
    for (const auto& [candidate, name] : kNames<T>) {
        if (name == json.asString()) {
            value = candidate;
            return {};
        }
        names.push_back(name);
    }
    std::string sentence = base::concat("is not known: \"", json.asString(), "\"");
    if (const auto near = base::nearest(json.asString(), names); !near.empty())
        sentence += base::concat(" (the nearest is \"", near, "\")");
    return Problem{{}, std::move(sentence)};
}

template <Listed T>
Outcome read(const Json& json, T& value);
template <class T>
Outcome read(const Json& json, std::optional<T>& value);
template <class T>
Outcome read(const Json& json, std::vector<T>& value);
Outcome read(const Json& json, std::map<JobState, std::int64_t>& value);
Outcome read(const Json& json, std::pair<JobId, base::Error>& value);

template <class T>
Outcome readMember(const Json& object, std::string_view name, T& value) {
    const Json* member = object.find(name);
    if (!member || member->isNull()) return {};
    if (auto problem = read(*member, value)) return inside(std::string(name), std::move(*problem));
    return {};
}

template <Listed T>
Outcome read(const Json& json, T& value) {
    if (!json.isObject()) return mustBe("an object", json);
    Outcome problem;
    std::apply(
        [&](const auto&... fields) {
            ((problem = readMember(json, fields.name, value.*fields.member), !problem) && ...);
        },
        kFields<T>);
    return problem;
}
template <class T>
Outcome read(const Json& json, std::optional<T>& value) {
    return read(json, value.emplace());
}
template <class T>
Outcome read(const Json& json, std::vector<T>& value) {
    if (!json.isArray()) return mustBe("a list", json);
    value.clear();
    value.reserve(json.items().size());
    for (const Json& item : json.items()) {
        const std::size_t index = value.size();
        if (auto problem = read(item, value.emplace_back()))
            return inside(base::concat('[', index, ']'), std::move(*problem));
    }
    return {};
}
inline Outcome read(const Json& json, std::map<JobState, std::int64_t>& value) {
    if (!json.isObject()) return mustBe("an object", json);
    value.clear();
    for (const auto& [name, count] : json.members()) {
        JobState state{};
        if (auto problem = read(Json(name), state)) return inside(name, std::move(*problem));
        if (auto problem = read(count, value[state])) return inside(name, std::move(*problem));
    }
    return {};
}
inline Outcome read(const Json& json, std::pair<JobId, base::Error>& value) {
    if (!json.isObject()) return mustBe("an object", json);
    if (auto problem = readMember(json, "job", value.first)) return problem;
    return readMember(json, "error", value.second);
}

}  // namespace fotograma::api::wire
