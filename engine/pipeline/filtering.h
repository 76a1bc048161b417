/// The middle of a pipeline: every decoded frame once through the shared filters, past the measures, and through each
/// output's own filters, on one queue of one device.
///
/// Errors   create: none; chains are settled by the first frame. push, flush: InvalidArgument for parameters that do not
///          fit the picture, and what the device says.
/// Owner    borrows the plan and the queue. Frames it gives out are in host memory, but where keepOnDevice() says.
/// Cost     on a device a frame goes to the host while the next one is computed: it is given out one push later.
/// Thread   one at a time.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
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

    /// Frames of an output stay on the device as long as `isWanted` says so, which is asked for each. Before the first.
    void keepOnDevice(std::size_t output, std::function<bool()> isWanted) {
        m_stays.resize(std::max(m_stays.size(), output + 1));
        m_stays[output] = std::move(isWanted);
    }
    /// The device is short of memory: each frame is done with before the next one begins.
    void economise() noexcept { m_isNarrow = true; }

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

    /// How the frames were filtered, part by part; empty before the first frame.
    [[nodiscard]] std::vector<api::PassInfo> passes() const;
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
    base::Status handOn(std::size_t output, const frame::Frame& frame, std::vector<Filtered>& out);
    base::Status deliver(std::size_t most, std::vector<Filtered>& out);
    base::Status branch(const std::vector<frame::Frame>& frames, bool isEnd, std::vector<Filtered>& out);
    base::Result<std::vector<Filtered>> advance(std::optional<frame::Frame> frame);
    template <class T>
    base::Result<T> noted(base::Result<T> result);

    const Plan* m_plan;
    device::Queue* m_queue;
    std::optional<frame::PictureSpec> m_source;  ///< Set once all chains are settled.
    int m_statedMatrix = 0;                      ///< Put on frames that state none; 0: left alone.
    bool m_isDeviceFailure = false;
    bool m_isNarrow = false;
    std::vector<std::function<bool()>> m_stays;  ///< By output; empty where frames always go to the host.
    /// A frame on its way to the host.
    struct Leaving {
        std::size_t output = 0;
        device::Download download;
    };
    std::deque<Leaving> m_leaving;
    Segment m_turned;  ///< Display orientation: the source for measures.
    Segment m_shared;
    std::vector<std::optional<Segment>> m_outputs;  ///< Empty where pictures are copied.
};

}  // namespace fotograma::pipeline
