#include "app/command_text.h"
#include "app/command_tree.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

namespace {

/// Text for groff: backslashes and dashes are themselves, and no line begins a request by chance.
std::string escaped(std::string_view text) {
    std::string out;
    bool isLineStart = true;
    for (const char c : text) {
        if (isLineStart && (c == '.' || c == '\'')) out.append("\\&");
        if (c == '\\')
            out.append("\\e");
        else if (c == '-')
            out.append("\\-");
        else
            out.push_back(c);
        isLineStart = c == '\n';
    }
    return out;
}

std::string bold(std::string_view text) { return concat("\\fB", escaped(text), "\\fR"); }
std::string italic(std::string_view text) { return concat("\\fI", escaped(text), "\\fR"); }

std::string optionHead(const CLI::Option& option) {
    std::string head;
    for (const std::string& name : dashedNames(option)) head.append(concat(head.empty() ? "" : ", ", bold(name)));
    if (head.empty()) return italic(option.get_name(true));
    return takesValue(option) ? concat(head, " ", italic("VALUE")) : head;
}

std::string optionsOf(const CLI::App& app) {
    std::string text;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;  // hidden
        text.append(concat(".TP\n", optionHead(*option), "\n", escaped(option->get_description()), "\n"));
    }
    return text;
}

std::string synopsisOf(const CommandNode& node) {
    std::string line = bold(node.path.empty() ? "fotograma" : concat("fotograma ", node.path));
    if (!childrenOf(*node.app).empty()) line.append(concat(" ", italic("COMMAND")));
    for (const CLI::Option* option : node.app->get_options())
        if (option->get_positional()) line.append(concat(" [", italic(option->get_name(true)), "...]"));
    return concat(line, " [", italic("OPTIONS"), "]\n");
}

/// As it stands in --help, lines and indents kept.
std::string verbatim(std::string_view text) { return concat(".PP\n.nf\n", escaped(text), "\n.fi\n"); }

constexpr std::string_view kEnd =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nAll is done.\n"
    ".TP\n.B 1\nSome jobs failed.\n"
    ".TP\n.B 2\nThe command line or a recipe is wrong.\n"
    ".TP\n.B 3\nThe environment lacks something.\n"
    ".TP\n.B 130\nInterrupted.\n"
    ".SH FILES\n"
    ".TP\n.I ~/.config/fotograma/settings.toml\nSettings; another file is named by\n.BR \\-\\-settings .\n"
    ".TP\n.I ~/.config/fotograma/recipes\nRecipes of your own.\n"
    ".TP\n.I ~/.local/share/fotograma\nJobs and reports.\n"
    ".TP\n.I ~/.cache/fotograma\nResults that need not be computed again.\n";

}  // namespace

std::string manualPage(const CLI::App& root, std::string_view version) {
    std::string page = concat(".TH FOTOGRAMA 1 \"\" \"fotograma ", version, "\" \"User Commands\"\n");
    page.append(concat(".SH NAME\nfotograma \\- ", escaped("piles of video through the local GPU or CPU"), "\n"));
    page.append(concat(".SH SYNOPSIS\n", synopsisOf({&root, ""})));
    page.append(concat(".SH DESCRIPTION\n", escaped(root.get_description()), "\n", verbatim(root.get_footer())));
    page.append(concat(".SH OPTIONS\n", optionsOf(root), ".SH COMMANDS\n"));
    for (const CommandNode& node : commandTree(root)) {
        if (node.path.empty()) continue;
        page.append(concat(".SS ", escaped(node.path), "\n", escaped(node.app->get_description()), "\n.PP\n",
                           synopsisOf(node), optionsOf(*node.app)));
        if (!node.app->get_footer().empty()) page.append(verbatim(node.app->get_footer()));
    }
    return page.append(kEnd);
}

}  // namespace fotograma::app
