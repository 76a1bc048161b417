// fotograma queue fetch: what jobs of a server made, brought to this machine.
#include <algorithm>

#include "app/await.h"
#include "app/commands/job_options.h"
#include "app/commands/queue.h"
#include "app/remote_files.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma --server https://host:8750 queue add *.mov -r web-720p
  fotograma --server https://host:8750 queue list --state done
  fotograma --server https://host:8750 queue fetch 12 13 -o done
      Their results; what was sent for these jobs is removed from the server then, the results stay there too.)";

struct FetchOptions {
    std::vector<std::int64_t> jobs;
    std::string output;
    bool replace = false;
};

/// The uploads of ours on the server, by the path that jobs know them by.
std::map<std::string, std::string> uploadsThere(service::RemoteService& server) {
    std::map<std::string, std::string> found;
    const auto list =
        await<Json>([&](auto reply) { server.link()->ask({.path = "/uploads", .mayRepeat = true}, std::move(reply)); });
    if (!list) return found;
    for (const Json& upload : list->items())
        if (upload["path"].isString()) found.emplace(upload["path"].asString(), upload["id"].asString());
    return found;
}

class Fetching {
public:
    Fetching(Session& session, service::RemoteService& server, fs::path folder, bool mayReplace)
        : m_console(session.console),
          m_server(server),
          m_files(session.console, server, mayReplace ? api::OverwriteRule::Always : api::OverwriteRule::Ask),
          m_folder(std::move(folder)),
          m_uploads(uploadsThere(server)) {}

    bool fetch(const api::JobRecord& job) {
        auto done = job.state == api::JobState::Done ? fetchAll(job) : notDone(job);
        if (done) return true;
        tell(job.id, {}, done.error());
        return false;
    }
    bool missing(api::JobId job) {
        tell(job, {}, base::Error{ErrorCode::NotFound, concat("There is no job ", job.value, " on that server."), {}});
        return false;
    }

private:
    static base::Status notDone(const api::JobRecord& job) {
        return base::fail(ErrorCode::Conflict, concat("Job ", job.id.value, " is ", api::toText(job.state),
                                                      ": only what is done has results."));
    }

    base::Status fetchAll(const api::JobRecord& job) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto report,
                                   await<api::Report>([&](auto reply) { m_server.report(job.id, std::move(reply)); }));
        std::error_code error;
        fs::create_directories(m_folder, error);
        for (std::size_t i = 0; i < report.artifacts.size(); ++i) {
            const fs::path to = m_folder / base::pathFromUtf8(report.artifacts[i].path).filename();
            FOTOGRAMA_RETURN_IF_ERROR(m_files.fetchOne(job.id, static_cast<int>(i), to));
            m_console.setLive({});
            tell(job.id, base::toUtf8(to), std::nullopt);
        }
        if (report.artifacts.empty()) tell(job.id, {}, std::nullopt);
        return forget(job);
    }

    /// What was sent for it has done its work.
    base::Status forget(const api::JobRecord& job) {
        const auto sent = m_uploads.find(job.spec.input);
        if (sent == m_uploads.end()) return {};
        FOTOGRAMA_RETURN_IF_ERROR(await<Json>([&](auto reply) {
            m_server.link()->ask({.method = "DELETE", .path = concat("/uploads/", sent->second)}, std::move(reply));
        }));
        return {};
    }

    void tell(api::JobId job, const std::string& output, const std::optional<base::Error>& error) {
        Json line = Json::object().set("type", "fetched").set("job", job.value);
        line.set("output", output.empty() ? Json() : Json(output));
        if (error) line.set("error", api::toJson(*error));
        m_console.json(line);
        if (error)
            m_console.print(
                concat(m_console.onOutput(Style::Bad, "✗ "), "job ", job.value, ": ", printable(error->message)));
        else
            m_console.print(concat(m_console.onOutput(Style::Good, "✓ "), "job ", job.value, "  ",
                                   output.empty() ? "made no files" : printable(output)));
    }

    Console& m_console;
    service::RemoteService& m_server;
    RemoteFiles m_files;
    const fs::path m_folder;
    const std::map<std::string, std::string> m_uploads;
};

base::Result<int> fetch(Session& session, const FetchOptions& options) {
    if (!session.server.isRemote())
        return base::fail(ErrorCode::InvalidArgument,
                          "The jobs of this machine leave their results here; `queue fetch` goes with --server.");
    if (!options.output.empty()) FOTOGRAMA_RETURN_IF_ERROR(session.settings.setFlag("output", options.output));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Scratch, service::Drains::Nothing));
    api::JobQuery query;
    for (const std::int64_t job : options.jobs) query.ids.push_back({job});
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto snapshot, await<api::Snapshot>([&](auto reply) {
                                   engine->service().snapshot(query, std::move(reply));
                               }));
    Fetching fetching(session, *engine->remote(), session.settings.values().outputFolder, options.replace);
    bool isFine = true;
    for (const api::JobId id : query.ids) {
        const auto job = std::ranges::find(snapshot.jobs, id, &api::JobRecord::id);
        isFine = (job != snapshot.jobs.end() ? fetching.fetch(*job) : fetching.missing(id)) && isFine;
    }
    return isFine ? kAllDone : kSomeFailed;
}

}  // namespace

Command addQueueFetch(CLI::App& queue) {
    Command command = makeCommand(queue, "fetch", "Bring results of a server's jobs to this machine.", kExamples);
    auto options = std::make_shared<FetchOptions>();
    command.app->add_option("JOB", options->jobs, "Numbers of jobs, as `queue list` shows them.")->required();
    command.app->add_option("-o,--output", options->output, "Folder for the results; made when missing.");
    command.app->add_flag("-y,--overwrite", options->replace, "Replace files that are in the way.");
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return fetch(session, *options); };
    return command;
}

}  // namespace fotograma::app
