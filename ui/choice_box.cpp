#include "ui/choice_box.h"

#include <QPainter>
#include <QWheelEvent>

#include "ui/icons.h"

namespace fotograma::ui {

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent) { setFocusPolicy(Qt::StrongFocus); }

void ChoiceBox::paintEvent(QPaintEvent* event) {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    const Theme& theme = Theme::of(palette());
    paintGlyph(painter, Glyph::Chevron, QRectF(width() - 24, (height() - 14) / 2.0, 14, 14), theme.muted);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

}  // namespace fotograma::ui
