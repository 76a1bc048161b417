#include "engine/server/webhook_state.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kMostWaiting = 10'000;

/// What a receiver needs to know; the rest it reads from the API.
std::string bodyOf(const api::JobRecord& job) {
    Json outputs = Json::array();
    for (const std::string& output : job.spec.outputs) outputs.append(output);
    Json data = Json::object();
    data.set("job", job.id.value).set("batch", job.batch.value).set("state", api::toText(job.state));
    data.set("input", job.spec.input).set("outputs", std::move(outputs)).set("recipe", job.recipeId);
    data.set("attempts", job.attempts).set("finished_at", job.finishedAt);
    if (job.error) {
        Json error = Json::object().set("code", base::traits(job.error->code).name);
        data.set("error", error.set("message", job.error->message));
    }
    Json body = Json::object().set("type", "job.ended").set("timestamp", job.finishedAt);
    return body.set("data", std::move(data)).dump();
}

std::string keyOf(const Delivery& delivery) { return concat(delivery.id, ' ', delivery.url); }

}  // namespace

base::Result<WebhookState> WebhookState::load(const fs::path& file) {
    WebhookState state;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return state;
    std::ostringstream text;
    text << stream.rdbuf();
    const auto json = Json::parse(text.str());
    if (!json)
        return base::fail(ErrorCode::InvalidData, concat("The file of webhooks ", base::toUtf8(file), " is damaged."),
                          json.error().message);
    state.sequence.value = (*json)["sequence"].asInteger();
    for (const Json& group : (*json)["watched"].items())
        for (const Json& job : group["jobs"].items())
            state.watched.emplace(base::JobId{job.asInteger()}, group["url"].asString());
    for (const Json& one : (*json)["waiting"].items()) {
        Delivery delivery{.id = one["id"].asString(),
                          .url = one["url"].asString(),
                          .body = one["body"].asString(),
                          .tries = static_cast<int>(one["tries"].asInteger()),
                          .dueAt = one["due_at"].asInteger()};
        std::string key = keyOf(delivery);
        state.waiting.emplace(std::move(key), std::move(delivery));
    }
    return state;
}

base::Status WebhookState::save(const fs::path& file) const {
    std::map<std::string, Json> groups;
    for (const auto& [job, url] : watched) groups[url].append(job.value);
    Json watchedJson = Json::array();
    for (auto& [url, jobs] : groups) watchedJson.append(Json::object().set("url", url).set("jobs", std::move(jobs)));
    Json waitingJson = Json::array();
    for (const auto& [key, one] : waiting)
        waitingJson.append(Json::object()
                               .set("id", one.id)
                               .set("url", one.url)
                               .set("body", one.body)
                               .set("tries", one.tries)
                               .set("due_at", one.dueAt));
    Json json = Json::object().set("version", 1).set("sequence", sequence.value);
    json.set("watched", std::move(watchedJson)).set("waiting", std::move(waitingJson));
    const fs::path aside = base::pathFromUtf8(concat(base::toUtf8(file), ".new"));
    std::error_code code;
    std::ofstream stream(aside, std::ios::binary);
    // Addresses may hold what only the receiver is to know.
    fs::permissions(aside, fs::perms::owner_read | fs::perms::owner_write, code);
    stream << json.dump() << '\n';
    stream.close();
    if (!stream || code)
        return base::fail(ErrorCode::IoError, concat("The webhooks cannot be written to ", base::toUtf8(file), "."));
    return base::replaceFile(aside, file);
}

bool WebhookState::add(const api::JobRecord& job, const std::string& everybody, base::UnixMillis now) {
    std::vector<std::string> urls;
    if (!everybody.empty()) urls.push_back(everybody);
    if (const auto found = watched.find(job.id); found != watched.end()) {
        if (found->second != everybody) urls.push_back(found->second);
        watched.erase(found);
    }
    for (const std::string& url : urls) {
        if (waiting.size() >= kMostWaiting) return false;
        Delivery delivery{.id = concat("job_", job.id.value, '_', job.finishedAt),
                          .url = url,
                          .body = bodyOf(job),
                          .tries = 0,
                          .dueAt = now};
        std::string key = keyOf(delivery);
        waiting.emplace(std::move(key), std::move(delivery));
    }
    return true;
}

std::vector<std::string> WebhookState::due(base::UnixMillis now, std::size_t most) const {
    std::vector<std::string> keys;
    for (const auto& [key, one] : waiting)
        if (keys.size() < most && one.dueAt <= now && !underWay.contains(key)) keys.push_back(key);
    return keys;
}

std::optional<base::UnixMillis> WebhookState::nextDue() const {
    std::optional<base::UnixMillis> next;
    for (const auto& [key, one] : waiting)
        if (!underWay.contains(key)) next = std::min(next.value_or(one.dueAt), one.dueAt);
    return next;
}

}  // namespace fotograma::server
