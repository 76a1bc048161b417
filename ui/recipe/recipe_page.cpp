#include "ui/recipe/recipe_page.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "engine/base/platform.h"
#include "ui/choice_box.h"
#include "ui/error_words.h"
#include "ui/preview/preview_pane.h"
#include "ui/recipe/chain_editor.h"
#include "ui/recipe/explain_view.h"
#include "ui/recipe/outputs_editor.h"
#include "ui/recipe/source_editor.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

constinit extern const PageDefinition kRecipePage{
    .id = "recipe",
    .glyph = Glyph::Recipe,
    .title = [] { return RecipePage::tr("Recipe"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new RecipePage(workspace, parent); }};

namespace {

const QString kSplitter = QStringLiteral("recipe/splitter");
const QString kLastClip = QStringLiteral("recipe/clip");
constexpr int kCheckMs = 150;
/// An input that is never there: that it is missing is not said of the recipe.
std::string noInput() { return QDir::temp().absoluteFilePath(QStringLiteral("no-clip-was-chosen")).toStdString(); }

QScrollArea* scrolled(QWidget* content, const QString& name) {
    auto* area = new QScrollArea;
    area->setAccessibleName(name);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget;
    auto* layout = new QVBoxLayout(inner);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->addWidget(content);
    area->setWidget(inner);
    inner->setAutoFillBackground(false);  // the card's own shows
    area->viewport()->setAutoFillBackground(false);
    return area;
}

}  // namespace

RecipePage::RecipePage(Workspace& workspace, QWidget* parent) : Page(parent), m_workspace(workspace) {
    m_preview = new PreviewPane(workspace, this);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(makeEditor());
    m_splitter->addWidget(m_preview);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setSizes({470, 660});
    m_splitter->setHandleWidth(10);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(8, 4, 12, 6);
    middle->addWidget(m_splitter);
    layout->addLayout(middle, 1);
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckMs);
    connectParts();
    fillRecipes();
    showDocument();
}

// ---- Making ----------------------------------------------------------------------------------------------------

QToolBar* RecipePage::makeToolBar() {
    auto* bar = new QToolBar(tr("Recipe"), this);
    bar->setObjectName(QStringLiteral("recipeBar"));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(22, 18));
    m_recipes = new ChoiceBox(bar);
    m_recipes->setObjectName(QStringLiteral("openRecipe"));
    m_recipes->setAccessibleName(tr("Recipe to edit"));
    m_recipes->setMinimumContentsLength(22);
    bar->addWidget(m_recipes);
    bar->addSeparator();
    QUndoStack& history = m_document.history();
    const auto addAction = [&](QAction* action, Glyph glyph, const QKeySequence& keys) {
        action->setIcon(icon(glyph));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        QWidget::addAction(action);
        bar->addAction(action);
        return action;
    };
    // Their texts name the step: as buttons they would push the others about.
    for (QAction* step : {addAction(history.createUndoAction(this, tr("Undo")), Glyph::Undo, QKeySequence::Undo),
                          addAction(history.createRedoAction(this, tr("Redo")), Glyph::Redo, QKeySequence::Redo)})
        qobject_cast<QToolButton*>(bar->widgetForAction(step))->setToolButtonStyle(Qt::ToolButtonIconOnly);
    bar->addSeparator();
    connect(addAction(new QAction(tr("Save"), this), Glyph::Save, QKeySequence::Save), &QAction::triggered, this,
            &RecipePage::saveRecipe);
    m_remove = addAction(new QAction(tr("Delete"), this), Glyph::Remove, {});
    connect(m_remove, &QAction::triggered, this, &RecipePage::removeRecipe);
    connect(addAction(new QAction(tr("Import…"), this), Glyph::Import, {}), &QAction::triggered, this, [this] {
        importRecipe(QFileDialog::getOpenFileName(this, tr("Import a recipe"), {}, tr("Recipes (*.json)")));
    });
    connect(addAction(new QAction(tr("Export…"), this), Glyph::Export, {}), &QAction::triggered, this, [this] {
        exportRecipe(QFileDialog::getSaveFileName(this, tr("Export the recipe"),
                                                  toQt(savedForm()["id"].asString()) + QStringLiteral(".recipe.json"),
                                                  tr("Recipes (*.json)")));
    });
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    auto* use = addAction(new QAction(tr("Use for the queue"), this), Glyph::Queue, Qt::CTRL | Qt::Key_Return);
    use->setIcon(icon(Glyph::Queue, &Theme::onAccent));
    bar->widgetForAction(use)->setObjectName(QStringLiteral("primary"));
    connect(use, &QAction::triggered, this, &RecipePage::useInQueue);
    return bar;
}

