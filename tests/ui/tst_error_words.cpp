#include <QDirIterator>
#include <QTranslator>
#include <QtTest>

#include "ui/error_words.h"

using namespace fotograma;
using base::ErrorCode;

// Resources of a static library are dropped by the linker unless somebody asks for them; must be outside namespaces.
static void loadTranslations() { Q_INIT_RESOURCE(translations); }

namespace {

/// The engine's sources as one text: strings that go on in the next line are joined.
QString engineSources() {
    QString all;
    QDirIterator files(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/engine", {"*.cpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly)) all += QString::fromUtf8(file.readAll());
    }
    static const QRegularExpression joint("\"\\s*\\n\\s*\"");
    return all.remove(joint);
}

/// The longest piece of a form that stands still in the sources: what is put together there has no one text.
bool isSaid(const QString& form, const QString& sources) {
    static const QRegularExpression place("%1:?");
    for (const QString& part : form.split(place, Qt::SkipEmptyParts)) {
        QString text = part.trimmed();
        if (text.isEmpty()) continue;
        if (sources.contains(text)) continue;
        text.chop(1);  // the full stop is added where a reason is looked up
        if (!sources.contains(text)) return false;
    }
    return true;
}

}  // namespace

/// Errors of the engine in a window that does not speak English.
class tst_error_words : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        loadTranslations();
        QVERIFY(m_spanish.load(":/fotograma/translations/fotograma_es.qm"));
    }
    void cleanup() { QCoreApplication::removeTranslator(&m_spanish); }

    void inEnglishTheEngineSpeaksForItself() {
        QCOMPARE(ui::errorText({ErrorCode::IoError, "Odd things happened.", {}}), QString("Odd things happened."));
    }

    void everyCodeHasASentence() {
        QCoreApplication::installTranslator(&m_spanish);
        QSet<QString> sentences;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            const QString text = ui::errorText({static_cast<ErrorCode>(code), "Odd things happened.", {}});
            QVERIFY2(text.endsWith(": Odd things happened."), qPrintable(text));
            sentences << text;
        }
        QCOMPARE(sentences.size(), static_cast<int>(ErrorCode::Internal) + 1);  // and no two have the same
    }

    void whatIsKnownIsSaidWhole_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("a name in front") << "a b.mp4 is empty."
                                         << "a b.mp4 está vacío.";
        QTest::newRow("a name within") << "The folder /x/y does not exist."
                                       << "La carpeta /x/y no existe.";
        QTest::newRow("a sentence in a sentence") << "Nothing can be written into /x: the disk is full."
                                                  << "No se puede escribir nada en /x: el disco está lleno.";
        QTest::newRow("a name that looks like a place") << "100%1.mp4 is empty."
                                                        << "100%1.mp4 está vacío.";
    }
    void whatIsKnownIsSaidWhole() {
        QFETCH(QString, said);
        QFETCH(QString, wanted);
        QCoreApplication::installTranslator(&m_spanish);
        QCOMPARE(ui::errorText({ErrorCode::InvalidData, said.toStdString(), {}}), wanted);
    }

    void theEngineStillSaysWhatIsKnown() {
        const QString sources = engineSources();
        for (const char* form : ui::knownErrorForms()) QVERIFY2(isSaid(QString::fromUtf8(form), sources), form);
    }

private:
    QTranslator m_spanish;
};

QTEST_GUILESS_MAIN(tst_error_words)
#include "tst_error_words.moc"
