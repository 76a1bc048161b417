// The functions of gpu/driver_functions.def as libcuda.so.1 exports them, over one emulated machine.
#include <array>
#include <cstring>
#include <mutex>
#include <string>
#include <variant>

#include <dlfcn.h>

#include "engine/base/cpu_features.h"
#include "engine/pixel/run_args.h"
#include "gpu/launch_shape.h"
#include "tests/support/fake_cuda/device_language.h"
#include "tests/support/fake_cuda/fibres.h"
#include "tests/support/fake_cuda/machine.h"

// What the kernels see.
fake_cuda::Index threadIdx;
fake_cuda::Index blockIdx;
fake_cuda::Index blockDim;
fake_cuda::Index gridDim;
namespace fotograma::gpu {
pixel::u64 sharedSums[kSharedCounters];
}

namespace fotograma::gpu::cuda {

// The driver's opaque objects are ours to define.
struct ContextObject {
    int device = 0;
    int references = 0;
};
struct EventObject : fake_cuda::Event {};
using RunEntry = void (*)(pixel::RunArgs, pixel::i32, pixel::i32);  // as gpu/run_entry.cuh writes them
using Entry = void (*)(pixel::KernelArgs, pixel::i32, pixel::i32);  // as gpu/cuda_entry.cuh writes them
struct FunctionObject {
    std::string name;
    Entry entry = nullptr;
};
struct ModuleObject {
    std::map<std::string, FunctionObject, std::less<>> functions;
};

namespace {

constexpr std::align_val_t kPage{4096};  ///< Where host memory of the driver begins.

std::mutex mutex;  ///< Protects everything here: one call at a time.
fake_cuda::Machine machine;
constexpr int kMostDevices = 8;
std::array<ContextObject, kMostDevices> contexts;
bool isStarted = false;
thread_local std::vector<Context> current;  ///< What this thread has pushed.

/// Runs a function that needs a started driver, a current context and a device that is not lost.
template <class Body>
Code inContext(Body body) {
    const std::lock_guard lock(mutex);
    if (!isStarted) return Code::NotInitialized;
    if (current.empty()) return Code::InvalidContext;
    if (machine.lost() != Code::Success) return machine.lost();
    const Code code = body();
    return machine.lost() != Code::Success ? machine.lost() : code;
}

/// Runs a function that frees something, which works after the device is lost too.
template <class Body>
Code release(Body body) {
    const std::lock_guard lock(mutex);
    if (current.empty()) return Code::InvalidContext;
    const Code code = body();
    return machine.lost() != Code::Success ? machine.lost() : code;
}

template <class Body>
Code withDevice(Device device, Body body) {
    const std::lock_guard lock(mutex);
    if (!isStarted) return Code::NotInitialized;
    if (device < 0 || device >= machine.config().devices) return Code::InvalidDevice;
    return body();
}

fake_cuda::Stream& streamOf(StreamHandle handle) { return *reinterpret_cast<fake_cuda::Stream*>(handle); }

/// A kernel is an exported function of this very library.
Entry findEntry(const char* name) {
    Dl_info self{};
    if (dladdr(&contexts, &self) == 0) return nullptr;
    void* const library = dlopen(self.dli_fname, RTLD_NOLOAD | RTLD_LAZY);
    if (library == nullptr) return nullptr;
    void* const symbol = dlsym(library, name);
    dlclose(library);
    Dl_info found{};
    // dlsym also searches what this library stands on.
    if (symbol == nullptr || dladdr(symbol, &found) == 0 || found.dli_fbase != self.dli_fbase) return nullptr;
    return reinterpret_cast<Entry>(symbol);
}

struct Launch {
    Entry entry;
    std::array<unsigned, 2> grid;
    std::array<unsigned, 2> block;
    bool hasShared;
    std::variant<pixel::KernelArgs, pixel::RunArgs> args;
    pixel::i32 width;
    pixel::i32 height;

    void operator()() const {
        ::gridDim = {grid[0], grid[1], 1};
        ::blockDim = {block[0], block[1], 1};
        for (unsigned y = 0; y < grid[1]; ++y) {
            for (unsigned x = 0; x < grid[0]; ++x) {
                ::blockIdx = {x, y, 0};
                runBlock();
            }
        }
    }

