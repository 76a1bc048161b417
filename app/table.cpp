#include "app/table.h"

#include <algorithm>
#include <numeric>

namespace fotograma::app {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 12;  // of a column that is shortened

std::string fitted(const Column& column, std::string_view text, int width) {
    return column.shrinks ? elideMiddle(text, width) : elideEnd(text, width);
}

}  // namespace

std::vector<int> Table::widthsFor(int columns) const {
    std::vector<int> widths;
    for (const Column& column : m_columns) widths.push_back(columnsOf(column.title));
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columnsOf(row[i].text));
    int excess = std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(widths.size()) - 1)) - columns;
    const auto giveWay = [&](bool Column::*kind) {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            if (!(m_columns[i].*kind) || excess <= 0) continue;
            const int given = std::clamp(excess, 0, std::max(widths[i] - kNarrowest, 0));
            widths[i] -= given;
            excess -= given;
        }
    };
    giveWay(&Column::shrinks);
    giveWay(&Column::last);
    return widths;
}

void Table::print(Console& console) const {
    const std::vector<int> widths = widthsFor(console.columns());
    const auto line = [&](auto&& textOf, auto&& styleOf) {
        std::string out;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const bool atEnd = i + 1 == m_columns.size();
            std::string text = fitted(m_columns[i], textOf(i), widths[i]);
            // Nothing to align behind the last column: no trailing spaces.
            if (!atEnd || m_columns[i].align == Align::Right) text = padded(text, widths[i], m_columns[i].align);
            out.append(console.onOutput(styleOf(i), text));
            if (!atEnd) out.append(kGap, ' ');
        }
        out.erase(out.find_last_not_of(' ') + 1);
        console.print(out);
    };
    line([&](std::size_t i) { return m_columns[i].title; }, [](std::size_t) { return Style::Dim; });
    for (const auto& row : m_rows)
        line([&](std::size_t i) { return i < row.size() ? row[i].text : std::string(); },
             [&](std::size_t i) { return i < row.size() ? row[i].style : Style::Plain; });
}

}  // namespace fotograma::app
