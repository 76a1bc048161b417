/// The command line told in other forms than --help: a manual page, and what shells complete.
///
/// Shape    text from the CLI11 tables alone, so that neither can lag behind the program.
/// Source   groff_man(7); bash's complete; zsh's _arguments; fish's complete.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "engine/base/result.h"

namespace fotograma::app {

/// A manual page of section 1 with every subcommand.
[[nodiscard]] std::string manualPage(const CLI::App& root, std::string_view version);

/// A script for "bash", "zsh" or "fish".
base::Result<std::string> completionScript(const CLI::App& root, std::string_view shell);

}  // namespace fotograma::app
