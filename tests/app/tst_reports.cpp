// Report files: their columns follow from the registry, and readers get back what was written.
#include <algorithm>
#include <fstream>
#include <limits>
#include <set>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/reports/jsonl_report.h"
#include "app/reports/report_writer.h"
#include "engine/api/wire.h"
#include "engine/filter/definition.h"
#include "tests/app/columns_page.h"

using namespace fotograma;
using app::ReportColumn;
using app::ReportFormat;
using app::ReportRow;
using app::ReportSchema;
using app::schemaOf;
using app::TableCell;
using base::Json;

namespace {

/// Every measure there is, of every frame.
recipe::Recipe everything() {
    recipe::Recipe recipe;
    for (const filter::Definition* definition : filter::definitions()) {
        if (definition->info.kind != api::OperationKind::Measure) continue;
        recipe::MeasureUse use;
        use.id = definition->info.id;
        use.at = recipe::MeasurePoint::Source;
        recipe.measures.push_back(use);
    }
    return recipe;
}

recipe::Recipe lumaAndChange() {
    recipe::Recipe recipe = everything();
    std::erase_if(recipe.measures, [](const auto& use) { return use.id != "luma" && use.id != "change"; });
    return recipe;
}

Json frameTable(const char* value, std::initializer_list<std::pair<int, Json>> rows) {
    Json table = Json::object();
    table.set("columns", Json::array().append("index").append("time").append(value));
    Json list = Json::array();
    for (const auto& [index, cell] : rows) list.append(Json::array().append(index).append(0.5 * index).append(cell));
    return table.set("rows", list);
}

api::Report reportWithFrames() {
    api::Report report;
    report.frames = Json::object();
    report.frames.set("luma", frameTable("mean", {{0, 0.25}, {1, 0.5}, {2, Json()}}));
    report.frames.set("change", frameTable("difference", {{1, 0.125}, {3, 1.0}}));
    return report;
}

QString contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class tst_Reports : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void everyValueOfEveryMeasureHasItsColumns();
    void columnsDoNotDependOnRows();
    void pageOfColumnsIsUpToDate();
    void framesOfAllMeasuresStandInOneRow();
    void csvQuotesWhatReadersWouldMistake();
    void textIsAlwaysUtf8_data();
    void textIsAlwaysUtf8();
    void notesStandInLinesAndTables();
    void whatIsNotFinishedLeavesNothing();
    void nothingIsReplacedUnasked();
    void formatComesFromTheName_data();
    void formatComesFromTheName();
    void parquetIsThereOrSaysWhatToDo();
    void readersGetBackWhatWasWritten_data();
    void readersGetBackWhatWasWritten();
};

void tst_Reports::everyValueOfEveryMeasureHasItsColumns() {
    const ReportSchema schema = schemaOf(everything(), {.perFrame = true, .duplicates = true});
    std::set<std::string> clips;
    const QRegularExpression name("^[a-z][a-z0-9_]*$");
    for (const ReportColumn& column : schema.clipColumns()) {
        QVERIFY2(name.match(QString::fromStdString(column.id)).hasMatch(), column.id.c_str());
        QVERIFY2(clips.insert(column.id).second, column.id.c_str());
        QVERIFY2(column.sentence.ends_with('.'), column.id.c_str());
    }
    std::set<std::string> frames;
    for (const ReportColumn& column : schema.frameColumns())
        QVERIFY2(frames.insert(column.id).second, column.id.c_str());
    for (const filter::Definition* definition : filter::definitions()) {
        for (const api::ValueInfo& value : definition->info.values) {
            const std::string id = definition->info.id + "_" + value.id;
            QVERIFY2(clips.contains(id) || clips.contains(id + "_mean"), id.c_str());
            QCOMPARE(frames.contains(id), value.scope == api::ValueScope::Frame);
        }
    }
}

void tst_Reports::columnsDoNotDependOnRows() {
    const ReportSchema schema = schemaOf(lumaAndChange(), {});
    const api::Report empty;
    const base::Error error{base::ErrorCode::InvalidData, "It is broken.", {}};
    QCOMPARE(clipRow(schema, {.input = "a", .error = &error}).size(), schema.clips.size());
    QCOMPARE(clipRow(schema, {.input = "a", .done = true, .report = &empty}).size(), schema.clips.size());
}

/// docs/reports.md has the columns between two marks; this writes the page anew and says where from to copy it.
void tst_Reports::pageOfColumnsIsUpToDate() {
    const QString source = qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/docs/reports.md";
    const QString page = contentOf(source);
    if (page.isEmpty()) QSKIP("The sources are not here.");
    const ReportSchema schema = schemaOf(everything(), {.perFrame = true, .duplicates = true});
    const QString made = testing::withColumns(page, schema);
    if (made == page) return;
    const QString copy = QDir(qEnvironmentVariable("FOTOGRAMA_BUILD_DIR")).filePath("reports.md");
    QFile file(copy);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(made.toUtf8());
    QFAIL(qPrintable("docs/reports.md does not have the columns of today's registry: cp " + copy + " " + source));
}

