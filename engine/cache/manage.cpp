#include "engine/cache/manage.h"

#include <algorithm>
#include <tuple>

#include "engine/base/text.h"

namespace fotograma::cache {

using api::CacheAction;
using api::CacheReply;
using base::concat;
using base::ErrorCode;
using base::Result;

namespace {

Result<DiskSelection> selectionOf(const api::CacheQuery& query, base::UnixMillis now) {
    DiskSelection selection;
    for (const std::string& key : query.keys) {
        const std::string lower = base::toLower(key);
        if (lower.size() < 4 || lower.size() > 32 || lower.find_first_not_of("0123456789abcdef") != std::string::npos)
            return base::fail(ErrorCode::InvalidArgument,
                              concat("\"", key, "\" is no key: 4 to 32 hexadecimal digits, as `cache list` shows."));
        selection.keys.push_back(lower);
    }
    selection.text = query.text;
    if (query.unusedSeconds > 0.0)
        selection.notUsedSince = now - static_cast<base::UnixMillis>(query.unusedSeconds * 1000.0);
    if (query.kind.empty()) return selection;
    for (const Kind kind : {Kind::Report, Kind::Probe, Kind::Thumbnail, Kind::Output, Kind::Identity})
        if (query.kind == toText(kind)) selection.kind = kind;
    if (!selection.kind)
        return base::fail(
            ErrorCode::InvalidArgument,
            concat("\"", query.kind, "\" is no kind of entry: report, probe, thumbnail, output or identity."));
    return selection;
}

api::CacheEntry toApi(const DiskEntry& entry) {
    return {.key = entry.key.hex(),
            .kind = std::string(toText(entry.kind)),
            .label = entry.label,
            .bytes = entry.bytes,
            .seconds = entry.seconds,
            .createdAt = entry.createdAt,
            .usedAt = entry.usedAt,
            .pinned = entry.isPinned};
}

/// One action on the entries that a query selects.
class Managing {
public:
    Managing(TieredCache& cache, const api::CacheQuery& query, CacheAction action) noexcept
        : m_cache(cache), m_query(query), m_action(action) {}

    /// False: enough.
    bool meet(const DiskEntry& entry) {
        if (m_action == CacheAction::List) return list(entry);
        ++m_reply.matched;
        m_reply.matchedBytes += entry.bytes;
        switch (m_action) {
            case CacheAction::Pin: m_cache.disk()->setPinned(entry.key, true); break;
            case CacheAction::Unpin: m_cache.disk()->setPinned(entry.key, false); break;
            case CacheAction::Clear: clear(entry); break;
            case CacheAction::Verify: verify(entry); break;
            case CacheAction::Stats:
            case CacheAction::List: break;
        }
        return true;
    }

    CacheReply finish() {
        if (m_action == CacheAction::Clear && !m_query.dryRun) m_cache.disk()->compact();
        m_reply.levels = m_cache.stats();
        return std::move(m_reply);
    }

private:
    bool list(const DiskEntry& entry) {
        if (!m_query.afterKey.empty() && entry.key.hex() <= m_query.afterKey) return true;
        if (m_query.limit > 0 && std::cmp_greater_equal(m_reply.entries.size(), m_query.limit)) {
            m_reply.nextAfterKey = m_reply.entries.back().key;
            return false;
        }
        ++m_reply.matched;
        m_reply.matchedBytes += entry.bytes;
        m_reply.entries.push_back(toApi(entry));
        return true;
    }

    void clear(const DiskEntry& entry) {
        // What is pinned was meant to stay; naming it by its key is meant too.
        if (entry.isPinned && m_query.keys.empty()) {
            --m_reply.matched;
            m_reply.matchedBytes -= entry.bytes;
            return;
        }
        if (!m_query.dryRun) m_cache.remove(entry.key);
    }

    void verify(const DiskEntry& entry) {
        if (m_cache.disk()->verify(entry.key)) return;
        ++m_reply.damaged;
        m_reply.entries.push_back(toApi(entry));
    }

    TieredCache& m_cache;
    const api::CacheQuery& m_query;
    const CacheAction m_action;
    CacheReply m_reply;
};

}  // namespace

Result<CacheReply> manage(TieredCache& cache, const api::CacheQuery& query, CacheAction action, base::UnixMillis now) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const DiskSelection selection, selectionOf(query, now));
    Managing managing(cache, query, action);
    // Whoever asks how the levels are wants to know whether Redis answers: the answer to any question tells.
    if (action == CacheAction::Stats && cache.redis()) std::ignore = cache.redis()->get(Key{});
    if (action == CacheAction::Stats) return managing.finish();
    if (!cache.disk())
        return base::fail(ErrorCode::Unavailable, "There is no cache on the disk: it is switched off or unusable.");
    cache.disk()->each(selection, [&](const DiskEntry& entry) { return managing.meet(entry); });
    CacheReply reply = managing.finish();
    const bool needsMatch = (action == CacheAction::Pin || action == CacheAction::Unpin) || !query.keys.empty();
    if (reply.matched == 0 && needsMatch && action != CacheAction::List)
        return base::fail(ErrorCode::NotFound, "No entry of the cache matches.");
    return reply;
}

}  // namespace fotograma::cache
