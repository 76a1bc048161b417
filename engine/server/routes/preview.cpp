// Pictures out of files: thumbnails and contact sheets.
#include <algorithm>
#include <charconv>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/job_query.h"
#include "engine/server/route.h"
#include "engine/server/submission.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::int64_t kLargestSide = 4096;
constexpr std::int64_t kMostCells = 20;
constexpr std::string_view kSides = R"("minimum": 0, "maximum": 4096)";
constexpr std::string_view kCells = R"("minimum": 1, "maximum": 20)";

base::Status readTime(const Request& request, double& seconds) {
    const std::string* text = request.queryValue("seconds");
    if (!text) return {};
    const auto [end, error] =
        std::from_chars(text->data(), text->data() + text->size(), seconds, std::chars_format::fixed);
    if (error != std::errc{} || end != text->data() + text->size() || !(seconds >= 0.0))
        return base::fail(ErrorCode::InvalidArgument, "seconds must be a number from 0 on.");
    return {};
}

/// All but the input.
base::Result<api::PreviewRequest> previewOf(const Request& request) {
    api::PreviewRequest asked;
    FOTOGRAMA_RETURN_IF_ERROR(readTime(request, asked.seconds));
    for (const auto& [name, target, minimum, maximum] :
         {std::tuple("width", &asked.width, std::int64_t{0}, kLargestSide),
          std::tuple("height", &asked.height, std::int64_t{0}, kLargestSide),
          std::tuple("columns", &asked.columns, std::int64_t{1}, kMostCells),
          std::tuple("rows", &asked.rows, std::int64_t{1}, kMostCells)}) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t value, request.queryInteger(name, *target, minimum, maximum));
        *target = static_cast<int>(value);
    }
    if (const std::string* format = request.queryValue("format")) {
        if (*format != "jpeg" && *format != "png")
            return base::fail(ErrorCode::InvalidArgument, "format must be jpeg or png.");
        asked.format = *format == "png" ? api::PictureFile::Png : api::PictureFile::Jpeg;
    }
    asked.quick = true;
    return asked;
}

void show(Context& context, api::PreviewRequest asked, Responder respond) {
    context.service->preview(std::move(asked), answer<api::Preview>(std::move(respond), [](api::Preview preview) {
                                 const bool isPng = preview.format == api::PictureFile::Png;
                                 Response response =
                                     textResponse(std::move(preview.picture.raw), isPng ? "image/png" : "image/jpeg");
                                 return std::move(response.with("Picture-Seconds", concat(preview.seconds)));
                             }));
}

void getPreview(Context& context, Request request, Responder respond) {
    auto asked = previewOf(request);
    if (!asked) return respond(asked.error());
    const std::string* text = request.queryValue("input");
    if (!text) return respond({ErrorCode::InvalidArgument, "input, the path of a file, is missing.", "input"});
    auto input = inputOf(context, request.principal, *text);
    if (!input) return respond(input.error());
    asked->input = std::move(*input);
    show(context, std::move(*asked), std::move(respond));
}

/// All that a preview can be asked, and the answer as JSON: what a recipe would make of the file.
void makePreview(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    auto asked = api::previewRequestFromJson(*body);
    if (!asked) return respond(asked.error());
    const auto isSide = [](int side) { return side >= 0 && side <= kLargestSide; };
    const auto isCount = [](int count) { return count >= 1 && count <= kMostCells; };
    if (!isSide(asked->width) || !isSide(asked->height) || !isCount(asked->columns) || !isCount(asked->rows))
        return respond(
            {ErrorCode::InvalidArgument, "The picture or the sheet is too large, or smaller than nothing.", {}});
    auto input = inputOf(context, request.principal, asked->input);
    if (!input) return respond(input.error());
    asked->input = std::move(*input);
    if (auto held = holdRecipe(context, asked->recipe); !held) return respond(held.error());
    context.service->preview(std::move(*asked), answer<api::Preview>(std::move(respond), [](api::Preview preview) {
                                 return jsonResponse(api::toJson(preview));
                             }));
}

/// Of the job's input, as far as clients may see it: also another's upload, for who may see the job.
void getThumbnail(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    auto asked = previewOf(request);
    if (!asked) return respond(asked.error());
    const base::JobId id = query->ids.front();
    context.service->snapshot(
        std::move(*query), [&context, id, asked = std::move(*asked),
                            respond = std::move(respond)](base::Result<api::Snapshot> page) mutable {
            if (!page) return respond(page.error());
            const auto job = std::ranges::find(page->jobs, id, &api::JobRecord::id);
            if (job == page->jobs.end())
                return respond({ErrorCode::NotFound, concat("There is no job ", id.value, "."), {}});
            auto input = inputOf(context, {.scopes = {Scope::Admin}}, job->spec.input);
            if (!input) return respond(input.error());
            asked.input = std::move(*input);
            show(context, std::move(asked), std::move(respond));
        });
}

/// What both have.
std::vector<ParameterDoc> pictureParameters(ParameterDoc first) {
    return {first,
            {In::Query, "seconds", "number", "Which picture; the key frame before is near enough.", kFromZero},
            {In::Query, "width", "integer", "Of the box it fits in, in pixels (320); 0: as the height says.", kSides},
            {In::Query, "height", "integer", "The same.", kSides},
            {In::Query, "columns", "integer", "Of a sheet, 1 to 20.", kCells},
            {In::Query, "rows", "integer", "The same.", kCells},
            {In::Query, "format", "string", "jpeg or png.", R"("enum": ["jpeg", "png"])"}};
}

}  // namespace

std::span<const Route> previewRoutes() {
    static const Route kRoutes[] = {
        {.path = "/api/v1/preview",
         .scope = Scope::JobsRead,
         .handler = getPreview,
         .id = "getPreview",
         .tag = "files",
         .sentence = "A picture of a file under the roots, or a sheet of several, spread over it.",
         .parameters =
             pictureParameters({In::Query, "input", "string", "Absolute path of the file, or upload:<id>.", {}, true}),
         .giveType = "image/jpeg",
         .alsoGives = {"image/png"},
         .blocks = true},
        {.method = Method::Post,
         .path = "/api/v1/preview",
         .scope = Scope::JobsRead,
         .handler = makePreview,
         .id = "makePreview",
         .tag = "files",
         .sentence = "The same with a recipe's filters, as JSON; the newest request of a slot ends the older ones.",
         .takes = "PreviewRequest",
         .gives = "Preview",
         .bodyBytes = std::size_t{1024} * 1024,
         .blocks = true},
        {.path = "/api/v1/jobs/{id}/thumbnail",
         .scope = Scope::JobsRead,
         .handler = getThumbnail,
         .id = "getThumbnail",
         .tag = "files",
         .sentence = "A picture of a job's input, or a sheet of several.",
         .parameters = pictureParameters({In::Path, "id", "integer", "The number of the job.", kFromOne}),
         .giveType = "image/jpeg",
         .alsoGives = {"image/png"}},
    };
    return kRoutes;
}

}  // namespace fotograma::server
