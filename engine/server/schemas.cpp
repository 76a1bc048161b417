#include "engine/server/schemas.h"

#include "engine/api/wire_codec.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;
using base::Json;

namespace {

using namespace api;  // the names of everything that crosses

// ---- Of values that cross the service's seam ----

template <class T>
struct Component {
    std::string_view name;
};

constexpr std::tuple kComponents{
    Component<base::Error>{"Error"},
    Component<ParameterInfo>{"Parameter"},
    Component<ValueInfo>{"Value"},
    Component<OperationInfo>{"Operation"},
    Component<DeviceInfo>{"Device"},
    Component<RecipeInfo>{"Recipe"},
    Component<ServiceInfo>{"Service"},
    Component<JobSpec>{"JobSpec"},
    Component<FateNote>{"FateNote"},
    Component<Artifact>{"Artifact"},
    Component<StageShare>{"StageShare"},
    Component<PassInfo>{"Pass"},
    Component<Progress>{"Progress"},
    Component<Report>{"Report"},
    Component<JobRecord>{"Job"},
    Component<SubmitOutcome>{"SubmitOutcome"},
    Component<SubmitReply>{"SubmitReply"},
    Component<CheckReply>{"CheckReply"},
    Component<ControlReply>{"ControlReply"},
    Component<JobReport>{"JobReport"},
    Component<ReportPage>{"ReportPage"},
    Component<Snapshot>{"JobPage"},
    Component<Event>{"Event"},
    Component<Percentiles>{"Percentiles"},
    Component<CacheLevelStats>{"CacheLevel"},
    Component<StageLoad>{"StageLoad"},
    Component<DeviceLoad>{"DeviceLoad"},
    Component<Stats>{"Stats"},
    Component<RuntimeSettings>{"Settings"},
    Component<JobEdit>{"JobEdit"},
    Component<BatchInfo>{"BatchInfo"},
    Component<BatchPage>{"BatchPage"},
    Component<RecipeDraft>{"RecipeDraft"},
    Component<CacheEntry>{"CacheEntry"},
    Component<CacheQuery>{"CacheQuery"},
    Component<CacheReply>{"CacheReply"},
};

Json typed(std::string_view type) { return Json::object().set("type", type); }
Json reference(std::string_view name) { return Json::object().set("$ref", concat("#/components/schemas/", name)); }

template <class T>
struct SchemaOf;  // specialised below for each kind of member

template <class T>
requires(wire::Listed<T>) struct SchemaOf<T> {
    static Json make() { return reference(std::get<Component<T>>(kComponents).name); }
};
template <class T>
requires(wire::Named<T>) struct SchemaOf<T> {
    static Json make() {
        Json names = Json::array();
        for (const auto& [value, name] : wire::kNames<T>) names.append(name);
        return typed("string").set("enum", std::move(names));
    }
};
template <>
struct SchemaOf<Json> {
    static Json make() { return Json::object(); }  // anything
};
template <>
struct SchemaOf<std::string> {
    static Json make() { return typed("string"); }
};
template <>
struct SchemaOf<base::ErrorCode> {
    static Json make() { return typed("string"); }
};
template <>
struct SchemaOf<bool> {
    static Json make() { return typed("boolean"); }
};
template <>
struct SchemaOf<int> {
    static Json make() { return typed("integer"); }
};
template <>
struct SchemaOf<std::int64_t> {
    static Json make() { return typed("integer"); }
};
template <>
struct SchemaOf<double> {
    // What is not finite is written as null.
    static Json make() { return Json::object().set("type", Json::array().append("number").append("null")); }
};
template <class Tag>
struct SchemaOf<base::StrongId<Tag>> {
    static Json make() { return typed("integer"); }
};
template <class T>
struct SchemaOf<std::optional<T>> {
    static Json make() {
        return Json::object().set("anyOf", Json::array().append(SchemaOf<T>::make()).append(typed("null")));
    }
};
template <class T>
struct SchemaOf<std::vector<T>> {
    static Json make() { return typed("array").set("items", SchemaOf<T>::make()); }
};
template <>
struct SchemaOf<std::map<JobState, std::int64_t>> {
    static Json make() { return typed("object").set("additionalProperties", typed("integer")); }
};
template <>
struct SchemaOf<std::pair<JobId, base::Error>> {
    static Json make() {
        return typed("object").set("properties",
                                   Json::object().set("job", typed("integer")).set("error", reference("Error")));
    }
};

template <class T>
Json objectSchema() {
    Json properties = Json::object();
    std::apply(
        [&](const auto&... fields) {
            (properties.set(std::string(fields.name),
                            SchemaOf<std::remove_cvref_t<decltype(std::declval<T>().*fields.member)>>::make()),
             ...);
        },
        wire::kFields<T>);
    return typed("object").set("properties", std::move(properties));
}

// ---- Of what only HTTP knows ----

constexpr std::string_view kOwn = R"({
"Problem": {"type": "object", "description": "RFC 9457", "required": ["type", "title", "status", "detail", "code"],
  "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
    "detail": {"type": "string"}, "code": {"type": "string"}, "retryable": {"type": "boolean"},
    "pointer": {"type": "string", "description": "The member that is wrong."}}},
