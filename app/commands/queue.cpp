// fotograma queue: the jobs that are remembered, shared by all programs on one store.
#include "app/commands/queue.h"
#include "app/await.h"
#include "app/commands/batch.h"
#include "app/commands/closing_table.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using api::JobAction;
using api::JobState;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma queue add *.mov -r archive-hevc -o /mnt/archive
  fotograma queue run
      Works through the queue until it is empty; the window does the same while it is open.
  fotograma queue list --state failed
  fotograma queue retry --failed
  fotograma queue cancel 12 13
  fotograma queue clear
      Forgets what has ended; files stay.)";

base::Result<std::unique_ptr<Engine>> openQueue(Session& session, service::Drains drains) {
    return Engine::open(session, StorePlace::Folder, drains);
}

// ---- list ----

struct ListOptions {
    std::string state;
    std::string text;
    int limit = 0;
};

std::string stateText(const api::JobRecord& job) {
    if (job.interrupted) return "interrupted";
    return std::string(api::toText(job.state));
}

Style stateStyle(const api::JobRecord& job) {
    if (job.state == JobState::Failed) return Style::Bad;
    if (job.state == JobState::Done) return Style::Good;
    return job.state == JobState::Running ? Style::Bold : Style::Plain;
}

std::string ageText(base::UnixMillis at) {
    return concat(base::humanDuration(static_cast<double>(base::systemClock().unixNow() - at) / 1000.0), " ago");
}

std::string toldOf(const api::JobRecord& job) {
    if (job.error) return job.error->message;
    return job.outputBytes > 0 ? concat(base::humanBytes(job.inputBytes), " → ", base::humanBytes(job.outputBytes))
                               : "";
}

base::Result<int> list(Session& session, const ListOptions& options) {
    api::JobQuery query;
    query.text = options.text;
    query.limit = options.limit;
    if (!options.state.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const JobState state, api::jobStateFromText(options.state));
        query.states = {state};
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, openQueue(session, service::Drains::Nothing));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto snapshot, await<api::Snapshot>([&](auto reply) {
                                   engine->service().snapshot(query, std::move(reply));
                               }));
    Table table({{.title = "Job", .align = Align::Right},
                 {.title = "State"},
                 {.title = "File", .align = Align::Left, .shrinks = true},
                 {.title = "Recipe"},
                 {.title = "Added", .align = Align::Right},
                 {.title = "", .align = Align::Left, .shrinks = false, .last = true}});
    for (const api::JobRecord& job : snapshot.jobs) {
        session.console.json(api::toJson(job).set("type", "job"));
        table.add({Cell(concat(job.id.value)), Cell(stateText(job), stateStyle(job)),
                   Cell(printable(base::toUtf8(base::pathFromUtf8(job.spec.input).filename()))), Cell(job.recipeId),
                   Cell(ageText(job.createdAt), Style::Dim), Cell(printable(toldOf(job)))});
    }
    if (session.console.wantsJson()) return kAllDone;
    if (table.empty())
        session.console.print("No jobs.");
    else
        table.print(session.console);
    return kAllDone;
}

// ---- run ----

/// Everything that waits, until there is nothing more or somebody stops us.
base::Result<int> work(Session& session) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, openQueue(session, service::Drains::SharedQueue));
    api::Service& service = engine->service();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto info,
                               await<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); }));
    if (!info.drainsQueue && !engine->remote())
        return base::fail(
            ErrorCode::Conflict,
            "Another program works through the queue already; `fotograma queue list` shows how far it is.");
    int code = kAllDone;
    api::JobQuery query;
    query.states = {JobState::Queued, JobState::Running};
    for (bool any = false;; any = true) {
        FOTOGRAMA_ASSIGN_OR_RETURN(
            const auto snapshot, await<api::Snapshot>([&](auto reply) { service.snapshot(query, std::move(reply)); }));
        if (snapshot.jobs.empty()) {
            if (!any) session.console.print("The queue is empty.");
            return code;
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(const BatchResult result, watchJobs(session, *engine, snapshot.jobs));
        printClosingTable(session.console, result, session.settings.values());
        if (const int now = exitCodeOf(result); now != kAllDone) code = now;
        if (result.interrupted) return code;
    }
}

