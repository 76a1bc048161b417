/// A table that is written to a file row by row: what CSV and Parquet have in common.
///
/// Shape    every row has one cell a column, of the column's type or empty. Text is UTF-8: what is not is replaced by
///          U+FFFD when the cell is made.
/// Errors   add, finish: IoError, ResourceExhausted (disk full). After an error only destruction is allowed.
/// Owner    a file that was not finished vanishes with its writer; finish gives it its name.
/// Thread   one at a time.
/// Cost     memory does not grow with the number of rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::app {

enum class ColumnType { Text, Boolean, Integer, Number, Texts, Integers, Numbers };  ///< The last three are lists.

struct ReportColumn {
    std::string id;  ///< snake_case; unique in its table.
    ColumnType type = ColumnType::Text;
    std::string unit;      ///< "px", "s"; empty where there is none.
    std::string sentence;  ///< What it means.
};

/// monostate: nothing there (null).
using TableCell = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                               std::vector<std::int64_t>, std::vector<double>>;
using TableRow = std::vector<TableCell>;

/// The same text with every byte that belongs to no UTF-8 sequence replaced.
[[nodiscard]] std::string validUtf8(std::string_view text);

class TableFile {
public:
    virtual ~TableFile() = default;
    virtual base::Status add(const TableRow& row) = 0;
    virtual base::Status finish() = 0;
};

/// RFC 4180 with a header line, '\n' at line ends, empty fields for nulls, lists as JSON text.
base::Result<std::unique_ptr<TableFile>> createCsvFile(const std::filesystem::path& path,
                                                       std::vector<ReportColumn> columns, bool replace);

/// Errors   NoDevice when the component for Parquet is not there; the sentence says what to do.
base::Result<std::unique_ptr<TableFile>> createParquetFile(const std::filesystem::path& path,
                                                           std::vector<ReportColumn> columns, bool replace);
/// Whether createParquetFile can work here: finds and opens the component.
base::Status checkParquet();

}  // namespace fotograma::app
