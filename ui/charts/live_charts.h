/// How fast the engine works and how long its jobs take, live.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "engine/api/types.h"

namespace fotograma::ui {

class TimeChart;

class LiveCharts : public QWidget {
    Q_OBJECT

public:
    explicit LiveCharts(QWidget* parent = nullptr);

    void show(const api::Stats& stats);
    using QWidget::show;

private:
    TimeChart* m_throughput;
    TimeChart* m_latency;
};

}  // namespace fotograma::ui
