#include "ui/settings/setting_row_widget.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

#include "ui/choice_box.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kEditorWidth = 380;
constexpr int kChooseWidth = 130;
}  // namespace

SettingRowWidget::SettingRowWidget(const SettingRow& row, const SettingWords& words, QWidget* parent)
    : QWidget(parent),
      m_key(row.key),
      m_searched(QStringList{words.label, words.sentence, toQt(row.key), toQt(row.variable)}.join(u' ')),
      m_value(toQt(row.value)),
      m_told(new QLabel(this)) {
    auto* label = new QLabel(words.label, this);
    auto* sentence = new QLabel(words.sentence, this);
    sentence->setObjectName(QStringLiteral("muted"));
    sentence->setWordWrap(true);
    m_told->setWordWrap(true);
    m_told->setObjectName(QStringLiteral("settingTold"));
    m_told->hide();
    QWidget* editor = makeEditor(row, words);
    editor->setAccessibleName(words.label);
    editor->setAccessibleDescription(words.sentence);
    label->setBuddy(editor);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(label);
    texts->addWidget(sentence);
    texts->addStretch();
    auto* side = new QVBoxLayout;
    side->setSpacing(3);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(editor, 1);
    if (words.editor == SettingEditor::Folder) {
        QToolButton* choose = makeToolButton(Glyph::Folder, tr("Choose…"), this);
        choose->setAccessibleName(tr("%1: choose a folder").arg(words.label));
        choose->setEnabled(editor->isEnabled());
        choose->setFixedWidth(kChooseWidth - line->spacing());
        line->addWidget(choose);
        auto* field = qobject_cast<QLineEdit*>(editor);
        connect(choose, &QToolButton::clicked, this, [this, field] {
            const QString folder = QFileDialog::getExistingDirectory(this, {}, field->text());
            if (folder.isEmpty()) return;
            field->setText(folder);
            edit(folder);
        });
    }
    side->addLayout(line);
    side->addWidget(m_told);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(24);
    layout->addLayout(texts, 1);
    layout->addLayout(side, 0);
    if (row.source == "environment" || row.source == "flag")
        tell(tr("Set by %1, which wins over this.").arg(toQt(row.variable)), false);
}

QWidget* SettingRowWidget::makeEditor(const SettingRow& row, const SettingWords& words) {
    const bool mayEdit = row.source != "environment" && row.source != "flag";
    QWidget* editor = nullptr;
    if (words.editor == SettingEditor::Number) {
        auto* box = new QSpinBox(this);
        box->setRange(0, words.maximum);
        box->setSpecialValueText(words.zero);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);  // the arrow keys do the same
        box->setGroupSeparatorShown(true);
        box->setKeyboardTracking(false);
        box->setValue(toQt(row.value).toInt());
        connect(box, &QSpinBox::valueChanged, this, [this](int value) { edit(QString::number(value)); });
        editor = box;
    } else if (words.editor == SettingEditor::Choice) {
        auto* box = new ChoiceBox(this);
        for (qsizetype i = 0; i < words.choices.size(); ++i) box->addItem(words.choiceLabels[i], words.choices[i]);
        // One that only the file can say, as "cuda:1".
        if (box->findData(toQt(row.value)) < 0) box->addItem(toQt(row.value), toQt(row.value));
        box->setCurrentIndex(box->findData(toQt(row.value)));
        connect(box, &QComboBox::activated, this, [this, box] { edit(box->currentData().toString()); });
        editor = box;
    } else {
        auto* field = new QLineEdit(toQt(row.value), this);
        connect(field, &QLineEdit::editingFinished, this, [this, field] { edit(field->text()); });
        editor = field;
    }
    editor->setFixedWidth(words.editor == SettingEditor::Folder ? kEditorWidth - kChooseWidth : kEditorWidth);
    editor->setEnabled(mayEdit);
    editor->setObjectName(toQt(row.key));
    return editor;
}

void SettingRowWidget::edit(const QString& value) {
    if (value == m_value) return;
    m_value = value;
    emit changed(value);
}

bool SettingRowWidget::matches(const QString& text) const { return m_searched.contains(text, Qt::CaseInsensitive); }

void SettingRowWidget::tell(const QString& sentence, bool isProblem) {
    tellIn(*m_told, sentence, isProblem);
    m_told->setMaximumWidth(kEditorWidth);
}

}  // namespace fotograma::ui
