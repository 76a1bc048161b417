#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

#include "engine/base/platform.h"
#include "ui/batch_bar.h"
#include "ui/charts/live_charts.h"
#include "ui/details_pane.h"
#include "ui/empty_state.h"
#include "ui/icons.h"
#include "ui/message_bar.h"
#include "ui/queue_view.h"
#include "ui/status_line.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

const QString kGeometry = QStringLiteral("window/geometry");
const QString kVertical = QStringLiteral("window/vertical");
const QString kLower = QStringLiteral("window/lower");
const QString kTheme = QStringLiteral("window/theme");
const QString kShowCharts = QStringLiteral("window/charts");
const QString kRecipe = QStringLiteral("batch/recipe");
const QString kOutputFolder = QStringLiteral("batch/outputFolder");
const QString kInputFolder = QStringLiteral("batch/inputFolder");
const QString kStartWhenAdded = QStringLiteral("batch/startWhenAdded");

QString text(const std::filesystem::path& path) { return toQt(base::toUtf8(path)); }

}  // namespace

MainWindow::MainWindow(Host& host, QWidget* parent)
    : QMainWindow(parent),
      m_settings(text(host.settingsFile()), QSettings::IniFormat),
      m_bridge(host.service()),
      m_actions(this),
      m_theme(new ThemeController(this)) {
    build();
    buildMenus();
    buildToolBar();
    connectParts();
    m_batch->setOutputFolder(text(host.defaultOutputFolder()));
    restoreState();
    showTotals();
    m_clock.start();
    askService();
}

MainWindow::~MainWindow() = default;

// ---- Making ----------------------------------------------------------------------------------------------------

void MainWindow::build() {
    setWindowTitle(tr("Fotograma"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    resize(1180, 760);

    m_batch = new BatchBar(this);
    m_messages = new MessageBar(this);
    m_queue = new QueueView(m_model, this);
    m_queue->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty = new EmptyState(m_actions.addFiles, m_actions.addFolder, this);
    m_stack = new QStackedWidget(this);
    m_stack->setObjectName(QStringLiteral("card"));
    m_stack->setContentsMargins(3, 3, 3, 3);  // inside the rounded edge
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_queue);
    m_details = new DetailsPane(m_bridge, m_model, this);
    m_charts = new LiveCharts(this);
    m_status = new StatusLine(this);

    m_lower = new QSplitter(Qt::Horizontal, this);
    m_lower->addWidget(m_details);
    m_lower->addWidget(m_charts);
    m_lower->setStretchFactor(0, 1);
    m_lower->setStretchFactor(1, 1);
    m_lower->setSizes({600, 540});
    m_lower->setChildrenCollapsible(false);
    m_vertical = new QSplitter(Qt::Vertical, this);
    m_vertical->addWidget(m_stack);
    m_vertical->addWidget(m_lower);
    m_vertical->setStretchFactor(0, 3);
    m_vertical->setStretchFactor(1, 2);
    m_vertical->setSizes({420, 280});
    for (QSplitter* splitter : {m_lower, m_vertical}) splitter->setHandleWidth(8);

    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_batch);
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(12, 0, 12, 4);
    middle->setSpacing(8);
    middle->addWidget(m_messages);
    middle->addWidget(m_vertical, 1);
    layout->addLayout(middle, 1);
    layout->addWidget(m_status);
    setCentralWidget(content);
    // Not the text field: it would take Ctrl+E and Ctrl+K for itself.
    content->setFocusPolicy(Qt::ClickFocus);
    content->setFocus();
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addAction(m_actions.addFiles);
    file->addAction(m_actions.addFolder);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    m_actions.fillQueueMenu(*menuBar()->addMenu(tr("&Queue")));

    QMenu* view = menuBar()->addMenu(tr("&View"));
    auto* themes = new QActionGroup(this);
    const std::pair<ThemeChoice, QString> choices[] = {{ThemeChoice::System, tr("Colours of the &system")},
                                                       {ThemeChoice::Light, tr("&Light")},
                                                       {ThemeChoice::Dark, tr("&Dark")}};
    const int chosen = m_settings.value(kTheme, 0).toInt();
    for (const auto& [choice, label] : choices) {
        QAction* action = view->addAction(label);
        action->setCheckable(true);
        action->setChecked(static_cast<int>(choice) == chosen);
        action->setActionGroup(themes);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            m_theme->choose(choice);
            m_settings.setValue(kTheme, static_cast<int>(choice));
        });
        if (action->isChecked()) m_theme->choose(choice);
    }
    view->addSeparator();
    QAction* charts = view->addAction(tr("&Charts"));
    charts->setCheckable(true);
    charts->setChecked(m_settings.value(kShowCharts, true).toBool());
    m_charts->setVisible(charts->isChecked());
    connect(charts, &QAction::toggled, this, [this](bool shown) {
        m_charts->setVisible(shown);
        m_settings.setValue(kShowCharts, shown);
    });
    view->addAction(tr("&Find in the queue"), QKeySequence::Find, this, [this] { m_filter->setFocus(); });
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Queue"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
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
}

