#include "ui/queue/queue_view.h"

#include <QDragMoveEvent>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSettings>
#include <algorithm>

#include "ui/icons.h"
#include "ui/queue/cell_delegate.h"
#include "ui/theme.h"
#include "ui/thumbnails.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kNameCharacters = 26;                          // of a name that are always to be seen
const QString kHeaderKey = QStringLiteral("queue/header3");  // 3: since there is a column for quality
constexpr int kCellMargin = CellDelegate::kMargin;
constexpr int kFocusWidth = 3;
constexpr int kChevronSide = 14;
}  // namespace

QueueView::QueueView(QueueModel& jobs, Thumbnails& thumbnails, QWidget* parent)
    : QTreeView(parent), m_jobs(jobs), m_rows(new QueueRows(jobs, this)) {
    setModel(m_rows);
    setObjectName(QStringLiteral("queue"));
    setAccessibleName(tr("Queue"));
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);  // or every row would be measured
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);  // in the order they run
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new CellDelegate(thumbnails, this));
    header()->setSortIndicatorClearable(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->setSectionResizeMode(QueueModel::Name, QHeaderView::Stretch);
    header()->setMinimumSectionSize(56);
    header()->setHighlightSections(false);
    const int em = fontMetrics().averageCharWidth();
    const std::pair<int, int> widths[] = {
        {QueueModel::Recipe, 14},  {QueueModel::State, 19},      {QueueModel::Progress, 22},  {QueueModel::Fps, 8},
        {QueueModel::Eta, 8},      {QueueModel::SizeBefore, 10}, {QueueModel::SizeAfter, 10}, {QueueModel::Change, 8},
        {QueueModel::Quality, 14}, {QueueModel::Device, 13},     {QueueModel::Priority, 8}};
    for (const auto& [column, characters] : widths)
        setColumnWidth(column, std::max(em * characters, header()->sectionSizeHint(column) + em));
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column != QueueModel::Name) giveNameRoom();
    });
    setColumnHidden(QueueModel::Priority, true);
    setColumnHidden(QueueModel::SizeBefore, true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &QueueView::showHeaderMenu);
    connect(&thumbnails, &Thumbnails::arrived, viewport(), qOverload<>(&QWidget::update));
}

std::vector<api::JobId> QueueView::selectedJobs() const {
    std::vector<api::JobId> jobs;
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        if (m_rows->isGroup(row.row())) {
            for (const api::JobId job : m_rows->jobsOf(row.row())) jobs.push_back(job);
        } else {
            jobs.push_back(m_rows->job(row.row()));
        }
    }
    std::ranges::sort(jobs);
    jobs.erase(std::unique(jobs.begin(), jobs.end()), jobs.end());
    return jobs;
}

const api::JobRecord* QueueView::currentRecord() const {
    QModelIndex row = currentIndex();
    if (!selectionModel()->isSelected(row)) {
        const QItemSelection selection = selectionModel()->selection();
        row = selection.isEmpty() ? QModelIndex() : QModelIndex(selection.first().topLeft());
    }
    return row.isValid() ? m_rows->record(row.row()) : nullptr;
}

void QueueView::selectJob(api::JobId job) {
    if (const int row = m_rows->rowOf(job); row >= 0) setCurrentIndex(m_rows->index(row, QueueModel::Name));
}

void QueueView::save(QSettings& settings) const { settings.setValue(kHeaderKey, header()->saveState()); }

void QueueView::restore(const QSettings& settings) {
    header()->restoreState(settings.value(kHeaderKey).toByteArray());
    header()->setSortIndicatorClearable(true);
    giveNameRoom();
}

void QueueView::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    giveNameRoom();
}

/// The name takes what the other columns leave, but never less than it needs: then the rows scroll sideways.
void QueueView::giveNameRoom() {
    const int needed = fontMetrics().averageCharWidth() * kNameCharacters;
    const int others = header()->length() - columnWidth(QueueModel::Name);
    const bool fits = viewport()->width() - others >= needed;
    const auto mode = fits ? QHeaderView::Stretch : QHeaderView::Interactive;
    if (header()->sectionResizeMode(QueueModel::Name) != mode) header()->setSectionResizeMode(QueueModel::Name, mode);
    if (!fits && columnWidth(QueueModel::Name) < needed) setColumnWidth(QueueModel::Name, needed);
}

void QueueView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTreeView::selectionChanged(selected, deselected);
    emit choiceChanged();
}

void QueueView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    emit choiceChanged();
}

// ---- Painting ----------------------------------------------------------------------------------------------------

/// From the progress column to the right, over the columns that say nothing of a failed job.
QRect QueueView::errorArea(const QRect& row) const {
    const int from = header()->visualIndex(QueueModel::Progress);
    int right = columnViewportPosition(QueueModel::Progress) + columnWidth(QueueModel::Progress);
    for (int visual = from + 1; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (column < QueueModel::Fps || column > QueueModel::Change) break;
        right += columnWidth(column);
    }
    const int left = columnViewportPosition(QueueModel::Progress);
    return {left, row.top(), right - left, row.height()};
}

void QueueView::paintReason(QPainter& painter, const QRect& row, const QModelIndex& index) const {
    const QRect area = errorArea(row).adjusted(kCellMargin, 0, -kCellMargin, 0);
    const QString reason = index.siblingAtColumn(QueueModel::Progress).data().toString();
    painter.save();
    painter.setPen(Theme::of(palette()).failed);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(reason, Qt::ElideRight, area.width()));
    painter.restore();
}

