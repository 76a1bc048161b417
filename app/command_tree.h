/// A walk over CLI11's tables, for the texts that are made of them (command_text.h).
///
/// Owner    pointers into the root, valid while it is.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace fotograma::app {

struct CommandNode {
    const CLI::App* app = nullptr;
    std::string path;  ///< "queue add"; empty for the root.
};

/// The root and every subcommand below it, each before its own subcommands, in the order they were added.
inline std::vector<CommandNode> commandTree(const CLI::App& root) {
    std::vector<CommandNode> nodes{{&root, ""}};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const CommandNode parent = nodes[i];
        std::size_t at = i + 1;
        for (const CLI::App* child :
             parent.app->get_subcommands([](const CLI::App* app) { return !app->get_name().empty(); }))
            nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(at++),
                         {child, parent.path.empty() ? child->get_name() : parent.path + " " + child->get_name()});
    }
    return nodes;
}

inline std::vector<const CLI::App*> childrenOf(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* child) { return !child->get_name().empty(); });
}

/// "-r" and "--recipe" of an option; a positional one has none.
inline std::vector<std::string> dashedNames(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

inline bool takesValue(const CLI::Option& option) {
    return option.get_expected_max() > 0 && option.get_type_size_max() > 0;
}

}  // namespace fotograma::app
