#include "engine/device/host_device.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <new>

#include "engine/base/cpu_features.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/device/host_parallel.h"

namespace fotograma::device {
namespace {

using RowFunction = decltype(HostKernel::run);
using KernelTable = std::map<std::string, RowFunction, std::less<>>;

/// Samples in a part of a parallel loop: enough that handing it out costs nothing beside it.
constexpr int kSamplesAPart = 1 << 16;

class HostQueue final : public Queue {
public:
    explicit HostQueue(const KernelTable& kernels) : m_kernels(kernels) {}

    frame::DeviceId device() const noexcept override { return frame::DeviceId::Host; }

    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) override {
        return frame::MutableFrame::allocateHost(info);
    }

    base::Result<Buffer> allocateBytes(std::size_t bytes) override {
        constexpr std::align_val_t kAlignment{frame::kPitchAlignment};
        void* data = ::operator new[](std::max<std::size_t>(bytes, 1), kAlignment, std::nothrow);
        if (data == nullptr) {
            return base::fail(base::ErrorCode::ResourceExhausted,
                              base::concat("No memory for a table of ", bytes, " bytes."));
        }
        std::shared_ptr<void> storage(data, [](void* block) { ::operator delete[](block, kAlignment); });
        return Buffer(data, bytes, std::move(storage));
    }

    base::Result<frame::Frame> upload(const frame::Frame& host) override { return host; }
    base::Result<frame::Frame> download(const frame::Frame& frame) override { return frame; }

    base::Status write(const Buffer& to, std::span<const std::byte> bytes) override {
        FOTOGRAMA_ASSERT(bytes.size() <= to.bytes(), "a write stays inside its buffer");
        std::ranges::copy(bytes, static_cast<std::byte*>(to.data()));
        return {};
    }
    base::Status read(const Buffer& from, std::span<std::byte> bytes) override {
        FOTOGRAMA_ASSERT(bytes.size() <= from.bytes(), "a read stays inside its buffer");
        std::copy_n(static_cast<const std::byte*>(from.data()), bytes.size(), bytes.begin());
        return {};
    }
    base::Status zero(const Buffer& buffer) override {
        std::fill_n(static_cast<std::byte*>(buffer.data()), buffer.bytes(), std::byte{0});
        return {};
    }

    base::Status launch(const KernelCall& call, std::span<const frame::Frame>) override {
        const auto found = m_kernels.find(call.kernel);
        if (found == m_kernels.end()) {
            return base::fail(base::ErrorCode::NotFound,
                              base::concat("This build has no host kernel named ", call.kernel, "."));
        }
        const int grain = std::max(1, kSamplesAPart / std::max(1, call.width));
        if (call.shape == pixel::Shape::Reduce) {
            reduce(call, found->second, grain);
        } else {
            parallelRows(call.height, grain,
                         [&](int first, int end) { found->second(call.args, call.width, first, end, nullptr); });
        }
        return {};
    }

    base::Status synchronize() override { return {}; }

private:
    /// Every part adds to sums of its own; integers added in any order give the same.
    static void reduce(const KernelCall& call, RowFunction rows, int grain) {
        std::mutex mutex;  // Of call.args.counters.
        parallelRows(call.height, grain, [&](int first, int end) {
            std::vector<pixel::u64> sums(static_cast<std::size_t>(call.counters), 0);
            rows(call.args, call.width, first, end, sums.data());
            const std::lock_guard lock(mutex);
            for (std::size_t i = 0; i < sums.size(); ++i) call.args.counters[i] += sums[i];
        });
    }

    const KernelTable& m_kernels;
};

class HostDevice final : public Device {
public:
    HostDevice(std::span<const HostKernels* const> tables, std::string trait) : m_trait(std::move(trait)) {
        for (const HostKernels* table : tables) {
            for (int i = 0; i < table->count; ++i) {
                const HostKernel& kernel = table->kernels[i];
                m_kernels.emplace(base::concat(table->folder, "_", kernel.name), kernel.run);
            }
        }
    }

    DeviceFacts facts() const override {
        DeviceFacts facts;
        facts.text = "cpu";
        base::MachineInfo machine = base::machineInfo();
        facts.name = machine.cpuName.empty() ? "Host processor" : std::move(machine.cpuName);
        facts.memoryBytes = machine.memoryBytes;
        facts.freeBytes = machine.availableBytes;
        facts.computeUnits = hostThreads();
        facts.traits = {m_trait};
        return facts;
    }
    bool hasKernel(std::string_view name) const override { return m_kernels.contains(name); }
    base::Result<std::unique_ptr<Queue>> createQueue() override { return std::make_unique<HostQueue>(m_kernels); }

private:
    KernelTable m_kernels;
    std::string m_trait;
};

}  // namespace

std::unique_ptr<Device> createHostDevice(const HostKernelSets& sets, HostBuild build) {
    const bool useV3 = build != HostBuild::Baseline && !sets.v3.empty() && base::cpuHasAvx2Fma();
    return std::make_unique<HostDevice>(useV3 ? sets.v3 : sets.baseline, useV3 ? "x86-64-v3" : "baseline");
}

}  // namespace fotograma::device
