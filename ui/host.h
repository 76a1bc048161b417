/// What the window needs from the program around it and cannot know itself.
///
/// Owner    implemented in app/, outlives the window.
/// Thread   called on the Qt thread only; no call may wait for the engine.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/api/service.h"
#include "ui/connections.h"
#include "ui/serving.h"
#include "ui/tools.h"
#include "ui/transfers.h"

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
    /// The server within the program; null: there is none.
    [[nodiscard]] virtual Serving* serving() { return nullptr; }
    /// Other engines to work with; null: there is no choice.
    [[nodiscard]] virtual Connections* connections() { return nullptr; }
    /// Where the engine is: "host:8750"; empty: on this computer.
    [[nodiscard]] virtual std::string place() const { return {}; }
    /// How files get there; null: the engine sees the files of this computer.
    [[nodiscard]] virtual Transfers* transfers() { return nullptr; }
    [[nodiscard]] virtual LinkState link() const { return {}; }
};

}  // namespace fotograma::ui
