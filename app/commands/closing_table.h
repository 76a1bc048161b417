/// What a batch came to, for people: a row a file, what was changed or lost, and the sum of it.
///
/// Thread   one at a time.
#pragma once

#include "app/commands/batch.h"

namespace fotograma::app {

void printClosingTable(Console& console, const BatchResult& result, const Settings& settings);

/// What failed, each with its sentence, and the sum of the batch: the end of the closing table.
void printSum(Console& console, const BatchResult& result);

/// Notes of one fate, the same in several files said once: "audio 1 (FLAC): converted to AAC  [a.mkv and 3 more]".
void printNotes(Console& console, const std::vector<BatchRow>& rows);

}  // namespace fotograma::app
