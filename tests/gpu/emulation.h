/// The emulated driver from the side of a test: is it there, and what kind of machine shall it be.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include <QtGlobal>

#include "engine/base/platform.h"
#include "gpu/cuda_device.h"

namespace fotograma::tests {

/// Null when the emulated driver will be loaded; else the reason to skip.
inline const char* whyNoEmulation() {
    if (!qEnvironmentVariableIsSet("FOTOGRAMA_FAKE_CUDA")) return "the emulated CUDA driver is not on this test's path";
    if (!base::machineInfo().hasAvx2Fma) return "the emulated CUDA driver needs a processor with AVX2 and FMA";
    return nullptr;
}

struct Variable {
    const char* name;  ///< Without the prefix: "MEMORY".
    std::string value;
};
using Variables = std::initializer_list<Variable>;

/// Sets the machine up for a scope. Everything made on it must end before.
class Emulation {
public:
    Emulation() = default;
    explicit Emulation(Variables variables) : m_variables(variables) {
        for (const auto& [name, value] : m_variables) qputenv(fullName(name).c_str(), QByteArray::fromStdString(value));
    }
    ~Emulation() {
        for (const auto& [name, value] : m_variables) qunsetenv(fullName(name).c_str());
    }
    Emulation(const Emulation&) = delete;
    Emulation& operator=(const Emulation&) = delete;

private:
    static std::string fullName(const char* name) { return std::string("FOTOGRAMA_FAKE_CUDA_") + name; }
    std::vector<Variable> m_variables;
};

/// Device code for a driver that does not look at it: the emulation has its kernels itself.
inline std::span<const std::byte> anyCode() {
    static constexpr std::byte kCode[8] = {};
    return kCode;
}

inline gpu::Probe probeEmulated() { return gpu::probe(gpu::Driver::open(), anyCode()); }

}  // namespace fotograma::tests
