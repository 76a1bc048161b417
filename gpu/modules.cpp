#include "gpu/modules.h"

#include "engine/base/text.h"

namespace fotograma::gpu {

using cuda::Functions;

base::Result<std::unique_ptr<Module>> Module::load(ContextPtr context, std::span<const std::byte> code) {
    if (code.empty()) {
        return base::fail(base::ErrorCode::NoDevice,
                          "This build has no GPU code: it was made without a CUDA compiler.");
    }
    cuda::ModuleHandle raw = nullptr;
    const ContextGuard guard(*context);
    FOTOGRAMA_RETURN_IF_ERROR(guard.run("loading its code", &Functions::cuModuleLoadData, &raw, code.data()));
    return std::make_unique<Module>(Owned(std::move(context), raw));
}

base::Result<cuda::Function> Module::find(std::string_view kernel) {
    const std::lock_guard lock(m_mutex);
    auto known = m_functions.find(kernel);
    if (known == m_functions.end()) {
        std::string name(kernel);
        cuda::Function function = nullptr;
        const ContextGuard guard(*m_handle.context());
        const auto found =
            guard.run("looking for a kernel", &Functions::cuModuleGetFunction, &function, m_handle.raw(), name.c_str());
        if (!found && found.error().code != base::ErrorCode::NotFound) return std::unexpected(found.error());
        known = m_functions.emplace(std::move(name), found ? function : nullptr).first;
    }
    if (known->second != nullptr) return known->second;
    return base::fail(base::ErrorCode::NotFound,
                      base::concat("The GPU code of this build has no kernel ", kernel, "."));
}

}  // namespace fotograma::gpu
