/// The last minutes of some numbers as lines, the newest at the right edge.
///
/// Units    x: seconds before now; y: as the series says.
/// Cost     one point a series each second; a repaint a second.
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <deque>
#include <vector>

#include "ui/theme.h"

class QCPGraph;
class QCustomPlot;
class QLabel;

namespace fotograma::ui {

struct Series {
    QString name;  ///< "frames/s"
    QColor Theme::*colour;
    bool onRightAxis = false;
    bool isFilled = false;
    Qt::PenStyle pen = Qt::SolidLine;  ///< Lines are told apart without colour too.
};

class TimeChart : public QWidget {
    Q_OBJECT

public:
    TimeChart(const QString& title, std::vector<Series> series, QWidget* parent = nullptr);

    /// One value for each series, for the second that just passed, and how to say them.
    void append(const std::vector<double>& values, const QStringList& texts);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();
    void showLegend(const QStringList& texts);
    void rescale();

    QString m_title;
    std::vector<Series> m_series;
    std::deque<std::vector<double>> m_history;
    QStringList m_texts;
    QLabel* m_legend;
    QCustomPlot* m_plot;
    std::vector<QCPGraph*> m_graphs;  ///< Owned by the plot.
};

}  // namespace fotograma::ui
