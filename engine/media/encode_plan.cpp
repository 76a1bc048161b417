// Which layout an encoder is given, and what the source loses by it.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/encoder.h"
#include "engine/media/encoder_options.h"
#include "engine/media/pictures.h"

namespace fotograma::media {

namespace {

constexpr std::string_view kNames[] = {"h264", "hevc", "av1", "vp9", "ffv1", "prores"};
constexpr const char* kEncoders[] = {"libx264", "libx265", "libsvtav1", "libvpx-vp9", "ffv1", "prores_ks"};
constexpr std::string_view kTitles[] = {"H.264", "HEVC", "AV1", "VP9", "FFV1", "ProRes"};

const AVCodec* findEncoder(VideoCodec codec) {
    return avcodec_find_encoder_by_name(kEncoders[static_cast<std::size_t>(codec)]);
}

bool takes(const AVCodec& codec, const frame::PictureFormat& format) {
    const int wanted = pixelFormatOf(format);
    if (codec.pix_fmts == nullptr) return true;
    for (const AVPixelFormat* each = codec.pix_fmts; *each != AV_PIX_FMT_NONE; ++each)
        if (*each == wanted) return true;
    return false;
}

constexpr int kProRes4444 = 4;  ///< The first of prores_ks's profiles with whole chroma.

std::string chromaText(int x, int y) { return x == 0 ? "4:4:4" : y == 0 ? "4:2:2" : "4:2:0"; }

api::FateNote changed(std::string subject, std::string sentence) {
    return {api::Fate::Changed, -1, std::move(subject), std::move(sentence)};
}

frame::PictureFormat withDepth(frame::PictureFormat format, int bits) {
    format.bits = bits;
    format.sample = bits <= 8 ? frame::SampleType::U8 : frame::SampleType::U16;
    return format;
}

/// The layout that is asked for, before anybody asked whether the encoder has it.
frame::PictureFormat wantedFormat(const VideoEncoderSettings& settings, const frame::PictureSpec& source) {
    const int deep = source.format.bits > 8 || source.color.isHdr() ? 10 : 8;
    frame::PictureFormat wanted = withDepth({}, settings.bits != 0 ? settings.bits : deep);
    if (settings.codec == VideoCodec::ProRes) {
        wanted = withDepth(wanted, 10);
        wanted.chromaShiftX = proResProfile(settings) >= kProRes4444 ? 0 : 1;
        wanted.chromaShiftY = 0;
        return wanted;
    }
    if (settings.codec == VideoCodec::Ffv1) {  // what is archived stays as it is
        if (settings.bits == 0) wanted = withDepth(wanted, source.format.bits);
        if (settings.chroma == ChromaChoice::Source && source.format.model == frame::ColorModel::Gray)
            wanted.model = frame::ColorModel::Gray;
    }
    switch (settings.chroma) {
        case ChromaChoice::Source:
            if (source.format.model == frame::ColorModel::Yuv) {
                wanted.chromaShiftX = std::min(source.format.chromaShiftX, 1);
                wanted.chromaShiftY = std::min(source.format.chromaShiftY, wanted.chromaShiftX);
            } else if (source.format.model == frame::ColorModel::Rgb) {
                wanted.chromaShiftX = wanted.chromaShiftY = 0;
            }
            break;
        case ChromaChoice::C420: break;
        case ChromaChoice::C422: wanted.chromaShiftY = 0; break;
        case ChromaChoice::C444: wanted.chromaShiftX = wanted.chromaShiftY = 0; break;
    }
    return wanted;
}

/// The nearest that the encoder has: subsampling gives way before depth, which is seen more.
base::Result<frame::PictureFormat> nearestFormat(const AVCodec& codec, const frame::PictureFormat& wanted) {
    std::vector<int> depths{wanted.bits};
    for (const int bits : {10, 8})
        if (bits != wanted.bits) depths.push_back(bits);
    for (const int bits : depths) {
        frame::PictureFormat each = withDepth(wanted, bits);
        if (takes(codec, each)) return each;
        each.model = frame::ColorModel::Yuv;
        each.chromaShiftX = 1;
        if (takes(codec, each)) return each;
        each.chromaShiftY = 1;
        if (takes(codec, each)) return each;
    }
    return base::fail(base::ErrorCode::Unsupported,
                      base::concat("The encoder ", codec.name, " takes none of the layouts we can give it."));
}

void noteDepth(EncodePlan& plan, VideoCodec codec, int asked, const frame::PictureSpec& source) {
    const int bits = plan.format.bits;
    const std::string_view title = kTitles[static_cast<std::size_t>(codec)];
    if (asked != bits)
        plan.notes.push_back(
            changed("bit depth", base::concat(title, " here has no ", asked, " bits; ", bits, " were taken")));
    else if (source.format.bits > bits)
        plan.notes.push_back(changed("bit depth", base::concat(source.format.bits, " bits became ", bits)));
    if (source.color.isHdr() && bits < 10)
        plan.notes.push_back(changed("HDR", "kept with 8 bits, as the recipe asks: expect banding"));
}

void noteChroma(EncodePlan& plan, VideoCodec codec, const frame::PictureFormat& wanted,
                const frame::PictureFormat& source) {
    const std::string now = chromaText(plan.format.chromaShiftX, plan.format.chromaShiftY);
    const std::string asked = chromaText(wanted.chromaShiftX, wanted.chromaShiftY);
    if (source.model == frame::ColorModel::Rgb)
        plan.notes.push_back(changed("color model", base::concat("RGB was converted to ", now, " BT.709")));
    if (asked != now)
        plan.notes.push_back(changed("chroma", base::concat(kTitles[static_cast<std::size_t>(codec)], " here has no ",
                                                            asked, "; ", now, " was taken")));
    else if (source.model == frame::ColorModel::Yuv &&
             (source.chromaShiftX < plan.format.chromaShiftX || source.chromaShiftY < plan.format.chromaShiftY))
        plan.notes.push_back(
            changed("chroma", base::concat(chromaText(source.chromaShiftX, source.chromaShiftY), " became ", now)));
}

/// Subsampled pictures of these codecs have even sides; FFV1 keeps every column and row.
void planSize(EncodePlan& plan, VideoCodec codec, const frame::PictureSpec& source) {
    const bool isAny = codec == VideoCodec::Ffv1;
    plan.width = source.width - (!isAny && plan.format.chromaShiftX == 1 ? source.width % 2 : 0);
    plan.height = source.height - (!isAny && plan.format.chromaShiftY == 1 ? source.height % 2 : 0);
    if (plan.width == source.width && plan.height == source.height) return;
    plan.notes.push_back(
        changed("picture size",
                base::concat(source.width, "x", source.height, " became ", plan.width, "x", plan.height, ": ",
                             chromaText(plan.format.chromaShiftX, plan.format.chromaShiftY), " needs even sides")));
}

}  // namespace

std::string_view toText(VideoCodec codec) noexcept { return kNames[static_cast<std::size_t>(codec)]; }

base::Result<VideoCodec> videoCodecFromText(std::string_view text) {
    const auto found = std::ranges::find(kNames, text);
    if (found != std::end(kNames)) return static_cast<VideoCodec>(found - std::begin(kNames));
    return base::fail(
        base::ErrorCode::InvalidArgument,
        base::concat("There is no encoder for \"", text, "\"; choose h264, hevc, av1, vp9, ffv1 or prores."));
}

bool hasEncoder(VideoCodec codec) noexcept { return findEncoder(codec) != nullptr; }

std::string encoderName(VideoCodec codec) { return kEncoders[static_cast<std::size_t>(codec)]; }

base::Result<EncodePlan> planEncoding(const VideoEncoderSettings& settings, const frame::PictureSpec& source) {
    const AVCodec* codec = findEncoder(settings.codec);
    if (codec == nullptr)
        return base::fail(base::ErrorCode::Unsupported,
                          base::concat("This FFmpeg has no ", encoderName(settings.codec), "."));
    if (source.format.sample == frame::SampleType::F32)
        return base::fail(base::ErrorCode::InvalidArgument, "Encoders take whole code values, not floating point.");
    EncodePlan plan;
    const frame::PictureFormat wanted = wantedFormat(settings, source);
    FOTOGRAMA_ASSIGN_OR_RETURN(plan.format, nearestFormat(*codec, wanted));
    noteDepth(plan, settings.codec, wanted.bits, source);
    noteChroma(plan, settings.codec, wanted, source.format);
    planSize(plan, settings.codec, source);
    if (plan.width < 1 || plan.height < 1)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("Pictures of ", source.width, "x", source.height, " are too small to encode."));
    return plan;
}

}  // namespace fotograma::media
