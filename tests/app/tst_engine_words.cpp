#include <QFile>
#include <QtTest>
#include <algorithm>
#include <vector>

#include "app/composition.h"
#include "engine/recipe/presets.h"

using namespace fotograma;

namespace {

/// All that filters, measures and the recipes of the program say to people, each once.
std::vector<std::string> said() {
    std::vector<std::string> texts;
    const auto add = [&](const std::string& text) {
        if (!text.empty() && std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
    };
    for (const api::OperationInfo& operation : app::Composition::operations()) {
        add(operation.title);
        add(operation.sentence);
        for (const api::ParameterInfo& parameter : operation.parameters) {
            add(parameter.label);
            add(parameter.sentence);
        }
        for (const api::ValueInfo& value : operation.values) {
            add(value.label);
            add(value.sentence);
        }
    }
    for (const recipe::Recipe& preset : recipe::presets()) {
        const api::RecipeInfo info = recipe::describe(preset, true);
        add(info.title);
        add(info.sentence);
    }
    return texts;
}

std::string quoted(const std::string& text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + '"';
}

std::string sourceFile() {
    std::string text =
        "// The texts that lupdate finds here. Written by the test app.engine_words from the definitions; not by "
        "hand.\n"
        "// clang-format off\n"
        "#include \"ui/engine_words.h\"\n\n#include <QCoreApplication>\n\n#include \"ui/words.h\"\n\n"
        "namespace fotograma::ui {\n\n[[maybe_unused]] static const char* const kEngineTexts[] = {\n";
    for (const std::string& one : said()) text += "    QT_TRANSLATE_NOOP(\"Engine\", " + quoted(one) + "),\n";
    text +=
        "};\n\nQString engineText(std::string_view text) {\n"
        "    return QCoreApplication::translate(\"Engine\", std::string(text).c_str());\n}\n\n}  // namespace "
        "fotograma::ui\n";
    return text;
}

}  // namespace

/// What the engine says can be said in every language of the window.
class tst_engine_words : public QObject {
    Q_OBJECT

private slots:
    void theWindowKnowsAllThatTheEngineSays() {
        QFile kept(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/ui/engine_words.cpp");
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QByteArray wanted = QByteArray::fromStdString(sourceFile());
        if (kept.readAll() == wanted) return;
        QFile fresh(qEnvironmentVariable("FOTOGRAMA_BUILD_DIR") + "/engine_words.cpp");
        QVERIFY(fresh.open(QIODevice::WriteOnly));
        fresh.write(wanted);
        QFAIL(qPrintable("Filters, measures or recipes say something new: copy " + fresh.fileName() +
                         " over ui/engine_words.cpp, run `ninja translations`, and translate what is unfinished."));
    }
};

QTEST_GUILESS_MAIN(tst_engine_words)
#include "tst_engine_words.moc"
