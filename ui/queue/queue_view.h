/// The queue as the user sees it: sortable, filterable, many rows at once selectable.
///
/// Thread   Qt thread.
#pragma once

#include <QTreeView>
#include <vector>

#include "ui/queue/queue_model.h"

class QSettings;
class QSortFilterProxyModel;

namespace fotograma::ui {

class QueueView : public QTreeView {
    Q_OBJECT

public:
    explicit QueueView(QueueModel& model, QWidget* parent = nullptr);

    /// Shows only the jobs whose name or recipe contains the text.
    void setFilter(const QString& text);
    [[nodiscard]] std::vector<api::JobId> selectedJobs() const;
    /// The selected record in focus, else the first selected one, else null.
    [[nodiscard]] const api::JobRecord* currentRecord() const;
    void selectJob(api::JobId job);

    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

signals:
    /// The selection or the row in focus is another one.
    void choiceChanged();

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void showHeaderMenu(const QPoint& at);
    [[nodiscard]] QRect errorArea(const QRect& row) const;

    QueueModel& m_model;
    QSortFilterProxyModel* m_shown;
};

}  // namespace fotograma::ui
