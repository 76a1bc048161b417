/// The threads of one block as fibres: each runs until its next barrier, in turn.
#pragma once

#include <functional>

namespace fake_cuda {

/// Calls body(0) .. body(count - 1), each able to wait at barrier() for the others. count is at most 1024.
void runFibres(int count, const std::function<void(int)>& body);

}  // namespace fake_cuda
