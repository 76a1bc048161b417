/// All reports of the service as a table that sorts and narrows without the view: read a page at a time, kept as numbers.
///
/// Cost     sorting ten thousand clips takes some milliseconds; a page of reports is read in the same order of time.
/// Thread   Qt thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/results/clip_row.h"
#include "ui/service_bridge.h"

namespace fotograma::ui {

class ResultsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum FixedColumn { Name, Recipe, FixedCount };  ///< Then the numbers, in the order of ClipColumns.

    explicit ResultsModel(ServiceBridge& bridge, QObject* parent = nullptr);

    /// Forgets everything and reads it all.
    void reload();
    /// Reads the report of a job that has just ended.
    void noteEnd(api::JobId job);
    void remove(const std::vector<api::JobId>& jobs);
    void describe(const std::vector<api::OperationInfo>& operations);
    void narrow(const QString& text);

    /// Of the clips that are shown, in their order.
    [[nodiscard]] const ClipRow& at(int row) const { return m_clips[m_order[static_cast<std::size_t>(row)]]; }
    [[nodiscard]] int rowOf(api::JobId job) const;
    [[nodiscard]] const std::vector<ClipColumns::Column>& numbers() const { return m_columns.all(); }
    /// A number of a shown clip by its place among numbers(); not-a-number where there is none.
    [[nodiscard]] float number(int row, int place) const;
    [[nodiscard]] int total() const { return static_cast<int>(m_clips.size()); }
    [[nodiscard]] bool isReading() const { return m_isReading; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    /// Rows came, went or moved.
    void changed();
    void failed(const QString& sentence);

private:
    void read(api::JobQuery query);
    void readEnded();
    void take(const std::vector<api::JobReport>& jobs);
    void arrange(std::vector<std::uint32_t> order);
    [[nodiscard]] bool comesBefore(std::uint32_t a, std::uint32_t b) const;
    [[nodiscard]] std::vector<std::uint32_t> merged(std::vector<std::uint32_t> fresh) const;
    [[nodiscard]] bool isShown(const ClipRow& clip) const;
    [[nodiscard]] std::vector<std::uint32_t> ordered() const;
    [[nodiscard]] static QString numberOf(const ClipColumns::Column& column, float value);

    ServiceBridge& m_bridge;
    ClipColumns m_columns;
    int m_shownColumns = 0;  ///< Numbers that the view knows of.
    std::vector<ClipRow> m_clips;
    std::vector<std::uint32_t> m_order;  ///< Shown clips.
    QString m_text;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<api::JobId> m_ended;  ///< Their reports are still to be read.
    int m_reading = 0;                ///< Number of the newest reading from the start.
    bool m_isReading = false;
};

}  // namespace fotograma::ui
