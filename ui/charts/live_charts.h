/// How fast the engine works, how long its jobs take, and what the cache spares it, live: the small pane of the queue.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "ui/charts/load_history.h"

namespace fotograma::ui {

class ElidedLabel;
class TimeChart;

class LiveCharts : public QWidget {
    Q_OBJECT

public:
    explicit LiveCharts(const LoadHistory& history, QWidget* parent = nullptr);

private:
    void follow(double seconds);
    void showCache(const std::vector<api::CacheLevelStats>& levels);

    const LoadHistory& m_history;
    TimeChart* m_throughput;
    TimeChart* m_latency;
    ElidedLabel* m_cache;
};

}  // namespace fotograma::ui
