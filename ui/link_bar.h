/// A line over every page while the window's server is away or refuses its token: what is wrong, since when, and what
/// happens next.
///
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace fotograma::ui {

class Workspace;

class LinkBar : public QFrame {
    Q_OBJECT

public:
    explicit LinkBar(Workspace& workspace, QWidget* parent = nullptr);

    /// As the workspace's link says now.
    void showLink();
    [[nodiscard]] QString sentence() const;

private:
    void tick();

    Workspace& m_workspace;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_again;
    QPushButton* m_token;
    QPushButton* m_home;
    QTimer m_timer;
};

}  // namespace fotograma::ui
