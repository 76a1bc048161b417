// The component libfotograma-parquet: tables into Parquet through Arrow C++. A library of its own, so that programs
// start without Arrow's 60 MB and run where it is not.
#include "app/reports/parquet_module.h"

#include <exception>

#include <arrow/builder.h>
#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/table_builder.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>

namespace fotograma::app {
namespace {

/// Rows that are held until they are written: large enough to compress, small enough to hold.
constexpr std::int64_t kRowsInGroup = 8192;

std::shared_ptr<arrow::DataType> typeOf(ColumnType type) {
    switch (type) {
        case ColumnType::Text: return arrow::utf8();
        case ColumnType::Boolean: return arrow::boolean();
        case ColumnType::Integer: return arrow::int64();
        case ColumnType::Number: return arrow::float64();
        case ColumnType::Texts: return arrow::list(arrow::utf8());
        case ColumnType::Integers: return arrow::list(arrow::int64());
        case ColumnType::Numbers: return arrow::list(arrow::float64());
    }
    return arrow::null();
}

/// The unit and the meaning of each column go with the file.
std::shared_ptr<arrow::Schema> schemaOf(std::span<const ReportColumn> columns) {
    arrow::FieldVector fields;
    for (const ReportColumn& column : columns) {
        auto facts = arrow::key_value_metadata({"unit", "description"}, {column.unit, column.sentence});
        fields.push_back(arrow::field(column.id, typeOf(column.type), true, std::move(facts)));
    }
    return arrow::schema(std::move(fields));
}

template <class Builder, class T>
arrow::Status appendList(arrow::ArrayBuilder* builder, const std::vector<T>& items) {
    auto* list = static_cast<arrow::ListBuilder*>(builder);
    ARROW_RETURN_NOT_OK(list->Append());
    auto* values = static_cast<Builder*>(list->value_builder());
    for (const T& item : items) ARROW_RETURN_NOT_OK(values->Append(item));
    return arrow::Status::OK();
}

/// Whatever the column cannot hold counts as nothing.
arrow::Status append(arrow::ArrayBuilder* builder, ColumnType type, const TableCell& cell) {
    switch (type) {
        case ColumnType::Text:
            if (const auto* text = std::get_if<std::string>(&cell))
                return static_cast<arrow::StringBuilder*>(builder)->Append(*text);
            break;
        case ColumnType::Boolean:
            if (const auto* flag = std::get_if<bool>(&cell))
                return static_cast<arrow::BooleanBuilder*>(builder)->Append(*flag);
            break;
        case ColumnType::Integer:
            if (const auto* integer = std::get_if<std::int64_t>(&cell))
                return static_cast<arrow::Int64Builder*>(builder)->Append(*integer);
            break;
        case ColumnType::Number:
            if (const auto* number = std::get_if<double>(&cell); number != nullptr && *number == *number)
                return static_cast<arrow::DoubleBuilder*>(builder)->Append(*number);
            break;
        case ColumnType::Texts:
            if (const auto* texts = std::get_if<std::vector<std::string>>(&cell))
                return appendList<arrow::StringBuilder>(builder, *texts);
            break;
        case ColumnType::Integers:
            if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&cell))
                return appendList<arrow::Int64Builder>(builder, *integers);
            break;
        case ColumnType::Numbers:
            if (const auto* numbers = std::get_if<std::vector<double>>(&cell))
                return appendList<arrow::DoubleBuilder>(builder, *numbers);
            break;
    }
    return builder->AppendNull();
}

class File final : public ParquetFile {
public:
    arrow::Status open(const char* path, std::span<const ReportColumn> columns) {
        for (const ReportColumn& column : columns) m_types.push_back(column.type);
        const auto schema = schemaOf(columns);
        ARROW_ASSIGN_OR_RAISE(m_stream, arrow::io::FileOutputStream::Open(path));
        parquet::WriterProperties::Builder properties;
        properties.compression(parquet::Compression::ZSTD)->created_by("fotograma " FOTOGRAMA_VERSION);
        // The schema of Arrow goes along: units and sentences are in it.
        const auto arrowProperties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
        ARROW_ASSIGN_OR_RAISE(m_writer,
                              parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), m_stream,
                                                               properties.build(), arrowProperties));
        ARROW_ASSIGN_OR_RAISE(m_rows,
                              arrow::RecordBatchBuilder::Make(schema, arrow::default_memory_pool(), kRowsInGroup));
        return arrow::Status::OK();
    }

    std::string add(const TableRow& row) override {
        return guarded([&] {
            for (std::size_t i = 0; i < m_types.size(); ++i)
                ARROW_RETURN_NOT_OK(append(m_rows->GetField(static_cast<int>(i)), m_types[i], row[i]));
            return ++m_count < kRowsInGroup ? arrow::Status::OK() : writeGroup();
        });
    }

    std::string finish() override {
        return guarded([&] {
            if (m_count > 0) ARROW_RETURN_NOT_OK(writeGroup());
            ARROW_RETURN_NOT_OK(m_writer->Close());
            return m_stream->Close();
        });
    }

    /// Arrow says what is wrong in a Status, its Parquet half in exceptions.
    template <class Work>
    static std::string guarded(Work work) {
        try {
            const arrow::Status status = work();
            return status.ok() ? std::string() : status.ToString();
        } catch (const std::exception& exception) {
            return std::string("exception: ") + exception.what();
        }
    }

private:
    arrow::Status writeGroup() {
        ARROW_ASSIGN_OR_RAISE(const auto batch, m_rows->Flush());
        m_count = 0;
        // WriteTable makes a group of its own and writes it out; WriteRecordBatch would keep one open and buffer it.
        ARROW_ASSIGN_OR_RAISE(const auto table, arrow::Table::FromRecordBatches({batch}));
        return m_writer->WriteTable(*table, kRowsInGroup);
    }

    std::vector<ColumnType> m_types;
    std::shared_ptr<arrow::io::FileOutputStream> m_stream;
    std::unique_ptr<parquet::arrow::FileWriter> m_writer;
    std::unique_ptr<arrow::RecordBatchBuilder> m_rows;
    std::int64_t m_count = 0;
};

ParquetFile* open(const char* path, std::span<const ReportColumn> columns, std::string& error) {
    auto file = std::make_unique<File>();
    error = File::guarded([&] { return file->open(path, columns); });
    return error.empty() ? file.release() : nullptr;
}

}  // namespace
}  // namespace fotograma::app

extern "C" {
[[gnu::visibility("default")]] extern const char* const fotograma_parquet_version;
const char* const fotograma_parquet_version = FOTOGRAMA_VERSION;
[[gnu::visibility("default")]] fotograma::app::ParquetFile* fotograma_open_parquet_1(
    const char* path, std::span<const fotograma::app::ReportColumn> columns, std::string& error) {
    return fotograma::app::open(path, columns, error);
}
}
