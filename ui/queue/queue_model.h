/// The jobs as a table: filled by a snapshot, kept true by events.
///
/// Cost     an event is a hash look-up; a removal moves the rows behind it once for each run of neighbours.
/// Thread   Qt thread.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <array>
#include <optional>
#include <vector>

#include "engine/api/types.h"

namespace fotograma::ui {

/// Sums over all rows, kept up to date with each change.
struct QueueTotals {
    std::array<int, 6> byState{};      ///< Indexed by api::JobState.
    int ready = 0;                     ///< Of the paused ones, those that wait for the user's start.
    int stranded = 0;                  ///< Of the waiting ones, those whose program is gone.
    std::int64_t inputBytes = 0;       ///< Of all jobs; a file of unknown size counts as one byte.
    std::int64_t handledBytes = 0;     ///< Of ended jobs, and the share of those under way.
    std::int64_t doneInputBytes = 0;   ///< Of jobs that are done, before ...
    std::int64_t doneOutputBytes = 0;  ///< ... and after.

    [[nodiscard]] int count() const;
    [[nodiscard]] int count(api::JobState state) const { return byState[static_cast<std::size_t>(state)]; }
    /// Counts a record in (sign 1) or out (sign -1).
    void account(const api::JobRecord& record, int sign);
};

class QueueModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Recipe,
        State,
        Progress,
        Fps,
        Eta,
        SizeBefore,
        SizeAfter,
        Change,
        Quality,
        Device,
        Priority,
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole, StateRole, FractionRole, ErrorRole, PathRole, FolderRole, GlyphRole };

    explicit QueueModel(QObject* parent = nullptr);

    void reset(const api::Snapshot& snapshot);
    void apply(const std::vector<api::Event>& events);

    [[nodiscard]] const api::JobRecord& at(int row) const { return m_records[static_cast<std::size_t>(row)]; }
    /// The record of a job, or null when there is none. Valid until the next change.
    [[nodiscard]] const api::JobRecord* find(api::JobId job) const;
    /// Its row, or -1.
    [[nodiscard]] int rowOf(api::JobId job) const { return m_rows.value(job.value, -1); }
    /// Keeps what rows show of an ended job's report: the steps that left the device, how near the
    /// outputs are to what was encoded, and the technical score.
    void setReport(api::JobId job, const api::Report& report);
    [[nodiscard]] bool knowsReport(api::JobId job) const { return m_told.contains(job.value); }
    /// While the engine is away: rows say as of when they are, and tell no speeds. 0: it is there.
    void setAsOf(base::UnixMillis moment);
    [[nodiscard]] const QueueTotals& totals() const { return m_totals; }
    [[nodiscard]] std::vector<api::JobId> strandedJobs() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// After each reset or batch of events.
    void totalsChanged();
    void jobChanged(fotograma::api::JobId job);

private:
    struct Changes;

    void append(const std::vector<const api::Event*>& added);
    void change(const api::Event& event, Changes& changes);
    void announce(Changes& changes);
    void remove(std::vector<int> rows);
    void reindexFrom(int row);
    [[nodiscard]] QVariant text(const api::JobRecord& record, int column) const;
    [[nodiscard]] bool isPartial(const api::JobRecord& record) const;
    [[nodiscard]] QString verdict(const api::JobRecord& record) const;
    [[nodiscard]] QString verdictTip(const api::JobRecord& record) const;
    [[nodiscard]] QString deviceText(const api::JobRecord& record) const;
    [[nodiscard]] QVariant sortKey(const api::JobRecord& record, int column) const;

    std::vector<api::JobRecord> m_records;
    QHash<qint64, int> m_rows;  ///< Job to row.
    struct Told {
        QStringList deviceNotes;
        std::optional<double> score;
        bool isPartial = false;  ///< The input ended early or was damaged.
        double ssim = -1.0;      ///< Of the outputs to what was encoded; -1: not compared.
    };
    QHash<qint64, Told> m_told;  ///< By reports, of the ended jobs that were in sight.
    QueueTotals m_totals;
    base::UnixMillis m_asOf = 0;
};

}  // namespace fotograma::ui
