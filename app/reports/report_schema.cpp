#include "app/reports/report_schema.h"

#include <algorithm>
#include <array>

#include "app/reports/fact_columns.h"
#include "engine/base/text.h"
#include "engine/filter/definition.h"

namespace fotograma::app {

using api::ValueInfo;
using api::ValueKind;
using api::ValueScope;
using base::concat;
using base::Json;

namespace {

/// "luma@filtered" as a part of a column's name.
std::string columnName(std::string_view key) {
    std::string name(key);
    for (char& c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) c = '_';
    return name;
}

ColumnType typeOf(const ValueInfo& value) {
    switch (value.kind) {
        case ValueKind::Integer: return value.isList ? ColumnType::Integers : ColumnType::Integer;
        case ValueKind::Hash: return value.isList ? ColumnType::Texts : ColumnType::Text;
        case ValueKind::Number: break;
    }
    return value.isList ? ColumnType::Numbers : ColumnType::Number;
}

template <class T, class Read>
TableCell listCell(const Json& value, Read read) {
    std::vector<T> items;
    for (const Json& item : value.items()) items.push_back(read(item));
    return items;
}

/// A value of a report as a cell of that type; empty when it is null or of another kind.
TableCell cellOf(const Json& value, ColumnType type) {
    switch (type) {
        case ColumnType::Text: return value.isString() ? TableCell(validUtf8(value.asString())) : TableCell();
        case ColumnType::Boolean: return value.isBool() ? TableCell(value.asBool()) : TableCell();
        case ColumnType::Integer: return value.isNumber() ? TableCell(value.asInteger()) : TableCell();
        case ColumnType::Number: return value.isNumber() ? TableCell(value.asNumber()) : TableCell();
        case ColumnType::Texts:
            return value.isArray() ? listCell<std::string>(value, [](const Json& item) { return item.asString(); })
                                   : TableCell();
        case ColumnType::Integers:
            return value.isArray() ? listCell<std::int64_t>(value, [](const Json& item) { return item.asInteger(); })
                                   : TableCell();
        case ColumnType::Numbers:
            return value.isArray() ? listCell<double>(value, [](const Json& item) { return item.asNumber(); })
                                   : TableCell();
    }
    return {};
}

bool isAveraged(const ValueInfo& value) { return value.scope == ValueScope::Frame && value.kind != ValueKind::Hash; }

void addClipColumns(ReportSchema& schema, const std::string& key, const ValueInfo& value) {
    struct Part {
        const char* id;  ///< Empty: the value itself.
        const char* sentence;
    };
    static constexpr std::array<Part, 3> kAveraged{
        {{"mean", "Mean over the frames. "}, {"min", "Smallest of the frames. "}, {"max", "Largest of the frames. "}}};
    static constexpr std::array<Part, 1> kItself{{{"", ""}}};
    const bool averaged = isAveraged(value);
    const std::span<const Part> parts = averaged ? std::span<const Part>(kAveraged) : std::span<const Part>(kItself);
    for (const Part& part : parts) {
        const std::string id = part.id;
        // The mean of an integer need not be one.
        const ColumnType type = averaged ? ColumnType::Number : typeOf(value);
        ClipColumn column;
        column.column = {concat(columnName(key), "_", value.id, id.empty() ? "" : concat("_", id)), type, value.unit,
                         concat(part.sentence, value.sentence)};
        column.read = [key, value = value.id, id, type](const ReportRow& row) {
            if (!row.report) return TableCell();
            const Json& given = row.report->measures[key][value];
            return cellOf(id.empty() ? given : given[id], type);
        };
        schema.clips.push_back(std::move(column));
    }
}

}  // namespace

std::vector<ReportColumn> ReportSchema::clipColumns() const {
    std::vector<ReportColumn> columns;
    for (const ClipColumn& clip : clips) columns.push_back(clip.column);
    return columns;
}

std::vector<ReportColumn> ReportSchema::frameColumns() const {
    std::vector<ReportColumn> columns{
        {"input", ColumnType::Text, "", "Path of the input, as in the table of clips."},
        {"frame", ColumnType::Integer, "", "Number of the frame in order of presentation, from 0."},
        {"time_seconds", ColumnType::Number, "s", "When the frame is shown, from the first one."},
    };
    for (const FrameColumn& frame : frames) columns.push_back(frame.column);
    return columns;
}

ReportSchema schemaOf(const recipe::Recipe& recipe, const SchemaOptions& options) {
    ReportSchema schema;
    schema.perFrame = options.perFrame;
    schema.duplicates = options.duplicates;
    std::ranges::copy(factColumns(), std::back_inserter(schema.clips));
    if (options.duplicates) std::ranges::copy(duplicateColumns(), std::back_inserter(schema.clips));
    for (const recipe::MeasureUse& use : recipe.measures) {
        const filter::Definition* definition = filter::find(api::OperationKind::Measure, use.id);
        FOTOGRAMA_ASSERT(definition != nullptr, "a checked recipe names measures that exist");
        const std::string key = recipe::reportKey(use);
        for (const ValueInfo& value : definition->info.values) {
            addClipColumns(schema, key, value);
            if (value.scope == ValueScope::Frame)
                schema.frames.push_back(
                    {{concat(columnName(key), "_", value.id), typeOf(value), value.unit, value.sentence},
                     key,
                     value.id});
        }
    }
    return schema;
}

TableRow clipRow(const ReportSchema& schema, const ReportRow& row) {
    TableRow cells;
    cells.reserve(schema.clips.size());
    for (const ClipColumn& clip : schema.clips) cells.push_back(clip.read(row));
    return cells;
}

namespace {

/// The rows of one measure, read from front to back.
struct Cursor {
    const Json::Array* rows = nullptr;
    std::size_t at = 0;
    std::vector<std::pair<std::size_t, std::size_t>> cells;  ///< Place in its rows, place in the table.

