/// How much of the machine a job will want, guessed from its input's header before it starts.
///
/// Units    memory in bytes.
/// Thread   any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fotograma::job {

/// What a header tells about the amount of work. Zeros where it does not say.
struct ClipFacts {
    int width = 0;
    int height = 0;
    int bits = 8;
    std::int64_t frames = 0;  ///< About.
    int outputs = 0;          ///< Of the recipe; 0: analysis only.
};

struct Demand {
    int threads = 1;      ///< That it keeps busy with good use.
    int mostThreads = 1;  ///< Further ones would only wait.
    std::int64_t memoryBytes = 0;
    std::int64_t deviceBytes = 0;  ///< Of a GPU's memory, should it run on one.
    std::string device = {};       ///< Asked for: "auto", "cpu", "cuda", "cuda:1"; empty: not known here.
    bool isBrief = false;          ///< Over in a moment: it may wait where another one is about to end.
};

/// Small clips want one thread, so that many run at once; large pictures want more. Never more than `cores`.
[[nodiscard]] Demand estimate(const ClipFacts& clip, int cores) noexcept;

/// The same without opening the input, where its size tells enough: small files that are only measured.
[[nodiscard]] std::optional<Demand> estimateBySize(std::int64_t inputBytes, bool hasOutputs, int cores) noexcept;

}  // namespace fotograma::job
