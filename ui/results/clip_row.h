/// What the results page keeps of a report: numbers under their names, times of cuts, and where the clip is.
///
/// Units    as the measures say; "size" in bytes, "duration" in seconds.
/// Cost     a report is read once and let go: ten thousand clips of thirty numbers take some megabytes.
/// Thread   any.
#pragma once

#include <QString>
#include <vector>

#include "engine/api/types.h"

namespace fotograma::ui {

struct ClipRow {
    api::JobId job;
    api::JobState state = api::JobState::Done;
    QString input;
    QString recipe;
    base::UnixMillis finishedAt = 0;
    std::vector<float> values;      ///< By place in the ClipColumns; not-a-number where there is none.
    std::vector<float> cutSeconds;  ///< First pictures of new scenes.
    QString device;
    QString cache;
};

/// The numbers that clips have, each with a place; grows as reports bring new ones.
class ClipColumns {
public:
    struct Column {
        std::string id;  ///< "luma.mean"; of the file itself "file.duration" and the like.
        QString label;   ///< "Luma: mean"
        QString unit;    ///< May be empty.
        int decimals = 2;
    };

    ClipColumns();

    /// Labels and units as the service's measures tell them. Call before the first row.
    void describe(const std::vector<api::OperationInfo>& operations);

    /// Reads a report; a number that no clip had before gets a new place.
    ClipRow read(const api::JobReport& report);

    [[nodiscard]] const std::vector<Column>& all() const { return m_columns; }
    /// The place of a number, or -1.
    [[nodiscard]] int find(const std::string& id) const;

private:
    void put(ClipRow& row, const std::string& id, double value);
    void readFile(ClipRow& row, const api::JobReport& report);
    void readMeasures(ClipRow& row, const api::Json& measures);

    std::vector<Column> m_columns;
    std::vector<Column> m_known;  ///< What the service's measures may yield.
};

}  // namespace fotograma::ui
