/// What crosses between the program and its libavfilter module for pictures: plain functions, and frames of the libavutil
/// that both are linked with.
///
/// Shape    the module exports fotograma_video_graph(), which returns the table. kVideoGraphVersion changes with it.
/// Owner    a graph made by create is destroyed by destroy; text is copied where it is kept. push takes the frame's
///          content and leaves it empty; pull fills an empty one.
/// Thread   one at a time a graph.
#pragma once

#include <cstddef>

struct AVFrame;

namespace fotograma::media {

inline constexpr int kVideoGraphVersion = 2;
inline constexpr const char* kVideoGraphEntry = "fotograma_video_graph";

extern "C" {

/// Of the frames that go in, or come out.
struct VideoGraphFormat {
    int pixelFormat;  ///< AVPixelFormat
    int width, height;
    int timeBase[2];
    int sampleAspect[2];
    int frameRate[2];  ///< 0/1 for variable.
};

struct VideoGraphTable {
    int version;
    /// Null on failure, with a sentence in `error`. Nothing of a graph that is not allowed is opened or started. What
    /// comes out has the pixel format of what goes in. `file` is what options call {file}; may be null.
    void* (*create)(const char* graph, const VideoGraphFormat* in, const char* file, char* error,
                    std::size_t errorBytes);
    void (*describe)(void* graph, VideoGraphFormat* out);
    /// Null: no more will come. 0, or FFmpeg's negative code.
    int (*push)(void* graph, AVFrame* frame);
    /// 1: a frame; 0: none yet, or no more; or FFmpeg's negative code.
    int (*pull)(void* graph, AVFrame* frame);
    void (*destroy)(void* graph);
};

using VideoGraphEntry = const VideoGraphTable* (*)();
}

}  // namespace fotograma::media
