// A process that writes to a cache folder: cache_writer FOLDER FIRST COUNT [forever]. Prints a line for each entry that
// is in the cache for good, so that a test that kills it knows what must still be there.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/base/text.h"
#include "engine/cache/disk_cache.h"
#include "engine/cache/key.h"

using namespace fotograma;

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    auto cache = cache::DiskCache::create({.folder = argv[1], .limitBytes = 64 << 20});
    if (!cache) return 1;
    const int first = std::atoi(argv[2]);
    const int count = std::atoi(argv[3]);
    for (int i = first; argc > 4 || i < first + count; ++i) {
        const std::string name = base::concat("entry ", i);
        std::string text;
        for (int n = 0; n < 200; ++n) text.append(base::concat(name, ' ', n * i, ';'));
        (*cache)->put(cache::KeyBuilder(cache::Kind::Report).add("name", name).finish(),
                      {.kind = cache::Kind::Report, .label = name, .bytes = text, .seconds = 0.1});
        std::printf("%d\n", i);
        std::fflush(stdout);
    }
    // Lives on, its segment in hand, until the test has seen enough.
    std::getchar();
    return 0;
}