void tst_Reports::framesOfAllMeasuresStandInOneRow() {
    const ReportSchema schema = schemaOf(lumaAndChange(), {.perFrame = true});
    const auto columns = schema.frameColumns();
    const auto at = [&](const char* id) {
        return static_cast<std::size_t>(std::ranges::find(columns, id, &ReportColumn::id) - columns.begin());
    };
    const api::Report report = reportWithFrames();
    std::vector<app::TableRow> rows;
    QVERIFY(forEachFrameRow(schema, {.input = "a", .done = true, .report = &report}, [&](const app::TableRow& row) {
        rows.push_back(row);
        return base::Status();
    }));
    QCOMPARE(rows.size(), 4u);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QVERIFY(rows[i][at("input")] == TableCell("a"));
        QVERIFY(rows[i][at("frame")] == TableCell(static_cast<std::int64_t>(i)));
        QVERIFY(rows[i][at("time_seconds")] == TableCell(0.5 * static_cast<double>(i)));
    }
    const auto luma = at("luma_mean");
    const auto change = at("change_difference");
    QVERIFY(rows[0][luma] == TableCell(0.25) && rows[0][change] == TableCell());
    QVERIFY(rows[1][luma] == TableCell(0.5) && rows[1][change] == TableCell(0.125));
    QVERIFY(rows[2][luma] == TableCell() && rows[2][change] == TableCell());
    QVERIFY(rows[3][luma] == TableCell() && rows[3][change] == TableCell(1.0));
}

void tst_Reports::csvQuotesWhatReadersWouldMistake() {
    using enum app::ColumnType;
    auto file =
        app::createCsvFile(path("quotes.csv"), {{"a", Text}, {"b", Number}, {"c", Integer}, {"d", Texts}}, true);
    QVERIFY(file.has_value());
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const std::vector<app::TableRow> rows{
        {std::string("plain"), 24.0, std::int64_t{24}, std::vector<std::string>{"x", "y"}},
        {std::string("a,\"b\"\r\nc"), 1e300, std::numeric_limits<std::int64_t>::max(), std::vector<std::string>{}},
        {std::string(), kNone, std::monostate(), std::monostate()},
        {std::string(" blank"), 0.1, std::int64_t{0}, std::monostate()},
    };
    for (const auto& row : rows) QVERIFY((*file)->add(row).has_value());
    QVERIFY((*file)->finish().has_value());
    QCOMPARE(contentOf(m_folder.filePath("quotes.csv")),
             "a,b,c,d\n"
             "plain,24.0,24,\"[\"\"x\"\",\"\"y\"\"]\"\n"
             "\"a,\"\"b\"\"\r\nc\",1e+300,9223372036854775807,[]\n"
             "\"\",,,\n"
             "\" blank\",0.1,0,\n");
}

void tst_Reports::textIsAlwaysUtf8_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    const QByteArray wrong = "\xEF\xBF\xBD";
    QTest::newRow("all lengths") << QByteArray("a\xC3\xB1\xE2\x82\xAC\xF0\x9F\x8E\x9E")
                                 << QByteArray("a\xC3\xB1\xE2\x82\xAC\xF0\x9F\x8E\x9E");
    QTest::newRow("a lone byte") << QByteArray("a\xF1z") << QByteArray("a") + wrong + "z";
    QTest::newRow("cut off") << QByteArray("\xE2\x82") << wrong + wrong;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << wrong + wrong;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << wrong + wrong + wrong;
    QTest::newRow("beyond the last") << QByteArray("\xF5\x80\x80\x80") << wrong + wrong + wrong + wrong;
}

void tst_Reports::textIsAlwaysUtf8() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(app::validUtf8(bytes.toStdString())), text);
}

void tst_Reports::notesStandInLinesAndTables() {
    api::Report report;
    app::ReportRow row{.input = "a.mp4", .done = true, .report = &report};
    const ReportSchema schema = schemaOf(lumaAndChange(), {});
    const auto column = std::ranges::find(schema.clips, "notes", [](const app::ClipColumn& c) { return c.column.id; });
    QVERIFY(column != schema.clips.end());
    QVERIFY(column->read(row) == app::TableCell());
    QCOMPARE(app::reportLine(row)["notes"].dump(), std::string("[]"));
    report.notes = {{api::Fate::Lost, -1, "loudness", "there is no sound track"},
                    {api::Fate::Changed, -1, "picture", "alpha is dropped"}};
    QVERIFY(column->read(row) ==
            app::TableCell(std::string("lost loudness: there is no sound track; changed picture: alpha is dropped")));
    const base::Json line = app::reportLine(row);
    QCOMPARE(line["notes"].items().size(), 2u);
    QCOMPARE(line["notes"].items()[0]["sentence"].asString(), std::string("there is no sound track"));
    QCOMPARE(line["notes"].items()[1]["fate"].asString(), std::string("changed"));
}

