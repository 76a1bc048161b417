#include "engine/store/event_log.h"

#include <charconv>

#include "engine/base/text.h"

namespace fotograma::store {

namespace {

constexpr std::pair<api::EventKind, char> kLetters[] = {
    {api::EventKind::JobAdded, 'a'}, {api::EventKind::JobChanged, 'c'}, {api::EventKind::JobRemoved, 'r'}};

base::Result<JobEvent> parseEvent(std::string_view text) {
    JobEvent event;
    for (const auto& [kind, letter] : kLetters) {
        if (!text.starts_with(letter)) continue;
        event.kind = kind;
        const char* end = text.data() + text.size();
        const auto [read, error] = std::from_chars(text.data() + 1, end, event.job.value);
        if (error == std::errc() && read == end) return event;
    }
    return base::fail(base::ErrorCode::InvalidData, "the store is damaged; move it away to start with an empty one.",
                      base::concat("no event: ", text));
}

}  // namespace

void appendEvent(std::string& changes, const JobEvent& event) {
    if (!changes.empty()) changes += ' ';
    for (const auto& [kind, letter] : kLetters)
        if (kind == event.kind) changes += letter;
    base::detail::append(changes, event.job.value);
}

base::Result<std::vector<JobEvent>> parseEvents(std::string_view changes) {
    std::vector<JobEvent> parsed;
    while (!changes.empty()) {
        const std::string_view text = changes.substr(0, changes.find(' '));
        FOTOGRAMA_ASSIGN_OR_RETURN(const JobEvent event, parseEvent(text));
        parsed.push_back(event);
        changes.remove_prefix(std::min(text.size() + 1, changes.size()));
    }
    return parsed;
}

}  // namespace fotograma::store
