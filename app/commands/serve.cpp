// fotograma serve: the engine behind an HTTP API.
#include <charconv>
#include <fstream>
#include <latch>
#include <map>

#include "app/commands/batch.h"
#include "app/commands/serve.h"
#include "app/commands/served_reports.h"
#include "app/setting_row.h"
#include "app/tracing.h"
#include "engine/base/platform.h"
#include "engine/base/process_limits.h"
#include "engine/base/service_manager.h"
#include "engine/base/text.h"
#include "engine/server/http_server.h"
#include "engine/service/remote_link.h"

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
    std::map<std::string, std::string> settings;  ///< By key: what was given as flags.
    std::vector<std::string> roots;
    std::string trace;
    bool insecure = false;
};

constexpr std::int64_t kMegabyte = 1'000'000;

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

base::Result<server::JwtKeys> jwtKeysOf(const ServerSettings& options) {
    std::vector<server::JwtKeyFile> files;
    for (const std::string& one : split(options.jwtKeys, ',')) {
        const std::size_t colon = one.find(':');
        if (colon == std::string::npos)
            return base::fail(ErrorCode::InvalidArgument, concat("A JWT key is ALG:FILE, not ", one, "."));
        files.push_back({.algorithm = one.substr(0, colon), .file = base::pathFromUtf8(one.substr(colon + 1))});
    }
    return server::JwtKeys::create(files, options.jwtAudience);
}

base::Result<server::ServerOptions> serverOptionsOf(Session& session, bool isInsecure) {
    const ServerSettings& settings = session.settings.values().server;
    server::ServerOptions made;
    FOTOGRAMA_RETURN_IF_ERROR(readListen(settings.listen, made));
    made.tls = {.certificate = settings.tlsCertificate, .key = settings.tlsKey};
    made.insecure = isInsecure;
    made.limits.connections = std::max(1, settings.connections);
    made.limits.perToken = {.perSecond = static_cast<double>(settings.rate), .burst = 2.0 * settings.rate};
    made.limits.perAddress = {.perSecond = static_cast<double>(settings.addressRate),
                              .burst = 2.0 * settings.addressRate};
    made.accessLog = [&console = session.console](const base::Json& line) { console.record(line); };
    return made;
}

base::Result<std::shared_ptr<server::Uploads>> uploadsOf(const Settings& settings) {
    const ServerSettings& own = settings.server;
    if (own.uploadMb == 0) return nullptr;
    const fs::path folder = own.uploadFolder.empty() ? settings.storeFolder / "uploads" : own.uploadFolder;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto uploads,
                               server::Uploads::open(folder, {.fileBytes = own.uploadMb * kMegabyte,
                                                              .ownerBytes = own.uploadTokenMb * kMegabyte,
                                                              .totalBytes = own.uploadTotalMb * kMegabyte,
                                                              .hours = static_cast<double>(own.uploadHours)}));
    return std::shared_ptr<server::Uploads>(std::move(uploads));
}

base::Result<std::shared_ptr<server::Webhooks>> webhooksOf(Session& session, std::shared_ptr<api::Service> service) {
    const Settings& settings = session.settings.values();
    const ServerSettings& own = settings.server;
    if (own.webhookHosts.empty()) {
        if (own.webhook.empty()) return nullptr;
        return base::fail(ErrorCode::InvalidArgument, "A webhook needs its host in webhook_hosts.");
    }
    server::WebhookRules rules{.url = own.webhook,
                               .hosts = split(own.webhookHosts, ','),
                               .mayReachPrivate = own.webhookPrivate,
                               .secret = own.webhookSecret,
                               .file = settings.storeFolder / "webhooks.json"};
    rules.log = [&console = session.console](const base::Json& line) { console.record(line); };
    FOTOGRAMA_ASSIGN_OR_RETURN(auto webhooks, server::Webhooks::start(std::move(rules), std::move(service)));
    return std::shared_ptr<server::Webhooks>(std::move(webhooks));
}

/// A file by which a client on this machine knows that its paths are ours: only who may read the store may read it.
base::Status prove(const fs::path& folder, server::Context& context) {
    context.proofFile = folder / "serve.proof";
    context.proof = concat("fotograma ", service::freshKey());
    FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(folder));
    fs::path fresh = context.proofFile;
    fresh += ".new";
    std::ofstream(fresh, std::ios::binary | std::ios::trunc) << context.proof;
    std::error_code error;
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
    return base::replaceFile(fresh, context.proofFile);
}

