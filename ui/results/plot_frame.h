/// A QCustomPlot in the theme's colours: what scatter and histogram have in common.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

class QCustomPlot;

namespace fotograma::ui {

class PlotFrame : public QWidget {
    Q_OBJECT

public:
    explicit PlotFrame(const QString& name, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    /// Colours of what the plot shows; axes and background are done.
    virtual void applySeriesTheme() = 0;
    void applyTheme();
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }

private:
    QCustomPlot* m_plot;
};

}  // namespace fotograma::ui
