/// The language of the window: English as written, or a translation that comes with the program.
///
/// Thread   Qt thread, before the first window.
#pragma once

#include <QString>
#include <filesystem>

class QCoreApplication;

namespace fotograma::ui {

/// Speaks what the window's settings say ("window/language": "en", "es"), else what the desktop does. Dates and numbers
/// follow: in the desktop's own country where that is of the language.
void speak(QCoreApplication& application, const std::filesystem::path& windowSettings);

/// The same for one language by its code; false when there is no such translation.
bool speakLanguage(QCoreApplication& application, const QString& code);

}  // namespace fotograma::ui
