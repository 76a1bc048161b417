#include "engine/service/presence.h"

#include <random>

#include "engine/base/clock.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"

namespace fotograma::service {

namespace {

std::filesystem::path beside(std::filesystem::path storePath, const std::string& suffix) {
    storePath += base::pathFromUtf8(suffix);
    return storePath;
}

/// Two engines of one process, or of two that start in the same millisecond with one pid in two containers, must differ.
std::string newEngineId() {
    std::random_device random;
    const std::string seed = base::concat(base::processId(), ' ', base::systemClock().unixNow(), ' ', random(), ' ',
                                          random(), ' ', random(), ' ', random());
    return base::hashText(seed).hex().substr(0, 16);
}

}  // namespace

base::Result<Presence> Presence::join(const std::filesystem::path& storePath) {
    std::string id = newEngineId();
    FOTOGRAMA_ASSIGN_OR_RETURN(base::FileLock own,
                               base::FileLock::acquire(beside(storePath, base::concat(".engines/", id, ".lock"))));
    return Presence(storePath, std::move(id), std::move(own));
}

Presence::Presence(std::filesystem::path storePath, std::string id, base::FileLock own)
    : m_storePath(std::move(storePath)), m_id(std::move(id)), m_own(std::move(own)) {}

Presence::~Presence() {
    if (!m_own) return;
    m_own.reset();
    forget(m_id);
}

std::filesystem::path Presence::lockPath(const std::string& engineId) const {
    return beside(m_storePath, base::concat(".engines/", engineId, ".lock"));
}

bool Presence::isAlive(const std::string& engineId) const {
    return engineId == m_id || base::FileLock::isHeld(lockPath(engineId));
}

bool Presence::takeQueue() {
    if (!m_queue) {
        if (auto lock = base::FileLock::acquire(beside(m_storePath, ".queue.lock"))) m_queue = std::move(*lock);
    }
    return m_queue.has_value();
}

void Presence::forget(const std::string& engineId) const {
    std::error_code ignored;  // what stays behind is an empty file
    std::filesystem::remove(lockPath(engineId), ignored);
}

}  // namespace fotograma::service
