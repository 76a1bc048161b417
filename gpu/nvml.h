/// What NVIDIA's management library tells of devices at work; opened at run time, and not there is an ordinary answer.
///
/// Errors   NoDevice with one sentence: no library, one that lacks a function, one that does not start. What a device
///          does not tell (a slice of one, a data-centre GPU without encoders) is -1.
/// Owner    Nvml keeps the library open and started.
/// Thread   any.
/// Cost     a call of the driver for each figure: below a millisecond together.
/// Source   NVML API reference 13.0 for signatures and codes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

#include "engine/base/platform.h"
#include "engine/base/result.h"
#include "gpu/driver.h"

namespace fotograma::device {
class Device;
}

namespace fotograma::gpu {

struct NvmlLoad {
    double busyShare = -1.0;  ///< 0..1: the part of the last moments in which a kernel ran.
    double decoderShare = -1.0;
    double encoderShare = -1.0;
    std::int64_t memoryBytes = -1;
    std::int64_t usedBytes = -1;
};

class Nvml {
public:
    static base::Result<std::shared_ptr<const Nvml>> open(std::initializer_list<const char*> names = kLibraryNames);
    ~Nvml();
    Nvml(const Nvml&) = delete;
    Nvml& operator=(const Nvml&) = delete;

    /// NotFound for a device that the library does not know.
    [[nodiscard]] base::Result<NvmlLoad> load(const std::string& pciBusId) const;

#if defined(_WIN32)
    static constexpr std::initializer_list<const char*> kLibraryNames = {"nvml.dll"};
#else
    static constexpr std::initializer_list<const char*> kLibraryNames = {"libnvidia-ml.so.1"};
#endif

private:
    struct Functions;
    Nvml(base::DynamicLibrary library, std::unique_ptr<const Functions> functions);

    base::DynamicLibrary m_library;
    std::unique_ptr<const Functions> m_functions;
};

/// "00000000:41:00.0": how both libraries call the same device, whatever order each has. Empty for one that is no CUDA.
[[nodiscard]] std::string pciBusIdOf(const device::Device& device);

}  // namespace fotograma::gpu
