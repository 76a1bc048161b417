#include "engine/server/body_schema.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/server/schemas.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::string_view kReference = "#/components/schemas/";

bool isOfType(const Json& value, const std::string& type) {
    if (type == "null") return value.isNull();
    if (type == "boolean") return value.isBool();
    if (type == "integer")
        return value.isInteger() || (value.isNumber() && value.asNumber() == static_cast<double>(value.asInteger()));
    if (type == "number") return value.isNumber();
    if (type == "string") return value.isString();
    if (type == "array") return value.isArray();
    return type == "object" && value.isObject();
}

base::Status wrong(const std::string& path, std::string_view sentence) {
    const std::string where = path.empty() ? std::string("The body") : path;
    return base::fail(ErrorCode::InvalidArgument, concat(where, ' ', sentence), path);
}

base::Status fitsType(const Json& value, const Json& type, const std::string& path) {
    if (type.isNull()) return {};
    if (type.isString() ? isOfType(value, type.asString()) : std::ranges::any_of(type.items(), [&](const Json& one) {
            return isOfType(value, one.asString());
        }))
        return {};
    std::vector<std::string> names;
    for (const Json& one : type.items()) names.push_back(one.asString());
    const std::string allowed = type.isString() ? type.asString() : base::join(names, " or ");
    return wrong(path, concat("must be of type ", allowed, ", not ", value.typeName(), "."));
}

base::Status fitsEnum(const Json& value, const Json& allowed, const std::string& path) {
    if (allowed.isNull() || std::ranges::find(allowed.items(), value) != allowed.items().end()) return {};
    std::vector<std::string> names;
    for (const Json& one : allowed.items()) names.push_back(one.isString() ? one.asString() : one.dump());
    return wrong(path, concat("must be one of ", base::join(names, ", "), "."));
}

base::Status fitsRange(const Json& value, const Json& schema, const std::string& path) {
    if (!value.isNumber()) return {};
    const bool isLow = schema["minimum"].isNumber() && value.asNumber() < schema["minimum"].asNumber();
    const bool isHigh = schema["maximum"].isNumber() && value.asNumber() > schema["maximum"].asNumber();
    return isLow || isHigh ? wrong(path, "is out of range.") : base::Status();
}

base::Status fitsObject(const Json& value, const Json& schema, const Json& components, const std::string& path) {
    for (const Json& name : schema["required"].items())
        if (!value.find(name.asString())) return wrong(path, concat("needs ", name.asString(), "."));
    for (const auto& [name, member] : value.members()) {
        const std::string place = path.empty() ? name : concat(path, '.', name);
        const Json* known = schema["properties"].find(name);
        if (!known) known = schema.find("additionalProperties");
        if (known && known->isObject()) FOTOGRAMA_RETURN_IF_ERROR(fits(member, *known, components, place));
        if (known && known->isBool() && !known->asBool()) return wrong(place, "is not known here.");
    }
    return {};
}

}  // namespace

base::Status fits(const Json& value, const Json& schema, const Json& components, const std::string& path) {
    if (const std::string& reference = schema["$ref"].asString(); reference.starts_with(kReference))
        return fits(value, components[std::string_view(reference).substr(kReference.size())], components, path);
    FOTOGRAMA_RETURN_IF_ERROR(fitsType(value, schema["type"], path));
    FOTOGRAMA_RETURN_IF_ERROR(fitsEnum(value, schema["enum"], path));
    FOTOGRAMA_RETURN_IF_ERROR(fitsRange(value, schema, path));
    if (schema["anyOf"].isArray()) {
        base::Status last;
        const bool isAny = std::ranges::any_of(schema["anyOf"].items(), [&](const Json& one) {
            base::Status tried = fits(value, one, components, path);
            // What is said is what was meant: that a value is not null either helps nobody.
            if (!tried && one["type"].asString() != "null") last = tried;
            return tried.has_value();
        });
        if (!isAny) return last;
    }
    for (std::size_t i = 0; i < value.items().size() && schema["items"].isObject(); ++i)
        FOTOGRAMA_RETURN_IF_ERROR(fits(value.items()[i], schema["items"], components, concat(path, '[', i, ']')));
    return value.isObject() ? fitsObject(value, schema, components, path) : base::Status();
}

base::Status fitsSchema(const Json& body, std::string_view name) {
    static const Json components = componentSchemas();
    return fits(body, components[name], components, {});
}

}  // namespace fotograma::server
