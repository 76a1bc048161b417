#include "ui/results/clip_row.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/engine_words.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

struct ClipColumnWords {
    Q_DECLARE_TR_FUNCTIONS(ClipColumns)
};

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

/// The picture's track among the facts of a file, or a null value.
const api::Json& videoOf(const api::Json& input) {
    static const api::Json kNothing;
    const std::int64_t track = input["video_track"].asInteger(-1);
    const auto& tracks = input["tracks"].items();
    if (track < 0 || track >= std::ssize(tracks)) return kNothing;
    return tracks[static_cast<std::size_t>(track)]["video"];
}

}  // namespace

ClipColumns::ClipColumns() {
    m_columns = {{"file.duration", ClipColumnWords::tr("Duration"), QStringLiteral("s"), 1},
                 {"file.width", ClipColumnWords::tr("Width"), QStringLiteral("px"), 0},
                 {"file.height", ClipColumnWords::tr("Height"), QStringLiteral("px"), 0},
                 {"file.size", ClipColumnWords::tr("Size"), QString(), 0},
                 {"job.seconds", ClipColumnWords::tr("Took"), QStringLiteral("s"), 2},
                 {"job.fps", ClipColumnWords::tr("Speed"), ClipColumnWords::tr("frames/s"), 0}};
}

void ClipColumns::describe(const std::vector<api::OperationInfo>& operations) {
    m_known.clear();
    for (const api::OperationInfo& operation : operations)
        for (const api::ValueInfo& value : operation.values) {
            if (value.isList || value.kind == api::ValueKind::Hash) continue;
            const QString unit = toQt(value.unit);
            m_known.push_back(
                {operation.id + "." + value.id,
                 QStringLiteral("%1: %2").arg(engineText(operation.title), engineText(value.label).toLower()),
                 // What a ratio is of stands in the page of measures; here it would only fill the header.
                 unit.size() <= 6 ? unit : QString(), value.kind == api::ValueKind::Integer ? 0 : 3});
        }
    for (Column& column : m_columns)
        if (const auto known = std::ranges::find(m_known, column.id, &Column::id); known != m_known.end())
            column = *known;
}

int ClipColumns::find(const std::string& id) const {
    const auto found = std::ranges::find(m_columns, id, &Column::id);
    return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

void ClipColumns::put(ClipRow& row, const std::string& id, double value) {
    int place = find(id);
    if (place < 0) {
        const auto known = std::ranges::find(m_known, id, &Column::id);
        m_columns.push_back(known != m_known.end() ? *known : Column{id, toQt(id), {}, 3});
        place = static_cast<int>(m_columns.size()) - 1;
    }
    if (std::cmp_less_equal(row.values.size(), place)) row.values.resize(static_cast<std::size_t>(place) + 1, kNone);
    row.values[static_cast<std::size_t>(place)] = static_cast<float>(value);
}

ClipRow ClipColumns::read(const api::JobReport& report) {
    ClipRow row;
    row.job = report.record.id;
    row.state = report.record.state;
    row.input = toQt(report.record.spec.input);
    row.recipe = engineText(report.record.recipeTitle);
    row.finishedAt = report.record.finishedAt;
    row.device = toQt(report.report.device);
    row.cache = toQt(report.report.cache);
    row.values.assign(m_columns.size(), kNone);
    readFile(row, report);
    readMeasures(row, report.report.measures);
    for (const api::Json& second : report.report.measures["scenes"]["cut_times"].items())
        row.cutSeconds.push_back(static_cast<float>(second.asNumber()));
    return row;
}

void ClipColumns::readFile(ClipRow& row, const api::JobReport& report) {
    const api::Json& input = report.report.input;
    const api::Json& video = videoOf(input);
    if (input["duration"].isNumber()) put(row, "file.duration", input["duration"].asNumber());
    if (video["width"].isNumber()) put(row, "file.width", video["width"].asNumber());
    if (video["height"].isNumber()) put(row, "file.height", video["height"].asNumber());
    const std::int64_t size = input["size"].asInteger(report.record.inputBytes);
    if (size > 0) put(row, "file.size", static_cast<double>(size));
    if (report.report.wallSeconds > 0.0) put(row, "job.seconds", report.report.wallSeconds);
    if (report.report.fps > 0.0) put(row, "job.fps", report.report.fps);
}

/// Of a clip, a value of frames is an object with its mean; one of the clip is the number itself.
void ClipColumns::readMeasures(ClipRow& row, const api::Json& measures) {
    for (const auto& [measure, values] : measures.members())
        for (const auto& [key, value] : values.members()) {
            const api::Json& number = value.isObject() ? value["mean"] : value;
            if (number.isNumber()) put(row, measure + "." + key, number.asNumber());
        }
}

}  // namespace fotograma::ui
