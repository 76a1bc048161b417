/// ui::Connections: the servers that were connected before, and the hosts of windows on them.
///
/// Owner    the hosts, and the file with addresses and tokens (0600). The program's parts outlive it.
/// Thread   as ui::Connections.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "app/desktop_hosts.h"
#include "app/later_thread.h"

namespace fotograma::app {

class DesktopConnections : public ui::Connections {
public:
    /// Puts itself into the program as its connections.
    DesktopConnections(Program& program, std::filesystem::path file);
    ~DesktopConnections() override;

    [[nodiscard]] std::vector<ui::KnownServer> known() const override;
    base::Status forget(const std::string& url) override;
    void connect(ui::ServerAddress address, api::Reply<ui::Host*> reply) override;
    [[nodiscard]] ui::Host& thisComputer() override { return m_local; }
    void release(ui::Host& host) override;

private:
    struct Kept {
        ui::ServerAddress address;
        std::string name;
        base::UnixMillis usedAt = 0;
    };

    void readKept();
    base::Status writeKept() const;  ///< Called with the mutex held.
    base::Result<ui::Host*> connectNow(ui::ServerAddress address);
    base::Result<ServerFacts> ask(service::RemoteOptions options);
    base::Status remember(ui::ServerAddress address, std::string name);

    const Program& m_program;
    const std::filesystem::path m_file;
    LocalHost m_local;
    mutable std::mutex m_mutex;  ///< Protects all below but the thread.
    std::vector<Kept> m_kept;
    std::vector<std::unique_ptr<ServerHost>> m_hosts;
    std::shared_ptr<service::RemoteService> m_asked;  ///< While a server is asked for the first time.
    bool m_isEnding = false;
    LaterThread m_thread;  ///< Last: it goes first.
};

}  // namespace fotograma::app
