#include "engine/pipeline/preview.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/execute.h"
#include "engine/media/picture_file.h"
#include "engine/pipeline/assets.h"
#include "engine/pipeline/first_pass.h"
#include "engine/pipeline/plan.h"

namespace fotograma::pipeline {

using api::Json;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr int kLargestSide = 4096;
constexpr int kMostPictures = 400;  ///< Of a sheet.
constexpr int kGap = 4;             ///< Pixels between the pictures of a sheet, and around them; even, for 4:2:0.

Status checkRequest(const api::PreviewRequest& request) {
    const auto isSide = [](int side) { return side >= 0 && side <= kLargestSide; };
    if (!isSide(request.width) || !isSide(request.height) || (request.width == 0 && request.height == 0))
        return base::fail(ErrorCode::InvalidArgument,
                          concat("A preview is 1 to ", kLargestSide, " pixels wide or high, not ", request.width, "x",
                                 request.height, "."));
    if (request.columns < 1 || request.rows < 1 || request.columns > kMostPictures / request.rows)
        return base::fail(ErrorCode::InvalidArgument, concat("A sheet has 1 to ", kMostPictures, " pictures, not ",
                                                             request.columns, "x", request.rows, "."));
    if (request.share && !(*request.share >= 0.0 && *request.share <= 1.0))
        return base::fail(ErrorCode::InvalidArgument, "A share of the clip is from 0 to 1.");
    if (!(request.seconds >= 0.0)) return base::fail(ErrorCode::InvalidArgument, "A preview's time is 0 or later.");
    return {};
}

Result<Plan> planFor(const media::MediaInfo& info, const recipe::Recipe& recipe, const FileRules& files) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Plan plan, makePlan(info, recipe, 1));
    FOTOGRAMA_RETURN_IF_ERROR(readAssets(recipe, files, plan));
    if (const auto looks = firstPassNotes(plan); !looks.empty())
        return base::fail(ErrorCode::Unsupported,
                          concat("a preview is made of one picture, but ", looks.front().sentence));
    return plan;
}

/// Turned, filtered, and fit for a small file.
Result<std::vector<filter::Use>> filtersFor(const Plan& plan, const api::PreviewRequest& request) {
    std::vector<filter::Use> filters = plan.turn;
    filters.insert(filters.end(), plan.filters.begin(), plan.filters.end());
    constexpr int kKeepAspect = -2;  // and make the side even
    Json box = Json::object();
    box.set("width", request.width > 0 ? request.width : kKeepAspect);
    box.set("height", request.height > 0 ? request.height : kKeepAspect);
    box.set("fit", request.width > 0 && request.height > 0 ? "inside" : "exact").set("only_shrink", true);
    const std::pair<const char*, Json> added[] = {
        {"tonemap", Json::object()}, {"resize", std::move(box)}, {"convert", Json::object().set("bits", "8")}};
    for (const auto& [id, parameters] : added) {
        FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use use, filter::use(api::OperationKind::Filter, id, parameters));
        filters.push_back(std::move(use));
    }
    return filters;
}

Result<frame::Frame> finished(frame::Frame picture, std::span<const filter::Use> filters, device::Queue& queue) {
    // A matrix that is only implied by the height must not change with it.
    frame::FrameInfo info = picture.info();
    if (info.spec.format.model == frame::ColorModel::Yuv)
        info.spec.color.matrix = frame::effectiveMatrix(info.spec.color, info.spec.height);
    picture = picture.withInfo(std::move(info));
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::Chain chain, filter::Chain::prepare(filters, picture.spec()));
    if (chain.isEmpty()) return picture;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto runner, filter::ChainRunner::create(std::move(chain), queue));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto ready, runner.push(std::move(picture)));
    if (ready.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(ready, runner.flush());
    }
    FOTOGRAMA_ASSERT(!ready.empty(), "a chain gives out a frame for a frame");
    return queue.download(ready.front());
}

/// Pictures of one size, row by row on a dark ground.
class Sheet {
public:
    static Result<Sheet> create(const frame::FrameInfo& of, int columns, int rows) {
        const auto even = [](int side) { return (side + 1) / 2 * 2; };
        Sheet sheet;
        sheet.m_columns = columns;
        sheet.m_stepX = even(of.spec.width) + kGap;
        sheet.m_stepY = even(of.spec.height) + kGap;
        frame::FrameInfo info = of;
        info.spec.width = columns * sheet.m_stepX + kGap;
        info.spec.height = rows * sheet.m_stepY + kGap;
        FOTOGRAMA_ASSIGN_OR_RETURN(sheet.m_canvas, frame::MutableFrame::allocateHost(info));
        const int dark = of.spec.color.fullRange ? 24 : 37;
        for (int i = 0; i < sheet.m_canvas->planes(); ++i) {
            const frame::Plane& plane = sheet.m_canvas->plane(i);
            for (int y = 0; y < plane.height; ++y)
                std::memset(plane.data + y * plane.pitchBytes, i == 0 ? dark : 128,
                            static_cast<std::size_t>(plane.width));
        }
        return sheet;
    }

    void put(const frame::Frame& picture, int index) {
        const frame::PictureFormat& format = picture.spec().format;
        const int left = kGap + index % m_columns * m_stepX;
        const int top = kGap + index / m_columns * m_stepY;
        for (int i = 0; i < picture.planes(); ++i) {
            const frame::Plane& from = picture.plane(i);
            const frame::Plane& to = m_canvas->plane(i);
            const int x = format.planeWidth(i, left);
            const int y = format.planeHeight(i, top);
            for (int row = 0; row < std::min(from.height, to.height - y); ++row)
                std::memcpy(to.data + (y + row) * to.pitchBytes + x, from.data + row * from.pitchBytes,
                            static_cast<std::size_t>(std::min(from.width, to.width - x)));
        }
    }
    frame::Frame finish() && { return std::move(*m_canvas).freeze(); }

private:
    Sheet() = default;
    std::optional<frame::MutableFrame> m_canvas;
    int m_columns = 1;
    int m_stepX = 0;
    int m_stepY = 0;
};

