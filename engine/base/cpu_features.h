/// What the processor says of itself, on every operating system.
///
/// Cost     a few instructions; nothing is kept.
#pragma once

#include <cstring>
#include <string>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace fotograma::base {

/// True when code compiled for x86-64-v3 runs: AVX2, FMA, BMI, F16C and an operating system that saves the registers.
inline bool cpuHasAvx2Fma() noexcept {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("x86-64-v3") != 0;
#else
    return false;
#endif
}

/// "AMD EPYC 9B14", without the padding some makers add; empty when the processor does not say.
inline std::string cpuBrand() {
#if defined(__x86_64__) || defined(__i386__)
    constexpr unsigned kFirstLeaf = 0x80000002;
    if (__get_cpuid_max(0x80000000, nullptr) < kFirstLeaf + 2) return {};
    char brand[49] = {};
    for (unsigned i = 0; i < 3; ++i) {
        unsigned registers[4] = {};
        __get_cpuid(kFirstLeaf + i, &registers[0], &registers[1], &registers[2], &registers[3]);
        std::memcpy(brand + 16 * i, registers, sizeof registers);
    }
    const std::string text(brand);
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
#else
    return {};
#endif
}

}  // namespace fotograma::base
