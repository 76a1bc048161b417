/// Some numbers over time as lines, the newest at the right edge; says the newest, or those under the pointer.
///
/// Units    as the series say them.
/// Cost     nothing while hidden; shown, a repaint only when a line has moved by a pixel.
/// Owner    borrows the histories.
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "ui/charts/history.h"
#include "ui/theme.h"

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QLabel;

namespace fotograma::ui {

struct Series {
    QString name;  ///< "frames/s"
    const History* history;
    QColor Theme::*colour;
    std::function<QString(double)> say;  ///< A value as people read it, without the name.
    bool onRightAxis = false;
    bool isFilled = false;
    Qt::PenStyle pen = Qt::SolidLine;  ///< Lines are told apart without colour too.
};

class TimeChart : public QWidget {
    Q_OBJECT

public:
    /// Ticks of an axis are written by the `say` of its first series.
    TimeChart(const QString& title, std::vector<Series> series, QWidget* parent = nullptr);

    [[nodiscard]] const QString& title() const { return m_title; }
    /// The stretch of time that is shown, in seconds.
    void setWindow(double seconds);
    /// Draws the stretch that ends at this moment. Does nothing while hidden.
    void showUpTo(double seconds);
    /// An axis that always reaches so far; 0: as far as the values do.
    void setTop(double left, double right = 0.0);

    /// What is shown, a line a moment: "time" and one column for each series. `wall` tells a moment as date and time.
    [[nodiscard]] QString csv(const std::function<QString(double)>& wall) const;
    [[nodiscard]] QPixmap picture(const QSize& size);
    /// Repaints so far: a hidden chart makes none.
    [[nodiscard]] int repaints() const { return m_repaints; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addSeries();
    void applyTheme();
    void showLegend();
    void showTicks();
    void fill();
    void rescale(double left, double right);
    void hover(const QPointF& at);
    void leave();

    QString m_title;
    std::vector<Series> m_series;
    double m_window = 180.0;
    double m_end = 0.0;
    double m_drawnAt = -1.0;
    double m_toldAt = -1.0;
    double m_topLeft = 0.0;
    double m_topRight = 0.0;
    double m_hovered = -1.0;  ///< The moment under the pointer; negative: none.
    int m_repaints = 0;
    QLabel* m_legend;
    QCustomPlot* m_plot;
    QCPItemStraightLine* m_cursor;    ///< Owned by the plot.
    std::vector<QCPGraph*> m_graphs;  ///< Owned by the plot.
    std::vector<History::Point> m_points;
};

}  // namespace fotograma::ui
