#include "engine/service/remote_files.h"

#include <charconv>
#include <span>

#include "engine/base/base64.h"
#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double kQuietSeconds = 60.0;
constexpr int kLeastTries = 5;
constexpr std::uint64_t kPieceBytes = std::uint64_t{64} * 1024 * 1024;  ///< Of a file in one request.
constexpr int kWholeAgain = 200;
constexpr int kNotThatFar = 416;

std::uint64_t numberOf(const std::string* text) {
    std::uint64_t number = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

/// What both ways have: tries, and the pauses between them.
class Transfer {
public:
    Transfer(std::shared_ptr<RemoteLink> link, TransferProgress progress)
        : m_link(std::move(link)), m_progress(std::move(progress)), m_pauses(m_link->options()) {}

protected:
    void tell(std::uint64_t done, std::uint64_t whole) {
        m_tries = 0;  // it moves
        m_since = Clock::now();
        m_pauses.startOver();
        if (m_progress) m_progress(done, whole);
    }
    /// Whether to try again after that.
    [[nodiscard]] bool goesOn(const base::Error& error) {
        const double waited = std::chrono::duration<double>(Clock::now() - m_since).count();
        return isAway(error) && (++m_tries < kLeastTries || waited < m_link->options().patienceSeconds);
    }
    net::HttpRequest request(std::string method, std::string_view path) const {
        net::HttpRequest made = m_link->request(std::move(method), path);
        made.seconds = 0.0;
        made.quietSeconds = kQuietSeconds;
        return made;
    }

    std::shared_ptr<RemoteLink> m_link;
    TransferProgress m_progress;
    Pauses m_pauses;
    Clock::time_point m_since = Clock::now();
    int m_tries = 0;
};

// ---- There ----

class Upload final : public Transfer, public std::enable_shared_from_this<Upload> {
public:
    Upload(std::shared_ptr<RemoteLink> link, fs::path file, std::uint64_t bytes, TransferProgress progress,
           api::Reply<std::string> reply)
        : Transfer(std::move(link), std::move(progress)),
          m_file(std::move(file)),
          m_bytes(bytes),
          m_reply(std::move(reply)) {}

    void begin() {
        const std::string name = base::toBase64(base::toUtf8(m_file.filename()));
        m_link->ask({.method = "POST",
                     .path = "/uploads",
                     .headers = {{"Tus-Resumable", "1.0.0"},
                                 {"Upload-Length", concat(m_bytes)},
                                 {"Upload-Metadata", concat("filename ", name)}},
                     .mayRepeat = true},
                    [self = shared_from_this()](base::Result<Json> made) {
                        if (!made) return self->m_reply.answer(std::unexpected(made.error()));
                        self->m_id = (*made)["id"].asString();
                        self->send();
                    });
    }

private:
    void send() {
        net::HttpRequest piece = request("PATCH", concat("/uploads/", m_id));
        const std::uint64_t length = std::min(kPieceBytes, m_bytes - m_sent);
        piece.headers.emplace_back("Tus-Resumable", "1.0.0");
        piece.headers.emplace_back("Upload-Offset", concat(m_sent));
        piece.headers.emplace_back("Content-Type", "application/offset+octet-stream");
        piece.body = net::FilePiece{m_file, m_sent, length};
        piece.onSent = [self = shared_from_this()](std::uint64_t bytes) {
            self->tell(self->m_sent + bytes, self->m_bytes);
        };
        m_link->send(
            std::move(piece),
            [self = shared_from_this(), length](base::Result<net::HttpResponse> reply) { self->sent(length, reply); },
            Lane::Slow);
    }
    void sent(std::uint64_t length, const base::Result<net::HttpResponse>& reply) {
        if (reply && reply->isSuccess()) {
            m_sent += length;
            if (m_sent < m_bytes) return send();
            return m_reply.answer(concat("upload:", m_id));
        }
        const base::Error error = reply ? m_link->errorOf(*reply) : reply.error();
        // Conflict: it has another offset than we think.
        if (error.code != ErrorCode::Conflict && !goesOn(error)) return m_reply.answer(std::unexpected(error));
        if (error.code == ErrorCode::Conflict && ++m_conflicts > kLeastTries)
            return m_reply.answer(std::unexpected(error));
        m_link->after(m_pauses.next(), [self = shared_from_this()](base::Status status) {
            if (!status) return self->m_reply.answer(std::unexpected(status.error()));
            self->askWhere();
        });
    }
    void askWhere() {
        m_link->ask({.path = concat("/uploads/", m_id), .mayRepeat = true},
                    [self = shared_from_this()](base::Result<Json> upload) {
                        if (!upload) return self->sent(0, std::unexpected(upload.error()));
                        self->m_sent = static_cast<std::uint64_t>((*upload)["offset"].asInteger());
                        if (self->m_sent < self->m_bytes) return self->send();
                        self->m_reply.answer(concat("upload:", self->m_id));
                    });
    }

    const fs::path m_file;
    const std::uint64_t m_bytes;
    std::string m_id;
    std::uint64_t m_sent = 0;
    int m_conflicts = 0;
    ReplyOnce<std::string> m_reply;
};

// ---- Back ----

class Fetch final : public Transfer, public std::enable_shared_from_this<Fetch> {
public:
    Fetch(std::shared_ptr<RemoteLink> link, std::string path, fs::path to, TransferProgress progress,
          api::Reply<base::Done> reply)
        : Transfer(std::move(link), std::move(progress)),
          m_path(std::move(path)),
          m_to(std::move(to)),
          m_reply(std::move(reply)) {
        m_part = m_to;
        m_part += ".part";
    }

    void begin() {
        std::error_code error;
        fs::create_directories(m_to.parent_path(), error);
        fs::remove(m_part, error);
        fetch();
    }

private:
    void fetch() {
        net::HttpRequest asked = request("GET", m_path);
        if (m_got > 0) {
            asked.headers.emplace_back("Range", concat("bytes=", m_got, '-'));
            asked.headers.emplace_back("If-Range", m_tag);
        }
        asked.onHead = [self = shared_from_this()](const net::HttpResponse& head) { return self->head(head); };
        asked.onPiece = [self = shared_from_this()](std::string_view piece) { return self->take(piece); };
        m_link->send(
            std::move(asked),
            [self = shared_from_this()](base::Result<net::HttpResponse> reply) { self->ended(std::move(reply)); },
            Lane::Slow);
    }
    base::Status head(const net::HttpResponse& head) {
        if (!head.isSuccess()) return {};
        const std::uint64_t length = numberOf(head.header("content-length"));
        if (head.status == kWholeAgain) {
            std::error_code ignored;
            m_file.reset();
            fs::remove(m_part, ignored);
            m_got = 0;
        }
        m_whole = m_got + length;
        if (const std::string* tag = head.header("etag")) m_tag = *tag;
        if (m_file) return {};
        FOTOGRAMA_ASSIGN_OR_RETURN(auto file, base::AppendableFile::open(m_part));
        m_file.emplace(std::move(file));
        return {};
    }
    base::Status take(std::string_view piece) {
        FOTOGRAMA_RETURN_IF_ERROR(m_file->append(std::as_bytes(std::span(piece))));
        m_got += piece.size();
        tell(m_got, m_whole);
        return {};
    }
    void ended(base::Result<net::HttpResponse> reply) {
        if (reply && reply->isSuccess()) return keep();
        if (reply && reply->status == kNotThatFar && m_got == m_whole) return keep();
        const base::Error error = reply ? m_link->errorOf(*reply) : reply.error();
        if (goesOn(error)) {
            m_link->after(m_pauses.next(), [self = shared_from_this()](base::Status status) {
                if (!status) return self->give(status.error());
                self->fetch();
            });
            return;
        }
        give(error);
    }
    void keep() {
        m_file.reset();
        if (auto flushed = base::flushFile(m_part); !flushed) return give(flushed.error());
        if (auto named = base::replaceFile(m_part, m_to); !named) return give(named.error());
        m_reply.answer(base::Done{});
    }
    void give(const base::Error& error) {
        std::error_code ignored;
        m_file.reset();
        fs::remove(m_part, ignored);
        m_reply.answer(std::unexpected(error));
    }

    const std::string m_path;
    const fs::path m_to;
    fs::path m_part;
    std::optional<base::AppendableFile> m_file;
    std::uint64_t m_got = 0;
    std::uint64_t m_whole = 0;
    std::string m_tag;
    ReplyOnce<base::Done> m_reply;
};

}  // namespace

void uploadFile(std::shared_ptr<RemoteLink> link, fs::path file, TransferProgress progress,
                api::Reply<std::string> reply) {
    const auto stamp = base::fileStamp(file);
    if (!stamp) return reply(std::unexpected(stamp.error()));
    std::make_shared<Upload>(std::move(link), std::move(file), static_cast<std::uint64_t>(stamp->sizeBytes),
                             std::move(progress), std::move(reply))
        ->begin();
}

void fetchArtifact(std::shared_ptr<RemoteLink> link, base::JobId job, int index, fs::path to, TransferProgress progress,
                   api::Reply<base::Done> reply) {
    std::make_shared<Fetch>(std::move(link), concat("/jobs/", job.value, "/artifacts/", index), std::move(to),
                            std::move(progress), std::move(reply))
        ->begin();
}

}  // namespace fotograma::service