// ---- cancel, retry, clear ----

base::Result<int> control(Session& session, api::JobQuery query, JobAction action, std::string_view done) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, openQueue(session, service::Drains::Nothing));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto reply, await<api::ControlReply>([&](auto answer) {
                                   engine->service().control(query, action, std::move(answer));
                               }));
    session.console.json(api::toJson(reply).set("type", "control").set("action", api::toText(action)));
    for (const auto& [job, error] : reply.refused)
        session.console.error(concat("job ", job.value, ": ", error.message));
    session.console.print(concat(reply.changed.size(), reply.changed.size() == 1 ? " job " : " jobs ", done, "."));
    return reply.refused.empty() ? kAllDone : kSomeFailed;
}

/// The jobs by number, or those in the states that a flag stands for.
base::Result<api::JobQuery> queryOf(const std::vector<std::int64_t>& jobs, bool wide, std::vector<JobState> states,
                                    std::string_view flag) {
    api::JobQuery query;
    for (const std::int64_t job : jobs) query.ids.push_back({job});
    if (wide) query.states = std::move(states);
    if (jobs.empty() == !wide)
        return base::fail(ErrorCode::InvalidArgument, concat("Name jobs by number, or use ", flag, "."));
    return query;
}

Command addControl(CLI::App& queue, const std::string& name, const std::string& sentence, const std::string& flag,
                   std::vector<JobState> states, JobAction action, const std::string& done) {
    Command command = makeCommand(queue, name, sentence, kExamples);
    auto jobs = std::make_shared<std::vector<std::int64_t>>();
    auto wide = std::make_shared<bool>(false);
    command.app->add_option("JOB", *jobs, "Numbers of jobs, as `queue list` shows them.");
    command.app->add_flag(flag, *wide, "All of them.");
    command.place = Place::Anywhere;
    command.run = [=](Session& session) -> base::Result<int> {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto query, queryOf(*jobs, *wide, states, flag));
        return control(session, std::move(query), action, done);
    };
    return command;
}

Command addClear(CLI::App& queue) {
    Command command = makeCommand(queue, "clear", "Forget jobs that have ended; files stay.", kExamples);
    command.place = Place::Anywhere;
    command.run = [](Session& session) {
        api::JobQuery query;
        query.states = {JobState::Done, JobState::Failed, JobState::Cancelled};
        return control(session, std::move(query), JobAction::Remove, "forgotten");
    };
    return command;
}

Command addList(CLI::App& queue) {
    Command command = makeCommand(queue, "list", "Show the jobs.", kExamples);
    auto options = std::make_shared<ListOptions>();
    command.app->add_option("--state", options->state, "Only queued, running, paused, done, failed or cancelled ones.");
    command.app->add_option("--text", options->text, "Only files whose path contains this.");
    command.app->add_option("--limit", options->limit, "At most so many.")->check(CLI::NonNegativeNumber);
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return list(session, *options); };
    return command;
}

}  // namespace

std::vector<Command> addQueue(CLI::App& root) {
    CLI::App& queue =
        *root.add_subcommand("queue", "The jobs that are remembered: list, add, run, fetch, cancel, retry, clear.");
    queue.footer(kExamples);
    queue.require_subcommand(1);
    Command run = makeCommand(queue, "run", "Work through the queue until it is empty.", kExamples);
    run.place = Place::Anywhere;
    run.run = [](Session& session) { return work(session); };
    const std::vector<JobState> open{JobState::Queued, JobState::Running, JobState::Paused};
    return {
        addList(queue),
        addQueueAdd(queue),
        std::move(run),
        addQueueFetch(queue),
        addControl(queue, "cancel", "Cancel jobs that have not ended.", "--all", open, JobAction::Cancel, "cancelled"),
        addControl(queue, "retry", "Run jobs again that failed or were cancelled.", "--failed", {JobState::Failed},
                   JobAction::Retry, "queued again"),
        addClear(queue),
    };
}

}  // namespace fotograma::app