    [[nodiscard]] bool isAtEnd() const { return at >= rows->size(); }
    [[nodiscard]] const Json::Array& row() const { return (*rows)[at].items(); }
    [[nodiscard]] std::int64_t frame() const { return row().empty() ? -1 : row().front().asInteger(); }
};

constexpr std::size_t kLeading = 3;  ///< input, frame, time_seconds

std::vector<Cursor> cursorsOf(const ReportSchema& schema, const Json& frames) {
    std::vector<Cursor> cursors;
    for (const auto& [key, table] : frames.members()) {
        Cursor cursor;
        cursor.rows = &table["rows"].items();
        const Json::Array& columns = table["columns"].items();
        for (std::size_t from = 0; from < columns.size(); ++from)
            for (std::size_t to = 0; to < schema.frames.size(); ++to)
                if (schema.frames[to].measure == key && schema.frames[to].value == columns[from].asString())
                    cursor.cells.emplace_back(from, to);
        if (!cursor.cells.empty()) cursors.push_back(std::move(cursor));
    }
    return cursors;
}

}  // namespace

base::Status forEachFrameRow(const ReportSchema& schema, const ReportRow& row,
                             const std::function<base::Status(const TableRow&)>& take) {
    if (!row.report) return {};
    std::vector<Cursor> cursors = cursorsOf(schema, row.report->frames);
    const std::string input = validUtf8(row.input);
    TableRow cells;
    while (true) {
        std::erase_if(cursors, &Cursor::isAtEnd);
        if (cursors.empty()) return {};
        const Cursor& first = *std::ranges::min_element(cursors, {}, &Cursor::frame);
        const std::int64_t frame = first.frame();
        cells.assign(kLeading + schema.frames.size(), TableCell());
        cells[0] = input;
        cells[1] = frame;
        if (first.row().size() > 1) cells[2] = cellOf(first.row()[1], ColumnType::Number);
        for (Cursor& cursor : cursors) {
            if (cursor.frame() != frame) continue;
            for (const auto& [from, to] : cursor.cells)
                if (from < cursor.row().size())
                    cells[kLeading + to] = cellOf(cursor.row()[from], schema.frames[to].column.type);
            ++cursor.at;
        }
        FOTOGRAMA_RETURN_IF_ERROR(take(cells));
    }
}

}  // namespace fotograma::app
