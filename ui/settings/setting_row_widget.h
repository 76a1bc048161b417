/// One setting as a row: label and sentence, an editor, and beneath it what became of a change.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "ui/settings/setting_words.h"

class QLabel;
class QHBoxLayout;

namespace fotograma::ui {

class SettingRowWidget : public QWidget {
    Q_OBJECT

public:
    SettingRowWidget(const SettingRow& row, const SettingWords& words, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& key() const { return m_key; }
    [[nodiscard]] bool matches(const QString& text) const;
    /// A line beneath: a problem, or when the change holds.
    void tell(const QString& sentence, bool isProblem);

signals:
    /// The user has chosen another value.
    void changed(const QString& value);

private:
    QWidget* makeEditor(const SettingRow& row, const SettingWords& words);
    void edit(const QString& value);

    std::string m_key;
    QString m_searched;  ///< Label, sentence, key and variable.
    QString m_value;
    QLabel* m_told;
};

}  // namespace fotograma::ui
