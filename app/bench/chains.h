/// Chains as people write them, for benchmarks: filters by their ids, with the parameters their definitions call typical.
///
/// Owner    constants of the program.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace fotograma::bench {

struct TypicalChain {
    std::string_view name;
    std::string_view what;
    std::array<std::string_view, 5> filters;  ///< The first empty one ends them.
    bool isHdr = false;                       ///< Takes 10-bit PQ pictures.

    [[nodiscard]] std::span<const std::string_view> ids() const {
        std::size_t count = 0;
        while (count < filters.size() && !filters[count].empty()) ++count;
        return std::span(filters).first(count);
    }
};

inline constexpr TypicalChain kTypicalChains[] = {
    {"grade", "five pointwise filters", {"white_balance", "levels", "adjust", "curves", "vignette"}},
    {"scale", "another size, sharpened", {"resize", "cas"}},
    {"restore", "bands and grain", {"deband", "grain"}},
    {"sdr", "HDR10 to SDR", {"tonemap"}, true},
};

}  // namespace fotograma::bench
