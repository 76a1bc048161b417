#include "ui/queue/job_editor.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/choice_box.h"
#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/words.h"
#include "ui/workspace.h"

namespace fotograma::ui {

namespace {
constexpr int kMostPriority = 100;
}  // namespace

JobEditor::JobEditor(Workspace& workspace, QWidget* parent)
    : QFrame(parent),
      m_workspace(workspace),
      m_title(new QLabel(this)),
      m_recipe(new ChoiceBox(this)),
      m_device(new ChoiceBox(this)),
      m_folder(new QLineEdit(this)),
      m_priority(new QSpinBox(this)),
      m_apply(new QPushButton(tr("Apply"), this)) {
    setObjectName(QStringLiteral("jobEditor"));
    m_title->setObjectName(QStringLiteral("detailsTitle"));
    m_recipe->setObjectName(QStringLiteral("editRecipe"));
    m_recipe->setAccessibleName(tr("Recipe for the selected jobs"));
    m_device->setObjectName(QStringLiteral("editDevice"));
    m_device->setAccessibleName(tr("Device for the selected jobs"));
    m_folder->setObjectName(QStringLiteral("editFolder"));
    m_folder->setAccessibleName(tr("Output folder for the selected jobs"));
    m_folder->setPlaceholderText(tr("Output folder stays"));
    m_priority->setObjectName(QStringLiteral("editPriority"));
    m_priority->setAccessibleName(tr("Priority of the selected jobs"));
    // One below the least stands for "as it is".
    m_priority->setRange(-kMostPriority - 1, kMostPriority);
    m_priority->setSpecialValueText(tr("stays"));
    m_priority->setPrefix(tr("Priority "));
    m_apply->setObjectName(QStringLiteral("primary"));
    auto* close = new QToolButton(this);
    close->setIcon(icon(Glyph::Close, &Theme::muted));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close the editing of jobs"));

    auto* first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(close);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_recipe, 3);
    second->addWidget(m_folder, 4);
    second->addWidget(m_device, 2);
    second->addWidget(m_priority, 1);
    second->addWidget(m_apply);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 10);
    layout->addLayout(first);
    layout->addLayout(second);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_apply, &QPushButton::clicked, this, &JobEditor::apply);
    connect(m_folder, &QLineEdit::returnPressed, this, &JobEditor::apply);
    hide();
}

void JobEditor::edit(const std::vector<api::JobId>& jobs) {
    m_jobs = jobs;
    if (jobs.empty()) return hide();
    m_title->setText(jobs.size() == 1 ? tr("Change one job") : tr("Change %1 jobs").arg(jobs.size()));
    fill();
    show();
    m_recipe->setFocus();
}

void JobEditor::fill() {
    m_recipe->clear();
    m_recipe->addItem(tr("Recipe stays"));
    for (const api::RecipeInfo& recipe : m_workspace.recipes())
        m_recipe->addItem(toQt(recipe.title.empty() ? recipe.id : recipe.title), toQt(recipe.id));
    m_device->clear();
    m_device->addItem(tr("Device stays"));
    m_device->addItem(tr("Best device"), QStringLiteral("auto"));
    for (const api::DeviceInfo& device : m_workspace.info().devices)
        if (device.available) m_device->addItem(toQt(device.name), toQt(device.id));
    m_folder->clear();
    m_priority->setValue(m_priority->minimum());
}

std::optional<api::JobEdit> JobEditor::wanted() const {
    api::JobEdit edit;
    bool isAny = false;
    if (const api::RecipeInfo* recipe = m_workspace.recipe(m_recipe->currentData().toString())) {
        edit.recipe = recipe->recipe;
        isAny = true;
    }
    if (const QString device = m_device->currentData().toString(); !device.isEmpty()) {
        edit.device = device.toStdString();
        isAny = true;
    }
    if (const QString folder = m_folder->text().trimmed(); !folder.isEmpty()) {
        edit.outputFolder = QDir::cleanPath(QDir::fromNativeSeparators(folder)).toStdString();
        isAny = true;
    }
    if (m_priority->value() != m_priority->minimum()) {
        edit.priority = m_priority->value();
        isAny = true;
    }
    return isAny ? std::optional(edit) : std::nullopt;
}

void JobEditor::apply() {
    const auto edit = wanted();
    if (!edit) return hide();
    m_workspace.bridge().edit({.ids = m_jobs}, *edit, this, [this](base::Result<api::ControlReply> reply) {
        if (!reply) return m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
        hide();
        if (reply->refused.empty()) return m_workspace.hush();
        m_workspace.say(MessageBar::Tone::Note, tr("Changed: %1. Not changed: %2. %3")
                                                    .arg(reply->changed.size())
                                                    .arg(reply->refused.size())
                                                    .arg(errorText(reply->refused.front().second)));
    });
}

}  // namespace fotograma::ui
