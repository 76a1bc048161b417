/// What the cache holds, as a table that is read from the service a page at a time.
///
/// Cost     a page of 500 entries when the view comes near the end of what is there.
/// Thread   Qt thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/service_bridge.h"

namespace fotograma::ui {

class EntryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Kind, Label, Size, Computed, Made, Used, Pinned, ColumnCount };

    explicit EntryModel(ServiceBridge& bridge, QObject* parent = nullptr);

    /// Reads anew from the start what matches.
    void ask(api::CacheQuery query);
    [[nodiscard]] const api::CacheQuery& query() const { return m_query; }
    [[nodiscard]] const api::CacheEntry& at(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
    /// Shows at once what an action will have done.
    void setPinned(int row, bool isPinned);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    /// A page has come, or could not.
    void arrived();
    void failed(const QString& sentence);

private:
    [[nodiscard]] QVariant text(const api::CacheEntry& entry, int column) const;

    ServiceBridge& m_bridge;
    api::CacheQuery m_query;
    std::vector<api::CacheEntry> m_entries;
    std::string m_nextAfterKey;
    int m_asked = 0;  ///< Number of the newest question: answers to older ones are dropped.
    bool m_isWaiting = false;
};

/// "Report", "Thumbnail" ... of the kinds that entries have.
[[nodiscard]] QString cacheKindText(const std::string& kind);

}  // namespace fotograma::ui
