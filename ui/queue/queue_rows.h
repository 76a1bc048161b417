/// The rows of the queue as they are shown: filtered, sorted, and in groups that can be folded.
///
/// Shape    flat: a group is a row above its jobs. Jobs keep their identity, so that a selection survives every change.
/// Cost     a change of a job that stands where it stood is passed on; the rest is put in order once for all that
///          happened since the event loop was last idle (about 10 ms for 10,000 jobs).
/// Thread   Qt thread.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <optional>
#include <vector>

#include "ui/queue/queue_model.h"

namespace fotograma::ui {

enum class Grouping { None, State, Batch, Folder };

/// Which jobs are shown.
struct RowFilter {
    QString text;                        ///< Part of the path or the recipe, without case; empty: all.
    std::optional<api::JobState> state;  ///< Of this state only.
    friend bool operator==(const RowFilter&, const RowFilter&) = default;
};

class QueueRows : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { IsGroupRole = Qt::UserRole + 100, IsFoldedRole, CountRole };

    /// Rows that are dragged.
    static constexpr const char* kMimeType = "application/x-fotograma-jobs";

    explicit QueueRows(QueueModel& jobs, QObject* parent = nullptr);

    void setFilter(const RowFilter& filter);
    void setGrouping(Grouping grouping);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    void setFolded(int row, bool isFolded);
    /// Jobs that are about to be removed are out of sight already.
    void setHidden(const std::vector<api::JobId>& jobs);

    [[nodiscard]] bool isGroup(int row) const { return m_rows[static_cast<std::size_t>(row)] < 0; }
    /// The job in a row; none for a group.
    [[nodiscard]] api::JobId job(int row) const;
    [[nodiscard]] const api::JobRecord* record(int row) const;
    /// The row of a job, or -1 when it is not shown.
    [[nodiscard]] int rowOf(api::JobId job) const;
    /// The jobs of a group, shown or folded.
    [[nodiscard]] std::vector<api::JobId> jobsOf(int groupRow) const;
    /// How many jobs pass the filter.
    [[nodiscard]] int shownJobs() const { return m_shownJobs; }
    [[nodiscard]] bool isSorted() const { return m_sortColumn >= 0; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    /// The rows were put in order anew.
    void arranged();

private:
    struct Group {
        QString key;
        QString title;
        std::vector<api::JobId> jobs;
    };

    [[nodiscard]] bool passes(const api::JobRecord& record) const;
    [[nodiscard]] std::pair<QString, QString> groupOf(const api::JobRecord& record) const;
    [[nodiscard]] QVariant groupData(const Group& group, int column, int role) const;
    void changed(const QModelIndex& from, const QModelIndex& to);
    void arrange();
    [[nodiscard]] std::vector<int> wantedOrder() const;
    void moveTo(std::vector<qint64> wanted);
    void removeMissing(const QSet<qint64>& wanted);
    void reorder(const std::vector<qint64>& wanted);
    void insertMissing(const std::vector<qint64>& wanted);
    void reindex();

    QueueModel& m_jobs;
    RowFilter m_filter;
    Grouping m_grouping = Grouping::None;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    QSet<QString> m_folded;  ///< Keys of groups.
    QSet<qint64> m_hidden;
    std::vector<Group> m_groups;
    QHash<QString, qint64> m_groupIds;  ///< Key to a number below zero that stays the same.
    QHash<qint64, int> m_groupAt;       ///< That number to its place in m_groups.
    std::vector<qint64> m_rows;         ///< Job, or group when below zero.
    QHash<qint64, int> m_places;        ///< The other way round.
    int m_shownJobs = 0;
    QTimer m_soon;
};

}  // namespace fotograma::ui
