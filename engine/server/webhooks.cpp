#include "engine/server/webhooks.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "engine/base/base64.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/net/http_client.h"
#include "engine/net/url.h"
#include "engine/server/host_list.h"
#include "engine/server/public_address.h"
#include "engine/server/secrets.h"
#include "engine/server/webhook_state.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kMostUnderWay = 4;
constexpr std::size_t kMostWatched = 200'000;
constexpr std::size_t kShortestSecret = 24;
constexpr std::size_t kLongestUrl = 2048;
constexpr std::size_t kAnswerBytes = std::size_t{64} * 1024;
constexpr double kPatienceSeconds = 15.0;
constexpr double kJitter = 0.25;  ///< So that what failed together is not tried again together.
constexpr std::chrono::seconds kSaveEvery{1};
constexpr int kGone = 410;  ///< The receiver wants no more of it.

base::Result<std::string> secretBytes(const std::string& text) {
    constexpr std::string_view kPrefix = "whsec_";
    std::string bytes = text;
    if (text.starts_with(kPrefix)) {
        auto decoded = base::fromBase64(std::string_view(text).substr(kPrefix.size()));
        if (!decoded) return base::fail(ErrorCode::InvalidArgument, "The secret of the webhooks is no base64.");
        bytes = std::move(*decoded);
    }
    if (bytes.size() < kShortestSecret)
        return base::fail(ErrorCode::InvalidArgument, "Webhooks need a secret of 24 bytes or more (webhook_secret).");
    return bytes;
}

}  // namespace

struct Webhooks::State : std::enable_shared_from_this<State> {
    WebhookRules rules;
    std::shared_ptr<api::Service> service;
    const base::Clock* clock = nullptr;
    std::string secret;

    std::mutex mutex;  ///< Protects all below.
    std::condition_variable_any wake;
    WebhookState state;
    bool isChanged = false;  ///< Since the file was written.
    std::mt19937 random{std::random_device{}()};
    api::Subscription subscription;
    std::unique_ptr<net::HttpClient> client;
    std::jthread thread;  ///< Last: it stops first.

    void subscribe(api::Sequence after);
    void followFromNow();
    void readEnded();
    void add(const api::JobRecord& job);
    void run(const std::stop_token& stop);
    void send(const std::string& key);
    void heard(const std::string& key, const base::Result<net::HttpResponse>& answer);
    void save();
};

// ---- What ends ----

/// Called with the mutex held.
void Webhooks::State::add(const api::JobRecord& job) {
    if (!state.add(job, rules.url, clock->unixNow()))
        base::logWarning("server", concat("Too many webhooks wait: nobody is told of job ", job.id.value, "."));
    isChanged = true;
}

void Webhooks::State::subscribe(api::Sequence after) {
    auto made = service->subscribe(after, [weak = weak_from_this()](base::Result<api::Event> event) {
        const auto self = weak.lock();
        if (!self) return;
        if (!event) {
            if (event.error().code == ErrorCode::SequenceTooOld) self->followFromNow();
            return;
        }
        const std::lock_guard lock(self->mutex);
        self->state.sequence = event->sequence;
        const bool isEnd =
            event->kind == api::EventKind::JobChanged && event->record && api::isTerminal(event->record->state);
        if (isEnd) self->add(*event->record);
        if (isEnd) self->wake.notify_all();
    });
    {
        const std::lock_guard lock(mutex);
        std::swap(subscription, made);
    }
    // The older one goes with no lock held: it waits for its last call.
}

void Webhooks::State::followFromNow() {
    api::JobQuery query;
    query.limit = 1;
    service->snapshot(std::move(query), [weak = weak_from_this()](base::Result<api::Snapshot> page) {
        const auto self = weak.lock();
        if (!self || !page) return;
        self->subscribe(page->sequence);
        self->readEnded();
    });
}

/// Watched jobs that had ended before anybody listened.
void Webhooks::State::readEnded() {
    api::JobQuery query;
    {
        const std::lock_guard lock(mutex);
        for (const auto& [job, url] : state.watched) query.ids.push_back(job);
    }
    if (query.ids.empty()) return;
    query.states = {api::JobState::Done, api::JobState::Failed, api::JobState::Cancelled};
    service->snapshot(std::move(query), [weak = weak_from_this()](base::Result<api::Snapshot> page) {
        const auto self = weak.lock();
        if (!self || !page) return;
        const std::lock_guard lock(self->mutex);
        for (const api::JobRecord& job : page->jobs)
            if (api::isTerminal(job.state) && self->state.watched.contains(job.id)) self->add(job);
        self->wake.notify_all();
    });
}

// ---- Telling ----

void Webhooks::State::run(const std::stop_token& stop) {
    base::setThreadName("webhooks");
    auto lastSave = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        const base::UnixMillis now = clock->unixNow();
        const std::size_t room = kMostUnderWay - std::min(kMostUnderWay, state.underWay.size());
        for (const std::string& key : state.due(now, room)) {
            state.underWay.insert(key);
            send(key);
        }
        if (isChanged && std::chrono::steady_clock::now() - lastSave >= kSaveEvery) {
            save();
            lastSave = std::chrono::steady_clock::now();
        }
        const auto next = state.nextDue();
        const bool isFull = state.underWay.size() >= kMostUnderWay;
        auto pause = std::chrono::milliseconds(std::chrono::hours(1));
        if (next && !isFull) pause = std::chrono::milliseconds(std::max<std::int64_t>(1, *next - now));
        if (isChanged) pause = std::min<std::chrono::milliseconds>(pause, kSaveEvery);
        const bool wasChanged = isChanged;
        wake.wait_for(lock, stop, pause, [&] {
            const bool hasDue = state.underWay.size() < kMostUnderWay && !state.due(clock->unixNow(), 1).empty();
            return hasDue || (isChanged && !wasChanged);
        });
    }
    save();
}

