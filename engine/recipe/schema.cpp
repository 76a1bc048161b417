#include "engine/recipe/schema.h"

#include "engine/base/text.h"
#include "engine/filter/definition.h"
#include "engine/recipe/document.h"
#include "engine/recipe/vocabulary.h"

namespace fotograma::recipe {

using base::concat;
using base::Json;

namespace {

Json textList(std::span<const std::string_view> words) {
    Json list = Json::array();
    for (const std::string_view word : words) list.append(word);
    return list;
}

Json reference(std::string_view definition) { return Json::object().set("$ref", concat("#/$defs/", definition)); }

Json listOf(std::string_view definition, int most) {
    return Json::object().set("type", "array").set("items", reference(definition)).set("maxItems", most);
}

Json fieldSchema(const Field& field) {
    Json schema = Json::object();
    switch (field.kind) {
        case FieldKind::Text: schema.set("type", "string"); break;
        case FieldKind::Choice: schema.set("type", "string").set("enum", textList(field.choices)); break;
        case FieldKind::Boolean: schema.set("type", "boolean"); break;
        case FieldKind::Object: schema.set("type", "object"); break;
        case FieldKind::List: schema.set("type", "array"); break;
        case FieldKind::Number:
            schema.set("type", "number").set("minimum", field.minimum).set("maximum", field.maximum);
            break;
        case FieldKind::Integer:
            schema.set("type", "integer");
            schema.set("minimum", static_cast<std::int64_t>(field.minimum));
            schema.set("maximum", static_cast<std::int64_t>(field.maximum));
            break;
    }
    schema.set("description", field.sentence);
    return schema;
}

/// An object that takes exactly the members of the table. `defaults` is the document form of a default value;
/// `better` replaces the members that tables know only by kind.
Json objectSchema(std::span<const Field> fields, const Json& defaults, const Json& better = Json::object()) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const Field& field : fields) {
        Json schema = better.find(field.key) != nullptr ? better[field.key] : fieldSchema(field);
        if (schema.find("description") == nullptr) schema.set("description", field.sentence);
        const Json* value = defaults.find(field.key);
        const bool isPlain = value != nullptr && !value->isObject() && !value->isArray();
        if (isPlain && !field.required) schema.set("default", *value);
        properties.set(std::string(field.key), std::move(schema));
        if (field.required) required.append(field.key);
    }
    Json schema = Json::object();
    schema.set("type", "object").set("properties", std::move(properties));
    if (!required.items().empty()) schema.set("required", std::move(required));
    return schema.set("additionalProperties", false);
}

Json parameterSchema(const api::ParameterInfo& parameter) {
    Json schema = Json::object();
    switch (parameter.kind) {
        case api::ParameterKind::Number:
            schema.set("type", "number").set("minimum", parameter.minimum).set("maximum", parameter.maximum);
            break;
        case api::ParameterKind::Integer:
            schema.set("type", "integer");
            schema.set("minimum", static_cast<std::int64_t>(parameter.minimum));
            schema.set("maximum", static_cast<std::int64_t>(parameter.maximum));
            break;
        case api::ParameterKind::Choice: {
            Json choices = Json::array();
            for (const std::string& choice : parameter.choices) choices.append(choice);
            schema.set("type", "string").set("enum", std::move(choices));
            break;
        }
        case api::ParameterKind::Boolean: schema.set("type", "boolean"); break;
        case api::ParameterKind::Text:
        case api::ParameterKind::File: schema.set("type", "string"); break;
    }
    const std::string unit = parameter.unit.empty() ? std::string() : concat(" (", parameter.unit, ")");
    schema.set("title", parameter.label).set("description", concat(parameter.sentence, unit));
    if (!parameter.defaultValue.isNull()) schema.set("default", parameter.defaultValue);
    return schema;
}

/// One alternative of "oneOf": the use of this filter or measure.
Json useSchema(const filter::Definition& definition, std::span<const Field> fields, const Json& defaults) {
    const api::OperationInfo& info = definition.info;
    Json parameters = Json::object();
    Json required = Json::array();
    for (const api::ParameterInfo& parameter : info.parameters) {
        parameters.set(parameter.id, parameterSchema(parameter));
        if (parameter.defaultValue.isNull()) required.append(parameter.id);
    }
    Json params = Json::object();
    params.set("type", "object").set("properties", std::move(parameters));
    if (!required.items().empty()) params.set("required", std::move(required));
    params.set("additionalProperties", false);
    Json better = Json::object();
    better.set("id", Json::object().set("const", info.id)).set("params", std::move(params));
    if (info.kind == api::OperationKind::Measure)
        better.set("at", Json::object().set("type", "string").set("pattern", "^(source|filtered|output:[0-9]+)$"));
    Json schema = objectSchema(fields, defaults, better);
    return schema.set("title", info.title).set("description", info.sentence);
}

Json usesSchema(api::OperationKind kind, std::span<const Field> fields, const Json& defaults) {
    Json alternatives = Json::array();
    for (const filter::Definition* definition : filter::definitions())
        if (definition->info.kind == kind) alternatives.append(useSchema(*definition, fields, defaults));
    return Json::object().set("oneOf", std::move(alternatives));
}

Json videoSchema() {
    Json settings = objectSchema(videoFields(), toJson(Video{}));
    Json copy = Json::object().set("const", "copy");
    Json alternatives = Json::array();
    alternatives.append(std::move(settings)).append(std::move(copy));
    return Json::object().set("oneOf", std::move(alternatives));
}

Json outputSchema() {
    Json better = Json::object();
    better.set("filters", listOf("filter", kMaxFilters)).set("video", reference("video"));
    better.set("audio", Json::object().set("type", "array").set("items", reference("audio_rule")));
    better.set("subtitles", Json::object().set("type", "array").set("items", reference("subtitle_rule")));
    return objectSchema(outputFields(), toJson(Output{}), better);
}

}  // namespace

Json schema() {
    Json better = Json::object();
    better.set("version", Json::object().set("const", kVersion));
    better.set("id", Json::object().set("type", "string").set("pattern", "^[a-z0-9_-]{1,64}$"));
    better.set("input", reference("input")).set("measures", listOf("measure", kMaxMeasures));
    better.set("filters", listOf("filter", kMaxFilters)).set("outputs", listOf("output", kMaxOutputs));
    const Json whole = objectSchema(recipeFields(), Json::object(), better);

    Json definitions = Json::object();
    definitions.set("input", objectSchema(inputFields(), toJson(Input{})));
    definitions.set("filter", usesSchema(api::OperationKind::Filter, filterUseFields(), Json::object()));
    definitions.set("measure", usesSchema(api::OperationKind::Measure, measureUseFields(), toJson(MeasureUse{})));
    definitions.set("video", videoSchema());
    definitions.set("audio_rule", objectSchema(audioRuleFields(), audioRuleToJson({})));
    definitions.set("subtitle_rule", objectSchema(subtitleRuleFields(), subtitleRuleToJson({})));
    definitions.set("output", outputSchema());

    Json document = Json::object();
    document.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.set("title", "Fotograma recipe");
    document.set("description", "What is to be done with a video: filters, measures and outputs.");
    for (const auto& [key, value] : whole.members()) document.set(key, value);
    return document.set("$defs", std::move(definitions));
}

}  // namespace fotograma::recipe
