// fotograma-chain-bench: what a frame costs through a chain of filters, beside the same chain stored after every filter and
// beside graphs of libavfilter that do the same, all on one thread over the same frames, in turn.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/chain_times.h"

namespace {

constexpr const char* kHelp =
    "fotograma-chain-bench FILTERS [--peer GRAPH]... [--raw FILE] [--write FILE] [--size WxH] [--bits N]\n"
    "                      [--chroma 444] [--transfer N] [--threads N] [--rounds N]\n"
    "                      [--frames N]\n"
    "\n"
    "FILTERS is \"adjust:contrast=1.1,saturation=1.2;levels:gamma=1.1\"; a value @FILE is read from a file. One JSON\n"
    "object comes out: the passes, what everybody took a frame (processor time and by the clock, median and range), "
    "by\n"
    "how much it is dearer than ours round by round, and how far its first frame is from ours.\n"
    "  --peer GRAPH   a graph of libavfilter, on one thread; may be given several times\n"
    "  --raw FILE     planar frames instead of made ones\n"
    "  --write FILE   the first frame that comes out, raw\n"
    "  --size WxH     of the frames (1920x1080)\n"
    "  --bits N       of the frames (8)\n"
    "  --chroma 444   without subsampling; else 4:2:0\n"
    "  --transfer N   of ITU-T H.273: 16 is PQ, 18 is HLG (1)\n"
    "  --threads N    of ours (1)\n"
    "  --rounds N     everybody's turns (7)\n"
    "  --frames N     in a turn (8)\n";

bool take(fotograma::bench::ChainOrder& order, std::string_view name, const char* value) {
    if (name == "--peer") {
        order.peers.emplace_back(value);
    } else if (name == "--raw") {
        order.raw = value;
    } else if (name == "--write") {
        order.write = value;
    } else if (name == "--bits") {
        order.bits = std::atoi(value);
    } else if (name == "--chroma") {
        order.isSubsampled = std::string_view(value) != "444";
    } else if (name == "--transfer") {
        order.transfer = std::atoi(value);
    } else if (name == "--threads") {
        order.threads = std::atoi(value);
    } else if (name == "--frames") {
        order.frames = std::atoi(value);
    } else if (name == "--rounds") {
        order.rounds = std::atoi(value);
    } else if (name == "--size") {
        return std::sscanf(value, "%dx%d", &order.width, &order.height) == 2;
    } else {
        return false;
    }
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    fotograma::bench::ChainOrder order;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--help") {
            std::fputs(kHelp, stdout);
            return 0;
        }
        if (!argument.starts_with("--") && order.filters.empty()) {
            order.filters = argument;
        } else if (i + 1 >= count || !take(order, argument, arguments[++i])) {
            std::fputs(kHelp, stderr);
            return 2;
        }
    }
    if (order.filters.empty() || order.rounds < 1 || order.frames < 1) {
        std::fputs(kHelp, stderr);
        return 2;
    }
    const fotograma::base::Status done = fotograma::bench::timeChain(order);
    if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return done ? 0 : 1;
}
