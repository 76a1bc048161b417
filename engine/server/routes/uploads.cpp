// Files from clients, in the manner of tus 1.0: made, sent in pieces, looked at, removed.
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/route.h"
#include "engine/server/upload_body.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr int kUnsupportedType = 415;
constexpr int kTooLarge = 413;
constexpr int kNoContent = 204;

std::optional<Response> missing(const Context& context) {
    if (context.uploads) return std::nullopt;
    return problem({ErrorCode::Unsupported, "This server takes no uploads.", {}});
}

/// The answer to a piece that has come. The last one brings the question what the file is: what is no video goes again.
void answerPiece(Context& context, const Upload& upload, Response good, Responder respond) {
    good.audit = concat("upload: ", upload.id, ", ", upload.offsetBytes, " of ", upload.lengthBytes, " bytes");
    if (!upload.isWhole) return respond(withUpload(std::move(good), upload));
    keepIfMedia(context, upload,
                [upload, good = std::move(good), respond = std::move(respond)](base::Status kept) mutable {
                    if (kept) return respond(withUpload(std::move(good), upload));
                    Response refused = problem(kUnsupportedType, kept.error());
                    refused.audit = concat("upload: ", upload.id, " refused");
                    respond(std::move(refused));
                });
}

Upload uploadOf(const Request& request) { return static_cast<const UploadBody&>(*request.sink).upload(); }

// ---- Making ----

std::expected<std::shared_ptr<BodySink>, Response> receiveFirst(Context& context, const Request& request) {
    if (auto none = missing(context)) return std::unexpected(std::move(*none));
    auto length = headerNumber(request, "upload-length");
    const auto body = headerNumber(request, "content-length");
    if (length && body && !*length && hasPiece(request)) length = body;
    if (length && !*length)
        length = base::fail(ErrorCode::InvalidArgument, "Upload-Length, the size of the file, is missing.");
    if (!length || !body) return std::unexpected(problem(length ? body.error() : length.error()));
    if (!hasPiece(request) && body->value_or(0) > 0)
        return std::unexpected(
            problem(kUnsupportedType, {ErrorCode::InvalidArgument, concat("A body must be ", kPieceType, "."), {}}));
    if (**length > context.uploads->limits().fileBytes)
        return std::unexpected(
            problem(kTooLarge,
                    {ErrorCode::ResourceExhausted,
                     concat("An upload may have ", base::humanBytes(context.uploads->limits().fileBytes), " at most."),
                     {}}));
    const auto name = uploadNameOf(request);
    if (!name) return std::unexpected(problem(name.error()));
    if (auto other = otherVersion(request)) return std::unexpected(std::move(*other));
    const auto made = context.uploads->create(request.principal.id, *name, **length);
    if (!made) return std::unexpected(problem(made.error()));
    return UploadBody::open(*context.uploads, request, made->id, 0);
}

void createUpload(Context& context, Request request, Responder respond) {
    const Upload upload = uploadOf(request);
    Response response = jsonResponse(toJson(upload), 201);
    response.with("Location", concat("/api/v1/uploads/", upload.id));
    answerPiece(context, upload, std::move(response), std::move(respond));
}

// ---- Sending on ----

std::expected<std::shared_ptr<BodySink>, Response> receivePiece(Context& context, const Request& request) {
    if (auto none = missing(context)) return std::unexpected(std::move(*none));
    if (!hasPiece(request))
        return std::unexpected(
            problem(kUnsupportedType, {ErrorCode::InvalidArgument, concat("A piece must be ", kPieceType, "."), {}}));
    const auto offset = headerNumber(request, "upload-offset");
    if (!offset) return std::unexpected(problem(offset.error()));
    if (!*offset)
        return std::unexpected(
            problem({ErrorCode::InvalidArgument, "Upload-Offset, where the piece begins, is missing.", {}}));
    if (auto other = otherVersion(request)) return std::unexpected(std::move(*other));
    return UploadBody::open(*context.uploads, request, request.parameter("id"), **offset);
}

void continueUpload(Context& context, Request request, Responder respond) {
    const Upload upload = uploadOf(request);
    Response response;
    response.status = kNoContent;
    answerPiece(context, upload, std::move(response), std::move(respond));
}

// ---- Looking ----

void describeUploads(Context& context, Request, Responder respond) {
    if (auto none = missing(context)) return respond(std::move(*none));
    Response response;
    response.status = kNoContent;
    response.with("Tus-Resumable", std::string(kTusVersion)).with("Tus-Version", std::string(kTusVersion));
    response.with("Tus-Extension", "creation,creation-with-upload,expiration,checksum,termination");
    response.with("Tus-Max-Size", concat(context.uploads->limits().fileBytes));
    response.with("Tus-Checksum-Algorithm", std::string(kChecksumAlgorithms));
    respond(std::move(response));
}