QWidget* RecipePage::makeEditor() {
    auto* card = new QFrame(this);
    card->setObjectName(QStringLiteral("card"));
    m_title = new QLineEdit(card);
    m_title->setObjectName(QStringLiteral("recipeTitle"));
    m_title->setPlaceholderText(tr("Name of the recipe"));
    m_title->setAccessibleName(tr("Name of the recipe"));
    m_checkIcon = new QLabel(card);
    m_checkText = new QLabel(card);
    m_checkText->setObjectName(QStringLiteral("checkSentence"));
    m_checkText->setWordWrap(true);
    m_checkText->setAccessibleName(tr("What the engine says of the recipe"));
    m_chain = new ChainEditor(m_document, RecipeDocument::kShared);
    m_chain->setObjectName(QStringLiteral("sharedChain"));
    m_outputs = new OutputsEditor(m_document);
    m_source = new SourceEditor(m_document);
    m_explain = new ExplainView;
    m_tabs = new QTabWidget(card);
    m_tabs->setAccessibleName(tr("Parts of the recipe"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the recipe"));
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(scrolled(m_chain, tr("Filters")), tr("Filters"));
    m_tabs->addTab(scrolled(m_outputs, tr("Outputs")), tr("Outputs"));
    m_tabs->addTab(scrolled(m_source, tr("Source and measures")), tr("Source and measures"));
    m_tabs->addTab(scrolled(m_explain, tr("Explain")), tr("Explain"));
    auto* check = new QHBoxLayout;
    check->setContentsMargins(14, 0, 14, 4);
    check->setSpacing(8);
    check->addWidget(m_checkIcon, 0, Qt::AlignTop);
    check->addWidget(m_checkText, 1);
    auto* title = new QHBoxLayout;
    title->setContentsMargins(8, 8, 8, 2);
    title->addWidget(m_title);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->setSpacing(4);
    layout->addLayout(title);
    layout->addLayout(check);
    layout->addWidget(m_tabs, 1);
    card->setMinimumWidth(360);
    return card;
}

void RecipePage::connectParts() {
    connect(&m_document, &RecipeDocument::changed, this, &RecipePage::showDocument);
    connect(&m_checkSoon, &QTimer::timeout, this, &RecipePage::checkNow);
    connect(m_title, &QLineEdit::textEdited, this, [this](const QString& text) { m_document.setText("title", text); });
    connect(m_recipes, &QComboBox::activated, this, &RecipePage::loadChosen);
    connect(m_outputs, &OutputsEditor::currentChanged, this, &RecipePage::showDocument);
    connect(m_tabs, &QTabWidget::currentChanged, this, &RecipePage::showDocument);
    connect(m_preview, &PreviewPane::clipChanged, this, [this] {
        m_checkSoon.start();
        showCuts();
    });
    const auto takeInfo = [this] {
        m_chain->setOperations(m_workspace.info().operations);
        m_outputs->setOperations(m_workspace.info().operations);
        m_source->setOperations(m_workspace.info().operations);
    };
    connect(&m_workspace, &Workspace::infoChanged, this, takeInfo);
    takeInfo();
    connect(&m_workspace, &Workspace::recipesChanged, this, &RecipePage::fillRecipes);
    connect(&m_workspace, &Workspace::recipeEditAsked, this, [this](const Json& recipe, const QString& clip) {
        load(recipe);
        m_preview->setClip(clip);
    });
}

void RecipePage::restore(const QSettings& settings) {
    m_splitter->restoreState(settings.value(kSplitter).toByteArray());
    const QString clip = settings.value(kLastClip).toString();
    if (QFileInfo::exists(clip)) m_preview->setClip(clip);
}

void RecipePage::save(QSettings& settings) const {
    settings.setValue(kSplitter, m_splitter->saveState());
    settings.setValue(kLastClip, m_preview->clip());
}

// ---- Which recipe ------------------------------------------------------------------------------------------------

void RecipePage::fillRecipes() {
    const QSignalBlocker quiet(m_recipes);
    m_recipes->clear();
    m_recipes->addItem(tr("New recipe"));
    for (const api::RecipeInfo& info : m_workspace.recipes())
        m_recipes->addItem(toQt(info.title.empty() ? info.id : info.title), toQt(info.id));
    m_recipes->setCurrentIndex(std::max(0, m_recipes->findData(m_document.text("id"))));
    // Nobody starts from an empty page when there is something to start from.
    if (m_document.history().count() == 0 && m_document.text("id") == QLatin1String("new") && m_recipes->count() > 1)
        load(m_workspace.recipes().front().recipe);
    showDocument();
}

void RecipePage::load(const Json& recipe) {
    m_document.load(recipe);
    const QSignalBlocker quiet(m_recipes);
    m_recipes->setCurrentIndex(std::max(0, m_recipes->findData(m_document.text("id"))));
}

void RecipePage::loadChosen() {
    if (const api::RecipeInfo* info = m_workspace.recipe(m_recipes->currentData().toString()))
        load(info->recipe);
    else
        load(Json::object()
                 .set("version", 1)
                 .set("id", "new")
                 .set("title", "")
                 .set("filters", Json::array())
                 .set("outputs", Json::array().append(Json::object().set("container", "mp4"))));
}

/// After each change: fields, preview, and the engine's word on it.
void RecipePage::showDocument() {
    if (m_title->text() != m_document.text("title")) m_title->setText(m_document.text("title"));
    const auto count = static_cast<int>(m_document.chain(RecipeDocument::kShared).size());
    m_tabs->setTabText(0, count == 0 ? tr("Filters") : tr("Filters (%1)").arg(count));
    m_tabs->setTabText(1, m_document.outputs() == 0 ? tr("Outputs") : tr("Outputs (%1)").arg(m_document.outputs()));
    const api::RecipeInfo* known = m_workspace.recipe(m_document.text("id"));
    m_remove->setEnabled(known && !known->builtIn);
    // Filters of an output alone are shown while that output is.
    const bool ofOutput = m_tabs->currentIndex() == 1;
    m_preview->setRecipe(m_document.shownBy(ofOutput ? m_outputs->current() : RecipeDocument::kShared),
                         m_document.effective());
    m_checkSoon.start();
}

// ---- The engine's word -------------------------------------------------------------------------------------------

void RecipePage::checkNow() {
    api::SubmitItem item;
    item.spec.input = m_preview->clip().isEmpty() ? noInput() : m_preview->clip().toStdString();
    item.spec.recipe = m_document.effective();
    item.outputFolder = base::toUtf8(m_workspace.host().defaultOutputFolder());
    m_workspace.bridge().check(std::move(item), this, [this, number = ++m_checks](base::Result<api::CheckReply> reply) {
        if (number == m_checks) showCheck(reply);
    });
}

void RecipePage::showCheck(const base::Result<api::CheckReply>& reply) {
    const base::Error* error = !reply ? &reply.error() : reply->error ? &*reply->error : nullptr;
    // Without a clip only the recipe itself can be wrong.
    if (error && m_preview->clip().isEmpty() && error->code != base::ErrorCode::InvalidArgument) error = nullptr;
    m_complaint = error ? errorText(*error) : QString();
    m_checkIcon->setPixmap((error ? icon(Glyph::Warning, &Theme::failed) : icon(Glyph::Check, &Theme::done))
                               .pixmap(QSize(16, 16), devicePixelRatioF()));
    QString good = tr("The recipe is right.");
    if (reply && !error && !reply->outputs.empty())
        good = tr("The recipe is right. It makes %1.").arg(fileName(reply->outputs.front()));
    m_checkText->setText(error ? m_complaint : good);
    m_checkText->setProperty("wrong", error != nullptr);
    m_checkText->setAccessibleDescription(m_checkText->text());
    if (reply && !error && !m_preview->clip().isEmpty())
        m_explain->show(*reply);
    else
        m_explain->showNothing();
}

/// Cuts of the clip, where a job of the queue has measured them.
void RecipePage::showCuts() {
    const std::string clip = m_preview->clip().toStdString();
    api::JobQuery query;
    for (int row = 0; row < m_workspace.jobs().rowCount() && query.ids.size() < 4; ++row) {
        const api::JobRecord& record = m_workspace.jobs().at(row);
        if (record.state == api::JobState::Done && record.spec.input == clip) query.ids.push_back(record.id);
    }
    if (query.ids.empty()) return;
    m_workspace.bridge().reports(std::move(query), this, [this, clip](base::Result<api::ReportPage> page) {
        if (!page || clip != m_preview->clip().toStdString()) return;
        for (const api::JobReport& one : page->jobs) {
            std::vector<double> cuts;
            for (const Json& cut : one.report.measures["scenes"]["cut_times"].items()) cuts.push_back(cut.asNumber());
            if (!cuts.empty()) return m_preview->setCuts(cuts);
        }
    });
}

}  // namespace fotograma::ui
