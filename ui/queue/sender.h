/// Files of this computer on their way to a server that does not see them: one after another, each submitted when it is
/// there.
///
/// Errors   a file that cannot be sent is refused in the reply, the others go on; a server that is away ends all.
/// Owner    borrows the workspace; its host has transfers.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>

#include "ui/workspace.h"

namespace fotograma::ui {

class Sender : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const base::Result<api::SubmitReply>&)>;

    explicit Sender(Workspace& workspace, QObject* parent = nullptr);

    /// Requests one after another; how far it is stands over the page.
    void send(api::SubmitRequest request, Done done);

private:
    struct Order {
        api::SubmitRequest request;
        Done done;
        std::size_t next = 0;
        api::SubmitReply reply;
    };
    struct Progress {
        std::atomic<std::uint64_t> done{0};
        std::atomic<std::uint64_t> whole{0};
    };

    void sendNext();
    void sent(const base::Result<std::string>& input);
    void submitted(base::Result<api::SubmitReply> reply);
    void refuse(const base::Error& error);
    void showProgress();

    Workspace& m_workspace;
    std::deque<Order> m_orders;
    std::shared_ptr<Progress> m_progress;  ///< Of the file under way; shared with the threads that send it.
    QTimer m_timer;
};

}  // namespace fotograma::ui
