/// What this machine can do, and a sample to try it on: the page of the first start, and later the doctor's.
///
/// Cost     the machine is examined when the page is first shown.
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include "ui/page.h"
#include "ui/tools.h"
#include "ui/workspace.h"

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace fotograma::ui {

class MachinePage : public Page {
    Q_OBJECT

public:
    MachinePage(Workspace& workspace, QWidget* parent);

    void examine();
    void showFindings(const std::vector<Finding>& findings);
    /// Makes short clips where there are none, and adds them to the queue.
    void trySample();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeSection(const QString& title, const std::vector<const Finding*>& findings);
    void showDevices();

    Workspace& m_workspace;
    QLabel* m_summary;
    QLabel* m_devices;
    QPushButton* m_sample;
    QPushButton* m_add;
    QToolButton* m_again;
    QVBoxLayout* m_list;
    bool m_isExamined = false;
};

}  // namespace fotograma::ui
