#include "engine/recipe/validate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.h"
#include "engine/filter/definition.h"

namespace fotograma::recipe {

using base::concat;
using base::Json;
using base::Status;

namespace {

std::string_view kindName(FieldKind kind) {
    switch (kind) {
        case FieldKind::Text:
        case FieldKind::Choice: return "text";
        case FieldKind::Number: return "a number";
        case FieldKind::Integer: return "a whole number";
        case FieldKind::Boolean: return "true or false";
        case FieldKind::Object: return "an object";
        case FieldKind::List: return "a list";
    }
    return "";
}

bool isOfKind(const Json& value, FieldKind kind) {
    switch (kind) {
        case FieldKind::Text:
        case FieldKind::Choice: return value.isString();
        case FieldKind::Number: return value.isNumber();
        case FieldKind::Integer: return value.isNumber() && value.asNumber() == std::floor(value.asNumber());
        case FieldKind::Boolean: return value.isBool();
        case FieldKind::Object: return value.isObject();
        case FieldKind::List: return value.isArray();
    }
    return false;
}

std::string listOf(std::span<const std::string_view> words) {
    std::string out;
    for (const std::string_view word : words) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

Status checkMember(const Json& value, std::string_view path, const Field& field) {
    if (!isOfKind(value, field.kind)) {
        return failAt(path, concat("must be ", kindName(field.kind), ", but is ",
                                   value.isNumber() ? value.dump() : std::string(value.typeName())));
    }
    if (field.kind == FieldKind::Number || field.kind == FieldKind::Integer) {
        const double number = value.asNumber();
        if (!(number >= field.minimum && number <= field.maximum))
            return failAt(path, concat(number, " is outside ", field.minimum, " to ", field.maximum));
    }
    if (field.kind == FieldKind::Choice &&
        std::ranges::find(field.choices, std::string_view(value.asString())) == field.choices.end()) {
        return failAt(path, concat("'", value.asString(), "' is not one of ", listOf(field.choices),
                                   suggestion(value.asString(), field.choices)));
    }
    return {};
}

/// Whole numbers given as 1.0 and numbers given as 1 would otherwise make two digests of one meaning.
Json inFormOf(api::ParameterKind kind, const Json& value) {
    if (kind == api::ParameterKind::Number && value.isNumber()) return value.asNumber();
    if (kind == api::ParameterKind::Integer && value.isNumber()) return value.asInteger();
    return value;
}

std::vector<std::string_view> knownIds(api::OperationKind kind) {
    std::vector<std::string_view> ids;
    for (const filter::Definition* definition : filter::definitions())
        if (definition->info.kind == kind) ids.emplace_back(definition->info.id);
    return ids;
}

}  // namespace

std::unexpected<base::Error> failAt(std::string_view path, std::string_view what) {
    return base::fail(base::ErrorCode::InvalidArgument,
                      path.empty() ? concat("recipe: ", what) : concat("recipe: ", path, ": ", what));
}

std::string memberPath(std::string_view path, std::string_view key) {
    return path.empty() ? std::string(key) : concat(path, ".", key);
}

std::string itemPath(std::string_view path, std::size_t index) { return concat(path, "[", index, "]"); }

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
    const std::string_view near = base::nearest(word, candidates);
    return near.empty() ? std::string() : concat("; did you mean '", near, "'?");
}

Status checkObject(const Json& json, std::string_view path, std::span<const Field> fields) {
    if (!json.isObject()) return failAt(path, concat("must be an object, but is ", json.typeName()));
    std::vector<std::string_view> keys;
    for (const Field& field : fields) keys.push_back(field.key);
    for (const auto& [key, value] : json.members()) {
        const auto field = std::ranges::find(fields, std::string_view(key), &Field::key);
        if (field == fields.end()) {
            const std::string hint = suggestion(key, keys);
            return failAt(memberPath(path, key),
                          concat("unknown member", hint.empty() ? concat("; known are ", listOf(keys)) : hint));
        }
        FOTOGRAMA_RETURN_IF_ERROR(checkMember(value, memberPath(path, key), *field));
    }
    for (const Field& field : fields) {
        if (field.required && json.find(field.key) == nullptr) return failAt(memberPath(path, field.key), "is missing");
    }
    return {};
}

base::Result<Json> checkParameters(api::OperationKind kind, std::string_view id, const Json& given,
                                   std::string_view path) {
    const std::string_view word = kind == api::OperationKind::Filter ? "filter" : "measure";
    const filter::Definition* definition = filter::find(kind, id);
    if (definition == nullptr) {
        const std::vector<std::string_view> ids = knownIds(kind);
        return failAt(memberPath(path, "id"), concat("there is no ", word, " '", id, "'", suggestion(id, ids)));
    }
    const std::string where = memberPath(path, "params");
    auto values = filter::validate(*definition, given.isNull() ? Json::object() : given);
    if (!values) return failAt(where, values.error().message);
    Json filled = Json::object();
    for (const api::ParameterInfo& parameter : definition->info.parameters) {
        const Json* value = given.find(parameter.id);
        filled.set(parameter.id, inFormOf(parameter.kind, value != nullptr ? *value : parameter.defaultValue));
    }
    return filled;
}

}  // namespace fotograma::recipe
