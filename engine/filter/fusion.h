/// Which passes of a chain run as one, and what a device is told of such a run.
///
/// Shape    neighbouring Point passes are one run as long as the picture keeps its size, its model and its subsampling and
///          the run's arguments fit a launch. What a run yields is one thing on every device and in every reading: the
///          colours between its kernels are neither rounded nor held to the range (engine/pixel/point_run.h).
/// Thread   any.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/filter/chain.h"
#include "engine/pixel/run_args.h"

namespace fotograma::filter {

/// Point passes gathered into one run, one after another.
class PointRun {
public:
    /// True for a Point pass whose pictures a run can take.
    [[nodiscard]] static bool isPossible(const Pass& pass, const frame::PictureSpec& input);
    /// A run of one pass. `input` is what the pass reads.
    PointRun(const Pass& pass, const frame::PictureSpec& input);

    /// Takes the next pass in, which reads what the last one writes; false, and nothing happens, where it does not fit.
    bool add(const Pass& pass);

    [[nodiscard]] int passes() const noexcept { return m_passes; }
    [[nodiscard]] const frame::PictureSpec& input() const noexcept { return m_input; }
    [[nodiscard]] const frame::PictureSpec& output() const noexcept { return m_output; }
    /// Complete but for planes, tables and the moment.
    [[nodiscard]] const pixel::RunArgs& args() const noexcept { return m_args; }
    [[nodiscard]] std::span<const std::string> kernels() const noexcept { return m_kernels; }  ///< A name a step.
    /// By step; empty where it has none.
    [[nodiscard]] std::span<const std::vector<std::byte>> tables() const noexcept { return m_tables; }
    /// Each plane of the result follows from the same plane alone.
    [[nodiscard]] bool isPerPlane() const noexcept { return m_isPerPlane; }
    /// What was said of an HDR display and light is not true of the picture written.
    [[nodiscard]] bool leavesHdr() const noexcept { return m_leavesHdr; }

private:
    [[nodiscard]] bool isFitting(const Pass& pass) const;
    [[nodiscard]] const std::string& kernelOf(const Pass& pass) const;
    int matrixOf(const frame::PictureSpec& spec);
    void append(const Pass& pass);

    frame::PictureSpec m_input;
    frame::PictureSpec m_output;
    pixel::RunArgs m_args;
    std::vector<std::string> m_kernels;
    std::vector<std::vector<std::byte>> m_tables;
    std::size_t m_paramBytes = 0;
    int m_passes = 0;
    int m_matrices = 0;
    bool m_isInRgb = false;    ///< The domain of the colour after the last step.
    bool m_isPerPlane = true;  ///< As far as it goes.
    bool m_leavesHdr = false;
};

/// Which reading of a filter runs on the host; devices have one.
enum class Reading {
    Fastest,  ///< A faster variant beside the plain kernels where there is one (resize by zimg).
    Plain,    ///< The reference.
};

/// What is done with a picture at once: one launch, one for each plane, or a filter's own doing.
struct PlannedPass {
    enum class Kind {
        Pass,     ///< The kernel of one pass.
        Run,      ///< Several Point passes as one.
        Variant,  ///< A whole filter by its fast variant for the host.
        Bands,    ///< Several of the kinds above on the host, band after band of rows.
        Steered,  ///< A filter that decides by itself which frames its passes make.
        Stage,    ///< A filter without kernels.
    };
    Kind kind = Kind::Pass;
    std::size_t firstStep = 0;  ///< Of the chain: whose passes these are.
    std::size_t lastStep = 0;
    frame::PictureSpec input;
    frame::PictureSpec output;
    const Pass* pass = nullptr;                 ///< Pass: borrowed from the chain.
    std::optional<PointRun> run;                ///< Run.
    const HostVariantInfo* variant = nullptr;   ///< Variant: which.
    std::unique_ptr<HostVariant> variantReady;  ///< Variant: prepared for these pictures.
    std::vector<PlannedPass> parts;             ///< Bands: what is done with every band, in order.
};

/// A chain as it is run on the host or on a device. Borrows from the chain.
[[nodiscard]] std::vector<PlannedPass> planPasses(const Chain& chain, Reading reading, bool isHost);

}  // namespace fotograma::filter
