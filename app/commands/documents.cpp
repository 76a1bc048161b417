// fotograma completion, fotograma manual: the command line told to shells and to man.
#include "app/command_text.h"
#include "app/commands/command.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma completion bash > ~/.local/share/bash-completion/completions/fotograma
  fotograma completion zsh > ~/.zfunc/_fotograma
  fotograma completion fish > ~/.config/fish/completions/fotograma.fish)";

constexpr const char* kManualExamples = R"(Examples:
  fotograma manual | man -l -)";

base::Result<int> say(Session& session, std::string text) {
    base::Json line = base::Json::object();
    session.console.json(line.set("type", "text").set("text", text));
    if (text.ends_with('\n')) text.pop_back();
    session.console.print(text);
    return kAllDone;
}

}  // namespace

std::vector<Command> addDocuments(CLI::App& root) {
    Command completion = makeCommand(root, "completion", "Print a completion script for bash, zsh or fish.", kExamples);
    auto shell = std::make_shared<std::string>();
    completion.app->add_option("SHELL", *shell, "bash, zsh or fish.")->required();
    completion.run = [&root, shell](Session& session) -> base::Result<int> {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::string script, completionScript(root, *shell));
        return say(session, std::move(script));
    };
    Command manual = makeCommand(root, "manual", "Print the manual page of this program.", kManualExamples);
    manual.run = [&root](Session& session) { return say(session, manualPage(root, FOTOGRAMA_VERSION)); };
    return {std::move(completion), std::move(manual)};
}

}  // namespace fotograma::app
