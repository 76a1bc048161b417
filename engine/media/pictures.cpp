#include "engine/media/pictures.h"

#include <bit>

#include "engine/base/text.h"
#include "engine/media/av.h"

namespace fotograma::media {

namespace {

using frame::ColorModel;
using frame::PictureFormat;
using frame::SampleType;

constexpr bool kLittle = std::endian::native == std::endian::little;

/// True when samples over 8 bits are in this machine's byte order.
bool isNative(const AVPixFmtDescriptor& descriptor) noexcept {
    const bool isBig = (descriptor.flags & AV_PIX_FMT_FLAG_BE) != 0;
    return descriptor.comp[0].depth <= 8 || isBig != kLittle;
}

bool isUsualDepth(int bits) noexcept {
    return bits == 8 || bits == 9 || bits == 10 || bits == 12 || bits == 14 || bits == 16;
}

SampleType sampleOf(int bits) noexcept { return bits <= 8 ? SampleType::U8 : SampleType::U16; }

int bytesOf(int bits) noexcept { return bits <= 8 ? 1 : 2; }

/// Whether plane `i` holds component `i` alone, one low-aligned sample after another.
bool isOwnPlane(const AVPixFmtDescriptor& descriptor, int i) noexcept {
    const AVComponentDescriptor& component = descriptor.comp[i];
    return component.plane == i && component.offset == 0 && component.shift == 0 &&
           component.step == bytesOf(component.depth) && component.depth == descriptor.comp[0].depth;
}

}  // namespace

std::optional<PictureFormat> plainFormat(int pixelFormat) noexcept {
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(pixelFormat));
    if (descriptor == nullptr) return std::nullopt;
    constexpr std::uint64_t kOther = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                     AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
    const int bits = descriptor->comp[0].depth;
    if ((descriptor->flags & kOther) != 0 || !isNative(*descriptor) || !isUsualDepth(bits)) return std::nullopt;
    const int colors = descriptor->nb_components - ((descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 1 : 0);
    if (colors != 1 && colors != 3) return std::nullopt;
    for (int i = 0; i < colors; ++i)
        if (!isOwnPlane(*descriptor, i)) return std::nullopt;
    if (colors == 1) return PictureFormat{ColorModel::Gray, sampleOf(bits), bits, 0, 0};
    const int x = descriptor->log2_chroma_w;
    const int y = descriptor->log2_chroma_h;
    const bool usual = (x == 1 && y == 1) || (x == 1 && y == 0) || (x == 0 && y == 0);
    if (!usual) return std::nullopt;
    return PictureFormat{ColorModel::Yuv, sampleOf(bits), bits, x, y};
}

int pixelFormatOf(const PictureFormat& format) noexcept {
    if (format.sample == SampleType::F32) return AV_PIX_FMT_NONE;
    std::string name;
    if (format.model == ColorModel::Gray) {
        name = "gray";
        if (format.bits > 8) name += base::concat(format.bits, kLittle ? "le" : "be");
    } else if (format.model == ColorModel::Yuv) {
        name = base::concat("yuv", format.chromaShiftX == 0 ? "444" : format.chromaShiftY == 0 ? "422" : "420", "p");
        if (format.bits > 8) name += base::concat(format.bits, kLittle ? "le" : "be");
    } else {
        return AV_PIX_FMT_NONE;  // our R, G, B order is not that of FFmpeg's G, B, R planes
    }
    return av_get_pix_fmt(name.c_str());
}

std::optional<Unpacking> unpackingOf(int pixelFormat) noexcept {
    const auto format = static_cast<AVPixelFormat>(pixelFormat);
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    if (descriptor == nullptr || sws_isSupportedInput(format) == 0) return std::nullopt;
    Unpacking result;
    int bits = descriptor->comp[0].depth;
    const bool isPalette = (descriptor->flags & AV_PIX_FMT_FLAG_PAL) != 0;
    const bool isBayer = (descriptor->flags & AV_PIX_FMT_FLAG_BAYER) != 0;
    result.isFromRgb = (descriptor->flags & AV_PIX_FMT_FLAG_RGB) != 0 || isPalette || isBayer ||
                       format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE;
    const int colors = descriptor->nb_components - ((descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 1 : 0);
    result.isGrayTarget = !result.isFromRgb && colors == 1;
    bits = bits <= 8 || isPalette ? 8 : bits <= 10 ? 10 : bits <= 12 ? 12 : 16;
    int x = 0;
    int y = 0;
    if (!result.isFromRgb && !result.isGrayTarget) {
        // 4:1:1 becomes 4:2:2, 4:1:0 becomes 4:2:0, 4:4:0 becomes 4:4:4: no chroma is lost.
        y = descriptor->log2_chroma_h >= 1 && descriptor->log2_chroma_w >= 1 ? 1 : 0;
        x = descriptor->log2_chroma_w >= 1 ? 1 : 0;
    }
    result.format = {result.isGrayTarget ? ColorModel::Gray : ColorModel::Yuv, sampleOf(bits), bits, x, y};
    return result;
}

bool hasAlpha(int pixelFormat) noexcept {
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(pixelFormat));
    return descriptor != nullptr && (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
}

std::string pixelFormatName(int pixelFormat) {
    const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(pixelFormat));
    return name != nullptr ? name : "unknown";
}

PixelRows PixelRows::of(const AVFrame& frame) {
    PixelRows rows;
    rows.format = frame.format;
    rows.width = frame.width;
    rows.height = frame.height;
    for (int i = 0; i < 4; ++i) {
        rows.data[i] = frame.data[i];
        rows.strides[i] = frame.linesize[i];
    }
    rows.fullRange = frame.color_range == AVCOL_RANGE_JPEG;
    rows.matrix = frame.colorspace;
    return rows;
}

PixelRows PixelRows::of(const frame::Frame& frame) {
    PixelRows rows;
    rows.format = pixelFormatOf(frame.spec().format);
    rows.width = frame.spec().width;
    rows.height = frame.spec().height;
    for (int i = 0; i < frame.planes(); ++i) {
        rows.data[i] = reinterpret_cast<const std::uint8_t*>(frame.plane(i).data);
        rows.strides[i] = static_cast<int>(frame.plane(i).pitchBytes);
    }
    rows.fullRange = frame.spec().color.fullRange;
    rows.matrix = frame.spec().color.matrix;
    const frame::PictureFormat& format = frame.spec().format;
    if (format.model == ColorModel::Rgb && format.sample != SampleType::F32) {  // FFmpeg's planes go G, B, R
        const std::string name =
            format.bits == 8 ? std::string("gbrp") : base::concat("gbrp", format.bits, kLittle ? "le" : "be");
        rows.format = av_get_pix_fmt(name.c_str());
        std::swap(rows.data[0], rows.data[1]);
        std::swap(rows.data[1], rows.data[2]);
        std::swap(rows.strides[0], rows.strides[1]);
        std::swap(rows.strides[1], rows.strides[2]);
        rows.fullRange = true;
    }
    return rows;
}

PictureConverter::PictureConverter() = default;
PictureConverter::~PictureConverter() = default;
void PictureConverter::FreeScaler::operator()(SwsContext* scaler) const noexcept { sws_freeContext(scaler); }
void PictureConverter::FreePool::operator()(AVBufferPool* pool) const noexcept { av_buffer_pool_uninit(&pool); }

base::Status PictureConverter::prepare(const PixelRows& rows, const frame::PictureSpec& target) {
    const Setup setup{rows.format, rows.width, rows.height, rows.matrix, rows.fullRange, target};
    if (m_setup == setup) return {};
    m_setup.reset();
    const int targetFormat = pixelFormatOf(target.format);
    if (targetFormat == AV_PIX_FMT_NONE)
        return base::fail(base::ErrorCode::Unsupported,
                          base::concat("Pictures cannot be converted to ", frame::toText(target.format), "."));
    // Same size: chroma is interpolated, luma copied; another size only where a stream changes it midway.
    constexpr int kFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;
    m_scaler.reset(sws_getContext(rows.width, rows.height, static_cast<AVPixelFormat>(rows.format), target.width,
                                  target.height, static_cast<AVPixelFormat>(targetFormat), kFlags, nullptr, nullptr,
                                  nullptr));
    if (!m_scaler)
        return base::fail(base::ErrorCode::Unsupported,
                          base::concat("Pictures cannot be converted from ", pixelFormatName(rows.format), " to ",
                                       frame::toText(target.format), "."),
                          av::takeLastMessage());
    frame::ColorInfo source;
    source.matrix = rows.matrix;
    const int* from = sws_getCoefficients(frame::effectiveMatrix(source, rows.height));
    const int* to = sws_getCoefficients(frame::effectiveMatrix(target.color, target.height));
    sws_setColorspaceDetails(m_scaler.get(), from, rows.fullRange ? 1 : 0, to, target.color.fullRange ? 1 : 0, 0,
                             1 << 16, 1 << 16);
    m_setup = setup;
    return {};
}

/// Blocks go back to the pool when the last frame that uses them goes.
base::Result<frame::MutableFrame> PictureConverter::allocate(const frame::FrameInfo& info) {
    constexpr std::size_t kAlignment = frame::kPitchAlignment;
    const frame::PictureSpec& spec = info.spec;
    frame::Plane planes[3];
    std::size_t offsets[3] = {};
    std::size_t total = kAlignment;  // the block itself may start anywhere
    for (int i = 0; i < spec.format.planes(); ++i) {
        planes[i].width = spec.format.planeWidth(i, spec.width);
        planes[i].height = spec.format.planeHeight(i, spec.height);
        const auto row =
            static_cast<std::size_t>(planes[i].width) * static_cast<std::size_t>(spec.format.bytesPerSample());
        const std::size_t pitch = (row + kAlignment - 1) / kAlignment * kAlignment;
        planes[i].pitchBytes = static_cast<std::ptrdiff_t>(pitch);
        offsets[i] = total;
        total += pitch * static_cast<std::size_t>(planes[i].height) + kAlignment;  // swscale may write past a row's end
    }
    if (m_blockBytes != total) {
        m_pool.reset(av_buffer_pool_init(total, nullptr));
        m_blockBytes = total;
    }
    AVBufferRef* block = m_pool ? av_buffer_pool_get(m_pool.get()) : nullptr;
    if (block == nullptr)
        return base::fail(base::ErrorCode::ResourceExhausted,
                          base::concat("No memory for a picture of ", spec.width, "x", spec.height, "."));
    std::shared_ptr<void> storage(block, [](AVBufferRef* held) { av_buffer_unref(&held); });
    const auto address = reinterpret_cast<std::uintptr_t>(block->data);
    const std::size_t shift = (kAlignment - address % kAlignment) % kAlignment;
    for (int i = 0; i < spec.format.planes(); ++i)
        planes[i].data = reinterpret_cast<std::byte*>(block->data) + shift + offsets[i] - kAlignment;
    return frame::MutableFrame(info, std::span(planes, static_cast<std::size_t>(spec.format.planes())),
                               std::move(storage));
}

base::Result<frame::Frame> PictureConverter::convert(const PixelRows& rows, frame::FrameInfo info) {
    FOTOGRAMA_RETURN_IF_ERROR(prepare(rows, info.spec));
    info.device = frame::DeviceId::Host;
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame target, allocate(info));
    std::uint8_t* data[4] = {};
    int strides[4] = {};
    for (int i = 0; i < target.planes(); ++i) {
        data[i] = reinterpret_cast<std::uint8_t*>(target.plane(i).data);
        strides[i] = static_cast<int>(target.plane(i).pitchBytes);
    }
    const int done = sws_scale(m_scaler.get(), rows.data, rows.strides, 0, rows.height, data, strides);
    if (done < 0) return av::avFail(done, "A picture could not be converted");
    return std::move(target).freeze();
}

}  // namespace fotograma::media
