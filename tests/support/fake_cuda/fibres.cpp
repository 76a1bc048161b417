#include "tests/support/fake_cuda/fibres.h"

#include <array>
#include <cstddef>
#include <memory>

#include <ucontext.h>

#include "tests/support/fake_cuda/device_language.h"

namespace fake_cuda {
namespace {

constexpr std::size_t kStackBytes = 64 * 1024;
constexpr int kMostThreads = 1024;

struct Fibres {
    std::array<ucontext_t, kMostThreads> contexts;
    std::array<bool, kMostThreads> isDone;
    std::unique_ptr<std::byte[]> stacks = std::make_unique_for_overwrite<std::byte[]>(kStackBytes * kMostThreads);
    ucontext_t caller;
    const std::function<void(int)>* body = nullptr;
    int current = -1;  ///< -1: none runs, a barrier has nobody to wait for.
};

// One block runs at a time (the emulated driver holds its lock), so one set serves all.
Fibres& fibres() {
    static Fibres all;
    return all;
}

void enter() {
    Fibres& all = fibres();
    const int self = all.current;
    (*all.body)(self);
    all.isDone[static_cast<std::size_t>(self)] = true;
}

}  // namespace

void barrier() {
    Fibres& all = fibres();
    if (all.current < 0) return;
    const Index mine = threadIdx;  // the others set their own before it is our turn again
    swapcontext(&all.contexts[static_cast<std::size_t>(all.current)], &all.caller);
    threadIdx = mine;
}

void runFibres(int count, const std::function<void(int)>& body) {
    Fibres& all = fibres();
    all.body = &body;
    const auto threads = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < threads; ++i) {
        all.isDone[i] = false;
        getcontext(&all.contexts[i]);
        all.contexts[i].uc_stack.ss_sp = all.stacks.get() + i * kStackBytes;
        all.contexts[i].uc_stack.ss_size = kStackBytes;
        all.contexts[i].uc_link = &all.caller;
        makecontext(&all.contexts[i], enter, 0);
    }
    // One round of the loop is one stretch between two barriers.
    for (bool isAnyLeft = true; isAnyLeft;) {
        isAnyLeft = false;
        for (std::size_t i = 0; i < threads; ++i) {
            if (all.isDone[i]) continue;
            all.current = static_cast<int>(i);
            swapcontext(&all.caller, &all.contexts[i]);
            isAnyLeft = isAnyLeft || !all.isDone[i];
        }
    }
    all.current = -1;
}

}  // namespace fake_cuda
