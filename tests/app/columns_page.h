/// The columns of report tables as a page for people: what stands between the marks of docs/reports.md.
#pragma once

#include <QString>

#include "app/reports/report_schema.h"

namespace fotograma::testing {

inline QString columnTable(const std::vector<app::ReportColumn>& columns) {
    const auto typeOf = [](app::ColumnType type) {
        using enum app::ColumnType;
        switch (type) {
            case Text: return "text";
            case Boolean: return "boolean";
            case Integer: return "integer";
            case Number: return "number";
            case Texts: return "list of text";
            case Integers: return "list of integer";
            case Numbers: return "list of number";
        }
        return "";
    };
    QString table = "| column | type | unit | meaning |\n|---|---|---|---|\n";
    for (const app::ReportColumn& column : columns) {
        QString sentence = QString::fromStdString(column.sentence);
        sentence.replace("|", "\\|");
        table += QString("| `%1` | %2 | %3 | %4 |\n")
                     .arg(QString::fromStdString(column.id), typeOf(column.type), QString::fromStdString(column.unit),
                          sentence);
    }
    return table;
}

/// The page with what stands after each mark, up to the next "<!-- end -->", made anew.
inline QString withColumns(QString page, const app::ReportSchema& schema) {
    const auto put = [&](const QString& mark, const QString& table) {
        const QString begin = "<!-- " + mark + ": made from the registry -->\n";
        const qsizetype from = page.indexOf(begin);
        const qsizetype to = page.indexOf("<!-- end -->", from);
        if (from >= 0 && to >= 0) page.replace(from + begin.size(), to - from - begin.size(), "\n" + table + "\n");
    };
    put("clips", columnTable(schema.clipColumns()));
    put("frames", columnTable(schema.frameColumns()));
    return page;
}

}  // namespace fotograma::testing
