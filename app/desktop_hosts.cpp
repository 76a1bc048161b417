#include "app/desktop_hosts.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/service/remote_files.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

namespace {

bool liesUnder(const fs::path& path, const fs::path& root) {
    const auto [end, rest] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return end == root.end();
}

}  // namespace

fs::path windowFile() { return base::userFolders().config / "desktop.ini"; }

// ---- This computer ----

LocalHost::LocalHost(const Program& program)
    : m_program(program), m_tools(program.composition, program.settings, *program.composition.service(), true) {}

fs::path LocalHost::defaultOutputFolder() const { return m_program.settings.values().outputFolder; }

// ---- A server ----

void LinkWatch::told(const std::optional<base::Error>& trouble, double againSeconds) {
    constexpr double kMillis = 1000.0;
    const base::UnixMillis now = base::systemClock().unixNow();
    const std::lock_guard lock(m_mutex);
    if (trouble && !m_state.isLost) m_state.lostSince = now;
    m_state.isLost = trouble.has_value();
    if (!trouble) return;
    m_state.trouble = *trouble;
    m_state.nextTryAt = now + static_cast<base::UnixMillis>(againSeconds * kMillis);
}

ui::LinkState LinkWatch::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

ServerHost::ServerHost(const Program& program, std::shared_ptr<service::RemoteService> remote, ServerFacts facts,
                       std::shared_ptr<LinkWatch> watch)
    : m_program(program),
      m_facts(std::move(facts)),
      m_watch(std::move(watch)),
      m_remote(std::move(remote)),
      m_tools(program.composition, program.settings, *m_remote, false) {}

/// What the tools wait for is answered with Cancelled before they are waited for.
ServerHost::~ServerHost() { m_remote->link()->stop(); }

fs::path ServerHost::defaultOutputFolder() const {
    if (m_facts.roots.empty()) return {};
    const fs::path first = base::pathFromUtf8(m_facts.roots.front());
    if (!m_facts.sharesFiles) return first / "fotograma-results";
    const fs::path usual = m_program.settings.values().outputFolder;
    const bool isAllowed = std::ranges::any_of(
        m_facts.roots, [&](const std::string& root) { return liesUnder(usual, base::pathFromUtf8(root)); });
    return isAllowed ? usual : first / "fotograma";
}

void ServerHost::send(fs::path file, Progress progress, api::Reply<std::string> reply) {
    service::uploadFile(m_remote->link(), std::move(file), std::move(progress), std::move(reply));
}

void ServerHost::fetch(api::JobId job, int index, std::string name, Progress progress, api::Reply<fs::path> reply) {
    // Two jobs may make files of one name.
    const fs::path to = folder() / concat("job-", job.value) / base::pathFromUtf8(name).filename();
    std::error_code code;
    fs::create_directories(to.parent_path(), code);
    if (code)
        return reply(base::fail(base::ErrorCode::PermissionDenied,
                                concat("The folder ", base::toUtf8(to.parent_path()), " cannot be made.")));
    service::fetchArtifact(m_remote->link(), job, index, to, std::move(progress),
                           [to, reply = std::move(reply)](base::Result<base::Done> done) mutable {
                               if (done) return reply(to);
                               reply(std::unexpected(done.error()));
                           });
}

/// One for each server: two may make files of one name.
fs::path ServerHost::folder() const {
    std::string name = m_facts.place;
    std::ranges::replace(name, ':', '-');
    std::ranges::replace(name, '/', '-');
    return m_program.settings.values().outputFolder / base::pathFromUtf8(name);
}

}  // namespace fotograma::app
