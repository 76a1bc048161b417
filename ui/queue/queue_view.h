/// The queue as the user sees it: sortable, in groups, many rows at once selectable, dragged to another place.
///
/// Thread   Qt thread.
#pragma once

#include <QTreeView>
#include <vector>

#include "ui/queue/queue_rows.h"

class QSettings;

namespace fotograma::ui {

class Thumbnails;

class QueueView : public QTreeView {
    Q_OBJECT

public:
    QueueView(QueueModel& jobs, Thumbnails& thumbnails, QWidget* parent = nullptr);

    [[nodiscard]] QueueRows& rows() { return *m_rows; }
    /// The selected jobs; of a selected group, all of it.
    [[nodiscard]] std::vector<api::JobId> selectedJobs() const;
    /// The selected record in focus, else the first selected one, else null.
    [[nodiscard]] const api::JobRecord* currentRecord() const;
    void selectJob(api::JobId job);

    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

signals:
    /// The selection or the row in focus is another one.
    void choiceChanged();
    /// The jobs are to stand before this one, or at the end when it is none.
    void moveAsked(const std::vector<fotograma::api::JobId>& jobs, fotograma::api::JobId before);
    /// Rows cannot be moved while a column sorts them.
    void moveRefused();

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void giveNameRoom();
    void showHeaderMenu(const QPoint& at);
    void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintReason(QPainter& painter, const QRect& row, const QModelIndex& index) const;
    [[nodiscard]] QRect errorArea(const QRect& row) const;
    [[nodiscard]] int dropRow(const QPoint& at) const;

    QueueModel& m_jobs;
    QueueRows* m_rows;
    int m_dropRow = -1;  ///< While rows are dragged: the one before which they would stand.
};

}  // namespace fotograma::ui
