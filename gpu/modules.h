/// Device code: the bytes in this program, and the same loaded on one device, where kernels are found by name.
///
/// Errors   load: NoDevice when the driver has no use for the code (no fitting architecture, PTX too new, damaged).
///          find: NotFound.
/// Owner    the module stays loaded as long as the object; functions are borrowed from it.
/// Thread   any.
#pragma once

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "gpu/handles.h"

namespace fotograma::gpu {

/// The fatbin of all filters and measures; empty where the build had no CUDA compiler. Made by gpu/fatbin.cmake.
[[nodiscard]] std::span<const std::byte> embeddedCode() noexcept;

class Module {
    using Owned = Handle<cuda::ModuleHandle, &cuda::Functions::cuModuleUnload>;

public:
    explicit Module(Owned handle) : m_handle(std::move(handle)) {}
    static base::Result<std::unique_ptr<Module>> load(ContextPtr context, std::span<const std::byte> code);

    base::Result<cuda::Function> find(std::string_view kernel);

private:
    Owned m_handle;
    std::mutex m_mutex;                                              ///< Protects m_functions.
    std::map<std::string, cuda::Function, std::less<>> m_functions;  ///< Null: known to be missing.
};

}  // namespace fotograma::gpu
