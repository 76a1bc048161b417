#include "ui/queue/queue_model.h"

#include <QDir>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

bool isNumber(int column) { return column >= QueueModel::Fps && column != QueueModel::Device; }

/// The folder of a file, with the person's home as "~".
QString folderText(const std::string& path) {
    static const QString home = QDir::homePath() + QLatin1Char('/');
    QString folder = toQt(path);
    folder.truncate(std::max<qsizetype>(folder.lastIndexOf(QLatin1Char('/')), 1));
    if ((folder + QLatin1Char('/')).startsWith(home)) folder.replace(0, home.size() - 1, QStringLiteral("~"));
    return folder;
}

}  // namespace

int QueueTotals::count() const { return std::accumulate(byState.begin(), byState.end(), 0); }

void QueueTotals::account(const api::JobRecord& record, int sign) {
    if (isEstimate(record)) return;
    byState[static_cast<std::size_t>(record.state)] += sign;
    if (isReady(record)) ready += sign;
    if (isStranded(record)) stranded += sign;
    const std::int64_t bytes = std::max<std::int64_t>(record.inputBytes, 1);
    inputBytes += sign * bytes;
    const double fraction = api::isTerminal(record.state) ? 1.0 : std::clamp(record.progress.fraction, 0.0, 1.0);
    handledBytes += sign * std::llround(static_cast<double>(bytes) * fraction);
    if (record.state == api::JobState::Done && record.outputBytes > 0) {
        doneInputBytes += sign * record.inputBytes;
        doneOutputBytes += sign * record.outputBytes;
    }
}

/// Rows touched by a batch of events, by what must be repainted.
struct QueueModel::Changes {
    std::vector<int> whole;
    std::vector<int> progress;
    std::vector<int> gone;
};

QueueModel::QueueModel(QObject* parent) : QAbstractTableModel(parent) {}

void QueueModel::reset(const api::Snapshot& snapshot) {
    beginResetModel();
    m_records = snapshot.jobs;
    m_rows.clear();
    m_totals = {};
    for (const api::JobRecord& record : m_records) m_totals.account(record, 1);
    reindexFrom(0);
    endResetModel();
    emit totalsChanged();
}

void QueueModel::apply(const std::vector<api::Event>& events) {
    Changes changes;
    for (auto event = events.begin(); event != events.end();) {
        // New jobs come in bulk and are inserted in bulk.
        std::vector<const api::Event*> added;
        for (; event != events.end() && event->kind == api::EventKind::JobAdded; ++event)
            if (event->record && !m_rows.contains(event->job.value)) added.push_back(&*event);
        append(added);
        if (event != events.end()) change(*event++, changes);
    }
    announce(changes);
    remove(std::move(changes.gone));
    emit totalsChanged();
}

void QueueModel::append(const std::vector<const api::Event*>& added) {
    if (added.empty()) return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    for (const api::Event* event : added) {
        m_records.push_back(*event->record);
        m_totals.account(*event->record, 1);
    }
    reindexFrom(first);
    endInsertRows();
}

void QueueModel::change(const api::Event& event, Changes& changes) {
    const auto found = m_rows.constFind(event.job.value);
    if (found == m_rows.constEnd()) return;
    const int row = *found;
    api::JobRecord& record = m_records[static_cast<std::size_t>(row)];
    m_totals.account(record, -1);
    if (event.kind == api::EventKind::JobChanged && event.record) {
        const api::JobRecord before = std::exchange(record, *event.record);
        // Progress is live only: of a job that was merely paused or resumed the last one still holds.
        if (record.startedAt != 0 && record.startedAt == before.startedAt && record.progress.frames == 0)
            record.progress = before.progress;
        if (!api::isTerminal(record.state)) m_told.remove(event.job.value);  // what the run before told
        changes.whole.push_back(row);
    } else if (event.kind == api::EventKind::JobProgress && event.progress) {
        record.progress = *event.progress;
        changes.progress.push_back(row);
    } else if (event.kind == api::EventKind::JobRemoved) {
        changes.gone.push_back(row);
        m_rows.erase(found);
        m_told.remove(event.job.value);
        return;  // stays out of the totals
    }
    m_totals.account(record, 1);
}

