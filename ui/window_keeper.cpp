#include "ui/window_keeper.h"

#include <QTimer>

namespace fotograma::ui {

WindowKeeper::WindowKeeper(Host& host, QObject* parent) : QObject(parent), m_host(&host) { make(host); }

WindowKeeper::~WindowKeeper() = default;

void WindowKeeper::make(Host& host) {
    m_host = &host;
    m_window = std::make_unique<MainWindow>(host);
    connect(&m_window->workspace(), &Workspace::hostChosen, this, &WindowKeeper::changeSoon);
}

void WindowKeeper::changeSoon(Host* host) {
    if (host == m_host) return;
    QTimer::singleShot(0, this, [this, host] { change(*host); });
}

void WindowKeeper::change(Host& host) {
    Host& before = *m_host;
    std::unique_ptr<MainWindow> old = std::move(m_window);
    old->saveState();
    make(host);
    m_window->setGeometry(old->geometry());
    // Shown before the other goes: a program without a window ends.
    const Qt::WindowStates states = old->windowState();
    m_window->show();
    m_window->setWindowState(states);
    m_window->activateWindow();
    emit windowChanged();
    old.reset();
    if (Connections* connections = host.connections()) connections->release(before);
}

}  // namespace fotograma::ui
