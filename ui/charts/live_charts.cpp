#include "ui/charts/live_charts.h"

#include <QVBoxLayout>

#include "engine/base/text.h"
#include "ui/charts/time_chart.h"
#include "ui/words.h"

namespace fotograma::ui {

LiveCharts::LiveCharts(QWidget* parent)
    : QWidget(parent),
      m_throughput(
          new TimeChart(tr("Throughput"),
                        {{.name = tr("frames/s"), .colour = &Theme::series1, .isFilled = true},
                         {.name = tr("jobs/min"), .colour = &Theme::series2, .onRightAxis = true, .pen = Qt::DashLine}},
                        this)),
      m_latency(new TimeChart(tr("Time per job"),
                              {{.name = tr("P50"), .colour = &Theme::series1},
                               {.name = tr("P95"), .colour = &Theme::series2, .pen = Qt::DashLine},
                               {.name = tr("P99"), .colour = &Theme::series3, .pen = Qt::DotLine}},
                              this)) {
    setObjectName(QStringLiteral("charts"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->setSpacing(0);
    layout->addWidget(m_throughput, 1);
    layout->addWidget(m_latency, 1);
}

void LiveCharts::show(const api::Stats& stats) {
    const double jobsPerMinute = stats.jobsPerSecond * 60.0;
    m_throughput->append({stats.framesPerSecond, jobsPerMinute},
                         {toQt(base::fixed(stats.framesPerSecond, 0)), toQt(base::fixed(jobsPerMinute, 1))});
    const api::Percentiles& seconds = stats.jobSeconds;
    const auto said = [&](double value) { return seconds.count > 0 ? durationText(value) : tr("–"); };
    m_latency->append({seconds.p50, seconds.p95, seconds.p99},
                      {said(seconds.p50), said(seconds.p95), said(seconds.p99)});
}

}  // namespace fotograma::ui
