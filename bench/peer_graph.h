/// A graph of libavfilter on one thread, as a peer of a chain: frames in, the frames that come out of it.
///
/// Thread   one at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.h"
#include "engine/frame/frame.h"

namespace fotograma::bench {

class PeerGraph {
public:
    /// `frames` are what `pass` sends, again and again; they are copied into FFmpeg's memory here, not while timed.
    static base::Result<PeerGraph> create(const std::string& graph, std::span<const frame::Frame> frames);
    PeerGraph(PeerGraph&&) noexcept;
    ~PeerGraph();

    /// All frames once; what comes out is dropped. The number of frames that came out.
    base::Result<int> pass();
    /// What comes out first of the first frames, in host memory; the graph goes on after it.
    base::Result<frame::Frame> first();

private:
    struct State;
    explicit PeerGraph(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::bench
