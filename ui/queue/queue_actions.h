/// Everything the user can do to the queue, each as one action with its words, icon and shortcut.
///
/// Owner    the actions belong to the window they are made for.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <array>
#include <vector>

#include "engine/api/types.h"

class QAction;
class QKeySequence;
class QMenu;
class QToolBar;
class QWidget;

namespace fotograma::ui {

enum class Glyph;
class QueueModel;

class QueueActions : public QObject {
    Q_OBJECT

public:
    explicit QueueActions(QWidget* window);

    QAction* addFiles;
    QAction* addFolder;
    QAction* startAll;
    QAction* pauseAll;
    QAction* startSelected;
    QAction* pauseSelected;
    QAction* cancel;
    QAction* retry;
    QAction* remove;
    QAction* clearDone;
    QAction* openResult;
    QAction* openFolder;
    QAction* pauseAfter;  ///< Those that run go on to their end.
    QAction* edit;
    QAction* moveFirst;
    QAction* moveLast;
    QAction* paste;
    QAction* exportQueue;
    QAction* importQueue;
    QAction* startWhenAdded;  ///< Checkable.

    void fillToolBar(QToolBar& bar) const;
    void fillContextMenu(QMenu& menu) const;
    void fillQueueMenu(QMenu& menu) const;

    /// Enables what makes sense for the queue and the selected jobs.
    void update(const QueueModel& model, const std::vector<api::JobId>& selected);

    /// Of the selected jobs, those that can be changed.
    [[nodiscard]] const std::vector<api::JobId>& waiting() const { return m_waiting; }

signals:
    /// The user wants this done to the jobs of the query.
    void asked(const fotograma::api::JobQuery& query, fotograma::api::JobAction action);
    /// Jobs are to leave the queue; asked apart, since it can be undone for some seconds.
    void removalAsked(const std::vector<fotograma::api::JobId>& jobs);

private:
    QAction* make(Glyph glyph, const QString& text, const QString& tip, const QKeySequence& shortcut);

    [[nodiscard]] const std::vector<api::JobId>& selectedFor(api::JobAction action) const;
    void askForSelected(api::JobAction action);

    std::array<std::vector<api::JobId>, 5> m_selected;  ///< By action: the selected jobs it can be done to.
    std::vector<api::JobId> m_waiting;                  ///< Of the selected ones those that can be changed.
    std::vector<api::JobId> m_done;
    std::vector<api::JobId> m_stranded;
};

}  // namespace fotograma::ui
