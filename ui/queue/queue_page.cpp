#include "ui/queue/queue_page.h"

#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/base/platform.h"
#include "ui/charts/live_charts.h"
#include "ui/icons.h"
#include "ui/queue/batch_bar.h"
#include "ui/queue/countdown_bar.h"
#include "ui/queue/details_pane.h"
#include "ui/queue/empty_state.h"
#include "ui/queue/failure_notice.h"
#include "ui/queue/filter_bar.h"
#include "ui/queue/job_editor.h"
#include "ui/queue/queue_view.h"
#include "ui/words.h"

namespace fotograma::ui {

constinit extern const PageDefinition kQueuePage{.id = "queue",
                                                 .glyph = Glyph::Queue,
                                                 .title = [] { return QueuePage::tr("Queue"); },
                                                 .make = [](Workspace& workspace, QWidget* parent) -> Page* {
                                                     return new QueuePage(workspace, systemDesktop(), parent);
                                                 }};

namespace {

const QString kVertical = QStringLiteral("window/vertical");
const QString kLower = QStringLiteral("window/lower");
const QString kShowCharts = QStringLiteral("window/charts");
const QString kRecipe = QStringLiteral("batch/recipe");
const QString kOutputFolder = QStringLiteral("batch/outputFolder");
const QString kStartWhenAdded = QStringLiteral("batch/startWhenAdded");
const QString kGrouping = QStringLiteral("queue/grouping");
constexpr int kBadgeMs = 300;

}  // namespace

QueuePage::QueuePage(Workspace& workspace, Desktop& desktop, QWidget* parent)
    : Page(parent), m_workspace(workspace), m_actions(this), m_whenDone(desktop) {
    build();
    connectParts();
    connectActions();
    connectWhenDone();
    m_batch->setOutputFolder(toQt(base::toUtf8(workspace.host().defaultOutputFolder())));
    if (workspace.host().transfers()) m_batch->setPlace(toQt(workspace.host().place()));
    if (!workspace.recipes().empty()) m_batch->setRecipes(workspace.recipes());
    new FailureNotice(workspace, this);
    showTotals();
}

QueuePage::~QueuePage() = default;

// ---- Making ----------------------------------------------------------------------------------------------------

void QueuePage::build() {
    m_batch = new BatchBar(this);
    m_intake = new Intake(m_workspace, *m_batch, this);
    m_vertical = new QSplitter(Qt::Vertical, this);
    m_vertical->addWidget(makeCard());
    m_vertical->addWidget(makeLower());
    m_vertical->setStretchFactor(0, 3);
    m_vertical->setStretchFactor(1, 2);
    m_vertical->setSizes({460, 260});
    m_vertical->setHandleWidth(8);
    m_powerBar = new CountdownBar(this);
    m_powerBar->setObjectName(QStringLiteral("powerBar"));
    m_command = new QLineEdit(this);
    m_command->setObjectName(QStringLiteral("doneCommand"));
    m_command->setPlaceholderText(tr("Command to run when the queue is done; Enter keeps it"));
    m_command->setAccessibleName(tr("Command to run when the queue is done"));
    m_command->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_batch);
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(8, 0, 12, 4);
    middle->setSpacing(8);
    middle->addWidget(m_command);
    middle->addWidget(m_powerBar);
    middle->addWidget(m_vertical);
    layout->addLayout(middle, 1);
    // Not the text field: it would take Ctrl+E and Ctrl+K for itself.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
}

/// The jobs, with what filters them above and what can be undone below.
QWidget* QueuePage::makeCard() {
    m_queue = new QueueView(m_workspace.jobs(), m_workspace.thumbnails(), this);
    m_queue->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty = new EmptyState(m_actions.addFiles, m_actions.addFolder, this);
    m_filter = new FilterBar(this);
    m_removal = new CountdownBar(this);
    m_removal->setObjectName(QStringLiteral("removalBar"));
    m_editor = new JobEditor(m_workspace, this);
    auto* jobs = new QWidget(this);
    auto* layout = new QVBoxLayout(jobs);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_queue, 1);
    layout->addWidget(m_editor);
    layout->addWidget(m_removal);
    m_stack = new QStackedWidget(this);
    m_stack->setObjectName(QStringLiteral("card"));
    m_stack->setContentsMargins(3, 3, 3, 3);  // inside the rounded edge
    m_stack->addWidget(m_empty);
    m_stack->addWidget(jobs);
    return m_stack;
}

