#include "engine/media/encoder_options.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

struct PresetRow {
    std::string_view ours;
    std::string_view x264;
    std::string_view x265;
    std::string_view svt;
    std::string_view vpx;   ///< cpu-used, with deadline good.
    std::string_view ffv1;  ///< Coder and context model: Golomb-Rice, range coder, range coder with the large model.
};
// The same word costs about the same relative time in each encoder.
constexpr PresetRow kPresets[] = {{"fastest", "superfast", "ultrafast", "12", "5", "rice small"},
                                  {"fast", "veryfast", "veryfast", "10", "4", "rice small"},
                                  {"medium", "medium", "medium", "8", "2", "range_def small"},
                                  {"slow", "slow", "slow", "6", "1", "range_def small"},
                                  {"slowest", "veryslow", "slower", "4", "0", "range_def large"}};

constexpr double kDefaultQuality[] = {21.0, 24.0, 32.0, 31.0, 0.0, 3.0};  // in the order of VideoCodec

using List = std::vector<std::pair<std::string, std::string>>;

std::string joined(const List& list) {
    std::string text;
    for (const auto& [key, value] : list) text += base::concat(text.empty() ? "" : ":", key, "=", value);
    return text;
}

/// "G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min)"; x264 and x265 count in 1/50000 and 1/10000 cd/m², SVT-AV1 in plain numbers.
std::string displayText(const frame::MasteringDisplay& display, bool isCounted) {
    const auto number = [isCounted](double value, double unit) {
        return isCounted ? base::concat(std::lround(value * unit)) : base::fixed(value, 5);
    };
    const auto point = [&](const frame::Chromaticity& at) {
        return base::concat("(", number(at.x, 50000.0), ",", number(at.y, 50000.0), ")");
    };
    return base::concat("G", point(display.primaries[1]), "B", point(display.primaries[2]), "R",
                        point(display.primaries[0]), "WP", point(display.whitePoint), "L(",
                        number(display.maxLuminance, 10000.0), ",", number(display.minLuminance, 10000.0), ")");
}

std::string lightText(const frame::ContentLight& light) {
    return base::concat(light.maxContentLevel, ",", light.maxFrameAverageLevel);
}

List x264List(const frame::FrameInfo& first) {
    List list;
    if (first.masteringDisplay) list.emplace_back("mastering-display", displayText(*first.masteringDisplay, true));
    if (first.contentLight) list.emplace_back("cll", lightText(*first.contentLight));
    return list;
}

List x265List(const VideoEncoderSettings& settings, const frame::FrameInfo& first, base::Rational rate) {
    List list{{"log-level", "none"}};
    // x265 would take every core for itself, and its rate from the time base.
    list.emplace_back("pools", settings.threads <= 1 ? std::string("none") : base::concat(settings.threads));
    list.emplace_back("frame-threads", base::concat(std::clamp(settings.threads, 1, 4)));
    if (rate.isPositive()) list.emplace_back("fps", base::concat(rate.num, "/", rate.den));
    if (first.masteringDisplay) list.emplace_back("master-display", displayText(*first.masteringDisplay, true));
    if (first.contentLight) list.emplace_back("max-cll", lightText(*first.contentLight));
    const int location = first.spec.color.chromaLocation;
    if (location > 0) list.emplace_back("chromaloc", base::concat(location - 1));
    return list;
}

List svtList(const VideoEncoderSettings& settings, const frame::FrameInfo& first) {
    const frame::ColorInfo& color = first.spec.color;
    List list{{"lp", base::concat(std::max(settings.threads, 1))},
              {"color-primaries", base::concat(color.primaries)},
              {"transfer-characteristics", base::concat(color.transfer)},
              {"matrix-coefficients", base::concat(color.matrix)},
              {"color-range", color.fullRange ? "1" : "0"}};
    if (first.masteringDisplay) list.emplace_back("mastering-display", displayText(*first.masteringDisplay, false));
    if (first.contentLight) list.emplace_back("content-light", lightText(*first.contentLight));
    return list;
}

