/// A table for people: columns as wide as they need; those that may give way when the terminal is too narrow.
///
/// Units    columns of the terminal.
/// Thread   one at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/console.h"
#include "app/text_columns.h"

namespace fotograma::app {

struct Column {
    std::string title;
    Align align = Align::Left;
    bool shrinks = false;  ///< Texts are shortened in the middle.
    bool last = false;     ///< Shortened at the end.
    bool wraps = false;    ///< Continued on further lines.
};

struct Cell {
    Cell(std::string cellText, Style cellStyle = Style::Plain) : text(std::move(cellText)), style(cellStyle) {}
    Cell(const char* cellText) : text(cellText) {}
    std::string text;
    Style style = Style::Plain;
};

class Table {
public:
    explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

    void add(std::vector<Cell> row) { m_rows.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const noexcept { return m_rows.empty(); }
    void print(Console& console) const;

private:
    [[nodiscard]] std::vector<int> widthsFor(int columns) const;
    void printRow(Console& console, const std::vector<Cell>& row, const std::vector<int>& widths) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

}  // namespace fotograma::app
