#include "engine/telemetry/trace_context.h"

#include <array>
#include <random>

#include "engine/base/text.h"

namespace fotograma::telemetry {
namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;

bool isHex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }
bool isId(std::string_view text) { return isHex(text) && text.find_first_not_of('0') != std::string_view::npos; }

/// Ids only must not meet; nothing is kept secret by them.
std::string randomDigits(std::size_t count) {
    thread_local std::mt19937_64 generator{std::random_device{}()};
    std::string digits;
    while (digits.size() < count) {
        for (std::uint64_t bits = generator() | 1U; bits != 0 && digits.size() < count; bits >>= 4U)
            digits.push_back("0123456789abcdef"[bits & 0xFU]);
    }
    return digits;
}

}  // namespace

std::string TraceContext::header() const {
    return base::concat("00-", traceId, "-", spanId, isSampled ? "-01" : "-00");
}

std::optional<TraceContext> parseTraceparent(std::string_view header) {
    constexpr std::size_t kLength = 55;  // "00-" 32 "-" 16 "-" 2
    if (header.size() < kLength) return std::nullopt;
    const std::string_view version = header.substr(0, 2);
    if (!isHex(version) || version == "ff" || header[2] != '-') return std::nullopt;
    if (header.size() > kLength && (version == "00" || header[kLength] != '-')) return std::nullopt;
    const std::string_view trace = header.substr(3, kTraceDigits);
    const std::string_view span = header.substr(3 + kTraceDigits + 1, kSpanDigits);
    const std::string_view flags = header.substr(kLength - 2, 2);
    const bool hasDashes = header[3 + kTraceDigits] == '-' && header[kLength - 3] == '-';
    if (!hasDashes || !isId(trace) || !isId(span) || !isHex(flags)) return std::nullopt;
    const bool isSampled = std::string_view("13579bdf").find(flags[1]) != std::string_view::npos;
    return TraceContext{.traceId = std::string(trace), .spanId = std::string(span), .isSampled = isSampled};
}

TraceContext newSpan(const std::optional<TraceContext>& parent) {
    TraceContext made{.traceId = parent ? parent->traceId : randomDigits(kTraceDigits),
                      .spanId = randomDigits(kSpanDigits)};
    if (parent) made.isSampled = parent->isSampled;
    return made;
}

void TraceParents::set(std::int64_t number, const TraceContext& parent) {
    // Jobs that never end must not fill the memory; numbers rise, so the oldest go first.
    constexpr std::size_t kMost = 100'000;
    const std::lock_guard lock(m_mutex);
    m_parents.insert_or_assign(number, parent);
    if (m_parents.size() > kMost) m_parents.erase(m_parents.begin());
}

std::optional<TraceContext> TraceParents::take(std::int64_t number) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_parents.find(number);
    if (found == m_parents.end()) return std::nullopt;
    TraceContext parent = std::move(found->second);
    m_parents.erase(found);
    return parent;
}

}  // namespace fotograma::telemetry
