#include "engine/filter/definition.h"

#include <cmath>

#include "engine/base/text.h"

namespace fotograma::filter {
namespace {

using api::ParameterInfo;
using api::ParameterKind;

std::string_view kindName(api::OperationKind kind) { return kind == api::OperationKind::Filter ? "filter" : "measure"; }

std::string withUnit(double value, const ParameterInfo& parameter) {
    return parameter.unit.empty() ? base::concat(value) : base::concat(value, " ", parameter.unit);
}

base::Status checkRange(double value, const ParameterInfo& parameter) {
    if (value >= parameter.minimum && value <= parameter.maximum) return {};
    return base::fail(base::ErrorCode::InvalidArgument,
                      base::concat("must be from ", base::concat(parameter.minimum), " to ",
                                   withUnit(parameter.maximum, parameter), ", not ", value));
}

base::Status checkChoice(const std::string& value, const ParameterInfo& parameter) {
    if (std::ranges::find(parameter.choices, value) != parameter.choices.end()) return {};
    const std::vector<std::string_view> choices(parameter.choices.begin(), parameter.choices.end());
    const std::string_view near = base::nearest(value, choices);
    return base::fail(base::ErrorCode::InvalidArgument,
                      base::concat("must be one of ", base::join(parameter.choices, ", "), ", not \"", value, "\"",
                                   near.empty() ? "" : base::concat("; did you mean \"", near, "\"?")));
}

/// By its name; whether it is there and what is in it shows when it is read.
base::Status checkFile(const std::string& value, const ParameterInfo& parameter) {
    const std::string name = base::toLower(value);
    const auto endsIn = [&](const std::string& ending) { return name.ends_with("." + ending); };
    if (value.empty() || std::ranges::any_of(parameter.choices, endsIn)) return {};
    return base::fail(base::ErrorCode::InvalidArgument,
                      base::concat("must be a .", base::join(parameter.choices, ", ."), " file, not \"", value, "\""));
}

/// The value of one parameter in its own kind (a whole double becomes an integer), or the rule it breaks.
base::Result<api::Json> checked(const api::Json& value, const ParameterInfo& parameter) {
    const auto wrongKind = [&](std::string_view wanted) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("must be ", wanted, ", not ", value.typeName()));
    };
    switch (parameter.kind) {
        case ParameterKind::Number: {
            if (!value.isNumber()) return wrongKind("a number");
            const double number = value.asNumber();
            FOTOGRAMA_RETURN_IF_ERROR(checkRange(number, parameter));
            return api::Json(number);
        }
        case ParameterKind::Integer: {
            const double number = value.asNumber(std::nan(""));
            if (!value.isNumber() || number != std::floor(number)) return wrongKind("a whole number");
            FOTOGRAMA_RETURN_IF_ERROR(checkRange(number, parameter));
            return api::Json(static_cast<std::int64_t>(number));
        }
        case ParameterKind::Choice:
            if (!value.isString()) return wrongKind("one of the choices as text");
            FOTOGRAMA_RETURN_IF_ERROR(checkChoice(value.asString(), parameter));
            return value;
        case ParameterKind::Boolean:
            if (!value.isBool()) return wrongKind("true or false");
            return value;
        case ParameterKind::Text:
            if (!value.isString()) return wrongKind("text");
            return value;
        case ParameterKind::File:
            if (!value.isString()) return wrongKind("the path of a file as text");
            FOTOGRAMA_RETURN_IF_ERROR(checkFile(value.asString(), parameter));
            return value;
    }
    return wrongKind("of a known kind");
}

base::Status checkNames(const Definition& definition, const api::Json& object) {
    std::vector<std::string_view> known;
    for (const ParameterInfo& parameter : definition.info.parameters) known.push_back(parameter.id);
    for (const auto& [name, value] : object.members()) {
        if (std::ranges::find(known, name) != known.end()) continue;
        const std::string_view near = base::nearest(name, known);
        return base::fail(
            base::ErrorCode::InvalidArgument,
            base::concat("The ", kindName(definition.info.kind), " \"", definition.info.id, "\" has no parameter \"",
                         name, "\"", near.empty() ? "." : base::concat("; did you mean \"", near, "\"?")));
    }
    return {};
}

const api::Json& valueOf(const std::map<std::string, api::Json>& values, std::string_view id) {
    const auto found = values.find(std::string(id));
    FOTOGRAMA_ASSERT(found != values.end(), "a filter asks only for parameters of its own table");
    return found->second;
}

}  // namespace

std::size_t numbersOf(const api::ValueInfo& value) noexcept {
    if (value.scope == api::ValueScope::Clip) return 0;
    return value.kind == api::ValueKind::Hash ? 2 : 1;
}

std::string hashText(std::uint64_t hash) {
    std::string text(16, '0');
    for (std::size_t digit = text.size(); digit-- > 0; hash >>= 4) text[digit] = "0123456789abcdef"[hash & 15];
    return text;
}

std::uint64_t hashOf(double high, double low) noexcept {
    return static_cast<std::uint64_t>(high) << 32 | static_cast<std::uint64_t>(low);
}

double Values::number(std::string_view id) const { return valueOf(m_values, id).asNumber(); }
int Values::integer(std::string_view id) const { return static_cast<int>(valueOf(m_values, id).asInteger()); }
bool Values::boolean(std::string_view id) const { return valueOf(m_values, id).asBool(); }
const std::string& Values::text(std::string_view id) const { return valueOf(m_values, id).asString(); }
const api::Json& Values::json(std::string_view id) const { return valueOf(m_values, id); }

const Asset* Values::asset(std::string_view id) const {
    const auto found = m_assets.find(std::string(id));
    return found == m_assets.end() ? nullptr : found->second.get();
}

Values Values::with(std::string id, api::Json value) const {
    Values changed = *this;
    changed.m_values.insert_or_assign(std::move(id), std::move(value));
    return changed;
}

Values Values::with(std::string id, std::shared_ptr<const Asset> asset) const {
    Values changed = *this;
    changed.m_assets.insert_or_assign(std::move(id), std::move(asset));
    return changed;
}

const Definition* find(api::OperationKind kind, std::string_view id) {
    const auto all = definitions();
    const auto found = std::ranges::find_if(
        all, [&](const Definition* definition) { return definition->info.kind == kind && definition->info.id == id; });
    return found == all.end() ? nullptr : *found;
}

base::Result<Values> validate(const Definition& definition, const api::Json& object) {
    if (!object.isNull() && !object.isObject()) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("The parameters of \"", definition.info.id, "\" must be an object, not ",
                                       object.typeName(), "."));
    }
    FOTOGRAMA_RETURN_IF_ERROR(checkNames(definition, object));
    std::map<std::string, api::Json> values;
    for (const ParameterInfo& parameter : definition.info.parameters) {
        const api::Json* given = object.find(parameter.id);
        const api::Json& value = given != nullptr ? *given : parameter.defaultValue;
        if (value.isNull()) {
            return base::fail(base::ErrorCode::InvalidArgument,
                              base::concat("\"", definition.info.id, "\" needs its parameter \"", parameter.id, "\"."));
        }
        auto complete = checked(value, parameter);
        if (!complete) {
            return base::fail(
                base::ErrorCode::InvalidArgument,
                base::concat("\"", parameter.id, "\" of \"", definition.info.id, "\" ", complete.error().message, "."));
        }
        values.emplace(parameter.id, *std::move(complete));
    }
    return Values(std::move(values));
}

}  // namespace fotograma::filter
