// fotograma-pipeline-bench: what one clip costs in processor time when it is analysed, part by part, in one process.
//
// The peer is libav as its documentation shows it: full probe, a decoder of its own for each file, the same frames
// decoded, nothing measured.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/base/cpu_time.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/host.h"
#include "engine/media/av.h"
#include "engine/pipeline/pipeline.h"

using namespace fotograma;

namespace {

constexpr const char* kHelp =
    "fotograma-pipeline-bench [OPTIONS] FILE...\n"
    "\n"
    "Analyses the files once a round with a lane for each thread, and prints processor time a clip by part.\n"
    "  --mode M      headers, keyframes (default), sample, all\n"
    "  --every S     of sample, seconds (1)\n"
    "  --measures L  names with commas (luma,blur,change)\n"
    "  --threads N   files at the same time (1)\n"
    "  --rounds N    times over the list (3); the best round is printed, and the spread\n"
    "  --peer stock  runs in-process libav with a full probe and a new decoder for each file, in turn with ours\n"
    "  --only stock  the peer alone, one round: a whole process to be timed from outside\n"
    "  --list FILE   names files, one a line\n"
    "  --json        one JSON object a line\n";

struct Options {
    recipe::Recipe recipe;
    std::vector<std::filesystem::path> files;
    int threads = 1;
    int rounds = 3;
    bool hasPeer = false;
    bool onlyPeer = false;
    bool json = false;
};

/// Processor time of the calling thread as a clock, so that stages count work and not waiting.
class ThreadClock final : public base::Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
        return std::chrono::steady_clock::time_point(
            std::chrono::nanoseconds(static_cast<std::int64_t>(base::threadCpuSeconds() * 1e9)));
    }
    [[nodiscard]] base::UnixMillis unixNow() const override { return base::systemClock().unixNow(); }
};

/// Of one clip; microseconds.
struct Cost {
    double cpu = 0.0;
    double wall = 0.0;
    double open = 0.0;  ///< And closing.
    double decode = 0.0;
    double measure = 0.0;
    std::int64_t frames = 0;
    bool failed = false;

    [[nodiscard]] double rest() const { return cpu - open - decode - measure; }
};

class Silent final : public pipeline::RunObserver {
public:
    void progress(const api::Progress&) override {}
    void log(std::string_view) override {}
};

double wallMicros() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::micro>(now).count();
}

// ---- Ours ------------------------------------------------------------------------------------------------------------

class Ours {
public:
    explicit Ours(const Options& options)
        : m_options(options), m_host(filter::createHost()), m_lane(*m_host, *m_host) {}

    Cost run(const std::filesystem::path& file) {
        pipeline::RunRequest request;
        request.input = file;
        request.recipe = m_options.recipe;
        request.schedule = pipeline::Schedule::Inline;
        request.clock = &m_clock;
        Silent silent;
        const double wall = wallMicros();
        const double cpu = base::threadCpuSeconds();
        const pipeline::RunResult result = pipeline::run(request, m_lane, silent, {});
        Cost cost;
        cost.cpu = (base::threadCpuSeconds() - cpu) * 1e6;
        cost.wall = wallMicros() - wall;
        const double inside = result.report.wallSeconds * 1e6;
        cost.open = cost.cpu - inside;
        for (const api::StageShare& stage : result.report.stages) {
            if (stage.stage == "decode") cost.decode = stage.busyShare * inside;
            if (stage.stage == "filter") cost.measure = stage.busyShare * inside;
        }
        cost.frames = result.report.framesDecoded;
        cost.failed = result.error.has_value();
        return cost;
    }

private:
    const Options& m_options;
    ThreadClock m_clock;
    std::unique_ptr<device::Device> m_host;
    pipeline::Lane m_lane;
};

// ---- The peer --------------------------------------------------------------------------------------------------------

using namespace media;

class Stock {
public:
    explicit Stock(const Options& options) : m_frames(options.recipe.input.frames) {}

