/// What the system lets this process hold at once.
///
/// Thread   at the start of the program.
#pragma once

namespace fotograma::base {

/// As many open files and connections as the system allows this process; nothing where it has no such limit.
void raiseOpenFileLimit() noexcept;

}  // namespace fotograma::base
