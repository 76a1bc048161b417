#include "app/command_line.h"

#include <algorithm>

#include "app/command_tree.h"
#include "app/commands/command.h"
#include "app/commands/serve.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

namespace {

constexpr const char* kFooter = R"(Start here:
  fotograma recipes                                what can be done
  fotograma run clip.mov -r web-720p -o out        one file
  fotograma run -R ~/Videos -r web-720p -o out     a whole folder
  fotograma analyze *.mp4                          numbers instead of pictures
  fotograma doctor                                 is everything as it should be?
  fotograma --server https://host:8750 queue list  the same, with the engine of a server

`fotograma COMMAND --help` explains each with examples.
With --json, stdout carries one JSON object a line and nothing else.)";

/// CLI11's layout with our widths and without its upper-case habits.
std::shared_ptr<CLI::Formatter> makeFormatter() {
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(30);
    formatter->label("TEXT", "VALUE");
    formatter->label("REQUIRED", "");
    formatter->label("POSITIONALS", "");
    formatter->label("SUBCOMMAND", "COMMAND");
    formatter->label("SUBCOMMANDS", "COMMANDS");
    return formatter;
}

std::vector<Command> addAll(CLI::App& root) {
    std::vector<Command> commands{addRun(root), addAnalyze(root), addProbe(root), addThumbnail(root)};
    for (Command& command : addQueue(root)) commands.push_back(std::move(command));
    for (Command& command : addCache(root)) commands.push_back(std::move(command));
    commands.push_back(addStats(root));
    commands.push_back(addServe(root));
    for (Command& command : addToken(root)) commands.push_back(std::move(command));
    for (auto* add : {addRecipes, addFilters, addDevices, addDoctor, addInfo}) commands.push_back(add(root));
    for (Command& command : addBench(root)) commands.push_back(std::move(command));
    for (Command& command : addDocuments(root)) commands.push_back(std::move(command));
    return commands;
}

void say(std::string_view line) { Console({.json = false, .quiet = false}).error(line); }

/// The nearest name for a word that is no command.
int unknownCommand(const CLI::App& root, std::string_view word) {
    std::vector<std::string> names;
    for (const CLI::App* app : root.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(app->get_name());
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view near = base::nearest(word, views);
    say(concat("fotograma: there is no command \"", word, "\"",
               near.empty() ? "." : concat("; the nearest is \"", near, "\".")));
    say("Try: fotograma --help");
    return kUsage;
}

/// The deepest subcommand that was named, for the hint.
std::string commandPath(const CLI::App& root) {
    std::string path = "fotograma";
    const CLI::App* at = &root;
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        path.append(concat(" ", at->get_name()));
    }
    return path;
}

int wrongUse(const CLI::App& root, const CLI::ParseError& error) {
    // Help and version are "errors" of the library that succeed.
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
        root.exit(error);
        return kAllDone;
    }
    const std::string path = commandPath(root);
    say(concat(path, ": ", error.what()));
    say(concat("Try: ", path, " --help"));
    return kUsage;
}

int failed(Console& console, const base::Error& error) {
    console.error(concat("fotograma: ", error.message));
    if (!error.detail.empty()) base::logInfo("app", error.detail);
    base::Json line = base::Json::object();
    console.json(line.set("type", "error").set("error", api::toJson(error)));
    return base::traits(error.code).exitCode;
}

/// Before a command, and behind it as well.
void addServerOptions(CLI::App& root, ServerChoice& server) {
    root.add_option("--server", server.url, "Work with the engine behind `fotograma serve` there: https://host:8750.");
    root.add_option("--token-file", server.tokenFile,
                    "The file with the token for it; else the variable FOTOGRAMA_TOKEN is the token.");
    root.add_option("--ca-file", server.caFile, "Certificates to trust beside the system's, PEM.");
    for (const CommandNode& node : commandTree(root))
        if (!node.path.empty()) const_cast<CLI::App*>(node.app)->fallthrough();
}

int runCommand(const Command& command, const ServerChoice& server) {
    const CommonOptions& common = *command.common;
    Console console({.json = common.json, .quiet = common.quiet});
    auto settings = LoadedSettings::load(base::pathFromUtf8(common.settingsFile), processEnvironment);
    if (!settings) return failed(console, settings.error());
    if (common.verbosity > 0)
        if (auto set = settings->setFlag("log", common.verbosity > 1 ? "debug" : "info"); !set)
            return failed(console, set.error());
    base::setLogLevel(settings->values().logLevel);
    if (server.isRemote() && command.place == Place::Here)
        return failed(console, {base::ErrorCode::Unsupported,
                                concat("`fotograma ", command.app->get_name(),
                                       "` looks at this machine alone: it does not go with --server."),
                                {}});
    if (settings->values().logFormat == LogFormat::Json) console.useJsonLog();
    Session session{console, *settings, server};
    const auto code = command.run(session);
    return code ? *code : failed(console, code.error());
}

}  // namespace

Command makeCommand(CLI::App& root, const std::string& name, const std::string& sentence, const std::string& examples) {
    Command command;
    command.app = root.add_subcommand(name, sentence);
    command.app->footer(examples);
    command.common = std::make_shared<CommonOptions>();
    CommonOptions& common = *command.common;
    command.app->add_flag("--json", common.json, "One JSON object a line on stdout, and nothing else there.");
    command.app->add_flag("-q,--quiet", common.quiet, "No progress and no remarks, only errors.");
    command.app->add_flag("-v,--verbose", common.verbosity, "Say more; -vv says everything.");
    command.app->add_option("--settings", common.settingsFile, "A settings file other than your own.");
    return command;
}

int runCommandLine(int argc, const char* const* argv) {
    CLI::App root("Fotograma: piles of video through the local GPU or CPU.", "fotograma");
    root.formatter(makeFormatter());
    root.footer(kFooter);
    root.set_version_flag("--version", "fotograma " FOTOGRAMA_VERSION);
    root.require_subcommand(0, 1);  // a file called "queue" is a file once a command was named
    std::vector<Command> commands = addAll(root);
    ServerChoice server;
    addServerOptions(root, server);

    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first.empty()) {
        say(root.help());
        return kUsage;
    }
    const auto isFirst = [&](const CLI::App* app) { return app->get_name() == first; };
    if (!first.starts_with('-') && root.get_subcommands(isFirst).empty()) return unknownCommand(root, first);
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return wrongUse(root, error);
    }
    // The last that was parsed: `queue list` is a command of `queue`.
    for (const Command& command : commands)
        if (command.app->parsed()) return runCommand(command, server);
    say(root.help());
    return kUsage;
}

}  // namespace fotograma::app
