#include "bench/chain_times.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <vector>

#include "bench/peer_graph.h"
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
    // Quoted: a text that looks like a number.
    if (text.size() > 1 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == '\0' ? api::Json(number) : api::Json(text);
}

/// The file that a parameter names, read: filters open nothing.
base::Status readFiles(filter::Use& use) {
    for (const api::ParameterInfo& row : use.definition->info.parameters) {
        if (row.kind != api::ParameterKind::File || use.values.text(row.id).empty()) continue;
        auto asset = std::make_shared<filter::Asset>();
        asset->path = use.values.text(row.id);
        std::ifstream file(asset->path, std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        if (text.empty()) return base::fail(base::ErrorCode::NotFound, base::concat(asset->path, " cannot be read."));
        for (const char each : text) asset->bytes.push_back(static_cast<std::byte>(each));
        use.values = use.values.with(row.id, std::move(asset));
    }
    return {};
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
        FOTOGRAMA_RETURN_IF_ERROR(readFiles(use));
        uses.push_back(std::move(use));
    }
    return uses;
}

frame::PictureSpec specOf(const ChainOrder& order) {
    frame::PictureSpec spec;
    spec.format.bits = order.bits;
    spec.format.sample = order.bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    if (!order.isSubsampled) spec.format.chromaShiftX = spec.format.chromaShiftY = 0;
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
    Frames frames;
    std::ifstream file(order.raw, std::ios::binary);
    for (int i = 0; i < order.frames; ++i) {
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

/// A frame through one runner after another; filters that look ahead give nothing at first, others several.
base::Result<Frames> through(Runners& runners, frame::Frame frame) {
    Frames frames = {std::move(frame)};
    for (filter::ChainRunner& runner : runners) {
        Frames made;
        for (frame::Frame& each : frames) {
            FOTOGRAMA_ASSIGN_OR_RETURN(Frames some, runner.push(std::move(each)));
            std::ranges::move(some, std::back_inserter(made));
        }
        frames = std::move(made);
    }
    return frames;
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

/// One of those that do the same work, and what it took a frame, round by round.
struct Candidate {
    std::string name;
    std::function<base::Status()> pass;                 ///< All frames once.
    std::function<base::Result<frame::Frame>()> first;  ///< What comes out first.
    std::vector<double> cpu, wall;
};

Candidate ours(std::string name, std::shared_ptr<Runners> runners, const Frames& frames) {
    auto pass = [runners, &frames]() -> base::Status {
        for (const frame::Frame& frame : frames) {
            FOTOGRAMA_ASSIGN_OR_RETURN([[maybe_unused]] const Frames made, through(*runners, frame));
        }
        return {};
    };
    auto first = [runners, &frames]() -> base::Result<frame::Frame> {
        for (const frame::Frame& frame : frames) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const Frames made, through(*runners, frame));
            if (!made.empty()) return made.front();
        }
        return base::fail(base::ErrorCode::Unsupported, "The chain gave no frame.");
    };
    return {std::move(name), std::move(pass), std::move(first), {}, {}};
}

base::Result<Candidate> peer(const std::string& graph, const Frames& frames) {
    FOTOGRAMA_ASSIGN_OR_RETURN(PeerGraph made, PeerGraph::create(graph, frames));
    auto shared = std::make_shared<PeerGraph>(std::move(made));
    auto pass = [shared]() -> base::Status {
        const auto count = shared->pass();
        return count ? base::Status{} : std::unexpected(count.error());
    };
    return Candidate{graph, std::move(pass), [shared] { return shared->first(); }, {}, {}};
}

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

base::Status timeOnce(Candidate& candidate, std::size_t frames) {
    const auto wall = Clock::now();
    const double cpu = cpuSeconds();
    FOTOGRAMA_RETURN_IF_ERROR(candidate.pass());
    const double each = 1000.0 / static_cast<double>(frames);
    candidate.cpu.push_back((cpuSeconds() - cpu) * each);
    candidate.wall.push_back(std::chrono::duration<double>(Clock::now() - wall).count() * each);
    return {};
}

// ---- What is told ----------------------------------------------------------------------------------------------

api::Json spreadOf(std::vector<double> values) {
    std::ranges::sort(values);
    api::Json spread = api::Json::object();
    spread.set("median", values[values.size() / 2]).set("low", values.front()).set("high", values.back());
    return spread;
}

api::Json timesOf(const Candidate& candidate) {
    api::Json times = api::Json::object();
    times.set("name", candidate.name).set("cpu_ms", spreadOf(candidate.cpu)).set("wall_ms", spreadOf(candidate.wall));
    return times;
}

/// By how much the candidate is dearer than ours, round by round.
api::Json ratioOf(const std::vector<double>& theirs, const std::vector<double>& own) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < own.size(); ++i) ratios.push_back(theirs[i] / own[i]);
    return spreadOf(std::move(ratios));
}

