/// This program among others on one store: who is alive, and who has the shared queue in its hands.
///
/// Each engine holds a lock on a file of its own while it lives, however it ends; one of them also holds the queue's.
///
/// Errors   join: what base::FileLock::acquire says.
/// Owner    the locks and the lock file, which is removed at the end.
/// Thread   one at a time; isAlive: any.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/platform.h"
#include "engine/base/result.h"

namespace fotograma::service {

class Presence {
public:
    static base::Result<Presence> join(const std::filesystem::path& storePath);
    Presence(Presence&&) noexcept = default;
    ~Presence();

    [[nodiscard]] const std::string& id() const noexcept { return m_id; }
    [[nodiscard]] bool isAlive(const std::string& engineId) const;

    /// Takes the shared queue when no other program has it. True when it is ours.
    bool takeQueue();
    [[nodiscard]] bool hasQueue() const noexcept { return m_queue.has_value(); }
    void leaveQueue() noexcept { m_queue.reset(); }

    /// Removes the lock file of an engine that is gone.
    void forget(const std::string& engineId) const;

private:
    Presence(std::filesystem::path storePath, std::string id, base::FileLock own);
    [[nodiscard]] std::filesystem::path lockPath(const std::string& engineId) const;

    std::filesystem::path m_storePath;
    std::string m_id;
    std::optional<base::FileLock> m_own;
    std::optional<base::FileLock> m_queue;
};

}  // namespace fotograma::service
