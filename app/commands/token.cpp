// fotograma token: the API keys of the server.
#include "app/commands/serve.h"
#include "app/http_serving.h"
#include "app/table.h"
#include "engine/base/text.h"
#include "engine/server/token_store.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma token create laptop --scope jobs:read --scope jobs:write
      Prints the token once; only its digest is kept.
  fotograma token create ci --scope jobs:write --days 30
  fotograma token list
  fotograma token revoke 3f9a27c1
      Holds at once, also in a server that runs.

Scopes: jobs:read (look), jobs:write (submit and control), admin (everything).)";

struct TokenOptions {
    std::string name;
    std::vector<std::string> scopes;
    double days = 90.0;
    std::string id;
};

server::TokenStore storeOf(const Session& session) {
    return server::TokenStore(tokenFileOf(session.settings.values()));
}

std::string scopesText(const std::vector<server::Scope>& scopes) {
    std::vector<std::string> names;
    for (const server::Scope scope : scopes) names.emplace_back(toText(scope));
    return base::join(names, " ");
}

Json lineOf(const server::TokenRecord& record) {
    Json line = Json::object().set("type", "token").set("id", record.id).set("name", record.name);
    return line.set("scopes", scopesText(record.scopes))
        .set("created_at", record.createdAt)
        .set("expires_at", record.expiresAt);
}

std::string expiryText(const server::TokenRecord& record) {
    if (record.expiresAt == 0) return "never";
    const auto left = static_cast<double>(record.expiresAt - base::systemClock().unixNow()) / 86'400'000.0;
    return left <= 0.0 ? "has expired" : concat("in ", base::fixed(left, 1), " days");
}

base::Result<int> create(Session& session, const TokenOptions& options) {
    std::vector<server::Scope> scopes;
    for (const std::string& text : options.scopes) {
        const auto scope = server::scopeFromText(text);
        if (!scope)
            return base::fail(base::ErrorCode::InvalidArgument,
                              concat("There is no scope \"", text, "\": jobs:read, jobs:write and admin are."));
        scopes.push_back(*scope);
    }
    auto store = storeOf(session);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto made, store.create(options.name, std::move(scopes), options.days));
    session.console.json(lineOf(made.record).set("token", made.text));
    session.console.print(made.text);
    session.console.note(concat("Token ", made.record.id, " for ", made.record.name, " (",
                                scopesText(made.record.scopes), "), ends: ", expiryText(made.record),
                                ". It is not shown again."));
    return kAllDone;
}

base::Result<int> list(Session& session) {
    auto store = storeOf(session);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto records, store.list());
    Table table({{.title = "Id"},
                 {.title = "Name", .align = Align::Left, .shrinks = true},
                 {.title = "Scopes"},
                 {.title = "Ends"}});
    for (const server::TokenRecord& record : records) {
        session.console.json(lineOf(record));
        table.add({Cell(record.id, Style::Bold), Cell(printable(record.name)), Cell(scopesText(record.scopes)),
                   Cell(expiryText(record))});
    }
    if (session.console.wantsJson()) return kAllDone;
    if (table.empty())
        session.console.print("No tokens; `fotograma token create NAME --scope jobs:read` makes one.");
    else
        table.print(session.console);
    return kAllDone;
}

base::Result<int> revoke(Session& session, const TokenOptions& options) {
    FOTOGRAMA_RETURN_IF_ERROR(storeOf(session).revoke(options.id));
    session.console.json(Json::object().set("type", "revoked").set("id", options.id));
    session.console.print(concat("Token ", options.id, " is revoked."));
    return kAllDone;
}

}  // namespace

std::vector<Command> addToken(CLI::App& root) {
    CLI::App& token = *root.add_subcommand("token", "API keys of the server: create, list, revoke.");
    token.footer(kExamples);
    token.require_subcommand(1);
    auto options = std::make_shared<TokenOptions>();
    Command make = makeCommand(token, "create", "Make a token and print it, this once.", kExamples);
    make.app->add_option("NAME", options->name, "Who will use it.")->required();
    make.app->add_option("--scope", options->scopes, "What it may do; several times for several.")->required();
    make.app->add_option("--days", options->days, "Days until it ends (90); 0 is never.")
        ->check(CLI::NonNegativeNumber);
    make.run = [options](Session& session) { return create(session, *options); };
    Command show = makeCommand(token, "list", "Show the tokens; never the secrets.", kExamples);
    show.run = [](Session& session) { return list(session); };
    Command end = makeCommand(token, "revoke", "End a token now.", kExamples);
    end.app->add_option("ID", options->id, "As `token list` shows it.")->required();
    end.run = [options](Session& session) { return revoke(session, *options); };
    return {std::move(make), std::move(show), std::move(end)};
}

}  // namespace fotograma::app