/// Called with the mutex held.
void Webhooks::State::save() {
    if (!isChanged) return;
    if (auto saved = state.save(rules.file); !saved) base::logWarning("server", saved.error().message);
    isChanged = false;
}

/// Called with the mutex held.
void Webhooks::State::send(const std::string& key) {
    const Delivery& delivery = state.waiting.at(key);
    const std::string timestamp = concat(clock->unixNow() / 1000);
    const std::string signature =
        base::toBase64(hmacSha256(secret, concat(delivery.id, '.', timestamp, '.', delivery.body)));
    net::HttpRequest request;
    request.method = "POST";
    request.url = delivery.url;
    request.headers = {{"Content-Type", "application/json"},
                       {"webhook-id", delivery.id},
                       {"webhook-timestamp", timestamp},
                       {"webhook-signature", concat("v1,", signature)}};
    request.body = delivery.body;
    request.seconds = kPatienceSeconds;
    request.mostBytes = kAnswerBytes;
    client->send(std::move(request), [weak = weak_from_this(), key](base::Result<net::HttpResponse> answer) {
        if (const auto self = weak.lock()) self->heard(key, answer);
    });
}

void Webhooks::State::heard(const std::string& key, const base::Result<net::HttpResponse>& answer) {
    Json line = Json::object();
    {
        const std::lock_guard lock(mutex);
        state.underWay.erase(key);
        const auto found = state.waiting.find(key);
        if (found == state.waiting.end()) return;
        Delivery& delivery = found->second;
        const bool isHeard = answer && (answer->isSuccess() || answer->status == kGone);
        const auto tries = static_cast<std::size_t>(delivery.tries++);
        const bool isLast = !isHeard && tries >= rules.retrySeconds.size();
        line.set("type", "webhook").set("id", delivery.id).set("try", delivery.tries);
        if (const auto url = net::Url::parse(delivery.url)) line.set("host", url->authority());
        line.set("status", answer ? Json(answer->status) : Json());
        if (!answer) line.set("error", answer.error().message);
        line.set("outcome", isHeard ? "delivered" : isLast ? "given up" : "tried again");
        if (isHeard || isLast) {
            state.waiting.erase(found);
        } else {
            std::uniform_real_distribution<double> spread(1.0 - kJitter, 1.0 + kJitter);
            delivery.dueAt =
                clock->unixNow() + static_cast<base::UnixMillis>(1000.0 * rules.retrySeconds[tries] * spread(random));
        }
        isChanged = true;
        wake.notify_all();
    }
    if (rules.log) rules.log(line);
}

// ---- The face ----

base::Result<std::unique_ptr<Webhooks>> Webhooks::start(WebhookRules rules, std::shared_ptr<api::Service> service,
                                                        const base::Clock& clock) {
    auto state = std::make_shared<State>();
    FOTOGRAMA_ASSIGN_OR_RETURN(state->secret, secretBytes(rules.secret));
    FOTOGRAMA_ASSIGN_OR_RETURN(state->state, WebhookState::load(rules.file));
    net::ClientOptions options;
    // Asked for the address that is connected to, so that a name cannot lead elsewhere the second time it is looked up.
    if (!rules.mayReachPrivate) options.mayConnect = isPublicAddress;
    FOTOGRAMA_ASSIGN_OR_RETURN(state->client, net::HttpClient::create(std::move(options)));
    state->rules = std::move(rules);
    state->service = std::move(service);
    state->clock = &clock;
    std::unique_ptr<Webhooks> webhooks(new Webhooks(state));
    if (!state->rules.url.empty()) FOTOGRAMA_RETURN_IF_ERROR(webhooks->allows(state->rules.url));
    if (state->state.sequence.value > 0) {
        state->subscribe(state->state.sequence);
        state->readEnded();
    } else {
        state->followFromNow();
    }
    state->thread = std::jthread([raw = state.get()](const std::stop_token& stop) { raw->run(stop); });
    return webhooks;
}

Webhooks::Webhooks(std::shared_ptr<State> state) : m_state(std::move(state)) {}

Webhooks::~Webhooks() {
    m_state->thread.request_stop();
    if (m_state->thread.joinable()) m_state->thread.join();
    // Outside the mutex: both wait for calls that may want it.
    api::Subscription subscription;
    std::unique_ptr<net::HttpClient> client;
    {
        const std::lock_guard lock(m_state->mutex);
        subscription = std::move(m_state->subscription);
        client = std::move(m_state->client);
    }
}

base::Status Webhooks::allows(std::string_view url) const {
    if (url.size() > kLongestUrl) return base::fail(ErrorCode::InvalidArgument, "The webhook's address is too long.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const net::Url parsed, net::Url::parse(url));
    if (matchHost(parsed, m_state->rules.hosts) != HostMatch::None) return {};
    return base::fail(ErrorCode::PermissionDenied,
                      concat("This server tells no webhook at ", parsed.origin(), " (setting webhook_hosts)."));
}

base::Status Webhooks::watch(const std::vector<api::JobId>& jobs, const std::string& url) {
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->state.watched.size() + jobs.size() > kMostWatched)
            return base::fail(ErrorCode::ResourceExhausted, "Too many jobs have webhooks.");
        for (const api::JobId job : jobs) m_state->state.watched.insert_or_assign(job, url);
        m_state->isChanged = true;
        m_state->wake.notify_all();
    }
    m_state->readEnded();
    return {};
}

}  // namespace fotograma::server
