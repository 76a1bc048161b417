#include "ui/cache/entry_model.h"

#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kPage = 500;
}

QString cacheKindText(const std::string& kind) {
    if (kind == "report") return EntryModel::tr("Report");
    if (kind == "probe") return EntryModel::tr("Facts");
    if (kind == "thumbnail") return EntryModel::tr("Picture");
    if (kind == "output") return EntryModel::tr("Video");
    if (kind == "identity") return EntryModel::tr("Identity");
    return toQt(kind);
}

EntryModel::EntryModel(ServiceBridge& bridge, QObject* parent) : QAbstractTableModel(parent), m_bridge(bridge) {}

void EntryModel::ask(api::CacheQuery query) {
    beginResetModel();
    m_query = std::move(query);
    m_query.limit = kPage;
    m_entries.clear();
    m_nextAfterKey.clear();
    endResetModel();
    ++m_asked;
    m_isWaiting = false;
    fetchMore({});
}

bool EntryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_isWaiting && !m_nextAfterKey.empty();
}

void EntryModel::fetchMore(const QModelIndex&) {
    m_isWaiting = true;
    api::CacheQuery query = m_query;
    query.afterKey = m_nextAfterKey;
    m_bridge.cache(std::move(query), api::CacheAction::List, this,
                   [this, asked = m_asked](base::Result<api::CacheReply> reply) {
                       if (asked != m_asked) return;
                       m_isWaiting = false;
                       if (!reply) {
                           m_nextAfterKey.clear();
                           emit failed(errorText(reply.error()));
                           return;
                       }
                       m_nextAfterKey = std::move(reply->nextAfterKey);
                       if (!reply->entries.empty()) {
                           const int first = rowCount();
                           beginInsertRows({}, first, first + static_cast<int>(reply->entries.size()) - 1);
                           std::ranges::move(reply->entries, std::back_inserter(m_entries));
                           endInsertRows();
                       }
                       emit arrived();
                   });
}

void EntryModel::setPinned(int row, bool isPinned) {
    m_entries[static_cast<std::size_t>(row)].pinned = isPinned;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int EntryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int EntryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EntryModel::text(const api::CacheEntry& entry, int column) const {
    switch (column) {
        case Kind: return cacheKindText(entry.kind);
        case Label: return toQt(entry.label);
        case Size: return sizeText(entry.bytes);
        case Computed: return entry.seconds > 0.0 ? secondsText(entry.seconds) : QString();
        case Made: return momentText(entry.createdAt);
        case Used: return momentText(entry.usedAt);
        case Pinned: return entry.pinned ? tr("Pinned") : QString();
        default: return {};
    }
}

QVariant EntryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const api::CacheEntry& entry = at(index.row());
    const int column = index.column();
    if (role == Qt::DisplayRole) return text(entry, column);
    if (role == Qt::DecorationRole && column == Pinned && entry.pinned) return icon(Glyph::Pin, &Theme::accent);
    if (role == Qt::ToolTipRole && column == Label) return tr("%1\nKey %2").arg(toQt(entry.label), toQt(entry.key));
    if (role == Qt::TextAlignmentRole && (column == Size || column == Computed))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && (section == Size || section == Computed))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Kind: return tr("Kind");
        case Label: return tr("Of");
        case Size: return tr("Size");
        case Computed: return tr("Took");
        case Made: return tr("Made");
        case Used: return tr("Last used");
        case Pinned: return tr("Pinned");
        default: return {};
    }
}

}  // namespace fotograma::ui
