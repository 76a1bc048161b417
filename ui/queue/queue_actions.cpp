#include "ui/queue/queue_actions.h"

#include <QAction>
#include <QMenu>
#include <QToolBar>
#include <QWidget>

#include "ui/icons.h"
#include "ui/queue/queue_model.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::JobAction;
using api::JobState;

namespace {

/// What the service would not refuse.
bool applies(JobAction action, const api::JobRecord& record) {
    switch (action) {
        case JobAction::Pause: return record.state == JobState::Queued || record.state == JobState::Running;
        case JobAction::Resume: return record.state == JobState::Paused;
        case JobAction::Cancel: return !api::isTerminal(record.state);
        case JobAction::Retry:
            return record.state == JobState::Failed || record.state == JobState::Cancelled || isStranded(record);
        case JobAction::Remove:
            return api::isTerminal(record.state) || record.state == JobState::Queued || isReady(record);
    }
    return false;
}

}  // namespace

QueueActions::QueueActions(QWidget* window) : QObject(window) {
    addFiles = make(Glyph::AddFiles, tr("Add &files…"), tr("Choose videos to add"), QKeySequence::Open);
    addFolder = make(Glyph::AddFolder, tr("Add f&older…"), tr("Add all videos in a folder and below"),
                     Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    startAll = make(Glyph::Start, tr("&Start"), tr("Start or resume all jobs"), Qt::CTRL | Qt::Key_E);
    startAll->setIcon(icon(Glyph::Start, &Theme::onAccent));  // its button is filled with the accent
    startAll->setIconVisibleInMenu(false);
    pauseAll = make(Glyph::Pause, tr("&Pause"), tr("Pause all jobs"), Qt::CTRL | Qt::Key_P);
    startSelected = make(Glyph::Start, tr("Start these"), tr("Start or resume the selected jobs"), {});
    pauseSelected = make(Glyph::Pause, tr("Pause these"), tr("Pause the selected jobs"), {});
    cancel = make(Glyph::Cancel, tr("&Cancel"), tr("Cancel the selected jobs"), Qt::CTRL | Qt::Key_K);
    retry =
        make(Glyph::Retry, tr("Re&try"), tr("Run the selected failed or cancelled jobs again"), Qt::CTRL | Qt::Key_R);
    remove = make(Glyph::Remove, tr("Re&move"), tr("Take the selected jobs out of the queue; files stay"),
                  QKeySequence::Delete);
    clearDone = make(Glyph::Clear, tr("Clear &done"), tr("Take all jobs that are done out of the queue; files stay"),
                     Qt::CTRL | Qt::Key_L);
    openResult = make(Glyph::Open, tr("Open &result"), tr("Open the file that was made"), Qt::CTRL | Qt::Key_Return);
    openFolder =
        make(Glyph::Folder, tr("Open output &folder"), tr("Open the folder of the result"), Qt::CTRL | Qt::Key_D);
    pauseAfter = make(Glyph::Bars, tr("Pause after the &current jobs"),
                      tr("Let running jobs end and pause all that wait"), Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    edit = make(Glyph::Edit, tr("C&hange…"),
                tr("Change recipe, folder, device or priority of the selected jobs that wait"), Qt::Key_F2);
    moveFirst = make(Glyph::Up, tr("Run &first"), tr("Run the selected jobs before all others"), Qt::CTRL | Qt::Key_T);
    moveLast = make(Glyph::Down, tr("Run &last"), tr("Run the selected jobs after all others"), Qt::CTRL | Qt::Key_B);
    paste = make(Glyph::AddFiles, tr("&Paste paths"), tr("Add the files and folders whose paths are in the clipboard"),
                 QKeySequence::Paste);
    exportQueue = make(Glyph::Export, tr("&Export the queue…"),
                       tr("Write the selected jobs, or all of them, to a file that can be imported again"), {});
    importQueue = make(Glyph::Import, tr("&Import a queue or recipe…"), tr("Add the jobs or the recipe of a file"), {});
    // Only while the queue has the focus: elsewhere these keys mean other things.
    for (QAction* action : {remove, cancel, retry, openResult, openFolder, edit, moveFirst, moveLast, paste})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    startWhenAdded = new QAction(tr("Start jobs as soon as they are &added"), window);
    startWhenAdded->setCheckable(true);

    const std::pair<QAction*, JobAction> onSelected[] = {{startSelected, JobAction::Resume},
                                                         {pauseSelected, JobAction::Pause},
                                                         {cancel, JobAction::Cancel},
                                                         {retry, JobAction::Retry}};
    for (const auto& [action, verb] : onSelected)
        connect(action, &QAction::triggered, this, [this, verb = verb] { askForSelected(verb); });
    connect(startAll, &QAction::triggered, this, [this] {
        emit asked({.states = {JobState::Paused}}, JobAction::Resume);
        if (!m_stranded.empty()) emit asked({.ids = m_stranded}, JobAction::Retry);
    });
    connect(pauseAll, &QAction::triggered, this, [this] {
        emit asked({.states = {JobState::Queued, JobState::Running}}, JobAction::Pause);
    });
    connect(pauseAfter, &QAction::triggered, this,
            [this] { emit asked({.states = {JobState::Queued}}, JobAction::Pause); });
    connect(remove, &QAction::triggered, this, [this] { emit removalAsked(selectedFor(JobAction::Remove)); });
    connect(clearDone, &QAction::triggered, this, [this] { emit removalAsked(m_done); });
}

QAction* QueueActions::make(Glyph glyph, const QString& text, const QString& tip, const QKeySequence& shortcut) {
    auto* action = new QAction(icon(glyph), text, parent());
    action->setShortcut(shortcut);
    const QString keys = shortcut.toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys));
    action->setStatusTip(tip);
    static_cast<QWidget*>(parent())->addAction(action);
    return action;
}

