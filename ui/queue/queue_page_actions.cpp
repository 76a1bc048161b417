// What the queue's page does when it is asked to: dialogs, jobs that move and go, the end of the queue.
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>

#include "engine/base/platform.h"
#include "ui/error_words.h"
#include "ui/queue/batch_bar.h"
#include "ui/queue/countdown_bar.h"
#include "ui/queue/details_pane.h"
#include "ui/queue/empty_state.h"
#include "ui/queue/filter_bar.h"
#include "ui/queue/queue_page.h"
#include "ui/queue/queue_view.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

const QString kInputFolder = QStringLiteral("batch/inputFolder");
constexpr int kUndoSeconds = 8;
constexpr int kPowerSeconds = 60;
constexpr int kMostBadges = 60;  // rows of a tall screen

}  // namespace

// ---- Adding ----------------------------------------------------------------------------------------------------

void QueuePage::addFilesDialog() {
    QSettings& settings = m_workspace.settings();
    const QString folder =
        settings.value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QStringList files =
        QFileDialog::getOpenFileNames(this, tr("Add videos"), folder, FileCollector::dialogFilter());
    if (files.isEmpty()) return;
    settings.setValue(kInputFolder, QFileInfo(files.first()).absolutePath());
    m_intake->add(files);
}

void QueuePage::addFolderDialog() {
    QSettings& settings = m_workspace.settings();
    const QString start =
        settings.value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add all videos of a folder"), start);
    if (folder.isEmpty()) return;
    settings.setValue(kInputFolder, folder);
    m_intake->add({folder});
}

void QueuePage::paste() {
    const QStringList paths = Intake::pathsIn(*QGuiApplication::clipboard()->mimeData());
    if (paths.isEmpty())
        m_workspace.say(MessageBar::Tone::Note, tr("The clipboard holds no path of a file or folder that exists."));
    else
        m_intake->add(paths);
}

void QueuePage::importDialog() {
    const QStringList files =
        QFileDialog::getOpenFileNames(this, tr("Import a queue or a recipe"), {}, tr("Queues and recipes (*.json)"));
    if (!files.isEmpty()) m_intake->add(files);
}

void QueuePage::exportDialog() {
    QString file = QFileDialog::getSaveFileName(this, tr("Export the queue"), tr("queue.json"), tr("Queues (*.json)"));
    if (file.isEmpty()) return;
    if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".json");
    std::vector<const api::JobRecord*> jobs;
    for (const api::JobId job : m_queue->selectedJobs())
        if (const api::JobRecord* record = m_workspace.jobs().find(job)) jobs.push_back(record);
    if (jobs.size() < 2) {  // one row is always in focus: nobody means it alone
        jobs.clear();
        for (int row = 0; row < m_workspace.jobs().rowCount(); ++row) jobs.push_back(&m_workspace.jobs().at(row));
    }
    m_intake->writeQueue(file, jobs);
}

void QueuePage::editRecipe() {
    const api::RecipeInfo* recipe = m_batch->recipe();
    if (!recipe) return;
    const api::JobRecord* record = m_queue->currentRecord();
    m_workspace.open(QStringLiteral("recipe"));
    emit m_workspace.recipeEditAsked(recipe->recipe, record ? toQt(record->spec.input) : QString());
}

// ---- Acting on jobs --------------------------------------------------------------------------------------------

void QueuePage::control(const api::JobQuery& query, api::JobAction action) {
    m_workspace.bridge().control(query, action, this, [this](base::Result<api::ControlReply> reply) {
        if (!reply)
            m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
        else if (reply->changed.empty() && !reply->refused.empty() && !waitsAnyway(reply->refused.front().first))
            m_workspace.say(MessageBar::Tone::Note, errorText(reply->refused.front().second));
    });
}

/// An interrupted job of this program's own queue runs again by itself: nothing was refused that mattered.
bool QueuePage::waitsAnyway(api::JobId job) const {
    const api::JobRecord* record = m_workspace.jobs().find(job);
    return record && isStranded(*record);
}

/// Out of sight at once, out of the queue when nobody wanted them back. By value: what was selected changes on the way,
/// and a removal of no jobs by name would be one of all.
void QueuePage::removeSoon(std::vector<api::JobId> jobs) {
    if (jobs.empty()) return;
    m_removal->happenNow();
    m_queue->rows().setHidden(jobs);
    m_removal->start(
        jobs.size() == 1 ? tr("One job was removed. Files stay.")
                         : tr("Jobs removed: %1. Files stay.").arg(jobs.size()),
        tr("Undo"), kUndoSeconds,
        [this, jobs] {
            control({.ids = jobs}, api::JobAction::Remove);
            m_queue->rows().setHidden({});
        },
        [this] { m_queue->rows().setHidden({}); });
}

void QueuePage::move(const std::vector<api::JobId>& jobs, api::JobId before) {
    if (jobs.empty() || std::ranges::find(jobs, before) != jobs.end()) return;
    api::JobEdit edit;
    edit.before = before;
    m_workspace.bridge().edit({.ids = jobs}, edit, this, [this](base::Result<api::ControlReply> reply) {
        if (!reply) return m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
        if (!reply->refused.empty()) m_workspace.say(MessageBar::Tone::Note, errorText(reply->refused.front().second));
    });
}