"SubmitItem": {"type": "object", "required": ["input"], "properties": {
    "input": {"type": "string", "description": "Absolute path of a file under one of the server's roots."},
    "recipe": {"description": "The id of a recipe, or a whole recipe.", "type": ["string", "object"]},
    "outputs": {"type": "array", "items": {"type": "string"}, "description": "Absolute paths, one for each output."},
    "output_folder": {"type": "string", "description": "Absolute; names come from the recipe."},
    "relative_folder": {"type": "string", "description": "A folder under output_folder."},
    "device": {"type": "string"}, "overwrite": {"enum": ["ask", "always", "never"]},
    "priority": {"type": "integer"}, "cache": {"enum": ["use", "refresh", "off"]}}},
"SubmitBody": {"type": "object", "description": "What stands beside items or inputs is the default of each item.",
  "properties": {
    "inputs": {"type": "array", "items": {"type": "string"}, "description": "Short for items that only name a file."},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/SubmitItem"}},
    "title": {"type": "string"}, "start_paused": {"type": "boolean"},
    "recipe": {"type": ["string", "object"]}, "output_folder": {"type": "string"}, "device": {"type": "string"},
    "overwrite": {"enum": ["ask", "always", "never"]}, "priority": {"type": "integer"},
    "cache": {"enum": ["use", "refresh", "off"]}}},
"ControlBody": {"type": "object", "required": ["action"], "properties": {
    "action": {"enum": ["pause", "resume", "cancel", "retry", "remove"]}}},
"BulkControlBody": {"type": "object", "required": ["action"],
  "description": "At least one of ids, states, batch and text, or all: true.", "properties": {
    "action": {"enum": ["pause", "resume", "cancel", "retry", "remove"]},
    "ids": {"type": "array", "items": {"type": "integer"}}, "batch": {"type": "integer"},
    "states": {"type": "array", "items": {"enum": ["queued", "running", "paused", "done", "failed", "cancelled"]}},
    "text": {"type": "string"}, "all": {"type": "boolean"}}},
"Batch": {"type": "object", "properties": {"id": {"type": "integer"}, "jobs": {"type": "integer"},
    "ended": {"type": "integer"}, "states": {"type": "object", "additionalProperties": {"type": "integer"}}}},
"Listing": {"type": "object", "properties": {"path": {"type": "string"}, "more": {"type": "boolean"},
    "entries": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"},
      "path": {"type": "string"}, "kind": {"enum": ["folder", "file"]}, "size_bytes": {"type": "integer"}}}}}},
"Health": {"type": "object", "properties": {"status": {"enum": ["ok", "unavailable"]},
    "reasons": {"type": "array", "items": {"type": "string"}}}}
})";

}  // namespace

Json componentSchemas() {
    Json schemas = Json::object();
    std::apply(
        [&]<class... T>(const Component<T>&... components) {
            (schemas.set(std::string(components.name), objectSchema<T>()), ...);
        },
        kComponents);
    const auto own = Json::parse(kOwn);
    FOTOGRAMA_ASSERT(own, "the schemas of HTTP alone are JSON");
    for (const auto& [name, schema] : own->members()) schemas.set(name, schema);
    return schemas;
}

}  // namespace fotograma::server
