#include "ui/results/plot_frame.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include "ui/theme.h"

namespace fotograma::ui {

PlotFrame::PlotFrame(const QString& name, QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    setAccessibleName(name);
    m_plot->setAccessibleName(name);
    m_plot->setMinimumSize(160, 120);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
}

void PlotFrame::applyTheme() {
    const Theme& theme = Theme::of(palette());
    m_plot->setBackground(theme.base);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(theme.border));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(small);
        axis->setLabelColor(theme.muted);
        axis->setLabelFont(small);
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->ticker()->setTickCount(4);
        axis->grid()->setPen(QPen(theme.border, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(QPen(theme.border, 1, Qt::DotLine));
    }
    m_plot->setSelectionRectMode(QCP::srmNone);
    m_plot->selectionRect()->setPen(QPen(theme.accent, 1, Qt::DashLine));
    QColor fill = theme.accent;
    fill.setAlphaF(0.12F);
    m_plot->selectionRect()->setBrush(fill);
    applySeriesTheme();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotFrame::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) applyTheme();
}

}  // namespace fotograma::ui