void QueueView::paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::of(palette());
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    painter.save();
    const bool isChosen = selectionModel()->isSelected(index.siblingAtColumn(0));
    painter.fillRect(row, isChosen ? theme.selection : theme.window);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF chevron(kCellMargin, row.center().y() - kChevronSide / 2.0, kChevronSide, kChevronSide);
    painter.save();
    painter.translate(chevron.center());
    if (index.siblingAtColumn(0).data(QueueRows::IsFoldedRole).toBool()) painter.rotate(-90);
    paintGlyph(painter, Glyph::Chevron, QRectF(-kChevronSide / 2.0, -kChevronSide / 2.0, kChevronSide, kChevronSide),
               theme.muted);
    painter.restore();
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    QRect text = row.adjusted(kCellMargin + kChevronSide + 8, 0, -kCellMargin, 0);
    const QString title = index.siblingAtColumn(0).data().toString();
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, title);
    text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(title) + 10);
    painter.setFont(font());
    painter.setPen(theme.muted);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     QLocale().toString(index.siblingAtColumn(0).data(QueueRows::CountRole).toInt()));
    painter.restore();
}

void QueueView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (m_rows->isGroup(index.row()))
        paintGroup(*painter, option, index);
    else
        QTreeView::drawRow(painter, option, index);
    // The row in focus may be another than those selected.
    if (index.row() == currentIndex().row() && hasFocus())
        painter->fillRect(QRect(0, option.rect.top(), kFocusWidth, option.rect.height()), Theme::of(palette()).accent);
    if (index.data(QueueModel::StateRole) == static_cast<int>(api::JobState::Failed) && !m_rows->isGroup(index.row()) &&
        !isColumnHidden(QueueModel::Progress))
        paintReason(*painter, option.rect, index);
}

void QueueView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (m_dropRow < 0) return;
    QPainter painter(viewport());
    const bool isEnd = m_dropRow >= m_rows->rowCount();
    const QRect row = visualRect(m_rows->index(isEnd ? m_rows->rowCount() - 1 : m_dropRow, 0));
    painter.fillRect(QRect(0, (isEnd ? row.bottom() : row.top()) - 1, viewport()->width(), 2),
                     Theme::of(palette()).accent);
}

// ---- Keys and the mouse ------------------------------------------------------------------------------------------

void QueueView::keyPressEvent(QKeyEvent* event) {
    const int row = currentIndex().row();
    if (row >= 0 && m_rows->isGroup(row)) {
        const bool isFolded = m_rows->index(row, 0).data(QueueRows::IsFoldedRole).toBool();
        if (event->key() == Qt::Key_Left) return m_rows->setFolded(row, true);
        if (event->key() == Qt::Key_Right) return m_rows->setFolded(row, false);
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) return m_rows->setFolded(row, !isFolded);
    }
    QTreeView::keyPressEvent(event);
}

void QueueView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex row = indexAt(event->position().toPoint());
    const bool onChevron = event->position().x() < kCellMargin + kChevronSide + 4;
    if (row.isValid() && onChevron && m_rows->isGroup(row.row()))
        return m_rows->setFolded(row.row(), !row.siblingAtColumn(0).data(QueueRows::IsFoldedRole).toBool());
    QTreeView::mousePressEvent(event);
}

void QueueView::startDrag(Qt::DropActions actions) {
    if (m_rows->isSorted()) {
        emit moveRefused();
        return;
    }
    QTreeView::startDrag(actions);
}

int QueueView::dropRow(const QPoint& at) const {
    const QModelIndex row = indexAt(at);
    if (!row.isValid()) return m_rows->rowCount();
    return row.row() + (at.y() > visualRect(row).center().y() ? 1 : 0);
}

// Files from elsewhere are the window's: only rows of this view are taken here.
void QueueView::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(QueueRows::kMimeType)))
        event->acceptProposedAction();
    else
        event->ignore();
}

void QueueView::dragMoveEvent(QDragMoveEvent* event) {
    if (!event->mimeData()->hasFormat(QLatin1String(QueueRows::kMimeType))) return event->ignore();
    m_dropRow = dropRow(event->position().toPoint());
    viewport()->update();
    event->setDropAction(Qt::MoveAction);
    event->accept();
}

void QueueView::dragLeaveEvent(QDragLeaveEvent* event) {
    m_dropRow = -1;
    viewport()->update();
    QTreeView::dragLeaveEvent(event);
}

void QueueView::dropEvent(QDropEvent* event) {
    if (!event->mimeData()->hasFormat(QLatin1String(QueueRows::kMimeType))) return event->ignore();
    const int row = dropRow(event->position().toPoint());
    m_dropRow = -1;
    viewport()->update();
    // Not a move for Qt: it would remove the rows here. They move when the service says so.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    api::JobId before;
    for (int next = row; next < m_rows->rowCount() && before.value == 0; ++next) before = m_rows->job(next);
    emit moveAsked(selectedJobs(), before);
}

void QueueView::showHeaderMenu(const QPoint& at) {
    QMenu menu(this);
    for (int column = QueueModel::Recipe; column < QueueModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(m_jobs.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu.addSeparator();
    menu.addAction(tr("In the order they run"), this, [this] { sortByColumn(-1, Qt::AscendingOrder); });
    menu.exec(header()->mapToGlobal(at));
}

}  // namespace fotograma::ui
