#include "engine/service/remote_submission.h"

#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Json;

Json itemJson(const api::SubmitItem& item) {
    Json json = api::toJson(item.spec);
    if (item.spec.outputs.empty()) json.erase("outputs");
    if (!item.outputFolder.empty()) json.set("output_folder", item.outputFolder);
    if (!item.relativeFolder.empty()) json.set("relative_folder", item.relativeFolder);
    return json;
}

// ---- Submitting ----

namespace {

constexpr std::size_t kItemsAtOnce = 2'000;
constexpr std::size_t kIdsAtOnce = 5'000;

class Submitting : public std::enable_shared_from_this<Submitting> {
public:
    Submitting(std::shared_ptr<RemoteLink> link, api::SubmitRequest request, api::Reply<api::SubmitReply> reply)
        : m_link(std::move(link)), m_request(std::move(request)), m_reply(std::move(reply)) {
        // A key in any case: an answer that was lost on its way can be asked for again.
        m_key = m_request.idempotencyKey.empty() ? freshKey() : m_request.idempotencyKey;
        m_whole.batch = m_request.batch;
    }

    void step() {
        m_count = std::min(m_request.items.size() - m_first, kItemsAtOnce);
        const std::string key = m_first == 0 ? m_key : concat(m_key, '/', m_first);
        m_link->ask({.method = "POST",
                     .path = "/jobs",
                     .body = body(),
                     .headers = {{"Idempotency-Key", key}},
                     .mayRepeat = true},
                    [self = shared_from_this()](base::Result<Json> json) { self->take(std::move(json)); });
    }

private:
    Json body() const {
        const auto items = std::span(m_request.items).subspan(m_first, m_count);
        // A recipe that all share is sent once.
        const Json& recipe = items.front().spec.recipe;
        const bool isShared = std::ranges::all_of(items, [&](const auto& item) { return item.spec.recipe == recipe; });
        Json list = Json::array();
        for (const api::SubmitItem& item : items) {
            Json json = itemJson(item);
            if (isShared) json.erase("recipe");
            list.append(std::move(json));
        }
        Json made = Json::object();
        made.set("items", std::move(list)).set("title", m_request.title).set("start_paused", m_request.startPaused);
        if (isShared) made.set("recipe", recipe);
        if (m_whole.batch) made.set("batch", m_whole.batch.value);
        return made;
    }

    void take(base::Result<Json> json) {
        // A single item that the server itself refuses is refused as any other.
        const bool isRefusal = !json && m_request.items.size() == 1 && json.error().detail.starts_with("items[0]");
        if (isRefusal) {
            api::SubmitOutcome& outcome = m_whole.outcomes.emplace_back();
            outcome.submission = api::Submission::Refused;
            outcome.error = json.error();
            return m_reply.answer(std::move(m_whole));
        }
        if (!json) return m_reply.answer(std::unexpected(json.error()));
        auto piece = api::submitReplyFromJson(*json);
        if (!piece) return m_reply.answer(std::unexpected(piece.error()));
        m_whole.batch = piece->batch;
        std::ranges::move(piece->outcomes, std::back_inserter(m_whole.outcomes));
        m_first += m_count;
        if (m_first < m_request.items.size()) return step();
        m_reply.answer(std::move(m_whole));
    }

    std::shared_ptr<RemoteLink> m_link;
    const api::SubmitRequest m_request;
    std::string m_key;
    std::size_t m_first = 0;  ///< Item of the piece that is under way,
    std::size_t m_count = 0;  ///< and how many it has.
    api::SubmitReply m_whole;
    ReplyOnce<api::SubmitReply> m_reply;
};

}  // namespace

void submitInPieces(std::shared_ptr<RemoteLink> link, api::SubmitRequest request, api::Reply<api::SubmitReply> reply) {
    if (request.items.empty())
        return reply(base::fail(ErrorCode::InvalidArgument, "There is nothing in the submission."));
    std::make_shared<Submitting>(std::move(link), std::move(request), std::move(reply))->step();
}

// ---- Changing ----

namespace {

void addQuery(Json& body, const api::JobQuery& query, std::span<const base::JobId> ids) {
    bool namesSome = false;
    const auto add = [&](std::string name, Json value) {
        body.set(std::move(name), std::move(value));
        namesSome = true;
    };
    Json states = Json::array();
    for (const api::JobState state : query.states) states.append(api::toText(state));
    Json list = Json::array();
    for (const base::JobId id : ids) list.append(id.value);
    if (!ids.empty()) add("ids", std::move(list));
    if (!query.states.empty()) add("states", std::move(states));
    if (query.batch) add("batch", query.batch->value);
    if (!query.text.empty()) add("text", query.text);
    if (!query.recipeId.empty()) add("recipe_id", query.recipeId);
    if (!namesSome) body.set("all", true);
}

class Changing : public std::enable_shared_from_this<Changing> {
public:
    Changing(std::shared_ptr<RemoteLink> link, Question question, api::JobQuery query,
             api::Reply<api::ControlReply> reply)
        : m_link(std::move(link)),
          m_question(std::move(question)),
          m_query(std::move(query)),
          m_reply(std::move(reply)) {}

    void step() {
        m_count = std::min(m_query.ids.size() - m_first, kIdsAtOnce);
        Question question = m_question;
        addQuery(question.body, m_query, std::span(m_query.ids).subspan(m_first, m_count));
        m_link->ask(std::move(question),
                    [self = shared_from_this()](base::Result<Json> json) { self->take(std::move(json)); });
    }

private:
    void take(base::Result<Json> json) {
        if (!json) return m_reply.answer(std::unexpected(json.error()));
        auto piece = api::controlReplyFromJson(*json);
        if (!piece) return m_reply.answer(std::unexpected(piece.error()));
        std::ranges::move(piece->changed, std::back_inserter(m_whole.changed));
        std::ranges::move(piece->refused, std::back_inserter(m_whole.refused));
        m_first += m_count;
        if (m_first < m_query.ids.size()) return step();
        m_reply.answer(std::move(m_whole));
    }

    std::shared_ptr<RemoteLink> m_link;
    const Question m_question;
    const api::JobQuery m_query;
    std::size_t m_first = 0;
    std::size_t m_count = 0;
    api::ControlReply m_whole;
    ReplyOnce<api::ControlReply> m_reply;
};

}  // namespace

void changeInPieces(std::shared_ptr<RemoteLink> link, Question question, api::JobQuery query,
                    api::Reply<api::ControlReply> reply) {
    std::make_shared<Changing>(std::move(link), std::move(question), std::move(query), std::move(reply))->step();
}

}  // namespace fotograma::service
