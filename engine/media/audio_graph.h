/// FFmpeg's audio filters as a stage: sound in, what they found in it out.
///
/// The filters are in a module of ours (engine/media/filter_module.h).
/// Units    interleaved doubles, full scale at 1; seconds.
/// Errors   create: Unsupported (the module is not there, or of another version), InvalidArgument (the graph or its
///          layout). push, finish: ResourceExhausted, Internal.
/// Thread   one at a time a graph; the module is opened once, by whoever comes first.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/result.h"

namespace fotograma::media {

struct AudioGraphFormat {
    int sampleRate = 0;
    int channels = 0;
    std::string layout;  ///< In FFmpeg's words: "stereo".
};

/// A stretch of sound that came out, with the named values that filters put on it.
struct AudioFinding {
    double startSeconds = 0.0;
    double endSeconds = 0.0;
    std::span<const std::pair<std::string_view, std::string_view>> values;  ///< Valid during the call.
};

class AudioGraph {
public:
    using Sink = std::function<void(const AudioFinding&)>;

    /// `description` in FFmpeg's syntax: "ebur128=metadata=1". Everything found goes to `sink`.
    static base::Result<std::unique_ptr<AudioGraph>> create(const std::string& description,
                                                            const AudioGraphFormat& format, Sink sink);
    virtual ~AudioGraph() = default;

    virtual base::Status push(std::span<const double> samples, double timeSeconds) = 0;
    virtual base::Status finish() = 0;  ///< No more sound: what filters hold goes to the sink.
};

}  // namespace fotograma::media
