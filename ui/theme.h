/// The colours of the window, light and dark, and the choice between them.
///
/// Units    state colours are told apart with the common colour-vision deficiencies (after Okabe and Ito) and keep a
///          contrast of 4.5 to 1 on `base`; a state is never told by colour alone.
/// Thread   Qt thread.
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>
#include <QString>

#include "engine/api/types.h"

namespace fotograma::ui {

struct Theme {
    bool isDark;
    QColor window, base, alternate, field, hover, border;  ///< Surfaces, from the back to the front, and their edge.
    QColor text, muted, accent, onAccent, selection;
    QColor queued, running, paused, done, failed, cancelled;
    QColor series1, series2, series3;  ///< Lines of a chart.

    static const Theme& light();
    static const Theme& dark();
    /// The theme a palette was made from.
    static const Theme& of(const QPalette& palette);

    [[nodiscard]] QColor state(api::JobState state) const;
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;
};

enum class ThemeChoice { System, Light, Dark };

/// Applies the chosen theme to the application, and follows the system while the choice is System.
class ThemeController : public QObject {
    Q_OBJECT

public:
    explicit ThemeController(QObject* parent = nullptr);

    void choose(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }

private:
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    bool m_systemIsDark = false;
};

}  // namespace fotograma::ui