QWidget* QueuePage::makeLower() {
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

/// In a narrow window the pictures stand alone, so that no action hides.
void QueuePage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    if (m_toolBar->toolButtonStyle() == Qt::ToolButtonTextBesideIcon) m_wordsWidth = m_toolBar->sizeHint().width();
    m_toolBar->setToolButtonStyle(width() < m_wordsWidth ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

QToolBar* QueuePage::makeToolBar() {
    auto* bar = m_toolBar = new QToolBar(tr("Queue"), this);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(24, 18));  // wider than tall: room between picture and word
    m_actions.fillToolBar(*bar);
    bar->widgetForAction(m_actions.startAll)->setObjectName(QStringLiteral("primary"));
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    auto* done = new QToolButton(bar);
    done->setObjectName(QStringLiteral("whenDone"));
    done->setText(tr("When done"));
    done->setIcon(icon(Glyph::Bell));
    done->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    done->setPopupMode(QToolButton::InstantPopup);
    done->setMenu(m_whenDone.makeMenu(done));
    done->setAccessibleName(tr("What happens when the queue is done"));
    bar->addWidget(done);
    return bar;
}

void QueuePage::fillMenus(QMenuBar& bar) {
    QMenu* file = bar.addMenu(tr("&File"));
    file->addAction(m_actions.addFiles);
    file->addAction(m_actions.addFolder);
    file->addAction(m_actions.paste);
    file->addSeparator();
    file->addAction(m_actions.importQueue);
    file->addAction(m_actions.exportQueue);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, window(), &QWidget::close);
    QMenu& queue = *bar.addMenu(tr("&Queue"));
    m_actions.fillQueueMenu(queue);
    queue.addMenu(m_whenDone.makeMenu(&queue));
    queue.addSeparator();
    QAction* charts = queue.addAction(tr("Show c&harts"));
    charts->setCheckable(true);
    charts->setChecked(m_workspace.settings().value(kShowCharts, true).toBool());
    m_charts->setVisible(charts->isChecked());
    connect(charts, &QAction::toggled, this, [this](bool shown) {
        m_charts->setVisible(shown);
        m_workspace.settings().setValue(kShowCharts, shown);
    });
    queue.addAction(tr("Find in the &queue"), QKeySequence::Find, this, [this] {
        m_workspace.open(QStringLiteral("queue"));
        m_filter->find();
    });
}

void QueuePage::connectParts() {
    connect(m_filter, &FilterBar::filterChanged, this, [this] { m_queue->rows().setFilter(m_filter->filter()); });
    connect(m_filter, &FilterBar::groupingChanged, this, [this] { m_queue->rows().setGrouping(m_filter->grouping()); });
    connect(m_queue, &QueueView::choiceChanged, this, &QueuePage::showSelection);
    connect(m_queue, &QAbstractItemView::doubleClicked, this, &QueuePage::openResult);
    connect(m_queue, &QWidget::customContextMenuRequested, this, &QueuePage::showMenu);
    connect(m_queue, &QueueView::moveAsked, this, &QueuePage::move);
    connect(m_queue, &QueueView::moveRefused, this, [this] {
        m_workspace.say(
            MessageBar::Tone::Note,
            tr("Rows can be moved while no column sorts them: click the sorting column's title away first."));
    });
    connect(m_queue->verticalScrollBar(), &QScrollBar::valueChanged, &m_badges, qOverload<>(&QTimer::start));
    connect(&m_queue->rows(), &QueueRows::arranged, &m_badges, qOverload<>(&QTimer::start));
    m_badges.setSingleShot(true);
    m_badges.setInterval(kBadgeMs);
    connect(&m_badges, &QTimer::timeout, this, &QueuePage::fetchBadges);

    connect(&m_workspace, &Workspace::recipesChanged, this, [this] { m_batch->setRecipes(m_workspace.recipes()); });
    connect(&m_workspace, &Workspace::filesHover, m_empty, &EmptyState::setInviting);
    connect(&m_workspace, &Workspace::batchChosen, this, &QueuePage::choose);
    connect(&m_workspace, &Workspace::recipeMade, this,
            [this](const api::Json& recipe) { m_batch->addRecipe(recipe, tr("New recipe")); });
    connect(&m_workspace.jobs(), &QueueModel::totalsChanged, this, &QueuePage::showTotals);
}

