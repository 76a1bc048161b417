#include "engine/device/host_device.h"

#include <algorithm>
#include <mutex>
#include <new>

#include "engine/base/cpu_features.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/device/host_parallel.h"
#include "engine/device/host_pictures.h"
#include "engine/device/host_run_rows.h"

namespace fotograma::device {
namespace {

using RowFunction = HostLoops::Rows;

/// Samples in a part of a parallel loop: enough that handing it out costs nothing beside it.
constexpr int kSamplesAPart = 1 << 16;
/// Samples in a band that several Reduces go over in turn: with chroma and a previous frame it stays in a near cache.
constexpr int kSamplesABand = 1 << 14;
/// A band is not thinner: kernels that read neighbours, or count into tables of their own, would repeat themselves.
constexpr int kRowsABand = 8;

int rowsOf(int samples, const KernelCall& call) { return std::max(1, samples / std::max(1, call.width)); }

class HostQueue final : public Queue {
public:
    explicit HostQueue(const HostLoops& loops) : m_loops(loops) {}

    frame::DeviceId device() const noexcept override { return frame::DeviceId::Host; }

    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) override {
        return m_pictures.allocate(info);
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
        if (call.run != nullptr) return launchRun(call);
        const RowFunction rows = m_loops.kernel(call.kernel);
        if (rows == nullptr) return noKernel(call);
        if (call.shape == pixel::Shape::Reduce) {
            reduce({&call, 1}, {&rows, 1});
        } else {
            parallelRows(call.height, rowsOf(kSamplesAPart, call),
                         [&](int first, int end) { rows(call.args, call.width, first, end, nullptr); });
        }
        return {};
    }

    base::Status launchTogether(std::span<const KernelCall> calls, std::span<const frame::Frame>) override {
        m_together.clear();
        for (const KernelCall& call : calls) {
            FOTOGRAMA_ASSERT(call.shape == pixel::Shape::Reduce, "only Reduces run together");
            m_together.push_back(m_loops.kernel(call.kernel));
            if (m_together.back() == nullptr) return noKernel(call);
        }
        if (!calls.empty()) reduce(calls, m_together);
        return {};
    }

    base::Status synchronize() override { return {}; }
    const HostLoops* hostLoops() const noexcept override { return &m_loops; }

private:
    static base::Status noKernel(const KernelCall& call) {
        return base::fail(base::ErrorCode::NotFound,
                          base::concat("This build has no host kernel named ", call.kernel, "."));
    }

    base::Status launchRun(const KernelCall& call) {
        FOTOGRAMA_ASSIGN_OR_RETURN(HostRunRows run, HostRunRows::create(m_loops, *call.run, call.steps));
        run.swapTables(m_tables);
        run.start(*call.run);
        parallelRows(call.height, rowsOf(kSamplesAPart, call),
                     [&](int first, int end) { run.rows(*call.run, first, end); });
        run.swapTables(m_tables);
        return {};
    }

    /// Bands of rows: each goes past every kernel before the next is touched. Calls may have fewer rows than the
    /// tallest (blocks of colours): theirs are dealt out evenly.
    static void reduce(std::span<const KernelCall> calls, std::span<const RowFunction> rows) {
        const KernelCall& tallest = *std::ranges::max_element(calls, {}, &KernelCall::height);
        const int height = tallest.height;
        const int band = std::max(kRowsABand, rowsOf(kSamplesABand, tallest));
        const auto walk = [&](int first, int end, const auto& countersOf) {
            for (int top = first; top < end; top += band) {
                const int bottom = std::min(end, top + band);
                for (std::size_t i = 0; i < calls.size(); ++i) {
                    const auto scaled = [&](int row) {
                        return static_cast<int>(std::int64_t{row} * calls[i].height / height);
                    };
                    if (scaled(top) < scaled(bottom)) {
                        rows[i](calls[i].args, calls[i].width, scaled(top), scaled(bottom), countersOf(i));
                    }
                }
            }
        };
        std::mutex mutex;  // Of the calls' counters.
        parallelRows(height, rowsOf(kSamplesAPart, tallest), [&](int first, int end) {
            if (first == 0 && end == height) {
                return walk(first, end, [&](std::size_t i) { return calls[i].args.counters; });
            }
            // Every part adds to sums of its own; integers added in any order give the same.
            std::vector<std::vector<pixel::u64>> sums;
            for (const KernelCall& call : calls) sums.emplace_back(static_cast<std::size_t>(call.args.counterCount));
            walk(first, end, [&](std::size_t i) { return sums[i].data(); });
            const std::lock_guard lock(mutex);
            for (std::size_t i = 0; i < calls.size(); ++i) {
                for (std::size_t c = 0; c < sums[i].size(); ++c) calls[i].args.counters[c] += sums[i][c];
            }
        });
    }

    const HostLoops& m_loops;
    std::vector<RowFunction> m_together;  ///< Of launchTogether: kept for its memory.
    HostPictures m_pictures;
    CodeTables m_tables;  ///< Of the last run: the next frame's are mostly the same.
};

class HostDevice final : public Device {
public:
    HostDevice(std::span<const HostKernels* const> tables, const HostRuns* runs, std::string trait)
        : m_loops(tables, runs), m_trait(std::move(trait)) {}

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
    bool hasKernel(std::string_view name) const override { return m_loops.kernel(name) != nullptr; }
    base::Result<std::unique_ptr<Queue>> createQueue() override { return std::make_unique<HostQueue>(m_loops); }

private:
    HostLoops m_loops;
    std::string m_trait;
};

}  // namespace

std::unique_ptr<Device> createHostDevice(const HostKernelSets& sets, HostBuild build) {
    const bool useV3 = build != HostBuild::Baseline && !sets.v3.empty() && base::cpuHasAvx2Fma();
    if (useV3) return std::make_unique<HostDevice>(sets.v3, sets.v3Runs, "x86-64-v3");
    return std::make_unique<HostDevice>(sets.baseline, sets.baselineRuns, "baseline");
}

}  // namespace fotograma::device
