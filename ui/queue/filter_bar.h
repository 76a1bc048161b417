/// What of the queue is shown, and how: a chip for each state with its count, groups, and a field to search.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/queue/queue_rows.h"

class QButtonGroup;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace fotograma::ui {

class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(QWidget* parent = nullptr);

    void showTotals(const QueueTotals& totals);
    [[nodiscard]] RowFilter filter() const;
    [[nodiscard]] Grouping grouping() const;
    void setGrouping(Grouping grouping);
    void find();

signals:
    void filterChanged();
    void groupingChanged();

private:
    QButtonGroup* m_chips;
    QComboBox* m_grouping;
    QLineEdit* m_text;
};

}  // namespace fotograma::ui
