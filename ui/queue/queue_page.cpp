#include "ui/queue/queue_page.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

#include "engine/base/platform.h"
#include "ui/charts/live_charts.h"
#include "ui/icons.h"
#include "ui/queue/batch_bar.h"
#include "ui/queue/details_pane.h"
#include "ui/queue/empty_state.h"
#include "ui/queue/queue_view.h"
#include "ui/words.h"

namespace fotograma::ui {

constinit extern const PageDefinition kQueuePage{
    .id = "queue",
    .glyph = Glyph::Queue,
    .title = [] { return QueuePage::tr("Queue"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new QueuePage(workspace, parent); }};

namespace {

const QString kVertical = QStringLiteral("window/vertical");
const QString kLower = QStringLiteral("window/lower");
const QString kShowCharts = QStringLiteral("window/charts");
const QString kRecipe = QStringLiteral("batch/recipe");
const QString kOutputFolder = QStringLiteral("batch/outputFolder");
const QString kInputFolder = QStringLiteral("batch/inputFolder");
const QString kStartWhenAdded = QStringLiteral("batch/startWhenAdded");

}  // namespace

QueuePage::QueuePage(Workspace& workspace, QWidget* parent)
    : Page(parent), m_workspace(workspace), m_actions(this) {
    build();
    connectParts();
    m_batch->setOutputFolder(toQt(base::toUtf8(workspace.host().defaultOutputFolder())));
    if (!workspace.recipes().empty()) m_batch->setRecipes(workspace.recipes());
    showTotals();
}

// ---- Making ----------------------------------------------------------------------------------------------------

void QueuePage::build() {
    m_batch = new BatchBar(this);
    m_queue = new QueueView(m_workspace.jobs(), this);
    m_queue->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty = new EmptyState(m_actions.addFiles, m_actions.addFolder, this);
    m_stack = new QStackedWidget(this);
    m_stack->setObjectName(QStringLiteral("card"));
    m_stack->setContentsMargins(3, 3, 3, 3);  // inside the rounded edge
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_queue);

    m_vertical = new QSplitter(Qt::Vertical, this);
    m_vertical->addWidget(m_stack);
    m_vertical->addWidget(makeLower());
    m_vertical->setStretchFactor(0, 3);
    m_vertical->setStretchFactor(1, 2);
    m_vertical->setSizes({420, 280});
    m_vertical->setHandleWidth(8);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_batch);
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(8, 0, 12, 4);
    middle->addWidget(m_vertical);
    layout->addLayout(middle, 1);
    // Not the text field: it would take Ctrl+E and Ctrl+K for itself.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
}

QSplitter* QueuePage::makeLower() {
    m_details = new DetailsPane(m_workspace.bridge(), m_workspace.jobs(), this);
    m_charts = new LiveCharts(m_workspace.load(), this);
    m_lower = new QSplitter(Qt::Horizontal, this);
    m_lower->addWidget(m_details);
    m_lower->addWidget(m_charts);
    m_lower->setStretchFactor(0, 1);
    m_lower->setStretchFactor(1, 1);
    m_lower->setSizes({600, 540});
    m_lower->setChildrenCollapsible(false);
    m_lower->setHandleWidth(8);
    return m_lower;
}

QToolBar* QueuePage::makeToolBar() {
    auto* bar = new QToolBar(tr("Queue"), this);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(24, 18));  // wider than tall: room between picture and word
    m_actions.fillToolBar(*bar);
    bar->widgetForAction(m_actions.startAll)->setObjectName(QStringLiteral("primary"));
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    m_filter = new QLineEdit(bar);
    m_filter->setPlaceholderText(tr("Find in the queue"));
    m_filter->setAccessibleName(tr("Find in the queue"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(Glyph::Search, &Theme::muted), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(240);
    bar->addWidget(m_filter);
    return bar;
}

void QueuePage::fillMenus(QMenuBar& bar) {
    QMenu* file = bar.addMenu(tr("&File"));
    file->addAction(m_actions.addFiles);
    file->addAction(m_actions.addFolder);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, window(), &QWidget::close);
    QMenu& queue = *bar.addMenu(tr("&Queue"));
    m_actions.fillQueueMenu(queue);
    queue.addSeparator();
    QAction* charts = queue.addAction(tr("Show &charts"));
    charts->setCheckable(true);
    charts->setChecked(m_workspace.settings().value(kShowCharts, true).toBool());
    m_charts->setVisible(charts->isChecked());
    connect(charts, &QAction::toggled, this, [this](bool shown) {
        m_charts->setVisible(shown);
        m_workspace.settings().setValue(kShowCharts, shown);
    });
    queue.addAction(tr("&Find in the queue"), QKeySequence::Find, this, [this] {
        m_workspace.open(QStringLiteral("queue"));
        m_filter->setFocus();
    });
}

