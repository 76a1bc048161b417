#include <QFile>
#include <QTest>

#include "engine/base/text.h"
#include "engine/filter/definition.h"

using namespace fotograma;
using base::concat;

/// docs/measures.md: above its mark people write, below it stands what the definitions say.
class tst_Page : public QObject {
    Q_OBJECT

private slots:
    void saysWhatTheDefinitionsSay();
};

namespace {

constexpr const char* kMark =
    "<!-- From here on written by the test measures.page from the definitions: change those, not this. -->\n";

std::string kindOf(const api::ValueInfo& value) {
    std::string kind = value.kind == api::ValueKind::Hash      ? "hash"
                       : value.kind == api::ValueKind::Integer ? "integer"
                                                               : "number";
    if (value.isList) kind = concat("list of ", kind == "hash" ? "hashes" : concat(kind, "s"));
    return concat(kind, value.scope == api::ValueScope::Frame ? " of a frame" : " of the clip");
}

std::string rangeOf(const api::ParameterInfo& parameter) {
    if (!parameter.choices.empty()) return base::join(parameter.choices, ", ");
    if (parameter.kind == api::ParameterKind::Boolean) return "true, false";
    if (parameter.kind == api::ParameterKind::Text) return "text";
    if (parameter.kind == api::ParameterKind::File) return "path of a file";
    return concat(parameter.minimum, " to ", parameter.maximum, parameter.unit.empty() ? "" : " ", parameter.unit);
}

std::string readsOf(const filter::Definition& definition) {
    if (definition.prepareSound != nullptr) return "Listens to sound.";
    if (definition.derive == nullptr) return "Looks at pictures.";
    return concat("Derived from ", base::join(definition.needs, ", "), ", which are measured with it.");
}

std::string sectionOf(const filter::Definition& definition) {
    const api::OperationInfo& info = definition.info;
    std::string text =
        concat("\n## `", info.id, "`: ", info.title, "\n\n", info.sentence, " ", readsOf(definition), "\n");
    text += "\n| value | kind | unit | what it is |\n|---|---|---|---|\n";
    for (const api::ValueInfo& value : info.values)
        text += concat("| `", value.id, "` | ", kindOf(value), " | ", value.unit, " | ", value.sentence, " |\n");
    if (!info.parameters.empty()) {
        text += "\n| parameter | range | default | what it does |\n|---|---|---|---|\n";
        for (const api::ParameterInfo& parameter : info.parameters)
            text += concat("| `", parameter.id, "` | ", rangeOf(parameter), " | ", parameter.defaultValue.dump(), " | ",
                           parameter.sentence, " |\n");
    }
    if (!info.source.empty()) text += concat("\nSource: ", info.source, ".\n");
    return text;
}

}  // namespace

void tst_Page::saysWhatTheDefinitionsSay() {
    QFile page(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR", ".") + "/docs/measures.md");
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray written = page.readAll();
    const qsizetype mark = written.indexOf(kMark);
    QVERIFY2(mark >= 0, kMark);
    std::string wanted = written.left(mark).toStdString() + kMark;
    for (const filter::Definition* definition : filter::definitions())
        if (definition->info.kind == api::OperationKind::Measure) wanted += sectionOf(*definition);
    const QString fresh = qEnvironmentVariable("FOTOGRAMA_BUILD_DIR", ".") + "/measures.md";
    QFile made(fresh);
    QVERIFY(made.open(QIODevice::WriteOnly | QIODevice::Truncate));
    made.write(QByteArray::fromStdString(wanted));
    made.close();
    QVERIFY2(written.toStdString() == wanted,
             qPrintable("docs/measures.md is out of date: copy " + fresh + " over it"));
}

QTEST_GUILESS_MAIN(tst_Page)
#include "tst_page.moc"
