/// The queue's page: what to add next, the jobs, and one of them closely.
///
/// Thread   Qt thread.
#pragma once

#include "ui/page.h"
#include "ui/queue/file_collector.h"
#include "ui/queue/queue_actions.h"
#include "ui/workspace.h"

class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolBar;

namespace fotograma::ui {

class BatchBar;
class DetailsPane;
class EmptyState;
class LiveCharts;
class QueueView;

class QueuePage : public Page {
    Q_OBJECT

public:
    QueuePage(Workspace& workspace, QWidget* parent);

    void fillMenus(QMenuBar& bar) override;
    void restore(const QSettings& settings) override;
    void save(QSettings& settings) const override;

private:
    void build();
    QToolBar* makeToolBar();
    QSplitter* makeLower();
    void connectParts();

    void add(const QStringList& paths);
    void choose(const QString& recipeId, const QString& outputFolder);
    void addFilesDialog();
    void addFolderDialog();
    void submit(const std::vector<CollectedFile>& files, int skipped);
    void showOutcome(const base::Result<api::SubmitReply>& reply, int skipped);
    void control(const api::JobQuery& query, api::JobAction action);
    [[nodiscard]] bool waitsAnyway(api::JobId job) const;
    void showSelection();
    void showTotals();
    void openResult();
    void openResultFolder();

    Workspace& m_workspace;
    FileCollector m_collector;
    QueueActions m_actions;
    QStringList m_early;  ///< Dropped before the recipes were known.

    BatchBar* m_batch;
    QueueView* m_queue;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    DetailsPane* m_details;
    LiveCharts* m_charts;
    QLineEdit* m_filter;
    QSplitter* m_vertical;
    QSplitter* m_lower;
};

}  // namespace fotograma::ui
