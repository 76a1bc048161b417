#include "engine/service/recent_reports.h"

#include <utility>

namespace fotograma::service {

void RecentReports::keep(api::JobRecord record, api::Report report, std::size_t textBytes) {
    const base::JobId job = record.id;
    auto made = std::make_shared<const api::JobReport>(
        api::JobReport{.record = std::move(record), .report = std::move(report)});
    const std::lock_guard lock(m_mutex);
    forget(job);
    m_entries[job] = {.report = std::move(made), .textBytes = textBytes};
    m_order.push_back(job);
    m_textBytes += textBytes;
    while (m_order.size() > kMostReports || (m_textBytes > kMostTextBytes && m_order.size() > 1)) {
        forget(m_order.front());
        m_order.pop_front();
    }
}

void RecentReports::drop(base::JobId job) {
    const std::lock_guard lock(m_mutex);
    forget(job);
}

std::shared_ptr<const api::JobReport> RecentReports::find(base::JobId job) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(job);
    return found == m_entries.end() ? nullptr : found->second.report;
}

void RecentReports::forget(base::JobId job) {
    const auto found = m_entries.find(job);
    if (found == m_entries.end()) return;
    m_textBytes -= found->second.textBytes;
    m_entries.erase(found);
}

}  // namespace fotograma::service
