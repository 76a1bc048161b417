#include "ui/results/scatter_plot.h"

#include <qcustomplot.h>

#include <QMouseEvent>
#include <algorithm>
#include <unordered_set>

#include "ui/theme.h"

namespace fotograma::ui {

namespace {
constexpr double kReach = 12.0;   // pixels from a point that still mean it
constexpr double kDragged = 6.0;  // pixels after which a press is a frame
constexpr int kMany = 2000;       // points from which on they are small
}  // namespace

ScatterPlot::ScatterPlot(QWidget* parent)
    : PlotFrame(tr("Clips by two measures"), parent), m_all(plot()->addGraph()), m_marked(plot()->addGraph()) {
    for (QCPGraph* graph : {m_all, m_marked}) graph->setLineStyle(QCPGraph::lsNone);
    plot()->addLayer(QStringLiteral("marked"));
    plot()->layer(QStringLiteral("marked"))->setMode(QCPLayer::lmBuffered);
    m_marked->setLayer(QStringLiteral("marked"));
    plot()->installEventFilter(this);
    applyTheme();
}

void ScatterPlot::applySeriesTheme() {
    const Theme& theme = Theme::of(palette());
    QColor fill = theme.series1;
    fill.setAlphaF(0.45F);
    const double side = m_points.size() > kMany ? 3.0 : 7.0;
    m_all->setScatterStyle(side < 5.0 ? QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(Qt::NoPen), fill, side)
                                      : QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(theme.series1, 1), fill, side));
    m_marked->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(theme.text, 1.5), theme.series2, side + 3));
}

void ScatterPlot::showPoints(std::vector<Point> points, const QString& xLabel, const QString& yLabel) {
    m_points = std::move(points);
    QVector<double> x, y;
    for (const Point& point : m_points) {
        x << point.x;
        y << point.y;
    }
    m_all->setData(x, y);
    m_marked->setData({}, {});
    plot()->xAxis->setLabel(xLabel);
    plot()->yAxis->setLabel(yLabel);
    applySeriesTheme();
    plot()->rescaleAxes(true);
    for (QCPAxis* axis : {plot()->xAxis, plot()->yAxis}) {
        // A little room, also where all values are one.
        const QCPRange range = axis->range();
        const double room = range.size() > 0.0 ? range.size() * 0.06 : 1.0;
        axis->setRange(range.lower - room, range.upper + room);
    }
    plot()->replot(QCustomPlot::rpQueuedReplot);
}

void ScatterPlot::choose(const std::vector<int>& rows) {
    const std::unordered_set<int> wanted(rows.begin(), rows.end());
    QVector<double> x, y;
    for (const Point& point : m_points) {
        if (!wanted.contains(point.row)) continue;
        x << point.x;
        y << point.y;
    }
    m_marked->setData(x, y);
    plot()->layer(QStringLiteral("marked"))->replot();
}

QPointF ScatterPlot::pixelOf(const Point& point) const {
    return {plot()->xAxis->coordToPixel(point.x), plot()->yAxis->coordToPixel(point.y)};
}

bool ScatterPlot::eventFilter(QObject* watched, QEvent* event) {
    const auto at = [&] { return static_cast<QMouseEvent*>(event)->position(); };
    if (event->type() == QEvent::MouseButtonPress) press(at());
    if (event->type() == QEvent::MouseButtonRelease) release(at());
    return QWidget::eventFilter(watched, event);
}

void ScatterPlot::press(const QPointF& at) {
    m_pressedAt = at;
    plot()->setSelectionRectMode(QCP::srmCustom);  // drawn by the plot, read by us
}

void ScatterPlot::release(const QPointF& at) {
    const QRectF frame = QRectF(m_pressedAt, at).normalized();
    std::vector<int> rows;
    if (frame.width() > kDragged || frame.height() > kDragged) {
        for (const Point& point : m_points)
            if (frame.contains(pixelOf(point))) rows.push_back(point.row);
    } else {
        double best = kReach;
        for (const Point& point : m_points) {
            const QPointF distance = pixelOf(point) - at;
            const double length = std::hypot(distance.x(), distance.y());
            if (length >= best) continue;
            best = length;
            rows = {point.row};
        }
    }
    if (!rows.empty()) emit chosen(rows);
}

}  // namespace fotograma::ui
