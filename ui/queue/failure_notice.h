/// Says in the line for messages that jobs failed for a reason outside them (a full disk, a folder or input that is gone),
/// and falls silent when they have been run again.
///
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <set>

#include "ui/workspace.h"

namespace fotograma::ui {

class FailureNotice : public QObject {
    Q_OBJECT

public:
    FailureNotice(Workspace& workspace, QObject* parent);

private:
    void follow(const std::vector<api::Event>& events);

    Workspace& m_workspace;
    std::set<api::JobId> m_failed;  ///< What the notice is about.
    QString m_said;                 ///< Empty when somebody else had the last word.
};

}  // namespace fotograma::ui
