/// This computer's engine for others, and other engines for this window.
///
/// Cost     clients and requests are looked at once a second while the page is shown.
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <QTimer>

#include "ui/page.h"
#include "ui/workspace.h"

class QTabWidget;
class QTreeView;

namespace fotograma::ui {

class ClientModel;
class ConnectCard;
class RequestModel;
class ServeCard;
class TokenCard;

class ServerPage : public Page {
    Q_OBJECT

public:
    ServerPage(Workspace& workspace, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] QWidget* makeServe();
    [[nodiscard]] QWidget* makeWatch();
    void look();

    Workspace& m_workspace;
    QTabWidget* m_tabs;
    ServeCard* m_serve = nullptr;      ///< Null: this program has no server.
    TokenCard* m_tokens = nullptr;     ///< The same.
    ConnectCard* m_connect = nullptr;  ///< Null: there is nothing to choose.
    ClientModel* m_clients = nullptr;
    RequestModel* m_requests = nullptr;
    QTreeView* m_log = nullptr;
    QTimer m_timer;
};

}  // namespace fotograma::ui
