#include "ui/charts/live_charts.h"

#include <QVBoxLayout>

#include "ui/charts/load_charts.h"
#include "ui/elided_label.h"
#include "ui/words.h"

namespace fotograma::ui {

LiveCharts::LiveCharts(const LoadHistory& history, QWidget* parent)
    : QWidget(parent),
      m_history(history),
      m_throughput(makeThroughputChart(history, this)),
      m_latency(makeLatencyChart(history, this)),
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
    connect(&history, &LoadHistory::added, this, &LiveCharts::follow);
}

void LiveCharts::follow(double seconds) {
    m_throughput->showUpTo(seconds);
    m_latency->showUpTo(seconds);
    showCache(m_history.newest().cache);
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