    Cost run(const std::filesystem::path& file) {
        Cost cost;
        const double wall = wallMicros();
        const double cpu = base::threadCpuSeconds();
        cost.failed = !decodeAll(file, cost, cpu);
        cost.cpu = (base::threadCpuSeconds() - cpu) * 1e6;
        cost.wall = wallMicros() - wall;
        return cost;
    }

private:
    bool decodeAll(const std::filesystem::path& file, Cost& cost, double start) {
        AVFormatContext* raw = nullptr;
        if (avformat_open_input(&raw, file.c_str(), nullptr, nullptr) < 0) return false;
        const av::InputContext input(raw);
        if (avformat_find_stream_info(raw, nullptr) < 0) return false;
        const AVCodec* codec = nullptr;
        const int track = av_find_best_stream(raw, AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
        if (track < 0) return false;
        if (m_frames == recipe::Frames::None) return true;
        const av::CodecContext context(avcodec_alloc_context3(codec));
        avcodec_parameters_to_context(context.get(), raw->streams[track]->codecpar);
        context->thread_count = 1;
        const bool keysOnly = m_frames == recipe::Frames::Key;
        if (keysOnly) context->skip_frame = AVDISCARD_NONKEY;
        if (avcodec_open2(context.get(), codec, nullptr) < 0) return false;
        cost.open = (base::threadCpuSeconds() - start) * 1e6;
        const double before = base::threadCpuSeconds();
        const av::Packet packet(av_packet_alloc());
        const av::Frame frame(av_frame_alloc());
        const auto drain = [&] {
            while (avcodec_receive_frame(context.get(), frame.get()) >= 0) ++cost.frames;
        };
        while (av_read_frame(raw, packet.get()) >= 0) {
            const bool isWanted =
                packet->stream_index == track && (!keysOnly || (packet->flags & AV_PKT_FLAG_KEY) != 0);
            if (isWanted && avcodec_send_packet(context.get(), packet.get()) >= 0) drain();
            av_packet_unref(packet.get());
        }
        avcodec_send_packet(context.get(), nullptr);
        drain();
        cost.decode = (base::threadCpuSeconds() - before) * 1e6;
        return true;
    }

    recipe::Frames m_frames;
};

// ---- Rounds ----------------------------------------------------------------------------------------------------------

struct Round {
    std::vector<Cost> costs;
    double seconds = 0.0;

    [[nodiscard]] double meanCpu() const {
        double sum = 0.0;
        for (const Cost& cost : costs) sum += cost.cpu;
        return sum / static_cast<double>(costs.size());
    }
};

/// All files once, each thread taking the next; workers keep what they opened from round to round.
template <class Worker>
Round runRound(const Options& options, std::vector<std::unique_ptr<Worker>>& workers) {
    Round round;
    round.costs.resize(options.files.size());
    std::atomic<std::size_t> next{0};
    const double start = wallMicros();
    {
        std::vector<std::jthread> threads;
        for (const auto& worker : workers)
            threads.emplace_back([&] {
                for (std::size_t i = next++; i < options.files.size(); i = next++)
                    round.costs[i] = worker->run(options.files[i]);
            });
    }
    round.seconds = (wallMicros() - start) * 1e-6;
    return round;
}

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    return values.empty() ? 0.0 : values[rank];
}

base::Json summaryOf(std::string_view who, const std::vector<Round>& rounds) {
    const Round& best = *std::ranges::min_element(rounds, {}, &Round::meanCpu);
    const auto count = static_cast<double>(best.costs.size());
    Cost sum;
    std::int64_t failed = 0;
    std::vector<double> cpus;
    std::vector<double> walls;
    for (const Cost& cost : best.costs) {
        sum.cpu += cost.cpu;
        sum.open += cost.open;
        sum.decode += cost.decode;
        sum.measure += cost.measure;
        sum.frames += cost.frames;
        failed += cost.failed ? 1 : 0;
        cpus.push_back(cost.cpu);
        walls.push_back(cost.wall);
    }
    std::vector<double> means;
    for (const Round& round : rounds) means.push_back(round.meanCpu());
    base::Json json = base::Json::object();
    json.set("who", who).set("clips", static_cast<std::int64_t>(best.costs.size())).set("failed", failed);
    json.set("frames", sum.frames).set("cpu_us", sum.cpu / count).set("open_us", sum.open / count);
    json.set("decode_us", sum.decode / count).set("measure_us", sum.measure / count).set("rest_us", sum.rest() / count);
    json.set("cpu_us_worst_round", quantile(means, 1.0)).set("clips_per_second", count / best.seconds);
    for (const int percent : {50, 95, 99}) {
        json.set(base::concat("cpu_us_p", percent), quantile(cpus, percent / 100.0));
        json.set(base::concat("wall_us_p", percent), quantile(walls, percent / 100.0));
    }
    return json;
}

void print(const base::Json& sum) {
    const auto number = [&](const char* key) { return sum[key].asNumber(); };
    std::printf("%-6s %5.0f clips %6.0f frames %3.0f failed | CPU us a clip %8.1f (worst round %8.1f)",  // NOLINT
                sum["who"].asString().c_str(), number("clips"), number("frames"), number("failed"), number("cpu_us"),
                number("cpu_us_worst_round"));
    std::printf(" = open %.1f, decode %.1f, measure %.1f, rest %.1f\n", number("open_us"), number("decode_us"),
                number("measure_us"), number("rest_us"));
    std::printf("       CPU P50 %.0f P95 %.0f P99 %.0f | wall P50 %.0f P95 %.0f P99 %.0f us | %.0f clips a second\n",
                number("cpu_us_p50"), number("cpu_us_p95"), number("cpu_us_p99"), number("wall_us_p50"),
                number("wall_us_p95"), number("wall_us_p99"), number("clips_per_second"));
}

