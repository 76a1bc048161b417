// fotograma-self-check: which devices are there, and does each compute what the host computes?
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/filter/host.h"
#include "engine/filter/self_check.h"
#include "gpu/cuda_device.h"

using namespace fotograma;

namespace {

constexpr int kAgrees = 0;
constexpr int kDiffers = 1;
constexpr int kUsage = 2;
constexpr int kNoDevice = 3;

constexpr const char* kHelp =
    "fotograma-self-check [--cuda] [--all]\n"
    "\n"
    "Lists the devices of this machine and compares every kernel on each of them with the host.\n"
    "  --cuda   having no usable CUDA device is a failure (exit code 3)\n"
    "  --all    print every comparison, not only a line for each kernel\n"
    "Exit code 0: all agree; 1: some do not; 2: wrong usage; 3: no device.\n";

void print(const std::string& line) { std::puts(line.c_str()); }

void printDevice(const device::DeviceFacts& facts) {
    std::string line = base::concat(facts.text, "  ", facts.name, "  ", base::humanBytes(facts.memoryBytes), ", ",
                                    facts.computeUnits, " units");
    for (const std::string& trait : facts.traits) line.append(", ").append(trait);
    print(line);
}

std::string describe(const filter::SelfCheckRow& row) {
    return base::concat(row.passed ? "ok    " : "WRONG ", row.operation, "  ", row.kernels, "  ", row.picture,
                        "  difference ", row.difference, " of ", row.allowed, row.reason.empty() ? "" : ": ",
                        row.reason);
}

/// One line a kernel: its worst comparison. Rows of one kernel follow each other.
bool report(const std::vector<filter::SelfCheckRow>& rows, bool all) {
    bool agrees = true;
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t end = first;
        std::size_t worst = first;
        for (; end < rows.size() && rows[end].kernels == rows[first].kernels; ++end) {
            agrees = agrees && rows[end].passed;
            if (all || !rows[end].passed) print(base::concat("    ", describe(rows[end])));
            if (rows[end].difference > rows[worst].difference) worst = end;
        }
        print(base::concat("  ", rows[first].operation, "  ", rows[first].kernels, ": ", end - first,
                           " comparisons, largest difference ", rows[worst].difference, " of ", rows[worst].allowed));
        first = end;
    }
    return agrees;
}

bool check(device::Device& device, device::Device& host, bool all) {
    printDevice(device.facts());
    const auto rows = filter::runSelfCheck(device, host);
    const bool agrees = report(rows, all);
    print(base::concat("  ", agrees ? "agrees with the host" : "DOES NOT AGREE with the host", " in ", rows.size(),
                       " comparisons"));
    return agrees;
}

}  // namespace

int main(int count, char** arguments) {
    bool needsCuda = false;
    bool all = false;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--cuda") {
            needsCuda = true;
        } else if (argument == "--all") {
            all = true;
        } else {
            std::fputs(kHelp, argument == "--help" ? stdout : stderr);
            return argument == "--help" ? kAgrees : kUsage;
        }
    }

    const auto host = filter::createHost();
    bool agrees = check(*host, *host, all);
    const gpu::Probe found = gpu::probe();
    bool isAnyUsable = false;
    if (!found.reason.empty()) print(base::concat("cuda: none. ", found.reason));
    for (const gpu::FoundDevice& one : found.devices) {
        if (one.device == nullptr) {
            printDevice(one.facts);
            print(base::concat("  ", one.reason));
            continue;
        }
        isAnyUsable = true;
        agrees = check(*one.device, *host, all) && agrees;
    }
    if (!agrees) return kDiffers;
    return needsCuda && !isAnyUsable ? kNoDevice : kAgrees;
}
