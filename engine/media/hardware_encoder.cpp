#include "engine/media/hardware_encoder.h"

#include <algorithm>

#include "engine/base/text.h"

namespace fotograma::media {

using base::concat;

namespace {

struct PresetRow {
    std::string_view ours;
    const char* nvenc;
};
constexpr PresetRow kPresets[] = {
    {"fastest", "p1"}, {"fast", "p3"}, {"medium", "p4"}, {"slow", "p6"}, {"slowest", "p7"}};

}  // namespace

std::string hardwareEncoderName(VideoCodec codec) {
    switch (codec) {
        case VideoCodec::H264: return "h264_nvenc";
        case VideoCodec::Hevc: return "hevc_nvenc";
        default: return {};
    }
}

std::string whyNotOnChip(const VideoEncoderSettings& settings, const EncodePlan& plan, const frame::FrameInfo& first) {
    if (settings.hardware == nullptr) return "the job runs on no GPU";
    const std::string name = hardwareEncoderName(settings.codec);
    if (name.empty()) return concat("no chip's encoder for ", toText(settings.codec), " is known to this build");
    if (avcodec_find_encoder_by_name(name.c_str()) == nullptr) return concat("this FFmpeg has no ", name);
    if (frame::isHost(first.device)) return "its pictures are in the host's memory";
    if (first.spec.format != plan.format)
        return concat("its pictures are ", frame::toText(first.spec.format), " and would have to become ",
                      frame::toText(plan.format), " first");
    if (settings.codec == VideoCodec::H264 && first.fieldOrder != frame::FieldOrder::Progressive)
        return "it would not code fields as fields";
    if (settings.codec == VideoCodec::H264 && plan.format.bits > 8) return "chips encode H.264 with 8 bits only";
    return settings.hardware->whyNotEncode(toText(settings.codec));
}

std::vector<std::pair<std::string, std::string>> hardwareOptions(const VideoEncoderSettings& settings,
                                                                 const EncodePlan& plan) {
    std::vector<std::pair<std::string, std::string>> options;
    const auto* row = std::ranges::find(kPresets, settings.preset, &PresetRow::ours);
    options.emplace_back("preset", row != std::end(kPresets) ? row->nvenc : "p4");
    options.emplace_back("tune", "hq");
    options.emplace_back("rc", "vbr");
    options.emplace_back("spatial_aq", "1");
    if (settings.codec == VideoCodec::Hevc && plan.format.bits > 8 && plan.format.chromaShiftX == 1)
        options.emplace_back("profile", "main10");
    if (settings.bitRate <= 0)
        options.emplace_back("cq", base::fixed(settings.quality.value_or(defaultQuality(settings.codec)), 1));
    return options;
}

base::Status useSurfaces(AVCodecContext& context, HardwareFrames& hardware, const EncodePlan& plan) {
    FOTOGRAMA_ASSIGN_OR_RETURN(context.hw_frames_ctx, hardware.makeSurfaces(plan.format, plan.width, plan.height));
    context.hw_device_ctx = av_buffer_ref(hardware.deviceContext());
    context.pix_fmt = static_cast<AVPixelFormat>(hardware.pixelFormat());
    if (context.hw_device_ctx == nullptr) return av::avFail(AVERROR(ENOMEM), "The encoder cannot be opened");
    return {};
}

}  // namespace fotograma::media
