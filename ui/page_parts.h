/// The parts that pages have in common, so that they look and behave alike.
///
/// Owner    the parent given.
/// Thread   Qt thread.
#pragma once

#include "ui/icons.h"

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace fotograma::ui {

/// Gives a widget the raised surface with a rounded edge.
void makeCard(QWidget* widget);
/// A field with a magnifying glass; its hint is its accessible name.
[[nodiscard]] QLineEdit* makeSearchField(const QString& hint, QWidget* parent);
/// A picture beside a word.
[[nodiscard]] QToolButton* makeToolButton(Glyph glyph, const QString& text, QWidget* parent);
/// A flat table: whole rows, one height, no tree.
[[nodiscard]] QTreeView* makeTable(const QString& name, QWidget* parent);
/// What is said where there is nothing to show.
[[nodiscard]] QLabel* makeEmptyText(QWidget* parent);
/// A sentence in its place, with the sign and colour of a problem, or as a note; an empty one hides the label.
void tellIn(QLabel& label, const QString& sentence, bool isProblem);

}  // namespace fotograma::ui
