#include "ui/page_parts.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>
#include <QTreeView>

namespace fotograma::ui {

void makeCard(QWidget* widget) {
    widget->setProperty("card", true);
    widget->setAttribute(Qt::WA_StyledBackground);
}

QLineEdit* makeSearchField(const QString& hint, QWidget* parent) {
    auto* field = new QLineEdit(parent);
    field->setPlaceholderText(hint);
    field->setAccessibleName(hint);
    field->setClearButtonEnabled(true);
    field->addAction(icon(Glyph::Search, &Theme::muted), QLineEdit::LeadingPosition);
    field->setMaximumWidth(260);
    field->setMinimumWidth(160);
    return field;
}

QToolButton* makeToolButton(Glyph glyph, const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setIcon(icon(glyph));
    button->setIconSize(QSize(22, 16));  // wider than tall: room between picture and word
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("pageButton", true);
    return button;
}

QTreeView* makeTable(const QString& name, QWidget* parent) {
    auto* table = new QTreeView(parent);
    table->setAccessibleName(name);
    table->setRootIsDecorated(false);
    table->setProperty("panel", true);  // rows with room
    table->setUniformRowHeights(true);
    table->setAlternatingRowColors(true);
    table->setAllColumnsShowFocus(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->header()->setMinimumSectionSize(48);
    return table;
}

QLabel* makeEmptyText(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("muted"));
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

void tellIn(QLabel& label, const QString& sentence, bool isProblem) {
    label.setText(isProblem && !sentence.isEmpty() ? QStringLiteral("⚠ ") + sentence : sentence);
    label.setProperty("tone", isProblem ? QStringLiteral("problem") : QStringLiteral("note"));
    label.style()->unpolish(&label);
    label.style()->polish(&label);
    label.setVisible(!sentence.isEmpty());
}

}  // namespace fotograma::ui
