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
};
// The same word costs about the same relative time in each encoder.
constexpr PresetRow kPresets[] = {{"fastest", "superfast", "ultrafast", "12"},
                                  {"fast", "veryfast", "veryfast", "10"},
                                  {"medium", "medium", "medium", "8"},
                                  {"slow", "slow", "slow", "6"},
                                  {"slowest", "veryslow", "slower", "4"}};

constexpr double kDefaultQuality[] = {21.0, 24.0, 32.0};  // H.264, HEVC, AV1

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

}  // namespace

double defaultQuality(VideoCodec codec) noexcept { return kDefaultQuality[static_cast<std::size_t>(codec)]; }

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
    }
    if (settings.bitRate <= 0) {
        const double quality = settings.quality.value_or(kDefaultQuality[static_cast<std::size_t>(settings.codec)]);
        // SVT-AV1 counts whole steps.
        options.emplace_back(
            "crf", settings.codec == VideoCodec::Av1 ? base::concat(std::lround(quality)) : base::fixed(quality, 2));
    }
    list.insert(list.end(), settings.extra.begin(), settings.extra.end());
    if (!list.empty()) options.emplace_back(listName, joined(list));
    return options;
}

}  // namespace fotograma::media
