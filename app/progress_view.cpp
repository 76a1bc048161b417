#include "app/progress_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/text_columns.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using api::JobState;
using base::concat;

namespace {

/// A bar in eighths of a column.
std::string bar(double fraction, int columns) {
    static constexpr std::array kPart{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const int eighths = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * columns * 8));
    std::string out;
    for (int i = 0; i < eighths / 8; ++i) out.append("█");
    out.append(kPart[static_cast<std::size_t>(eighths % 8)]);
    for (int i = (eighths + 7) / 8; i < columns; ++i) out.append("░");
    return out;
}

std::string percent(double fraction) {
    if (fraction < 0.0) return "";
    // Never 100 % before it is over.
    return concat(std::min(99, static_cast<int>(fraction * 100.0)), " %");
}

std::string rate(double fps) { return fps > 0.0 ? concat(base::fixed(fps, fps < 10.0 ? 1 : 0), " fps") : ""; }

bool isActive(const BatchRow& row) { return !row.ended && row.record.state == JobState::Running; }

std::string activeLine(const Console& console, const BatchRow& row, int columns) {
    constexpr int kBar = 16;
    constexpr int kFigures = 34;
    const api::Progress& progress = row.record.progress;
    const int nameColumns = std::clamp(columns - kBar - kFigures - 6, 12, 48);
    const std::string name = printable(base::toUtf8(base::pathFromUtf8(row.input).filename()));
    const std::string left =
        progress.etaSeconds >= 0.0 ? concat(base::humanDuration(progress.etaSeconds), " left") : "";
    return concat("  ", padded(elideMiddle(name, nameColumns), nameColumns), "  ",
                  console.onError(Style::Dim, bar(std::max(progress.fraction, 0.0), kBar)), " ",
                  padded(percent(progress.fraction), 5, Align::Right), " ", padded(rate(progress.fps), 9, Align::Right),
                  "  ", left);
}

}  // namespace

ProgressView::ProgressView(Console& console, const base::Clock& clock)
    : m_console(console), m_clock(clock), m_start(clock.now()) {}

std::string ProgressView::wholeLine(const BatchView& view, int columns) const {
    double known = static_cast<double>(view.endedBytes);
    double done = known;
    double fps = 0.0;
    for (const BatchRow* row : view.open) {
        const double weight = static_cast<double>(std::max<std::int64_t>(row->record.inputBytes, 1));
        known += weight;
        done += weight * std::clamp(row->record.progress.fraction, 0.0, 1.0);
        if (isActive(*row)) fps += row->record.progress.fps;
    }
    const std::size_t met = view.ended + view.open.size();
    const double total =
        met > 0 ? known * static_cast<double>(std::max(view.items, met)) / static_cast<double>(met) : 0.0;
    const double fraction = total > 0.0 ? done / total : 0.0;
    const double elapsed = std::chrono::duration<double>(m_clock.now() - m_start).count();
    std::string figures = concat("  ", view.ended, "/", view.items, "  ", percent(fraction));
    if (const std::string text = rate(fps); !text.empty()) figures.append(concat("  ", text));
    // Before a fiftieth is done an estimate would only jump about.
    if (fraction > 0.02 && elapsed > 1.0)
        figures.append(concat("  ", base::humanDuration(elapsed * (1.0 - fraction) / fraction), " left"));
    const std::string failures = view.failed > 0 ? concat("  ", view.failed, " failed") : "";
    const int barColumns = std::clamp(columns - columnsOf(figures) - columnsOf(failures) - 2, 10, 40);
    return concat(m_console.onError(Style::Good, bar(fraction, barColumns)), figures,
                  m_console.onError(Style::Bad, failures));
}

std::vector<std::string> ProgressView::render(const BatchView& view, int columns) const {
    constexpr std::size_t kMostActive = 6;
    std::vector<std::string> lines{wholeLine(view, columns)};
    std::size_t active = 0;
    for (const BatchRow* row : view.open)
        if (isActive(*row) && ++active <= kMostActive) lines.push_back(activeLine(m_console, *row, columns));
    if (active > kMostActive) lines.push_back(concat("  … and ", active - kMostActive, " more"));
    return lines;
}

void ProgressView::show(const BatchView& view) {
    if (m_console.isLive()) m_console.setLive(render(view, m_console.columns()));
}

void ProgressView::hide() { m_console.setLive({}); }

}  // namespace fotograma::app
