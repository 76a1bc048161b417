// fotograma serve: the engine behind an HTTP API.
#include <charconv>
#include <fstream>
#include <latch>
#include <set>
#include <sstream>

#include "app/commands/serve.h"
#include "app/report_export.h"
#include "app/reports/report_writer.h"
#include "engine/base/platform.h"
#include "engine/base/process_limits.h"
#include "engine/base/text.h"
#include "engine/server/http_server.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma token create me --scope jobs:read --scope jobs:write
  fotograma serve --root ~/Videos
      http://127.0.0.1:8750 shows a status page; /api/v1/docs lists the routes.
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8750/api/v1/jobs
  fotograma serve --listen 0.0.0.0:8750 --tls-cert chain.pem --tls-key key.pem --root /srv/video

Clients read and write below the roots alone. Every request but /health/live and the pages needs a token.
Other addresses than this machine's own need TLS; --insecure does without and lets others read along.
Ctrl-C or SIGTERM ends it: streams close, running jobs are parked and go on at the next start.)";

struct ServeOptions {
    std::string listen = "127.0.0.1:8750";
    std::vector<std::string> roots;
    std::string certificate;
    std::string key;
    std::string jwtKeys;
    std::string jwtAudience;
    bool insecure = false;
    int connections = 4096;
    double rate = 100.0;
    double addressRate = 200.0;
};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

base::Status readListen(const std::string& text, server::ServerOptions& options) {
    const std::size_t colon = text.rfind(':');
    const std::string_view port = colon == std::string::npos ? "" : std::string_view(text).substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    if (port.empty() || error != std::errc{} || end != port.data() + port.size())
        return base::fail(ErrorCode::InvalidArgument, concat("Where to listen is ADDRESS:PORT, not ", text, "."));
    options.address = text.substr(0, colon);
    if (options.address.starts_with('[') && options.address.ends_with(']'))
        options.address = options.address.substr(1, options.address.size() - 2);
    if (options.address == "localhost") options.address = "127.0.0.1";
    return {};
}

base::Result<server::JwtKeys> jwtKeysOf(const ServeOptions& options) {
    std::vector<server::JwtKeyFile> files;
    for (const std::string& one : split(options.jwtKeys, ',')) {
        const std::size_t colon = one.find(':');
        if (colon == std::string::npos)
            return base::fail(ErrorCode::InvalidArgument, concat("A JWT key is ALG:FILE, not ", one, "."));
        files.push_back({.algorithm = one.substr(0, colon), .file = base::pathFromUtf8(one.substr(colon + 1))});
    }
    return server::JwtKeys::create(files, options.jwtAudience);
}

/// The columns of all that these jobs measured.
base::Result<ReportSchema> schemaOfAll(const std::vector<api::JobReport>& reports) {
    std::vector<std::string> measures;
    std::set<std::string> known;
    for (const api::JobReport& job : reports)
        for (const base::Json& measure : job.record.spec.recipe["measures"].items())
            if (const std::string& id = measure["id"].asString(); known.insert(id).second) measures.push_back(id);
    return schemaOfMeasures(measures);
}

/// The table of clips as text: written like any report, and read back.
base::Result<std::string> csvOf(const std::vector<api::JobReport>& reports) {
    const fs::path folder = fs::temp_directory_path() / concat("fotograma-csv-", base::processId());
    const fs::path file = folder / concat(reinterpret_cast<std::uintptr_t>(&reports), ".csv");
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    FOTOGRAMA_ASSIGN_OR_RETURN(auto schema, schemaOfAll(reports));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto writer,
                               ReportWriter::create(file, ReportFormat::Csv, std::move(schema), true));
    for (const api::JobReport& job : reports)
        FOTOGRAMA_RETURN_IF_ERROR(writer->add({.input = job.record.spec.input,
                                               .done = job.record.state == api::JobState::Done,
                                               .error = job.record.error ? &*job.record.error : nullptr,
                                               .report = &job.report}));
    FOTOGRAMA_RETURN_IF_ERROR(writer->finish());
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    fs::remove(file, ignored);
    return text.str();
}

