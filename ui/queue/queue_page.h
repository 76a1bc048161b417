/// The queue's page: what to add next, the jobs, and one of them closely.
///
/// Thread   Qt thread.
#pragma once

#include <functional>

#include "ui/page.h"
#include "ui/queue/intake.h"
#include "ui/queue/queue_actions.h"
#include "ui/queue/when_done.h"
#include "ui/workspace.h"

class QSplitter;
class QStackedWidget;
class QToolBar;
class QLineEdit;

namespace fotograma::ui {

class BatchBar;
class CountdownBar;
class DetailsPane;
class EmptyState;
class FilterBar;
class JobEditor;
class LiveCharts;
class QueueView;

class QueuePage : public Page {
    Q_OBJECT

public:
    QueuePage(Workspace& workspace, Desktop& desktop, QWidget* parent);
    ~QueuePage() override;

    void fillMenus(QMenuBar& bar) override;
    void restore(const QSettings& settings) override;
    void save(QSettings& settings) const override;
    [[nodiscard]] WhenDone& whenDone() { return m_whenDone; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    [[nodiscard]] QToolBar* makeToolBar();
    [[nodiscard]] QWidget* makeCard();
    [[nodiscard]] QWidget* makeLower();
    void connectParts();
    void connectActions();
    void connectWhenDone();

    void choose(const QString& recipeId, const QString& outputFolder);
    void addFilesDialog();
    void addFolderDialog();
    void exportDialog();
    void importDialog();
    void paste();
    void editRecipe();

    void control(const api::JobQuery& query, api::JobAction action);
    [[nodiscard]] bool waitsAnyway(api::JobId job) const;
    void removeSoon(std::vector<api::JobId> jobs);
    void move(const std::vector<api::JobId>& jobs, api::JobId before);
    void moveFirst();
    void announcePower(PowerAction action);
    void askCommand();
    void fetchBadges();
    void showMenu(const QPoint& at);
    void showSelection();
    void showTotals();
    void openResult();
    void openResultFolder();
    /// The result of a server's job, here; `then` is called with where it lies.
    void fetchResult(const api::JobRecord& record, std::function<void(const QString& file)> then);

    Workspace& m_workspace;
    QueueActions m_actions;
    WhenDone m_whenDone;
    QTimer m_badges;
    bool m_badgesAsked = false;

    BatchBar* m_batch;
    Intake* m_intake;
    FilterBar* m_filter;
    QueueView* m_queue;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    CountdownBar* m_removal;
    CountdownBar* m_powerBar;
    JobEditor* m_editor;
    QLineEdit* m_command;
    DetailsPane* m_details;
    LiveCharts* m_charts;
    QSplitter* m_vertical;
    QSplitter* m_lower;
    QToolBar* m_toolBar = nullptr;
    int m_wordsWidth = 0;  ///< What the tool bar needs for its words.
};

}  // namespace fotograma::ui
