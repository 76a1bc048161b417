/// Which engine the window shows: this computer's, or a server by address and token.
///
/// Owner    borrows the workspace; its host offers connections.
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "ui/workspace.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QToolButton;

namespace fotograma::ui {

class FileField;

class ConnectCard : public QWidget {
    Q_OBJECT

public:
    ConnectCard(Workspace& workspace, QWidget* parent = nullptr);

    void refresh();

private:
    [[nodiscard]] QWidget* makeNow();
    [[nodiscard]] QWidget* makeForm();
    [[nodiscard]] QWidget* makeKnown();
    void connectNow();
    void choose(int row);
    void forget();
    void tell(const QString& sentence, bool isProblem);

    Workspace& m_workspace;
    Connections& m_connections;
    std::vector<KnownServer> m_servers;
    QLabel* m_now;
    QPushButton* m_home;
    QLineEdit* m_url;
    QLineEdit* m_token;
    FileField* m_tokenFile;
    FileField* m_caFile;
    QPushButton* m_connect;
    QLabel* m_told;
    QWidget* m_knownCard;
    QListWidget* m_known;
    QToolButton* m_forget;
};

}  // namespace fotograma::ui
