/// Long lists of a server, read page by page into one answer of the size that was asked for.
///
/// Errors   of the page that fails.
/// Owner    a reading keeps itself until it has answered.
/// Thread   any to start; the link's.
#pragma once

#include "engine/api/service.h"
#include "engine/service/remote_link.h"

namespace fotograma::service {

void readSnapshot(std::shared_ptr<RemoteLink> link, api::JobQuery query, api::Reply<api::Snapshot> reply);
void readReports(std::shared_ptr<RemoteLink> link, api::JobQuery query, api::Reply<api::ReportPage> reply);
void readBatches(std::shared_ptr<RemoteLink> link, api::BatchQuery query, api::Reply<api::BatchPage> reply);
void readCacheEntries(std::shared_ptr<RemoteLink> link, api::CacheQuery query, api::Reply<api::CacheReply> reply);

}  // namespace fotograma::service
