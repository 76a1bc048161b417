/// ui::Host twice: a window on this computer's engine, and one on a server's.
///
/// Errors   as ui::Host.
/// Owner    a host of a server owns its connection and what runs over it; all else is borrowed and outlives both.
/// Thread   as ui::Host; the destructors may take a moment.
#pragma once

#include <mutex>
#include <optional>

#include "app/desktop_serving.h"
#include "app/desktop_tools.h"
#include "engine/service/remote_service.h"
#include "ui/host.h"

namespace fotograma::app {

/// The window's own state.
[[nodiscard]] std::filesystem::path windowFile();

/// What every window of the program has.
struct Program {
    Composition& composition;
    const LoadedSettings& settings;
    DesktopServing* serving = nullptr;
    ui::Connections* connections = nullptr;
};

class LocalHost : public ui::Host {
public:
    explicit LocalHost(const Program& program);

    std::shared_ptr<api::Service> service() override { return m_program.composition.service(); }
    [[nodiscard]] std::filesystem::path settingsFile() const override { return windowFile(); }
    [[nodiscard]] std::filesystem::path defaultOutputFolder() const override;
    ui::Tools* tools() override { return &m_tools; }
    ui::Serving* serving() override { return m_program.serving; }
    ui::Connections* connections() override { return m_program.connections; }

private:
    const Program& m_program;
    DesktopTools m_tools;
};

/// What a server said before there was a window on it.
struct ServerFacts {
    std::string place;  ///< "host:8750"
    bool sharesFiles = false;
    std::vector<std::string> roots;
};

/// Follows how the server fares, as told on the threads of its link.
class LinkWatch {
public:
    void told(const std::optional<base::Error>& trouble, double againSeconds);
    [[nodiscard]] ui::LinkState state() const;

private:
    mutable std::mutex m_mutex;  ///< Protects m_state.
    ui::LinkState m_state;
};

class ServerHost : public ui::Host, public ui::Transfers {
public:
    ServerHost(const Program& program, std::shared_ptr<service::RemoteService> remote, ServerFacts facts,
               std::shared_ptr<LinkWatch> watch);
    ~ServerHost() override;

    std::shared_ptr<api::Service> service() override { return m_remote; }
    [[nodiscard]] std::filesystem::path settingsFile() const override { return windowFile(); }
    [[nodiscard]] std::filesystem::path defaultOutputFolder() const override;
    ui::Tools* tools() override { return &m_tools; }
    ui::Serving* serving() override { return m_program.serving; }
    ui::Connections* connections() override { return m_program.connections; }
    [[nodiscard]] std::string place() const override { return m_facts.place; }
    ui::Transfers* transfers() override { return m_facts.sharesFiles ? nullptr : this; }
    [[nodiscard]] ui::LinkState link() const override { return m_watch->state(); }

    void send(std::filesystem::path file, Progress progress, api::Reply<std::string> reply) override;
    void fetch(api::JobId job, int index, std::string name, Progress progress,
               api::Reply<std::filesystem::path> reply) override;
    [[nodiscard]] std::filesystem::path folder() const override;

private:
    const Program& m_program;
    const ServerFacts m_facts;
    const std::shared_ptr<LinkWatch> m_watch;
    std::shared_ptr<service::RemoteService> m_remote;
    DesktopTools m_tools;
};

}  // namespace fotograma::app
