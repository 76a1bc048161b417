/// The window on the chosen engine: another choice is another window in its place, in the same program.
///
/// Owner    the window. The hosts are the program's and outlive it.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <memory>

#include "ui/main_window.h"

namespace fotograma::ui {

class WindowKeeper : public QObject {
    Q_OBJECT

public:
    explicit WindowKeeper(Host& host, QObject* parent = nullptr);
    ~WindowKeeper() override;

    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] Host& host() { return *m_host; }

signals:
    void windowChanged();

private:
    void make(Host& host);
    /// Once whoever asked for it has returned: it goes with its window.
    void changeSoon(Host* host);
    void change(Host& host);

    Host* m_host;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace fotograma::ui
