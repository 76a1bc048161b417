#include "ui/queue/queue_rows.h"

#include <QMimeData>
#include <algorithm>
#include <numeric>

#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kArrangeMs = 120;  // of a queue whose jobs all move, eight times a second is enough

QString folderOf(const std::string& path) {
    const QString text = toQt(path);
    return text.left(std::max<qsizetype>(text.lastIndexOf(QLatin1Char('/')), 1));
}

}  // namespace

QueueRows::QueueRows(QueueModel& jobs, QObject* parent) : QAbstractTableModel(parent), m_jobs(jobs) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kArrangeMs);
    connect(&m_soon, &QTimer::timeout, this, &QueueRows::arrange);
    connect(&jobs, &QAbstractItemModel::dataChanged, this, &QueueRows::changed);
    connect(&jobs, &QAbstractItemModel::rowsInserted, this, &QueueRows::arrange);
    connect(&jobs, &QAbstractItemModel::rowsRemoved, this, &QueueRows::arrange);
    connect(&jobs, &QAbstractItemModel::modelReset, this, &QueueRows::arrange);
    arrange();
}

// ---- What is asked -----------------------------------------------------------------------------------------------

void QueueRows::setFilter(const RowFilter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    arrange();
}

void QueueRows::setGrouping(Grouping grouping) {
    m_grouping = grouping;
    m_folded.clear();
    arrange();
}

void QueueRows::setFolded(int row, bool isFolded) {
    if (!isGroup(row)) return;
    const QString& key = m_groups[static_cast<std::size_t>(m_groupAt.value(m_rows[static_cast<std::size_t>(row)]))].key;
    if (isFolded)
        m_folded.insert(key);
    else
        m_folded.remove(key);
    arrange();
}

void QueueRows::setHidden(const std::vector<api::JobId>& jobs) {
    m_hidden.clear();
    for (const api::JobId job : jobs) m_hidden.insert(job.value);
    arrange();
}

void QueueRows::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

api::JobId QueueRows::job(int row) const {
    const qint64 id = m_rows[static_cast<std::size_t>(row)];
    return {id < 0 ? 0 : id};
}

const api::JobRecord* QueueRows::record(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : m_jobs.find(job(row));
}

int QueueRows::rowOf(api::JobId job) const { return m_places.value(job.value, -1); }

std::vector<api::JobId> QueueRows::jobsOf(int groupRow) const {
    if (!isGroup(groupRow)) return {};
    return m_groups[static_cast<std::size_t>(m_groupAt.value(m_rows[static_cast<std::size_t>(groupRow)]))].jobs;
}

// ---- Putting in order --------------------------------------------------------------------------------------------

bool QueueRows::passes(const api::JobRecord& record) const {
    if (isEstimate(record) || m_hidden.contains(record.id.value)) return false;
    if (m_filter.state && record.state != *m_filter.state) return false;
    if (m_filter.text.isEmpty()) return true;
    return toQt(record.spec.input).contains(m_filter.text, Qt::CaseInsensitive) ||
           toQt(record.recipeTitle).contains(m_filter.text, Qt::CaseInsensitive);
}

/// The key by which groups are told apart and put in order, and the title.
std::pair<QString, QString> QueueRows::groupOf(const api::JobRecord& record) const {
    switch (m_grouping) {
        case Grouping::None: return {};
        case Grouping::State: return {QString::number(static_cast<int>(record.state)), stateText(record.state)};
        case Grouping::Batch:
            return {QString::number(record.batch.value).rightJustified(12, QLatin1Char('0')),
                    tr("Batch %1, added %2").arg(record.batch.value).arg(momentText(record.createdAt))};
        case Grouping::Folder: {
            const QString folder = folderOf(record.spec.input);
            return {folder, folder};
        }
    }
    return {};
}

void QueueRows::changed(const QModelIndex& from, const QModelIndex& to) {
    const bool isWhole = from.column() == QueueModel::Name;
    const bool mayMove = (isWhole && m_sortColumn < 0) ||
                         (m_sortColumn >= from.column() && m_sortColumn <= to.column()) ||
                         (isWhole && (m_grouping == Grouping::State || m_filter.state));
    if (mayMove && !m_soon.isActive()) m_soon.start();
    for (int row = from.row(); row <= to.row(); ++row) {
        const int place = rowOf(m_jobs.at(row).id);
        if (place < 0) continue;
        emit dataChanged(index(place, from.column()), index(place, to.column()));
    }
}

std::vector<int> QueueRows::wantedOrder() const {
    std::vector<int> order;
    for (int row = 0; row < m_jobs.rowCount(); ++row)
        if (passes(m_jobs.at(row))) order.push_back(row);
    if (m_sortColumn < 0) {  // as they run: ended ones keep the place they had
        std::ranges::stable_sort(order, [this](int a, int b) {
            const api::JobRecord& first = m_jobs.at(a);
            const api::JobRecord& second = m_jobs.at(b);
            if (first.spec.priority != second.spec.priority) return first.spec.priority > second.spec.priority;
            return first.position < second.position;
        });
        return order;
    }
    // Keys once a job, not once a comparison.
    std::vector<QVariant> keys(static_cast<std::size_t>(m_jobs.rowCount()));
    for (const int row : order)
        keys[static_cast<std::size_t>(row)] = m_jobs.index(row, m_sortColumn).data(QueueModel::SortRole);
    const auto isBefore = [&](int a, int b) {
        const QPartialOrdering relation =
            QVariant::compare(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)]);
        return m_sortOrder == Qt::AscendingOrder ? relation == QPartialOrdering::Less
                                                 : relation == QPartialOrdering::Greater;
    };
    std::ranges::stable_sort(order, isBefore);
    return order;
}

