// An emulated libnvidia-ml.so.1 with one device at 00000000:41:00.0 that has no encoder, as data-centre GPUs do.
// FOTOGRAMA_FAKE_NVML=broken makes it refuse to start.
#include <cstdlib>
#include <cstring>

namespace {
constexpr int kSuccess = 0;
constexpr int kNotSupported = 3;
constexpr int kNotFound = 6;
constexpr int kUnknown = 999;
struct Object {
} theDevice;
int started = 0;
}  // namespace

extern "C" {

[[gnu::visibility("default")]] int nvmlInit_v2() {
    const char* mode = std::getenv("FOTOGRAMA_FAKE_NVML");
    if (mode != nullptr && std::strcmp(mode, "broken") == 0) return kUnknown;
    ++started;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlShutdown() {
    --started;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlDeviceGetHandleByPciBusId_v2(const char* id, void** device) {
    if (started <= 0 || std::strcmp(id, "00000000:41:00.0") != 0) return kNotFound;
    *device = &theDevice;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlDeviceGetUtilizationRates(void* device, unsigned* rates) {
    if (device != &theDevice) return kNotFound;
    rates[0] = 75;
    rates[1] = 40;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlDeviceGetMemoryInfo(void* device, unsigned long long* memory) {
    if (device != &theDevice) return kNotFound;
    memory[0] = 1'000;  // total, free, used
    memory[1] = 700;
    memory[2] = 300;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlDeviceGetDecoderUtilization(void*, unsigned* percent, unsigned* periodUs) {
    *percent = 20;
    *periodUs = 1;
    return kSuccess;
}
[[gnu::visibility("default")]] int nvmlDeviceGetEncoderUtilization(void*, unsigned*, unsigned*) {
    return kNotSupported;
}
}
