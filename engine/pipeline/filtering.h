/// The middle of a pipeline: every decoded frame once through the shared filters, past the measures, and through each
/// output's own filters, on one queue of one device.
///
/// Errors   create: none; chains are settled by the first frame. push, flush: InvalidArgument for parameters that do not
///          fit the picture, and what the device says.
/// Owner    borrows the plan and the queue. Frames it gives out are in host memory.
/// Thread   one at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "engine/filter/execute.h"
#include "engine/pipeline/plan.h"

namespace fotograma::pipeline {

/// A frame on its way to the encoder of an output.
struct Filtered {
    std::size_t output = 0;
    frame::Frame frame;
};

class Filtering {
public:
    Filtering(const Plan& plan, device::Queue& queue) noexcept : m_plan(&plan), m_queue(&queue) {}

    base::Result<std::vector<Filtered>> push(frame::Frame frame);
    /// No more frames: what temporal filters and measures still hold.
    base::Result<std::vector<Filtered>> flush();

    /// True when the last error came from the device and not from the request.
    [[nodiscard]] bool isDeviceFailure() const noexcept { return m_isDeviceFailure; }
    /// The decoded picture in display orientation; nullopt before the first frame.
    [[nodiscard]] std::optional<frame::PictureSpec> sourceSpec() const { return m_source; }
    /// The picture as the output's encoder gets it; nullopt before the first frame.
    [[nodiscard]] std::optional<frame::PictureSpec> outputSpec(std::size_t output) const;
    /// Frames the output's encoder gets per decoded frame, as far as filters know beforehand. After its first frame.
    [[nodiscard]] double rateFactor(std::size_t output) const;

    [[nodiscard]] api::Json measures() const;  ///< {"luma": {"mean": ...}}: Report::measures.
    [[nodiscard]] api::Json rows() const;  ///< {"luma": {"columns": [...], "rows": [[...]]}} or null: Report::frames.

private:
    /// A measure at work, with its rows when the recipe asked for them. Its place among the meters is that in the set.
    struct Meter {
        const MeasurePlan* plan = nullptr;
        std::vector<filter::Measured> rows;
    };
    /// A chain and what looks at its result; an empty chain costs nothing.
    struct Segment {
        std::optional<filter::ChainRunner> chain;
        frame::PictureSpec output;
        double rateFactor = 1.0;
        std::vector<Meter> meters;
        std::optional<filter::MeasureSet> set;  ///< All of them; none where nothing is measured.
    };

    base::Result<Segment> makeSegment(std::span<const filter::Use> filters, const frame::PictureSpec& input,
                                      recipe::MeasurePoint point, int output);
    base::Status prepare(const frame::PictureSpec& spec);
    base::Status settle(const frame::PictureSpec& spec);
    [[nodiscard]] bool changesImpliedMatrix(const frame::PictureSpec& spec) const;
    base::Result<std::vector<frame::Frame>> through(Segment& segment, std::optional<frame::Frame> frame);
    base::Status measure(Segment& segment, const frame::Frame* frame);
    base::Status branch(const std::vector<frame::Frame>& frames, bool isEnd, std::vector<Filtered>& out);
    base::Result<std::vector<Filtered>> advance(std::optional<frame::Frame> frame);
    template <class T>
    base::Result<T> noted(base::Result<T> result);

    const Plan* m_plan;
    device::Queue* m_queue;
    std::optional<frame::PictureSpec> m_source;  ///< Set once all chains are settled.
    int m_statedMatrix = 0;                      ///< Put on frames that state none; 0: left alone.
    bool m_isDeviceFailure = false;
    Segment m_turned;  ///< Display orientation: the source for measures.
    Segment m_shared;
    std::vector<std::optional<Segment>> m_outputs;  ///< Empty where pictures are copied.
};

}  // namespace fotograma::pipeline
