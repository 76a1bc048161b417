/// What was measured: all clips as a table, any two numbers as points, one as bars, one clip closely; and duplicates.
/// What is chosen in one is chosen in all.
///
/// Cost     reports are read when the page is first shown, then as jobs end; plots are drawn only while shown.
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <QTimer>

#include "ui/page.h"
#include "ui/workspace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;
class QTreeView;

namespace fotograma::ui {

class ClipPane;
class DuplicatesView;
class HistogramPlot;
class ResultsModel;
class ScatterPlot;

class ResultsPage : public Page {
    Q_OBJECT

public:
    ResultsPage(Workspace& workspace, QWidget* parent);

    void restore(const QSettings& settings) override;
    void save(QSettings& settings) const override;
    void exportTo(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makePlots();
    void buildTable();
    void connectParts();
    void fillChoices();
    void showState();
    void drawPlots();
    void chooseRows(const std::vector<int>& rows);
    void showChosen();
    void askToExport();
    [[nodiscard]] int place(const QComboBox* box) const;

    Workspace& m_workspace;
    ResultsModel* m_model;
    QTreeView* m_table;
    QLineEdit* m_search;
    QLabel* m_count;
    QToolButton* m_export;
    QComboBox* m_x;
    QComboBox* m_y;
    QComboBox* m_bars;
    ScatterPlot* m_scatter;
    HistogramPlot* m_histogram;
    ClipPane* m_clip;
    DuplicatesView* m_duplicates;
    QLabel* m_empty;
    QStackedWidget* m_stack;
    QTabWidget* m_tabs;
    QSplitter* m_columns;
    QSplitter* m_rows;
    QTimer m_settle;      ///< Plots are drawn once when much changes at once.
    QString m_wishes[3];  ///< Ids of the numbers to show once they are known.
    bool m_isRead = false;
};

}  // namespace fotograma::ui
