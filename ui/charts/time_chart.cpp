#include "ui/charts/time_chart.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "ui/words.h"

namespace fotograma::ui {

namespace {

/// Ticks in the words of a series.
class SayingTicker : public QCPAxisTicker {
public:
    explicit SayingTicker(std::function<QString(double)> say) : m_say(std::move(say)) { setTickCount(3); }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return m_say(std::max(tick, 0.0)); }
    int getSubTickCount(double) override { return 0; }

private:
    std::function<QString(double)> m_say;
};

constexpr double kToldSeconds = 0.25;

/// So many that the labels are whole seconds, minutes or hours.
int stepsOf(double window) {
    const double unit = window <= 90.0 ? 1.0 : window <= 5400.0 ? 60.0 : 3600.0;
    for (const int steps : {4, 3, 5, 6})
        if (std::fmod(window / steps, unit) == 0.0) return steps;
    return 3;
}

const char* markOf(Qt::PenStyle pen) { return pen == Qt::SolidLine ? "━" : pen == Qt::DashLine ? "╍" : "┅"; }

}  // namespace

TimeChart::TimeChart(const QString& title, std::vector<Series> series, QWidget* parent)
    : QWidget(parent),
      m_title(title),
      m_series(std::move(series)),
      m_legend(new QLabel(this)),
      m_plot(new QCustomPlot(this)),
      m_cursor(new QCPItemStraightLine(m_plot)) {
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setContentsMargins(14, 0, 14, 0);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setAccessibleName(title);
    m_plot->setAccessibleName(title);
    m_plot->setMinimumHeight(70);
    m_plot->axisRect()->setMinimumMargins(QMargins(15, 8, 40, 15));  // "now" stands at the right edge
    m_plot->setInteractions(QCP::Interactions());
    m_plot->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    // The line under the pointer has a layer of its own, so that moving it does not draw the curves again.
    m_plot->addLayer(QStringLiteral("pointer"));
    m_plot->layer(QStringLiteral("pointer"))->setMode(QCPLayer::lmBuffered);
    m_cursor->setLayer(QStringLiteral("pointer"));
    m_cursor->setVisible(false);
    addSeries();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 10, 2, 4);  // inside the edge of the card
    layout->setSpacing(2);
    layout->addWidget(m_legend);
    layout->addWidget(m_plot, 1);
    applyTheme();
    showTicks();
    showLegend();
    rescale(0.0, 0.0);
}

void TimeChart::addSeries() {
    for (const Series& one : m_series) {
        QCPAxis* axis = one.onRightAxis ? m_plot->yAxis2 : m_plot->yAxis;
        if (!axis->visible() || m_graphs.empty()) axis->setTicker(QSharedPointer<SayingTicker>::create(one.say));
        axis->setVisible(true);
        m_graphs.push_back(m_plot->addGraph(m_plot->xAxis, axis));
        m_graphs.back()->setAdaptiveSampling(true);
    }
}

void TimeChart::setWindow(double seconds) {
    m_window = seconds;
    m_drawnAt = -1.0;
    showTicks();
    showUpTo(m_end);
}

void TimeChart::setTop(double left, double right) {
    m_topLeft = left;
    m_topRight = right;
}