void tst_Reports::whatIsNotFinishedLeavesNothing() {
    QTemporaryDir folder;
    const ReportSchema schema = schemaOf(lumaAndChange(), {.perFrame = true});
    for (const ReportFormat format : {ReportFormat::JsonLines, ReportFormat::Csv}) {
        auto writer = app::ReportWriter::create(folder.filePath("r.csv").toStdString(), format, schema, false);
        QVERIFY(writer.has_value());
        QVERIFY((*writer)->add({.input = "a"}).has_value());
    }
    QVERIFY(QDir(folder.path()).isEmpty(QDir::Files | QDir::Hidden));
}

void tst_Reports::nothingIsReplacedUnasked() {
    QTemporaryDir folder;
    const std::filesystem::path report = folder.filePath("r.csv").toStdString();
    const ReportSchema schema = schemaOf(lumaAndChange(), {.perFrame = true});
    QVERIFY(checkReportPlace(report, ReportFormat::Csv, schema, false).has_value());
    std::ofstream(folder.filePath("r.frames.csv").toStdString()) << "mine";
    const auto inTheWay = checkReportPlace(report, ReportFormat::Csv, schema, false);
    QVERIFY(!inTheWay && inTheWay.error().code == base::ErrorCode::AlreadyExists);
    QVERIFY(checkReportPlace(report, ReportFormat::Csv, schema, true).has_value());
    QVERIFY(checkReportPlace(report, ReportFormat::JsonLines, schema, false).has_value());  // has no second file
}

void tst_Reports::formatComesFromTheName_data() {
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("format");  // -1: none
    QTest::newRow("jsonl") << ""
                           << "a.jsonl" << int(ReportFormat::JsonLines);
    QTest::newRow("csv, large") << ""
                                << "a.CSV" << int(ReportFormat::Csv);
    QTest::newRow("parquet") << ""
                             << "a.parquet" << int(ReportFormat::Parquet);
    QTest::newRow("asked") << "csv"
                           << "a.txt" << int(ReportFormat::Csv);
    QTest::newRow("unknown ending") << ""
                                    << "a.xlsx" << -1;
    QTest::newRow("no ending") << ""
                               << "report" << -1;
    QTest::newRow("unknown word") << "orc"
                                  << "a.csv" << -1;
}

void tst_Reports::formatComesFromTheName() {
    QFETCH(QString, asked);
    QFETCH(QString, name);
    QFETCH(int, format);
    const auto found = app::reportFormatOf(asked.toStdString(), name.toStdString());
    QCOMPARE(found ? int(*found) : -1, format);
    if (!found) QVERIFY(found.error().message.find("parquet") != std::string::npos);
}

void tst_Reports::parquetIsThereOrSaysWhatToDo() {
    const base::Status there = app::checkParquet();
    if (there) return;
    QCOMPARE(there.error().code, base::ErrorCode::NoDevice);
    QVERIFY(there.error().message.find("./dev setup parquet") != std::string::npos);
}

// ---- Readers -------------------------------------------------------------------------------------------------------

namespace {

/// Rows with all that readers stumble over: nulls in the first row, names in many scripts, numbers of all sizes.
struct Sample {
    std::string input;
    bool done = true;
    api::Report report;
};

std::vector<Sample> samples() {
    std::vector<Sample> all(4);
    all[0].input = "/clips/broken, \"quoted\".mp4";
    all[0].done = false;
    all[1].input = "/clips/ñandú 日本語 🎞.mp4";
    all[2].input = "/clips/line\nbreak.mp4";
    all[3].input = "/clips/plain.mp4";
    std::int64_t size = 3'000'000'000;
    for (std::size_t i = 1; i < all.size(); ++i) {
        api::Report& report = all[i].report;
        report.framesDecoded = std::int64_t{1} << (20 * i);
        report.input = Json::object();
        report.input.set("container", "mp4").set("size", size *= 1000).set("duration", i == 3 ? 0.0 : 24.0);
        report.measures = Json::object();
        const double mean = 0.1 * static_cast<double>(i);
        report.measures.set(
            "luma", Json::object().set("mean", Json::object().set("mean", mean).set("min", 0.0).set("max", 1.0)));
        if (i == 2)
            report.measures.set("phash", Json::object()
                                             .set("hash", "00ff00ff00ff00ff")
                                             .set("hashes", Json::array().append("00ff00ff00ff00ff"))
                                             .set("times", Json::array().append(0.0).append(1.5)));
        report.frames = reportWithFrames().frames;
    }
    return all;
}

const char* typeName(app::ColumnType type) {
    using enum app::ColumnType;
    switch (type) {
        case Text: return "text";
        case Boolean: return "boolean";
        case Integer: return "integer";
        case Number: return "number";
        case Texts: return "texts";
        case Integers: return "integers";
        case Numbers: return "numbers";
    }
    return "";
}

Json cellJson(const TableCell& cell) {
    const auto list = [](const auto& items) {
        Json array = Json::array();
        for (const auto& item : items) array.append(item);
        return array;
    };
    if (const auto* flag = std::get_if<bool>(&cell)) return *flag;
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return *integer;
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) return list(*texts);
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&cell)) return list(*integers);
    if (const auto* numbers = std::get_if<std::vector<double>>(&cell)) return list(*numbers);
    return {};
}

