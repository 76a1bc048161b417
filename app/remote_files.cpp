#include "app/remote_files.h"

#include "app/await.h"
#include "app/text_columns.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/service/remote_files.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

RemoteFiles::~RemoteFiles() {
    for (const std::string& input : m_inputs) {
        constexpr std::string_view kMark = "upload:";
        if (!input.starts_with(kMark)) continue;
        const auto gone = await<Json>([&](auto reply) {
            m_server.link()->ask({.method = "DELETE", .path = concat("/uploads/", input.substr(kMark.size()))},
                                 std::move(reply));
        });
        if (!gone) m_console.note(concat("The server keeps what was sent: ", gone.error().message));
    }
}

service::TransferProgress RemoteFiles::progressOf(std::string what) {
    if (!m_console.isLive()) return {};
    return [&console = m_console, what = std::move(what)](std::uint64_t done, std::uint64_t whole) {
        const double share = whole > 0 ? 100.0 * static_cast<double>(done) / static_cast<double>(whole) : 100.0;
        console.setLive(
            {concat(what, "  ", base::fixed(share, 0), " % of ", base::humanBytes(static_cast<std::int64_t>(whole)))});
    };
}

// ---- Sending ----

base::Status RemoteFiles::findFolder() {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Json roots, await<Json>([&](auto reply) {
                                   m_server.link()->ask({.path = "/browse", .mayRepeat = true}, std::move(reply));
                               }));
    if (roots["entries"].items().empty())
        return base::fail(ErrorCode::Unsupported,
                          "That server has no folder for results: it was started without --root.");
    m_folder = concat(roots["entries"].items().front()["path"].asString(), "/fotograma-results/",
                      service::freshKey().substr(0, 12));
    return {};
}

base::Result<std::string> RemoteFiles::sendOne(const InputFile& file, std::size_t index, std::size_t count) {
    const fs::path path = base::pathFromUtf8(file.path);
    auto progress =
        progressOf(concat("Sending ", index + 1, " of ", count, "  ", printable(base::toUtf8(path.filename()))));
    return await<std::string>(
        [&](auto reply) { service::uploadFile(m_server.link(), path, std::move(progress), std::move(reply)); });
}

base::Result<std::string> RemoteFiles::lend(const InputFile& file, std::size_t index, std::size_t count) {
    auto input = sendOne(file, index, count);
    m_console.setLive({});
    if (input) m_inputs.push_back(*input);
    return input;
}

base::Status RemoteFiles::send(BatchOrder& order) {
    m_results = order.outputFolder;
    if (!order.recipe.outputs.empty()) FOTOGRAMA_RETURN_IF_ERROR(findFolder());
    std::vector<InputFile> sent;
    for (std::size_t i = 0; i < order.inputs.files.size(); ++i) {
        InputFile& file = order.inputs.files[i];
        auto input = sendOne(file, i, order.inputs.files.size());
        if (!input) {
            const bool isEnd = input.error().code == ErrorCode::PermissionDenied || service::isAway(input.error());
            if (isEnd) return std::unexpected(input.error());
            order.inputs.bad.push_back({.name = file.path, .error = input.error()});
            continue;
        }
        m_inputs.push_back(std::move(*input));
        m_subfolders.push_back(file.relativeFolder == "." ? std::string() : file.relativeFolder);
        sent.push_back(std::move(file));
    }
    order.inputs.files = std::move(sent);
    m_console.setLive({});
    return {};
}

void RemoteFiles::place(api::SubmitItem& item, std::size_t index) const {
    item.spec.input = m_inputs[index];
    item.outputFolder = m_folder;
}

// ---- Fetching ----

base::Status RemoteFiles::fetchOne(base::JobId job, int index, const fs::path& to) {
    std::error_code ignored;
    if (fs::exists(to, ignored) && m_overwrite != api::OverwriteRule::Always)
        return base::fail(ErrorCode::AlreadyExists,
                          concat(base::toUtf8(to), " is in the way; -y replaces it, -n leaves it."));
    auto progress = progressOf(concat("Fetching ", printable(base::toUtf8(to.filename()))));
    const auto fetched = await<base::Done>([&](auto reply) {
        service::fetchArtifact(m_server.link(), job, index, to, std::move(progress), std::move(reply));
    });
    if (!fetched) return std::unexpected(fetched.error());
    return {};
}

void RemoteFiles::fetch(BatchRow& row) {
    if (!row.succeeded() || !row.report || row.index >= m_subfolders.size()) return;
    const fs::path folder = m_results / base::pathFromUtf8(m_subfolders[row.index]);
    for (std::size_t i = 0; i < row.report->artifacts.size(); ++i) {
        api::Artifact& artifact = row.report->artifacts[i];
        const fs::path to = folder / base::pathFromUtf8(artifact.path).filename();
        if (auto fetched = fetchOne(row.record.id, static_cast<int>(i), to); !fetched) {
            row.record.state = api::JobState::Failed;
            row.error = fetched.error();
            break;
        }
        artifact.path = base::toUtf8(to);
    }
    m_console.setLive({});
}

}  // namespace fotograma::app
