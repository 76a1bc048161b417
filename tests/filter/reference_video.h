/// Raw pictures that the ffmpeg program makes or filters, for comparing our filters with its own.
///
/// Errors   an empty video: ffmpeg said why on the log.
/// Owner    values; files lie in a folder of their own until the last object is gone.
#pragma once

#include <QString>

#include <vector>

#include "engine/base/json.h"
#include "engine/filter/execute.h"

namespace fotograma::tests {

struct Video {
    frame::PictureSpec spec;
    base::Rational rate{25, 1};
    std::vector<frame::Frame> frames;
};

/// "yuv420p", "yuv444p", "gray", "gbrp", "gbrp16", "yuv420p10": as ffmpeg calls them. R'G'B' is of full range, and so is
/// "grayfull".
[[nodiscard]] frame::PictureSpec specOf(const QString& format, int width, int height);

/// Frames from samples as ffmpeg writes them, one after another; times by the rate.
[[nodiscard]] Video videoOf(const QByteArray& samples, const frame::PictureSpec& spec, base::Rational rate);

/// ffmpeg's `graph` over frames, or over what `input` (its arguments) names. The result is of `format` and that size.
[[nodiscard]] Video filteredByFfmpeg(const Video& video, const QString& graph, const QString& format, int width,
                                     int height, base::Rational rate);
[[nodiscard]] Video readByFfmpeg(const QStringList& input, const QString& graph, const QString& format, int width,
                                 int height, base::Rational rate);

/// Our filter over them, by its plain kernels: the fast variants are libraries that ffmpeg has as well.
[[nodiscard]] Video filteredByUs(const Video& video, const QString& id, const QString& parameters);
[[nodiscard]] Video filteredByUs(const Video& video, const filter::Use& use);

/// Our filter with what it must know of the whole clip found in these frames, as the first pass does.
[[nodiscard]] filter::Use settledOver(const Video& video, const QString& id, const QString& parameters);

/// A measure of ours over the frames: its summary, and with `rows` what each frame has (index, time, values).
[[nodiscard]] base::Json measuredByUs(const Video& video, const filter::Use& measure, base::Json* rows = nullptr);

struct Likeness {
    double psnr = 0.0;     ///< Of all planes together, in dB; 99 where nothing differs.
    double largest = 0.0;  ///< Difference in code values.
};
/// Of frames first..last; of luma alone, or of all planes.
enum class Planes { All, Luma };
[[nodiscard]] Likeness likeness(const Video& a, const Video& b, Planes planes = Planes::All, int leaveOut = 0);

}  // namespace fotograma::tests