void QueuePage::connectParts() {
    connect(m_actions.addFiles, &QAction::triggered, this, &QueuePage::addFilesDialog);
    connect(m_actions.addFolder, &QAction::triggered, this, &QueuePage::addFolderDialog);
    connect(m_actions.openResult, &QAction::triggered, this, &QueuePage::openResult);
    connect(m_actions.openFolder, &QAction::triggered, this, &QueuePage::openResultFolder);
    connect(&m_actions, &QueueActions::asked, this, &QueuePage::control);
    connect(&m_collector, &FileCollector::finished, this, &QueuePage::submit);
    connect(m_filter, &QLineEdit::textChanged, m_queue, &QueueView::setFilter);
    connect(m_queue, &QueueView::choiceChanged, this, &QueuePage::showSelection);
    connect(m_queue, &QAbstractItemView::doubleClicked, this, &QueuePage::openResult);
    connect(m_queue, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        QMenu menu(this);
        m_actions.fillContextMenu(menu);
        menu.exec(m_queue->viewport()->mapToGlobal(at));
    });
    connect(m_batch, &BatchBar::recipesArrived, this, [this] {
        if (!m_early.isEmpty()) m_collector.collect(std::exchange(m_early, {}));
    });
    connect(&m_workspace, &Workspace::recipesChanged, this, [this] { m_batch->setRecipes(m_workspace.recipes()); });
    connect(&m_workspace, &Workspace::filesGiven, this, &QueuePage::add);
    connect(&m_workspace, &Workspace::filesHover, m_empty, &EmptyState::setInviting);
    connect(&m_workspace, &Workspace::batchChosen, this, &QueuePage::choose);
    connect(&m_workspace.jobs(), &QueueModel::totalsChanged, this, &QueuePage::showTotals);
}

// ---- Remembering -----------------------------------------------------------------------------------------------

void QueuePage::save(QSettings& settings) const {
    settings.setValue(kVertical, m_vertical->saveState());
    settings.setValue(kLower, m_lower->saveState());
    settings.setValue(kRecipe, m_batch->recipeId());
    settings.setValue(kOutputFolder, m_batch->outputFolder());
    settings.setValue(kStartWhenAdded, m_actions.startWhenAdded->isChecked());
    m_queue->save(settings);
}

void QueuePage::restore(const QSettings& settings) {
    m_vertical->restoreState(settings.value(kVertical).toByteArray());
    m_lower->restoreState(settings.value(kLower).toByteArray());
    m_queue->restore(settings);
    m_actions.startWhenAdded->setChecked(settings.value(kStartWhenAdded, false).toBool());
    choose(settings.value(kRecipe).toString(), settings.value(kOutputFolder).toString());
}

// ---- Adding ----------------------------------------------------------------------------------------------------

void QueuePage::add(const QStringList& paths) {
    if (paths.isEmpty()) return;
    if (m_batch->recipe())
        m_collector.collect(paths);
    else
        m_early += paths;
}

void QueuePage::choose(const QString& recipeId, const QString& outputFolder) {
    if (!recipeId.isEmpty() && !m_batch->chooseRecipe(recipeId))
        m_workspace.say(MessageBar::Tone::Problem, tr("There is no recipe called \"%1\".").arg(recipeId));
    if (!outputFolder.isEmpty()) m_batch->setOutputFolder(outputFolder);
}

void QueuePage::addFilesDialog() {
    const QString folder =
        m_workspace.settings().value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QStringList files =
        QFileDialog::getOpenFileNames(this, tr("Add videos"), folder, FileCollector::dialogFilter());
    if (files.isEmpty()) return;
    m_workspace.settings().setValue(kInputFolder, QFileInfo(files.first()).absolutePath());
    add(files);
}