void QueueModel::announce(Changes& changes) {
    const auto tell = [this](std::vector<int>& rows, Column first, Column last) {
        std::ranges::sort(rows);
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        for (std::size_t i = 0; i < rows.size();) {
            std::size_t end = i + 1;
            while (end < rows.size() && rows[end] == rows[end - 1] + 1) ++end;
            emit dataChanged(index(rows[i], first), index(rows[end - 1], last));
            i = end;
        }
    };
    tell(changes.whole, Name, Priority);
    tell(changes.progress, Progress, Eta);
    for (const int row : changes.whole) emit jobChanged(at(row).id);
    for (const int row : changes.progress) emit jobChanged(at(row).id);
}

void QueueModel::remove(std::vector<int> rows) {
    if (rows.empty()) return;
    std::ranges::sort(rows, std::greater<>());
    for (std::size_t i = 0; i < rows.size();) {  // from the end, so that the rows still to come keep their numbers
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] - 1) ++end;
        const int first = rows[end - 1];
        const int last = rows[i];
        beginRemoveRows({}, first, last);
        m_records.erase(m_records.begin() + first, m_records.begin() + last + 1);
        reindexFrom(first);
        endRemoveRows();
        i = end;
    }
}

void QueueModel::reindexFrom(int row) {
    for (; row < rowCount(); ++row) m_rows.insert(at(row).id.value, row);
}

const api::JobRecord* QueueModel::find(api::JobId job) const {
    const auto found = m_rows.constFind(job.value);
    return found == m_rows.constEnd() ? nullptr : &at(*found);
}

std::vector<api::JobId> QueueModel::strandedJobs() const {
    std::vector<api::JobId> jobs;
    for (const api::JobRecord& record : m_records)
        if (isStranded(record)) jobs.push_back(record.id);
    return jobs;
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int QueueModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const api::JobRecord& record = at(index.row());
    switch (role) {
        case Qt::DisplayRole: return text(record, index.column());
        case GlyphRole:
            if (index.column() == State)
                return static_cast<int>(isReady(record) || isStranded(record) ? Glyph::Ready
                                        : isPartial(record)                   ? Glyph::Warning
                                                                              : glyphOf(record.state));
            if (index.column() == Device && !record.device.empty()) return static_cast<int>(Glyph::Device);
            return {};
        case Qt::ToolTipRole:
            if (index.column() == Name) return toQt(record.spec.input);
            if (index.column() == State && isPartial(record))
                return tr("The input ended early or is damaged; what could be read was used.");
            if (index.column() == Quality) return verdictTip(record);
            if (index.column() == Device) return m_told.value(record.id.value).deviceNotes.join(QLatin1Char('\n'));
            if (record.error) return errorText(*record.error);
            return {};
        case Qt::TextAlignmentRole:
            if (isNumber(index.column())) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
            return {};
        case Qt::AccessibleTextRole:
            return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                    text(record, index.column()).toString());
        case SortRole: return sortKey(record, index.column());
        case StateRole: return static_cast<int>(record.state);
        case FractionRole: return record.state == api::JobState::Done ? 1.0 : record.progress.fraction;
        case PathRole: return toQt(record.spec.input);
        case FolderRole: return folderText(record.spec.input);
        case ErrorRole: return record.error ? errorText(*record.error) : QString();
        default: return {};
    }
}

QVariant QueueModel::text(const api::JobRecord& record, int column) const {
    const bool isRunning = record.state == api::JobState::Running;
    const bool isWatched = isRunning && m_asOf == 0;
    switch (column) {
        case Name: return fileName(record.spec.input);
        case Recipe: return toQt(record.recipeTitle.empty() ? record.recipeId : record.recipeTitle);
        case State:
            if (isPartial(record)) return tr("Done in part");
            return m_asOf == 0 || api::isTerminal(record.state)
                       ? stateText(record)
                       : tr("%1 at %2").arg(stateText(record), timeText(m_asOf));
        case Progress:
            if (record.error) return reasonText(record);
            if (record.state == api::JobState::Done) return tr("100 %");
            if (isRunning && record.progress.fraction < 0.0) return tr("frame %1").arg(record.progress.frames);
            if (record.progress.fraction > 0.0) return tr("%1 %").arg(std::floor(record.progress.fraction * 100.0));
            return QString();
        case Fps: return isWatched || record.state == api::JobState::Done ? fpsText(record.progress.fps) : QString();
        case Eta: return isWatched ? durationText(record.progress.etaSeconds) : QString();
        case SizeBefore: return record.inputBytes > 0 ? sizeText(record.inputBytes) : QString();
        case SizeAfter: return record.outputBytes > 0 ? sizeText(record.outputBytes) : QString();
        case Change: return savedText(record.inputBytes, record.outputBytes);
        case Quality: return verdict(record);
        case Device: return deviceText(record);
        case Priority: return record.spec.priority == 0 ? QString() : QString::number(record.spec.priority);
        default: return {};
    }
}

