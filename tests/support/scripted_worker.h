/// Workers that do what a script says instead of opening media, and helpers to wait for a service's answers.
///
/// Thread   any; waiting ends with an assertion after 20 s rather than hang.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/api/service.h"
#include "engine/service/local_service.h"
#include "engine/worker/worker.h"

namespace fotograma::tests {

inline constexpr std::chrono::seconds kPatience{20};

/// What the jobs of a service do. By default each tells progress, writes its outputs and is done.
class Script {
public:
    /// Jobs whose input's name contains the text do not end before release() or a stop.
    void holdInputsWith(std::string text);
    void release();
    /// Jobs whose input's name contains the text fail with InvalidData.
    void failInputsWith(std::string text);

    /// Inputs in order of their start.
    [[nodiscard]] std::vector<std::string> started();
    [[nodiscard]] bool waitForStarted(std::size_t count);
    [[nodiscard]] int mostAtOnce();

    [[nodiscard]] std::unique_ptr<worker::Worker> makeWorker();
    /// "<input's name> at <second>" as the picture; held and failing as jobs are, and counted among what started.
    base::Result<api::Preview> preview(const api::PreviewRequest& request, const std::stop_token& stop);
    worker::JobOutcome run(const worker::JobOrder& order, worker::Events& events, const std::stop_token& stop);

private:
    std::mutex m_mutex;  ///< Protects the rest.
    std::condition_variable_any m_changed;
    std::string m_held;
    std::string m_failing;
    bool m_isReleased = false;
    int m_running = 0;
    int m_mostAtOnce = 0;
    std::vector<std::string> m_started;
};

/// Dependencies of a LocalService that runs the script; the script must outlive it.
service::Dependencies scriptedDependencies(const std::filesystem::path& storePath, Script& script);

/// A recipe with one output, "{stem}-done.mkv", and no filters.
[[nodiscard]] base::Json plainRecipe();
/// Makes a small file and returns an item that turns it into <outputFolder>/<stem>-done.mkv.
[[nodiscard]] api::SubmitItem itemFor(const std::filesystem::path& folder, const std::string& name);

[[nodiscard]] api::SubmitRequest requestOf(std::vector<api::SubmitItem> items);
[[nodiscard]] api::JobQuery byId(base::JobId id);
[[nodiscard]] bool isWithoutGaps(const std::vector<std::int64_t>& sequences);

/// The answer to one request, waited for.
template <class T>
base::Result<T> ask(const std::function<void(api::Reply<T>)>& request) {
    auto promise = std::make_shared<std::promise<base::Result<T>>>();
    auto future = promise->get_future();
    request([promise](base::Result<T> answer) { promise->set_value(std::move(answer)); });
    FOTOGRAMA_ASSERT(future.wait_for(kPatience) == std::future_status::ready, "the service did not answer");
    return future.get();
}

base::Result<api::SubmitReply> submit(api::Service& service, api::SubmitRequest request);
base::Result<api::ControlReply> control(api::Service& service, api::JobQuery query, api::JobAction action);
base::Result<api::Snapshot> snapshot(api::Service& service, api::JobQuery query = {});

/// Everything a subscription told.
class EventLog {
public:
    EventLog(api::Service& service, base::Sequence after);

    /// False when it did not happen in time.
    bool waitFor(const std::function<bool(const std::vector<api::Event>&)>& condition);
    bool waitForState(base::JobId job, api::JobState state);
    bool waitForEnd();

    [[nodiscard]] std::vector<api::Event> events();
    /// Numbers of the stored kinds.
    [[nodiscard]] std::vector<std::int64_t> sequences();
    [[nodiscard]] std::vector<base::ErrorCode> errors();
    void unsubscribe() { m_subscription.reset(); }

private:
    struct Heard {
        std::mutex mutex;  ///< Protects the rest.
        std::condition_variable changed;
        std::vector<api::Event> events;
        std::vector<base::ErrorCode> errors;
    };
    std::shared_ptr<Heard> m_heard = std::make_shared<Heard>();
    std::optional<api::Subscription> m_subscription;
};

}  // namespace fotograma::tests