base::Result<server::ServerOptions> serverOptionsOf(Session& session, const ServeOptions& options) {
    server::ServerOptions made;
    FOTOGRAMA_RETURN_IF_ERROR(readListen(options.listen, made));
    made.tls = {.certificate = base::pathFromUtf8(options.certificate), .key = base::pathFromUtf8(options.key)};
    made.insecure = options.insecure;
    made.limits.connections = options.connections;
    made.limits.perToken = {.perSecond = options.rate, .burst = 2.0 * options.rate};
    made.limits.perAddress = {.perSecond = options.addressRate, .burst = 2.0 * options.addressRate};
    made.accessLog = [&console = session.console](const base::Json& line) { console.note(line.dump()); };
    return made;
}

base::Result<server::Context> contextOf(const Composition& composition, const Settings& settings) {
    server::Context context;
    FOTOGRAMA_ASSIGN_OR_RETURN(context.roots, server::Roots::create(settings.allowedRoots));
    context.service = composition.service();
    context.operations = Composition::operations();
    context.csvReports = csvOf;
    return context;
}

base::Result<int> serve(Session& session, const ServeOptions& options) {
    if (!options.roots.empty())
        FOTOGRAMA_RETURN_IF_ERROR(session.settings.setFlag("allowed_roots", base::join(options.roots, ":")));
    const Settings& settings = session.settings.values();
    FOTOGRAMA_ASSIGN_OR_RETURN(auto serverOptions, serverOptionsOf(session, options));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jwtKeys, jwtKeysOf(options));
    server::Auth auth(settings.storeFolder / "tokens.json", std::move(jwtKeys));
    base::raiseOpenFileLimit();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto composition,
                               Composition::create(settings, StorePlace::Folder, service::Drains::SharedQueue));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto context, contextOf(*composition, settings));
    const bool hasRoots = !context.roots.folders().empty();
    const auto interrupted = std::make_shared<std::latch>(1);
    base::onInterrupt([interrupted] { interrupted->count_down(); });
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto server,
                               server::HttpServer::start(std::move(serverOptions), std::move(context), auth));
    session.console.json(base::Json::object().set("type", "listening").set("url", server->url()));
    session.console.print(concat("Listening at ", server->url(), "  (Ctrl-C ends it)"));
    if (!auth.hasAnyKey())
        session.console.note(
            "No token exists yet: `fotograma token create NAME --scope jobs:read --scope jobs:write`.");
    if (!hasRoots) session.console.note("No --root is named: clients can watch, but not submit.");
    interrupted->wait();
    session.console.note("Stopping: streams close, running jobs are parked.");
    server->stop();
    return kAllDone;
}

}  // namespace

Command addServe(CLI::App& root) {
    Command command =
        makeCommand(root, "serve", "Serve the engine over HTTP: API, events, metrics, a status page.", kExamples);
    auto options = std::make_shared<ServeOptions>();
    CLI::App& app = *command.app;
    app.add_option("--listen", options->listen, "ADDRESS:PORT (127.0.0.1:8750); port 0 is any that is free.")
        ->envname("FOTOGRAMA_LISTEN");
    app.add_option("--root", options->roots,
                   "A folder that clients may read and write, several times for several; the setting allowed_roots.");
    app.add_option("--tls-cert", options->certificate, "The certificate, PEM with its chain.")
        ->envname("FOTOGRAMA_TLS_CERT");
    app.add_option("--tls-key", options->key, "Its key, PEM.")->envname("FOTOGRAMA_TLS_KEY");
    app.add_option("--jwt-keys", options->jwtKeys,
                   "ALG:FILE, with commas between them; HS256 a secret, RS256 and ES256 a public key in PEM.")
        ->envname("FOTOGRAMA_JWT_KEYS");
    app.add_option("--jwt-audience", options->jwtAudience, "What the audience of a JWT must be.")
        ->envname("FOTOGRAMA_JWT_AUDIENCE");
    app.add_flag("--insecure", options->insecure,
                 "Listen at other addresses without TLS: tokens can be read on their way.");
    app.add_option("--max-connections", options->connections, "Connections at once (4096).")
        ->check(CLI::Range(1, 100000));
    app.add_option("--rate", options->rate, "Requests a second of one token (100); 0 is no limit.")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--address-rate", options->addressRate, "Requests a second of one address (200); 0 is no limit.")
        ->check(CLI::NonNegativeNumber);
    command.run = [options](Session& session) { return serve(session, *options); };
    return command;
}

}  // namespace fotograma::app
