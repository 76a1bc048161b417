/// Which charts there are of the engine's load: one function each, over the same history.
///
/// Owner    the parent given; the history is borrowed.
/// Thread   Qt thread.
#pragma once

#include "ui/charts/load_history.h"
#include "ui/charts/time_chart.h"

namespace fotograma::ui {

[[nodiscard]] TimeChart* makeThroughputChart(const LoadHistory& history, QWidget* parent);
[[nodiscard]] TimeChart* makeLatencyChart(const LoadHistory& history, QWidget* parent);
[[nodiscard]] TimeChart* makeProcessorChart(const LoadHistory& history, QWidget* parent);
[[nodiscard]] TimeChart* makeGpuChart(const LoadHistory& history, QWidget* parent);
[[nodiscard]] TimeChart* makeMemoryChart(const LoadHistory& history, QWidget* parent);
[[nodiscard]] TimeChart* makeDiskChart(const LoadHistory& history, QWidget* parent);
/// Hits of the cache by level, and what no level knew.
[[nodiscard]] TimeChart* makeCacheChart(LoadHistory& history, QWidget* parent);

}  // namespace fotograma::ui
