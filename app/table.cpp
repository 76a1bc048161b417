#include "app/table.h"

#include <algorithm>
#include <numeric>

namespace fotograma::app {
namespace {

constexpr int kGap = 2;
constexpr int kComfortable = 28;  // of a column that is shortened, while others can give way
constexpr int kNarrow = 20;

/// The lines of one cell.
std::vector<std::string> fitted(const Column& column, std::string_view text, int width) {
    if (column.wraps) return wrapped(text, width);
    return {column.shrinks ? elideMiddle(text, width) : elideEnd(text, width)};
}

}  // namespace

std::vector<int> Table::widthsFor(int columns) const {
    std::vector<int> widths;
    for (const Column& column : m_columns) widths.push_back(columnsOf(column.title));
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columnsOf(row[i].text));
    int excess = std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(widths.size()) - 1)) - columns;
    const auto giveWay = [&](bool Column::*kind, int narrowest) {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            if (!(m_columns[i].*kind) || excess <= 0) continue;
            const int given = std::clamp(excess, 0, std::max(widths[i] - narrowest, 0));
            widths[i] -= given;
            excess -= given;
        }
    };
    giveWay(&Column::wraps, kNarrow);
    giveWay(&Column::last, kComfortable);
    giveWay(&Column::shrinks, kComfortable);
    giveWay(&Column::last, kNarrow);
    giveWay(&Column::shrinks, kNarrow);
    return widths;
}

void Table::printRow(Console& console, const std::vector<Cell>& row, const std::vector<int>& widths) const {
    std::vector<std::vector<std::string>> cells;
    std::size_t lines = 1;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        cells.push_back(fitted(m_columns[i], i < row.size() ? std::string_view(row[i].text) : "", widths[i]));
        lines = std::max(lines, cells.back().size());
    }
    for (std::size_t line = 0; line < lines; ++line) {
        std::string out;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const bool atEnd = i + 1 == m_columns.size();
            std::string text = line < cells[i].size() ? cells[i][line] : "";
            // Nothing to align behind the last column: no trailing spaces.
            if (!atEnd || m_columns[i].align == Align::Right) text = padded(text, widths[i], m_columns[i].align);
            out.append(console.onOutput(i < row.size() ? row[i].style : Style::Plain, text));
            if (!atEnd) out.append(kGap, ' ');
        }
        out.erase(out.find_last_not_of(' ') + 1);
        console.print(out);
    }
}

void Table::print(Console& console) const {
    const std::vector<int> widths = widthsFor(console.columns());
    std::vector<Cell> titles;
    for (const Column& column : m_columns) titles.emplace_back(column.title, Style::Dim);
    printRow(console, titles, widths);
    for (const auto& row : m_rows) printRow(console, row, widths);
}

}  // namespace fotograma::app
