#include "engine/server/openapi.h"

#include "engine/base/text.h"
#include "engine/server/route.h"
#include "engine/server/schemas.h"

namespace fotograma::server {

using base::concat;
using base::Json;

namespace {

Json schemaOf(std::string_view name) {
    if (name.ends_with("[]"))
        return Json::object().set("type", "array").set("items", schemaOf(name.substr(0, name.size() - 2)));
    return Json::object().set("$ref", concat("#/components/schemas/", name));
}

Json contentOf(std::string_view type, const Json& schema) {
    return Json::object().set(std::string(type), Json::object().set("schema", schema));
}

std::string_view placeOf(In in) {
    switch (in) {
        case In::Path: return "path";
        case In::Query: return "query";
        case In::Header: break;
    }
    return "header";
}

Json parametersOf(const Route& route) {
    Json parameters = Json::array();
    for (const ParameterDoc& doc : route.parameters) {
        Json one = Json::object();
        one.set("name", doc.name).set("in", placeOf(doc.in)).set("required", doc.in == In::Path || doc.isRequired);
        const auto schema =
            Json::parse(concat("{\"type\": \"", doc.type, "\"", doc.limits.empty() ? "" : ", ", doc.limits, "}"));
        FOTOGRAMA_ASSERT(schema, "the limits of a parameter are members of a schema");
        one.set("description", doc.sentence).set("schema", *schema);
        parameters.append(std::move(one));
    }
    return parameters;
}

Json problemAnswer(std::string_view description) {
    return Json::object()
        .set("description", description)
        .set("content", contentOf("application/problem+json", schemaOf("Problem")));
}

Json answersOf(const Route& route) {
    Json good = Json::object().set("description", route.sentence);
    const Json schema = route.gives.empty() ? Json::object().set("type", "string") : schemaOf(route.gives);
    if (!route.giveType.empty()) {
        Json content = contentOf(route.giveType, schema);
        for (const std::string_view type : route.alsoGives)
            content.set(std::string(type), Json::object().set("schema", Json::object().set("type", "string")));
        good.set("content", std::move(content));
    }
    Json answers = Json::object().set(concat(route.status), std::move(good));
    if (route.scope != Scope::None) {
        answers.set("401", problemAnswer("No token, or one that is not valid."));
        answers.set("403", problemAnswer(concat("The token lacks the scope ", toText(route.scope),
                                                ", or a path lies outside the server's roots.")));
    }
    if (route.gives == "Health" && route.scope != Scope::None)
        answers.set("503", Json::object()
                               .set("description", "Not ready, for these reasons.")
                               .set("content", contentOf("application/json", schemaOf("Health"))));
    answers.set("429", problemAnswer("Too many requests; Retry-After says how long to wait."));
    return answers.set("default", problemAnswer("What went wrong."));
}

Json bodyOf(std::string_view takes) {
    const bool isType = takes.find('/') != std::string_view::npos;
    if (!isType) return contentOf("application/json", schemaOf(takes));
    return contentOf(takes, Json::object().set("type", "string").set("format", "binary"));
}

Json operationOf(const Route& route) {
    Json operation = Json::object();
    operation.set("operationId", route.id).set("tags", Json::array().append(route.tag)).set("summary", route.sentence);
    if (!route.parameters.empty()) operation.set("parameters", parametersOf(route));
    if (!route.takes.empty())
        operation.set("requestBody",
                      Json::object().set("required", route.receive == nullptr).set("content", bodyOf(route.takes)));
    operation.set("responses", answersOf(route));
    Json security = Json::array();
    if (route.scope != Scope::None)
        security.append(Json::object().set("token", Json::array().append(toText(route.scope))));
    return operation.set("security", std::move(security));
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '<')
            out.append("&lt;");
        else if (letter == '&')
            out.append("&amp;");
        else
            out.push_back(letter);
    }
    return out;
}

}  // namespace

Json openApiDocument() {
    Json paths = Json::object();
    for (const std::span<const Route> table : routeTables()) {
        for (const Route& route : table) {
            Json path = paths[route.path].isObject() ? paths[route.path] : Json::object();
            path.set(base::toLower(toText(route.method)), operationOf(route));
            paths.set(std::string(route.path), std::move(path));
        }
    }
    Json scheme = Json::object();
    scheme.set("type", "http").set("scheme", "bearer");
    scheme.set("description",
               "An API key of `fotograma token create`, or a JWT. Scopes: jobs:read, jobs:write, admin (everything).");
    Json document = Json::object();
    document.set("openapi", "3.1.0");
    document.set("info",
                 Json::object()
                     .set("title", "Fotograma")
                     .set("version", "1")
                     .set("description", "Piles of video through recipes: submit jobs, follow them, fetch results.")
                     .set("license", Json::object().set("name", "GPL-3.0-or-later")));
    document.set("paths", std::move(paths));
    document.set("components", Json::object()
                                   .set("schemas", componentSchemas())
                                   .set("securitySchemes", Json::object().set("token", std::move(scheme))));
    return document;
}

std::string routesPage() {
    std::string page =
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Fotograma: the API</title><link rel=stylesheet href=/status/docs.css>"
        "<h1>Fotograma: the API</h1><p>Send <code>Authorization: Bearer TOKEN</code>. Errors are problem documents "
        "(RFC 9457). For programs: <a href=/api/v1/openapi.json>openapi.json</a> (needs a token).<dl>";
    for (const std::span<const Route> table : routeTables()) {
        for (const Route& route : table) {
            page.append(concat("<dt><code>", toText(route.method), ' ', escaped(route.path), "</code> <small>",
                               route.scope == Scope::None ? "no token" : toText(route.scope), "</small><dd>",
                               escaped(route.sentence)));
            for (const ParameterDoc& doc : route.parameters)
                page.append(concat("<br><small><code>", escaped(doc.name), "</code> (", placeOf(doc.in),
                                   "): ", escaped(doc.sentence), "</small>"));
            if (!route.takes.empty()) page.append(concat("<br><small>Body: ", route.takes, "</small>"));
        }
    }
    return page.append("</dl></html>\n");
}

}  // namespace fotograma::server
