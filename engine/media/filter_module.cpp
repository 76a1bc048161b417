#include "engine/media/filter_module.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::media {

using base::concat;
using base::Result;

namespace {

#ifdef _WIN32
constexpr const char* kModuleFile = "fotograma-avfilter.dll";
#else
constexpr const char* kModuleFile = "libfotograma-avfilter.so";
#endif

Result<base::DynamicLibrary> openModule() {
    const std::filesystem::path folder = base::programFolder();
    const std::string beside = base::toUtf8(folder / kModuleFile);
    const std::string installed = base::toUtf8((folder / ".." / "lib" / "fotograma" / kModuleFile).lexically_normal());
    auto library = base::DynamicLibrary::open({installed.c_str(), beside.c_str()});
    if (library) return library;
    return base::fail(base::ErrorCode::Unsupported,
                      concat("the module for FFmpeg's filters, ", kModuleFile, ", is not at ", installed,
                             " (it comes with the program and needs libavfilter)"),
                      library.error().message);
}

}  // namespace

Result<void*> filterModuleSymbol(const char* name) {
    static const Result<base::DynamicLibrary> opened = openModule();
    if (!opened) return std::unexpected(opened.error());
    void* symbol = opened->symbol(name);
    if (symbol != nullptr) return symbol;
    return base::fail(base::ErrorCode::Unsupported, concat("the module ", kModuleFile, " is of another version"));
}

}  // namespace fotograma::media
