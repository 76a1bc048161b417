#include "tests/support/fake_cuda/machine.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace fake_cuda {
namespace {

constexpr std::size_t kGuardBytes = 256;
constexpr std::byte kGuard{0xE5};
constexpr std::byte kFresh{0xCD};  ///< Nobody may take new memory for zeros.

long long number(const char* variable, long long fallback) {
    const char* text = std::getenv(variable);
    return text != nullptr && *text != '\0' ? std::atoll(text) : fallback;
}

/// "1000000,2000000"
std::vector<std::size_t> numbers(const char* text) {
    std::vector<std::size_t> list;
    for (const char* at = text; at != nullptr; at = std::strchr(at, ',')) {
        if (*at == ',') ++at;
        list.push_back(static_cast<std::size_t>(std::atoll(at)));
    }
    return list;
}

}  // namespace

Config Config::fromEnvironment() {
    Config config;
    config.devices = static_cast<int>(number("FOTOGRAMA_FAKE_CUDA_DEVICES", config.devices));
    config.version = static_cast<int>(number("FOTOGRAMA_FAKE_CUDA_VERSION", config.version));
    if (const char* text = std::getenv("FOTOGRAMA_FAKE_CUDA_MEMORY"); text != nullptr && *text != '\0')
        config.memoryBytes = numbers(text);
    config.initCode = static_cast<int>(number("FOTOGRAMA_FAKE_CUDA_INIT", 0));
    config.loadCode = static_cast<int>(number("FOTOGRAMA_FAKE_CUDA_LOAD", 0));
    config.failingLaunch = static_cast<int>(number("FOTOGRAMA_FAKE_CUDA_FAIL_LAUNCH", 0));
    const long long seed = number("FOTOGRAMA_FAKE_CUDA_DEFER", -1);
    config.isDeferred = seed >= 0;
    config.seed = config.isDeferred ? static_cast<unsigned>(seed) : 0;
    return config;
}

void Machine::start() {
    m_config = Config::fromEnvironment();
    m_lost = Code::Success;
    m_launches = 0;
    m_random.seed(m_config.seed);
}

// ---- Memory ----

Code Machine::allocate(int device, Address* address, std::size_t bytes) {
    if (bytes == 0) return Code::InvalidValue;
    if (bytes > freeBytes(device)) return Code::OutOfMemory;
    Allocation allocation{device, bytes, std::make_unique_for_overwrite<std::byte[]>(bytes + 3 * kGuardBytes)};
    // The driver promises 256 bytes of alignment; the front guard takes up the slack.
    const auto block = reinterpret_cast<std::uintptr_t>(allocation.block.get());
    const std::uintptr_t start = (block + 2 * kGuardBytes - 1) / kGuardBytes * kGuardBytes;
    std::memset(allocation.block.get(), static_cast<int>(kGuard), bytes + 3 * kGuardBytes);
    std::memset(reinterpret_cast<void*>(start), static_cast<int>(kFresh), bytes);
#if defined(__SANITIZE_ADDRESS__)
    // The sanitizer names the line that reads or writes outside, which guards cannot.
    __asan_poison_memory_region(allocation.block.get(), start - block);
    __asan_poison_memory_region(reinterpret_cast<void*>(start + bytes),
                                block + bytes + 3 * kGuardBytes - start - bytes);
#endif
    *address = start;
    m_usedBytes[device] += bytes;
    m_memory.emplace(start, std::move(allocation));
    return Code::Success;
}

Code Machine::release(Address address) {
    const auto found = m_memory.find(address);
    if (found == m_memory.end()) return Code::InvalidValue;
    finishAll();  // as the driver does before it unmaps
    const Allocation& allocation = found->second;
#if defined(__SANITIZE_ADDRESS__)
    __asan_unpoison_memory_region(allocation.block.get(), allocation.bytes + 3 * kGuardBytes);
#endif
    m_usedBytes[allocation.device] -= allocation.bytes;
    m_memory.erase(found);
    return Code::Success;
}

