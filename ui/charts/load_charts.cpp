#include "ui/charts/load_charts.h"

#include <QCoreApplication>

#include "ui/words.h"

namespace fotograma::ui {

namespace {

struct LoadCharts {
    Q_DECLARE_TR_FUNCTIONS(LoadCharts)
};

/// Whole numbers where they are large, one or two places where they are small.
QString rateText(double value) { return numberText(value, value >= 100.0 || value == 0.0 ? 0 : value >= 10.0 ? 1 : 2); }

QString bytesText(double value) { return sizeText(static_cast<std::int64_t>(value)); }

}  // namespace

TimeChart* makeThroughputChart(const LoadHistory& history, QWidget* parent) {
    return new TimeChart(LoadCharts::tr("Throughput"),
                         {{.name = LoadCharts::tr("frames/s"),
                           .history = &history.of(Metric::FramesPerSecond),
                           .colour = &Theme::series1,
                           .say = rateText,
                           .isFilled = true},
                          {.name = LoadCharts::tr("videos/s"),
                           .history = &history.of(Metric::VideosPerSecond),
                           .colour = &Theme::series2,
                           .say = rateText,
                           .onRightAxis = true,
                           .pen = Qt::DashLine}},
                         parent);
}

TimeChart* makeLatencyChart(const LoadHistory& history, QWidget* parent) {
    const auto line = [&](const char* name, Metric metric, QColor Theme::*colour, Qt::PenStyle pen) {
        return Series{.name = QString::fromLatin1(name),
                      .history = &history.of(metric),
                      .colour = colour,
                      .say = secondsText,
                      .pen = pen};
    };
    return new TimeChart(LoadCharts::tr("Time per video"),
                         {line("P50", Metric::LatencyP50, &Theme::series1, Qt::SolidLine),
                          line("P95", Metric::LatencyP95, &Theme::series2, Qt::DashLine),
                          line("P99", Metric::LatencyP99, &Theme::series3, Qt::DotLine)},
                         parent);
}

TimeChart* makeProcessorChart(const LoadHistory& history, QWidget* parent) {
    auto* chart = new TimeChart(LoadCharts::tr("Processor"),
                                {{.name = LoadCharts::tr("of this machine"),
                                  .history = &history.of(Metric::MachineShare),
                                  .colour = &Theme::series1,
                                  .say = percentText,
                                  .isFilled = true},
                                 {.name = LoadCharts::tr("cores by the engine"),
                                  .history = &history.of(Metric::CpuCores),
                                  .colour = &Theme::series2,
                                  .say = rateText,
                                  .onRightAxis = true,
                                  .pen = Qt::DashLine}},
                                parent);
    chart->setTop(1.0);
    return chart;
}

TimeChart* makeGpuChart(const LoadHistory& history, QWidget* parent) {
    const auto share = [&](const QString& name, Metric metric, QColor Theme::*colour, Qt::PenStyle pen) {
        return Series{.name = name, .history = &history.of(metric), .colour = colour, .say = percentText, .pen = pen};
    };
    auto* chart = new TimeChart(LoadCharts::tr("GPU"),
                                {share(LoadCharts::tr("busy"), Metric::GpuShare, &Theme::series1, Qt::SolidLine),
                                 share(LoadCharts::tr("decoder"), Metric::DecoderShare, &Theme::series2, Qt::DashLine),
                                 share(LoadCharts::tr("encoder"), Metric::EncoderShare, &Theme::series3, Qt::DotLine)},
                                parent);
    chart->setTop(1.0);
    return chart;
}

TimeChart* makeMemoryChart(const LoadHistory& history, QWidget* parent) {
    return new TimeChart(LoadCharts::tr("Memory"),
                         {{.name = LoadCharts::tr("by the engine"),
                           .history = &history.of(Metric::ResidentBytes),
                           .colour = &Theme::series1,
                           .say = bytesText,
                           .isFilled = true},
                          {.name = LoadCharts::tr("on GPUs"),
                           .history = &history.of(Metric::GpuBytes),
                           .colour = &Theme::series2,
                           .say = bytesText,
                           .pen = Qt::DashLine}},
                         parent);
}

TimeChart* makeDiskChart(const LoadHistory& history, QWidget* parent) {
    const auto rate = [](double value) { return LoadCharts::tr("%1/s").arg(bytesText(value)); };
    return new TimeChart(LoadCharts::tr("Disk"),
                         {{.name = LoadCharts::tr("read"),
                           .history = &history.of(Metric::ReadRate),
                           .colour = &Theme::series1,
                           .say = rate,
                           .isFilled = true},
                          {.name = LoadCharts::tr("written"),
                           .history = &history.of(Metric::WriteRate),
                           .colour = &Theme::series2,
                           .say = rate,
                           .pen = Qt::DashLine}},
                         parent);
}

TimeChart* makeCacheChart(LoadHistory& history, QWidget* parent) {
    const auto line = [&](const QString& name, const History& one, QColor Theme::*colour, Qt::PenStyle pen) {
        return Series{.name = name, .history = &one, .colour = colour, .say = rateText, .pen = pen};
    };
    return new TimeChart(
        LoadCharts::tr("Answers per second"),
        {line(LoadCharts::tr("from memory"), history.ofCache("memory").hits, &Theme::series1, Qt::SolidLine),
         line(LoadCharts::tr("from disk"), history.ofCache("disk").hits, &Theme::series2, Qt::DashLine),
         line(LoadCharts::tr("from Redis"), history.ofCache("redis").hits, &Theme::series3, Qt::DotLine),
         line(LoadCharts::tr("not known"), history.ofCache("disk").misses, &Theme::muted, Qt::DashDotLine)},
        parent);
}

}  // namespace fotograma::ui
