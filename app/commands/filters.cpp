// fotograma filters: what recipes are made of.
#include "app/await.h"
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {

using api::OperationInfo;
using api::OperationKind;
using api::ParameterKind;
using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma filters
      Filters change pictures, measures yield numbers.
  fotograma filters resize
      Its parameters with range, default and unit, and how it stands in a recipe.
  fotograma filters --json | jq -r .id)";

std::string rangeOf(const api::ParameterInfo& parameter) {
    const std::string unit = parameter.unit.empty() ? "" : concat(" ", parameter.unit);
    switch (parameter.kind) {
        case ParameterKind::Choice: return base::join(parameter.choices, ", ");
        case ParameterKind::Boolean: return "true, false";
        case ParameterKind::Text: return "text";
        case ParameterKind::File: return base::concat("path of a .", base::join(parameter.choices, ", ."), " file");
        case ParameterKind::Number:
        case ParameterKind::Integer: break;
    }
    return concat(parameter.minimum, " … ", parameter.maximum, unit);
}

/// The value that shows how the parameter is written: its default, or the start of its range.
Json exampleValue(const api::ParameterInfo& parameter) {
    if (!parameter.defaultValue.isNull()) return parameter.defaultValue;
    if (parameter.kind == ParameterKind::Choice && !parameter.choices.empty()) return parameter.choices.front();
    if (parameter.kind == ParameterKind::Integer) return static_cast<std::int64_t>(parameter.minimum);
    if (parameter.kind == ParameterKind::Number) return parameter.minimum;
    return parameter.kind == ParameterKind::Boolean ? Json(false) : Json("");
}

void printOperation(Console& console, const OperationInfo& operation) {
    console.print(concat(console.onOutput(Style::Bold, operation.id), "  ", operation.title, " (",
                         api::toText(operation.kind), ", ", operation.shape, ")"));
    console.print(concat("  ", operation.sentence));
    if (!operation.source.empty()) console.print(concat("  Source: ", operation.source));
    Json use = Json::object();
    use.set("id", operation.id);
    if (!operation.parameters.empty()) {
        console.print();
        Table table({{.title = "  Parameter"},
                     {.title = "Values", .align = Align::Left, .shrinks = false, .last = false, .wraps = true},
                     {.title = "Default"},
                     {.title = "What it does", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
        for (const api::ParameterInfo& parameter : operation.parameters) {
            const std::string byDefault =
                parameter.defaultValue.isNull() ? "must be given" : parameter.defaultValue.dump();
            table.add({concat("  ", parameter.id), rangeOf(parameter), byDefault, parameter.sentence});
            use.set(parameter.id, exampleValue(parameter));
        }
        table.print(console);
    }
    if (!operation.values.empty()) {
        console.print();
        Table table({{.title = "  Value"},
                     {.title = "Unit"},
                     {.title = "What it is", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
        for (const api::ValueInfo& value : operation.values)
            table.add({concat("  ", value.id), value.unit, value.sentence});
        table.print(console);
    }
    console.print();
    console.print(concat("  In a recipe: \"", operation.kind == OperationKind::Filter ? "filters" : "measures", "\": [",
                         use.dump(), "]"));
}

void printList(Console& console, const std::vector<OperationInfo>& operations, OperationKind kind,
               std::string_view title) {
    console.print(console.onOutput(Style::Bold, title));
    Table table({{.title = "  Name"},
                 {.title = "What it does", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
    for (const OperationInfo& operation : operations)
        if (operation.kind == kind) table.add({concat("  ", operation.id), operation.sentence});
    table.print(console);
}

base::Result<int> filters(Session& session, const std::string& name) {
    std::vector<OperationInfo> operations = Composition::operations();
    if (session.server.isRemote()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine,
                                   Engine::open(session, StorePlace::Scratch, service::Drains::Nothing));
        operations = engine->info().operations;
    }
    if (name.empty()) {
        for (const OperationInfo& operation : operations)
            session.console.json(api::toJson(operation).set("type", "operation"));
        if (session.console.wantsJson()) return kAllDone;
        printList(session.console, operations, OperationKind::Filter, "Filters change pictures");
        session.console.print();
        printList(session.console, operations, OperationKind::Measure, "Measures yield numbers");
        session.console.print("\n`fotograma filters NAME` shows parameters.");
        return kAllDone;
    }
    std::vector<std::string_view> names;
    for (const OperationInfo& operation : operations) {
        if (operation.id != name) {
            names.push_back(operation.id);
            continue;
        }
        session.console.json(api::toJson(operation).set("type", "operation"));
        if (!session.console.wantsJson()) printOperation(session.console, operation);
        return kAllDone;
    }
    const std::string_view near = base::nearest(name, names);
    return base::fail(base::ErrorCode::NotFound,
                      concat("There is no filter or measure \"", name, "\"",
                             near.empty() ? "." : concat("; the nearest is \"", near, "\".")));
}

}  // namespace

Command addFilters(CLI::App& root) {
    Command command =
        makeCommand(root, "filters", "List filters and measures, or show one with its parameters.", kExamples);
    auto name = std::make_shared<std::string>();
    command.app->add_option("NAME", *name, "A filter or a measure.");
    command.place = Place::Anywhere;
    command.run = [name](Session& session) { return filters(session, *name); };
    return command;
}

}  // namespace fotograma::app
