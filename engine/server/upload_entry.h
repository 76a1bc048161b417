/// One upload as the server holds it.
///
/// Thread   any; each member says what it is held by.
#pragma once

#include <mutex>
#include <optional>

#include "engine/server/uploads.h"

namespace fotograma::server {

struct Uploads::Entry {
    std::mutex file;   ///< Held while .part is written; taken before `mutex`, never by who only looks.
    std::mutex mutex;  ///< Protects all below but what never changes: id, owner, name, length, createdAt.
    Upload upload;
    std::int64_t turn = 0;                 ///< Of the writer that may write.
    std::optional<std::int64_t> sureUpTo;  ///< While a trial lasts: what is beyond it does not count after a crash.
    bool isGone = false;
};

}  // namespace fotograma::server
