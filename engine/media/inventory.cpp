#include "engine/media/inventory.h"

#include "engine/media/av.h"

namespace fotograma::media {
namespace {

struct Wanted {
    const char* codec;
    const char* encoder;  ///< FFmpeg's name; null: any decoder of that codec will do.
    bool required;
    const char* without;
};

constexpr Wanted kWanted[]{
    {"h264", "libx264", true, "H.264 cannot be written"},
    {"hevc", "libx265", true, "HEVC cannot be written"},
    {"av1", "libsvtav1", false, "AV1 cannot be written"},
    {"vp9", "libvpx-vp9", false, "VP9 cannot be written"},
    {"ffv1", "ffv1", false, "lossless FFV1 cannot be written"},
    {"prores", "prores_ks", false, "ProRes cannot be written"},
    {"aac", "aac", true, "sound cannot be converted to AAC"},
    {"opus", "libopus", false, "sound cannot be converted to Opus"},
    {"flac", "flac", false, "sound cannot be converted to FLAC"},
    {"h264", nullptr, true, "most camera and phone files cannot be read"},
    {"hevc", nullptr, true, "files of newer phones cannot be read"},
    {"av1", nullptr, false, "AV1 files cannot be read"},
    {"vp9", nullptr, false, "most webm files cannot be read"},
    {"vp8", nullptr, false, "older webm files cannot be read"},
    {"mpeg4", nullptr, false, "older avi and mp4 files cannot be read"},
    {"mpeg2video", nullptr, false, "DVD and broadcast files cannot be read"},
    {"prores", nullptr, false, "ProRes masters cannot be read"},
    {"ffv1", nullptr, false, "lossless archives cannot be read"},
    {"mjpeg", nullptr, false, "Motion JPEG files cannot be read"},
    {"vvc", nullptr, false, "VVC files cannot be read (FFmpeg 5.1 has no decoder)"},
};

std::string decoderOf(const char* name) {
    const AVCodecDescriptor* descriptor = avcodec_descriptor_get_by_name(name);
    const AVCodec* decoder = descriptor ? avcodec_find_decoder(descriptor->id) : nullptr;
    return decoder ? decoder->name : "";
}

std::string encoderOf(const char* name) {
    const AVCodec* encoder = avcodec_find_encoder_by_name(name);
    return encoder ? encoder->name : "";
}

}  // namespace

std::vector<CodecEntry> inventory() {
    std::vector<CodecEntry> entries;
    for (const Wanted& wanted : kWanted)
        entries.push_back({
            .codec = wanted.codec,
            .direction = wanted.encoder ? CodecDirection::Encode : CodecDirection::Decode,
            .implementation = wanted.encoder ? encoderOf(wanted.encoder) : decoderOf(wanted.codec),
            .required = wanted.required,
            .without = wanted.without,
        });
    return entries;
}

std::string libraryVersion() { return av_version_info(); }

}  // namespace fotograma::media
