/// What tus 1.0 says in headers, and a request's body on its way into an upload.
///
/// Errors   as responses: 412 for another version of tus, 415 for a body that is no piece of a file, 460 for a checksum
///          that does not agree.
/// Thread   those of BodySink.
#pragma once

#include <expected>
#include <optional>

#include "engine/server/checksum.h"
#include "engine/server/message.h"
#include "engine/server/route.h"
#include "engine/server/uploads.h"

namespace fotograma::server {

inline constexpr std::string_view kTusVersion = "1.0.0";
inline constexpr std::string_view kPieceType = "application/offset+octet-stream";

/// Whose uploads a principal may see: its own; everybody's ("") for admin.
[[nodiscard]] std::string ownerOf(const Principal& principal);

/// Nothing, or the refusal of a client that speaks another version. Who speaks none is a plain HTTP client.
[[nodiscard]] std::optional<Response> otherVersion(const Request& request);
[[nodiscard]] bool hasPiece(const Request& request);

/// Upload-Length and such of the request; InvalidArgument when it is no number.
base::Result<std::optional<std::int64_t>> headerNumber(const Request& request, std::string_view lowerCaseName);
/// The file's name: "filename" of Upload-Metadata, else ?name=.
base::Result<std::string> uploadNameOf(const Request& request);

/// With the headers that every answer about an upload has.
[[nodiscard]] Response withUpload(Response response, const Upload& upload);

/// Asks the engine what a file is that has come whole. InvalidData for what is no video: it is removed.
void keepIfMedia(Context& context, const Upload& upload, std::move_only_function<void(base::Status)> then);

class UploadBody : public BodySink {
public:
    UploadBody(std::shared_ptr<Uploads::Writer> writer, std::optional<Checksum> checksum)
        : m_writer(std::move(writer)), m_checksum(std::move(checksum)) {}
    /// Takes bytes at that offset, with the checksum that the request announces.
    static std::expected<std::shared_ptr<BodySink>, Response> open(Uploads& uploads, const Request& request,
                                                                   const std::string& id, std::int64_t offset);

    std::optional<Response> write(std::string_view piece) override;
    std::optional<Response> finish() override;
    [[nodiscard]] Upload upload() const { return m_writer->upload(); }

private:
    std::shared_ptr<Uploads::Writer> m_writer;
    std::optional<Checksum> m_checksum;
};

}  // namespace fotograma::server
