// fotograma cache: what is kept from earlier work.
#include "app/await.h"
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {

using api::CacheAction;
using base::concat;
using base::ErrorCode;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma cache stats
      Hits, size and time saved of each level.
  fotograma cache list --text holiday
      What is kept of files whose name contains "holiday".
  fotograma cache pin 3f9a27c1
      Keeps an entry whatever else must go; `cache unpin` lets it go again.
  fotograma cache clear --unused 30 --dry-run
      What would go if everything went that was not used for 30 days.
  fotograma cache verify
      Reads every entry, checks it, and drops what is damaged.

The folder, the limits and a shared Redis are settings: cache, cache_disk_mb, cache_memory_mb, redis.)";

struct CacheCommandOptions {
    std::vector<std::string> keys;
    std::string text;
    std::string kind;
    double unusedDays = 0.0;
    int limit = 0;
    bool dryRun = false;
    bool all = false;
};

base::Result<api::CacheReply> act(const Session& session, const CacheCommandOptions& options, CacheAction action) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine,
                               Engine::open(session, StorePlace::Scratch, service::Drains::Nothing, CacheUse::Always));
    constexpr double kSecondsADay = 86400.0;
    api::CacheQuery query{.keys = options.keys,
                          .text = options.text,
                          .kind = options.kind,
                          .unusedSeconds = options.unusedDays * kSecondsADay,
                          .dryRun = options.dryRun,
                          .afterKey = {},
                          .limit = options.limit};
    return await<api::CacheReply>(
        [&](auto reply) { engine->service().cache(std::move(query), action, std::move(reply)); });
}

// ---- stats, list ----

base::Result<int> stats(Session& session) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto reply, act(session, {}, CacheAction::Stats));
    Table table({{.title = "Level"},
                 {.title = "Entries", .align = Align::Right},
                 {.title = "Size", .align = Align::Right},
                 {.title = "Limit", .align = Align::Right},
                 {.title = "Where", .align = Align::Left, .shrinks = true}});
    for (const api::CacheLevelStats& level : reply.levels) {
        session.console.json(api::toJson(level).set("type", "level"));
        const bool isOurs = level.limitBytes > 0;
        table.add({Cell(level.level, Style::Bold), Cell(isOurs ? concat(level.entries) : ""),
                   Cell(isOurs ? base::humanBytes(level.bytes) : ""),
                   Cell(isOurs ? base::humanBytes(level.limitBytes) : ""),
                   Cell(printable(level.note), level.available ? Style::Plain : Style::Warn)});
    }
    if (!session.console.wantsJson()) table.print(session.console);
    return kAllDone;
}

base::Result<int> list(Session& session, const CacheCommandOptions& options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto reply, act(session, options, CacheAction::List));
    Table table({{.title = "Key"},
                 {.title = "Kind"},
                 {.title = "Size", .align = Align::Right},
                 {.title = "Saves", .align = Align::Right},
                 {.title = "What", .align = Align::Left, .shrinks = true}});
    for (const api::CacheEntry& entry : reply.entries) {
        session.console.json(api::toJson(entry).set("type", "entry"));
        constexpr std::size_t kShownDigits = 12;
        table.add({Cell(entry.key.substr(0, kShownDigits), entry.pinned ? Style::Bold : Style::Plain),
                   Cell(concat(entry.kind, entry.pinned ? ", pinned" : "")), Cell(base::humanBytes(entry.bytes)),
                   Cell(entry.seconds > 0.0 ? base::humanDuration(entry.seconds) : ""), Cell(printable(entry.label))});
    }
    if (session.console.wantsJson()) return kAllDone;
    if (reply.entries.empty())
        session.console.print("Nothing is kept that matches.");
    else
        table.print(session.console);
    if (!reply.nextAfterKey.empty()) session.console.note("There are more; --limit 0 shows all.");
    return kAllDone;
}

// ---- pin, unpin, clear, verify ----