/// What a reader must find: columns with their types, and rows.
Json expectation(const std::vector<ReportColumn>& columns, const std::vector<app::TableRow>& rows) {
    Json table = Json::object();
    Json names = Json::array();
    for (const ReportColumn& column : columns)
        names.append(Json::array().append(column.id).append(typeName(column.type)));
    Json lines = Json::array();
    for (const app::TableRow& row : rows) {
        Json cells = Json::array();
        for (const TableCell& cell : row) cells.append(cellJson(cell));
        lines.append(cells);
    }
    return table.set("columns", names).set("rows", lines);
}

/// A Python that has the module; empty when none has.
QString pythonWith(const QString& module) {
    for (const QString& python : {qEnvironmentVariable("FOTOGRAMA_PYTHON"), QStringLiteral("python3")}) {
        if (python.isEmpty()) continue;
        QProcess process;
        process.start(python, {"-c", "import " + module});
        if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
            return python;
    }
    return {};
}

}  // namespace

void tst_Reports::readersGetBackWhatWasWritten_data() {
    QTest::addColumn<QString>("reader");
    QTest::addColumn<QString>("extension");
    for (const char* reader : {"polars", "pandas", "duckdb"})
        for (const char* extension : {"csv", "parquet"})
            QTest::addRow("%s reads %s", reader, extension) << QString(reader) << QString(extension);
}

void tst_Reports::readersGetBackWhatWasWritten() {
    QFETCH(QString, reader);
    QFETCH(QString, extension);
    if (extension == "parquet" && !app::checkParquet()) QSKIP("The component for Parquet is not here.");
    const QString python = pythonWith(reader);
    if (python.isEmpty()) QSKIP(qPrintable("No Python with " + reader + " here; FOTOGRAMA_PYTHON may name one."));

    QTemporaryDir folder;
    const std::filesystem::path report = folder.filePath("report." + extension).toStdString();
    const ReportSchema schema = schemaOf(everything(), {.perFrame = true, .duplicates = true});
    const auto format = app::reportFormatOf("", report);
    QVERIFY(format.has_value());
    auto writer = app::ReportWriter::create(report, *format, schema, false);
    QVERIFY(writer.has_value());
    std::vector<app::TableRow> clips;
    std::vector<app::TableRow> frames;
    const base::Error error{base::ErrorCode::InvalidData, "It is broken, says \"ffmpeg\".", {}};
    for (const Sample& sample : samples()) {
        ReportRow row{.input = sample.input, .done = sample.done};
        if (sample.done)
            row.report = &sample.report;
        else
            row.error = &error;
        QVERIFY((*writer)->add(row).has_value());
        clips.push_back(clipRow(schema, row));
        QVERIFY(forEachFrameRow(schema, row, [&](const app::TableRow& cells) {
            frames.push_back(cells);
            return base::Status();
        }));
    }
    QVERIFY((*writer)->finish().has_value());
    QCOMPARE(frames.size(), 12u);

    Json expected = Json::object();
    expected.set("report." + extension.toStdString(), expectation(schema.clipColumns(), clips));
    expected.set("report.frames." + extension.toStdString(), expectation(schema.frameColumns(), frames));
    std::ofstream(folder.filePath("expected.json").toStdString()) << expected.dump();
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(python,
                  {qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/tests/app/read_report.py", reader, folder.path()});
    QVERIFY(process.waitForFinished(120'000));
    const QByteArray said = process.readAll();
    QVERIFY2(process.exitCode() == 0, said.constData());
}

QTEST_GUILESS_MAIN(tst_Reports)
#include "tst_reports.moc"
