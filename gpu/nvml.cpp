#include "gpu/nvml.h"

#include <cstdio>

#include "engine/base/text.h"
#include "gpu/cuda_device.h"
#include "gpu/handles.h"

namespace fotograma::gpu {

using base::concat;
using base::ErrorCode;

namespace {

constexpr int kSuccess = 0;  // nvmlReturn_t
constexpr double kPercent = 100.0;

using DeviceHandle = struct NvmlDeviceObject*;
struct Utilization {
    unsigned gpu = 0;
    unsigned memory = 0;
};
struct Memory {
    unsigned long long total = 0;
    unsigned long long free = 0;
    unsigned long long used = 0;
};

}  // namespace

struct Nvml::Functions {
    int (*nvmlInit_v2)() = nullptr;
    int (*nvmlShutdown)() = nullptr;
    int (*nvmlDeviceGetHandleByPciBusId_v2)(const char* id, DeviceHandle* device) = nullptr;
    int (*nvmlDeviceGetUtilizationRates)(DeviceHandle device, Utilization* rates) = nullptr;
    int (*nvmlDeviceGetMemoryInfo)(DeviceHandle device, Memory* memory) = nullptr;
    int (*nvmlDeviceGetDecoderUtilization)(DeviceHandle device, unsigned* percent, unsigned* periodUs) = nullptr;
    int (*nvmlDeviceGetEncoderUtilization)(DeviceHandle device, unsigned* percent, unsigned* periodUs) = nullptr;
};

Nvml::Nvml(base::DynamicLibrary library, std::unique_ptr<const Functions> functions)
    : m_library(std::move(library)), m_functions(std::move(functions)) {}

Nvml::~Nvml() { m_functions->nvmlShutdown(); }

base::Result<std::shared_ptr<const Nvml>> Nvml::open(std::initializer_list<const char*> names) {
    auto library = base::DynamicLibrary::open(names);
    if (!library)
        return base::fail(ErrorCode::NoDevice,
                          concat("NVIDIA's management library ", *names.begin(), " does not open."),
                          library.error().message);
    auto functions = std::make_unique<Functions>();
    const char* missing = nullptr;
    const auto find = [&]<class Pointer>(Pointer& pointer, const char* name) {
        pointer = reinterpret_cast<Pointer>(library->symbol(name));
        if (pointer == nullptr && missing == nullptr) missing = name;
    };
    find(functions->nvmlInit_v2, "nvmlInit_v2");
    find(functions->nvmlShutdown, "nvmlShutdown");
    find(functions->nvmlDeviceGetHandleByPciBusId_v2, "nvmlDeviceGetHandleByPciBusId_v2");
    find(functions->nvmlDeviceGetUtilizationRates, "nvmlDeviceGetUtilizationRates");
    find(functions->nvmlDeviceGetMemoryInfo, "nvmlDeviceGetMemoryInfo");
    find(functions->nvmlDeviceGetDecoderUtilization, "nvmlDeviceGetDecoderUtilization");
    find(functions->nvmlDeviceGetEncoderUtilization, "nvmlDeviceGetEncoderUtilization");
    if (missing != nullptr)
        return base::fail(ErrorCode::NoDevice, concat("NVIDIA's management library lacks ", missing, "."));
    if (const int code = functions->nvmlInit_v2(); code != kSuccess)
        return base::fail(ErrorCode::NoDevice, concat("NVIDIA's management library does not start: code ", code, "."));
    return std::shared_ptr<const Nvml>(new Nvml(std::move(*library), std::move(functions)));
}

base::Result<NvmlLoad> Nvml::load(const std::string& pciBusId) const {
    DeviceHandle device = nullptr;
    if (const int code = m_functions->nvmlDeviceGetHandleByPciBusId_v2(pciBusId.c_str(), &device); code != kSuccess)
        return base::fail(ErrorCode::NotFound, concat("NVIDIA's management library does not know the device at ",
                                                      pciBusId, ": code ", code, "."));
    NvmlLoad load;
    if (Utilization rates; m_functions->nvmlDeviceGetUtilizationRates(device, &rates) == kSuccess)
        load.busyShare = rates.gpu / kPercent;
    if (Memory memory; m_functions->nvmlDeviceGetMemoryInfo(device, &memory) == kSuccess) {
        load.memoryBytes = static_cast<std::int64_t>(memory.total);
        load.usedBytes = static_cast<std::int64_t>(memory.used);
    }
    unsigned percent = 0;
    unsigned periodUs = 0;
    if (m_functions->nvmlDeviceGetDecoderUtilization(device, &percent, &periodUs) == kSuccess)
        load.decoderShare = percent / kPercent;
    if (m_functions->nvmlDeviceGetEncoderUtilization(device, &percent, &periodUs) == kSuccess)
        load.encoderShare = percent / kPercent;
    return load;
}

std::string pciBusIdOf(const device::Device& device) {
    const auto* found = dynamic_cast<const CudaDevice*>(&device);
    if (found == nullptr) return {};
    const PrimaryContext& context = found->context();
    const auto attribute = [&](int which) {  // CUdevice_attribute
        int value = 0;
        context.driver().call(&cuda::Functions::cuDeviceGetAttribute, &value, static_cast<cuda::Attribute>(which),
                              context.device());
        return static_cast<unsigned>(value);
    };
    constexpr int kBus = 33;
    constexpr int kSlot = 34;
    constexpr int kDomain = 50;
    char text[32];
    std::snprintf(text, sizeof text, "%08x:%02x:%02x.0", attribute(kDomain), attribute(kBus), attribute(kSlot));
    return text;
}

}  // namespace fotograma::gpu