void QueueActions::fillToolBar(QToolBar& bar) const {
    bar.addAction(addFiles);
    bar.addAction(addFolder);
    bar.addSeparator();
    bar.addAction(startAll);
    bar.addAction(pauseAll);
    bar.addSeparator();
    bar.addAction(edit);
    bar.addAction(cancel);
    bar.addAction(retry);
    bar.addAction(remove);
}

void QueueActions::fillContextMenu(QMenu& menu) const {
    menu.addAction(startSelected);
    menu.addAction(pauseSelected);
    menu.addAction(cancel);
    menu.addAction(retry);
    menu.addSeparator();
    menu.addAction(edit);
    menu.addAction(moveFirst);
    menu.addAction(moveLast);
    menu.addSeparator();
    menu.addAction(openResult);
    menu.addAction(openFolder);
    menu.addSeparator();
    menu.addAction(remove);
    menu.addAction(clearDone);
}

void QueueActions::fillQueueMenu(QMenu& menu) const {
    menu.addAction(startAll);
    menu.addAction(pauseAll);
    menu.addAction(pauseAfter);
    menu.addSeparator();
    fillContextMenu(menu);
    menu.addSeparator();
    menu.addAction(startWhenAdded);
}

void QueueActions::update(const QueueModel& model, const std::vector<api::JobId>& selected) {
    const QueueTotals& totals = model.totals();
    m_stranded = totals.stranded > 0 ? model.strandedJobs() : std::vector<api::JobId>();
    startAll->setEnabled(totals.count(JobState::Paused) > 0 || !m_stranded.empty());
    pauseAfter->setEnabled(totals.count(JobState::Queued) > totals.stranded);
    m_done.clear();
    if (totals.count(JobState::Done) > 0)
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.at(row).state == JobState::Done) m_done.push_back(model.at(row).id);
    exportQueue->setEnabled(totals.count() > 0);
    pauseAll->setEnabled(totals.count(JobState::Queued) + totals.count(JobState::Running) > totals.stranded);
    clearDone->setEnabled(totals.count(JobState::Done) > 0);

    for (std::vector<api::JobId>& jobs : m_selected) jobs.clear();
    m_waiting.clear();
    bool hasResult = false;
    for (const api::JobId job : selected) {
        const api::JobRecord* record = model.find(job);
        if (!record) continue;
        for (std::size_t verb = 0; verb < m_selected.size(); ++verb)
            if (applies(static_cast<JobAction>(verb), *record)) m_selected[verb].push_back(job);
        if (record->state == JobState::Queued || record->state == JobState::Paused) m_waiting.push_back(job);
        hasResult = hasResult || (record->state == JobState::Done && !record->spec.outputs.empty());
    }
    startSelected->setEnabled(!selectedFor(JobAction::Resume).empty());
    pauseSelected->setEnabled(!selectedFor(JobAction::Pause).empty());
    cancel->setEnabled(!selectedFor(JobAction::Cancel).empty());
    retry->setEnabled(!selectedFor(JobAction::Retry).empty());
    remove->setEnabled(!selectedFor(JobAction::Remove).empty());
    for (QAction* action : {edit, moveFirst, moveLast}) action->setEnabled(!m_waiting.empty());
    openResult->setEnabled(hasResult);
    openFolder->setEnabled(hasResult);
}

const std::vector<api::JobId>& QueueActions::selectedFor(JobAction action) const {
    return m_selected[static_cast<std::size_t>(action)];
}

void QueueActions::askForSelected(JobAction action) {
    api::JobQuery query;
    query.ids = selectedFor(action);
    if (query.ids.empty()) return;  // no ids would mean all jobs
    emit asked(query, action);
}

}  // namespace fotograma::ui