/// Where the pictures of one request come from.
struct Source {
    ClipPictures& clip;
    int track = -1;
    const std::stop_token& stop;

    [[nodiscard]] Result<frame::Frame> at(double seconds) const { return clip.at(track, seconds, stop); }
};

struct Shown {
    frame::Frame picture;
    double seconds = 0.0;
};

Result<Shown> sheetOf(const Source& source, std::span<const filter::Use> filters, const api::PreviewRequest& request,
                      device::Queue& queue) {
    const double duration = source.clip.durationSeconds();
    if (duration <= 0.0)
        return base::fail(ErrorCode::Unsupported, "its length is not known, so a sheet cannot be spread over it");
    const int count = request.columns * request.rows;
    std::optional<Sheet> sheet;
    frame::PictureSpec first;
    double seconds = 0.0;
    for (int i = 0; i < count; ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame decoded, source.at(duration * (i + 0.5) / count));
        const double time = decoded.info().timeSeconds();
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame picture, finished(std::move(decoded), filters, queue));
        if (!sheet) {
            FOTOGRAMA_ASSIGN_OR_RETURN(sheet, Sheet::create(picture.info(), request.columns, request.rows));
            first = picture.spec();
            seconds = time;
        }
        if (picture.spec().format != first.format)
            return base::fail(ErrorCode::Unsupported, "its pictures change their layout; a sheet takes one");
        sheet->put(picture, i);
    }
    return Shown{std::move(*sheet).finish(), seconds};
}

Result<Shown> oneOf(const Source& source, std::span<const filter::Use> filters, const api::PreviewRequest& request,
                    device::Queue& queue) {
    const double duration = source.clip.durationSeconds();
    if (request.share && duration <= 0.0)
        return base::fail(ErrorCode::Unsupported, "its length is not known, so a share of it means nothing");
    const double wanted = request.share ? *request.share * duration : request.seconds;
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame decoded, source.at(wanted));
    const double seconds = decoded.info().timeSeconds();
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame picture, finished(std::move(decoded), filters, queue));
    return Shown{std::move(picture), seconds};
}

Result<api::Preview> make(const api::PreviewRequest& request, const recipe::Recipe& recipe, const FileRules& files,
                          ClipPictures& clip, device::Queue& queue, const std::stop_token& stop) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Plan plan, planFor(clip.info(), recipe, files));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto filters, filtersFor(plan, request));
    const Source source{clip, plan.videoTrack, stop};
    const bool isSheet = request.columns * request.rows > 1;
    FOTOGRAMA_ASSIGN_OR_RETURN(const Shown shown, (isSheet ? sheetOf : oneOf)(source, filters, request, queue));
    if (stop.stop_requested()) return base::fail(ErrorCode::Cancelled, "stopped on request");
    api::Preview preview;
    FOTOGRAMA_ASSIGN_OR_RETURN(preview.picture.raw, media::encodePicture(shown.picture, request.format));
    preview.format = request.format;
    preview.width = shown.picture.spec().width;
    preview.height = shown.picture.spec().height;
    preview.seconds = shown.seconds;
    preview.durationSeconds = clip.durationSeconds();
    return preview;
}

}  // namespace

Result<recipe::Recipe> previewRecipe(const api::PreviewRequest& request) {
    if (request.recipe.isNull()) return recipe::Recipe{};
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe::Recipe recipe, recipe::parse(request.recipe));
    recipe.outputs.clear();
    recipe.measures.clear();
    recipe.input.frames = recipe::Frames::All;
    return recipe;
}

Result<api::Preview> preview(const api::PreviewRequest& request, const FileRules& files, device::Queue& queue,
                             int threads, const std::stop_token& stop, std::unique_ptr<ClipPictures>* kept) {
    FOTOGRAMA_RETURN_IF_ERROR(checkRequest(request));
    FOTOGRAMA_ASSIGN_OR_RETURN(const recipe::Recipe recipe, previewRecipe(request));
    ClipPictures::What what{.file = base::pathFromUtf8(request.input),
                            .trim = {recipe.input.startSeconds, recipe.input.durationSeconds},
                            .isQuick = request.quick,
                            .threads = threads,
                            .roots = files.allowedRoots};
    std::unique_ptr<ClipPictures> clip;
    if (kept != nullptr && *kept) {
        clip = std::move(*kept);
        what.opening = clip->what().opening;
        if (!clip->isStill(what)) {
            clip.reset();
            what.opening = Opening::Quick;
        }
    }
    // What is out of the ordinary is read once more, by libav alone and then from its start.
    while (true) {
        Result<api::Preview> made;
        if (!clip) {
            auto opened = ClipPictures::open(what, stop);
            if (opened)
                clip = std::move(*opened);
            else
                made = std::unexpected(std::move(opened.error()));
        }
        if (clip) made = make(request, recipe, files, *clip, queue, stop);
        const bool mayHelp =
            !made && (made.error().code == ErrorCode::InvalidData || made.error().code == ErrorCode::Unsupported);
        if (!mayHelp || what.opening == Opening::FromStart) {
            if (made && kept != nullptr) *kept = std::move(clip);
            return made;
        }
        what.opening = static_cast<Opening>(static_cast<int>(what.opening) + 1);
        clip.reset();
    }
}

}  // namespace fotograma::pipeline
