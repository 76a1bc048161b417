#include "ui/settings/settings_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "engine/base/platform.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/settings/setting_row_widget.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
const QString kTheme = QStringLiteral("window/theme");
const QString kLanguage = QStringLiteral("window/language");
constexpr int kWidest = 860;
constexpr SettingGroup kGroups[] = {SettingGroup::Window, SettingGroup::Work,  SettingGroup::Folders,
                                    SettingGroup::Cache,  SettingGroup::Files, SettingGroup::Other};
}  // namespace

extern const PageDefinition kSettingsPage;
const PageDefinition kSettingsPage{
    .id = "settings",
    .glyph = Glyph::Settings,
    .title = [] { return SettingsPage::tr("Settings"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new SettingsPage(workspace, parent); }};

SettingsPage::SettingsPage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      m_workspace(workspace),
      m_search(makeSearchField(tr("Find a setting"), this)),
      m_none(makeEmptyText(this)) {
    auto* inner = new QWidget;
    inner->setMaximumWidth(kWidest);
    auto* list = new QVBoxLayout(inner);
    list->setContentsMargins(0, 0, 0, 12);
    list->setSpacing(16);
    std::vector<SettingRow> rows = windowRows();
    Tools* tools = workspace.host().tools();
    if (tools) std::ranges::move(tools->settings(), std::back_inserter(rows));
    for (const SettingGroup group : kGroups) addSection(group, rows, list);
    if (tools) {
        auto* file = new QLabel(tr("Kept in %1").arg(toQt(base::toUtf8(tools->programSettingsFile()))), inner);
        file->setObjectName(QStringLiteral("muted"));
        file->setTextInteractionFlags(Qt::TextSelectableByMouse);
        list->addWidget(file);
    }
    list->addStretch();
    m_none->setText(tr("No setting matches."));
    m_none->hide();
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setObjectName(QStringLiteral("pageScroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* holder = new QWidget;
    auto* centred = new QHBoxLayout(holder);
    centred->setContentsMargins(0, 0, 12, 0);
    centred->addWidget(inner, 1);
    centred->addStretch();
    scroll->setWidget(holder);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_search);
    layout->addWidget(m_none);
    layout->addWidget(scroll, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::find);
}

void SettingsPage::addSection(SettingGroup group, const std::vector<SettingRow>& rows, QVBoxLayout* layout) {
    auto* whole = new QWidget(this);
    auto* title = new QLabel(groupText(group), whole);
    title->setObjectName(QStringLiteral("sectionTitle"));
    auto* card = new QWidget(whole);
    makeCard(card);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(0, 4, 0, 4);
    inner->setSpacing(0);
    Section section{.whole = whole, .rows = {}};
    for (const SettingRow& row : rows) {
        const bool isWindow = row.source == "window";
        const SettingWords words = isWindow ? windowWords(row.key) : wordsOf(row);
        if (words.group != group) continue;
        auto* widget = new SettingRowWidget(row, words, card);
        inner->addWidget(widget);
        section.rows.push_back(widget);
        connect(widget, &SettingRowWidget::changed, this, [this, widget, isWindow](const QString& value) {
            if (isWindow)
                changeWindow(widget, value);
            else
                change(widget, value);
        });
    }
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(title);
    column->addWidget(card);
    layout->addWidget(whole);
    whole->setVisible(!section.rows.empty());
    if (!section.rows.empty()) m_sections.push_back(std::move(section));
}

void SettingsPage::find(const QString& text) {
    bool any = false;
    for (const Section& section : m_sections) {
        bool anyHere = false;
        for (SettingRowWidget* row : section.rows) {
            const bool isMeant = text.isEmpty() || row->matches(text);
            row->setVisible(isMeant);
            anyHere = anyHere || isMeant;
        }
        section.whole->setVisible(anyHere);
        any = any || anyHere;
    }
    m_none->setVisible(!any);
}

// ---- Of the window itself --------------------------------------------------------------------------------------

std::vector<SettingRow> SettingsPage::windowRows() const {
    const auto row = [](const char* key, const QString& value) {
        return SettingRow{.key = key, .value = value.toStdString(), .source = "window"};
    };
    return {row("theme", QString::number(m_workspace.settings().value(kTheme, 0).toInt())),
            row("language", m_workspace.settings().value(kLanguage).toString())};
}

SettingWords SettingsPage::windowWords(const std::string& key) {
    SettingWords words{.group = SettingGroup::Window, .editor = SettingEditor::Choice};
    if (key == "theme") {
        words.label = tr("Colours");
        words.sentence = tr("Light, dark, or as the desktop has them.");
        words.choices = {"0", "1", "2"};
        words.choiceLabels = {tr("As the desktop"), tr("Light"), tr("Dark")};
        return words;
    }
    words.label = tr("Language");
    words.sentence = tr("Of the window; dates and numbers follow it.");
    words.choices = {"", "en", "es"};
    words.choiceLabels = {tr("As the desktop"), QStringLiteral("English"), QStringLiteral("Español")};
    return words;
}

void SettingsPage::changeWindow(SettingRowWidget* widget, const QString& value) {
    if (widget->key() == "theme") {
        m_workspace.settings().setValue(kTheme, value.toInt());
        m_workspace.theme().choose(static_cast<ThemeChoice>(value.toInt()));
        return;
    }
    m_workspace.settings().setValue(kLanguage, value);
    widget->tell(tr("From the next start."), false);
}

// ---- Of the program --------------------------------------------------------------------------------------------

void SettingsPage::change(SettingRowWidget* widget, const QString& value) {
    const auto saved = m_workspace.host().tools()->saveSetting(widget->key(), value.toStdString());
    if (!saved) return widget->tell(errorText(saved.error()), true);
    const bool isLive = widget->key() == "jobs" || widget->key() == "threads";
    if (isLive) changeNow(widget->key(), value);
    widget->tell(isLive ? tr("Saved; holds for the jobs that start now.") : tr("Saved; from the next start."), false);
}

/// What the engine can change while it runs, it changes.
void SettingsPage::changeNow(const std::string& key, const QString& value) {
    api::RuntimeSettings change;
    (key == "jobs" ? change.jobs : change.threads) = value.toInt();
    m_workspace.bridge().settings(change, this, [this](base::Result<api::RuntimeSettings> held) {
        if (!held) m_workspace.say(MessageBar::Tone::Problem, errorText(held.error()));
    });
}

}  // namespace fotograma::ui
