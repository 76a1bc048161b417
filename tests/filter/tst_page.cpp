#include <QFile>
#include <QTest>

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/filter/definition.h"

using namespace fotograma;
using base::concat;

/// docs/filters.md: above its mark people write, below it stands what the definitions say, and the figures of
/// tests/filter/references.tsv.
class tst_Page : public QObject {
    Q_OBJECT

private slots:
    void saysWhatTheDefinitionsSay();
    void everyFilterHasAReference();
};

namespace {

constexpr const char* kMark =
    "<!-- From here on written by the test filter.page from the definitions: change those, not this. -->\n";

/// What a filter was compared with.
struct Reference {
    std::string filter;
    std::string with;
    std::string pictures;
    std::string figure;
};

QString sourcePath(const char* path) { return qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR", ".") + path; }

std::vector<Reference> references() {
    QFile file(sourcePath("/tests/filter/references.tsv"));
    std::vector<Reference> all;
    if (!file.open(QIODevice::ReadOnly)) return all;
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
        const QStringList cells = line.split('\t');
        if (cells.size() != 4) return {};
        all.push_back({cells[0].toStdString(), cells[1].toStdString(), cells[2].toStdString(), cells[3].toStdString()});
    }
    return all;
}

std::string valuesOf(const api::ParameterInfo& parameter) {
    switch (parameter.kind) {
        case api::ParameterKind::Choice: return base::join(parameter.choices, ", ");
        case api::ParameterKind::Boolean: return "true, false";
        case api::ParameterKind::Text: return "text";
        case api::ParameterKind::File: return concat("a .", base::join(parameter.choices, ", ."), " file");
        case api::ParameterKind::Number:
        case api::ParameterKind::Integer: break;
    }
    return concat(parameter.minimum, " to ", parameter.maximum, parameter.unit.empty() ? "" : " ", parameter.unit);
}

std::string defaultOf(const api::ParameterInfo& parameter) {
    const std::string text = parameter.defaultValue.dump();
    constexpr std::size_t kLongest = 40;
    return text.size() > kLongest ? concat(text.substr(0, kLongest), "…") : text;
}

std::string toleranceOf(const filter::Definition& definition) {
    if (definition.info.shape == "stage") return "runs on the host";
    if (definition.tolerance == 0.0) return "the same to the bit on every device";
    return concat("devices may differ by ", definition.tolerance, " of 255: ", definition.toleranceReason);
}

std::string sectionOf(const filter::Definition& definition, const std::vector<Reference>& all) {
    const api::OperationInfo& info = definition.info;
    std::string text = concat("\n## `", info.id, "`: ", info.title, "\n\n", info.sentence, "\n\nShape: ", info.shape,
                              "; ", toleranceOf(definition), "\n");
    if (!info.parameters.empty()) {
        text += "\n| parameter | values | default | what it does |\n|---|---|---|---|\n";
        for (const api::ParameterInfo& parameter : info.parameters)
            text += concat("| `", parameter.id, "` | ", valuesOf(parameter), " | ", defaultOf(parameter), " | ",
                           parameter.sentence, " |\n");
    }
    if (!definition.examples.empty()) text += "\nWorked examples, which are tests too:\n\n";
    for (const filter::Example& example : definition.examples) text += concat("- ", example.sentence, "\n");
    bool isFirst = true;
    for (const Reference& each : all) {
        if (each.filter != info.id) continue;
        if (std::exchange(isFirst, false)) text += "\n| compared with | on | found |\n|---|---|---|\n";
        text += concat("| ", each.with, " | ", each.pictures, " | ", each.figure, " |\n");
    }
    if (!info.source.empty()) text += concat("\nSource: ", info.source, ".\n");
    return text;
}

}  // namespace

void tst_Page::saysWhatTheDefinitionsSay() {
    QFile page(sourcePath("/docs/filters.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray written = page.readAll();
    const qsizetype mark = written.indexOf(kMark);
    QVERIFY2(mark >= 0, kMark);
    std::string wanted = written.left(mark).toStdString() + kMark;
    const auto all = references();
    for (const filter::Definition* definition : filter::definitions())
        if (definition->info.kind == api::OperationKind::Filter) wanted += sectionOf(*definition, all);
    const QString fresh = qEnvironmentVariable("FOTOGRAMA_BUILD_DIR", ".") + "/filters.md";
    QFile made(fresh);
    QVERIFY(made.open(QIODevice::WriteOnly | QIODevice::Truncate));
    made.write(QByteArray::fromStdString(wanted));
    made.close();
    QVERIFY2(written.toStdString() == wanted, qPrintable("docs/filters.md is out of date: copy " + fresh + " over it"));
}

void tst_Page::everyFilterHasAReference() {
    const auto all = references();
    QVERIFY(!all.empty());
    for (const filter::Definition* definition : filter::definitions()) {
        if (definition->info.kind != api::OperationKind::Filter) continue;
        // What needs a file beside it is compared in its own tests; a stage is somebody else's filter.
        const bool takesFiles = std::ranges::any_of(definition->info.parameters, [](const auto& parameter) {
            return parameter.kind == api::ParameterKind::File;
        });
        if (definition->info.shape == "stage" || takesFiles) continue;
        const bool hasOne =
            std::ranges::any_of(all, [&](const Reference& each) { return each.filter == definition->info.id; });
        QVERIFY2(hasOne, definition->info.id.c_str());
    }
    for (const Reference& each : all)
        QVERIFY2(filter::find(api::OperationKind::Filter, each.filter) != nullptr, each.filter.c_str());
}

QTEST_GUILESS_MAIN(tst_Page)
#include "tst_page.moc"
