/// The subcommands of `fotograma queue`.
#pragma once

#include "app/commands/command.h"

namespace fotograma::app {

Command addQueueAdd(CLI::App& queue);
Command addQueueFetch(CLI::App& queue);

}  // namespace fotograma::app
