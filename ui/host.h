/// What the window needs from the program around it and cannot know itself.
///
/// Owner    implemented in app/, outlives the window.
/// Thread   called on the Qt thread only; no call may wait for the engine.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/api/service.h"
#include "ui/tools.h"

namespace fotograma::ui {

class Host {
public:
    virtual ~Host() = default;

    /// The engine to speak to. Never null.
    [[nodiscard]] virtual std::shared_ptr<api::Service> service() = 0;
    /// Where the window's own state (geometry, columns, last choices) is kept. Made when missing.
    [[nodiscard]] virtual std::filesystem::path settingsFile() const = 0;
    /// Where outputs go until the user chooses a folder.
    [[nodiscard]] virtual std::filesystem::path defaultOutputFolder() const = 0;
    /// What else the program can do for panels; null: nothing, and they do without.
    [[nodiscard]] virtual Tools* tools() { return nullptr; }
};

}  // namespace fotograma::ui
