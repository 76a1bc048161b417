#include "gpu/driver.h"

#include "engine/base/text.h"

namespace fotograma::gpu {

using base::concat;
using base::ErrorCode;
using base::fail;
using cuda::Code;
using cuda::Functions;

namespace {

std::string cudaVersionText(int version) { return concat("CUDA ", version / 1000, ".", version % 1000 / 10); }

bool isContextLost(Code code) noexcept {
    return code >= Code::FirstContextLost && code <= Code::LastContextLost && code != Code::LaunchOutOfResources;
}

ErrorCode errorCodeOf(Code code) noexcept {
    switch (code) {
        case Code::OutOfMemory:
        case Code::LaunchOutOfResources: return ErrorCode::ResourceExhausted;
        case Code::NotFound: return ErrorCode::NotFound;
        case Code::DeviceUnavailable:
        case Code::NoDevice:
        case Code::InvalidDevice:
        case Code::InvalidImage:
        case Code::NoBinaryForGpu:
        case Code::EccUncorrectable:
        case Code::InvalidPtx:
        case Code::UnsupportedPtxVersion:
        case Code::SystemNotReady:
        case Code::SystemDriverMismatch: return ErrorCode::NoDevice;
        default: return isContextLost(code) ? ErrorCode::NoDevice : ErrorCode::Internal;
    }
}

}  // namespace

base::Result<std::shared_ptr<const Driver>> Driver::open(std::initializer_list<const char*> names) {
    auto library = base::DynamicLibrary::open(names);
    if (!library) {
        return fail(ErrorCode::NoDevice, concat("No NVIDIA driver was found: ", *names.begin(), " does not open."),
                    std::move(library.error().message));
    }
    const std::shared_ptr<Driver> driver(std::make_unique<Driver>(Driver(std::move(*library))));
    FOTOGRAMA_RETURN_IF_ERROR(driver->bind());
    FOTOGRAMA_RETURN_IF_ERROR(driver->start());
    return driver;
}

base::Status Driver::bind() {
    const char* missing = nullptr;
    const auto find = [&]<class Pointer>(Pointer& pointer, const char* name, bool isRequired) {
        pointer = reinterpret_cast<Pointer>(m_library.symbol(name));
        if (pointer == nullptr && isRequired && missing == nullptr) missing = name;
    };
#define FOTOGRAMA_REQUIRED(name, parameters) find(m_functions.name, #name, true);
#define FOTOGRAMA_OPTIONAL(name, parameters) find(m_functions.name, #name, false);
#include "gpu/driver_functions.def"
    if (missing == nullptr) return {};
    return fail(ErrorCode::NoDevice, concat("The NVIDIA driver is too old: it lacks ", missing, ", and driver ",
                                            kOldestDriverName, " or newer is needed."));
}

base::Status Driver::start() {
    // Asked before cuInit: an old driver may refuse a new device with an error that says less.
    if (call(&Functions::cuDriverGetVersion, &m_version) != Code::Success) m_version = 0;
    if (m_version != 0 && m_version < kOldestDriver) {
        return fail(ErrorCode::NoDevice,
                    concat("The NVIDIA driver is too old: it supports ", versionText(), ", and driver ",
                           kOldestDriverName, " or newer (", cudaVersionText(kOldestDriver), ") is needed."));
    }
    const Code code = call(&Functions::cuInit, 0U);
    if (code == Code::NoDevice || (code == Code::Success && deviceCount() == 0)) {
        return fail(ErrorCode::NoDevice,
                    "The NVIDIA driver is installed but shows no GPU: none is there, or it is not passed into this "
                    "container, or CUDA_VISIBLE_DEVICES hides it.");
    }
    if (code == Code::Success) return {};
    return fail(ErrorCode::NoDevice,
                concat("The NVIDIA driver is installed but does not start: ", codeText(code), "."));
}

base::Status Driver::translate(Code code, std::string_view doing) const {
    if (code == Code::Success) return {};
    const std::string what = concat("cuda: ", doing, ": ", codeText(code));
    if (code == Code::OutOfMemory) {
        return fail(ErrorCode::ResourceExhausted, concat("The GPU ran out of memory while ", doing, "."), what);
    }
    if (code == Code::NoBinaryForGpu || code == Code::InvalidPtx || code == Code::UnsupportedPtxVersion) {
        return fail(ErrorCode::NoDevice, concat("This build has no code for this GPU: ", codeText(code), "."), what);
    }
    if (isContextLost(code)) {
        return fail(ErrorCode::NoDevice,
                    concat("The GPU stopped while ", doing, " and is lost to this program: ", codeText(code), "."),
                    what);
    }
    return fail(errorCodeOf(code), concat("The GPU failed while ", doing, ": ", codeText(code), "."), what);
}

std::string Driver::versionText() const { return cudaVersionText(m_version); }

std::string Driver::codeText(Code code) const {
    const char* name = nullptr;
    if (m_functions.cuGetErrorName != nullptr) call(&Functions::cuGetErrorName, code, &name);
    return concat(name != nullptr ? name : "CUDA error", " (", static_cast<int>(code), ")");
}

int Driver::deviceCount() const {
    int count = 0;
    return call(&Functions::cuDeviceGetCount, &count) == Code::Success ? count : 0;
}

}  // namespace fotograma::gpu
