// fotograma-filter-bench: how long every filter and measure takes for a picture, on every device, checked before timed.
//
// Needs no library but the engine's bare subset, so that it also builds where only nvcc, CMake and a compiler are.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "app/bench/picture_timing.h"
#include "engine/base/text.h"
#include "engine/device/host_parallel.h"
#include "engine/filter/host.h"
#include "gpu/cuda_device.h"

using namespace fotograma;

namespace {

constexpr const char* kHelp =
    "fotograma-filter-bench [PATTERN] [--json] [--threads N] [--seconds S]\n"
    "\n"
    "Times every filter and measure whose id contains PATTERN with its typical parameters, at 1280x720, 3840x2160 and\n"
    "1919x1079, 8 and 10 bits, 4:2:0, on every device. Host readings: both builds of the plain kernels, and the fast\n"
    "variant where there is one. Every case is first compared with the plain x86-64-v3 build.\n"
    "  --json       one JSON object a case and line\n"
    "  --threads N  host threads (1)\n"
    "  --seconds S  time for each case (0.3)\n";

struct Options {
    std::string pattern;
    bool json = false;
    int threads = 1;
    double seconds = 0.3;
};

struct Place {
    std::string name;
    device::Device& device;
    filter::Reading reading;
};

class Bench {
public:
    Bench(const Options& options, device::Device& reference)
        : m_options(options), m_timer(reference, {.seconds = options.seconds, .framesAtOnce = 1}) {}

    void run(const filter::Definition& definition, const frame::PictureSpec& spec, const Place& place) {
        auto outcome = m_timer.time(definition, spec, place.device, place.reading);
        const std::string name =
            base::concat(definition.info.id, " ", frame::toText(spec.format), " ", spec.width, "x", spec.height);
        if (!outcome) {
            std::fprintf(stderr, "%s on %s: %s\n", name.c_str(), place.name.c_str(), outcome.error().message.c_str());
            return;
        }
        print(definition, spec, place, name, *outcome);
    }

private:
    void print(const filter::Definition& definition, const frame::PictureSpec& spec, const Place& place,
               const std::string& name, const bench::PictureCost& outcome) const {
        const double pixels = static_cast<double>(spec.width) * spec.height;
        const double nsPerPixel = outcome.timing.medianMs * 1e6 / pixels;
        const double bestNsPerPixel = outcome.timing.bestMs * 1e6 / pixels;
        const double gigabytes = static_cast<double>(outcome.bytes) / (outcome.timing.medianMs * 1e6);
        if (!m_options.json) {
            std::printf("%-34s %-12s %9.3f ms  ±%4.1f %%  %8.3f ns/px (best %.3f)  %7.2f GB/s  difference %g\n",
                        name.c_str(), place.name.c_str(), outcome.timing.medianMs, outcome.timing.spread * 100.0,
                        nsPerPixel, bestNsPerPixel, gigabytes, outcome.difference);
            return;
        }
        const device::DeviceFacts facts = place.device.facts();
        std::printf(
            "{\"operation\":\"%s\",\"case\":\"%s\",\"place\":\"%s\",\"device\":\"%s\",\"threads\":%d,"
            "\"version\":\"%s\",\"compiler\":\"%s\",\"ms\":%.6f,\"spread\":%.4f,\"repeats\":%d,"
            "\"ns_per_pixel\":%.5f,\"best_ns_per_pixel\":%.5f,\"bytes\":%lld,\"gb_per_s\":%.3f,\"difference\":%g}\n",
            definition.info.id.c_str(), name.c_str(), place.name.c_str(), facts.name.c_str(), m_options.threads,
            FOTOGRAMA_VERSION, __VERSION__, outcome.timing.medianMs, outcome.timing.spread, outcome.timing.repeats,
            nsPerPixel, bestNsPerPixel, static_cast<long long>(outcome.bytes), gigabytes, outcome.difference);
    }

    const Options& m_options;
    bench::PictureTimer m_timer;
};

std::vector<frame::PictureSpec> pictures() {
    std::vector<frame::PictureSpec> specs;
    for (const int bits : {8, 10}) {
        for (const auto& [width, height] : {std::pair{1280, 720}, {3840, 2160}, {1919, 1079}}) {
            frame::PictureSpec spec;
            spec.format.bits = bits;
            spec.format.sample = bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
            spec.width = width;
            spec.height = height;
            specs.push_back(spec);
        }
    }
    return specs;
}

bool hasVariant(const filter::Definition& definition) {
    return std::ranges::any_of(filter::hostVariants(), [&](const filter::HostVariantInfo* variant) {
        return variant->filter == definition.info.id;
    });
}

int runAll(const Options& options) {
    device::setHostThreads(options.threads);
    const auto baseline = filter::createHost(device::HostBuild::Baseline);
    const auto best = filter::createHost();
    const gpu::Probe cuda = gpu::probe();
    if (!cuda.reason.empty()) std::fprintf(stderr, "cuda: %s\n", cuda.reason.c_str());
    std::vector<Place> places = {{"cpu base", *baseline, filter::Reading::Plain},
                                 {"cpu v3", *best, filter::Reading::Plain},
                                 {"cpu fast", *best, filter::Reading::Fastest}};
    for (const gpu::FoundDevice& found : cuda.devices) {
        if (found.device) places.push_back({found.facts.text, *found.device, filter::Reading::Plain});
    }
    Bench bench(options, *best);
    for (const filter::Definition* definition : filter::definitions()) {
        if (definition->info.id.find(options.pattern) == std::string::npos || !filter::looksAtPictures(*definition))
            continue;
        for (const frame::PictureSpec& spec : pictures()) {
            for (const Place& place : places) {
                const bool isVariant =
                    place.device.facts().id == frame::DeviceId::Host && place.reading == filter::Reading::Fastest;
                if (!isVariant || hasVariant(*definition)) bench.run(*definition, spec, place);
            }
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--json") {
            options.json = true;
        } else if (argument == "--threads" && i + 1 < count) {
            options.threads = std::atoi(arguments[++i]);
        } else if (argument == "--seconds" && i + 1 < count) {
            options.seconds = std::atof(arguments[++i]);
        } else if (argument.starts_with("-")) {
            std::fputs(kHelp, argument == "--help" ? stdout : stderr);
            return argument == "--help" ? 0 : 2;
        } else {
            options.pattern = argument;
        }
    }
    return runAll(options);
}