void QueuePage::addFolderDialog() {
    const QString start =
        m_workspace.settings().value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add all videos of a folder"), start);
    if (folder.isEmpty()) return;
    m_workspace.settings().setValue(kInputFolder, folder);
    add({folder});
}

void QueuePage::submit(const std::vector<CollectedFile>& files, int skipped) {
    const api::RecipeInfo* recipe = m_batch->recipe();
    if (files.empty() || !recipe) {
        m_workspace.say(MessageBar::Tone::Note, tr("No videos were found in what was added."));
        return;
    }
    api::SubmitRequest request;
    request.title = recipe->title;
    request.startPaused = !m_actions.startWhenAdded->isChecked();
    for (const CollectedFile& file : files) {
        api::SubmitItem item;
        item.spec.input = file.path.toStdString();
        item.spec.recipe = recipe->recipe;
        item.outputFolder = m_batch->outputFolder().toStdString();
        item.relativeFolder = file.relativeFolder.toStdString();
        request.items.push_back(std::move(item));
    }
    m_workspace.bridge().submit(std::move(request), this,
                    [this, skipped](base::Result<api::SubmitReply> reply) { showOutcome(reply, skipped); });
}

void QueuePage::showOutcome(const base::Result<api::SubmitReply>& reply, int skipped) {
    if (!reply) return m_workspace.say(MessageBar::Tone::Problem, toQt(reply.error().message));
    QStringList sentences;
    int refused = 0;
    int done = 0;
    for (const api::SubmitOutcome& outcome : reply->outcomes) {
        if (outcome.submission == api::Submission::AlreadyDone) ++done;
        if (outcome.submission != api::Submission::Refused) continue;
        if (++refused == 1 && outcome.error) sentences << toQt(outcome.error->message);
    }
    if (refused > 1) sentences << tr("Refused in all: %1.").arg(refused);
    if (done > 0) sentences << tr("Already done with this recipe: %1.").arg(done);
    if (skipped > 0) sentences << tr("Passed over, not video: %1.").arg(skipped);
    if (sentences.isEmpty())
        m_workspace.hush();
    else
        m_workspace.say(refused > 0 ? MessageBar::Tone::Problem : MessageBar::Tone::Note,
                        sentences.join(QLatin1Char(' ')));
}

// ---- Acting on jobs --------------------------------------------------------------------------------------------

void QueuePage::control(const api::JobQuery& query, api::JobAction action) {
    m_workspace.bridge().control(query, action, this, [this](base::Result<api::ControlReply> reply) {
        if (!reply)
            m_workspace.say(MessageBar::Tone::Problem, toQt(reply.error().message));
        else if (reply->changed.empty() && !reply->refused.empty() && !waitsAnyway(reply->refused.front().first))
            m_workspace.say(MessageBar::Tone::Note, toQt(reply->refused.front().second.message));
    });
}

/// An interrupted job of this program's own queue runs again by itself: nothing was refused that mattered.
bool QueuePage::waitsAnyway(api::JobId job) const {
    const api::JobRecord* record = m_workspace.jobs().find(job);
    return record && isStranded(*record);
}

void QueuePage::showSelection() {
    const api::JobRecord* record = m_queue->currentRecord();
    m_details->showJob(record ? record->id : api::JobId{});
    m_actions.update(m_workspace.jobs(), m_queue->selectedJobs());
}

void QueuePage::showTotals() {
    QWidget* page = m_workspace.jobs().totals().count() == 0 ? static_cast<QWidget*>(m_empty) : m_queue;
    if (page != m_stack->currentWidget()) {
        const QWidget* focused = window()->focusWidget();
        const bool isFree = !focused || focused == this || m_stack->isAncestorOf(focused);
        m_stack->setCurrentWidget(page);
        if (isFree) (page == m_queue ? page : static_cast<QWidget*>(this))->setFocus();
    }
    m_actions.update(m_workspace.jobs(), m_queue->selectedJobs());
}

void QueuePage::openResult() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->state != api::JobState::Done || record->spec.outputs.empty()) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(toQt(record->spec.outputs.front())));
}

void QueuePage::openResultFolder() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->spec.outputs.empty()) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(toQt(record->spec.outputs.front())).absolutePath()));
}

}  // namespace fotograma::ui
