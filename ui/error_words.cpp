#include "ui/error_words.h"

#include <QCoreApplication>
#include <array>

#include "ui/words.h"

namespace fotograma::ui {

using base::ErrorCode;

namespace {

// In the order of the enumerators.
constexpr std::array kByCode{
    QT_TRANSLATE_NOOP("Errors", "The request is not right"),
    QT_TRANSLATE_NOOP("Errors", "Something cannot be found"),
    QT_TRANSLATE_NOOP("Errors", "Something is in the way"),
    QT_TRANSLATE_NOOP("Errors", "There is no permission"),
    QT_TRANSLATE_NOOP("Errors", "This cannot be done here"),
    QT_TRANSLATE_NOOP("Errors", "The file is damaged or not what it claims to be"),
    QT_TRANSLATE_NOOP("Errors", "Memory, disk space or a limit ran out"),
    QT_TRANSLATE_NOOP("Errors", "A device or a component is missing"),
    QT_TRANSLATE_NOOP("Errors", "It is not there now"),
    QT_TRANSLATE_NOOP("Errors", "It took too long"),
    QT_TRANSLATE_NOOP("Errors", "It was stopped"),
    QT_TRANSLATE_NOOP("Errors", "The state does not allow it"),
    QT_TRANSLATE_NOOP("Errors", "What was asked for is no longer kept"),
    QT_TRANSLATE_NOOP("Errors", "Reading or writing failed"),
    QT_TRANSLATE_NOOP("Errors", "An error of the program"),
};
static_assert(kByCode.size() == static_cast<std::size_t>(ErrorCode::Internal) + 1);

// What disks, files and people's mistakes bring about every day. A form that ends alike comes before a shorter one.
constexpr std::array kForms{
    QT_TRANSLATE_NOOP("Errors", "%1: already exists; allow replacing it or choose another name"),
    QT_TRANSLATE_NOOP("Errors", "%1: is the input itself and is never replaced"),
    QT_TRANSLATE_NOOP("Errors", "%1 is the input itself; choose another output."),
    QT_TRANSLATE_NOOP("Errors", "%1: two outputs have this name"),
    QT_TRANSLATE_NOOP("Errors", "%1: the folder cannot be made"),
    QT_TRANSLATE_NOOP("Errors", "%1: its folder went away while it was written"),
    QT_TRANSLATE_NOOP("Errors", "%1: what was written cannot be read back"),
    QT_TRANSLATE_NOOP("Errors", "%1: the disk is full."),
    QT_TRANSLATE_NOOP("Errors", "%1: the disk quota is used up."),
    QT_TRANSLATE_NOOP("Errors", "%1: the file would be too large for this disk."),
    QT_TRANSLATE_NOOP("Errors", "%1: too many files are open."),
    QT_TRANSLATE_NOOP("Errors", "%1: there is not enough memory."),
    QT_TRANSLATE_NOOP("Errors", "%1: there is no such file or folder."),
    QT_TRANSLATE_NOOP("Errors", "%1: there is no such file."),
    QT_TRANSLATE_NOOP("Errors", "%1: there is no such file"),
    QT_TRANSLATE_NOOP("Errors", "%1: the system does not allow it."),
    QT_TRANSLATE_NOOP("Errors", "%1: it is not allowed."),
    QT_TRANSLATE_NOOP("Errors", "%1: it took too long."),
    QT_TRANSLATE_NOOP("Errors", "%1: reading or writing failed."),
    QT_TRANSLATE_NOOP("Errors", "%1: the data is damaged or not what it claims to be."),
    QT_TRANSLATE_NOOP("Errors", "%1: the file ends too early."),
    QT_TRANSLATE_NOOP("Errors", "%1 has no index (moov): the recording or download did not finish."),
    QT_TRANSLATE_NOOP("Errors", "%1 is empty."),
    QT_TRANSLATE_NOOP("Errors", "%1 is a folder."),
    QT_TRANSLATE_NOOP("Errors", "%1 has no tracks in it."),
    QT_TRANSLATE_NOOP("Errors", "%1 is not a video file: its content is of no known kind."),
    QT_TRANSLATE_NOOP("Errors", "%1 is a web page, not a video file; the download went wrong."),
    QT_TRANSLATE_NOOP("Errors", "%1 holds nothing but zeros; the copy or download did not finish."),
    QT_TRANSLATE_NOOP(
        "Errors", "%1 is a list of other files, and such lists are never followed; give the video files themselves."),
    QT_TRANSLATE_NOOP("Errors", "%1 wants to open other files, which is never allowed."),
    QT_TRANSLATE_NOOP("Errors", "%1: it holds sound but no picture; there is nothing to filter or encode"),
    QT_TRANSLATE_NOOP("Errors", "%1: no picture could be decoded"),
    QT_TRANSLATE_NOOP("Errors", "%1 writes files: give an output folder."),
    QT_TRANSLATE_NOOP("Errors", "The folder %1 does not exist."),
    QT_TRANSLATE_NOOP("Errors", "There is no job %1."),
    QT_TRANSLATE_NOOP("Errors", "Nothing can be written into %1"),
    QT_TRANSLATE_NOOP("Errors", "%1 cannot be read further"),
    QT_TRANSLATE_NOOP("Errors", "%1 cannot be read"),
    QT_TRANSLATE_NOOP("Errors", "There is not enough memory to open a file."),
    QT_TRANSLATE_NOOP("Errors", "There is not enough memory to write a file."),
    QT_TRANSLATE_NOOP("Errors", "This service keeps no cache."),
};

QString translated(const char* text) { return QCoreApplication::translate("Errors", text); }

/// The text in the window's language where it has one of the forms; what stands for %1 may have one in turn.
QString inForm(const QString& text) {
    for (const char* form : kForms) {
        const QString known = QString::fromUtf8(form);
        const qsizetype gap = known.indexOf(QStringLiteral("%1"));
        if (gap < 0) {
            if (text == known) return translated(form);
            continue;
        }
        const QStringView before = QStringView(known).left(gap);
        const QStringView behind = QStringView(known).mid(gap + 2);
        const bool fits =
            text.size() > before.size() + behind.size() && text.startsWith(before) && text.endsWith(behind);
        if (!fits) continue;
        const QString name = text.mid(before.size(), text.size() - before.size() - behind.size());
        const QString inside = inForm(name);
        return translated(form).replace(QStringLiteral("%1"), inside.isEmpty() ? name : inside);
    }
    return {};
}

}  // namespace

QString errorText(const base::Error& error) {
    const QString said = toQt(error.message);
    const auto code = std::min(static_cast<std::size_t>(error.code), kByCode.size() - 1);
    const QString general = translated(kByCode[code]);
    // The engine speaks English: where the window does, there is nothing to add.
    if (general == QLatin1String(kByCode[code])) return said;
    if (const QString known = inForm(said); !known.isEmpty()) return known;
    return said.isEmpty() ? general : QStringLiteral("%1: %2").arg(general, said);
}

std::span<const char* const> knownErrorForms() { return kForms; }

}  // namespace fotograma::ui