    void runBlock() const {
        const int threads = static_cast<int>(block[0] * block[1]);
        if (!hasShared) {
            for (int i = 0; i < threads; ++i) runThread(i);
            return;
        }
        std::memset(sharedSums, 0xCD, sizeof sharedSums);
        fake_cuda::runFibres(threads, [this](int i) { runThread(i); });
    }

    void runThread(int index) const {
        const auto i = static_cast<unsigned>(index);
        ::threadIdx = {i % block[0], i / block[0], 0};
        if (const auto* run = std::get_if<pixel::RunArgs>(&args)) {
            reinterpret_cast<RunEntry>(reinterpret_cast<void*>(entry))(*run, width, height);
        } else {
            entry(std::get<pixel::KernelArgs>(args), width, height);
        }
    }
};

/// What an entry takes: those of runs are told by their names.
std::variant<pixel::KernelArgs, pixel::RunArgs> argsOf(const std::string& name, const void* parameter) {
    if (name.starts_with("run_")) return *static_cast<const pixel::RunArgs*>(parameter);
    return *static_cast<const pixel::KernelArgs*>(parameter);
}

}  // namespace
}  // namespace fotograma::gpu::cuda

using namespace fotograma::gpu::cuda;

#define FOTOGRAMA_EXPORT extern "C" __attribute__((visibility("default"))) Code

// ---- The driver and its devices ----

FOTOGRAMA_EXPORT cuInit(unsigned) {
    const std::lock_guard lock(mutex);
    machine.start();
    // Kernels are compiled for x86-64-v3, whose fused multiply-add is the operation of the device.
    if (!fotograma::base::cpuHasAvx2Fma()) return Code::NoDevice;
    if (machine.config().initCode != 0) return static_cast<Code>(machine.config().initCode);
    if (machine.config().devices == 0) return Code::NoDevice;
    isStarted = true;
    return Code::Success;
}

FOTOGRAMA_EXPORT cuDriverGetVersion(int* version) {
    *version = fake_cuda::Config::fromEnvironment().version;
    return Code::Success;
}

FOTOGRAMA_EXPORT cuDeviceGetCount(int* count) {
    const std::lock_guard lock(mutex);
    if (!isStarted) return Code::NotInitialized;
    *count = machine.config().devices;
    return Code::Success;
}

