/// The window: the navigation, the pages, a line for messages and one for the state of the whole queue.
///
/// Owner    borrows the host, which outlives it; jobs live in the service and survive the window.
/// Thread   Qt thread.
#pragma once

#include <QElapsedTimer>
#include <QMainWindow>
#include <vector>

#include "ui/workspace.h"

class QStackedWidget;

namespace fotograma::ui {

class LinkBar;
class Navigation;
class Page;
class StatusLine;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Host& host, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Adds files and folders as the user would by dropping them, with the recipe and folder chosen at that time.
    void add(const QStringList& paths);
    /// Choices for what is added next; empty texts leave them as they are.
    void choose(const QString& recipeId, const QString& outputFolder);
    /// Brings a page to the front by its id. An unknown one changes nothing, and is null.
    Page* openPage(const QString& id);
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] Workspace& workspace() { return m_workspace; }
    /// Geometry, page and choices, for the next window. Closing does it too.
    void saveState();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void buildMenus();
    void connectParts();
    Page* showPage(int page);
    void welcome();
    void showLink();

    Workspace m_workspace;
    QElapsedTimer m_clock;
    Navigation* m_navigation;
    LinkBar* m_link;
    MessageBar* m_messages;
    QStackedWidget* m_stack;
    std::vector<Page*> m_pages;  ///< As the definitions; null until first opened.
    StatusLine* m_status;
    QAction* m_viewMenu;
};

}  // namespace fotograma::ui
