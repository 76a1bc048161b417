/// What every subcommand is: its place in the command line, the options all have, and what it does.
///
/// Errors   a command's error decides the exit code through its row of base::traits.
/// Owner    CLI::App objects belong to the root; options live in the command's closure.
/// Thread   one at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/console.h"
#include "app/engine.h"
#include "app/settings.h"

namespace fotograma::app {

inline constexpr int kAllDone = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kEnvironment = 3;
inline constexpr int kInterrupted = 130;

struct CommonOptions {
    bool json = false;
    bool quiet = false;
    int verbosity = 0;
    std::string settingsFile;
};

/// What a running command may use.
struct Session {
    Console& console;
    LoadedSettings& settings;
    const ServerChoice& server;
};

enum class Place {
    Here,     ///< Looks at this machine: refuses --server.
    Anywhere  ///< Works with a server as with the own engine.
};

struct Command {
    CLI::App* app = nullptr;
    std::shared_ptr<CommonOptions> common;
    std::function<base::Result<int>(Session&)> run;
    Place place = Place::Here;
};

/// A subcommand with the options that all have. `examples` end its --help.
Command makeCommand(CLI::App& root, const std::string& name, const std::string& sentence, const std::string& examples);

// One file each.
Command addRun(CLI::App& root);
Command addAnalyze(CLI::App& root);
Command addProbe(CLI::App& root);
Command addThumbnail(CLI::App& root);
std::vector<Command> addQueue(CLI::App& root);
std::vector<Command> addCache(CLI::App& root);
Command addRecipes(CLI::App& root);
Command addFilters(CLI::App& root);
Command addDevices(CLI::App& root);
Command addDoctor(CLI::App& root);
Command addInfo(CLI::App& root);
Command addStats(CLI::App& root);
std::vector<Command> addBench(CLI::App& root);
std::vector<Command> addDocuments(CLI::App& root);

}  // namespace fotograma::app
