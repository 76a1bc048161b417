/// The commands of the server.
#pragma once

#include <vector>

#include "app/commands/command.h"

namespace fotograma::app {

Command addServe(CLI::App& root);
std::vector<Command> addToken(CLI::App& root);

}  // namespace fotograma::app