std::string_view doneText(CacheAction action, bool dryRun) {
    switch (action) {
        case CacheAction::Pin: return "pinned";
        case CacheAction::Unpin: return "unpinned";
        case CacheAction::Clear: return dryRun ? "would be cleared" : "cleared";
        default: return "checked";
    }
}

base::Result<int> change(Session& session, const CacheCommandOptions& options, CacheAction action) {
    const bool namesSome =
        !options.keys.empty() || !options.text.empty() || !options.kind.empty() || options.unusedDays > 0.0;
    if (action != CacheAction::Verify && !namesSome && !options.all)
        return base::fail(ErrorCode::InvalidArgument,
                          "Say which entries: keys, --text, --kind, --unused, or --all for everything.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto reply, act(session, options, action));
    base::Json line = api::toJson(reply);
    line.set("type", "change").set("action", api::toText(action)).set("dry_run", options.dryRun);
    session.console.json(line);
    session.console.print(concat(reply.matched, reply.matched == 1 ? " entry, " : " entries, ",
                                 base::humanBytes(reply.matchedBytes), ": ", doneText(action, options.dryRun), "."));
    for (const api::CacheEntry& entry : reply.entries)
        session.console.print(concat("  damaged and dropped: ", entry.key, "  ", printable(entry.label)));
    return reply.damaged > 0 ? kSomeFailed : kAllDone;
}

void addSelection(CLI::App& app, CacheCommandOptions& options) {
    app.add_option("KEY", options.keys, "Keys or their first digits, as `cache list` shows them.");
    app.add_option("--text", options.text, "Only entries whose file or recipe contains this.");
    app.add_option("--kind", options.kind, "Only this kind: report, output, probe, thumbnail, identity.");
    app.add_option("--unused", options.unusedDays, "Only what was not used for so many days.")
        ->check(CLI::NonNegativeNumber);
}

Command addChange(CLI::App& cache, const std::string& name, const std::string& sentence, CacheAction action) {
    Command command = makeCommand(cache, name, sentence, kExamples);
    auto options = std::make_shared<CacheCommandOptions>();
    addSelection(*command.app, *options);
    if (action != CacheAction::Verify) command.app->add_flag("--all", options->all, "Every entry.");
    if (action == CacheAction::Clear)
        command.app->add_flag("--dry-run", options->dryRun, "Say what would go; change nothing.");
    command.place = Place::Anywhere;
    command.run = [options, action](Session& session) { return change(session, *options, action); };
    return command;
}

}  // namespace

std::vector<Command> addCache(CLI::App& root) {
    CLI::App& cache =
        *root.add_subcommand("cache", "What is kept from earlier work: stats, list, pin, unpin, clear, verify.");
    cache.footer(kExamples);
    cache.require_subcommand(1);
    Command showStats = makeCommand(cache, "stats", "Show the levels: how much is kept, and where.", kExamples);
    showStats.place = Place::Anywhere;
    showStats.run = [](Session& session) { return stats(session); };
    Command showList = makeCommand(cache, "list", "Show the entries on the disk.", kExamples);
    auto options = std::make_shared<CacheCommandOptions>();
    options->limit = 100;
    addSelection(*showList.app, *options);
    showList.app->add_option("--limit", options->limit, "At most so many (100); 0 is all.")
        ->check(CLI::NonNegativeNumber);
    showList.place = Place::Anywhere;
    showList.run = [options](Session& session) { return list(session, *options); };
    return {
        std::move(showStats),
        std::move(showList),
        addChange(cache, "pin", "Keep entries whatever else must go.", CacheAction::Pin),
        addChange(cache, "unpin", "Let entries go again when room is needed.", CacheAction::Unpin),
        addChange(cache, "clear", "Remove entries; pinned ones stay unless named by key.", CacheAction::Clear),
        addChange(cache, "verify", "Read and check every entry; damaged ones are dropped.", CacheAction::Verify),
    };
}

}  // namespace fotograma::app
