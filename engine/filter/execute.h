/// Runs prepared chains and measures on a device's queue, frame by frame.
///
/// Errors   what the queue says: ResourceExhausted, NoDevice, NotFound (the device lacks a kernel). After an error the
///          runner must be dropped.
/// Owner    borrows the queue, which must outlive it. Tables are uploaded once, here, not once a frame.
/// Thread   one at a time; nothing is started.
#pragma once

#include <memory>
#include <vector>

#include "engine/device/device.h"
#include "engine/filter/chain.h"
#include "engine/filter/fusion.h"

namespace fotograma::filter {

/// Frames through a chain. They must be in the memory of the queue's device and of the chain's input format.
class ChainRunner {
public:
    static base::Result<ChainRunner> create(Chain chain, device::Queue& queue, Reading reading = Reading::Fastest);
    ChainRunner(ChainRunner&&) noexcept;
    ChainRunner& operator=(ChainRunner&&) noexcept;
    ~ChainRunner();

    [[nodiscard]] const Chain& chain() const noexcept;
    /// What is done with every frame, in words.
    [[nodiscard]] const std::vector<api::PassInfo>& passes() const noexcept;

    /// The next frame in presentation order. Returns what became ready: one frame, or none while temporal passes wait
    /// for later ones. Work on it may still be running on the device.
    base::Result<std::vector<frame::Frame>> push(frame::Frame frame);
    /// No more frames will come: the rest. The runner then takes a new sequence.
    base::Result<std::vector<frame::Frame>> flush();

private:
    struct State;
    explicit ChainRunner(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// What a measure found in one frame.
struct Measured {
    Moment moment;
    MeasuredValues values;  ///< In the order of the definition's `values`.
};

/// Frames past measures, in one pass over each picture for all of them: what several measures count alike is counted
/// once, and the host goes over each band of rows with all kernels before the next.
///
/// On a device results come late and in batches, so that it is not waited for at every frame.
class MeasureSet {
public:
    static base::Result<MeasureSet> create(std::span<const Use> measures, const frame::PictureSpec& input,
                                           device::Queue& queue);
    MeasureSet(MeasureSet&&) noexcept;
    MeasureSet& operator=(MeasureSet&&) noexcept;
    ~MeasureSet();

    /// The next frame in presentation order, in the memory of the queue's device. ready() is what became ready.
    base::Status push(const frame::Frame& frame);
    /// No more frames will come: ready() is the rest. A new clip may follow.
    base::Status flush();

    /// What one of the measures found since the last push or flush. Valid until the next.
    [[nodiscard]] std::span<const Measured> ready(std::size_t measure) const noexcept;

    /// Of all frames that were ready so far: {"mean": ..., ...}.
    [[nodiscard]] api::Json summary(std::size_t measure) const;

private:
    struct State;
    explicit MeasureSet(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::filter
