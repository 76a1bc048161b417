#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "engine/filter/chroma_place.h"
#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filters/stabilise/path.h"
#include "engine/filters/stabilise/stabilise_kernel.h"

namespace fotograma::filters::stabilise {
namespace {

using Complex = std::complex<double>;

constexpr double kPerDegree = std::numbers::pi / 180.0;
constexpr const char* kPath = "path";  ///< What settle found: Corrections, as bytes.

// ---- The first pass --------------------------------------------------------------------------------------------

std::vector<filter::ClipNeed> needsOfClip(const filter::Values& values) {
    if (values.number("strength") == 0.0 || values.asset(kPath) != nullptr) return {};
    return {{"motion", {}, true}};
}

/// A row of the measure: index, time, dx, dy, rotation, zoom, agreement.
Motion motionOf(const api::Json& row, double height) {
    const auto& cells = row.items();
    Motion motion;
    if (cells.size() < 6) return motion;
    motion.time = cells[1].asNumber();
    motion.startsScene = !cells[2].isNumber();
    if (motion.startsScene) return motion;
    motion.move.shift = Complex{cells[2].asNumber(), cells[3].asNumber()} / height;
    motion.move.turn = std::polar(cells[5].asNumber(1.0), cells[4].asNumber() * kPerDegree);
    return motion;
}

std::shared_ptr<const filter::Asset> assetOf(const std::vector<Correction>& all) {
    auto asset = std::make_shared<filter::Asset>();
    asset->path = "the camera's path";
    asset->bytes.resize(all.size() * sizeof(Correction));
    std::memcpy(asset->bytes.data(), all.data(), asset->bytes.size());
    return asset;
}

std::vector<Correction> correctionsOf(const filter::Asset& asset) {
    std::vector<Correction> all(asset.bytes.size() / sizeof(Correction));
    std::memcpy(all.data(), asset.bytes.data(), all.size() * sizeof(Correction));
    return all;
}

base::Result<filter::Values> settle(const filter::Values& values, const api::Json& found) {
    const double height = found["motion"]["height"].asNumber();
    const double width = found["motion"]["width"].asNumber();
    if (!(height > 0.0 && width > 0.0)) return values.with(kPath, assetOf({}));  // no picture was seen
    const double aspect = width / height;
    std::vector<Motion> path;
    for (const api::Json& row : found["frames"]["motion"]["rows"].items()) path.push_back(motionOf(row, height));
    const double most = values.number("max_shift") / 100.0;
    std::vector<Correction> all = corrections(path, {.seconds = values.number("smoothing"),
                                                     .strength = values.number("strength"),
                                                     .mostAcross = most * aspect,
                                                     .mostDown = most,
                                                     .mostTurn = values.number("max_angle") * kPerDegree});
    if (values.text("borders") != "zoom") return values.with(kPath, assetOf(all));
    double zoom = 1.0 + values.number("zoom") / 100.0;
    if (zoom == 1.0) {
        for (const Correction& each : all) zoom = std::max(zoom, zoomToHide(each, aspect));
        // In whole hundredths of a percent, as the report says it.
        const double percent = std::ceil((zoom - 1.0) * 1e4) / 100.0;
        zoom = 1.0 + std::min(percent, values.number("max_zoom")) / 100.0;
    }
    for (Correction& each : all) each = lessened(each, zoom, aspect);
    return values.with(kPath, assetOf(all)).with("zoom", std::round((zoom - 1.0) * 1e4) / 100.0);
}

// ---- The second ------------------------------------------------------------------------------------------------

/// What is the same for every frame.
struct Setting {
    frame::PictureSpec input;
    double zoom = 1.0;
    bool fills = false;

    [[nodiscard]] filter::PlaneParams paramsFor(const Correction& correction) const {
        filter::PlaneParams params;
        for (int plane = 0; plane < input.format.planes(); ++plane)
            params[static_cast<std::size_t>(plane)] = filter::ParamBytes::of(warp(correction.similarity(), plane));
        return params;
    }

private:
    [[nodiscard]] WarpParams warp(const Similarity& move, int plane) const {
        const int shiftX = filter::shiftX(input.format, plane);
        const int shiftY = filter::shiftY(input.format, plane);
        const double firstX = filter::chromaAcross(shiftX, input.color.chromaLocation);
        const double firstY = filter::chromaDown(shiftY, input.color.chromaLocation);
        const double aspect = filter::sampleAspect(input);
        // From a sample of the output to where it comes from, by way of heights from the middle.
        const auto source = [&](double x, double y) {
            const Complex place{(x * (1 << shiftX) + firstX - 0.5 * input.width) * aspect / input.height,
                                (y * (1 << shiftY) + firstY - 0.5 * input.height) / input.height};
            const Complex from = (place / zoom - move.shift) / move.turn;
            return Complex{(from.real() * input.height / aspect + 0.5 * input.width - firstX) / (1 << shiftX),
                           (from.imag() * input.height + 0.5 * input.height - firstY) / (1 << shiftY)};
        };
        const Complex origin = source(0.0, 0.0);
        const Complex along = source(1.0, 0.0) - origin;
        const Complex down = source(0.0, 1.0) - origin;
        const auto f = [](double value) { return static_cast<float>(value); };
        return {f(origin.real()), f(origin.imag()), f(along.real()),     f(along.imag()),
                f(down.real()),   f(down.imag()),   fills ? 1.0F : 0.0F, f(filter::blackCode(input, plane))};
    }
};

/// Gives each frame the correction that was found for its time.
class PathSteering final : public filter::Steering {
public:
    PathSteering(Setting setting, std::shared_ptr<const std::vector<Correction>> path)
        : m_setting(std::move(setting)), m_path(std::move(path)) {}

