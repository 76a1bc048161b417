#include "engine/server/upload_body.h"

#include <charconv>

#include "engine/base/base64.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/http_writing.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr int kPreconditionFailed = 412;
constexpr int kChecksumMismatch = 460;
constexpr std::int64_t kMillisASecond = 1000;

}  // namespace

std::string ownerOf(const Principal& principal) { return principal.may(Scope::Admin) ? std::string() : principal.id; }

std::optional<Response> otherVersion(const Request& request) {
    const std::string* version = request.header("tus-resumable");
    if (!version || version->empty() || *version == kTusVersion) return std::nullopt;
    Response response =
        problem(kPreconditionFailed, {ErrorCode::Unsupported, concat("This server speaks tus ", kTusVersion, "."), {}});
    return std::move(response.with("Tus-Version", std::string(kTusVersion)));
}

bool hasPiece(const Request& request) {
    const std::string* type = request.header("content-type");
    return type && base::toLower(*type) == kPieceType;
}

base::Result<std::optional<std::int64_t>> headerNumber(const Request& request, std::string_view lowerCaseName) {
    const std::string* text = request.header(lowerCaseName);
    if (!text) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < 0)
        return base::fail(ErrorCode::InvalidArgument, concat(lowerCaseName, " must be a number of bytes."));
    return value;
}

base::Result<std::string> uploadNameOf(const Request& request) {
    const std::string* metadata = request.header("upload-metadata");
    std::string_view rest = metadata ? std::string_view(*metadata) : std::string_view();
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        const std::size_t blank = std::min(pair.find(' '), pair.size());
        if (pair.substr(0, blank) != "filename") continue;
        const auto name = base::fromBase64(pair.substr(std::min(blank + 1, pair.size())));
        if (!name) return base::fail(ErrorCode::InvalidArgument, "Upload-Metadata has values in base64.");
        return *name;
    }
    const std::string* name = request.queryValue("name");
    if (!name)
        return base::fail(ErrorCode::InvalidArgument,
                          "The name of the file is missing: filename in Upload-Metadata, or ?name=.");
    return *name;
}

Response withUpload(Response response, const Upload& upload) {
    response.with("Tus-Resumable", std::string(kTusVersion)).with("Upload-Offset", concat(upload.offsetBytes));
    response.with("Upload-Length", concat(upload.lengthBytes));
    if (!upload.isWhole) response.with("Upload-Expires", httpDate(upload.expiresAt / kMillisASecond));
    return response;
}

void keepIfMedia(Context& context, const Upload& upload, std::move_only_function<void(base::Status)> then) {
    using base::Json;
    Json recipe = Json::object().set("version", 1).set("id", "upload").set("title", "Upload");
    recipe.set("measures", Json::array().append(Json::object().set("id", "luma")));
    api::SubmitItem item;
    item.spec.input = base::toUtf8(upload.path);
    item.spec.recipe = std::move(recipe);
    context.service->check(std::move(item), [&context, id = upload.id,
                                             then = std::move(then)](base::Result<api::CheckReply> reply) mutable {
        const std::optional<base::Error> error = reply ? reply->error : reply.error();
        const bool isNone = error && (error->code == ErrorCode::InvalidData || error->code == ErrorCode::Unsupported);
        if (!isNone) return then({});
        if (auto gone = context.uploads->remove({}, id); !gone) return then(std::unexpected(gone.error()));
        then(base::fail(ErrorCode::InvalidData, concat("This is no video, and was removed: ", error->message)));
    });
}

std::expected<std::shared_ptr<BodySink>, Response> UploadBody::open(Uploads& uploads, const Request& request,
                                                                    const std::string& id, std::int64_t offset) {
    std::optional<Checksum> checksum;
    if (const std::string* header = request.header("upload-checksum")) {
        auto started = Checksum::start(*header);
        if (!started) return std::unexpected(problem(started.error()));
        checksum = std::move(*started);
    }
    auto writer = uploads.write(ownerOf(request.principal), id, offset);
    if (!writer) return std::unexpected(problem(writer.error()));
    if (checksum)
        if (auto trial = (*writer)->onTrial(); !trial) return std::unexpected(problem(trial.error()));
    return std::make_shared<UploadBody>(std::move(*writer), std::move(checksum));
}

std::optional<Response> UploadBody::write(std::string_view piece) {
    if (m_checksum) m_checksum->add(piece);
    auto added = m_writer->append(piece);
    return added ? std::nullopt : std::optional(problem(added.error()));
}

std::optional<Response> UploadBody::finish() {
    if (m_checksum) {
        if (!m_checksum->agrees())
            return problem(kChecksumMismatch,
                           {ErrorCode::InvalidData, "The checksum does not agree: the piece was thrown away.", {}});
        if (auto kept = m_writer->keep(); !kept) return problem(kept.error());
    }
    auto finished = m_writer->finish();
    return finished ? std::nullopt : std::optional(problem(finished.error()));
}

}  // namespace fotograma::server