FOTOGRAMA_EXPORT cuDeviceGet(Device* device, int ordinal) {
    return withDevice(ordinal, [&] {
        *device = ordinal;
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuDeviceGetName(char* name, int bytes, Device device) {
    return withDevice(device, [&] {
        std::string("Emulated GPU").copy(name, static_cast<std::size_t>(bytes));
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuDeviceTotalMem_v2(std::size_t* bytes, Device device) {
    return withDevice(device, [&] {
        *bytes = machine.config().memoryOf(device);
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuDeviceGetAttribute(int* value, Attribute attribute, Device device) {
    return withDevice(device, [&] {
        switch (attribute) {
            case Attribute::MultiprocessorCount: *value = 1; break;
            case Attribute::ComputeCapabilityMajor: *value = 7; break;
            case Attribute::ComputeCapabilityMinor: *value = 5; break;
            case Attribute::SharedMemoryPerBlock: *value = 48 * 1024; break;
            case Attribute::TextureAlignment: *value = 512; break;
            default: return Code::InvalidValue;
        }
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuGetErrorName(Code code, const char** text) {
    switch (code) {
        case Code::Success: *text = "CUDA_SUCCESS"; break;
        case Code::OutOfMemory: *text = "CUDA_ERROR_OUT_OF_MEMORY"; break;
        case Code::NoDevice: *text = "CUDA_ERROR_NO_DEVICE"; break;
        case Code::NoBinaryForGpu: *text = "CUDA_ERROR_NO_BINARY_FOR_GPU"; break;
        case Code::NotFound: *text = "CUDA_ERROR_NOT_FOUND"; break;
        case Code::IllegalAddress: *text = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
        case Code::SystemNotReady: *text = "CUDA_ERROR_SYSTEM_NOT_READY"; break;
        default: *text = nullptr; return Code::InvalidValue;
    }
    return Code::Success;
}

// ---- Contexts ----

FOTOGRAMA_EXPORT cuDevicePrimaryCtxRetain(Context* out, Device device) {
    return withDevice(device, [&] {
        ContextObject& context = contexts[static_cast<std::size_t>(device)];
        context.device = device;
        ++context.references;
        *out = &context;
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuDevicePrimaryCtxRelease_v2(Device device) {
    return withDevice(device, [&] {
        ContextObject& context = contexts[static_cast<std::size_t>(device)];
        if (context.references == 0) return Code::InvalidContext;
        if (--context.references == 0) machine.finishAll();
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuCtxPushCurrent_v2(Context pushed) {
    if (pushed < contexts.data() || pushed >= contexts.data() + contexts.size() || pushed->references == 0)
        return Code::InvalidContext;
    current.push_back(pushed);
    return Code::Success;
}

FOTOGRAMA_EXPORT cuCtxPopCurrent_v2(Context* popped) {
    if (current.empty()) return Code::InvalidContext;
    *popped = current.back();
    current.pop_back();
    return Code::Success;
}

// ---- Memory ----

FOTOGRAMA_EXPORT cuMemGetInfo_v2(std::size_t* freeBytes, std::size_t* totalBytes) {
    return inContext([&] {
        *freeBytes = machine.freeBytes(current.back()->device);
        *totalBytes = machine.config().memoryOf(current.back()->device);
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemAlloc_v2(Address* address, std::size_t bytes) {
    return inContext([&] { return machine.allocate(current.back()->device, address, bytes); });
}

FOTOGRAMA_EXPORT cuMemFree_v2(Address address) {
    return release([&] { return machine.release(address); });
}

FOTOGRAMA_EXPORT cuMemHostAlloc(void** data, std::size_t bytes, unsigned) {
    return inContext([&] {
        *data = ::operator new(bytes, kPage, std::nothrow);
        return *data == nullptr ? Code::OutOfMemory : Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemFreeHost(void* data) {
    return release([&] {
        machine.finishAll();
        ::operator delete(data, kPage);
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemcpyHtoDAsync_v2(Address to, const void* from, std::size_t bytes, StreamHandle stream) {
    return inContext([&] {
        std::byte* const target = machine.find(to, bytes);
        if (target == nullptr) return Code::InvalidValue;
        machine.enqueue(streamOf(stream), {[=] { std::memcpy(target, from, bytes); }, nullptr});
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemcpyDtoHAsync_v2(void* to, Address from, std::size_t bytes, StreamHandle stream) {
    return inContext([&] {
        const std::byte* const source = machine.find(from, bytes);
        if (source == nullptr) return Code::InvalidValue;
        machine.enqueue(streamOf(stream), {[=] { std::memcpy(to, source, bytes); }, nullptr});
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemcpy2DAsync_v2(const Copy2D* copy, StreamHandle stream) {
    return inContext([&] {
        const auto end = [](std::size_t pitch, std::size_t x, std::size_t y, const Copy2D& size) {
            return pitch * (y + size.height - 1) + x + size.widthBytes;
        };
        if (copy->widthBytes == 0 || copy->height == 0) return Code::Success;
        const std::byte* from = static_cast<const std::byte*>(copy->fromHost);
        std::byte* to = static_cast<std::byte*>(copy->toHost);
        if (copy->fromType == kMemoryDevice)
            from = machine.find(copy->fromDevice, end(copy->fromPitch, copy->fromX, copy->fromY, *copy));
        if (copy->toType == kMemoryDevice)
            to = machine.find(copy->toDevice, end(copy->toPitch, copy->toX, copy->toY, *copy));
        if (from == nullptr || to == nullptr) return Code::InvalidValue;
        from += copy->fromPitch * copy->fromY + copy->fromX;
        to += copy->toPitch * copy->toY + copy->toX;
        const auto run = [from, to, copied = *copy] {
            for (std::size_t y = 0; y < copied.height; ++y)
                std::memcpy(to + y * copied.toPitch, from + y * copied.fromPitch, copied.widthBytes);
        };
        machine.enqueue(streamOf(stream), {run, nullptr});
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuMemsetD8Async(Address to, unsigned char value, std::size_t bytes, StreamHandle stream) {
    return inContext([&] {
        std::byte* const target = machine.find(to, bytes);
        if (target == nullptr) return Code::InvalidValue;
        machine.enqueue(streamOf(stream), {[=] { std::memset(target, value, bytes); }, nullptr});
        return Code::Success;
    });
}

// ---- Streams and events ----

FOTOGRAMA_EXPORT cuStreamCreate(StreamHandle* stream, unsigned) {
    return inContext([&] {
        *stream = reinterpret_cast<StreamHandle>(machine.createStream());
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuStreamDestroy_v2(StreamHandle stream) {
    return release([&] { return machine.destroyStream(&streamOf(stream)); });
}

FOTOGRAMA_EXPORT cuStreamSynchronize(StreamHandle stream) {
    return inContext([&] {
        machine.finish(streamOf(stream));
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuStreamWaitEvent(StreamHandle stream, EventHandle event, unsigned) {
    return inContext([&] {
        if (event->mark != nullptr) machine.enqueue(streamOf(stream), {[] {}, event->mark});
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuEventCreate(EventHandle* event, unsigned) {
    return inContext([&] {
        *event = std::make_unique<EventObject>().release();
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuEventDestroy_v2(EventHandle event) {
    return release([&] {
        const std::unique_ptr<EventObject> owned(event);
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuEventRecord(EventHandle event, StreamHandle stream) {
    return inContext([&] {
        event->mark = std::make_shared<fake_cuda::Mark>();
        machine.enqueue(streamOf(stream), {[mark = event->mark] { mark->isReached = true; }, nullptr});
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuEventQuery(EventHandle event) {
    return inContext([&] {
        machine.progress();  // so that who polls gets there
        return event->mark == nullptr || event->mark->isReached ? Code::Success : Code::NotReady;
    });
}

FOTOGRAMA_EXPORT cuEventSynchronize(EventHandle event) {
    return inContext([&] {
        if (event->mark != nullptr) machine.finish(*event->mark);
        return Code::Success;
    });
}

// ---- Code ----

FOTOGRAMA_EXPORT cuModuleLoadData(ModuleHandle* module, const void* image) {
    return inContext([&] {
        if (image == nullptr) return Code::InvalidValue;
        if (machine.config().loadCode != 0) return static_cast<Code>(machine.config().loadCode);
        *module = std::make_unique<ModuleObject>().release();
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuModuleUnload(ModuleHandle module) {
    return release([&] {
        machine.finishAll();
        const std::unique_ptr<ModuleObject> owned(module);
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuModuleGetFunction(Function* function, ModuleHandle module, const char* name) {
    return inContext([&] {
        auto known = module->functions.find(name);
        if (known == module->functions.end()) {
            const Entry entry = findEntry(name);
            // The driver's own functions (cuInit, ...) are no kernels; those of a filter may begin alike (curves_...).
            const std::string_view text = name;
            const bool isDrivers = text.starts_with("cu") && text.size() > 2 && text[2] >= 'A' && text[2] <= 'Z';
            if (entry == nullptr || isDrivers) return Code::NotFound;
            known = module->functions.emplace(name, FunctionObject{name, entry}).first;
        }
        *function = &known->second;
        return Code::Success;
    });
}

FOTOGRAMA_EXPORT cuLaunchKernel(Function function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                                unsigned blockY, unsigned blockZ, unsigned sharedBytes, StreamHandle stream,
                                void** parameters, void**) {
    return inContext([&] {
        const bool fits = gridX > 0 && gridY > 0 && gridY <= 65535 && gridZ == 1 && blockX * blockY <= 1024 &&
                          blockX > 0 && blockY > 0 && blockZ == 1 && sharedBytes <= 48 * 1024;
        if (!fits) return Code::InvalidValue;
        // Parameters are copied now, as the driver does; the caller's may be gone when the work runs.
        auto launch = std::make_shared<const Launch>(Launch{function->entry,
                                                            {gridX, gridY},
                                                            {blockX, blockY},
                                                            sharedBytes > 0,
                                                            argsOf(function->name, parameters[0]),
                                                            *static_cast<fotograma::pixel::i32*>(parameters[1]),
                                                            *static_cast<fotograma::pixel::i32*>(parameters[2])});
        machine.enqueue(streamOf(stream),
                        {[name = function->name, launch] { machine.runKernel(name, [&] { (*launch)(); }); }, nullptr});
        return Code::Success;
    });
}
