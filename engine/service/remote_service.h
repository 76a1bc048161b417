/// A server of ours as a service: what the window and the command line do with the local engine they do with this one.
///
/// Errors   create: what the address, the token and the CA file say; nobody is asked yet. The verbs as api::Service; and
///          Unavailable or Timeout while the server is not there, PermissionDenied for what the token may not do.
///          describe: Conflict for a server whose version does not go with this one.
/// Owner    its connections and their thread. The destructor answers what waits with Cancelled; it must not run inside
///          a reply or an event of its own.
/// Thread   any.
#pragma once

#include <memory>
#include <string_view>

#include "engine/api/service.h"
#include "engine/service/remote_link.h"

namespace fotograma::service {

class RemoteService final : public api::Service {
public:
    static base::Result<std::unique_ptr<RemoteService>> create(RemoteOptions options);
    ~RemoteService() override;

    void describe(api::Reply<api::ServiceInfo> reply) override;
    void recipes(api::Reply<std::vector<api::RecipeInfo>> reply) override;
    void saveRecipe(api::RecipeDraft draft, api::Reply<api::RecipeInfo> reply) override;
    void removeRecipe(std::string id, api::Reply<api::RecipeInfo> reply) override;
    void check(api::SubmitItem item, api::Reply<api::CheckReply> reply) override;
    /// A lost answer is asked for again under the same key: jobs are never submitted twice.
    void submit(api::SubmitRequest request, api::Reply<api::SubmitReply> reply) override;
    void control(api::JobQuery query, api::JobAction action, api::Reply<api::ControlReply> reply) override;
    void edit(api::JobQuery query, api::JobEdit edit, api::Reply<api::ControlReply> reply) override;
    void batches(api::BatchQuery query, api::Reply<api::BatchPage> reply) override;
    void snapshot(api::JobQuery query, api::Reply<api::Snapshot> reply) override;
    [[nodiscard]] api::Subscription subscribe(base::Sequence after, api::EventSink sink) override;
    void report(base::JobId job, api::Reply<api::Report> reply) override;
    void reports(api::JobQuery query, api::Reply<api::ReportPage> reply) override;
    void preview(api::PreviewRequest request, api::Reply<api::Preview> reply) override;
    void stats(api::Reply<api::Stats> reply) override;
    void settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) override;
    void cache(api::CacheQuery query, api::CacheAction action, api::Reply<api::CacheReply> reply) override;

    /// For what a Service has no verb for: files (remote_files.h).
    [[nodiscard]] const std::shared_ptr<RemoteLink>& link() const noexcept { return m_link; }

private:
    struct Slots;
    explicit RemoteService(std::shared_ptr<RemoteLink> link);

    std::shared_ptr<RemoteLink> m_link;
    std::shared_ptr<Slots> m_slots;
};

/// Whether a server of that version and this program understand each other.
[[nodiscard]] bool goesWith(std::string_view serverVersion, std::string_view ownVersion) noexcept;

}  // namespace fotograma::service