std::byte* Machine::find(Address address, std::size_t bytes) {
    auto after = m_memory.upper_bound(address);
    if (after == m_memory.begin()) return nullptr;
    const auto& [start, allocation] = *--after;
    const Address offset = address - start;
    return offset <= allocation.bytes && bytes <= allocation.bytes - offset ? reinterpret_cast<std::byte*>(address)
                                                                            : nullptr;
}

bool Machine::guardsAreWhole(const Allocation& allocation) const {
#if defined(__SANITIZE_ADDRESS__)
    return allocation.bytes > 0;
#else
    const std::byte* const block = allocation.block.get();
    const auto at = reinterpret_cast<std::uintptr_t>(block);
    const std::byte* const start = block + ((at + 2 * kGuardBytes - 1) / kGuardBytes * kGuardBytes - at);
    const auto isGuard = [](std::byte value) { return value == kGuard; };
    return std::all_of(block, start, isGuard) &&
           std::all_of(start + allocation.bytes, block + allocation.bytes + 3 * kGuardBytes, isGuard);
#endif
}

// ---- Order ----

Stream* Machine::createStream() { return m_streams.emplace_back(std::make_unique<Stream>()).get(); }

Code Machine::destroyStream(Stream* stream) {
    if (std::ranges::none_of(m_streams, [&](const auto& known) { return known.get() == stream; })) {
        return Code::InvalidHandle;
    }
    m_destroyed.push_back(stream);
    return Code::Success;
}

void Machine::enqueue(Stream& stream, Work work) {
    stream.pending.push_back(std::move(work));
    if (!m_config.isDeferred) finishAll();
}

/// A stream whose first piece of work may run. Mostly the wanted one, so that others come late.
Stream* Machine::pick(Stream* wanted) {
    std::vector<Stream*> ready;
    for (const auto& stream : m_streams) {
        if (stream->pending.empty()) continue;
        const auto& after = stream->pending.front().after;
        if (after == nullptr || after->isReached) ready.push_back(stream.get());
    }
    if (ready.empty()) return nullptr;
    const bool isWantedReady = std::ranges::find(ready, wanted) != ready.end();
    if (isWantedReady && m_random() % 4 != 0) return wanted;
    return ready[m_random() % ready.size()];
}

bool Machine::runOne(Stream* wanted) {
    Stream* const stream = pick(wanted);
    if (stream == nullptr) return false;
    const Work work = std::move(stream->pending.front());
    stream->pending.pop_front();
    work.run();
    if (m_lost != Code::Success)  // nothing runs there any more
        for (const auto& other : m_streams) other->pending.clear();
    std::erase_if(m_destroyed, [&](Stream* gone) {
        if (!gone->pending.empty()) return false;
        std::erase_if(m_streams, [&](const auto& known) { return known.get() == gone; });
        return true;
    });
    return true;
}

template <class Condition>
void Machine::runUntil(Stream* wanted, Condition isDone) {
    while (!isDone() && runOne(wanted)) {
    }
}

void Machine::finish(Stream& stream) {
    runUntil(&stream, [&] { return stream.pending.empty(); });
}

void Machine::finish(const Mark& mark) {
    runUntil(nullptr, [&] { return mark.isReached; });
}

void Machine::finishAll() {
    runUntil(nullptr, [] { return false; });
}

void Machine::progress() { runOne(nullptr); }

// ---- Kernels ----

void Machine::runKernel(const std::string& name, const std::function<void()>& run) {
    if (++m_launches == m_config.failingLaunch) {
        m_lost = Code::IllegalAddress;
        return;
    }
    run();
    const auto isBroken = [&](const auto& entry) { return !guardsAreWhole(entry.second); };
    if (std::ranges::any_of(m_memory, isBroken)) {
        std::fprintf(stderr, "fake CUDA: %s wrote outside its memory\n", name.c_str());
        m_lost = Code::IllegalAddress;
    }
}

}  // namespace fake_cuda
