#include "app/command_text.h"
#include "app/command_tree.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

namespace {

std::string joinedOptions(const CLI::App& app) {
    std::string words;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : dashedNames(*option)) words.append(concat(words.empty() ? "" : " ", name));
    return words;
}

std::string joinedCommands(const CLI::App& app) {
    std::string words;
    for (const CLI::App* child : childrenOf(app)) words.append(concat(words.empty() ? "" : " ", child->get_name()));
    return words;
}

/// In single quotes, which only a single quote ends.
std::string inQuotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out.append(c == '\'' ? std::string("'\\''") : std::string(1, c));
    return out + "'";
}

// ---- bash ----

constexpr std::string_view kBashHead = R"(# Completion of fotograma for bash; made by `fotograma completion bash`.
_fotograma() {
    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" path="" next i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        next="${path:+$path }${COMP_WORDS[i]}"
        case " $next " in
)";
constexpr std::string_view kBashMiddle = R"bash(        *) break ;;
        esac
    done
    case "$before" in
        -r | --recipe)
            mapfile -t COMPREPLY < <(compgen -f -W "$(fotograma recipes --json 2>/dev/null |
                sed -n 's/^{"id":"\([^"]*\)".*/\1/p')" -- "$word")
            return ;;
    esac
    local commands="" options=""
    case "$path" in
)bash";
constexpr std::string_view kBashEnd = R"(    esac
    if [[ "$word" == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    elif [[ -n "$commands" ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
    else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _fotograma fotograma
)";

std::string bashScript(const CLI::App& root) {
    std::string script(kBashHead);
    std::string tables;
    for (const CommandNode& node : commandTree(root)) {
        if (!node.path.empty()) script.append(concat("        \" ", node.path, " \") path=\"$next\" ;;\n"));
        tables.append(concat("        ", inQuotes(node.path), ") commands=", inQuotes(joinedCommands(*node.app)),
                             " options=", inQuotes(joinedOptions(*node.app)), " ;;\n"));
    }
    return script.append(kBashMiddle).append(tables).append(kBashEnd);
}

// ---- zsh ----

constexpr std::string_view kZshHead = R"(#compdef fotograma
# Made by `fotograma completion zsh`.
local place="" next i
local -a commands options
for ((i = 2; i < CURRENT; ++i)); do
    next="${place:+$place }${words[i]}"
    case " $next " in
)";
constexpr std::string_view kZshMiddle = R"(    *) break ;;
    esac
done
case "$place" in
)";
constexpr std::string_view kZshEnd = R"(esac
if [[ "${words[CURRENT]}" == -* ]]; then
    _describe -o option options
elif (( $#commands )); then
    _describe command commands
else
    _files
fi
)";

/// "name:what it does"; a colon in the name would end it.
std::string zshItem(const std::string& name, const std::string& sentence) {
    return concat(" ", inQuotes(concat(name, ":", sentence)));
}

std::string zshScript(const CLI::App& root) {
    std::string script(kZshHead);
    std::string tables;
    for (const CommandNode& node : commandTree(root)) {
        if (!node.path.empty()) script.append(concat("    \" ", node.path, " \") place=\"$next\" ;;\n"));
        std::string commands;
        std::string options;
        for (const CLI::App* child : childrenOf(*node.app))
            commands.append(zshItem(child->get_name(), child->get_description()));
        for (const CLI::Option* option : node.app->get_options())
            for (const std::string& name : dashedNames(*option))
                options.append(zshItem(name, option->get_description()));
        tables.append(
            concat("    ", inQuotes(node.path), ") commands=(", commands, " ) options=(", options, " ) ;;\n"));
    }
    return script.append(kZshMiddle).append(tables).append(kZshEnd);
}

// ---- fish ----

std::string fishCondition(const CommandNode& node) {
    if (node.path.empty()) return "__fish_use_subcommand";
    std::string condition;
    for (std::size_t begin = 0; begin < node.path.size();) {
        const std::size_t end = std::min(node.path.find(' ', begin), node.path.size());
        condition.append(concat(condition.empty() ? "" : "; and ", "__fish_seen_subcommand_from ",
                                node.path.substr(begin, end - begin)));
        begin = end + 1;
    }
    const std::string children = joinedCommands(*node.app);
    return children.empty() ? condition : concat(condition, "; and not __fish_seen_subcommand_from ", children);
}

std::string fishOption(const CLI::Option& option, const std::string& condition) {
    std::string line = concat("complete -c fotograma -n ", inQuotes(condition));
    for (const std::string& name : option.get_snames()) line.append(concat(" -s ", name));
    for (const std::string& name : option.get_lnames()) line.append(concat(" -l ", name));
    if (takesValue(option)) line.append(" -r");
    return concat(line, " -d ", inQuotes(option.get_description()), "\n");
}

std::string fishScript(const CLI::App& root) {
    std::string script = "# Completion of fotograma for fish; made by `fotograma completion fish`.\n";
    for (const CommandNode& node : commandTree(root)) {
        const std::string condition = fishCondition(node);
        for (const CLI::App* child : childrenOf(*node.app))
            script.append(concat("complete -c fotograma -f -n ", inQuotes(condition), " -a ", child->get_name(), " -d ",
                                 inQuotes(child->get_description()), "\n"));
        for (const CLI::Option* option : node.app->get_options())
            if (!dashedNames(*option).empty()) script.append(fishOption(*option, condition));
    }
    return script;
}

}  // namespace

base::Result<std::string> completionScript(const CLI::App& root, std::string_view shell) {
    if (shell == "bash") return bashScript(root);
    if (shell == "zsh") return zshScript(root);
    if (shell == "fish") return fishScript(root);
    return base::fail(base::ErrorCode::InvalidArgument,
                      concat("There is no completion for the shell \"", shell, "\"; choose bash, zsh or fish."));
}

}  // namespace fotograma::app
