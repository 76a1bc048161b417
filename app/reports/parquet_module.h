/// What the optional component libfotograma-parquet gives to the program that opens it. Both come from one build.
///
/// Errors   nothing is thrown across: a sentence, empty when all went well.
/// Owner    the file belongs to whoever opened it.
/// Thread   one file, one thread at a time.
#pragma once

#include <span>
#include <string>

#include "app/reports/table_file.h"

namespace fotograma::app {

class ParquetFile {
public:
    virtual ~ParquetFile() = default;
    virtual std::string add(const TableRow& row) = 0;
    virtual std::string finish() = 0;  ///< Complete on the disk's side of the system, not yet flushed.
};

/// Creates the file at that path (UTF-8); null with a sentence in `error` when it cannot.
using OpenParquet = ParquetFile* (*)(const char* path, std::span<const ReportColumn> columns, std::string& error);

inline constexpr const char* kParquetLibrary = "libfotograma-parquet.so";
inline constexpr const char* kParquetEntry = "fotograma_open_parquet_1";     ///< Counted up when this header changes.
inline constexpr const char* kParquetVersion = "fotograma_parquet_version";  ///< const char*: FOTOGRAMA_VERSION.

}  // namespace fotograma::app