/// Rows in threads, and as many columns as the width allows (256 pixels each at least) and threads can use.
List vpxList(const VideoEncoderSettings& settings, const frame::FrameInfo& first, std::string_view speed) {
    int columns = 0;
    while ((2 << columns) <= settings.threads && (256 << (columns + 1)) <= first.spec.width && columns < 6) ++columns;
    return {{"deadline", "good"},
            {"cpu-used", std::string(speed)},
            {"row-mt", "1"},
            {"tile-columns", base::concat(columns)}};
}

/// Version 3 with a checksum a slice, every frame a key frame: what archives ask for. Slices are what threads share.
List ffv1List(const VideoEncoderSettings& settings, const frame::FrameInfo& first, std::string_view words) {
    const std::size_t gap = words.find(' ');
    List list{{"level", "3"},
              {"slicecrc", "1"},
              {"coder", std::string(words.substr(0, gap))},
              {"context", words.substr(gap + 1) == "large" ? "1" : "0"}};
    if (first.spec.width > 352 && first.spec.height > 288) list.emplace_back("slices", "16");  // smaller ones: its own
    if (settings.gopSeconds <= 0.0) list.emplace_back("g", "1");
    return list;
}

List proResList(const VideoEncoderSettings& settings) { return {{"profile", base::concat(proResProfile(settings))}}; }

}  // namespace

double defaultQuality(VideoCodec codec) noexcept { return kDefaultQuality[static_cast<std::size_t>(codec)]; }

int proResProfile(const VideoEncoderSettings& settings) noexcept {
    const double step = settings.quality.value_or(kDefaultQuality[static_cast<std::size_t>(VideoCodec::ProRes)]);
    return 5 - static_cast<int>(std::clamp(std::lround(step), 0L, 5L));
}

base::Result<List> encoderOptions(const VideoEncoderSettings& settings, const frame::FrameInfo& first,
                                  base::Rational rate) {
    const auto* row = std::ranges::find(kPresets, settings.preset, &PresetRow::ours);
    if (row == std::end(kPresets))
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("There is no preset \"", settings.preset,
                                       "\"; choose fastest, fast, medium, slow or slowest."));
    List options;
    List list;
    const char* listName = "";
    switch (settings.codec) {
        case VideoCodec::H264:
            options.emplace_back("preset", row->x264);
            list = x264List(first);
            listName = "x264-params";
            break;
        case VideoCodec::Hevc:
            options.emplace_back("preset", row->x265);
            list = x265List(settings, first, rate);
            listName = "x265-params";
            break;
        case VideoCodec::Av1:
            options.emplace_back("preset", row->svt);
            list = svtList(settings, first);
            listName = "svtav1-params";
            break;
        case VideoCodec::Vp9: options = vpxList(settings, first, row->vpx); break;
        case VideoCodec::Ffv1: options = ffv1List(settings, first, row->ffv1); break;
        case VideoCodec::ProRes: options = proResList(settings); break;
    }
    const bool hasQuality = settings.codec != VideoCodec::Ffv1 && settings.codec != VideoCodec::ProRes;
    if (settings.bitRate <= 0 && hasQuality) {
        const double quality = settings.quality.value_or(kDefaultQuality[static_cast<std::size_t>(settings.codec)]);
        // SVT-AV1 and libvpx count whole steps.
        const bool isWhole = settings.codec == VideoCodec::Av1 || settings.codec == VideoCodec::Vp9;
        options.emplace_back("crf", isWhole ? base::concat(std::lround(quality)) : base::fixed(quality, 2));
    }
    List& extra = *listName != '\0' ? list : options;
    extra.insert(extra.end(), settings.extra.begin(), settings.extra.end());
    if (!list.empty()) options.emplace_back(listName, joined(list));
    return options;
}

}  // namespace fotograma::media
