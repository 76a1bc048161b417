#include "ui/results/results_model.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <unordered_set>

#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kPage = 128;  // so that reading one never holds the window up
}

ResultsModel::ResultsModel(ServiceBridge& bridge, QObject* parent) : QAbstractTableModel(parent), m_bridge(bridge) {
    m_shownColumns = static_cast<int>(m_columns.all().size());
}

void ResultsModel::describe(const std::vector<api::OperationInfo>& operations) {
    m_columns.describe(operations);
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

// ---- Reading ---------------------------------------------------------------------------------------------------

void ResultsModel::reload() {
    beginResetModel();
    m_clips.clear();
    m_order.clear();
    endResetModel();
    m_ended.clear();
    ++m_reading;
    read({.states = {api::JobState::Done, api::JobState::Failed}, .limit = kPage});
}

void ResultsModel::noteEnd(api::JobId job) {
    m_ended.push_back(job);
    if (!m_isReading) readEnded();
}

/// What ended while something else was read, in one question.
void ResultsModel::readEnded() {
    if (m_ended.empty()) return;
    const std::size_t count = std::min(m_ended.size(), static_cast<std::size_t>(kPage));
    api::JobQuery query;
    query.ids.assign(m_ended.begin(), m_ended.begin() + static_cast<std::ptrdiff_t>(count));
    m_ended.erase(m_ended.begin(), m_ended.begin() + static_cast<std::ptrdiff_t>(count));
    read(std::move(query));
}

void ResultsModel::read(api::JobQuery query) {
    m_isReading = true;
    m_bridge.reports(query, this, [this, query, reading = m_reading](base::Result<api::ReportPage> page) mutable {
        if (reading != m_reading) return;  // it began anew since
        m_isReading = false;
        if (!page) {
            emit failed(errorText(page.error()));
            return;
        }
        take(page->jobs);
        query.afterId = page->nextAfterId;
        if (query.afterId > 0) return read(std::move(query));
        readEnded();
        if (!m_isReading) emit changed();
    });
}

void ResultsModel::remove(const std::vector<api::JobId>& jobs) {
    const std::unordered_set<std::int64_t> gone = [&] {
        std::unordered_set<std::int64_t> ids;
        for (const api::JobId job : jobs) ids.insert(job.value);
        return ids;
    }();
    if (std::ranges::none_of(m_clips, [&](const ClipRow& clip) { return gone.contains(clip.job.value); })) return;
    beginResetModel();
    std::erase_if(m_clips, [&](const ClipRow& clip) { return gone.contains(clip.job.value); });
    m_order = ordered();
    endResetModel();
    emit changed();
}

void ResultsModel::take(const std::vector<api::JobReport>& jobs) {
    std::vector<std::uint32_t> fresh;
    bool isReplaced = false;
    for (const api::JobReport& job : jobs) {
        const auto place = std::ranges::lower_bound(m_clips, job.record.id, {}, &ClipRow::job);
        if (place != m_clips.end() && place->job == job.record.id && place->finishedAt == job.record.finishedAt)
            continue;
        ClipRow row = m_columns.read(job);
        if (place != m_clips.end() && place->job == row.job) {
            *place = std::move(row);
            isReplaced = true;
            continue;
        }
        const auto index = static_cast<std::uint32_t>(place - m_clips.begin());
        if (place != m_clips.end())  // rarely: reports come in the order of their jobs
            for (std::vector<std::uint32_t>* indices : {&m_order, &fresh})
                for (std::uint32_t& shown : *indices)
                    if (shown >= index) ++shown;
        m_clips.insert(place, std::move(row));
        fresh.push_back(index);
    }
    if (const int columns = static_cast<int>(m_columns.all().size()); columns > m_shownColumns) {
        beginInsertColumns({}, FixedCount + m_shownColumns, FixedCount + columns - 1);
        m_shownColumns = columns;
        endInsertColumns();
    }
    if (isReplaced)
        arrange(ordered());
    else if (!fresh.empty())
        arrange(merged(std::move(fresh)));
}

// ---- Order -----------------------------------------------------------------------------------------------------

bool ResultsModel::isShown(const ClipRow& clip) const {
    return m_text.isEmpty() || clip.input.contains(m_text, Qt::CaseInsensitive) ||
           clip.recipe.contains(m_text, Qt::CaseInsensitive);
}

/// By the sorted column; clips that are equal in it stay in the order of their jobs.
bool ResultsModel::comesBefore(std::uint32_t a, std::uint32_t b) const {
    const bool isUp = m_sortOrder == Qt::AscendingOrder;
    if (m_sortColumn < 0) return a < b;
    if (m_sortColumn < FixedCount) {
        const auto key = [&](std::uint32_t i) -> const QString& {
            return m_sortColumn == Name ? m_clips[i].input : m_clips[i].recipe;
        };
        const int compared = QString::compare(key(a), key(b), Qt::CaseInsensitive);
        return compared == 0 ? a < b : isUp ? compared < 0 : compared > 0;
    }
    const auto place = static_cast<std::size_t>(m_sortColumn - FixedCount);
    const auto key = [&](std::uint32_t i) {
        const auto& values = m_clips[i].values;
        return place < values.size() ? values[place] : std::numeric_limits<float>::quiet_NaN();
    };
    const float left = key(a);
    const float right = key(b);
    // What is not known comes last either way.
    if (std::isnan(left) || std::isnan(right)) return std::isnan(left) && std::isnan(right) ? a < b : std::isnan(right);
    return left == right ? a < b : isUp ? left < right : left > right;
}

std::vector<std::uint32_t> ResultsModel::ordered() const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < m_clips.size(); ++i)
        if (isShown(m_clips[i])) order.push_back(i);
    std::ranges::sort(order, [this](std::uint32_t a, std::uint32_t b) { return comesBefore(a, b); });
    return order;
}

