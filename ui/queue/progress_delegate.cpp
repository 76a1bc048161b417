#include "ui/queue/progress_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/queue/queue_model.h"
#include "ui/theme.h"

namespace fotograma::ui {

namespace {

constexpr qreal kBarHeight = 6.0;
constexpr int kMargin = 8;

void paintBar(QPainter& painter, const QRectF& area, double fraction, const QColor& track, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(track);
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2);
    if (fraction <= 0.0) return;
    QRectF filled = area;
    filled.setWidth(std::max(area.height(), area.width() * std::min(fraction, 1.0)));
    painter.setBrush(colour);
    painter.drawRoundedRect(filled, area.height() / 2, area.height() / 2);
}

}  // namespace

void ProgressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, QString());
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);

    const auto state = static_cast<api::JobState>(index.data(QueueModel::StateRole).toInt());
    if (state == api::JobState::Failed) return;  // the view writes the reason over the whole row
    const Theme& theme = Theme::of(option.palette);
    const QRect cell = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const int textWidth = option.fontMetrics.horizontalAdvance(tr("100 %"));
    const QRectF bar(cell.left(), cell.center().y() - kBarHeight / 2 + 1, cell.width() - textWidth - kMargin,
                     kBarHeight);
    QColor colour = theme.state(state);
    if (state == api::JobState::Done || state == api::JobState::Cancelled) colour.setAlphaF(0.45F);
    const double fraction = index.data(QueueModel::FractionRole).toDouble();
    if (state == api::JobState::Running || fraction > 0.0) paintBar(*painter, bar, fraction, theme.border, colour);
    painter->setPen(state == api::JobState::Running ? theme.text : theme.muted);
    painter->drawText(cell, Qt::AlignRight | Qt::AlignVCenter, text);
    painter->restore();
}

}  // namespace fotograma::ui
