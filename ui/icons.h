/// The pictograms of the window, drawn from outlines on a 16 × 16 grid: crisp at any scale, coloured by the theme.
///
/// Thread   Qt thread.
#pragma once

#include <QIcon>
#include <QRectF>

#include "ui/theme.h"

class QPainter;

namespace fotograma::ui {

enum class Glyph {
    AddFiles,
    AddFolder,
    Folder,
    Start,
    Pause,
    Cancel,
    Retry,
    Remove,
    Clear,
    Open,
    Search,
    Close,
    Info,
    Clock,
    Play,
    Bars,
    Check,
    Warning,
    Ban,
    Ready,  // states
    Equal,
    Change,
    Minus,
    Plus,  // fates
    Drop,
    Chevron,
    Queue,  // pages
    Recipe,
    Results,
    Statistics,
    Cache,
    Server,
    Settings,
    Undo,
    Redo,
    Save,
    Import,
    Export,
    Up,
    Down,
    Grip,
    Eye,
    EyeOff,
    More,
    Device,
    Bell,
    Edit,
    Duplicate,
    Split,
    SideBySide,
    FitView,
    Actual,
    Reset,
    Audio,
    Subtitles,
    Explain,
    Pin,
};

/// Draws a glyph to fill `area` (kept square, centred).
void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& area, const QColor& colour);

/// An icon whose colour follows the application's theme whenever it is painted; checked ones may have another.
[[nodiscard]] QIcon icon(Glyph glyph, QColor Theme::*tone = &Theme::text, QColor Theme::*checkedTone = nullptr);

[[nodiscard]] Glyph glyphOf(api::JobState state);
[[nodiscard]] QIcon stateIcon(api::JobState state);
[[nodiscard]] Glyph glyphOf(api::Fate fate);
[[nodiscard]] QIcon fateIcon(api::Fate fate);

/// The program's own icon: a film frame.
[[nodiscard]] QIcon applicationIcon();

}  // namespace fotograma::ui
