#include "ui/queue/details_pane.h"

#include <QDateTime>
#include <QEvent>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/elided_label.h"
#include "ui/engine_words.h"
#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/report_page.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr qsizetype kLogLines = 500;  // of one job; the whole log is in the engine's file

constexpr qsizetype kTimeLength = 10;  // "12:34:56  "

/// What an event adds to the log of its job: a line of the engine, or a change of state; else nothing.
QString logLine(const api::Event& event) {
    const QString time = QDateTime::fromMSecsSinceEpoch(event.at).toString(QStringLiteral("hh:mm:ss  "));
    if (event.kind == api::EventKind::JobLog) return time + toQt(event.text);
    if (!event.record) return {};
    const api::JobRecord& record = *event.record;
    QString text = stateText(record);
    if (record.state == api::JobState::Running)
        text = DetailsPane::tr("Running on %1, attempt %2").arg(toQt(record.device)).arg(record.attempts);
    if (record.error) text += QStringLiteral(": ") + reasonText(record);
    return time + text;
}

QTreeWidget* makeFateList(QWidget* parent) {
    auto* list = new QTreeWidget(parent);
    list->setColumnCount(3);
    list->setHeaderLabels({DetailsPane::tr("Fate"), DetailsPane::tr("What"), DetailsPane::tr("How and why")});
    list->setRootIsDecorated(false);
    list->setFrameShape(QFrame::NoFrame);
    list->setAlternatingRowColors(true);
    list->setWordWrap(true);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setStretchLastSection(true);
    return list;
}

}  // namespace

DetailsPane::DetailsPane(ServiceBridge& bridge, const QueueModel& model, QWidget* parent)
    : QWidget(parent),
      m_bridge(bridge),
      m_model(model),
      m_hint(new QLabel(tr("Choose a job to see its report"), this)),
      m_title(new ElidedLabel(this)),
      m_subtitle(new ElidedLabel(this)),
      m_error(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_page(new QTextBrowser(m_tabs)),
      m_fates(makeFateList(m_tabs)),
      m_log(new QPlainTextEdit(m_tabs)) {
    setObjectName(QStringLiteral("details"));
    setAttribute(Qt::WA_StyledBackground);
    m_hint->setObjectName(QStringLiteral("muted"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_title->setObjectName(QStringLiteral("detailsTitle"));
    m_subtitle->setObjectName(QStringLiteral("muted"));
    m_error->setObjectName(QStringLiteral("errorSentence"));
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->setAccessibleName(tr("Why the job failed"));

    m_tabs->setAccessibleName(tr("Parts of the report"));
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenLinks(false);
    m_page->setAccessibleName(tr("Report"));
    m_page->document()->setDocumentMargin(12);
    m_fates->setAccessibleName(tr("What was kept, changed or lost"));
    m_log->setReadOnly(true);
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->setMaximumBlockCount(kLogLines);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setAccessibleName(tr("Log"));
    m_log->setPlaceholderText(tr("Nothing was logged for this job since the window was opened."));
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->setAccessibleName(tr("Report"));
    m_tabs->addTab(m_page, tr("Report"));
    m_tabs->addTab(m_fates, tr("Kept, changed, lost"));
    m_tabs->addTab(m_log, tr("Log"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3, 12, 3, 3);
    layout->setSpacing(2);
    for (QLabel* label : {m_title, m_subtitle}) label->setContentsMargins(14, 0, 14, 0);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle);
    layout->addWidget(m_error);
    layout->addSpacing(4);
    layout->addWidget(m_tabs, 1);

    connect(&bridge, &ServiceBridge::eventsArrived, this, &DetailsPane::keepLogs);
    connect(&model, &QueueModel::jobChanged, this, [this](api::JobId job) {
        if (job == m_job) refresh();
    });
    connect(&model, &QueueModel::modelReset, this, &DetailsPane::refresh);
    refresh();
}

void DetailsPane::showJob(api::JobId job) {
    if (job == m_job) return;
    m_job = job;
    m_shownState.reset();
    m_report.reset();
    m_log->setPlainText(m_logs.value(job.value).join(QLatin1Char('\n')));
    refresh();
}

void DetailsPane::keepLogs(const std::vector<api::Event>& events) {
    for (const api::Event& event : events) {
        if (event.kind == api::EventKind::JobRemoved) m_logs.remove(event.job.value);
        const QString line = logLine(event);
        if (line.isEmpty()) continue;
        QStringList& lines = m_logs[event.job.value];
        // The same state again: something else of the record changed.
        if (event.kind == api::EventKind::JobChanged && !lines.isEmpty() &&
            lines.last().endsWith(line.mid(kTimeLength)))
            continue;
        lines.append(line);
        if (lines.size() > kLogLines) lines.removeFirst();
        if (event.job == m_job) m_log->appendPlainText(line);
    }
}

void DetailsPane::refresh() {
    const api::JobRecord* record = m_model.find(m_job);
    m_hint->setVisible(!record);
    for (QWidget* part :
         {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_subtitle), static_cast<QWidget*>(m_tabs)})
        part->setVisible(record != nullptr);
    m_error->setVisible(record && record->error);
    if (!record) {
        m_job = {};
        return;
    }
    m_title->setText(fileName(record->spec.input));
    QStringList parts{stateText(*record), engineText(record->recipeTitle), toQt(record->device)};
    parts.removeAll(QString());
    m_subtitle->setText(parts.join(QStringLiteral("  ·  ")));
    if (record->error) m_error->setText(errorText(*record->error));
    if (m_shownState != record->state) {
        m_shownState = record->state;
        m_report.reset();
        fillFates();
        if (api::isTerminal(record->state)) fetchReport();
    }
    const int scrolled = m_page->verticalScrollBar()->value();
    m_page->setHtml(reportPage(*record, m_report ? &*m_report : nullptr, Theme::of(palette())));
    m_page->verticalScrollBar()->setValue(scrolled);
}

void DetailsPane::fetchReport() {
    m_bridge.report(m_job, this, [this, job = m_job](base::Result<api::Report> report) {
        if (job != m_job || !report) return;  // another job is shown by now, or this one never made a report
        m_report = std::move(*report);
        fillFates();
        refresh();
    });
}

void DetailsPane::fillFates() {
    m_fates->clear();
    if (!m_report) return;
    for (const api::FateNote& note : m_report->notes) {
        auto* row = new QTreeWidgetItem(m_fates, {fateText(note.fate), toQt(note.subject), toQt(note.sentence)});
        row->setIcon(0, fateIcon(note.fate));
        row->setToolTip(2, toQt(note.sentence));
    }
}

void DetailsPane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();  // the page carries its colours inside
}

}  // namespace fotograma::ui