void MainWindow::connectParts() {
    connect(m_actions.addFiles, &QAction::triggered, this, &MainWindow::addFilesDialog);
    connect(m_actions.addFolder, &QAction::triggered, this, &MainWindow::addFolderDialog);
    connect(m_actions.openResult, &QAction::triggered, this, &MainWindow::openResult);
    connect(m_actions.openFolder, &QAction::triggered, this, &MainWindow::openResultFolder);
    connect(&m_actions, &QueueActions::asked, this, &MainWindow::control);
    connect(&m_collector, &FileCollector::finished, this, &MainWindow::submit);
    connect(m_filter, &QLineEdit::textChanged, m_queue, &QueueView::setFilter);
    connect(m_queue, &QueueView::choiceChanged, this, &MainWindow::showSelection);
    connect(m_queue, &QAbstractItemView::doubleClicked, this, &MainWindow::openResult);
    connect(m_queue, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        QMenu menu(this);
        m_actions.fillContextMenu(menu);
        menu.exec(m_queue->viewport()->mapToGlobal(at));
    });
    connect(m_batch, &BatchBar::recipesArrived, this, [this] {
        if (!m_early.isEmpty()) m_collector.collect(std::exchange(m_early, {}));
    });
    connect(&m_model, &QueueModel::totalsChanged, this, &MainWindow::showTotals);
    connect(&m_bridge, &ServiceBridge::snapshotArrived, &m_model, &QueueModel::reset);
    connect(&m_bridge, &ServiceBridge::eventsArrived, &m_model, &QueueModel::apply);
    connect(&m_bridge, &ServiceBridge::statsArrived, this, [this](const api::Stats& stats) {
        m_charts->show(stats);
        m_status->tick(static_cast<double>(m_clock.elapsed()) / 1000.0, m_model.totals());
    });
    connect(&m_bridge, &ServiceBridge::disconnected, this,
            [this](const base::Error& error) { m_messages->say(MessageBar::Tone::Problem, toQt(error.message)); });
}

void MainWindow::askService() {
    m_bridge.describe(this, [this](base::Result<api::ServiceInfo> info) {
        if (!info) return m_messages->say(MessageBar::Tone::Problem, toQt(info.error().message));
        m_status->showEngine(*info);
        if (!info->drainsQueue)
            m_messages->say(MessageBar::Tone::Note,
                            tr("Another program works on the queue. Jobs added here are done there."));
    });
    m_bridge.recipes(this, [this](base::Result<std::vector<api::RecipeInfo>> recipes) {
        if (!recipes) return m_messages->say(MessageBar::Tone::Problem, toQt(recipes.error().message));
        m_batch->setRecipes(std::move(*recipes));
    });
    m_bridge.start();
}

// ---- Remembering -----------------------------------------------------------------------------------------------

void MainWindow::saveState() {
    m_settings.setValue(kGeometry, saveGeometry());
    m_settings.setValue(kVertical, m_vertical->saveState());
    m_settings.setValue(kLower, m_lower->saveState());
    m_settings.setValue(kRecipe, m_batch->recipeId());
    m_settings.setValue(kOutputFolder, m_batch->outputFolder());
    m_settings.setValue(kStartWhenAdded, m_actions.startWhenAdded->isChecked());
    m_queue->save(m_settings);
    m_settings.sync();
}

