#include "app/reports/aside_file.h"
#include "app/reports/parquet_module.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {
namespace {

/// The component, opened when first wanted and kept: its code outlives every file.
const base::Result<OpenParquet>& openParquet() {
    static const base::Result<OpenParquet> opened = [] -> base::Result<OpenParquet> {
        const auto missing = [](std::string why) {
            return base::fail(
                base::ErrorCode::NoDevice,
                "Parquet needs a component that is not here: `./dev setup parquet` fetches what it is made "
                "of, then build again. Reports as .csv or .jsonl need nothing.",
                std::move(why));
        };
        const std::filesystem::path modules = base::programFolder() / ".." / "lib" / "fotograma";
        const std::string installed = base::toUtf8((modules / kParquetLibrary).lexically_normal());
        static base::Result<base::DynamicLibrary> library =
            base::DynamicLibrary::open({installed.c_str(), kParquetLibrary});
        if (!library) return missing(library.error().message);
        const auto* version = static_cast<const char* const*>(library->symbol(kParquetVersion));
        if (version == nullptr || std::string_view(*version) != FOTOGRAMA_VERSION)
            return missing("libfotograma-parquet is of another version");
        void* const entry = library->symbol(kParquetEntry);
        if (entry == nullptr) return missing("libfotograma-parquet is of another version");
        return reinterpret_cast<OpenParquet>(entry);
    }();
    return opened;
}

class ParquetTable final : public TableFile {
public:
    ParquetTable(const std::filesystem::path& path, bool replace) : m_name(path, replace) {}

    base::Status open(OpenParquet entry, std::span<const ReportColumn> columns) {
        std::string error;
        m_file.reset(entry(base::toUtf8(m_name.aside()).c_str(), columns, error));
        return m_file ? base::Status() : failed(error);
    }
    base::Status add(const TableRow& row) override { return failed(m_file->add(row)); }
    base::Status finish() override {
        FOTOGRAMA_RETURN_IF_ERROR(failed(m_file->finish()));
        return m_name.publish();
    }

private:
    [[nodiscard]] base::Status failed(std::string why) const {
        if (why.empty() && m_file) return {};
        return base::fail(
            base::ErrorCode::IoError,
            base::concat("The report ", base::toUtf8(m_name.path()), " cannot be written. Is the disk full?"),
            std::move(why));
    }

    AsideName m_name;  // outlives the file, whose name it removes
    std::unique_ptr<ParquetFile> m_file;
};

}  // namespace

base::Status checkParquet() {
    const auto& entry = openParquet();
    return entry ? base::Status() : base::Status(std::unexpected(entry.error()));
}

base::Result<std::unique_ptr<TableFile>> createParquetFile(const std::filesystem::path& path,
                                                           std::vector<ReportColumn> columns, bool replace) {
    FOTOGRAMA_RETURN_IF_ERROR(checkParquet());
    auto table = std::make_unique<ParquetTable>(path, replace);
    FOTOGRAMA_RETURN_IF_ERROR(table->open(*openParquet(), columns));
    return table;
}

}  // namespace fotograma::app
