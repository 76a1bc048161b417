#include "app/http_serving.h"

#include <charconv>
#include <fstream>
#include <iterator>

#include "app/commands/served_reports.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/recipe/recipe.h"
#include "engine/service/remote_link.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

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

base::Result<server::ServerOptions> serverOptionsOf(const ServerSettings& settings, ServingOrder& order) {
    server::ServerOptions made;
    FOTOGRAMA_RETURN_IF_ERROR(readListen(settings.listen, made));
    made.tls = {.certificate = settings.tlsCertificate, .key = settings.tlsKey};
    made.insecure = order.isInsecure;
    FOTOGRAMA_ASSIGN_OR_RETURN(made.cors, server::Cors::create(split(settings.corsOrigins, ',')));
    made.limits.connections = std::max(1, settings.connections);
    made.limits.perToken = {.perSecond = static_cast<double>(settings.rate), .burst = 2.0 * settings.rate};
    made.limits.perAddress = {.perSecond = static_cast<double>(settings.addressRate),
                              .burst = 2.0 * settings.addressRate};
    made.accessLog = order.log;
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

base::Result<std::shared_ptr<server::UrlInputs>> urlsOf(const ServerSettings& own,
                                                        std::shared_ptr<server::Uploads> uploads) {
    if (own.urlHosts.empty()) return nullptr;
    if (!uploads)
        return base::fail(ErrorCode::InvalidArgument,
                          "What is fetched from url_hosts becomes an upload: upload_mb may not be 0.");
    FOTOGRAMA_ASSIGN_OR_RETURN(auto urls,
                               server::UrlInputs::create({.hosts = split(own.urlHosts, ',')}, std::move(uploads)));
    return std::shared_ptr<server::UrlInputs>(std::move(urls));
}

base::Result<std::shared_ptr<server::Webhooks>> webhooksOf(const Settings& settings, const ServingOrder& order,
                                                           std::shared_ptr<api::Service> service) {
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
    rules.log = order.log;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto webhooks, server::Webhooks::start(std::move(rules), std::move(service)));
    return std::shared_ptr<server::Webhooks>(std::move(webhooks));
}

constexpr std::string_view kProofStart = "fotograma ";
constexpr std::size_t kProofBytes = kProofStart.size() + 32;  // and a fresh key

/// What stands in the proof of a store; empty when nobody has made one that is whole.
std::string readProof(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    return text.starts_with(kProofStart) && text.size() == kProofBytes ? text : std::string();
}

/// A file by which a client on this machine knows that its paths are ours: only who may read the store may read it. It
/// belongs to the store: a window and a server on one store prove themselves by the same, and neither takes it from the
/// other's clients.
base::Status prove(const fs::path& folder, server::Context& context) {
    context.proofFile = folder / "serve.proof";
    FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(folder));
    context.proof = readProof(context.proofFile);
    if (!context.proof.empty()) return {};
    const std::string key = service::freshKey();
    const fs::path fresh = folder / concat("serve.proof.", key);
    std::error_code error;
    {
        std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
        // Before anything is in it.
        fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
        stream << kProofStart << key;
    }
    // Of two that start at once the first one's stays; what is there and is no proof is replaced.
    fs::create_hard_link(fresh, context.proofFile, error);
    if (error && readProof(context.proofFile).empty())
        FOTOGRAMA_RETURN_IF_ERROR(base::replaceFile(fresh, context.proofFile));
    fs::remove(fresh, error);
    context.proof = readProof(context.proofFile);
    if (!context.proof.empty()) return {};
    return base::fail(ErrorCode::IoError, concat(base::toUtf8(context.proofFile), " cannot be written."));
}

base::Result<server::Context> contextOf(const Composition& composition, const Settings& settings,
                                        const ServingOrder& order) {
    server::Context context;
    FOTOGRAMA_ASSIGN_OR_RETURN(context.roots, server::Roots::create(settings.allowedRoots));
    FOTOGRAMA_ASSIGN_OR_RETURN(context.uploads, uploadsOf(settings));
    FOTOGRAMA_ASSIGN_OR_RETURN(context.urls, urlsOf(settings.server, context.uploads));
    FOTOGRAMA_ASSIGN_OR_RETURN(context.webhooks, webhooksOf(settings, order, composition.service()));
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
    if (order.tracing) {
        context.spans = order.tracing->sink();
        context.traceParents = context.spans ? &order.tracing->parents() : nullptr;
    }
    return context;
}

}  // namespace

base::Status checkServing(const Settings& settings) {
    ServingOrder order;
    FOTOGRAMA_RETURN_IF_ERROR(serverOptionsOf(settings.server, order));
    FOTOGRAMA_RETURN_IF_ERROR(jwtKeysOf(settings.server));
    FOTOGRAMA_RETURN_IF_ERROR(server::UrlInputs::check(split(settings.server.urlHosts, ',')));
    return {};
}

base::Result<std::unique_ptr<HttpServing>> HttpServing::start(const Composition& composition, const Settings& settings,
                                                              ServingOrder order) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto options, serverOptionsOf(settings.server, order));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jwtKeys, jwtKeysOf(settings.server));
    std::unique_ptr<HttpServing> serving(new HttpServing(tokenFileOf(settings), std::move(jwtKeys)));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto context, contextOf(composition, settings, order));
    serving->m_hasRoots = !context.roots.folders().empty();
    FOTOGRAMA_ASSIGN_OR_RETURN(serving->m_server,
                               server::HttpServer::start(std::move(options), std::move(context), serving->m_auth));
    return serving;
}

fs::path tokenFileOf(const Settings& settings) { return settings.storeFolder / "tokens.json"; }

}  // namespace fotograma::app
