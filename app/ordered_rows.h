/// Rows that end in any order, handed on in the order of their items.
///
/// Owner    rows that came early; of most of them only what is small: their reports are read again when their turn
///          comes, so that one long film at the start of a batch does not fill the memory with what ended before it.
/// Thread   one at a time, never from a reply of the service: it waits for one.
#pragma once

#include <functional>
#include <map>

#include "app/batch_follower.h"

namespace fotograma::app {

class OrderedRows {
public:
    using Take = std::function<base::Status(BatchRow&)>;

    OrderedRows(api::Service& service, Take take) : m_service(service), m_take(std::move(take)) {}

    /// What `take` says of the rows whose turn it is.
    base::Status add(BatchRow row);
    /// The rows that are left: those of items before them never ended.
    base::Status finish();

private:
    base::Status handOn(bool skipsMissing);
    base::Status readReports();

    static constexpr std::size_t kMostReports = 512;  ///< Held in memory.

    api::Service& m_service;
    Take m_take;
    std::map<std::size_t, BatchRow> m_early;
    std::size_t m_next = 0;     ///< Index of the item whose turn it is.
    std::size_t m_reports = 0;  ///< Of the early ones.
};

}  // namespace fotograma::app
