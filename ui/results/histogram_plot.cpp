#include "ui/results/histogram_plot.h"

#include <qcustomplot.h>

#include <QMouseEvent>
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "ui/theme.h"

namespace fotograma::ui {

namespace {
constexpr int kMostBars = 40;
}

HistogramPlot::HistogramPlot(QWidget* parent)
    : PlotFrame(tr("How one measure is spread"), parent),
      m_all(new QCPBars(plot()->xAxis, plot()->yAxis)),
      m_marked(new QCPBars(plot()->xAxis, plot()->yAxis)) {
    plot()->yAxis->setLabel(tr("clips"));
    plot()->installEventFilter(this);
    applyTheme();
}

void HistogramPlot::applySeriesTheme() {
    const Theme& theme = Theme::of(palette());
    QColor fill = theme.series1;
    fill.setAlphaF(0.45F);
    m_all->setPen(QPen(theme.base, 1));
    m_all->setBrush(fill);
    m_marked->setPen(QPen(theme.base, 1));
    m_marked->setBrush(theme.series2);
}

int HistogramPlot::barOf(double value) const {
    const auto bar = static_cast<int>(std::floor((value - m_lowest) / m_width));
    return std::clamp(bar, 0, static_cast<int>(m_counts.size()) - 1);
}

void HistogramPlot::showValues(std::vector<Value> values, const QString& label) {
    m_values = std::move(values);
    const auto [low, high] = std::ranges::minmax_element(m_values, {}, &Value::value);
    m_lowest = m_values.empty() ? 0.0 : low->value;
    const double span = m_values.empty() ? 1.0 : high->value - m_lowest;
    // As many bars as the square root of the clips asks for; one where all values are one.
    const int wanted = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(m_values.size()))));
    const int bars = span > 0.0 ? std::clamp(wanted, 1, kMostBars) : 1;
    m_width = span > 0.0 ? span / bars : 1.0;
    m_counts.assign(static_cast<std::size_t>(bars), 0);
    for (const Value& one : m_values) ++m_counts[static_cast<std::size_t>(barOf(one.value))];
    draw(m_all, m_counts);
    draw(m_marked, {});
    plot()->xAxis->setLabel(label);
    plot()->xAxis->setRange(m_lowest - m_width * 0.5, m_lowest + m_width * (bars + 0.5));
    const int most = m_values.empty() ? 1 : *std::ranges::max_element(m_counts);
    plot()->yAxis->setRange(0.0, most * 1.08);
    plot()->replot(QCustomPlot::rpQueuedReplot);
}

void HistogramPlot::draw(QCPBars* bars, const std::vector<int>& counts) const {
    QVector<double> keys, heights;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        keys << m_lowest + m_width * (static_cast<double>(i) + 0.5);
        heights << counts[i];
    }
    bars->setWidth(m_width * 0.96);
    bars->setData(keys, heights, true);
}

void HistogramPlot::choose(const std::vector<int>& rows) {
    const std::unordered_set<int> wanted(rows.begin(), rows.end());
    std::vector<int> counts(m_counts.size(), 0);
    for (const Value& one : m_values)
        if (wanted.contains(one.row)) ++counts[static_cast<std::size_t>(barOf(one.value))];
    draw(m_marked, counts);
    plot()->replot(QCustomPlot::rpQueuedReplot);
}

bool HistogramPlot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonRelease && !m_values.empty()) {
        const double x = plot()->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
        if (x >= m_lowest && x <= m_lowest + m_width * static_cast<double>(m_counts.size())) {
            std::vector<int> rows;
            for (const Value& one : m_values)
                if (barOf(one.value) == barOf(x)) rows.push_back(one.row);
            if (!rows.empty()) emit chosen(rows);
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace fotograma::ui
