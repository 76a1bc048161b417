/// Files to and from a server: inputs that it does not have, results that it made.
///
/// Units    bytes.
/// Errors   NotFound, PermissionDenied and such of this machine's files; those of the link. A connection that breaks is
///          resumed where it broke, for as long as the link's patience lasts, and at least a few times.
/// Owner    a transfer keeps itself until it has answered. A file that is fetched appears under its name when it is
///          whole; until then it lies beside it as <name>.part.
/// Thread   any to start; progress and replies on the link's.
#pragma once

#include <filesystem>
#include <functional>

#include "engine/service/remote_link.h"

namespace fotograma::service {

using TransferProgress = std::function<void(std::uint64_t done, std::uint64_t whole)>;

/// Sends a file; the reply is what a job names as its input: "upload:<id>".
void uploadFile(std::shared_ptr<RemoteLink> link, std::filesystem::path file, TransferProgress progress,
                api::Reply<std::string> reply);

/// Fetches the file that a job made under that number. What lies at `to` is replaced.
void fetchArtifact(std::shared_ptr<RemoteLink> link, base::JobId job, int index, std::filesystem::path to,
                   TransferProgress progress, api::Reply<base::Done> reply);

}  // namespace fotograma::service
