#include "engine/service/remote_pages.h"

#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/net/url.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

using base::concat;
using base::Json;

namespace {

constexpr int kPageRows = 1000;          ///< As many as the server gives at once.
constexpr std::size_t kIdsAtOnce = 250;  ///< An address may have 8 kB.

std::string idList(std::span<const std::int64_t> ids) {
    std::string text;
    for (const std::int64_t id : ids) text.append(concat(text.empty() ? "" : ",", id));
    return text;
}

/// What differs between the lists: where they are, how a page is read, where it ends.
struct Snapshots {
    using Page = api::Snapshot;
    static constexpr std::string_view kPath = "/jobs";
    static base::Result<Page> read(const Json& json) { return api::snapshotFromJson(json); }
    static std::int64_t& cursor(Page& page) { return page.nextAfterId; }
    static std::size_t rows(const Page& page) { return page.jobs.size(); }
    static std::int64_t lastId(const Page& page) { return page.jobs.back().id.value; }
    static void add(Page& whole, Page&& page) {
        // The number of the first page holds: what later pages know better is told again by events.
        if (whole.sequence.value == 0) whole.sequence = page.sequence;
        std::ranges::move(page.jobs, std::back_inserter(whole.jobs));
    }
};
struct Reports {
    using Page = api::ReportPage;
    static constexpr std::string_view kPath = "/reports";
    static base::Result<Page> read(const Json& json) { return api::reportPageFromJson(json); }
    static std::int64_t& cursor(Page& page) { return page.nextAfterId; }
    static std::size_t rows(const Page& page) { return page.jobs.size(); }
    static std::int64_t lastId(const Page& page) { return page.jobs.back().record.id.value; }
    static void add(Page& whole, Page&& page) { std::ranges::move(page.jobs, std::back_inserter(whole.jobs)); }
};
struct Batches {
    using Page = api::BatchPage;
    static constexpr std::string_view kPath = "/batches";
    static base::Result<Page> read(const Json& json) { return api::batchPageFromJson(json); }
    static std::int64_t& cursor(Page& page) { return page.nextBeforeId; }
    static std::size_t rows(const Page& page) { return page.batches.size(); }
    static std::int64_t lastId(const Page& page) { return page.batches.back().id.value; }
    static void add(Page& whole, Page&& page) { std::ranges::move(page.batches, std::back_inserter(whole.batches)); }
};

/// What is wanted: the unchanging part of the address, the ids in their order, the cursor and how many.
struct Wish {
    std::string filter;             ///< "state=done&text=a"
    std::string cursorName;         ///< "after"
    std::vector<std::int64_t> ids;  ///< Sorted as the answer is; empty: all.
    bool fallingIds = false;
    std::int64_t cursor = 0;
    int limit = 0;  ///< 0: all.
};

template <class List>
class Reading : public std::enable_shared_from_this<Reading<List>> {
public:
    using Page = List::Page;
    Reading(std::shared_ptr<RemoteLink> link, Wish wish, api::Reply<Page> reply)
        : m_link(std::move(link)), m_wish(std::move(wish)), m_reply(std::move(reply)) {
        const auto isPassed = [this](std::int64_t id) {
            if (m_wish.cursor == 0) return false;
            return m_wish.fallingIds ? id >= m_wish.cursor : id <= m_wish.cursor;
        };
        m_hasIds = !m_wish.ids.empty();
        std::erase_if(m_wish.ids, isPassed);
    }

    void step() {
        m_asked = std::min(m_wish.ids.size() - m_nextId, kIdsAtOnce);
        if (m_hasIds && m_asked == 0 && m_nextId > 0) return m_reply.answer(std::move(m_whole));
        int rows = kPageRows;
        if (m_wish.limit > 0) rows = std::min(rows, m_wish.limit - static_cast<int>(List::rows(m_whole)));
        std::string path = concat(List::kPath, "?limit=", rows);
        if (!m_wish.filter.empty()) path.append(concat('&', m_wish.filter));
        if (m_wish.cursor != 0) path.append(concat('&', m_wish.cursorName, '=', m_wish.cursor));
        // No id is left: a number that no job has, so that the sequence is told all the same.
        constexpr std::int64_t kNobody = (std::int64_t{1} << 53) - 1;
        if (m_hasIds)
            path.append(concat(
                "&id=", m_asked > 0 ? idList(std::span(m_wish.ids).subspan(m_nextId, m_asked)) : concat(kNobody)));
        m_link->ask({.path = std::move(path), .mayRepeat = true},
                    [self = this->shared_from_this()](base::Result<Json> json) { self->take(std::move(json)); });
    }

private:
    void take(base::Result<Json> json) {
        if (!json) return m_reply.answer(std::unexpected(json.error()));
        auto page = List::read(*json);
        if (!page) return m_reply.answer(std::unexpected(page.error()));
        const std::int64_t next = List::cursor(*page);
        List::add(m_whole, std::move(*page));
        const bool isFull = m_wish.limit > 0 && List::rows(m_whole) >= static_cast<std::size_t>(m_wish.limit);
        if (next == 0) m_nextId += m_asked;
        const bool hasMore = next != 0 || m_nextId < m_wish.ids.size();
        if (!hasMore) return m_reply.answer(std::move(m_whole));
        if (isFull) {
            List::cursor(m_whole) = List::lastId(m_whole);
            return m_reply.answer(std::move(m_whole));
        }
        m_wish.cursor = next;
        step();
    }

