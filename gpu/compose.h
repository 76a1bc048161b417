/// The source of one kernel that does a whole run of Point kernels, of the same headers as the code in this program.
///
/// Thread   any; pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fotograma::gpu {

inline constexpr std::string_view kComposedEntry = "fotograma_run";

/// `kernels` are names of steps, "adjust_Straight"; `samples` those of the entry, "u8", "u16", "u8_u16" or "u16_u8".
[[nodiscard]] std::string composedSource(std::span<const std::string> kernels, std::string_view samples);

}  // namespace fotograma::gpu
