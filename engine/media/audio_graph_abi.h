/// What crosses between the program and its libavfilter module: plain functions and numbers, no C++ of either side.
///
/// Shape    the module exports fotograma_audio_graph(), which returns the table. kAudioGraphVersion changes with it.
/// Owner    a graph made by create is destroyed by destroy; text is copied where it is kept.
/// Thread   one at a time a graph.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fotograma::media {

inline constexpr int kAudioGraphVersion = 1;
inline constexpr const char* kAudioGraphEntry = "fotograma_audio_graph";

extern "C" {

/// A stretch of sound that came out, and the named values that the graph's filters put on it.
using AudioGraphSink = void (*)(void* user, double startSeconds, double endSeconds, const char* const* names,
                                const char* const* values, std::size_t count);

struct AudioGraphTable {
    int version;
    /// Null on failure, with a sentence in `error`. `layout` in FFmpeg's words: "stereo".
    void* (*create)(const char* graph, int sampleRate, const char* layout, char* error, std::size_t errorBytes);
    /// Interleaved doubles; frames is samples a channel. Null samples: no more will come. 0, or FFmpeg's negative code.
    int (*push)(void* graph, const double* samples, std::int64_t frames, double timeSeconds, AudioGraphSink sink,
                void* user);
    void (*destroy)(void* graph);
};

using AudioGraphEntry = const AudioGraphTable* (*)();
}

}  // namespace fotograma::media
