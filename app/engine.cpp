#include "app/engine.h"

#include <fstream>

#include "app/await.h"
#include "app/commands/command.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::ErrorCode;

namespace {

constexpr double kPatienceSeconds = 120.0;  ///< A server may be restarted in the middle of a batch.

std::string trimmed(std::string text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    text.erase(0, std::min(text.find_first_not_of(kBlanks), text.size()));
    text.erase(text.find_last_not_of(kBlanks) + 1);
    return text;
}

base::Result<std::string> tokenOf(const ServerChoice& choice) {
    if (choice.tokenFile.empty()) return trimmed(processEnvironment("FOTOGRAMA_TOKEN").value_or(""));
    return readTokenFile(choice.tokenFile);
}

}  // namespace

base::Result<std::string> readTokenFile(const std::string& name) {
    std::ifstream file(base::pathFromUtf8(name));
    std::string token;
    if (!std::getline(file, token)) return base::fail(ErrorCode::NotFound, concat("There is no token in ", name, "."));
    return trimmed(std::move(token));
}

base::Result<service::RemoteOptions> remoteOptionsOf(const ServerChoice& choice) {
    service::RemoteOptions options;
    options.url = choice.url;
    FOTOGRAMA_ASSIGN_OR_RETURN(options.token, tokenOf(choice));
    options.caFile = base::pathFromUtf8(choice.caFile);
    return options;
}

base::Result<std::unique_ptr<Engine>> Engine::open(const Session& session, StorePlace place, service::Drains drains,
                                                   CacheUse cacheUse) {
    auto engine = std::make_unique<Engine>();
    if (!session.server.isRemote()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(engine->m_local,
                                   Composition::create(session.settings.values(), place, drains, cacheUse));
        return engine;
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(auto options, remoteOptionsOf(session.server));
    {
        // Whether it is there at all is said at once; later it may be away for a while.
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto first, service::RemoteService::create(options));
        FOTOGRAMA_ASSIGN_OR_RETURN(engine->m_info,
                                   await<api::ServiceInfo>([&](auto reply) { first->describe(std::move(reply)); }));
    }
    options.patienceSeconds = kPatienceSeconds;
    options.onTrouble = [&console = session.console](const std::optional<base::Error>& trouble) {
        console.note(trouble ? concat(trouble->message, " Trying again …") : "The server is there again.");
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(engine->m_remote, service::RemoteService::create(std::move(options)));
    return engine;
}

}  // namespace fotograma::app
