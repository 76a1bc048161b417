/// Groups of clips that are the same or look alike: a list of groups, and one of them side by side with what to do.
///
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/tools.h"
#include "ui/workspace.h"

class QHBoxLayout;
class QLabel;
class QListWidget;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace fotograma::ui {

class DuplicatesView : public QWidget {
    Q_OBJECT

public:
    explicit DuplicatesView(Workspace& workspace, QWidget* parent = nullptr);

    void find();
    void showGroups(std::vector<DuplicateGroup> groups);
    [[nodiscard]] const std::vector<DuplicateGroup>& groups() const { return m_groups; }
    /// Puts a file of the shown group into the trash; the line that says so can bring it back.
    void discard(const QString& path);
    void undoDiscard();

private:
    struct Discarded {
        QString path;
        QString inTrash;
        int group = 0;
        DuplicateClip clip;
    };

    QWidget* makeCard(const DuplicateClip& clip);
    void showGroup(int group);
    void listGroups();
    void showText(const QString& sentence);

    Workspace& m_workspace;
    std::vector<DuplicateGroup> m_groups;
    std::vector<Discarded> m_discarded;
    QToolButton* m_find;
    QToolButton* m_undo;
    QLabel* m_summary;
    QListWidget* m_list;
    QScrollArea* m_cards;
    QLabel* m_empty;
    QStackedWidget* m_stack;
};

}  // namespace fotograma::ui