/// Done, but of an input that could not be read to its end.
bool QueueModel::isPartial(const api::JobRecord& record) const {
    return record.state == api::JobState::Done && m_told.value(record.id.value).isPartial;
}

/// How near the outputs are to what was encoded; where nothing was compared, how good the input is technically.
QString QueueModel::verdict(const api::JobRecord& record) const {
    const auto told = m_told.constFind(record.id.value);
    if (told == m_told.constEnd()) return {};
    if (told->ssim >= 0.0) return qualityText(told->ssim);
    return told->score ? tr("Score %1").arg(std::lround(*told->score)) : QString();
}

QString QueueModel::verdictTip(const api::JobRecord& record) const {
    const Told told = m_told.value(record.id.value);
    if (told.ssim >= 0.0)
        return tr(
            "Structural similarity (SSIM) of the output to what was encoded, by frames drawn by chance; 1 is equal.");
    if (told.score) return tr("Technical score of the input, from 0 to 100.");
    return api::isTerminal(record.state)
               ? tr("Not measured. “Check the quality” in an output of the recipe turns it on.")
               : QString();
}

/// Where it runs or ran; of an ended job whose report is known also whether a step left the device.
QString QueueModel::deviceText(const api::JobRecord& record) const {
    if (record.device.empty()) return {};
    const bool isGpu = record.device.starts_with("cuda");
    const QString name = isGpu ? tr("GPU %1").arg(toQt(record.device).section(QLatin1Char(':'), 1)) : tr("CPU");
    const auto told = m_told.constFind(record.id.value);
    if (!isGpu || told == m_told.constEnd()) return name;
    const QStringList& notes = told->deviceNotes;
    if (notes.isEmpty()) return tr("All on GPU");
    return notes.size() == 1 ? tr("%1, one step left it").arg(name)
                             : tr("%1, %2 steps left it").arg(name).arg(notes.size());
}

void QueueModel::setAsOf(base::UnixMillis moment) {
    if (std::exchange(m_asOf, moment) == moment || m_records.empty()) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void QueueModel::setReport(api::JobId job, const api::Report& report) {
    Told told;
    for (const std::string& note : report.deviceNotes) told.deviceNotes << toQt(note);
    told.ssim = ssimOf(report);
    told.isPartial = report.partial;
    if (const api::Json& score = report.measures["score"]["score"]; score.isNumber()) told.score = score.asNumber();
    m_told.insert(job.value, told);
    if (const int row = rowOf(job); row >= 0) emit dataChanged(index(row, State), index(row, Device));
}

QVariant QueueModel::sortKey(const api::JobRecord& record, int column) const {
    switch (column) {
        case State: return static_cast<int>(record.state);
        case Progress: return api::isTerminal(record.state) ? 2.0 : record.progress.fraction;
        case Fps: return record.progress.fps;
        case Eta: return record.progress.etaSeconds;
        case SizeBefore: return static_cast<qlonglong>(record.inputBytes);
        case SizeAfter: return static_cast<qlonglong>(record.outputBytes);
        case Change:
            return record.inputBytes > 0 && record.outputBytes > 0
                       ? static_cast<double>(record.outputBytes) / static_cast<double>(record.inputBytes)
                       : 0.0;
        case Quality: {
            const Told told = m_told.value(record.id.value);
            return told.ssim >= 0.0 ? told.ssim : told.score.value_or(-100.0) / 100.0;
        }
        case Priority: return record.spec.priority;
        default: return text(record, column).toString().toCaseFolded();
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name: return tr("Name");
        case Recipe: return tr("Recipe");
        case State: return tr("State");
        case Progress: return tr("Progress");
        case Fps: return tr("Frames/s");
        case Eta: return tr("Time left");
        case SizeBefore: return tr("Size before");
        case SizeAfter: return tr("Size after");
        case Change: return tr("Change");
        case Quality: return tr("Quality");
        case Device: return tr("Device");
        case Priority: return tr("Priority");
        default: return {};
    }
}

}  // namespace fotograma::ui
