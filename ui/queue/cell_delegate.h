/// Paints the cells of the queue, without a style sheet's detour for each: ten thousand rows must scroll at once.
///
/// Thread   Qt thread.
#pragma once

#include <QStyledItemDelegate>

#include "ui/queue/queue_model.h"

namespace fotograma::ui {

class Thumbnails;

class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CellDelegate(Thumbnails& thumbnails, QObject* parent) : QStyledItemDelegate(parent), m_thumbnails(thumbnails) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    static constexpr QSize kPicture{64, 36};
    static constexpr int kMargin = 8;

private:
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintProgress(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    Thumbnails& m_thumbnails;
};

}  // namespace fotograma::ui
