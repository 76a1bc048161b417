#include "ui/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/link_bar.h"
#include "ui/navigation.h"
#include "ui/page.h"
#include "ui/status_line.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

const QString kGeometry = QStringLiteral("window/geometry");
const QString kPage = QStringLiteral("window/page");
const QString kWelcomed = QStringLiteral("window/welcomed");
const QString kTheme = QStringLiteral("window/theme");

}  // namespace

MainWindow::MainWindow(Host& host, QWidget* parent) : QMainWindow(parent), m_workspace(host) {
    build();
    buildMenus();
    connectParts();
    restoreGeometry(m_workspace.settings().value(kGeometry).toByteArray());
    m_clock.start();
    showPage(0);
    openPage(m_workspace.settings().value(kPage).toString());
    welcome();
    m_status->showTotals(m_workspace.jobs().totals());
    m_workspace.start();
}

MainWindow::~MainWindow() { delete takeCentralWidget(); }  // pages know the workspace, which goes with the members

// ---- Making ----------------------------------------------------------------------------------------------------

void MainWindow::build() {
    const QString place = toQt(m_workspace.host().place());
    setWindowTitle(place.isEmpty() ? tr("Fotograma") : tr("Fotograma at %1").arg(place));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    resize(1240, 780);

    m_pages.resize(pageDefinitions().size());
    m_navigation = new Navigation(pageDefinitions(), this);
    m_link = new LinkBar(m_workspace, this);
    m_messages = new MessageBar(this);
    m_stack = new QStackedWidget(this);
    m_status = new StatusLine(this);

    auto* content = new QWidget(this);
    auto* columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_navigation);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* message = new QVBoxLayout;
    message->setContentsMargins(8, 0, 12, 0);
    message->addWidget(m_link);
    message->addWidget(m_messages);
    column->addLayout(message);
    column->addWidget(m_stack, 1);
    columns->addLayout(column, 1);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(columns, 1);
    layout->addWidget(m_status);
    setCentralWidget(content);
    if (m_workspace.host().connections()) m_status->showPlace(place, {});
    m_navigation->setVisible(pageDefinitions().size() > 1);
}

void MainWindow::buildMenus() {
    QMenu* view = menuBar()->addMenu(tr("&View"));
    m_viewMenu = view->menuAction();
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const PageDefinition& page = *pageDefinitions()[i];
        QAction* action = view->addAction(icon(page.glyph), page.title());
        action->setShortcut(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i));
        connect(action, &QAction::triggered, this, [this, i] { m_navigation->choose(static_cast<int>(i)); });
    }
    view->addSeparator();
    auto* themes = new QActionGroup(this);
    const std::pair<ThemeChoice, QString> choices[] = {{ThemeChoice::System, tr("Colours of the &system")},
                                                       {ThemeChoice::Light, tr("&Light")},
                                                       {ThemeChoice::Dark, tr("&Dark")}};
    const int chosen = m_workspace.settings().value(kTheme, 0).toInt();
    for (const auto& [choice, label] : choices) {
        QAction* action = view->addAction(label);
        action->setCheckable(true);
        action->setChecked(static_cast<int>(choice) == chosen);
        action->setActionGroup(themes);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            m_workspace.theme().choose(choice);
            m_workspace.settings().setValue(kTheme, static_cast<int>(choice));
        });
        if (action->isChecked()) m_workspace.theme().choose(choice);
    }
}

void MainWindow::connectParts() {
    connect(m_navigation, &Navigation::chosen, this, &MainWindow::showPage);
    connect(&m_workspace, &Workspace::opened, this, &MainWindow::openPage);
    connect(&m_workspace, &Workspace::said, m_messages, &MessageBar::say);
    connect(&m_workspace, &Workspace::hushed, m_messages, &QWidget::hide);
    connect(&m_workspace, &Workspace::infoChanged, this, [this] { m_status->showEngine(m_workspace.info()); });
    connect(&m_workspace, &Workspace::linkChanged, this, &MainWindow::showLink);
    connect(m_status, &StatusLine::placeClicked, this, [this] { openPage(QStringLiteral("server")); });
    connect(&m_workspace.jobs(), &QueueModel::totalsChanged, this,
            [this] { m_status->showTotals(m_workspace.jobs().totals()); });
    connect(&m_workspace.bridge(), &ServiceBridge::statsArrived, this,
            [this] { m_status->tick(static_cast<double>(m_clock.elapsed()) / 1000.0, m_workspace.jobs().totals()); });
}

/// Makes the page when it is first wanted.
Page* MainWindow::showPage(int index) {
    Page*& page = m_pages[static_cast<std::size_t>(index)];
    if (!page) {
        page = pageDefinitions()[static_cast<std::size_t>(index)]->make(m_workspace, m_stack);
        m_stack->addWidget(page);
        // Before View: a page's menus belong to the work.
        menuBar()->removeAction(m_viewMenu);
        page->fillMenus(*menuBar());
        menuBar()->addAction(m_viewMenu);
        page->restore(m_workspace.settings());
    }
    m_stack->setCurrentWidget(page);
    m_navigation->choose(index);
    return page;
}

Page* MainWindow::openPage(const QString& id) {
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        if (id == QLatin1String(pageDefinitions()[i]->id)) return showPage(static_cast<int>(i));
    return nullptr;
}

QString MainWindow::currentPage() const {
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        if (m_pages[i] && m_pages[i] == m_stack->currentWidget()) return QLatin1String(pageDefinitions()[i]->id);
    return {};
}

/// At the very first start: what this machine can do, and a sample to try.
void MainWindow::welcome() {
    QSettings& settings = m_workspace.settings();
    if (!m_workspace.host().tools() || settings.value(kWelcomed).toBool()) return;
    settings.setValue(kWelcomed, true);
    openPage(QStringLiteral("machine"));
}

void MainWindow::showLink() {
    m_link->showLink();
    m_status->showPlace(toQt(m_workspace.host().place()), m_workspace.link());
}

// ---- Remembering -----------------------------------------------------------------------------------------------

void MainWindow::saveState() {
    QSettings& settings = m_workspace.settings();
    settings.setValue(kGeometry, saveGeometry());
    settings.setValue(kPage, currentPage());
    for (const Page* page : m_pages)
        if (page) page->save(settings);
    settings.sync();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    event->accept();
}

// ---- Files for the queue ---------------------------------------------------------------------------------------

void MainWindow::add(const QStringList& paths) {
    if (paths.isEmpty()) return;
    openPage(QStringLiteral("queue"));
    emit m_workspace.filesGiven(paths);
}

void MainWindow::choose(const QString& recipeId, const QString& outputFolder) {
    emit m_workspace.batchChosen(recipeId, outputFolder);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    emit m_workspace.filesHover(true);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { emit m_workspace.filesHover(false); }

void MainWindow::dropEvent(QDropEvent* event) {
    emit m_workspace.filesHover(false);
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    event->acceptProposedAction();
    if (paths.isEmpty()) return;
    add(paths);
}

}  // namespace fotograma::ui
