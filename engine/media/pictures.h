/// Between FFmpeg's pixel formats and our planar layouts, converting where they differ; for engine/media's own sources.
///
/// Errors   Unsupported (swscale does not know the layout), ResourceExhausted.
/// Thread   pure functions: any. PictureConverter: one at a time; what it returns may outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/result.h"
#include "engine/frame/frame.h"

struct AVFrame;
struct AVBufferPool;
struct SwsContext;

namespace fotograma::media {

/// Our layout of an AVPixelFormat whose planes (but an alpha plane) are already as we want them; nullopt otherwise.
[[nodiscard]] std::optional<frame::PictureFormat> plainFormat(int pixelFormat) noexcept;

/// The AVPixelFormat of a planar layout of ours; -1 (AV_PIX_FMT_NONE) for what FFmpeg has no name for.
[[nodiscard]] int pixelFormatOf(const frame::PictureFormat& format) noexcept;

/// What a layout that is not plain is unpacked to, and the words for what that changes.
struct Unpacking {
    frame::PictureFormat format;
    bool isFromRgb = false;
    bool isGrayTarget = false;
};
[[nodiscard]] std::optional<Unpacking> unpackingOf(int pixelFormat) noexcept;
[[nodiscard]] bool hasAlpha(int pixelFormat) noexcept;
[[nodiscard]] std::string pixelFormatName(int pixelFormat);

/// Rows as swscale takes them.
struct PixelRows {
    int format = -1;  ///< AVPixelFormat.
    int width = 0;
    int height = 0;
    const std::uint8_t* data[4] = {};
    int strides[4] = {};
    bool fullRange = false;
    int matrix = 2;  ///< H.273.

    static PixelRows of(const AVFrame& frame);
    static PixelRows of(const frame::Frame& frame);
};

class PictureConverter {
public:
    PictureConverter();
    PictureConverter(const PictureConverter&) = delete;
    PictureConverter& operator=(const PictureConverter&) = delete;
    ~PictureConverter();

    /// The picture in the layout and size of `info.spec`, whose color says range and matrix of the result.
    base::Result<frame::Frame> convert(const PixelRows& rows, frame::FrameInfo info);

private:
    base::Status prepare(const PixelRows& rows, const frame::PictureSpec& target);
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info);

    struct Setup {
        int format = -1, width = 0, height = 0, matrix = 0;
        bool fullRange = false;
        frame::PictureSpec target;
        friend bool operator==(const Setup&, const Setup&) = default;
    };
    struct FreeScaler {
        void operator()(SwsContext* scaler) const noexcept;
    };
    struct FreePool {
        void operator()(AVBufferPool* pool) const noexcept;
    };
    std::optional<Setup> m_setup;
    std::unique_ptr<SwsContext, FreeScaler> m_scaler;
    std::unique_ptr<AVBufferPool, FreePool> m_pool;  ///< Blocks outlive it where frames still hold them.
    std::size_t m_blockBytes = 0;
};

}  // namespace fotograma::media
