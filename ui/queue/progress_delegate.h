/// Paints the progress column: a bar while a job moves, a pale one when it has ended.
///
/// Thread   Qt thread.
#pragma once

#include <QStyledItemDelegate>

namespace fotograma::ui {

class ProgressDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace fotograma::ui
