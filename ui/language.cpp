#include "ui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include "engine/base/platform.h"
#include "ui/words.h"

// Resources of a static library are dropped by the linker unless somebody asks for them; must be outside namespaces.
static void loadTranslations() { Q_INIT_RESOURCE(translations); }

namespace fotograma::ui {

namespace {

const QString kLanguageKey = QStringLiteral("window/language");

/// English is written in the sources; its file only tells one from many.
void install(QCoreApplication& application, const QString& file, const QString& folder) {
    auto* translator = new QTranslator(&application);
    if (translator->load(file, folder)) QCoreApplication::installTranslator(translator);
}

}  // namespace

bool speakLanguage(QCoreApplication& application, const QString& code) {
    loadTranslations();
    const QString folder = QStringLiteral(":/fotograma/translations");
    const QString file = QStringLiteral("fotograma_") + code;
    QTranslator probe;
    if (!probe.load(file, folder)) return false;
    // Numbers and dates as where the user lives, when they speak it there.
    const QLocale system = QLocale::system();
    QLocale::setDefault(system.name().startsWith(code + u'_') ? system : QLocale(code));
    install(application, QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(application, file, folder);
    return true;
}

void speak(QCoreApplication& application, const std::filesystem::path& windowSettings) {
    const QSettings settings(toQt(base::toUtf8(windowSettings)), QSettings::IniFormat);
    QStringList wishes{settings.value(kLanguageKey).toString()};
    if (wishes.front().isEmpty()) {
        wishes.clear();
        for (const QString& name : QLocale::system().uiLanguages()) wishes << name.left(2);
    }
    for (const QString& wish : wishes)
        if (speakLanguage(application, wish)) return;
    speakLanguage(application, QStringLiteral("en"));
}

}  // namespace fotograma::ui
