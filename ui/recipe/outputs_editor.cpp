#include "ui/recipe/outputs_editor.h"

#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/recipe/chain_editor.h"
#include "ui/recipe/param_form.h"
#include "ui/recipe/recipe_document.h"
#include "ui/recipe/recipe_tables.h"
#include "ui/recipe/rule_list.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(QStringLiteral("cardTitle"));
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

/// Video may be the word "copy" instead of an object.
Json videoOf(const Json& output) {
    if (output["video"].isString()) return Json::object().set("codec", output["video"]);
    return output["video"].isObject() ? output["video"] : Json::object();
}

}  // namespace

OutputsEditor::OutputsEditor(RecipeDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_tabs(new QTabBar(this)), m_remove(new QToolButton(this)) {
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Outputs"));
    auto* add = new QPushButton(icon(Glyph::Plus), tr("Add an output"), this);
    add->setObjectName(QStringLiteral("addOutput"));
    add->setAccessibleName(tr("Add an output"));
    m_remove->setIcon(icon(Glyph::Remove, &Theme::muted));
    m_remove->setAutoRaise(true);
    m_remove->setAccessibleName(tr("Remove this output"));
    m_remove->setToolTip(tr("Remove this output"));
    m_empty = new QLabel(tr("This recipe makes no files: it measures only. Add an output to make one."), this);
    m_empty->setObjectName(QStringLiteral("muted"));
    m_empty->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_tabs);
    head->addStretch(1);
    head->addWidget(m_remove);
    head->addWidget(add);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_empty);
    m_body = makeBody();
    layout->addWidget(m_body);
    layout->addStretch(1);
    connect(add, &QPushButton::clicked, this, [this] {
        m_document.addOutput();
        m_tabs->setCurrentIndex(m_tabs->count() - 1);
    });
    connect(m_remove, &QToolButton::clicked, this, [this] { m_document.removeOutput(current()); });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int output) {
        showOutput();
        emit currentChanged(output);
    });
    connect(&document, &RecipeDocument::changed, this, &OutputsEditor::refresh);
    refresh();
}

QWidget* OutputsEditor::makeBody() {
    auto* body = new QWidget(this);
    m_file = new ParamForm(outputTable(), body);
    m_video = new ParamForm(videoTable(), body);
    m_sound = new RuleList(tr("Sound"), soundRuleTable(), body);
    m_subtitles = new RuleList(tr("Subtitles"), subtitleRuleTable(), body);
    m_chainPlace = new QWidget(body);
    (new QVBoxLayout(m_chainPlace))->setContentsMargins(0, 0, 0, 0);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_file);
    layout->addWidget(heading(tr("Pictures"), body));
    layout->addWidget(m_video);
    layout->addWidget(heading(tr("Filters of this output alone"), body));
    layout->addWidget(m_chainPlace);
    layout->addWidget(m_sound);
    layout->addWidget(m_subtitles);
    connect(m_file, &ParamForm::edited, this,
            [this](const std::string& id, const Json& value) { set(id, value, toQt(id)); });
    connect(m_video, &ParamForm::edited, this, &OutputsEditor::setVideo);
    connect(m_sound, &RuleList::edited, this, [this](const Json& rules, const QString& key) {
        set("audio", rules.items().empty() ? Json() : rules, key.isEmpty() ? key : QStringLiteral("audio/") + key);
    });
    connect(m_subtitles, &RuleList::edited, this, [this](const Json& rules, const QString& key) {
        set("subtitles", rules.items().empty() ? Json() : rules,
            key.isEmpty() ? key : QStringLiteral("subtitles/") + key);
    });
    return body;
}

int OutputsEditor::current() const { return m_tabs->currentIndex(); }

void OutputsEditor::setOperations(const std::vector<api::OperationInfo>& operations) {
    m_operations = operations;
    if (m_chain) m_chain->setOperations(operations);
}

void OutputsEditor::refresh() {
    {
        const QSignalBlocker quiet(m_tabs);
        while (m_tabs->count() > m_document.outputs()) m_tabs->removeTab(m_tabs->count() - 1);
        while (m_tabs->count() < m_document.outputs()) m_tabs->addTab(QString());
        for (int i = 0; i < m_tabs->count(); ++i) {
            const std::string& codec = videoOf(m_document.output(i))["codec"].asString();
            m_tabs->setTabText(i, tr("%1: %2").arg(i + 1).arg(codec.empty() ? QStringLiteral("h264") : toQt(codec)));
        }
    }
    showOutput();
}

void OutputsEditor::showOutput() {
    const bool isAny = m_document.outputs() > 0;
    m_body->setVisible(isAny);
    m_tabs->setVisible(isAny);
    m_remove->setVisible(isAny);
    m_empty->setVisible(!isAny);
    if (!isAny) return;
    const Json output = m_document.output(current());
    m_file->setValues(output);
    m_video->setValues(videoOf(output));
    m_sound->show(output["audio"]);
    m_subtitles->show(output["subtitles"]);
    if (m_chainOf != current() || !m_chain) makeChain();
}

void OutputsEditor::makeChain() {
    if (m_chain) {
        m_chain->hide();
        m_chain->deleteLater();
    }
    m_chainOf = current();
    m_chain = new ChainEditor(m_document, m_chainOf, m_chainPlace);
    m_chain->setOperations(m_operations);
    m_chainPlace->layout()->addWidget(m_chain);
}

void OutputsEditor::set(const std::string& member, const Json& value, const QString& mergeKey) {
    Json output = m_document.output(current());
    setOrErase(output, member, value);
    m_document.setOutput(current(), output, mergeKey);
}

void OutputsEditor::setVideo(const std::string& member, const Json& value) {
    Json output = m_document.output(current());
    Json video = videoOf(output);
    setOrErase(video, member, value);
    // Copied packets take no other setting.
    output.set("video", video["codec"].asString() == "copy" ? Json("copy") : video);
    m_document.setOutput(current(), output, QStringLiteral("video/") + toQt(member));
}

}  // namespace fotograma::ui
