/// The one class that crosses threads: calls the service, and brings its replies and events into the Qt thread.
///
/// Errors   in the handlers. Replies that come after the bridge or the context is gone are dropped.
/// Owner    keeps the service alive; handlers live until their reply.
/// Thread   made, used and destroyed on the Qt thread; handlers and signals run there. Events come in order, a few
///          dozen times a second at most; of a job's progress only the newest is delivered.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::ui {

class ServiceBridge : public QObject {
    Q_OBJECT

public:
    template <class T>
    using Handler = std::function<void(base::Result<T>)>;

    explicit ServiceBridge(std::shared_ptr<api::Service> service, QObject* parent = nullptr);
    ~ServiceBridge() override;

    /// Takes a snapshot, then follows the events from there, and asks for stats once a second.
    void start();

    void describe(QObject* context, Handler<api::ServiceInfo> handler);
    void recipes(QObject* context, Handler<std::vector<api::RecipeInfo>> handler);
    void submit(api::SubmitRequest request, QObject* context, Handler<api::SubmitReply> handler);
    void control(api::JobQuery query, api::JobAction action, QObject* context, Handler<api::ControlReply> handler);
    void edit(api::JobQuery query, api::JobEdit edit, QObject* context, Handler<api::ControlReply> handler);
    void batches(api::BatchQuery query, QObject* context, Handler<api::BatchPage> handler);
    void saveRecipe(api::RecipeDraft draft, QObject* context, Handler<api::RecipeInfo> handler);
    void removeRecipe(std::string id, QObject* context, Handler<api::RecipeInfo> handler);
    void settings(api::RuntimeSettings change, QObject* context, Handler<api::RuntimeSettings> handler);
    void report(api::JobId job, QObject* context, Handler<api::Report> handler);
    void reports(api::JobQuery query, QObject* context, Handler<api::ReportPage> handler);
    void check(api::SubmitItem item, QObject* context, Handler<api::CheckReply> handler);
    void preview(api::PreviewRequest request, QObject* context, Handler<api::Preview> handler);
    void cache(api::CacheQuery query, api::CacheAction action, QObject* context, Handler<api::CacheReply> handler);

    /// How often figures are asked for: once a second unless somebody watches closely.
    void setStatsInterval(int milliseconds);

    /// While the engine is known to be away nobody asks it for figures.
    void setAway(bool isAway);
    /// Reads all jobs anew, now; where that fails all goes on as it was.
    void startOver();

    /// Makes a handler of this thread a reply that may be called from any, for what the program itself computes.
    template <class T>
    api::Reply<T> deliver(QObject* context, Handler<T> handler) {
        return [mailbox = m_mailbox, guard = QPointer<QObject>(context),
                handler = std::move(handler)](base::Result<T> result) mutable {
            // Only the Qt thread may look into the guard: it travels there with the letter.
            post(*mailbox,
                 [guard = std::move(guard), handler = std::move(handler), result = std::move(result)]() mutable {
                     if (guard) handler(std::move(result));
                 });
        };
    }

signals:
    /// All jobs as of one moment; comes again when the events since could not be followed.
    void snapshotArrived(const fotograma::api::Snapshot& snapshot);
    void eventsArrived(const std::vector<fotograma::api::Event>& events);
    void statsArrived(const fotograma::api::Stats& stats);
    /// The service ended the conversation.
    void disconnected(const fotograma::base::Error& error);

private:
    struct Mailbox;

    static void post(Mailbox& mailbox, std::move_only_function<void()> letter);
    void drain();
    void takeSnapshot();
    void follow(api::Sequence after);
    void receive(api::Event event);
    void flush();
    void askForStats();

    std::shared_ptr<api::Service> m_service;
    std::shared_ptr<Mailbox> m_mailbox;  ///< Shared with the replies under way.
    api::Subscription m_subscription;
    std::vector<api::Event> m_pending;
    QHash<qint64, std::size_t> m_newestProgress;  ///< Job to its place in m_pending.
    QTimer m_flushTimer;
    QTimer m_statsTimer;
    bool m_statsAsked = false;
    bool m_isFollowing = false;
};

}  // namespace fotograma::ui
