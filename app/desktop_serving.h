/// ui::Serving over the composition: the window's engine over HTTP, in this process, on threads of its own.
///
/// Owner    the server and its log of the last few hundred requests; borrows composition and settings, which outlive it.
/// Thread   as ui::Serving.
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "app/http_serving.h"
#include "app/later_thread.h"
#include "engine/server/token_store.h"
#include "ui/serving.h"

namespace fotograma::app {

class DesktopServing : public ui::Serving {
public:
    /// `file` keeps the plan.
    DesktopServing(const Composition& composition, const Settings& settings, std::filesystem::path file);

    /// Listens when the plan says so. What keeps it from that is in state().
    void begin();

    [[nodiscard]] ui::ServingPlan plan() const override;
    base::Status remember(const ui::ServingPlan& plan) override;
    void start(api::Reply<std::string> reply) override;
    void stop(api::Reply<base::Done> reply) override;
    [[nodiscard]] ui::ServingState state() const override;
    [[nodiscard]] std::vector<ui::ServedClient> clients() const override;
    [[nodiscard]] std::vector<ui::ServedRequest> log(std::int64_t after) const override;
    void tokens(api::Reply<std::vector<ui::AccessToken>> reply) override;
    void makeToken(std::string name, std::vector<std::string> scopes, double days,
                   api::Reply<ui::MadeToken> reply) override;
    void revokeToken(std::string id, api::Reply<base::Done> reply) override;

private:
    void readPlan();
    [[nodiscard]] Settings settingsNow() const;
    base::Result<std::string> startNow();
    void stopNow();
    void note(const base::Json& line);

    const Composition& m_composition;
    const Settings& m_settings;
    const std::filesystem::path m_file;
    server::TokenStore m_tokens;
    mutable std::mutex m_mutex;  ///< Protects all below but the thread.
    ui::ServingPlan m_plan;
    ui::ServingState m_state;
    std::deque<ui::ServedRequest> m_log;
    std::int64_t m_requests = 0;
    std::shared_ptr<HttpServing> m_serving;  ///< Null: off. Goes before the log that it writes.
    LaterThread m_thread;                    ///< Last: it goes first.
};

}  // namespace fotograma::app
