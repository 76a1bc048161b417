/// What the queue shows while it is empty: what to do, and two buttons that do it.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

class QAction;

namespace fotograma::ui {

class EmptyState : public QWidget {
    Q_OBJECT

public:
    EmptyState(QAction* addFiles, QAction* addFolder, QWidget* parent = nullptr);

    /// While files hover over the window.
    void setInviting(bool isInviting);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_isInviting = false;
};

}  // namespace fotograma::ui