void TimeChart::showUpTo(double seconds) {
    m_end = seconds;
    if (!isVisible()) return;
    // Numbers that change ten times a second cannot be read, and cost more than the lines.
    if (m_hovered >= 0.0 || std::abs(seconds - m_toldAt) >= kToldSeconds) {
        m_toldAt = seconds;
        showLegend();
    }
    const double pixel = m_window / std::max(1, m_plot->axisRect()->width());
    if (m_drawnAt >= 0.0 && std::abs(seconds - m_drawnAt) < pixel) return;
    m_drawnAt = seconds;
    fill();
    ++m_repaints;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TimeChart::fill() {
    double tops[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const Series& one = m_series[i];
        one.history->points(m_end - m_window, m_end, m_points);
        const double step = one.history->stepFor(m_end - m_window, m_end);
        // Nothing is known of a longer silence: a gap, not a straight line through it.
        const double longest = std::max(5.0, 3.0 * step);
        QVector<QCPGraphData> line;
        line.reserve(static_cast<qsizetype>(m_points.size()) + 8);
        for (const History::Point& point : m_points) {
            const double x = point.seconds - m_end;
            if (!line.isEmpty() && x - line.back().key > longest)
                line.push_back({line.back().key + step, std::numeric_limits<double>::quiet_NaN()});
            line.push_back({x, static_cast<double>(point.mean)});
            tops[one.onRightAxis ? 1 : 0] = std::max(tops[one.onRightAxis ? 1 : 0], static_cast<double>(point.mean));
        }
        m_graphs[i]->data()->set(line, true);
    }
    rescale(tops[0], tops[1]);
}

/// The legend says the values: a chart is read at a glance, its axis only when asked.
void TimeChart::showLegend() {
    const Theme& theme = Theme::of(palette());
    QString html = QStringLiteral("<b>%1</b>").arg(m_title.toHtmlEscaped());
    const double step = m_series.front().history->stepFor(m_end - m_window, m_end);
    for (const Series& one : m_series) {
        QString value = tr("–");
        if (m_hovered >= 0.0) {
            if (const auto* point = one.history->nearest(m_hovered, m_end - m_window, std::max(2.0, step)))
                value = one.say(static_cast<double>(point->mean));
        } else if (!one.history->isEmpty() && m_end - one.history->newest() < std::max(5.0, step)) {
            value = one.say(one.history->newestValue());
        }
        html += QStringLiteral("&nbsp;&nbsp;&nbsp;<span style='color:%1'>%2</span> %3 <span style='color:%4'>%5</span>")
                    .arg((theme.*one.colour).name(), QString::fromUtf8(markOf(one.pen)), value.toHtmlEscaped(),
                         theme.muted.name(), one.name.toHtmlEscaped());
    }
    if (m_hovered >= 0.0)
        html += QStringLiteral("&nbsp;&nbsp;&nbsp;<span style='color:%1'>%2</span>")
                    .arg(theme.muted.name(), tr("%1 ago").arg(spanText(m_end - m_hovered)));
    if (m_legend->text() == html) return;
    m_legend->setText(html);
    setAccessibleDescription(m_legend->text().remove(QRegularExpression(QStringLiteral("<[^>]*>|&nbsp;"))));
}

void TimeChart::showTicks() {
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const int steps = stepsOf(m_window);
    for (int step = 0; step <= steps; ++step) {
        const double ago = m_window * step / steps;
        ticker->addTick(-ago, step == 0 ? tr("now") : QStringLiteral("\u2212") + spanText(ago));
    }
    m_plot->xAxis->setTicker(ticker);
    // A little room left, or the first label would be cut.
    m_plot->xAxis->setRange(-m_window * 1.02, 0.0);
}

void TimeChart::rescale(double left, double right) {
    m_plot->yAxis->setTickLabels(left > 0.0 || m_topLeft > 0.0);  // an axis of nothing has no numbers
    m_plot->yAxis2->setTickLabels(right > 0.0 || m_topRight > 0.0);
    const auto rangeOf = [](double top, double fixed) {
        if (top <= 0.0 && fixed <= 0.0) return 1.0;
        return std::max(top * 1.15, fixed);
    };
    m_plot->yAxis->setRange(0.0, rangeOf(left, m_topLeft));
    m_plot->yAxis2->setRange(0.0, rangeOf(right, m_topRight));
}

// ---- The pointer -----------------------------------------------------------------------------------------------

bool TimeChart::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseMove) hover(static_cast<QMouseEvent*>(event)->position());
    if (event->type() == QEvent::Leave) leave();
    return QWidget::eventFilter(watched, event);
}

void TimeChart::hover(const QPointF& at) {
    const double x = m_plot->xAxis->pixelToCoord(at.x());
    if (x > 0.0 || x < -m_window) return leave();
    m_hovered = m_end + x;
    m_cursor->point1->setCoords(x, 0.0);
    m_cursor->point2->setCoords(x, 1.0);
    m_cursor->setVisible(true);
    m_plot->layer(QStringLiteral("pointer"))->replot();
    showLegend();
}

void TimeChart::leave() {
    if (m_hovered < 0.0) return;
    m_hovered = -1.0;
    m_cursor->setVisible(false);
    m_plot->layer(QStringLiteral("pointer"))->replot();
    showLegend();
}

// ---- Taking it along -------------------------------------------------------------------------------------------

QString TimeChart::csv(const std::function<QString(double)>& wall) const {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    std::map<double, std::vector<float>> lines;
    std::vector<History::Point> points;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        m_series[i].history->points(m_end - m_window, m_end, points);
        for (const History::Point& point : points)
            lines.try_emplace(point.seconds, m_series.size(), kNone).first->second[i] = point.mean;
    }
    QString text = QStringLiteral("time");
    for (const Series& one : m_series) {
        QString name = one.name;
        text += QStringLiteral(",\"%1\"").arg(name.replace(u'"', QStringLiteral("\"\"")));
    }
    text += u'\n';
    for (const auto& [seconds, values] : lines) {
        text += wall(seconds);
        for (const float value : values)
            text += u',' + (std::isnan(value) ? QString() : QString::number(static_cast<double>(value)));
        text += u'\n';
    }
    return text;
}

QPixmap TimeChart::picture(const QSize& size) {
    QPixmap pixmap(size * devicePixelRatioF());
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    pixmap.fill(Theme::of(palette()).base);
    const QSize before = this->size();
    resize(size);
    render(&pixmap);
    resize(before);
    return pixmap;
}

// ---- Looks -----------------------------------------------------------------------------------------------------

void TimeChart::applyTheme() {
    const Theme& theme = Theme::of(palette());
    m_plot->setBackground(theme.base);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2}) {
        axis->setBasePen(axis == m_plot->xAxis ? QPen(theme.border) : QPen(Qt::NoPen));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(small);
        axis->grid()->setPen(QPen(theme.border, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->yAxis2->grid()->setVisible(false);
    m_cursor->setPen(QPen(theme.muted, 1));
    for (std::size_t i = 0; i < m_graphs.size(); ++i) {
        const QColor colour = theme.*m_series[i].colour;
        m_graphs[i]->setPen(QPen(colour, 1.8, m_series[i].pen, Qt::RoundCap, Qt::RoundJoin));
        QColor fill = colour;
        fill.setAlphaF(0.14F);
        m_graphs[i]->setBrush(m_series[i].isFilled ? QBrush(fill) : QBrush(Qt::NoBrush));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TimeChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
    applyTheme();
    showLegend();
}

void TimeChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_drawnAt = -1.0;
    showUpTo(m_end);
}

}  // namespace fotograma::ui
