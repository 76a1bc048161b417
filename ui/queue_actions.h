/// Everything the user can do to the queue, each as one action with its words, icon and shortcut.
///
/// Owner    the actions belong to the window they are made for.
/// Thread   Qt thread.
#pragma once

#include <QObject>
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
    QAction* startWhenAdded;  ///< Checkable.

    void fillToolBar(QToolBar& bar) const;
    void fillContextMenu(QMenu& menu) const;
    void fillQueueMenu(QMenu& menu) const;

    /// Enables what makes sense for the queue and the selected jobs.
    void update(const QueueModel& model, const std::vector<api::JobId>& selected);

    /// The jobs an action applies to: those of `selected` (all when empty) in a state from which it is a legal move.
    [[nodiscard]] static api::JobQuery queryFor(api::JobAction action, const std::vector<api::JobId>& selected);

signals:
    /// The user wants this done to the jobs of the query.
    void asked(const fotograma::api::JobQuery& query, fotograma::api::JobAction action);

private:
    QAction* make(Glyph glyph, const QString& text, const QString& tip, const QKeySequence& shortcut);

    std::vector<api::JobId> m_selected;
};

}  // namespace fotograma::ui
