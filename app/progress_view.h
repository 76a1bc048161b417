/// The live lines of a running batch: one bar for the whole, one line for each file in progress.
///
/// Units    the whole is weighed by the inputs' sizes, so that ten short clips do not hide one long film; inputs that are
///          not yet submitted count as much as the others on average.
/// Thread   one at a time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/batch_follower.h"
#include "app/console.h"
#include "engine/base/clock.h"

namespace fotograma::app {

class ProgressView {
public:
    explicit ProgressView(Console& console, const base::Clock& clock = base::systemClock());

    void show(const BatchView& view);
    void hide();

    /// What show() draws, without drawing it.
    [[nodiscard]] std::vector<std::string> render(const BatchView& view, int columns) const;

private:
    [[nodiscard]] std::string wholeLine(const BatchView& view, int columns) const;

    Console& m_console;
    const base::Clock& m_clock;
    std::chrono::steady_clock::time_point m_start;
};

}  // namespace fotograma::app
