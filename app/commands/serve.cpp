// fotograma serve: the engine behind an HTTP API.
#include <latch>
#include <map>

#include "app/commands/batch.h"
#include "app/commands/serve.h"
#include "app/http_serving.h"
#include "app/setting_row.h"
#include "engine/base/platform.h"
#include "engine/base/process_limits.h"
#include "engine/base/service_manager.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

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

base::Result<int> serve(Session& session, const ServeOptions& options) {
    if (!options.roots.empty())
        FOTOGRAMA_RETURN_IF_ERROR(
            session.settings.setFlag("allowed_roots", base::join(options.roots, kFolderSeparator)));
    for (const auto& [key, value] : options.settings) FOTOGRAMA_RETURN_IF_ERROR(session.settings.setFlag(key, value));
    const Settings& settings = session.settings.values();
    FOTOGRAMA_RETURN_IF_ERROR(checkServing(settings));
    base::raiseOpenFileLimit();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto composition,
                               Composition::create(settings, StorePlace::Folder, service::Drains::SharedQueue));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto tracing, Tracing::create(options.trace, settings, *composition->service()));
    const auto interrupted = std::make_shared<std::latch>(1);
    base::onInterrupt([interrupted] { interrupted->count_down(); });
    FOTOGRAMA_ASSIGN_OR_RETURN(
        const auto serving,
        HttpServing::start(*composition, settings,
                           {.isInsecure = options.insecure,
                            .log = [&console = session.console](const base::Json& line) { console.record(line); },
                            .tracing = tracing.get()}));
    session.console.json(base::Json::object().set("type", "listening").set("url", serving->url()));
    session.console.print(concat("Listening at ", serving->url(), "  (Ctrl-C ends it)"));
    if (!serving->hasAnyKey())
        session.console.note(
            "No token exists yet: `fotograma token create NAME --scope jobs:read --scope jobs:write`.");
    if (!serving->hasRoots()) session.console.note("No --root is named: clients work with what they upload alone.");
    base::tellServiceManager("READY=1");
    interrupted->wait();
    base::tellServiceManager("STOPPING=1");
    session.console.note("Stopping: streams close, running jobs are parked.");
    serving->stop();
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
    app.add_option_function<std::vector<std::string>>(
        "--allow-url-host",
        [options](const std::vector<std::string>& hosts) { options->settings["url_hosts"] = base::join(hosts, ","); },
        "A host whose files may be inputs, several times for several; the setting url_hosts.");
    setting("--cors-origins", "cors_origins", "Origins whose pages may ask from a browser, with commas.");
    setting("--webhook", "webhook", "An address that is told of every job that ends.");
    setting("--webhook-hosts", "webhook_hosts",
            "Hosts that may be told, with commas; the secret is in FOTOGRAMA_WEBHOOK_SECRET or the settings file.");
    addTraceOption(app, options->trace);
    command.run = [options](Session& session) { return serve(session, *options); };
    return command;
}

}  // namespace fotograma::app
