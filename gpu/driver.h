/// The CUDA driver, opened at run time with declarations of our own; no driver is an ordinary answer.
///
/// Errors   NoDevice with one sentence: no driver, a driver that lacks a function, an old driver, no device.
///          translate() is the one place where the driver's codes become ours.
/// Owner    a Driver keeps the library open; everything made with it holds it by shared_ptr.
/// Thread   any.
/// Source   CUDA Driver API reference 13.0 for signatures and codes.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/platform.h"
#include "engine/base/result.h"

#if defined(_WIN32)
#define FOTOGRAMA_CUDA_API __stdcall
#else
#define FOTOGRAMA_CUDA_API
#endif

namespace fotograma::gpu {

/// The driver's types as its ABI has them.
namespace cuda {

using Device = int;
using Address = unsigned long long;  ///< In device memory; 0 is none.
using Context = struct ContextObject*;
using StreamHandle = struct StreamObject*;
using EventHandle = struct EventObject*;
using ModuleHandle = struct ModuleObject*;
using Function = struct FunctionObject*;

/// CUresult: the codes that we tell apart.
enum class Code : int {
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    NotInitialized = 3,
    DeviceUnavailable = 46,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidImage = 200,
    InvalidContext = 201,
    NoBinaryForGpu = 209,
    EccUncorrectable = 214,
    InvalidPtx = 218,
    UnsupportedPtxVersion = 222,
    InvalidHandle = 400,
    NotFound = 500,
    NotReady = 600,
    IllegalAddress = 700,
    LaunchOutOfResources = 701,
    LaunchTimeout = 702,
    FirstContextLost = 700,  ///< From here ...
    LastContextLost = 721,   ///< ... to here the context is lost, but for LaunchOutOfResources.
    SystemNotReady = 802,
    SystemDriverMismatch = 803,
    Unknown = 999,
};

/// CUdevice_attribute: the ones we ask for.
enum class Attribute : int {
    SharedMemoryPerBlock = 8,
    TextureAlignment = 14,  ///< FFmpeg's.
    MultiprocessorCount = 16,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
};

/// CUDA_MEMCPY2D: rows of `widthBytes` between two places, each in host or in device memory.
struct Copy2D {
    std::size_t fromX = 0, fromY = 0;
    unsigned fromType = 0;  ///< kMemoryHost or kMemoryDevice.
    const void* fromHost = nullptr;
    Address fromDevice = 0;
    void* fromArray = nullptr;
    std::size_t fromPitch = 0;
    std::size_t toX = 0, toY = 0;
    unsigned toType = 0;
    void* toHost = nullptr;
    Address toDevice = 0;
    void* toArray = nullptr;
    std::size_t toPitch = 0;
    std::size_t widthBytes = 0, height = 0;
};
inline constexpr unsigned kMemoryHost = 1;
inline constexpr unsigned kMemoryDevice = 2;

inline constexpr unsigned kStreamNonBlocking = 1;
inline constexpr unsigned kEventDisableTiming = 2;

/// One pointer for each line of driver_functions.def.
struct Functions {
#define FOTOGRAMA_REQUIRED(name, parameters) Code(FOTOGRAMA_CUDA_API* name) parameters = nullptr;
#define FOTOGRAMA_OPTIONAL(name, parameters) Code(FOTOGRAMA_CUDA_API* name) parameters = nullptr;
#include "gpu/driver_functions.def"
};

}  // namespace cuda

/// The oldest driver that runs code of the toolkit we build with: release 580, which speaks CUDA 13.0.
inline constexpr int kOldestDriver = 13000;
inline constexpr std::string_view kOldestDriverName = "580";

class Driver {
public:
    /// Opens the library, fills the table, initialises the driver and checks its version.
    static base::Result<std::shared_ptr<const Driver>> open(std::initializer_list<const char*> names = kLibraryNames);

    /// Calls a function of the table: driver.call(&cuda::Functions::cuInit, 0U).
    template <class Signature, class... Args>
    cuda::Code call(Signature cuda::Functions::*function, Args... args) const {
        return (m_functions.*function)(args...);
    }

    /// Success, or the code as an error of ours. `doing` completes "The GPU failed while ...": "copying a picture".
    [[nodiscard]] base::Status translate(cuda::Code code, std::string_view doing) const;

    [[nodiscard]] int version() const noexcept { return m_version; }  ///< 13000 for CUDA 13.0.
    [[nodiscard]] std::string versionText() const;                    ///< "CUDA 13.0"
    [[nodiscard]] std::string codeText(cuda::Code code) const;        ///< "CUDA_ERROR_NO_DEVICE (100)"
    [[nodiscard]] int deviceCount() const;

#if defined(_WIN32)
    static constexpr std::initializer_list<const char*> kLibraryNames = {"nvcuda.dll"};
#else
    static constexpr std::initializer_list<const char*> kLibraryNames = {"libcuda.so.1"};
#endif

private:
    explicit Driver(base::DynamicLibrary library) : m_library(std::move(library)) {}
    base::Status bind();
    base::Status start();

    base::DynamicLibrary m_library;
    cuda::Functions m_functions;
    int m_version = 0;
};

}  // namespace fotograma::gpu
