#include "bench/chain_bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "engine/base/text.h"
#include "engine/device/host_parallel.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/test_pictures.h"

namespace fotograma::bench {
namespace {

using Frames = std::vector<frame::Frame>;
using Clock = std::chrono::steady_clock;

std::vector<std::string> split(const std::string& text, char between) {
    std::vector<std::string> parts;
    std::size_t first = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != between) continue;
        parts.push_back(text.substr(first, i - first));
        first = i + 1;
    }
    return parts;
}

api::Json valueOf(const std::string& text) {
    if (text.starts_with("@")) {
        std::ifstream file(text.substr(1), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == '\0' ? api::Json(number) : api::Json(text);
}

base::Result<std::vector<filter::Use>> usesOf(const std::string& filters) {
    std::vector<filter::Use> uses;
    for (const std::string& one : split(filters, ';')) {
        const std::size_t colon = one.find(':');
        api::Json parameters = api::Json::object();
        if (colon != std::string::npos) {
            for (const std::string& each : split(one.substr(colon + 1), ',')) {
                const std::size_t equals = each.find('=');
                parameters.set(each.substr(0, equals), valueOf(each.substr(equals + 1)));
            }
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use use,
                                   filter::use(api::OperationKind::Filter, one.substr(0, colon), parameters));
        uses.push_back(std::move(use));
    }
    return uses;
}

frame::PictureSpec specOf(const ChainOrder& order) {
    frame::PictureSpec spec;
    spec.format.bits = order.bits;
    spec.format.sample = order.bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    spec.width = order.width;
    spec.height = order.height;
    const int space = order.transfer == 16 || order.transfer == 18 ? 9 : 1;
    spec.color = {space, order.transfer, space, false, 0};
    return spec;
}

void eachRow(const frame::Frame& frame, const auto& use) {
    for (int p = 0; p < frame.planes(); ++p) {
        const frame::Plane& plane = frame.plane(p);
        for (int y = 0; y < plane.height; ++y) {
            use(reinterpret_cast<char*>(plane.data + y * plane.pitchBytes),
                plane.width * frame.spec().format.bytesPerSample());
        }
    }
}

/// The frames of the file, a few of them.
base::Result<Frames> framesOf(const ChainOrder& order, const frame::PictureSpec& spec) {
    constexpr int kMost = 8;
    Frames frames;
    std::ifstream file(order.raw, std::ios::binary);
    for (int i = 0; i < kMost; ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame, filter::testPicture(spec, filter::Pattern::Quiet, i));
        if (!order.raw.empty()) {
            eachRow(frame, [&](char* row, int bytes) { file.read(row, bytes); });
            if (!file) break;
        }
        frames.push_back(std::move(frame));
    }
    if (frames.empty()) return base::fail(base::ErrorCode::InvalidData, base::concat(order.raw, " holds no frame."));
    return frames;
}

using Runners = std::vector<filter::ChainRunner>;

base::Result<frame::Frame> through(Runners& runners, frame::Frame frame) {
    for (filter::ChainRunner& runner : runners) {
        FOTOGRAMA_ASSIGN_OR_RETURN(Frames made, runner.push(std::move(frame)));
        if (made.size() != 1)
            return base::fail(base::ErrorCode::Unsupported, "Only chains that give one frame for each can be timed.");
        frame = std::move(made.front());
    }
    return frame;
}

base::Result<Runners> runnersOf(std::span<const std::vector<filter::Use>> chains, const frame::PictureSpec& input,
                                device::Queue& queue) {
    Runners runners;
    frame::PictureSpec spec = input;
    for (const std::vector<filter::Use>& uses : chains) {
        FOTOGRAMA_ASSIGN_OR_RETURN(filter::Chain chain, filter::Chain::prepare(uses, spec));
        spec = chain.output();
        FOTOGRAMA_ASSIGN_OR_RETURN(filter::ChainRunner runner, filter::ChainRunner::create(std::move(chain), queue));
        runners.push_back(std::move(runner));
    }
    return runners;
}

struct Reading {
    const char* name;
    Runners runners;
    std::vector<double> times;
};

void timeOnce(Reading& reading, const Frames& frames) {
    const auto before = Clock::now();
    for (const frame::Frame& frame : frames) static_cast<void>(through(reading.runners, frame));
    reading.times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count() /
                            static_cast<double>(frames.size()));
}

}  // namespace

base::Status benchChain(const ChainOrder& order) {
    device::setHostThreads(order.threads);
    const auto host = filter::createHost();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto queue, host->createQueue());
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<filter::Use> uses, usesOf(order.filters));
    const frame::PictureSpec spec = specOf(order);
    FOTOGRAMA_ASSIGN_OR_RETURN(const Frames frames, framesOf(order, spec));
    std::vector<std::vector<filter::Use>> alone;
    for (const filter::Use& use : uses) alone.push_back({use});
    FOTOGRAMA_ASSIGN_OR_RETURN(Runners fused, runnersOf(std::span(&uses, 1), spec, *queue));
    FOTOGRAMA_ASSIGN_OR_RETURN(Runners stored, runnersOf(alone, spec, *queue));
    for (const api::PassInfo& pass : fused.front().passes()) {
        std::string names;
        for (const std::string& each : pass.of) names += base::concat(names.empty() ? "" : " + ", each);
        std::printf("pass  %s  %s  %s\n", names.c_str(), pass.shape.c_str(), pass.how.c_str());
    }
    double difference = 0.0;
    for (const frame::Frame& frame : frames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame one, through(fused, frame));
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame other, through(stored, frame));
        difference = std::max(difference, filter::largestDifference(one, other));
    }
    if (!order.write.empty()) {
        std::ofstream file(order.write, std::ios::binary);
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame made, through(fused, frames.front()));
        eachRow(made, [&](const char* row, int bytes) { file.write(row, bytes); });
    }
    Reading readings[] = {{"fused", std::move(fused), {}}, {"stored after every filter", std::move(stored), {}}};
    const auto start = Clock::now();
    while (std::chrono::duration<double>(Clock::now() - start).count() < order.seconds ||
           readings[0].times.size() < 3) {
        for (Reading& reading : readings) timeOnce(reading, frames);  // In turn: the machine's moods hit both.
    }
    for (Reading& reading : readings) {
        std::ranges::sort(reading.times);
        std::printf("time  %-26s %8.3f ms a frame (best %.3f), %zu rounds\n", reading.name,
                    reading.times[reading.times.size() / 2], reading.times.front(), reading.times.size());
    }
    std::printf("difference %g code values\n", difference);
    return {};
}

}  // namespace fotograma::bench
