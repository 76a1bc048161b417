/// The files of a command whose engine is a server elsewhere: inputs are sent before, results fetched as jobs end.
///
/// Errors   send: what keeps the whole batch from beginning. A file that cannot be sent joins the bad inputs, one that
///          cannot be fetched fails its row.
/// Owner    what it sent: it is removed from the server at the end, unless it was left there. Borrows console and
///          service.
/// Thread   one, which waits.
#pragma once

#include <string>
#include <vector>

#include "app/commands/batch.h"
#include "app/console.h"
#include "engine/service/remote_files.h"
#include "engine/service/remote_service.h"

namespace fotograma::app {

class RemoteFiles {
public:
    RemoteFiles(Console& console, service::RemoteService& server, api::OverwriteRule overwrite)
        : m_console(console), m_server(server), m_overwrite(overwrite) {}
    ~RemoteFiles();
    RemoteFiles(const RemoteFiles&) = delete;
    RemoteFiles& operator=(const RemoteFiles&) = delete;

    /// All inputs; those that fail move to the order's bad ones.
    base::Status send(BatchOrder& order);
    /// One input that no job keeps: what the server knows it by, until the end.
    base::Result<std::string> lend(const InputFile& file, std::size_t index, std::size_t count);
    /// A job goes on with it when this is gone: it stays on the server.
    void leave(std::size_t index) { m_inputs[index].clear(); }
    /// The folder of results there; empty where nothing is made.
    [[nodiscard]] const std::string& folder() const noexcept { return m_folder; }
    /// The item as the server knows it.
    void place(api::SubmitItem& item, std::size_t index) const;
    /// The results of a row that is done, into the order's output folder.
    void fetch(BatchRow& row);
    /// One result of a job.
    base::Status fetchOne(base::JobId job, int index, const std::filesystem::path& to);

private:
    base::Result<std::string> sendOne(const InputFile& file, std::size_t index, std::size_t count);
    base::Status findFolder();
    [[nodiscard]] service::TransferProgress progressOf(std::string what);

    Console& m_console;
    service::RemoteService& m_server;
    const api::OverwriteRule m_overwrite;
    std::filesystem::path m_results;        ///< Here.
    std::string m_folder;                   ///< There; empty for analysis.
    std::vector<std::string> m_inputs;      ///< "upload:<id>", by index.
    std::vector<std::string> m_subfolders;  ///< Under both, by index.
};

}  // namespace fotograma::app
