#include "ui/charts/live_charts.h"

#include <QVBoxLayout>

#include "engine/base/text.h"
#include "ui/charts/time_chart.h"
#include "ui/elided_label.h"
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
                              this)),
      m_cache(new ElidedLabel(this)) {
    setObjectName(QStringLiteral("charts"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->setSpacing(0);
    layout->addWidget(m_throughput, 1);
    layout->addWidget(m_latency, 1);
    m_cache->setObjectName(QStringLiteral("cacheLine"));
    m_cache->setAccessibleName(tr("Cache"));
    m_cache->setContentsMargins(10, 2, 10, 6);
    m_cache->hide();
    layout->addWidget(m_cache);
}

void LiveCharts::show(const api::Stats& stats) {
    const double jobsPerMinute = stats.jobsPerSecond * 60.0;
    m_throughput->append({stats.framesPerSecond, jobsPerMinute},
                         {toQt(base::fixed(stats.framesPerSecond, 0)), toQt(base::fixed(jobsPerMinute, 1))});
    const api::Percentiles& seconds = stats.jobSeconds;
    const auto said = [&](double value) { return seconds.count > 0 ? durationText(value) : tr("–"); };
    m_latency->append({seconds.p50, seconds.p95, seconds.p99},
                      {said(seconds.p50), said(seconds.p95), said(seconds.p99)});
    showCache(stats.cache);
}

/// One line: hits by level, time saved, size against limit. Where nothing is kept, no line.
void LiveCharts::showCache(const std::vector<api::CacheLevelStats>& levels) {
    m_cache->setVisible(!levels.empty());
    if (levels.empty()) return;
    QStringList hits;
    QStringList tips;
    double secondsSaved = 0.0;
    const api::CacheLevelStats* largest = nullptr;
    for (const api::CacheLevelStats& level : levels) {
        secondsSaved += level.secondsSaved;
        hits << tr("%1 %2").arg(cacheLevelText(level.level)).arg(level.hits);
        tips << tr("%1: %2 hits, %3 misses, %4 damaged. %5")
                    .arg(cacheLevelText(level.level))
                    .arg(level.hits)
                    .arg(level.misses)
                    .arg(level.damaged)
                    .arg(toQt(level.note));
        if (level.limitBytes > 0 && (!largest || level.limitBytes > largest->limitBytes)) largest = &level;
    }
    QStringList parts{tr("Cache hits: %1").arg(hits.join(QStringLiteral(", ")))};
    if (secondsSaved > 0.0) parts << tr("%1 saved").arg(durationText(secondsSaved));
    if (largest) parts << tr("%1 of %2").arg(sizeText(largest->bytes), sizeText(largest->limitBytes));
    m_cache->setText(parts.join(QStringLiteral("  ·  ")));
    m_cache->setToolTip(tips.join(QLatin1Char('\n')));
}

}  // namespace fotograma::ui
