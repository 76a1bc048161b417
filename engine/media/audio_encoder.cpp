#include "engine/media/audio_encoder.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

const char* encoderOf(std::string_view codec) {
    if (codec == "aac") return "aac";
    if (codec == "opus") return "libopus";
    if (codec == "flac") return "flac";
    return "";
}

/// Bits a second at which the codec is taken to be transparent for most ears.
std::int64_t usualBitRate(std::string_view codec, int channels) {
    if (codec == "flac") return 0;
    const bool isOpus = codec == "opus";
    if (channels == 1) return isOpus ? 80'000 : 96'000;
    if (channels == 2) return isOpus ? 128'000 : 160'000;
    return std::int64_t{channels} * (isOpus ? 56'000 : 64'000);
}

/// The rate itself if the encoder has it, else the next higher one, else its highest.
int nearestRate(const AVCodec& codec, int wanted) {
    if (codec.supported_samplerates == nullptr) return wanted;
    int above = 0;
    int highest = 0;
    for (const int* each = codec.supported_samplerates; *each != 0; ++each) {
        if (*each >= wanted && (above == 0 || *each < above)) above = *each;
        highest = std::max(highest, *each);
    }
    return above != 0 ? above : highest;
}

AVSampleFormat nearestSample(const AVCodec& codec, AVSampleFormat source) {
    if (codec.sample_fmts == nullptr) return source;
    const bool isShort = av_get_bytes_per_sample(source) <= 2;
    for (const AVSampleFormat* each = codec.sample_fmts; *each != AV_SAMPLE_FMT_NONE; ++each)
        if ((av_get_bytes_per_sample(*each) <= 2) == isShort) return *each;
    return codec.sample_fmts[0];
}

base::Result<av::CodecContext> tryEncoder(const AVCodec& codec, const AudioSettings& settings,
                                          const AVCodecContext& decoder, const Layout& layout,
                                          const std::string& name) {
    av::CodecContext context(avcodec_alloc_context3(&codec));
    if (!context) return av::avFail(AVERROR(ENOMEM), base::concat(name, " cannot be converted"));
    context->sample_rate = nearestRate(codec, settings.sampleRate > 0 ? settings.sampleRate : decoder.sample_rate);
    context->sample_fmt = nearestSample(codec, decoder.sample_fmt);
    if (av_get_bytes_per_sample(context->sample_fmt) > 2) context->bits_per_raw_sample = 24;  // FLAC's depth in 32 bits
    av_channel_layout_copy(&context->ch_layout, &layout.av());
    context->time_base = {1, context->sample_rate};
    context->bit_rate =
        settings.bitRate > 0 ? settings.bitRate : usualBitRate(settings.codec, context->ch_layout.nb_channels);
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    const int code = avcodec_open2(context.get(), &codec, nullptr);
    if (code < 0) return av::avFail(code, base::concat(name, " cannot be converted"));
    return context;
}

}  // namespace

base::Result<av::CodecContext> openSoundEncoder(const AudioSettings& settings, const AVCodecContext& decoder,
                                                const std::string& name) {
    const AVCodec* codec = avcodec_find_encoder_by_name(encoderOf(settings.codec));
    if (codec == nullptr) return av::avFail(AVERROR_ENCODER_NOT_FOUND, base::concat(name, " cannot be converted"));
    const AVChannelLayout& source = decoder.ch_layout;
    const int channels = settings.channels > 0 ? settings.channels : source.nb_channels;
    // As it is, else the usual layout of as many channels, else stereo: every encoder has that.
    std::vector<Layout> candidates;
    if (channels == source.nb_channels && source.order != AV_CHANNEL_ORDER_UNSPEC) candidates.emplace_back(source);
    candidates.push_back(Layout::usual(channels));
    candidates.push_back(Layout::usual(2));
    base::Result<av::CodecContext> opened = tryEncoder(*codec, settings, decoder, candidates.front(), name);
    for (std::size_t i = 1; i < candidates.size() && !opened; ++i)
        opened = tryEncoder(*codec, settings, decoder, candidates[i], name);
    return opened;
}

}  // namespace fotograma::media
