/// Each clip a point, by two of its numbers. A click chooses the nearest, a frame drawn with the mouse all within.
///
/// Cost     ten thousand points are drawn in some tens of milliseconds, and only when they change.
/// Thread   Qt thread.
#pragma once

#include <vector>

#include "ui/results/plot_frame.h"

class QCPGraph;

namespace fotograma::ui {

class ScatterPlot : public PlotFrame {
    Q_OBJECT

public:
    struct Point {
        double x = 0.0;
        double y = 0.0;
        int row = 0;
    };

    explicit ScatterPlot(QWidget* parent = nullptr);

    void showPoints(std::vector<Point> points, const QString& xLabel, const QString& yLabel);
    /// Rows that are chosen elsewhere.
    void choose(const std::vector<int>& rows);
    [[nodiscard]] const std::vector<Point>& points() const { return m_points; }
    /// Where a point is drawn, in the plot's own pixels.
    [[nodiscard]] QPointF pixelOf(const Point& point) const;

signals:
    void chosen(const std::vector<int>& rows);

protected:
    void applySeriesTheme() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void press(const QPointF& at);
    void release(const QPointF& at);

    std::vector<Point> m_points;
    QCPGraph* m_all;     ///< Owned by the plot.
    QCPGraph* m_marked;  ///< Owned by the plot.
    QPointF m_pressedAt;
};

}  // namespace fotograma::ui
