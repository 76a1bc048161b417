/// One job closely: its report, what was kept, changed or lost, its log, and why it failed.
///
/// Thread   Qt thread.
#pragma once

#include <QHash>
#include <QStringList>
#include <QWidget>
#include <optional>

#include "ui/service_bridge.h"

class QLabel;
class QPlainTextEdit;
class QTabWidget;
class QTextBrowser;
class QTreeWidget;

namespace fotograma::ui {

class QueueModel;

class DetailsPane : public QWidget {
    Q_OBJECT

public:
    DetailsPane(ServiceBridge& bridge, const QueueModel& model, QWidget* parent = nullptr);

    /// Shows a job; an id of none empties the pane.
    void showJob(api::JobId job);
    [[nodiscard]] api::JobId job() const { return m_job; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void keepLogs(const std::vector<api::Event>& events);
    void refresh();
    void fetchReport();
    void fillFates();

    ServiceBridge& m_bridge;
    const QueueModel& m_model;
    api::JobId m_job;
    std::optional<api::JobState> m_shownState;  ///< A report is asked for when it becomes an end.
    std::optional<api::Report> m_report;
    QHash<qint64, QStringList> m_logs;  ///< The newest lines of each job of this session.
    QLabel* m_hint;                     ///< While no job is chosen.
    QLabel* m_title;
    QLabel* m_subtitle;
    QLabel* m_error;
    QTabWidget* m_tabs;
    QTextBrowser* m_page;
    QTreeWidget* m_fates;
    QPlainTextEdit* m_log;
};

}  // namespace fotograma::ui