void QueuePage::moveFirst() {
    const std::vector<api::JobId>& jobs = m_actions.waiting();
    const api::JobRecord* first = nullptr;
    for (int row = 0; row < m_workspace.jobs().rowCount(); ++row) {
        const api::JobRecord& record = m_workspace.jobs().at(row);
        const bool waits = record.state == api::JobState::Queued || record.state == api::JobState::Paused;
        if (!waits || std::ranges::find(jobs, record.id) != jobs.end()) continue;
        if (!first || record.spec.priority > first->spec.priority ||
            (record.spec.priority == first->spec.priority && record.position < first->position))
            first = &record;
    }
    if (first) move(jobs, first->id);
}

/// Whether rows in sight were done on the device alone is told by their reports, which are read when first seen.
void QueuePage::fetchBadges() {
    if (m_badgesAsked || !isVisible()) return;
    QueueModel& jobs = m_workspace.jobs();
    api::JobQuery query;
    const int top = m_queue->indexAt(QPoint(1, 1)).row();
    for (int row = std::max(top, 0); row < m_queue->rows().rowCount() && query.ids.size() < kMostBadges; ++row) {
        if (m_queue->visualRect(m_queue->rows().index(row, 0)).top() > m_queue->viewport()->height()) break;
        const api::JobRecord* record = m_queue->rows().record(row);
        if (record && record->state == api::JobState::Done && !jobs.knowsReport(record->id))
            query.ids.push_back(record->id);
    }
    if (query.ids.empty()) return;
    m_badgesAsked = true;
    m_workspace.bridge().reports(std::move(query), this, [this](base::Result<api::ReportPage> page) {
        m_badgesAsked = false;
        if (!page) return;
        for (const api::JobReport& one : page->jobs) m_workspace.jobs().setReport(one.record.id, one.report);
    });
}

// ---- Showing ---------------------------------------------------------------------------------------------------

void QueuePage::showMenu(const QPoint& at) {
    QMenu menu(this);
    m_actions.fillContextMenu(menu);
    if (const api::JobRecord* record = m_queue->currentRecord()) {
        menu.addSeparator();
        menu.addAction(icon(Glyph::Recipe), tr("Open its recipe in the editor"), this, [this, record = *record] {
            m_workspace.open(QStringLiteral("recipe"));
            emit m_workspace.recipeEditAsked(record.spec.recipe, toQt(record.spec.input));
        });
        menu.addAction(icon(Glyph::Duplicate), tr("Copy the path of the input"), this,
                       [record = *record] { QGuiApplication::clipboard()->setText(toQt(record.spec.input)); });
    }
    menu.exec(m_queue->viewport()->mapToGlobal(at));
}

void QueuePage::showSelection() {
    const api::JobRecord* record = m_queue->currentRecord();
    m_details->showJob(record ? record->id : api::JobId{});
    m_actions.update(m_workspace.jobs(), m_queue->selectedJobs());
}

void QueuePage::showTotals() {
    const QueueTotals& totals = m_workspace.jobs().totals();
    QWidget* page = totals.count() == 0 ? static_cast<QWidget*>(m_empty) : m_stack->widget(1);
    if (page != m_stack->currentWidget()) {
        const QWidget* focused = window()->focusWidget();
        const bool isFree = !focused || focused == this || m_stack->isAncestorOf(focused);
        m_stack->setCurrentWidget(page);
        if (isFree) (page == m_empty ? static_cast<QWidget*>(this) : m_queue)->setFocus();
    }
    m_filter->showTotals(totals);
    m_whenDone.follow(totals);
    m_actions.update(m_workspace.jobs(), m_queue->selectedJobs());
    if (!m_badges.isActive()) m_badges.start();
}

void QueuePage::openResult() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->state != api::JobState::Done || record->spec.outputs.empty()) return;
    if (m_workspace.host().transfers())
        return fetchResult(*record, [](const QString& file) { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); });
    QDesktopServices::openUrl(QUrl::fromLocalFile(toQt(record->spec.outputs.front())));
}

void QueuePage::fetchResult(const api::JobRecord& record, std::function<void(const QString& file)> then) {
    const QString name = fileName(record.spec.outputs.front());
    m_workspace.say(MessageBar::Tone::Note, tr("Fetching %1 from %2…").arg(name, toQt(m_workspace.host().place())));
    m_workspace.host().transfers()->fetch(
        record.id, 0, name.toStdString(), {},
        m_workspace.bridge().deliver<std::filesystem::path>(this, [this, name, then = std::move(then)](
                                                                      const base::Result<std::filesystem::path>& file) {
            if (!file) return m_workspace.say(MessageBar::Tone::Problem, errorText(file.error()));
            const QString place = toQt(base::toUtf8(*file));
            m_workspace.say(MessageBar::Tone::Note, tr("%1 lies in %2.").arg(name, QFileInfo(place).absolutePath()));
            then(place);
        }));
}

void QueuePage::openResultFolder() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->spec.outputs.empty()) return;
    if (m_workspace.host().transfers()) {
        if (record->state != api::JobState::Done) return;
        return fetchResult(*record, [](const QString& file) {
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
        });
    }
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(toQt(record->spec.outputs.front())).absolutePath()));
}

// ---- The end of the queue --------------------------------------------------------------------------------------

void QueuePage::announcePower(PowerAction action) {
    const QString sentences[] = {{},
                                 tr("The queue is done. Fotograma quits in %1 s."),
                                 tr("The queue is done. The computer goes to sleep in %1 s."),
                                 tr("The queue is done. The computer is shut down in %1 s.")};
    m_powerBar->start(
        sentences[static_cast<int>(action)], tr("Stay on"), kPowerSeconds, [this, action] { m_whenDone.act(action); },
        [] {});
}

void QueuePage::askCommand() {
    m_command->setText(m_whenDone.command());
    m_command->show();
    m_command->setFocus();
}

}  // namespace fotograma::ui