void listUploads(Context& context, Request request, Responder respond) {
    if (auto none = missing(context)) return respond(std::move(*none));
    Json list = Json::array();
    for (const Upload& upload : context.uploads->list(ownerOf(request.principal))) list.append(toJson(upload));
    respond(jsonResponse(list));
}

void getUpload(Context& context, Request request, Responder respond) {
    if (auto none = missing(context)) return respond(std::move(*none));
    const auto upload = context.uploads->find(ownerOf(request.principal), request.parameter("id"));
    if (!upload) return respond(upload.error());
    respond(withUpload(jsonResponse(toJson(*upload)), *upload));
}

void removeUpload(Context& context, Request request, Responder respond) {
    if (auto none = missing(context)) return respond(std::move(*none));
    if (auto other = otherVersion(request)) return respond(std::move(*other));
    const std::string& id = request.parameter("id");
    if (auto gone = context.uploads->remove(ownerOf(request.principal), id); !gone) return respond(gone.error());
    Response response;
    response.status = kNoContent;
    response.with("Tus-Resumable", std::string(kTusVersion));
    response.audit = concat("upload: ", id, " removed");
    respond(std::move(response));
}

}  // namespace

std::span<const Route> uploadsRoutes() {
    static const ParameterDoc kId{In::Path, "id", "string", "As the answer to its making says."};
    static const ParameterDoc kVersion{In::Header, "Tus-Resumable", "string", "1.0.0; may be left out."};
    static const ParameterDoc kChecksum{In::Header, "Upload-Checksum", "string",
                                        "Of this piece: sha256 (or sha1, sha512, md5), a blank, base64."};
    static const Route kRoutes[] = {
        {.method = Method::Post,
         .path = "/api/v1/uploads",
         .scope = Scope::JobsWrite,
         .handler = createUpload,
         .id = "createUpload",
         .tag = "uploads",
         .sentence = "Makes room for a file; Location is where its pieces go. The first may come along as the body.",
         .parameters = {{In::Header, "Upload-Length", "integer", "The size of the file; else that of the body.",
                         kFromOne},
                        {In::Header, "Upload-Metadata", "string", "filename, a blank, and its name in base64."},
                        {In::Query, "name", "string", "The file's name instead."},
                        kVersion,
                        kChecksum},
         .takes = kPieceType,
         .gives = "Upload",
         .status = 201,
         .receive = receiveFirst,
         .blocks = true},
        {.method = Method::Options,
         .path = "/api/v1/uploads",
         .scope = Scope::JobsWrite,
         .handler = describeUploads,
         .id = "describeUploads",
         .tag = "uploads",
         .sentence = "What of tus is spoken, in the headers Tus-*.",
         .giveType = "",
         .status = kNoContent},
        {.path = "/api/v1/uploads",
         .scope = Scope::JobsWrite,
         .handler = listUploads,
         .id = "listUploads",
         .tag = "uploads",
         .sentence = "The uploads of this token; of all tokens for admin.",
         .gives = "Upload[]",
         .blocks = true},
        {.path = "/api/v1/uploads/{id}",
         .scope = Scope::JobsWrite,
         .handler = getUpload,
         .id = "getUpload",
         .tag = "uploads",
         .sentence = "How much of a file has come; HEAD gives the same in Upload-Offset and Upload-Length.",
         .parameters = {kId},
         .gives = "Upload",
         .blocks = true},
        {.method = Method::Patch,
         .path = "/api/v1/uploads/{id}",
         .scope = Scope::JobsWrite,
         .handler = continueUpload,
         .id = "continueUpload",
         .tag = "uploads",
         .sentence = "Adds a piece. With the last one the file is looked at, and refused when it is no video.",
         .parameters = {kId,
                        {In::Header, "Upload-Offset", "integer", "Where the piece begins: what has come so far.",
                         kFromZero, true},
                        kVersion,
                        kChecksum},
         .takes = kPieceType,
         .giveType = "",
         .status = kNoContent,
         .receive = receivePiece,
         .blocks = true},
        {.method = Method::Delete,
         .path = "/api/v1/uploads/{id}",
         .scope = Scope::JobsWrite,
         .handler = removeUpload,
         .id = "removeUpload",
         .tag = "uploads",
         .sentence = "Removes a file that was sent, whole or not.",
         .parameters = {kId, kVersion},
         .giveType = "",
         .status = kNoContent,
         .blocks = true},
    };
    return kRoutes;
}

}  // namespace fotograma::server