    std::shared_ptr<RemoteLink> m_link;
    Wish m_wish;
    bool m_hasIds = false;
    std::size_t m_nextId = 0;  ///< Of the ids: where the page that is being read begins.
    std::size_t m_asked = 0;   ///< How many of them it asks for.
    Page m_whole;
    ReplyOnce<Page> m_reply;
};

template <class Id>
std::vector<std::int64_t> sorted(const std::vector<Id>& ids, bool isFalling) {
    std::vector<std::int64_t> numbers;
    for (const Id id : ids) numbers.push_back(id.value);
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    if (isFalling) std::ranges::reverse(numbers);
    return numbers;
}

void addTo(std::string& filter, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    filter.append(concat(filter.empty() ? "" : "&", name, '=', net::percentEncoded(value)));
}

Wish wishOf(const api::JobQuery& query) {
    // Larger numbers than JSON can hold stand behind every job, as this one does.
    constexpr std::int64_t kBehindAll = std::int64_t{1} << 53;
    Wish wish{.cursorName = "after",
              .fallingIds = query.newestFirst,
              .cursor = std::min(query.afterId, kBehindAll),
              .limit = query.limit};
    std::string states;
    for (const api::JobState state : query.states) states.append(concat(states.empty() ? "" : ",", api::toText(state)));
    if (!states.empty()) wish.filter = concat("state=", states);
    if (query.batch) addTo(wish.filter, "batch", concat(query.batch->value));
    addTo(wish.filter, "text", query.text);
    addTo(wish.filter, "recipe", query.recipeId);
    addTo(wish.filter, "order", query.newestFirst ? "newest" : "");
    wish.ids = sorted(query.ids, query.newestFirst);
    return wish;
}

}  // namespace

void readSnapshot(std::shared_ptr<RemoteLink> link, api::JobQuery query, api::Reply<api::Snapshot> reply) {
    std::make_shared<Reading<Snapshots>>(std::move(link), wishOf(query), std::move(reply))->step();
}

void readReports(std::shared_ptr<RemoteLink> link, api::JobQuery query, api::Reply<api::ReportPage> reply) {
    std::make_shared<Reading<Reports>>(std::move(link), wishOf(query), std::move(reply))->step();
}

void readBatches(std::shared_ptr<RemoteLink> link, api::BatchQuery query, api::Reply<api::BatchPage> reply) {
    Wish wish{.cursorName = "before", .fallingIds = true, .cursor = query.beforeId, .limit = query.limit};
    addTo(wish.filter, "text", query.text);
    wish.ids = sorted(query.ids, true);
    std::make_shared<Reading<Batches>>(std::move(link), std::move(wish), std::move(reply))->step();
}

void readCacheEntries(std::shared_ptr<RemoteLink> link, api::CacheQuery query, api::Reply<api::CacheReply> reply) {
    struct Entries {
        std::shared_ptr<RemoteLink> link;
        api::CacheQuery query;
        api::CacheReply whole;
        ReplyOnce<api::CacheReply> reply;

        static void step(std::shared_ptr<Entries> self) {
            int rows = kPageRows;
            if (self->query.limit > 0)
                rows = std::min(rows, self->query.limit - static_cast<int>(self->whole.entries.size()));
            std::string filter = concat("limit=", rows);
            addTo(filter, "text", self->query.text);
            addTo(filter, "kind", self->query.kind);
            addTo(filter, "after", self->query.afterKey);
            addTo(filter, "key", base::join(self->query.keys, ","));
            if (self->query.unusedSeconds > 0.0)
                addTo(filter, "unused_seconds", concat(static_cast<std::int64_t>(self->query.unusedSeconds)));
            RemoteLink& link = *self->link;
            link.ask({.path = concat("/cache/entries?", filter), .mayRepeat = true},
                     [self = std::move(self)](base::Result<Json> json) {
                         if (!json) return self->reply.answer(std::unexpected(json.error()));
                         auto page = api::cacheReplyFromJson(*json);
                         if (!page) return self->reply.answer(std::unexpected(page.error()));
                         auto entries = std::exchange(self->whole.entries, {});
                         std::ranges::move(page->entries, std::back_inserter(entries));
                         self->whole = std::move(*page);
                         self->whole.entries = std::move(entries);
                         self->query.afterKey = self->whole.nextAfterKey;
                         const bool isFull = self->query.limit > 0 &&
                                             std::cmp_greater_equal(self->whole.entries.size(), self->query.limit);
                         if (self->query.afterKey.empty() || isFull) return self->reply.answer(std::move(self->whole));
                         step(self);
                     });
        }
    };
    Entries::step(std::make_shared<Entries>(std::move(link), std::move(query), api::CacheReply{},
                                            ReplyOnce<api::CacheReply>(std::move(reply))));
}

}  // namespace fotograma::service
