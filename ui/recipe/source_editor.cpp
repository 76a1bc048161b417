#include "ui/recipe/source_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/recipe/operation_picker.h"
#include "ui/recipe/param_form.h"
#include "ui/recipe/recipe_document.h"
#include "ui/recipe/recipe_tables.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

SourceEditor::SourceEditor(RecipeDocument& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_input(new ParamForm(inputTable(), this)),
      m_list(new QListWidget(this)),
      m_add(new QPushButton(icon(Glyph::Plus), tr("Add a measure"), this)),
      m_remove(new QPushButton(icon(Glyph::Remove), tr("Remove"), this)) {
    auto* title = new QLabel(tr("Measured in every clip"), this);
    title->setObjectName(QStringLiteral("cardTitle"));
    m_list->setAccessibleName(tr("Measures"));
    m_list->setObjectName(QStringLiteral("measures"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMinimumHeight(140);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_input);
    layout->addSpacing(6);
    layout->addWidget(title);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    connect(m_input, &ParamForm::edited, this, [this](const std::string& id, const Json& value) {
        Json input = m_document.input();
        setOrErase(input, id, value);
        m_document.setInput(input, toQt(id));
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        auto* picker = new OperationPicker(m_measures, this);  // deletes itself when closed
        connect(picker, &OperationPicker::picked, this, &SourceEditor::addMeasure);
        picker->popup(*m_add);
    });
    connect(m_remove, &QPushButton::clicked, this, &SourceEditor::removeMeasure);
    connect(&document, &RecipeDocument::changed, this, &SourceEditor::refresh);
    refresh();
}

void SourceEditor::setOperations(const std::vector<api::OperationInfo>& operations) {
    m_measures.clear();
    for (const api::OperationInfo& one : operations)
        if (one.kind == api::OperationKind::Measure) m_measures.push_back(one);
    refresh();
}

void SourceEditor::refresh() {
    m_input->setValues(m_document.input());
    const int row = m_list->currentRow();
    m_list->clear();
    for (const Json& use : m_document.measures()) {
        const auto info = std::ranges::find(m_measures, use["id"].asString(), &api::OperationInfo::id);
        QString text = info == m_measures.end() ? toQt(use["id"].asString()) : engineText(info->title);
        if (!use["at"].asString().empty()) text += tr(", of the pictures at %1").arg(toQt(use["at"].asString()));
        auto* item = new QListWidgetItem(text, m_list);
        if (info != m_measures.end()) item->setToolTip(engineText(info->sentence));
    }
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    m_remove->setEnabled(m_list->count() > 0);
}

void SourceEditor::addMeasure(const std::string& id) {
    Json::Array measures = m_document.measures();
    measures.push_back(Json::object().set("id", id));
    m_document.setMeasures(measures, tr("Add a measure"));
    m_list->setCurrentRow(m_list->count() - 1);
}

void SourceEditor::removeMeasure() {
    Json::Array measures = m_document.measures();
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(measures.size())) return;
    measures.erase(measures.begin() + row);
    m_document.setMeasures(measures, tr("Remove a measure"));
}

}  // namespace fotograma::ui