/// The order with some clips more: what is in order already is not sorted again, so that a page costs little however
/// many were read before it.
std::vector<std::uint32_t> ResultsModel::merged(std::vector<std::uint32_t> fresh) const {
    const auto before = [this](std::uint32_t a, std::uint32_t b) { return comesBefore(a, b); };
    std::erase_if(fresh, [this](std::uint32_t i) { return !isShown(m_clips[i]); });
    std::ranges::sort(fresh, before);
    std::vector<std::uint32_t> order;
    order.reserve(m_order.size() + fresh.size());
    std::ranges::merge(m_order, fresh, std::back_inserter(order), before);
    return order;
}

/// Puts the rows in order again, and with them what the view has chosen.
void ResultsModel::arrange(std::vector<std::uint32_t> order) {
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<std::uint32_t> clips;
    for (const QModelIndex& index : before) clips.push_back(m_order[static_cast<std::size_t>(index.row())]);
    m_order = std::move(order);
    std::vector<int> rows(m_clips.size(), -1);
    for (std::size_t row = 0; row < m_order.size(); ++row) rows[m_order[row]] = static_cast<int>(row);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rows[clips[static_cast<std::size_t>(i)]];
        after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
    }
    changePersistentIndexList(before, after);
    emit layoutChanged();
    emit changed();
}

void ResultsModel::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    arrange(ordered());
}

void ResultsModel::narrow(const QString& text) {
    m_text = text;
    arrange(ordered());
}

int ResultsModel::rowOf(api::JobId job) const {
    for (std::size_t row = 0; row < m_order.size(); ++row)
        if (m_clips[m_order[row]].job == job) return static_cast<int>(row);
    return -1;
}

float ResultsModel::number(int row, int place) const {
    const auto& values = at(row).values;
    return place >= 0 && std::cmp_less(place, values.size()) ? values[static_cast<std::size_t>(place)]
                                                             : std::numeric_limits<float>::quiet_NaN();
}

// ---- The table -------------------------------------------------------------------------------------------------

int ResultsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int ResultsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FixedCount + m_shownColumns;
}

QString ResultsModel::numberOf(const ClipColumns::Column& column, float value) {
    if (std::isnan(value)) return {};
    if (column.id == "file.size") return sizeText(static_cast<std::int64_t>(value));
    if (column.id == "file.duration") return durationText(static_cast<double>(value));
    return numberText(static_cast<double>(value), column.decimals);
}

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const ClipRow& clip = at(index.row());
    const int column = index.column();
    if (role == Qt::TextAlignmentRole && column >= FixedCount)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == Name) return clip.input;
    if (role == Qt::DecorationRole && column == Name && clip.state == api::JobState::Failed)
        return stateIcon(api::JobState::Failed);
    if (role != Qt::DisplayRole) return {};
    if (column == Name) return QFileInfo(clip.input).fileName();
    if (column == Recipe) return clip.recipe;
    const int place = column - FixedCount;
    return numberOf(m_columns.all()[static_cast<std::size_t>(place)], number(index.row(), place));
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= FixedCount)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    if (section == Name) return tr("Clip");
    if (section == Recipe) return tr("Recipe");
    const ClipColumns::Column& column = m_columns.all()[static_cast<std::size_t>(section - FixedCount)];
    return column.unit.isEmpty() ? column.label : QStringLiteral("%1 (%2)").arg(column.label, column.unit);
}

}  // namespace fotograma::ui
