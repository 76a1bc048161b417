/// The command line as a whole: from argv to an exit code.
///
/// Errors   to stderr, each a sentence and, for wrong use, what to type for help; with --json also as a line on stdout.
/// Thread   once a process, on the main thread.
#pragma once

namespace fotograma::app {

int runCommandLine(int argc, const char* const* argv);

}  // namespace fotograma::app
