/// What `analyze` says on the terminal where no report file was asked for, and which clips are the same.
///
/// Thread   one at a time.
#pragma once

#include <vector>

#include "app/commands/batch.h"
#include "app/console.h"
#include "app/duplicate_finder.h"

namespace fotograma::app {

/// The groups as a table, or a JSON line each.
void tellDuplicates(Console& console, const std::vector<DuplicateGroup>& groups);

/// What the header says, where nothing was decoded.
void printFacts(Console& console, const BatchResult& result);

/// The numbers of every measure, as many as a table holds.
void printMeasures(Console& console, const BatchResult& result);

}  // namespace fotograma::app
