/// The whole queue in one line: how many jobs are where, how far all of it is, and when it will be done.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <deque>
#include <optional>

#include "ui/queue/queue_model.h"
#include "ui/workspace_link.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace fotograma::ui {

/// Foretells the end from how fast the bytes of the inputs went by in the last minute.
///
/// Units    seconds of any steady clock; bytes of input.
class EtaEstimator {
public:
    void sample(double atSeconds, std::int64_t handledBytes);
    /// Seconds until `remainingBytes` are handled; none while too little was seen.
    [[nodiscard]] std::optional<double> secondsFor(std::int64_t remainingBytes) const;

private:
    struct Sample {
        double atSeconds;
        std::int64_t handledBytes;
    };
    std::deque<Sample> m_samples;
};

class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void showTotals(const QueueTotals& totals);
    /// Once a second: feeds the estimate.
    void tick(double atSeconds, const QueueTotals& totals);
    /// Of the engine, at the right edge: its devices.
    void showEngine(const api::ServiceInfo& info);
    /// Where the engine is, and whether it is there; an empty name is this computer.
    void showPlace(const QString& name, const WorkspaceLink& link);

signals:
    /// The user wants to know more of it, or another one.
    void placeClicked();

private:
    QLabel* m_counts;
    QProgressBar* m_bar;
    QLabel* m_eta;
    QLabel* m_engine;
    QToolButton* m_place;
    EtaEstimator m_estimator;
};

}  // namespace fotograma::ui