/// Largest and mean difference in code values, and PSNR over all planes.
api::Json differenceOf(const frame::Frame& made, const frame::Frame& other) {
    api::Json found = api::Json::object();
    const frame::PictureSpec& spec = made.spec();
    // Tags of colours may be missing where a peer has none.
    if (!(spec.format == other.spec().format) || spec.width != other.spec().width || spec.height != other.spec().height)
        return found.set("other_kind", true);
    double largest = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    double samples = 0.0;
    for (int p = 0; p < made.planes(); ++p) {
        for (int y = 0; y < made.plane(p).height; ++y) {
            for (int x = 0; x < made.plane(p).width; ++x) {
                const double difference = filter::sampleOf(made, p, x, y) - filter::sampleOf(other, p, x, y);
                largest = std::max(largest, std::abs(difference));
                sum += std::abs(difference);
                squares += difference * difference;
            }
        }
        samples += static_cast<double>(made.plane(p).width) * made.plane(p).height;
    }
    const double peak = (1 << spec.format.bits) - 1;
    found.set("largest", largest).set("mean", sum / samples);
    if (squares > 0.0) found.set("psnr", 10.0 * std::log10(peak * peak * samples / squares));
    return found;
}

base::Status writeRaw(const frame::Frame& frame, const std::string& path) {
    std::ofstream file(path, std::ios::binary);
    eachRow(frame, [&](const char* row, int bytes) { file.write(row, bytes); });
    return file.good() ? base::Status{}
                       : base::fail(base::ErrorCode::IoError, base::concat(path, " cannot be written."));
}

api::Json passesOf(const Runners& runners) {
    api::Json rows = api::Json::array();
    for (const api::PassInfo& pass : runners.front().passes()) {
        api::Json of = api::Json::array();
        for (const std::string& each : pass.of) of.append(each);
        api::Json row = api::Json::object();
        row.set("of", std::move(of)).set("shape", pass.shape).set("how", pass.how);
        rows.append(std::move(row));
    }
    return rows;
}

base::Result<std::vector<Candidate>> candidatesOf(const ChainOrder& order, std::shared_ptr<Runners> chain,
                                                  std::shared_ptr<Runners> alone, const Frames& frames) {
    std::vector<Candidate> all;
    all.push_back(ours("ours", std::move(chain), frames));
    if (alone->size() > 1) all.push_back(ours("ours, stored after every filter", std::move(alone), frames));
    for (const std::string& graph : order.peers) {
        FOTOGRAMA_ASSIGN_OR_RETURN(Candidate made, peer(graph, frames));
        all.push_back(std::move(made));
    }
    return all;
}

/// Everybody once a round, forwards and backwards in turn: what disturbs the machine disturbs all alike.
base::Status timeInTurn(std::vector<Candidate>& all, int rounds, std::size_t frames) {
    for (Candidate& each : all) FOTOGRAMA_RETURN_IF_ERROR(each.pass());  // Warm: tables, pools, pages.
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i)
            FOTOGRAMA_RETURN_IF_ERROR(timeOnce(all[round % 2 == 0 ? i : all.size() - 1 - i], frames));
    }
    return {};
}

}  // namespace

base::Status timeChain(const ChainOrder& order) {
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
    api::Json told = api::Json::object();
    told.set("filters", order.filters).set("passes", passesOf(fused));
    FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<Candidate> all,
                               candidatesOf(order, std::make_shared<Runners>(std::move(fused)),
                                            std::make_shared<Runners>(std::move(stored)), frames));
    FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame made, all.front().first());
    if (!order.write.empty()) FOTOGRAMA_RETURN_IF_ERROR(writeRaw(made, order.write));
    std::vector<api::Json> differences;
    for (Candidate& each : all) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame other, &each == &all.front() ? made : each.first());
        differences.push_back(differenceOf(made, other));
    }
    FOTOGRAMA_RETURN_IF_ERROR(timeInTurn(all, order.rounds, frames.size()));
    api::Json rows = api::Json::array();
    for (std::size_t i = 0; i < all.size(); ++i) {
        api::Json row = timesOf(all[i]);
        row.set("cpu_ratio", ratioOf(all[i].cpu, all.front().cpu))
            .set("wall_ratio", ratioOf(all[i].wall, all.front().wall));
        row.set("difference", differences[i]);
        rows.append(std::move(row));
    }
    told.set("rounds", order.rounds)
        .set("frames", static_cast<std::int64_t>(frames.size()))
        .set("rows", std::move(rows));
    std::printf("%s\n", told.dump().c_str());
    return {};
}

}  // namespace fotograma::bench
