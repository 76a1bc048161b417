/// The columns of report tables and how each is read from a report. They follow from the registry and the recipe alone:
/// never from a row, so that every run of a recipe writes the same tables.
///
/// Units    in each column; docs/reports.md has them all.
/// Thread   any; the values are constants once made.
#pragma once

#include <functional>
#include <optional>

#include "app/reports/table_file.h"
#include "engine/api/types.h"
#include "engine/recipe/recipe.h"

namespace fotograma::app {

/// What an input is a duplicate of.
struct DuplicateMark {
    std::int64_t group = 0;  ///< Groups count from 1.
    std::string of;          ///< The input that stands for the group; of that one itself: empty.
    std::string kind;        ///< "original", "exact" or "near".
};

/// What is known of one input. Everything is borrowed for the call.
struct ReportRow {
    std::string_view input;
    bool done = false;
    const base::Error* error = nullptr;
    const api::Report* report = nullptr;       ///< Null when the job has none.
    const DuplicateMark* duplicate = nullptr;  ///< Null when it is none, or nobody looked.
};

/// A column of the clip table.
struct ClipColumn {
    ReportColumn column;
    std::function<TableCell(const ReportRow&)> read;
};

/// A column of the frame table that a measure fills.
struct FrameColumn {
    ReportColumn column;
    std::string measure;  ///< Key in Report::frames.
    std::string value;    ///< ReportColumn of that measure's rows.
};

struct ReportSchema {
    std::vector<ClipColumn> clips;
    std::vector<FrameColumn> frames;  ///< Without "input", "frame" and "time", which all rows have.
    bool perFrame = false;            ///< A table of frames is wanted.
    bool duplicates = false;          ///< Somebody looks for duplicates.

    [[nodiscard]] std::vector<ReportColumn> clipColumns() const;
    [[nodiscard]] std::vector<ReportColumn> frameColumns() const;
};

struct SchemaOptions {
    bool perFrame = false;
    bool duplicates = false;
};

/// Of a recipe whose measures were checked.
[[nodiscard]] ReportSchema schemaOf(const recipe::Recipe& recipe, const SchemaOptions& options);

/// The row of the clip table.
[[nodiscard]] TableRow clipRow(const ReportSchema& schema, const ReportRow& row);

/// Every row of the frame table, in order of the frames: of each the values of all measures that saw it.
base::Status forEachFrameRow(const ReportSchema& schema, const ReportRow& row,
                             const std::function<base::Status(const TableRow&)>& take);

}  // namespace fotograma::app
