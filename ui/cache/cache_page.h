/// The cache: what it spares, how full it is, what is in it; pins and clears it.
///
/// Cost     the list is read when the page is shown, a page at a time.
/// Owner    borrows the bridge and the history.
/// Thread   Qt thread.
#pragma once

#include <QTimer>

#include "ui/page.h"
#include "ui/workspace.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace fotograma::ui {

class ConfirmLine;
class EntryModel;
class LevelCard;
class TimeChart;

class CachePage : public Page {
    Q_OBJECT

public:
    CachePage(Workspace& workspace, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildBar();
    void buildTable();
    void follow(double seconds);
    void showLevels(const std::vector<api::CacheLevelStats>& levels);
    void ask();
    void showButtons();
    [[nodiscard]] std::vector<int> chosenRows() const;
    void pinChosen();
    void clearChosen();
    void clearAll();
    void askToClear(api::CacheQuery query, bool isAll);
    void act(api::CacheQuery query, api::CacheAction action);

    Workspace& m_workspace;
    EntryModel* m_model;
    QLabel* m_saved;
    QHBoxLayout* m_cards;
    std::vector<LevelCard*> m_levels;
    TimeChart* m_chart;
    QWidget* m_bar;
    QLineEdit* m_search;
    QComboBox* m_kind;
    QToolButton* m_pin;
    QToolButton* m_clear;
    QToolButton* m_clearAll;
    ConfirmLine* m_confirm;
    QTreeView* m_table;
    QLabel* m_empty;
    QStackedWidget* m_stack;
    QTimer m_typing;  ///< The list is asked for when the user has stopped typing.
};

}  // namespace fotograma::ui
