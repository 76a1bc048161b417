/// How fast the engine works, how long its jobs take, and what the cache spares it, live.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "engine/api/types.h"

namespace fotograma::ui {

class ElidedLabel;
class TimeChart;

class LiveCharts : public QWidget {
    Q_OBJECT

public:
    explicit LiveCharts(QWidget* parent = nullptr);

    void show(const api::Stats& stats);
    using QWidget::show;

private:
    void showCache(const std::vector<api::CacheLevelStats>& levels);

    TimeChart* m_throughput;
    TimeChart* m_latency;
    ElidedLabel* m_cache;
};

}  // namespace fotograma::ui
