/// Files on their way between this computer and a server that does not see this computer's files.
///
/// Errors   in the replies, which come exactly once: Cancelled after cancel().
/// Owner    implemented in app/; outlives the window.
/// Thread   called on the Qt thread; no call waits. Progress and replies come on any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "engine/api/service.h"

namespace fotograma::ui {

class Transfers {
public:
    using Progress = std::function<void(std::uint64_t done, std::uint64_t whole)>;

    virtual ~Transfers() = default;

    /// Sends a file; the reply is what a job names as its input.
    virtual void send(std::filesystem::path file, Progress progress, api::Reply<std::string> reply) = 0;
    /// Fetches the file that a job made under that number; the reply is where it lies now.
    virtual void fetch(api::JobId job, int index, std::string name, Progress progress,
                       api::Reply<std::filesystem::path> reply) = 0;
    /// Where fetched files go.
    [[nodiscard]] virtual std::filesystem::path folder() const = 0;
};

}  // namespace fotograma::ui
