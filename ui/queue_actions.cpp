#include "ui/queue_actions.h"

#include <QAction>
#include <QMenu>
#include <QToolBar>
#include <QWidget>
#include <algorithm>

#include "ui/icons.h"
#include "ui/queue_model.h"

namespace fotograma::ui {

using api::JobAction;
using api::JobState;

namespace {

std::vector<JobState> statesFor(JobAction action) {
    switch (action) {
        case JobAction::Pause: return {JobState::Queued, JobState::Running};
        case JobAction::Resume: return {JobState::Paused};
        case JobAction::Cancel: return {JobState::Queued, JobState::Running, JobState::Paused};
        case JobAction::Retry: return {JobState::Failed, JobState::Cancelled};
        case JobAction::Remove:
            return {JobState::Queued, JobState::Paused, JobState::Done, JobState::Failed, JobState::Cancelled};
    }
    return {};
}

}  // namespace

QueueActions::QueueActions(QWidget* window) : QObject(window) {
    addFiles = make(Glyph::AddFiles, tr("Add &files…"), tr("Choose videos to add"), QKeySequence::Open);
    addFolder = make(Glyph::AddFolder, tr("Add f&older…"), tr("Add all videos in a folder and below"),
                     Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    startAll = make(Glyph::Start, tr("&Start"), tr("Start or resume all jobs"), Qt::CTRL | Qt::Key_E);
    pauseAll = make(Glyph::Pause, tr("&Pause"), tr("Pause all jobs"), Qt::CTRL | Qt::Key_P);
    startSelected = make(Glyph::Start, tr("Start these"), tr("Start or resume the selected jobs"), {});
    pauseSelected = make(Glyph::Pause, tr("Pause these"), tr("Pause the selected jobs"), {});
    cancel = make(Glyph::Cancel, tr("&Cancel"), tr("Cancel the selected jobs"), Qt::CTRL | Qt::Key_K);
    retry = make(Glyph::Retry, tr("Re&try"), tr("Run the selected failed or cancelled jobs again"),
                 Qt::CTRL | Qt::Key_R);
    remove = make(Glyph::Remove, tr("Re&move"), tr("Take the selected jobs out of the queue; files stay"),
                  QKeySequence::Delete);
    clearDone = make(Glyph::Clear, tr("Clear &done"), tr("Take all jobs that are done out of the queue; files stay"),
                     Qt::CTRL | Qt::Key_L);
    openResult = make(Glyph::Open, tr("Open &result"), tr("Open the file that was made"), Qt::CTRL | Qt::Key_Return);
    openFolder = make(Glyph::Folder, tr("Open output &folder"), tr("Open the folder of the result"),
                      Qt::CTRL | Qt::Key_D);
    startWhenAdded = new QAction(tr("Start jobs as soon as they are &added"), window);
    startWhenAdded->setCheckable(true);

    const std::pair<QAction*, JobAction> onSelected[] = {{startSelected, JobAction::Resume},
                                                         {pauseSelected, JobAction::Pause},
                                                         {cancel, JobAction::Cancel},
                                                         {retry, JobAction::Retry},
                                                         {remove, JobAction::Remove}};
    for (const auto& [action, verb] : onSelected)
        connect(action, &QAction::triggered, this, [this, verb = verb] { emit asked(queryFor(verb, m_selected), verb); });
    connect(startAll, &QAction::triggered, this, [this] { emit asked(queryFor(JobAction::Resume, {}), JobAction::Resume); });
    connect(pauseAll, &QAction::triggered, this, [this] { emit asked(queryFor(JobAction::Pause, {}), JobAction::Pause); });
    connect(clearDone, &QAction::triggered, this, [this] {
        api::JobQuery query;
        query.states = {JobState::Done};
        emit asked(query, JobAction::Remove);
    });
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
    m_selected = selected;
    const QueueTotals& totals = model.totals();
    startAll->setEnabled(totals.count(JobState::Paused) > 0);
    pauseAll->setEnabled(totals.count(JobState::Queued) + totals.count(JobState::Running) > 0);
    clearDone->setEnabled(totals.count(JobState::Done) > 0);
    std::array<bool, 6> has{};
    bool hasResult = false;
    for (const api::JobId job : selected) {
        const api::JobRecord* record = model.find(job);
        if (!record) continue;
        has[static_cast<std::size_t>(record->state)] = true;
        hasResult = hasResult || (record->state == JobState::Done && !record->spec.outputs.empty());
    }
    const auto applies = [&](JobAction verb) {
        return std::ranges::any_of(statesFor(verb), [&](JobState state) { return has[static_cast<std::size_t>(state)]; });
    };
    startSelected->setEnabled(applies(JobAction::Resume));
    pauseSelected->setEnabled(applies(JobAction::Pause));
    cancel->setEnabled(applies(JobAction::Cancel));
    retry->setEnabled(applies(JobAction::Retry));
    remove->setEnabled(applies(JobAction::Remove));
    openResult->setEnabled(hasResult);
    openFolder->setEnabled(hasResult);
}

api::JobQuery QueueActions::queryFor(JobAction action, const std::vector<api::JobId>& selected) {
    api::JobQuery query;
    query.ids = selected;
    query.states = statesFor(action);
    return query;
}

}  // namespace fotograma::ui
