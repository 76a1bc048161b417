/// What the pages of the window share, and what they ask of each other.
///
/// Owner    borrows the host, which outlives it; jobs live in the service and survive the window.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QSettings>
#include <QTimer>
#include <vector>

#include "ui/charts/load_history.h"
#include "ui/host.h"
#include "ui/message_bar.h"
#include "ui/queue/queue_model.h"
#include "ui/service_bridge.h"
#include "ui/theme.h"
#include "ui/thumbnails.h"
#include "ui/workspace_link.h"

namespace fotograma::ui {

class Workspace : public QObject {
    Q_OBJECT

public:
    explicit Workspace(Host& host, QObject* parent = nullptr);

    [[nodiscard]] Host& host() { return m_host; }
    [[nodiscard]] ServiceBridge& bridge() { return m_bridge; }
    [[nodiscard]] QueueModel& jobs() { return m_jobs; }
    /// How busy the engine was since the start of the window.
    [[nodiscard]] LoadHistory& load() { return m_load; }
    [[nodiscard]] Thumbnails& thumbnails() { return m_thumbnails; }
    [[nodiscard]] QSettings& settings() { return m_settings; }
    [[nodiscard]] ThemeController& theme() { return *m_theme; }
    /// Of the service, once it has answered; else without a name.
    [[nodiscard]] const api::ServiceInfo& info() const { return m_info; }
    [[nodiscard]] const std::vector<api::RecipeInfo>& recipes() const { return m_recipes; }
    /// The recipe of that id, or null. Valid until recipesChanged.
    [[nodiscard]] const api::RecipeInfo* recipe(const QString& id) const;

    /// Asks the service who it is, for its recipes and its jobs, and follows them.
    void start();
    void askForRecipes();
    /// Whether the engine is there. While it is not, everything shown is as of `since`.
    [[nodiscard]] const WorkspaceLink& link() const { return m_link; }
    /// Asks a lost server now instead of later.
    void tryNow();
    /// Another engine: another window takes the place of this one.
    void moveTo(Host& host) { emit hostChosen(&host); }
    /// The key of a choice that depends on where the engine is.
    [[nodiscard]] QString keyHere(const QString& key) const;
    /// A line in place, over whatever page is shown.
    void say(MessageBar::Tone tone, const QString& sentence) { emit said(tone, sentence); }
    void hush() { emit hushed(); }
    /// Brings a page to the front; it is made first when need be.
    void open(const QString& pageId) { emit opened(pageId); }

signals:
    void infoChanged();
    void recipesChanged();
    void linkChanged();
    void hostChosen(fotograma::ui::Host* host);
    void said(fotograma::ui::MessageBar::Tone tone, const QString& sentence);
    void hushed();
    void opened(const QString& pageId);
    /// Files and folders for the queue, from a drop, the command line or a page.
    void filesGiven(const QStringList& paths);
    /// While files hover over the window.
    void filesHover(bool isHovering);
    /// Choices for what is added next; empty texts leave them as they are.
    void batchChosen(const QString& recipeId, const QString& outputFolder);
    /// A recipe is to be edited, with a file to look at (may be empty). Open the page "recipe" first.
    void recipeEditAsked(const fotograma::api::Json& recipe, const QString& sampleFile);
    /// The recipe in the editor is to be used for what is added next.
    void recipeMade(const fotograma::api::Json& recipe);

private:
    void askWhoItIs();
    void followLink();
    void setLink(WorkspaceLink link);
    void ended(const base::Error& error);

    Host& m_host;
    QSettings m_settings;
    ServiceBridge m_bridge;
    QueueModel m_jobs;
    LoadHistory m_load;
    Thumbnails m_thumbnails;
    ThemeController* m_theme;
    api::ServiceInfo m_info;
    std::vector<api::RecipeInfo> m_recipes;
    WorkspaceLink m_link;
    QTimer m_linkTimer;
};

}  // namespace fotograma::ui
