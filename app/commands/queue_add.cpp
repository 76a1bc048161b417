// fotograma queue add: jobs for whoever works through the queue.
#include "app/await.h"
#include "app/commands/job_options.h"
#include "app/commands/queue.h"
#include "app/remote_files.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma queue add *.mov -r archive-hevc -o /mnt/archive
  fotograma queue add -R ~/Videos -r web-720p -o out --paused
  fotograma queue run)";

bool tellOutcome(Console& console, const std::string& input, const api::SubmitOutcome& outcome) {
    Json line = Json::object();
    line.set("type", "submitted").set("input", input).set("submission", api::toText(outcome.submission));
    if (outcome.job) line.set("job", outcome.job.value);
    if (outcome.error) line.set("error", api::toJson(*outcome.error));
    console.json(line);
    const std::string name = printable(base::toUtf8(base::pathFromUtf8(input).filename()));
    switch (outcome.submission) {
        case api::Submission::Accepted: console.print(concat("job ", outcome.job.value, "  ", name)); return true;
        case api::Submission::Adopted:
            console.print(concat("job ", outcome.job.value, "  ", name, "  (was there already)"));
            return true;
        case api::Submission::AlreadyDone:
            console.print(concat("job ", outcome.job.value, "  ", name, "  (already done)"));
            return true;
        case api::Submission::Refused: break;
    }
    console.print(concat(console.onOutput(Style::Bad, "refused"), "  ", name, ": ",
                         outcome.error ? printable(outcome.error->message) : ""));
    return false;
}

base::Result<int> add(Session& session, const JobOptions& options, bool paused) {
    FOTOGRAMA_ASSIGN_OR_RETURN(BatchOrder order, orderOf(options, session.settings));
    const Settings& settings = session.settings.values();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Folder, service::Drains::Nothing));
    std::optional<RemoteFiles> files;
    if (engine->isElsewhere()) {
        files.emplace(session.console, *engine->remote(), settings.overwrite);
        FOTOGRAMA_RETURN_IF_ERROR(files->send(order));
    }
    api::SubmitRequest request;
    request.items = itemsOf(order, settings);
    for (std::size_t i = 0; files && i < request.items.size(); ++i) files->place(request.items[i], i);
    request.title = order.title;
    request.startPaused = paused;
    std::vector<api::SubmitOutcome> outcomes;
    if (!request.items.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto reply, await<api::SubmitReply>([&](auto answer) {
                                       engine->service().submit(std::move(request), std::move(answer));
                                   }));
        outcomes = std::move(reply.outcomes);
    }
    bool fine = order.inputs.bad.empty();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const bool isTaken = tellOutcome(session.console, order.inputs.files[i].path, outcomes[i]);
        if (files && isTaken) files->leave(i);
        fine = isTaken && fine;
    }
    if (files && !files->folder().empty())
        session.console.note(concat("The results stay on the server, in ", files->folder(),
                                    "; `queue fetch JOB... -o FOLDER` brings them here."));
    for (const InputList::Bad& bad : order.inputs.bad) {
        api::SubmitOutcome refused;
        refused.submission = api::Submission::Refused;
        refused.error = bad.error;
        tellOutcome(session.console, bad.name, refused);
    }
    return fine ? kAllDone : kSomeFailed;
}

}  // namespace

Command addQueueAdd(CLI::App& queue) {
    Command command = makeCommand(queue, "add", "Add files to the queue.", kExamples);
    auto options = std::make_shared<JobOptions>();
    auto paused = std::make_shared<bool>(false);
    addJobOptions(*command.app, *options);
    command.app->add_flag("--paused", *paused, "Add them paused.");
    command.place = Place::Anywhere;
    command.run = [options, paused](Session& session) { return add(session, *options, *paused); };
    return command;
}

}  // namespace fotograma::app
