#include "ui/workspace.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "ui/words.h"

namespace fotograma::ui {

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
    connect(&m_bridge, &ServiceBridge::disconnected, this,
            [this](const base::Error& error) { say(MessageBar::Tone::Problem, toQt(error.message)); });
}

const api::RecipeInfo* Workspace::recipe(const QString& id) const {
    const auto found = std::ranges::find(m_recipes, id.toStdString(), &api::RecipeInfo::id);
    return found == m_recipes.end() ? nullptr : &*found;
}

void Workspace::start() {
    m_bridge.describe(this, [this](base::Result<api::ServiceInfo> info) {
        if (!info) return say(MessageBar::Tone::Problem, toQt(info.error().message));
        m_info = std::move(*info);
        emit infoChanged();
        if (!m_info.drainsQueue)
            say(MessageBar::Tone::Note, tr("Another program works on the queue. Jobs added here are done there."));
    });
    askForRecipes();
    m_bridge.start();
}

void Workspace::askForRecipes() {
    m_bridge.recipes(this, [this](base::Result<std::vector<api::RecipeInfo>> recipes) {
        if (!recipes) return say(MessageBar::Tone::Problem, toQt(recipes.error().message));
        m_recipes = std::move(*recipes);
        emit recipesChanged();
    });
}

}  // namespace fotograma::ui