void QueuePage::connectActions() {
    connect(m_actions.addFiles, &QAction::triggered, this, &QueuePage::addFilesDialog);
    connect(m_actions.addFolder, &QAction::triggered, this, &QueuePage::addFolderDialog);
    connect(m_actions.paste, &QAction::triggered, this, &QueuePage::paste);
    connect(m_actions.exportQueue, &QAction::triggered, this, &QueuePage::exportDialog);
    connect(m_actions.importQueue, &QAction::triggered, this, &QueuePage::importDialog);
    connect(m_actions.openResult, &QAction::triggered, this, &QueuePage::openResult);
    connect(m_actions.openFolder, &QAction::triggered, this, &QueuePage::openResultFolder);
    connect(m_actions.edit, &QAction::triggered, this, [this] { m_editor->edit(m_actions.waiting()); });
    connect(m_actions.moveFirst, &QAction::triggered, this, &QueuePage::moveFirst);
    connect(m_actions.moveLast, &QAction::triggered, this, [this] { move(m_actions.waiting(), {}); });
    connect(m_actions.startWhenAdded, &QAction::toggled, m_intake, &Intake::setStartsWhenAdded);
    connect(&m_actions, &QueueActions::asked, this, &QueuePage::control);
    connect(&m_actions, &QueueActions::removalAsked, this, &QueuePage::removeSoon);
    connect(m_batch, &BatchBar::editAsked, this, &QueuePage::editRecipe);
}

void QueuePage::connectWhenDone() {
    connect(&m_whenDone, &WhenDone::powerDue, this, &QueuePage::announcePower);
    connect(&m_whenDone, &WhenDone::commandAsked, this, &QueuePage::askCommand);
    connect(&m_whenDone, &WhenDone::commandFailed, this, [this](const QString& command) {
        m_workspace.say(MessageBar::Tone::Problem,
                        tr("The command for the end of the queue could not be started: %1").arg(command));
    });
    connect(m_command, &QLineEdit::returnPressed, this, [this] {
        m_whenDone.setCommand(m_command->text().trimmed());
        m_command->hide();
    });
}

// ---- Remembering -----------------------------------------------------------------------------------------------

void QueuePage::save(QSettings& settings) const {
    settings.setValue(kVertical, m_vertical->saveState());
    settings.setValue(kLower, m_lower->saveState());
    settings.setValue(kRecipe, m_batch->recipeId());
    settings.setValue(m_workspace.keyHere(kOutputFolder), m_batch->outputFolder());
    settings.setValue(kStartWhenAdded, m_actions.startWhenAdded->isChecked());
    settings.setValue(kGrouping, static_cast<int>(m_filter->grouping()));
    m_whenDone.save(settings);
    m_queue->save(settings);
    m_removal->happenNow();  // the window closes: what was removed stays removed
}

void QueuePage::restore(const QSettings& settings) {
    m_vertical->restoreState(settings.value(kVertical).toByteArray());
    m_lower->restoreState(settings.value(kLower).toByteArray());
    m_queue->restore(settings);
    m_whenDone.restore(settings);
    m_filter->setGrouping(static_cast<Grouping>(settings.value(kGrouping, 0).toInt()));
    m_actions.startWhenAdded->setChecked(settings.value(kStartWhenAdded, false).toBool());
    choose(settings.value(kRecipe).toString(), settings.value(m_workspace.keyHere(kOutputFolder)).toString());
}

void QueuePage::choose(const QString& recipeId, const QString& outputFolder) {
    if (!recipeId.isEmpty() && !m_batch->chooseRecipe(recipeId))
        m_workspace.say(MessageBar::Tone::Problem, tr("There is no recipe called \"%1\".").arg(recipeId));
    if (!outputFolder.isEmpty()) m_batch->setOutputFolder(outputFolder);
}

}  // namespace fotograma::ui
