/// How each setting of the program is told and changed in the window: its group, its label, a sentence, an editor.
///
/// Thread   Qt thread (translations).
#pragma once

#include <QString>
#include <QStringList>
#include <string>

#include "ui/tools.h"

namespace fotograma::ui {

enum class SettingGroup { Window, Work, Folders, Cache, Files, Other };

enum class SettingEditor { Text, Number, Choice, Folder };

struct SettingWords {
    SettingGroup group = SettingGroup::Other;
    SettingEditor editor = SettingEditor::Text;
    QString label;
    QString sentence;
    QStringList choices;       ///< As the file has them.
    QStringList choiceLabels;  ///< As people read them; as many.
    int maximum = 0;           ///< Number.
    QString zero;              ///< Number: what 0 means.
};

/// Of a setting that the window does not know by name: its own sentence, as text.
[[nodiscard]] SettingWords wordsOf(const SettingRow& row);
[[nodiscard]] QString groupText(SettingGroup group);

}  // namespace fotograma::ui
