/// The window: arranges the parts, connects them, and remembers its own state.
///
/// Owner    borrows the host, which outlives it; jobs live in the service and survive the window.
/// Thread   Qt thread.
#pragma once

#include <QElapsedTimer>
#include <QMainWindow>
#include <QSettings>

#include "ui/file_collector.h"
#include "ui/host.h"
#include "ui/queue_actions.h"
#include "ui/queue_model.h"
#include "ui/service_bridge.h"
#include "ui/theme.h"

class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace fotograma::ui {

class BatchBar;
class DetailsPane;
class EmptyState;
class LiveCharts;
class MessageBar;
class QueueView;
class StatusLine;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Host& host, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Adds files and folders as the user would by dropping them, with the recipe and folder chosen at that time.
    void add(const QStringList& paths);
    /// Choices for what is added next; empty texts leave them as they are.
    void choose(const QString& recipeId, const QString& outputFolder);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void buildMenus();
    void buildToolBar();
    void connectParts();
    void askService();
    void saveState();
    void restoreState();

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

    QSettings m_settings;
    ServiceBridge m_bridge;
    QueueModel m_model;
    FileCollector m_collector;
    QueueActions m_actions;
    ThemeController* m_theme;
    QElapsedTimer m_clock;
    QStringList m_early;  ///< Dropped before the recipes were known.

    BatchBar* m_batch;
    MessageBar* m_messages;
    QueueView* m_queue;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    DetailsPane* m_details;
    LiveCharts* m_charts;
    StatusLine* m_status;
    QLineEdit* m_filter;
    QSplitter* m_vertical;
    QSplitter* m_lower;
};

}  // namespace fotograma::ui
