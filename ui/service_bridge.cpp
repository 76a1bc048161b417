#include "ui/service_bridge.h"

#include <mutex>
#include <utility>

namespace fotograma::ui {

namespace {
constexpr int kFlushMs = 40;  // people see no more than 25 pictures a second as separate
constexpr int kStatsMs = 1000;
constexpr int kAgainMs = 3000;

bool mayComeBack(const base::Error& error) {
    return error.code == base::ErrorCode::Unavailable || error.code == base::ErrorCode::Timeout;
}
}  // namespace

/// Where the engine's threads leave what the Qt thread will fetch.
struct ServiceBridge::Mailbox {
    using Letter = std::move_only_function<void()>;

    std::mutex mutex;                   ///< Protects all below.
    ServiceBridge* receiver = nullptr;  ///< Null once the bridge is gone: letters are dropped.
    std::vector<Letter> letters;
    bool isRung = false;  ///< A wake-up is under way.

    void post(Letter letter) {
        const std::lock_guard lock(mutex);
        if (!receiver) return;
        letters.push_back(std::move(letter));
        if (std::exchange(isRung, true)) return;
        // Under the lock, so that the receiver cannot leave in between.
        QMetaObject::invokeMethod(receiver, &ServiceBridge::drain, Qt::QueuedConnection);
    }
};

ServiceBridge::ServiceBridge(std::shared_ptr<api::Service> service, QObject* parent)
    : QObject(parent), m_service(std::move(service)), m_mailbox(std::make_shared<Mailbox>()) {
    m_mailbox->receiver = this;
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(kFlushMs);
    connect(&m_flushTimer, &QTimer::timeout, this, &ServiceBridge::flush);
    m_statsTimer.setInterval(kStatsMs);
    connect(&m_statsTimer, &QTimer::timeout, this, &ServiceBridge::askForStats);
}

ServiceBridge::~ServiceBridge() {
    m_subscription = {};
    std::vector<Mailbox::Letter> dropped;  // destroyed outside the lock
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->receiver = nullptr;
    dropped.swap(m_mailbox->letters);
}

void ServiceBridge::drain() {
    std::vector<Mailbox::Letter> letters;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        letters.swap(m_mailbox->letters);
        m_mailbox->isRung = false;
    }
    const QPointer<ServiceBridge> self(this);  // a handler may close the window
    for (Mailbox::Letter& letter : letters) {
        letter();
        if (!self) return;
    }
}

void ServiceBridge::post(Mailbox& mailbox, std::move_only_function<void()> letter) { mailbox.post(std::move(letter)); }

void ServiceBridge::start() {
    takeSnapshot();
    askForStats();
    m_statsTimer.start();
}

void ServiceBridge::describe(QObject* context, Handler<api::ServiceInfo> handler) {
    m_service->describe(deliver(context, std::move(handler)));
}

void ServiceBridge::recipes(QObject* context, Handler<std::vector<api::RecipeInfo>> handler) {
    m_service->recipes(deliver(context, std::move(handler)));
}

void ServiceBridge::submit(api::SubmitRequest request, QObject* context, Handler<api::SubmitReply> handler) {
    m_service->submit(std::move(request), deliver(context, std::move(handler)));
}

void ServiceBridge::control(api::JobQuery query, api::JobAction action, QObject* context,
                            Handler<api::ControlReply> handler) {
    m_service->control(std::move(query), action, deliver(context, std::move(handler)));
}

void ServiceBridge::edit(api::JobQuery query, api::JobEdit edit, QObject* context, Handler<api::ControlReply> handler) {
    m_service->edit(std::move(query), std::move(edit), deliver(context, std::move(handler)));
}

void ServiceBridge::batches(api::BatchQuery query, QObject* context, Handler<api::BatchPage> handler) {
    m_service->batches(std::move(query), deliver(context, std::move(handler)));
}

void ServiceBridge::saveRecipe(api::RecipeDraft draft, QObject* context, Handler<api::RecipeInfo> handler) {
    m_service->saveRecipe(std::move(draft), deliver(context, std::move(handler)));
}

void ServiceBridge::removeRecipe(std::string id, QObject* context, Handler<api::RecipeInfo> handler) {
    m_service->removeRecipe(std::move(id), deliver(context, std::move(handler)));
}

