/// How one number is spread over the clips. A click on a bar chooses its clips; what is chosen is a bar within the bar.
///
/// Thread   Qt thread.
#pragma once

#include <vector>

#include "ui/results/plot_frame.h"

class QCPBars;

namespace fotograma::ui {

class HistogramPlot : public PlotFrame {
    Q_OBJECT

public:
    struct Value {
        double value = 0.0;
        int row = 0;
    };

    explicit HistogramPlot(QWidget* parent = nullptr);

    void showValues(std::vector<Value> values, const QString& label);
    void choose(const std::vector<int>& rows);
    /// Clips in each bar.
    [[nodiscard]] const std::vector<int>& counts() const { return m_counts; }

signals:
    void chosen(const std::vector<int>& rows);

protected:
    void applySeriesTheme() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] int barOf(double value) const;
    void draw(QCPBars* bars, const std::vector<int>& counts) const;

    std::vector<Value> m_values;
    std::vector<int> m_counts;
    double m_lowest = 0.0;
    double m_width = 1.0;  ///< Of a bar.
    QCPBars* m_all;        ///< Owned by the plot.
    QCPBars* m_marked;     ///< Owned by the plot.
};

}  // namespace fotograma::ui
