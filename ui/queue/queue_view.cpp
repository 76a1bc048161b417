#include "ui/queue/queue_view.h"

#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <algorithm>

#include "ui/queue/progress_delegate.h"
#include "ui/theme.h"

namespace fotograma::ui {

namespace {
const QString kHeaderKey = QStringLiteral("queue/header");
constexpr int kRowHeight = 30;
constexpr int kCellMargin = 8;
constexpr int kFocusWidth = 3;

/// Rows of one height, wide enough for a comfortable line.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(std::max(size.height() + 8, kRowHeight));
        return size;
    }
};

}  // namespace

QueueView::QueueView(QueueModel& model, QWidget* parent)
    : QTreeView(parent), m_model(model), m_shown(new QSortFilterProxyModel(this)) {
    m_shown->setSourceModel(&model);
    m_shown->setSortRole(QueueModel::SortRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setFilterKeyColumn(QueueModel::Name);
    setModel(m_shown);
    setObjectName(QStringLiteral("queue"));
    setAccessibleName(tr("Queue"));
    setRootIsDecorated(false);
    setUniformRowHeights(true);  // or every row would be measured
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);  // in the order they were added
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RowDelegate(this));
    setItemDelegateForColumn(QueueModel::Progress, new ProgressDelegate(this));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->setSectionResizeMode(QueueModel::Name, QHeaderView::Stretch);
    header()->setMinimumSectionSize(56);
    header()->setHighlightSections(false);
    const int em = fontMetrics().averageCharWidth();
    const std::pair<int, int> widths[] = {
        {QueueModel::Recipe, 19}, {QueueModel::State, 19},      {QueueModel::Progress, 34}, {QueueModel::Fps, 11},
        {QueueModel::Eta, 11},    {QueueModel::SizeBefore, 13}, {QueueModel::SizeAfter, 13}};
    for (const auto& [column, characters] : widths)
        setColumnWidth(column, std::max(em * characters, header()->sectionSizeHint(column) + em));
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &QueueView::showHeaderMenu);
}

void QueueView::setFilter(const QString& text) { m_shown->setFilterFixedString(text); }

std::vector<api::JobId> QueueView::selectedJobs() const {
    std::vector<api::JobId> jobs;
    for (const QModelIndex& row : selectionModel()->selectedRows())
        jobs.push_back(m_model.at(m_shown->mapToSource(row).row()).id);
    return jobs;
}

const api::JobRecord* QueueView::currentRecord() const {
    QModelIndex row = currentIndex();
    if (!selectionModel()->isSelected(row)) {
        const QItemSelection selection = selectionModel()->selection();
        row = selection.isEmpty() ? QModelIndex() : QModelIndex(selection.first().topLeft());
    }
    row = m_shown->mapToSource(row);
    return row.isValid() ? &m_model.at(row.row()) : nullptr;
}

void QueueView::selectJob(api::JobId job) {
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.at(row).id == job) setCurrentIndex(m_shown->mapFromSource(m_model.index(row, QueueModel::Name)));
}

void QueueView::save(QSettings& settings) const { settings.setValue(kHeaderKey, header()->saveState()); }

void QueueView::restore(const QSettings& settings) { header()->restoreState(settings.value(kHeaderKey).toByteArray()); }

void QueueView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTreeView::selectionChanged(selected, deselected);
    emit choiceChanged();
}

void QueueView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    emit choiceChanged();
}

/// From the progress column to the right, over the columns that say nothing of a failed job.
QRect QueueView::errorArea(const QRect& row) const {
    const int from = header()->visualIndex(QueueModel::Progress);
    int right = columnViewportPosition(QueueModel::Progress) + columnWidth(QueueModel::Progress);
    for (int visual = from + 1; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (column != QueueModel::Fps && column != QueueModel::Eta) break;
        right += columnWidth(column);
    }
    const int left = columnViewportPosition(QueueModel::Progress);
    return {left, row.top(), right - left, row.height()};
}

void QueueView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QTreeView::drawRow(painter, option, index);
    // The row in focus may be another than those selected.
    if (index.row() == currentIndex().row() && hasFocus())
        painter->fillRect(QRect(0, option.rect.top(), kFocusWidth, option.rect.height()), Theme::of(palette()).accent);
    if (index.data(QueueModel::StateRole).toInt() != static_cast<int>(api::JobState::Failed)) return;
    if (isColumnHidden(QueueModel::Progress)) return;
    const QRect area = errorArea(option.rect).adjusted(kCellMargin, 0, -kCellMargin, 0);
    const QString reason = index.siblingAtColumn(QueueModel::Progress).data().toString();
    painter->save();
    painter->setPen(Theme::of(palette()).failed);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                      fontMetrics().elidedText(reason, Qt::ElideRight, area.width()));
    painter->restore();
}

void QueueView::showHeaderMenu(const QPoint& at) {
    QMenu menu(this);
    for (int column = QueueModel::Recipe; column < QueueModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu.addSeparator();
    menu.addAction(tr("Order as added"), this, [this] { sortByColumn(-1, Qt::AscendingOrder); });
    menu.exec(header()->mapToGlobal(at));
}

}  // namespace fotograma::ui