void report(const Options& options, const base::Json& sum) {
    if (options.json)
        std::printf("%s\n", sum.dump().c_str());
    else
        print(sum);
}

int measurePeerAlone(const Options& options) {
    av::initialize();
    std::vector<std::unique_ptr<Stock>> stock;
    for (int i = 0; i < options.threads; ++i) stock.push_back(std::make_unique<Stock>(options));
    const base::Json peer = summaryOf("stock", {runRound(options, stock)});
    report(options, peer);
    return peer["failed"].asInteger() == 0 ? 0 : 1;
}

int measure(const Options& options) {
    av::initialize();
    std::vector<std::unique_ptr<Ours>> ours;
    std::vector<std::unique_ptr<Stock>> stock;
    for (int i = 0; i < options.threads; ++i) {
        ours.push_back(std::make_unique<Ours>(options));
        stock.push_back(std::make_unique<Stock>(options));
    }
    std::vector<Round> oursRounds;
    std::vector<Round> stockRounds;
    for (int i = 0; i < options.rounds; ++i) {
        oursRounds.push_back(runRound(options, ours));
        if (options.hasPeer) stockRounds.push_back(runRound(options, stock));
    }
    const base::Json own = summaryOf("ours", oursRounds);
    report(options, own);
    if (!options.hasPeer) return own["failed"].asInteger() == 0 ? 0 : 1;
    const base::Json peer = summaryOf("stock", stockRounds);
    report(options, peer);
    std::vector<double> ratios;
    for (std::size_t i = 0; i < oursRounds.size(); ++i)
        ratios.push_back(stockRounds[i].meanCpu() / oursRounds[i].meanCpu());
    base::Json ratio = base::Json::object();
    ratio.set("who", "ratio").set("cpu", quantile(ratios, 0.5)).set("least", quantile(ratios, 0.0));
    ratio.set("most", quantile(ratios, 1.0));
    ratio.set("same_frames", own["frames"].asInteger() == peer["frames"].asInteger());
    if (options.json)
        std::printf("%s\n", ratio.dump().c_str());
    else
        std::printf("ratio  stock/ours CPU %.2f (%.2f to %.2f in pairs)%s\n", ratio["cpu"].asNumber(),
                    ratio["least"].asNumber(), ratio["most"].asNumber(),
                    ratio["same_frames"].asBool() ? "" : " | NOT the same number of frames");
    return own["failed"].asInteger() == 0 ? 0 : 1;
}

// ---- Options ---------------------------------------------------------------------------------------------------------

base::Json documentOf(const std::string& mode, double every, const std::string& measures) {
    base::Json input = base::Json::object();
    input.set("frames", mode == "keyframes" ? "key" : mode == "headers" ? "none" : mode);
    if (mode == "sample") input.set("every", every);
    base::Json list = base::Json::array();
    for (std::size_t begin = 0; mode != "headers" && begin < measures.size();) {
        const std::size_t end = std::min(measures.find(',', begin), measures.size());
        list.append(base::Json::object().set("id", measures.substr(begin, end - begin)));
        begin = end + 1;
    }
    return base::Json::object().set("version", 1).set("id", "bench").set("input", input).set("measures", list);
}

int fail(const std::string& why) {
    std::fprintf(stderr, "%s\n\n%s", why.c_str(), kHelp);  // NOLINT
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    std::string mode = "keyframes";
    std::string measures = "luma,blur,change";
    double every = 1.0;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
        if (argument == "--mode")
            mode = value();
        else if (argument == "--measures")
            measures = value();
        else if (argument == "--every")
            every = std::atof(value().c_str());
        else if (argument == "--threads")
            options.threads = std::max(1, std::atoi(value().c_str()));
        else if (argument == "--rounds")
            options.rounds = std::max(1, std::atoi(value().c_str()));
        else if (argument == "--json")
            options.json = true;
        else if (argument == "--peer") {
            if (value() != "stock") return fail("The only peer is stock.");
            options.hasPeer = true;
        } else if (argument == "--only") {
            if (value() != "stock") return fail("The only peer is stock.");
            options.hasPeer = options.onlyPeer = true;
        } else if (argument == "--list") {
            std::ifstream lines(value());
            for (std::string line; std::getline(lines, line);) options.files.push_back(base::pathFromUtf8(line));
        } else if (argument.starts_with("-"))
            return fail(base::concat("There is no option ", argument, "."));
        else
            options.files.push_back(base::pathFromUtf8(argument));
    }
    if (options.files.empty()) return fail("No files were named.");
    auto recipe = recipe::parse(documentOf(mode, every, measures));
    if (!recipe) return fail(recipe.error().message);
    if (options.hasPeer && mode == "sample") return fail("The peer has no sample mode.");
    options.recipe = std::move(*recipe);
    return options.onlyPeer ? measurePeerAlone(options) : measure(options);
}
