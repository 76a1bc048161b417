#include <cmath>

#include "app/reports/aside_file.h"
#include "app/reports/table_file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"

namespace fotograma::app {
namespace {

using base::Json;

/// Quoted where a reader would otherwise take it for something else: RFC 4180, 2.6, and blanks that some cut off.
/// Empty text is quoted too, which tells it from a null.
void appendText(std::string& line, std::string_view text) {
    const bool isPlain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos &&
                         text.front() != ' ' && text.back() != ' ';
    if (isPlain) {
        line.append(text);
        return;
    }
    line.push_back('"');
    for (const char c : text) line.append(c == '"' ? 2 : 1, c);
    line.push_back('"');
}

template <class T>
void appendList(std::string& line, const std::vector<T>& items) {
    Json list = Json::array();
    for (const T& item : items) list.append(item);
    appendText(line, list.dump());
}

/// With a point or an exponent always, so that readers that guess types do not take 24.0 for an integer.
void appendNumber(std::string& line, double number) {
    if (!std::isfinite(number)) return;
    const std::size_t start = line.size();
    base::detail::append(line, number);
    if (line.find_first_of(".e", start) == std::string::npos) line.append(".0");
}

void appendCell(std::string& line, const TableCell& cell) {
    if (const auto* flag = std::get_if<bool>(&cell)) {
        line.append(*flag ? "true" : "false");
    } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
        base::detail::append(line, *integer);
    } else if (const auto* number = std::get_if<double>(&cell)) {
        appendNumber(line, *number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
        appendText(line, *text);
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) {
        appendList(line, *texts);
    } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&cell)) {
        appendList(line, *integers);
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&cell)) {
        appendList(line, *numbers);
    }
}

class CsvFile final : public TableFile {
public:
    CsvFile(const std::filesystem::path& path, const std::vector<ReportColumn>& columns, bool replace)
        : m_file(path, replace), m_columns(columns.size()) {
        std::string header;
        for (const ReportColumn& column : columns) header.append(header.empty() ? "" : ",").append(column.id);
        m_file.write(header.append(1, '\n'));
    }

    base::Status add(const TableRow& row) override {
        FOTOGRAMA_ASSERT(row.size() == m_columns, "a row has a cell for every column");
        m_line.clear();
        for (const TableCell& cell : row) {
            if (&cell != row.data()) m_line.push_back(',');
            appendCell(m_line, cell);
        }
        m_line.push_back('\n');
        m_file.write(m_line);
        return m_file.check();
    }

    base::Status finish() override { return m_file.finish(); }

    [[nodiscard]] base::Status check() const { return m_file.check(); }

private:
    AsideTextFile m_file;
    std::size_t m_columns;
    std::string m_line;
};

}  // namespace

base::Result<std::unique_ptr<TableFile>> createCsvFile(const std::filesystem::path& path,
                                                       std::vector<ReportColumn> columns, bool replace) {
    auto file = std::make_unique<CsvFile>(path, columns, replace);
    FOTOGRAMA_RETURN_IF_ERROR(file->check());
    return file;
}

}  // namespace fotograma::app
