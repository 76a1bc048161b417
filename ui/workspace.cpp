#include "ui/workspace.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "ui/error_words.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kLinkMs = 250;  // a count of seconds that does not stumble
}  // namespace

Workspace::Workspace(Host& host, QObject* parent)
    : QObject(parent),
      m_host(host),
      m_settings(toQt(base::toUtf8(host.settingsFile())), QSettings::IniFormat),
      m_bridge(host.service()),
      m_thumbnails(m_bridge),
      m_theme(new ThemeController(this)) {
    connect(&m_bridge, &ServiceBridge::snapshotArrived, &m_jobs, &QueueModel::reset);
    connect(&m_bridge, &ServiceBridge::eventsArrived, &m_jobs, &QueueModel::apply);
    connect(&m_bridge, &ServiceBridge::statsArrived, &m_load, [this](const api::Stats& stats) { m_load.add(stats); });
    connect(&m_bridge, &ServiceBridge::disconnected, this, &Workspace::ended);
    m_linkTimer.setInterval(kLinkMs);
    connect(&m_linkTimer, &QTimer::timeout, this, &Workspace::followLink);
    if (!m_host.place().empty()) m_linkTimer.start();
}

QString Workspace::keyHere(const QString& key) const {
    QString place = toQt(m_host.place());
    if (place.isEmpty()) return key;
    return QStringLiteral("server-%1/%2").arg(place.replace(QLatin1Char('/'), QLatin1Char('-')), key);
}

const api::RecipeInfo* Workspace::recipe(const QString& id) const {
    const auto found = std::ranges::find(m_recipes, id.toStdString(), &api::RecipeInfo::id);
    return found == m_recipes.end() ? nullptr : &*found;
}

void Workspace::start() {
    askWhoItIs();
    askForRecipes();
    m_bridge.start();
}

void Workspace::askWhoItIs() {
    m_bridge.describe(this, [this](base::Result<api::ServiceInfo> info) {
        if (!info) return say(MessageBar::Tone::Problem, errorText(info.error()));
        m_info = std::move(*info);
        emit infoChanged();
        if (!m_info.drainsQueue)
            say(MessageBar::Tone::Note, tr("Another program works on the queue. Jobs added here are done there."));
    });
}

// ---- Whether it is there -----------------------------------------------------------------------------------------

void Workspace::followLink() {
    if (m_link.state == WorkspaceLink::State::Refused) return;
    const LinkState now = m_host.link();
    const bool wasLost = m_link.state == WorkspaceLink::State::Lost;
    if (!now.isLost && !wasLost) return;
    if (now.isLost) return setLink({WorkspaceLink::State::Lost, now.trouble, now.lostSince, now.nextTryAt});
    setLink({});
    // What may have changed meanwhile, beside the jobs, whose events are told from where they were left.
    askWhoItIs();
    askForRecipes();
}

void Workspace::ended(const base::Error& error) {
    const bool isRefused = !m_host.place().empty() && error.code == base::ErrorCode::PermissionDenied;
    if (isRefused)
        setLink({WorkspaceLink::State::Refused, error, base::systemClock().unixNow(), 0});
    else if (m_host.place().empty() || m_link.state == WorkspaceLink::State::Good)
        say(MessageBar::Tone::Problem, errorText(error));
}

void Workspace::setLink(WorkspaceLink link) {
    const bool isGood = link.state == WorkspaceLink::State::Good;
    m_link = std::move(link);
    m_bridge.setAway(!isGood);
    m_jobs.setAsOf(isGood ? 0 : m_link.since);
    emit linkChanged();
}

void Workspace::tryNow() {
    if (m_link.state == WorkspaceLink::State::Lost) m_bridge.startOver();
}

void Workspace::askForRecipes() {
    m_bridge.recipes(this, [this](base::Result<std::vector<api::RecipeInfo>> recipes) {
        if (!recipes) return say(MessageBar::Tone::Problem, errorText(recipes.error()));
        m_recipes = std::move(*recipes);
        emit recipesChanged();
    });
}

}  // namespace fotograma::ui
