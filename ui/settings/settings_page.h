/// The settings of window and program on one page, found by typing. A change is kept at once; what is wrong is said
/// beneath it.
///
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <vector>

#include "ui/page.h"
#include "ui/settings/setting_words.h"
#include "ui/workspace.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace fotograma::ui {

class SettingRowWidget;

class SettingsPage : public Page {
    Q_OBJECT

public:
    SettingsPage(Workspace& workspace, QWidget* parent);

    void find(const QString& text);

private:
    struct Section {
        QWidget* whole;
        std::vector<SettingRowWidget*> rows;
    };

    void addSection(SettingGroup group, const std::vector<SettingRow>& rows, QVBoxLayout* layout);
    [[nodiscard]] std::vector<SettingRow> windowRows() const;
    [[nodiscard]] static SettingWords windowWords(const std::string& key);
    void change(SettingRowWidget* widget, const QString& value);
    void changeWindow(SettingRowWidget* widget, const QString& value);
    void changeNow(const std::string& key, const QString& value);

    Workspace& m_workspace;
    QLineEdit* m_search;
    QLabel* m_none;
    std::vector<Section> m_sections;
};

}  // namespace fotograma::ui
