#include "ui/queue/cell_delegate.h"

#include <QPainter>
#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/thumbnails.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr qreal kBarHeight = 6.0;
constexpr int kIconSide = 16;
constexpr int kRowPadding = 8;

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

void paintLine(QPainter& painter, const QRect& area, const QString& text, Qt::Alignment alignment,
               Qt::TextElideMode elide = Qt::ElideRight) {
    const QFontMetrics& metrics = painter.fontMetrics();
    // Most texts fit: measuring is cheaper than cutting.
    const bool fits = metrics.horizontalAdvance(text) <= area.width();
    painter.drawText(area, static_cast<int>(alignment | Qt::TextSingleLine),
                     fits ? text : metrics.elidedText(text, elide, area.width()));
}

bool isSecondary(int column) { return column == QueueModel::Recipe || column >= QueueModel::SizeBefore; }

}  // namespace

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {100, std::max(2 * option.fontMetrics.height(), kPicture.height()) + kRowPadding};
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::of(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.hover);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    switch (index.column()) {
        case QueueModel::Name: paintName(*painter, option, index); break;
        case QueueModel::Progress: paintProgress(*painter, option, index); break;
        default: paintText(*painter, option, index); break;
    }
    painter->restore();
}

void CellDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::of(option.palette);
    QRect rest = option.rect.adjusted(kMargin + 4, 0, -kMargin, 0);
    QRect frame(rest.left(), rest.center().y() - kPicture.height() / 2 + 1, kPicture.width(), kPicture.height());
    painter.setPen(Qt::NoPen);
    const QString file = index.data(QueueModel::PathRole).toString();
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QPixmap picture = m_thumbnails.picture(file, kPicture * ratio);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.isDark ? theme.window : theme.hover);
    painter.drawRoundedRect(frame, 3, 3);
    if (picture.isNull()) {
        paintGlyph(painter, Glyph::Play, QRectF(frame).adjusted(0, 9, 0, -9), theme.border);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        QRectF place(QPointF(), QSizeF(picture.size()).scaled(frame.size(), Qt::KeepAspectRatio));
        place.moveCenter(QRectF(frame).center());
        painter.drawPixmap(place, picture, picture.rect());
    }
    rest.setLeft(frame.right() + 11);
    const int line = option.fontMetrics.height();
    painter.setPen(theme.text);
    paintLine(painter, {rest.left(), rest.center().y() - line + 1, rest.width(), line},
              index.data(Qt::DisplayRole).toString(), Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
    painter.setPen(theme.muted);
    paintLine(painter, {rest.left(), rest.center().y() + 1, rest.width(), line},
              index.data(QueueModel::FolderRole).toString(), Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
}

void CellDelegate::paintProgress(QPainter& painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    const auto state = static_cast<api::JobState>(index.data(QueueModel::StateRole).toInt());
    if (state == api::JobState::Failed) return;  // the view writes the reason over the cells behind it too
    const Theme& theme = Theme::of(option.palette);
    const QRect cell = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const int textWidth = option.fontMetrics.horizontalAdvance(tr("100 %"));
    const QRectF bar(cell.left(), cell.center().y() - kBarHeight / 2 + 1,
                     std::max(cell.width() - textWidth - kMargin, 8), kBarHeight);
    QColor colour = theme.state(state);
    if (state == api::JobState::Done || state == api::JobState::Cancelled) colour.setAlphaF(0.45F);
    const double fraction = index.data(QueueModel::FractionRole).toDouble();
    painter.setRenderHint(QPainter::Antialiasing);
    if (state == api::JobState::Running || fraction > 0.0) paintBar(painter, bar, fraction, theme.border, colour);
    painter.setPen(state == api::JobState::Running ? theme.text : theme.muted);
    painter.drawText(cell, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), index.data().toString());
}

void CellDelegate::paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data(Qt::DisplayRole).toString();
    const Theme& theme = Theme::of(option.palette);
    QRect cell = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    if (const QVariant picture = index.data(QueueModel::GlyphRole); picture.isValid()) {
        const QRectF place(cell.left(), cell.center().y() - kIconSide / 2.0 + 0.5, kIconSide, kIconSide);
        const auto state = static_cast<api::JobState>(index.data(QueueModel::StateRole).toInt());
        const bool isState = index.column() == QueueModel::State;
        paintGlyph(painter, static_cast<Glyph>(picture.toInt()), place, isState ? theme.state(state) : theme.muted);
        cell.setLeft(cell.left() + kIconSide + 7);
    }
    if (text.isEmpty()) return;
    painter.setPen(isSecondary(index.column()) ? theme.muted : theme.text);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    paintLine(painter, cell, text,
              alignment.isValid() ? alignment.value<Qt::Alignment>() : Qt::AlignLeft | Qt::AlignVCenter);
}

}  // namespace fotograma::ui
