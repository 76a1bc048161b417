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
    startWhenAdded = new QAction(tr("Start jobs as soon as they are &added"), window);
    startWhenAdded->setCheckable(true);

    const std::pair<QAction*, JobAction> onSelected[] = {{startSelected, JobAction::Resume},
                                                         {pauseSelected, JobAction::Pause},
                                                         {cancel, JobAction::Cancel},
                                                         {retry, JobAction::Retry},
                                                         {remove, JobAction::Remove}};
    for (const auto& [action, verb] : onSelected)
        connect(action, &QAction::triggered, this, [this, verb = verb] { askForSelected(verb); });
    connect(startAll, &QAction::triggered, this, [this] {
        emit asked({.states = {JobState::Paused}}, JobAction::Resume);
        if (!m_stranded.empty()) emit asked({.ids = m_stranded}, JobAction::Retry);
    });
    connect(pauseAll, &QAction::triggered, this, [this] {
        emit asked({.states = {JobState::Queued, JobState::Running}}, JobAction::Pause);
    });
    connect(clearDone, &QAction::triggered, this,
            [this] { emit asked({.states = {JobState::Done}}, JobAction::Remove); });
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
    menu.addAction(openResult);
    menu.addAction(openFolder);
    menu.addSeparator();
    menu.addAction(remove);
    menu.addAction(clearDone);
}

void QueueActions::fillQueueMenu(QMenu& menu) const {
    menu.addAction(startAll);
    menu.addAction(pauseAll);
    menu.addSeparator();
    fillContextMenu(menu);
    menu.addSeparator();
    menu.addAction(startWhenAdded);
}

void QueueActions::update(const QueueModel& model, const std::vector<api::JobId>& selected) {
    const QueueTotals& totals = model.totals();
    m_stranded = totals.stranded > 0 ? model.strandedJobs() : std::vector<api::JobId>();
    startAll->setEnabled(totals.count(JobState::Paused) > 0 || !m_stranded.empty());
    pauseAll->setEnabled(totals.count(JobState::Queued) + totals.count(JobState::Running) > totals.stranded);
    clearDone->setEnabled(totals.count(JobState::Done) > 0);

    for (std::vector<api::JobId>& jobs : m_selected) jobs.clear();
    bool hasResult = false;
    for (const api::JobId job : selected) {
        const api::JobRecord* record = model.find(job);
        if (!record) continue;
        for (std::size_t verb = 0; verb < m_selected.size(); ++verb)
            if (applies(static_cast<JobAction>(verb), *record)) m_selected[verb].push_back(job);
        hasResult = hasResult || (record->state == JobState::Done && !record->spec.outputs.empty());
    }
    startSelected->setEnabled(!selectedFor(JobAction::Resume).empty());
    pauseSelected->setEnabled(!selectedFor(JobAction::Pause).empty());
    cancel->setEnabled(!selectedFor(JobAction::Cancel).empty());
    retry->setEnabled(!selectedFor(JobAction::Retry).empty());
    remove->setEnabled(!selectedFor(JobAction::Remove).empty());
    openResult->setEnabled(hasResult);
    openFolder->setEnabled(hasResult);
}

const std::vector<api::JobId>& QueueActions::selectedFor(JobAction action) const {
    return m_selected[static_cast<std::size_t>(action)];
}

void QueueActions::askForSelected(JobAction action) {
    api::JobQuery query;
    query.ids = selectedFor(action);
    emit asked(query, action);
}

}  // namespace fotograma::ui