void MainWindow::restoreState() {
    restoreGeometry(m_settings.value(kGeometry).toByteArray());
    m_vertical->restoreState(m_settings.value(kVertical).toByteArray());
    m_lower->restoreState(m_settings.value(kLower).toByteArray());
    m_queue->restore(m_settings);
    m_actions.startWhenAdded->setChecked(m_settings.value(kStartWhenAdded, false).toBool());
    choose(m_settings.value(kRecipe).toString(), m_settings.value(kOutputFolder).toString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    event->accept();
}

// ---- Adding ----------------------------------------------------------------------------------------------------

void MainWindow::add(const QStringList& paths) {
    if (paths.isEmpty()) return;
    if (m_batch->recipe())
        m_collector.collect(paths);
    else
        m_early += paths;
}

void MainWindow::choose(const QString& recipeId, const QString& outputFolder) {
    if (!recipeId.isEmpty() && !m_batch->chooseRecipe(recipeId))
        m_messages->say(MessageBar::Tone::Problem, tr("There is no recipe called \"%1\".").arg(recipeId));
    if (!outputFolder.isEmpty()) m_batch->setOutputFolder(outputFolder);
}

void MainWindow::addFilesDialog() {
    const QString folder =
        m_settings.value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QStringList files =
        QFileDialog::getOpenFileNames(this, tr("Add videos"), folder, FileCollector::dialogFilter());
    if (files.isEmpty()) return;
    m_settings.setValue(kInputFolder, QFileInfo(files.first()).absolutePath());
    add(files);
}

void MainWindow::addFolderDialog() {
    const QString start =
        m_settings.value(kInputFolder, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)).toString();
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add all videos of a folder"), start);
    if (folder.isEmpty()) return;
    m_settings.setValue(kInputFolder, folder);
    add({folder});
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    m_empty->setInviting(true);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { m_empty->setInviting(false); }

void MainWindow::dropEvent(QDropEvent* event) {
    m_empty->setInviting(false);
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    event->acceptProposedAction();
    add(paths);
}

void MainWindow::submit(const std::vector<CollectedFile>& files, int skipped) {
    const api::RecipeInfo* recipe = m_batch->recipe();
    if (files.empty() || !recipe) {
        m_messages->say(MessageBar::Tone::Note, tr("No videos were found in what was added."));
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
    m_bridge.submit(std::move(request), this,
                    [this, skipped](base::Result<api::SubmitReply> reply) { showOutcome(reply, skipped); });
}

void MainWindow::showOutcome(const base::Result<api::SubmitReply>& reply, int skipped) {
    if (!reply) return m_messages->say(MessageBar::Tone::Problem, toQt(reply.error().message));
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
        m_messages->hide();
    else
        m_messages->say(refused > 0 ? MessageBar::Tone::Problem : MessageBar::Tone::Note,
                        sentences.join(QLatin1Char(' ')));
}

// ---- Acting on jobs --------------------------------------------------------------------------------------------

void MainWindow::control(const api::JobQuery& query, api::JobAction action) {
    m_bridge.control(query, action, this, [this](base::Result<api::ControlReply> reply) {
        if (!reply)
            m_messages->say(MessageBar::Tone::Problem, toQt(reply.error().message));
        else if (reply->changed.empty() && !reply->refused.empty() && !waitsAnyway(reply->refused.front().first))
            m_messages->say(MessageBar::Tone::Note, toQt(reply->refused.front().second.message));
    });
}

/// An interrupted job of this program's own queue runs again by itself: nothing was refused that mattered.
bool MainWindow::waitsAnyway(api::JobId job) const {
    const api::JobRecord* record = m_model.find(job);
    return record && isStranded(*record);
}

void MainWindow::showSelection() {
    const api::JobRecord* record = m_queue->currentRecord();
    m_details->showJob(record ? record->id : api::JobId{});
    m_actions.update(m_model, m_queue->selectedJobs());
}

void MainWindow::showTotals() {
    QWidget* page = m_model.totals().count() == 0 ? static_cast<QWidget*>(m_empty) : m_queue;
    if (page != m_stack->currentWidget()) {
        const QWidget* focused = focusWidget();
        const bool isFree = !focused || focused == centralWidget() || m_stack->isAncestorOf(focused);
        m_stack->setCurrentWidget(page);
        if (isFree) (page == m_queue ? page : centralWidget())->setFocus();
    }
    m_status->showTotals(m_model.totals());
    m_actions.update(m_model, m_queue->selectedJobs());
}

void MainWindow::openResult() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->state != api::JobState::Done || record->spec.outputs.empty()) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(toQt(record->spec.outputs.front())));
}

void MainWindow::openResultFolder() {
    const api::JobRecord* record = m_queue->currentRecord();
    if (!record || record->spec.outputs.empty()) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(toQt(record->spec.outputs.front())).absolutePath()));
}

}  // namespace fotograma::ui