base::Result<server::Context> contextOf(const Composition& composition, Session& session) {
    const Settings& settings = session.settings.values();
    server::Context context;
    FOTOGRAMA_ASSIGN_OR_RETURN(context.roots, server::Roots::create(settings.allowedRoots));
    FOTOGRAMA_ASSIGN_OR_RETURN(context.uploads, uploadsOf(settings));
    FOTOGRAMA_ASSIGN_OR_RETURN(context.webhooks, webhooksOf(session, composition.service()));
    FOTOGRAMA_RETURN_IF_ERROR(prove(settings.storeFolder, context));
    context.service = composition.service();
    context.storeFolder = settings.storeFolder;
    context.operations = Composition::operations();
    context.csvReports = [](const std::vector<api::JobReport>& reports) { return tableOf(reports, ReportFormat::Csv); };
    context.parquetReports = [](const std::vector<api::JobReport>& reports) {
        return tableOf(reports, ReportFormat::Parquet);
    };
    context.validateRecipe = [](const base::Json& json) -> base::Status {
        FOTOGRAMA_RETURN_IF_ERROR(recipe::parse(json));
        return {};
    };
    return context;
}

base::Result<int> serve(Session& session, const ServeOptions& options) {
    if (!options.roots.empty())
        FOTOGRAMA_RETURN_IF_ERROR(
            session.settings.setFlag("allowed_roots", base::join(options.roots, kFolderSeparator)));
    for (const auto& [key, value] : options.settings) FOTOGRAMA_RETURN_IF_ERROR(session.settings.setFlag(key, value));
    const Settings& settings = session.settings.values();
    FOTOGRAMA_ASSIGN_OR_RETURN(auto serverOptions, serverOptionsOf(session, options.insecure));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jwtKeys, jwtKeysOf(settings.server));
    server::Auth auth(settings.storeFolder / "tokens.json", std::move(jwtKeys));
    base::raiseOpenFileLimit();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto composition,
                               Composition::create(settings, StorePlace::Folder, service::Drains::SharedQueue));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto tracing, Tracing::create(options.trace, settings, *composition->service()));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto context, contextOf(*composition, session));
    context.spans = tracing->sink();
    context.traceParents = context.spans ? &tracing->parents() : nullptr;
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
    if (!hasRoots) session.console.note("No --root is named: clients work with what they upload alone.");
    base::tellServiceManager("READY=1");
    interrupted->wait();
    base::tellServiceManager("STOPPING=1");
    session.console.note("Stopping: streams close, running jobs are parked.");
    server->stop();
    FOTOGRAMA_RETURN_IF_ERROR(tracing->finish());
    return kAllDone;
}

}  // namespace

Command addServe(CLI::App& root) {
    Command command =
        makeCommand(root, "serve", "Serve the engine over HTTP: API, events, metrics, a status page.", kExamples);
    auto options = std::make_shared<ServeOptions>();
    CLI::App& app = *command.app;
    // Each is a setting of that key too: in the file, and as FOTOGRAMA_<KEY>.
    const auto setting = [&](const char* flag, const char* key, const char* sentence) {
        app.add_option_function<std::string>(
            flag, [options, key](const std::string& value) { options->settings[key] = value; }, sentence);
    };
    app.add_option("--root", options->roots,
                   "A folder that clients may read and write, several times for several; the setting allowed_roots.");
    setting("--listen", "listen", "ADDRESS:PORT (127.0.0.1:8750); port 0 is any that is free.");
    setting("--tls-cert", "tls_cert", "The certificate, PEM with its chain.");
    setting("--tls-key", "tls_key", "Its key, PEM.");
    setting("--jwt-keys", "jwt_keys",
            "ALG:FILE, with commas between them; HS256 a secret, RS256 and ES256 a public key in PEM.");
    setting("--jwt-audience", "jwt_audience", "What the audience of a JWT must be.");
    app.add_flag("--insecure", options->insecure,
                 "Listen at other addresses without TLS: tokens can be read on their way.");
    setting("--max-connections", "max_connections", "Connections at once (4096).");
    setting("--rate", "rate", "Requests a second of one token (100); 0 is no limit.");
    setting("--address-rate", "address_rate", "Requests a second of one address (200); 0 is no limit.");
    setting("--uploads", "uploads", "The folder of uploads (uploads, beside the store).");
    setting("--upload-mb", "upload_mb", "Megabytes of one upload at most (65536); 0 takes none.");
    setting("--upload-token-mb", "upload_token_mb", "Megabytes of all uploads of a token (262144).");
    setting("--upload-total-mb", "upload_total_mb", "Megabytes of all uploads (1048576).");
    setting("--upload-hours", "upload_hours", "Hours that an unfinished upload is kept after its last byte (24).");
    setting("--webhook", "webhook", "An address that is told of every job that ends.");
    setting("--webhook-hosts", "webhook_hosts",
            "Hosts that may be told, with commas; the secret is in FOTOGRAMA_WEBHOOK_SECRET or the settings file.");
    addTraceOption(app, options->trace);
    command.run = [options](Session& session) { return serve(session, *options); };
    return command;
}

}  // namespace fotograma::app