void QueueRows::arrange() {
    m_soon.stop();
    const std::vector<int> order = wantedOrder();
    m_shownJobs = static_cast<int>(order.size());
    std::vector<qint64> wanted;
    wanted.reserve(order.size());
    std::vector<Group> groups;
    if (m_grouping == Grouping::None) {
        for (const int row : order) wanted.push_back(m_jobs.at(row).id.value);
    } else {
        QHash<QString, std::size_t> places;
        for (const int row : order) {
            const api::JobRecord& record = m_jobs.at(row);
            auto [key, title] = groupOf(record);
            auto place = places.constFind(key);
            if (place == places.constEnd()) {
                place = places.insert(key, groups.size());
                groups.push_back({key, title, {}});
            }
            groups[*place].jobs.push_back(record.id);
        }
        std::ranges::sort(groups, {}, &Group::key);
        for (const Group& group : groups) {
            if (!m_groupIds.contains(group.key)) m_groupIds.insert(group.key, -1 - m_groupIds.size());
            wanted.push_back(m_groupIds.value(group.key));
            if (m_folded.contains(group.key)) continue;
            for (const api::JobId job : group.jobs) wanted.push_back(job.value);
        }
    }
    m_groups = std::move(groups);
    m_groupAt.clear();
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        m_groupAt.insert(m_groupIds.value(m_groups[i].key), static_cast<int>(i));
    moveTo(std::move(wanted));
    for (int row = 0; row < rowCount(); ++row)
        if (isGroup(row)) emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    emit arranged();
}

/// From the rows as they are to those wanted, in moves that a view can follow.
void QueueRows::moveTo(std::vector<qint64> wanted) {
    if (wanted == m_rows) return;
    removeMissing(QSet<qint64>(wanted.begin(), wanted.end()));
    if (m_rows.empty() && !wanted.empty()) {
        beginInsertRows({}, 0, static_cast<int>(wanted.size()) - 1);
        m_rows = std::move(wanted);
        reindex();
        endInsertRows();
        return;
    }
    reorder(wanted);
    insertMissing(wanted);
}

void QueueRows::removeMissing(const QSet<qint64>& wanted) {
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (wanted.contains(m_rows[static_cast<std::size_t>(last)])) continue;
        int first = last;
        while (first > 0 && !wanted.contains(m_rows[static_cast<std::size_t>(first) - 1])) --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        reindex();
        endRemoveRows();
        last = first;
    }
}

void QueueRows::reorder(const std::vector<qint64>& wanted) {
    std::vector<qint64> kept;
    for (const qint64 id : wanted)
        if (m_places.contains(id)) kept.push_back(id);
    if (kept == m_rows) return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const std::vector<qint64> before = std::exchange(m_rows, std::move(kept));
    reindex();
    const QModelIndexList old = persistentIndexList();
    QModelIndexList now;
    for (const QModelIndex& one : old)
        now << index(m_places.value(before[static_cast<std::size_t>(one.row())]), one.column());
    changePersistentIndexList(old, now);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void QueueRows::insertMissing(const std::vector<qint64>& wanted) {
    for (std::size_t first = 0; first < wanted.size(); ++first) {
        if (first < m_rows.size() && m_rows[first] == wanted[first]) continue;
        std::size_t end = first;
        while (end < wanted.size() && !m_places.contains(wanted[end])) ++end;
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(first),
                      wanted.begin() + static_cast<std::ptrdiff_t>(first),
                      wanted.begin() + static_cast<std::ptrdiff_t>(end));
        reindex();
        endInsertRows();
        first = end - 1;
    }
}

void QueueRows::reindex() {
    m_places.clear();
    m_places.reserve(static_cast<qsizetype>(m_rows.size()));
    for (std::size_t row = 0; row < m_rows.size(); ++row) m_places.insert(m_rows[row], static_cast<int>(row));
}

// ---- The model ---------------------------------------------------------------------------------------------------

int QueueRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int QueueRows::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : QueueModel::ColumnCount; }

QVariant QueueRows::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const qint64 id = m_rows[static_cast<std::size_t>(index.row())];
    if (id < 0) {
        const auto place = m_groupAt.constFind(id);
        if (place == m_groupAt.constEnd()) return {};
        return groupData(m_groups[static_cast<std::size_t>(*place)], index.column(), role);
    }
    if (role == IsGroupRole) return false;
    const int row = m_jobs.rowOf({id});
    return row < 0 ? QVariant() : m_jobs.data(m_jobs.index(row, index.column()), role);
}

QVariant QueueRows::groupData(const Group& group, int column, int role) const {
    switch (role) {
        case IsGroupRole: return true;
        case IsFoldedRole: return m_folded.contains(group.key);
        case CountRole: return static_cast<int>(group.jobs.size());
        case Qt::DisplayRole: return column == 0 ? group.title : QString();
        case Qt::AccessibleTextRole: return tr("%1, jobs: %2").arg(group.title).arg(group.jobs.size());
        default: return {};
    }
}

QVariant QueueRows::headerData(int section, Qt::Orientation orientation, int role) const {
    return m_jobs.headerData(section, orientation, role);
}

QStringList QueueRows::mimeTypes() const { return {QLatin1String(kMimeType)}; }

QMimeData* QueueRows::mimeData(const QModelIndexList& indexes) const {
    auto* mime = new QMimeData;  // the drag owns it
    mime->setData(QLatin1String(kMimeType), QByteArray::number(indexes.size()));
    return mime;
}

Qt::ItemFlags QueueRows::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::ItemIsDropEnabled;
    if (isGroup(index.row())) return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

}  // namespace fotograma::ui
