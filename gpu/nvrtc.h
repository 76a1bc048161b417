/// NVIDIA's run-time compiler, opened when it is first wanted; not having it is an ordinary answer.
///
/// Errors   open: NoDevice with the loader's sentence. compile: Unsupported with the compiler's log as detail.
/// Thread   any.
/// Source   NVRTC 13.0 reference for signatures.
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/platform.h"
#include "engine/base/result.h"

namespace fotograma::gpu {

/// A header as sources include it, and its text.
struct HeaderText {
    const char* name;  ///< "engine/pixel/math.h"
    const char* text;
};

/// Every header that a composed source can reach. Made by gpu/fatbin.cmake.
[[nodiscard]] std::span<const HeaderText> embeddedHeaders() noexcept;

class Nvrtc {
public:
    static base::Result<std::shared_ptr<const Nvrtc>> open(std::initializer_list<const char*> names = kLibraryNames);

    /// Code for the architecture, "sm_90".
    base::Result<std::vector<std::byte>> compile(const std::string& source, const std::string& architecture) const;

    [[nodiscard]] std::string versionText() const;  ///< "NVRTC 13.0"

#if defined(_WIN32)
    static constexpr std::initializer_list<const char*> kLibraryNames = {"nvrtc64_130_0.dll"};
#else
    static constexpr std::initializer_list<const char*> kLibraryNames = {"libnvrtc.so.13", "libnvrtc.so",
                                                                         "/usr/local/cuda/lib64/libnvrtc.so.13"};
#endif

private:
    using Program = struct ProgramObject*;
    struct Functions {
        int (*version)(int*, int*) = nullptr;
        int (*create)(Program*, const char*, const char*, int, const char* const*, const char* const*) = nullptr;
        int (*destroy)(Program*) = nullptr;
        int (*compile)(Program, int, const char* const*) = nullptr;
        int (*cubinSize)(Program, std::size_t*) = nullptr;
        int (*cubin)(Program, char*) = nullptr;
        int (*logSize)(Program, std::size_t*) = nullptr;
        int (*log)(Program, char*) = nullptr;
    };
    explicit Nvrtc(base::DynamicLibrary library) : m_library(std::move(library)) {}
    [[nodiscard]] bool bind();
    [[nodiscard]] std::string logOf(Program program) const;

    base::DynamicLibrary m_library;
    Functions m_functions;
};

}  // namespace fotograma::gpu
