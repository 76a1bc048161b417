#include "tests/support/fake_cuda/fibres.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

#include "tests/support/fake_cuda/device_language.h"

namespace fake_cuda {
namespace {

constexpr std::size_t kStackBytes = 64 * 1024;
constexpr std::size_t kMostThreads = 1024;

/// Stores the callee's registers and the stack pointer, goes on where `to` was stored. ucontext would do, but its two
/// system calls a switch took three quarters of the time of all tests.
[[gnu::naked, gnu::noinline]] void switchStack(void** /*from*/, void* /*to*/) {
    asm("pushq %rbp\n pushq %rbx\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
        "movq %rsp, (%rdi)\n movq %rsi, %rsp\n"
        "popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbx\n popq %rbp\n ret\n");
}

struct Fibre {
    void* stackPointer = nullptr;  ///< Null: not made yet.
    void* shadow = nullptr;        ///< Of the address sanitizer.
    bool isDone = false;
};

struct Fibres {
    std::array<Fibre, kMostThreads> all;
    std::unique_ptr<std::byte[]> stacks = std::make_unique_for_overwrite<std::byte[]>(kStackBytes * kMostThreads);
    Fibre caller;
    const void* callerStack = nullptr;
    std::size_t callerStackBytes = 0;
    const std::function<void(int)>* body = nullptr;
    int current = -1;  ///< -1: none runs, a barrier has nobody to wait for.

    [[nodiscard]] std::byte* stackOf(std::size_t i) const { return stacks.get() + i * kStackBytes; }
};

// One block runs at a time (the emulated driver holds its lock), so one set serves all.
Fibres& fibres() {
    static Fibres all;
    return all;
}

// What the address sanitizer must know of a change of stacks; nothing without it.
void announceSwitch([[maybe_unused]] void** shadow, [[maybe_unused]] const void* stack,
                    [[maybe_unused]] std::size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(shadow, stack, bytes);
#endif
}
void completeSwitch([[maybe_unused]] void* shadow, [[maybe_unused]] const void** stack,
                    [[maybe_unused]] std::size_t* bytes) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(shadow, stack, bytes);
#endif
}

/// Ends the turn of the fibre that runs.
void yieldToCaller() {
    Fibres& state = fibres();
    Fibre& self = state.all[static_cast<std::size_t>(state.current)];
    announceSwitch(&self.shadow, state.callerStack, state.callerStackBytes);
    switchStack(&self.stackPointer, state.caller.stackPointer);
    completeSwitch(self.shadow, &state.callerStack, &state.callerStackBytes);
}

/// A fibre lives on for the next blocks: making it anew costs more than what most threads do.
[[noreturn]] void enter() {
    Fibres& state = fibres();
    completeSwitch(nullptr, &state.callerStack, &state.callerStackBytes);
    for (;;) {
        const int self = state.current;
        (*state.body)(self);
        state.all[static_cast<std::size_t>(self)].isDone = true;
        yieldToCaller();
    }
}

/// A stack on which switchStack finds six registers to load and `enter` to return to, aligned as a call leaves it.
void* freshStack(std::byte* stack) {
    const auto top = (reinterpret_cast<std::uintptr_t>(stack) + kStackBytes) / 16 * 16;
    auto* const frame = reinterpret_cast<void**>(top - 64);
    for (int i = 0; i < 8; ++i) frame[i] = nullptr;
    frame[6] = reinterpret_cast<void*>(&enter);
    return frame;
}

void resume(std::size_t i) {
    Fibres& state = fibres();
    state.current = static_cast<int>(i);
    announceSwitch(&state.caller.shadow, state.stackOf(i), kStackBytes);
    switchStack(&state.caller.stackPointer, state.all[i].stackPointer);
    completeSwitch(state.caller.shadow, nullptr, nullptr);
}

}  // namespace

void barrier() {
    if (fibres().current < 0) return;
    const Index mine = threadIdx;  // the others set their own before it is our turn again
    yieldToCaller();
    threadIdx = mine;
}

void runFibres(int count, const std::function<void(int)>& body) {
    Fibres& state = fibres();
    state.body = &body;
    const auto threads = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < threads; ++i) {
        if (state.all[i].stackPointer == nullptr) state.all[i].stackPointer = freshStack(state.stackOf(i));
        state.all[i].isDone = false;
    }
    // One round of the loop is one stretch between two barriers.
    for (bool isAnyLeft = true; isAnyLeft;) {
        isAnyLeft = false;
        for (std::size_t i = 0; i < threads; ++i) {
            if (state.all[i].isDone) continue;
            resume(i);
            isAnyLeft = isAnyLeft || !state.all[i].isDone;
        }
    }
    state.current = -1;
}

}  // namespace fake_cuda