void ServiceBridge::settings(api::RuntimeSettings change, QObject* context, Handler<api::RuntimeSettings> handler) {
    m_service->settings(std::move(change), deliver(context, std::move(handler)));
}

void ServiceBridge::report(api::JobId job, QObject* context, Handler<api::Report> handler) {
    m_service->report(job, deliver(context, std::move(handler)));
}

void ServiceBridge::reports(api::JobQuery query, QObject* context, Handler<api::ReportPage> handler) {
    m_service->reports(std::move(query), deliver(context, std::move(handler)));
}

void ServiceBridge::check(api::SubmitItem item, QObject* context, Handler<api::CheckReply> handler) {
    m_service->check(std::move(item), deliver(context, std::move(handler)));
}

void ServiceBridge::preview(api::PreviewRequest request, QObject* context, Handler<api::Preview> handler) {
    m_service->preview(std::move(request), deliver(context, std::move(handler)));
}

void ServiceBridge::cache(api::CacheQuery query, api::CacheAction action, QObject* context,
                          Handler<api::CacheReply> handler) {
    m_service->cache(std::move(query), action, deliver(context, std::move(handler)));
}

void ServiceBridge::setStatsInterval(int milliseconds) { m_statsTimer.setInterval(milliseconds); }

void ServiceBridge::setAway(bool isAway) {
    if (isAway)
        m_statsTimer.stop();
    else if (!m_statsTimer.isActive())
        m_statsTimer.start();
}

void ServiceBridge::startOver() {
    m_service->snapshot({}, deliver<api::Snapshot>(this, [this](base::Result<api::Snapshot> snapshot) {
                            if (!snapshot) return;
                            emit snapshotArrived(*snapshot);
                            follow(snapshot->sequence);
                        }));
}

void ServiceBridge::takeSnapshot() {
    m_isFollowing = false;
    m_service->snapshot({}, deliver<api::Snapshot>(this, [this](base::Result<api::Snapshot> snapshot) {
                            if (m_isFollowing) return;  // somebody was quicker
                            if (!snapshot) {
                                emit disconnected(snapshot.error());
                                // Without a subscription nobody else would notice that it is there again.
                                if (mayComeBack(snapshot.error()))
                                    QTimer::singleShot(kAgainMs, this, &ServiceBridge::takeSnapshot);
                                return;
                            }
                            emit snapshotArrived(*snapshot);
                            follow(snapshot->sequence);
                        }));
}

void ServiceBridge::follow(api::Sequence after) {
    m_isFollowing = true;
    m_pending.clear();
    m_newestProgress.clear();
    m_subscription = m_service->subscribe(after, [mailbox = m_mailbox, this](base::Result<api::Event> event) {
        // `this` is used by the letter only, and letters are read while the bridge lives.
        mailbox->post([this, event = std::move(event)]() mutable {
            if (event)
                receive(std::move(*event));
            else if (event.error().code == base::ErrorCode::SequenceTooOld)
                takeSnapshot();
            else
                emit disconnected(event.error());
        });
    });
}

void ServiceBridge::receive(api::Event event) {
    const qint64 job = event.job.value;
    if (event.kind == api::EventKind::JobProgress) {
        if (const auto newest = m_newestProgress.constFind(job); newest != m_newestProgress.constEnd()) {
            m_pending[*newest] = std::move(event);
            return;
        }
        m_newestProgress.insert(job, m_pending.size());
    } else if (event.kind != api::EventKind::JobLog) {
        // What follows a change must not overtake it.
        m_newestProgress.remove(job);
    }
    m_pending.push_back(std::move(event));
    if (!m_flushTimer.isActive()) m_flushTimer.start();
}

void ServiceBridge::flush() {
    std::vector<api::Event> events;
    events.swap(m_pending);
    m_newestProgress.clear();
    emit eventsArrived(events);
}

void ServiceBridge::askForStats() {
    if (std::exchange(m_statsAsked, true)) return;  // a slow service is asked once, not in a pile
    m_service->stats(deliver<api::Stats>(this, [this](base::Result<api::Stats> stats) {
        m_statsAsked = false;
        if (stats) emit statsArrived(*stats);
    }));
}

}  // namespace fotograma::ui
