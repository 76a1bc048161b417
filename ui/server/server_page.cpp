#include "ui/server/server_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/page_parts.h"
#include "ui/server/connect_card.h"
#include "ui/server/serve_card.h"
#include "ui/server/server_tables.h"
#include "ui/server/token_card.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kLookMs = 1000;
constexpr int kWidestColumn = 620;

QScrollArea* scrolled(QWidget* inner, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setObjectName(QStringLiteral("pageScroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    return scroll;
}

QWidget* withTitle(const QString& title, QWidget* table) {
    auto* whole = new QWidget;
    makeCard(whole);
    auto* name = new QLabel(title, whole);
    name->setObjectName(QStringLiteral("sectionTitle"));
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(12, 10, 6, 6);
    layout->setSpacing(6);
    layout->addWidget(name);
    layout->addWidget(table, 1);
    return whole;
}

}  // namespace

extern const PageDefinition kServerPage;
const PageDefinition kServerPage{
    .id = "server",
    .glyph = Glyph::Server,
    .title = [] { return ServerPage::tr("Server"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new ServerPage(workspace, parent); }};

ServerPage::ServerPage(Workspace& workspace, QWidget* parent)
    : Page(parent), m_workspace(workspace), m_tabs(new QTabWidget(this)) {
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Server"));
    m_tabs->tabBar()->setAccessibleName(tr("Server"));
    Host& host = workspace.host();
    if (host.serving()) m_tabs->addTab(makeServe(), tr("Serve this computer"));
    if (host.connections()) {
        m_connect = new ConnectCard(workspace);
        m_connect->setMaximumWidth(kWidestColumn);
        auto* holder = new QWidget;
        auto* layout = new QHBoxLayout(holder);
        layout->setContentsMargins(0, 10, 0, 0);
        layout->addWidget(m_connect, 1);
        layout->addStretch();
        const int tab = m_tabs->addTab(scrolled(holder, m_tabs), tr("Connect to a server"));
        if (!host.place().empty()) m_tabs->setCurrentIndex(tab);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 8);
    layout->addWidget(m_tabs);
    if (m_tabs->count() == 0) {
        QLabel* empty = makeEmptyText(this);
        empty->setText(tr("This program neither serves nor connects to a server."));
        m_tabs->hide();
        layout->addWidget(empty);
    }
    m_timer.setInterval(kLookMs);
    connect(&m_timer, &QTimer::timeout, this, &ServerPage::look);
}

QWidget* ServerPage::makeServe() {
    auto* whole = new QWidget;
    auto* left = new QWidget;
    m_serve = new ServeCard(m_workspace, left);
    m_tokens = new TokenCard(m_workspace, left);
    auto* cards = new QVBoxLayout(left);
    cards->setContentsMargins(0, 0, 6, 0);
    cards->setSpacing(10);
    cards->addWidget(m_serve);
    cards->addWidget(m_tokens, 1);
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(scrolled(left, whole), 6);
    layout->addWidget(makeWatch(), 6);
    return whole;
}

QWidget* ServerPage::makeWatch() {
    m_clients = new ClientModel(this);
    m_requests = new RequestModel(this);
    QTreeView* clients = makeTable(tr("Connected clients"), this);
    clients->setModel(m_clients);
    clients->header()->setStretchLastSection(false);
    clients->header()->setSectionResizeMode(ClientModel::Name, QHeaderView::Stretch);
    m_log = makeTable(tr("Requests"), this);
    m_log->setModel(m_requests);
    m_log->setObjectName(QStringLiteral("requestLog"));
    m_log->header()->setStretchLastSection(false);
    m_log->header()->setSectionResizeMode(RequestModel::Request, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {{RequestModel::At, 72},
                                          {RequestModel::Name, 84},
                                          {RequestModel::Status, 92},
                                          {RequestModel::Took, 74},
                                          {RequestModel::Did, 96}};
    for (const auto& [column, width] : widths) m_log->setColumnWidth(column, width);
    const std::pair<int, int> clientWidths[] = {
        {ClientModel::Address, 130}, {ClientModel::Since, 84}, {ClientModel::Requests, 84}, {ClientModel::Streams, 84}};
    for (const auto& [column, width] : clientWidths) clients->setColumnWidth(column, width);
    auto* whole = new QWidget;
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(withTitle(tr("Connected clients"), clients), 2);
    layout->addWidget(withTitle(tr("Requests"), m_log), 5);
    return whole;
}

void ServerPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_tokens) m_tokens->refresh();
    if (m_connect) m_connect->refresh();
    if (!m_serve) return;
    look();
    m_timer.start();
}

void ServerPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_timer.stop();
}

void ServerPage::look() {
    Serving& serving = *m_workspace.host().serving();
    m_serve->showState();
    m_clients->set(serving.clients());
    const QScrollBar* bar = m_log->verticalScrollBar();
    const bool isAtEnd = bar->value() >= bar->maximum();
    m_requests->add(serving.log(m_requests->last()));
    if (isAtEnd) m_log->scrollToBottom();
}

}  // namespace fotograma::ui
