// What the cache costs: fotograma-cache-bench [FOLDER]. Every answer is checked before it counts; prints one JSON line a
// figure. The folder (by default a temporary one) gets 10,000 small files and a cache, and loses both again.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/content_id.h"
#include "engine/cache/key.h"
#include "engine/cache/tiered_cache.h"

using namespace fotograma;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kFiles = 10'000;
constexpr const char* kRecipe = "0123456789abcdef0123456789abcdef";

/// Wall and processor time since its making: on a busy machine only the second is the program's own.
class Watch {
public:
    void tell(const char* what, double count, const char* note) const;

private:
    Clock::time_point m_start = Clock::now();
    double m_cpuSeconds = base::processUsage().cpuSeconds;
};

void Watch::tell(const char* what, double count, const char* note) const {
    const double seconds = std::chrono::duration<double>(Clock::now() - m_start).count();
    const double cpuSeconds = base::processUsage().cpuSeconds - m_cpuSeconds;
    base::Json line = base::Json::object();
    line.set("figure", what).set("microseconds_each", seconds / count * 1e6).set("per_second", count / seconds);
    line.set("cpu_microseconds_each", cpuSeconds / count * 1e6).set("per_cpu_second", count / cpuSeconds);
    std::puts(line.set("count", count).set("note", note).dump().c_str());
}

/// A report of an ordinary analysis: about 3 KB of JSON.
std::string reportOf(int number) {
    base::Json values = base::Json::object();
    for (int i = 0; i < 60; ++i)
        values.set(base::concat("value_", i),
                   static_cast<double>((number * 7919 + i * 104729) % 1'000'003) / 1'000'003.0);
    return base::Json::object().set("input", base::concat("clip ", number, ".mp4")).set("measures", values).dump();
}

cache::Key keyOf(const base::Digest& content) {
    return cache::resultKey(cache::Kind::Report, content, kRecipe, "builds");
}

struct Bench {
    fs::path folder;
    std::vector<fs::path> files;
    std::vector<base::Digest> contents;

    std::unique_ptr<cache::TieredCache> open(std::int64_t memoryBytes) const {
        return std::make_unique<cache::TieredCache>(cache::TieredOptions{
            .memoryBytes = memoryBytes,
            .disk = cache::DiskOptions{.folder = folder / "cache", .limitBytes = std::int64_t{1} << 30}});
    }

    bool makeFiles() {
        fs::create_directories(folder / "files");
        for (int i = 0; i < kFiles; ++i) {
            files.push_back(folder / "files" / base::concat("clip-", i, ".mp4"));
            std::ofstream(files.back(), std::ios::binary) << "content " << i << std::string(30'000, char('a' + i % 26));
            fs::last_write_time(files.back(), fs::file_time_type::clock::now() - std::chrono::hours(1));
        }
        return true;
    }

    bool fill() {
        const auto cache = open(0);
        cache::ContentIds ids(*cache);
        Watch watch;
        for (const fs::path& file : files) {
            const auto stamp = base::fileStamp(file);
            if (!stamp || ids.known(*stamp)) return false;
            const auto digest = ids.read(file, *stamp);
            if (!digest || cache->find(keyOf(*digest))) return false;
            contents.push_back(*digest);
        }
        watch.tell("miss: stat, hash of 30 KB, three look-ups, identity kept", kFiles, "one thread");
        watch = Watch();
        for (int i = 0; i < kFiles; ++i)
            cache->put(keyOf(contents[static_cast<std::size_t>(i)]),
                       {.label = "clip, quality", .bytes = reportOf(i), .seconds = 0.005});
        watch.tell("keep a report of 2 KB", kFiles, "memory off, disk on, JSON writing included");
        return true;
    }

    /// One file's result, the way the service finds it.
    bool lookUp(cache::TieredCache& cache, std::size_t i) const {
        const auto stamp = base::fileStamp(files[i]);
        cache::ContentIds ids(cache);
        const auto content = stamp ? ids.known(*stamp) : std::nullopt;
        const auto found = content ? cache.find(keyOf(*content)) : std::nullopt;
        return found && *content == contents[i] && !found->value->bytes.empty();
    }

    bool hits() const {
        Watch watch;
        const auto cache = open(std::int64_t{256} << 20);
        watch.tell("load a cache of 10,000 reports and 10,000 identities", 1, "files in the page cache");
        watch = Watch();
        for (std::size_t i = 0; i < files.size(); ++i)
            if (!lookUp(*cache, i)) return false;
        watch.tell("hit on the disk: stat, identity, report", kFiles, "first time, both from segments");
        for (const unsigned threads : {1U, 2U}) {
            constexpr std::size_t kRounds = 50;
            std::atomic<bool> isGood{true};
            watch = Watch();
            {
                std::vector<std::jthread> running;
                for (unsigned t = 0; t < threads; ++t)
                    running.emplace_back([&] {
                        for (std::size_t n = 0; n < kRounds * files.size(); ++n)
                            if (!lookUp(*cache, n % files.size())) isGood = false;
                    });
            }
            if (!isGood) return false;
            watch.tell("hit in memory: stat, identity, report", static_cast<double>(kRounds * files.size() * threads),
                       threads == 1 ? "one thread" : "two threads");
        }
        return true;
    }
};

}  // namespace

int main(int argc, char** argv) {
    std::error_code error;
    Bench bench{.folder = fs::path(argc > 1 ? fs::path(argv[1]) : fs::temp_directory_path(error)) /
                          base::concat("fotograma-cache-bench-", base::processId())};
    const bool isGood = bench.makeFiles() && bench.fill() && bench.hits();
    fs::remove_all(bench.folder, error);
    if (!isGood) std::fputs("fotograma-cache-bench: the cache gave a wrong answer\n", stderr);
    return isGood ? 0 : 1;
}
