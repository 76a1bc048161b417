#include "ui/charts/time_chart.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace fotograma::ui {

namespace {
constexpr std::size_t kSeconds = 180;
}

TimeChart::TimeChart(const QString& title, std::vector<Series> series, QWidget* parent)
    : QWidget(parent),
      m_title(title),
      m_series(std::move(series)),
      m_legend(new QLabel(this)),
      m_plot(new QCustomPlot(this)) {
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setContentsMargins(14, 0, 14, 0);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_plot->setAccessibleName(title);
    m_plot->setMinimumHeight(70);
    m_plot->setInteractions(QCP::Interactions());
    m_plot->xAxis->setRange(-static_cast<double>(kSeconds), 0.0);
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (int minute = 0; minute <= 3; ++minute)
        ticker->addTick(-60.0 * minute, minute == 0 ? tr("now") : tr("−%1 min").arg(minute));
    m_plot->xAxis->setTicker(ticker);
    for (const Series& one : m_series) {
        QCPAxis* axis = one.onRightAxis ? m_plot->yAxis2 : m_plot->yAxis;
        axis->setVisible(true);
        axis->ticker()->setTickCount(3);
        axis->setNumberFormat(QStringLiteral("g"));
        m_graphs.push_back(m_plot->addGraph(m_plot->xAxis, axis));
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 4);
    layout->setSpacing(2);
    layout->addWidget(m_legend);
    layout->addWidget(m_plot, 1);
    applyTheme();
    showLegend({});
    rescale();
}

void TimeChart::append(const std::vector<double>& values, const QStringList& texts) {
    m_history.push_back(values);
    if (m_history.size() > kSeconds + 1) m_history.pop_front();
    for (std::size_t i = 0; i < m_graphs.size(); ++i) {
        QVector<double> x, y;
        for (std::size_t n = 0; n < m_history.size(); ++n) {
            x.push_back(static_cast<double>(n + 1) - static_cast<double>(m_history.size()));
            y.push_back(m_history[n][i]);
        }
        m_graphs[i]->setData(x, y, true);
    }
    showLegend(texts);
    rescale();
    if (isVisible()) m_plot->replot(QCustomPlot::rpQueuedReplot);
}

/// The legend says the newest values: a chart is read at a glance, its axis only when asked.
void TimeChart::showLegend(const QStringList& texts) {
    m_texts = texts;
    const Theme& theme = Theme::of(palette());
    QString html = QStringLiteral("<b>%1</b>").arg(m_title.toHtmlEscaped());
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const QString value = static_cast<qsizetype>(i) < texts.size() ? texts[static_cast<qsizetype>(i)] : tr("–");
        const char* const mark = m_series[i].pen == Qt::SolidLine ? "━" : m_series[i].pen == Qt::DashLine ? "╍" : "┅";
        html += QStringLiteral("&nbsp;&nbsp;&nbsp;<span style='color:%1'>%2</span> %3 <span style='color:%4'>%5</span>")
                    .arg((theme.*m_series[i].colour).name(), QString::fromUtf8(mark), value.toHtmlEscaped(),
                         theme.muted.name(), m_series[i].name.toHtmlEscaped());
    }
    m_legend->setText(html);
}

void TimeChart::rescale() {
    double left = 0.0;
    double right = 0.0;
    for (const auto& values : m_history)
        for (std::size_t i = 0; i < values.size(); ++i) {
            double& top = m_series[i].onRightAxis ? right : left;
            top = std::max(top, values[i]);
        }
    m_plot->yAxis->setTickLabels(left > 0.0);  // an axis of nothing has no numbers
    m_plot->yAxis2->setTickLabels(right > 0.0);
    m_plot->yAxis->setRange(0.0, left > 0.0 ? left * 1.15 : 1.0);
    m_plot->yAxis2->setRange(0.0, right > 0.0 ? right * 1.15 : 1.0);
}

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
    if (event->type() != QEvent::PaletteChange) return;
    applyTheme();
    showLegend(m_texts);
}

}  // namespace fotograma::ui