    void push(const frame::FrameInfo& info, std::span<const pixel::u64>, std::vector<filter::Cue>& cues) override {
        filter::Cue cue{.frame = m_frame++, .pts = info.pts, .duration = info.duration};
        const Correction found = at(info.timeSeconds());
        const Correction none{.time = found.time};
        cue.isUntouched = m_setting.zoom == 1.0 && std::memcmp(&found, &none, sizeof found) == 0;
        if (!cue.isUntouched) cue.params = m_setting.paramsFor(found);
        cues.push_back(std::move(cue));
    }
    void flush(std::vector<filter::Cue>&) override { m_frame = 0; }

private:
    /// Of the frame nearest in time.
    [[nodiscard]] Correction at(double time) const {
        if (m_path->empty()) return {};
        const auto after = std::ranges::lower_bound(*m_path, time, {}, &Correction::time);
        if (after == m_path->begin()) return *after;
        if (after == m_path->end()) return m_path->back();
        const Correction& before = *(after - 1);
        return time - before.time < after->time - time ? before : *after;
    }

    Setting m_setting;
    std::shared_ptr<const std::vector<Correction>> m_path;
    std::int64_t m_frame = 0;
};

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    const filter::Asset* const asset = values.asset(kPath);
    const Setting setting{input, 1.0 + values.number("zoom") / 100.0, values.text("borders") == "black"};
    const bool isStill = values.number("strength") == 0.0 && setting.zoom > 1.0;
    if (!isStill && (asset == nullptr || asset->bytes.empty())) return prepared;
    filter::Pass pass;
    pass.kernel = values.text("method") == "bilinear" ? "stabilise_Linear" : "stabilise_Cubic";
    pass.shape = pixel::Shape::Gather;
    pass.output = input;
    pass.params = setting.paramsFor({});
    prepared.passes.push_back(std::move(pass));
    if (isStill) return prepared;
    const auto path = std::make_shared<const std::vector<Correction>>(correctionsOf(*asset));
    prepared.steering = [setting, path] { return std::make_unique<PathSteering>(setting, path); };
    return prepared;
}

std::vector<filter::Example> examples() {
    using namespace filter;
    return {
        example("Before the clip is known nothing is moved.", grayPicture(2, 1), {}, {{{16, 90}}}, {{16, 90}}),
        example("Enlarged by 100 % alone: rows 0.75, 1.25, 1.75 and 2.25 of four, by cubics.", grayPicture(1, 4),
                {{"strength", 0.0}, {"zoom", 100.0}}, {{{20, 60, 100, 140}}}, {{49, 70, 90, 111}}),
        example("The same rows by straight lines.", grayPicture(1, 4),
                {{"strength", 0.0}, {"zoom", 100.0}, {"method", "bilinear"}}, {{{20, 60, 100, 140}}},
                {{50, 70, 90, 110}}),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed(
        "stabilise", "Stabilise", pixel::Shape::Gather,
        "Takes the shake out of a hand-held clip, after a first pass over it: the way of the camera is smoothed, "
        "scene by scene, and each frame moved to where it should have been. Interlaced clips: deinterlace first.",
        "Matsushita et al. 2006 (smoothing of motions), by the measure motion; Keys 1981 (cubic convolution)");
    definition.info.parameters = {
        numberRow("smoothing", "Smoothing", "s", {0.05, 5.0, 0.05}, 0.5,
                  "Movements briefer than this are taken away (standard deviation of a Gaussian); slower ones stay."),
        numberRow("strength", "Strength", "", {0.0, 1.0, 0.05}, 1.0, "How much of the shake: 0 is nothing, 1 all."),
        numberRow("max_shift", "Shift at most", "%", {0.0, 50.0, 1.0}, 15.0, "Of the picture's sides."),
        numberRow("max_angle", "Turn at most", "degrees", {0.0, 45.0, 0.5}, 8.0, "0 leaves the horizon alone."),
        choiceRow(
            "borders", "Borders", {"zoom", "edge", "black"}, "zoom",
            "Zoom enlarges the whole clip until no border shows; edge goes on with the outermost samples; black."),
        numberRow("max_zoom", "Zoom at most", "%", {0.0, 100.0, 1.0}, 20.0,
                  "Where more would be needed, those frames are moved less."),
        numberRow("zoom", "Zoom", "%", {0.0, 100.0, 0.5}, 0.0,
                  "How much larger the picture is made; 0 finds the least that hides the borders."),
        choiceRow("method", "Method", {"bicubic", "bilinear"}, "bicubic", "Bicubic is sharper, bilinear faster."),
    };
    definition.prepareFilter = prepare;
    definition.needsOfClip = needsOfClip;
    definition.settle = settle;
    definition.examples = examples();
    definition.typical = {{"strength", 0.0}, {"zoom", 6.0}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::stabilise
