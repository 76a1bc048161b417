#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QProxyStyle>
#include <QRegularExpression>
#include <QStyleFactory>

#include "ui/system_scheme.h"

// Resources of a static library are dropped by the linker unless somebody asks for them; must be outside namespaces.
static void loadThemeResources() { Q_INIT_RESOURCE(theme); }

namespace fotograma::ui {

namespace {

/// Fusion without movement: nothing in the window fades or slides, whether or not the desktop asks for calm.
class CalmStyle : public QProxyStyle {
public:
    CalmStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override {
        return hint == SH_Widget_Animation_Duration ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

/// Sizes of letters are drawn for a text of 13 pixels: where the user's is larger, all of them are.
QString withFontSizes(const QString& sheet) {
    static const QRegularExpression kSize(QStringLiteral("font-size: (\\d+)px"));
    constexpr double kDrawnFor = 13.0;
    const double scale = QFontInfo(QApplication::font()).pixelSize() / kDrawnFor;
    QString scaled;
    qsizetype from = 0;
    for (auto match = kSize.globalMatch(sheet); match.hasNext();) {
        const QRegularExpressionMatch one = match.next();
        scaled += sheet.mid(from, one.capturedStart() - from) +
                  QStringLiteral("font-size: %1px").arg(qRound(one.captured(1).toDouble() * scale));
        from = one.capturedEnd();
    }
    return scaled + sheet.mid(from);
}

}  // namespace

const Theme& Theme::light() {
    static const Theme theme{.isDark = false,
                             .window = "#f3f4f6",
                             .base = "#ffffff",
                             .alternate = "#f8f9fb",
                             .field = "#ffffff",
                             .hover = "#e6e9ee",
                             .border = "#d7dbe1",
                             .text = "#1b2027",
                             .muted = "#626c79",
                             .accent = "#1f5fbf",
                             .onAccent = "#ffffff",
                             .selection = "#dbe7f8",
                             .queued = "#626c79",
                             .running = "#0b63b5",
                             .paused = "#8f5600",
                             .done = "#00704f",
                             .failed = "#b83300",
                             .cancelled = "#75597f",
                             .series1 = "#0b63b5",
                             .series2 = "#b36b00",
                             .series3 = "#a8447f"};
    return theme;
}

const Theme& Theme::dark() {
    static const Theme theme{.isDark = true,
                             .window = "#181b20",
                             .base = "#1f2329",
                             .alternate = "#23272e",
                             .field = "#272c34",
                             .hover = "#2f353e",
                             .border = "#343b45",
                             .text = "#e7eaee",
                             .muted = "#98a2af",
                             .accent = "#5c9df5",
                             .onAccent = "#0d1420",
                             .selection = "#263c5a",
                             .queued = "#98a2af",
                             .running = "#62b2f7",
                             .paused = "#f0b545",
                             .done = "#45cda0",
                             .failed = "#ff8a5c",
                             .cancelled = "#c0a9cf",
                             .series1 = "#62b2f7",
                             .series2 = "#f0b545",
                             .series3 = "#e78ac0"};
    return theme;
}

const Theme& Theme::of(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

QColor Theme::state(api::JobState state) const {
    switch (state) {
        case api::JobState::Queued: return queued;
        case api::JobState::Running: return running;
        case api::JobState::Paused: return paused;
        case api::JobState::Done: return done;
        case api::JobState::Failed: return failed;
        case api::JobState::Cancelled: return cancelled;
    }
    return text;
}

QPalette Theme::palette() const {
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, alternate);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, window);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, failed);
    palette.setColor(QPalette::ToolTipBase, field);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, selection);
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Light, hover);
    palette.setColor(QPalette::Midlight, hover);
    palette.setColor(QPalette::Mid, border);
    palette.setColor(QPalette::Dark, border);
    palette.setColor(QPalette::Shadow, isDark ? QColor("#000000") : QColor("#9aa3ae"));
    QColor faded = muted;
    faded.setAlphaF(0.55F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    return palette;
}

QString Theme::styleSheet() const {
    loadThemeResources();
    QFile file(QStringLiteral(":/fotograma/theme.qss"));
    FOTOGRAMA_ASSERT(file.open(QIODevice::ReadOnly), "the style sheet is compiled into the program");
    QString sheet = QString::fromUtf8(file.readAll());
    QColor faded = muted;
    faded.setAlphaF(0.5F);
    const std::pair<const char*, QColor> colours[] = {
        {"@window", window},       {"@base", base},
        {"@alternate", alternate}, {"@field", field},
        {"@hover", hover},         {"@border", border},
        {"@text", text},           {"@muted", muted},
        {"@accent", accent},       {"@onAccent", onAccent},
        {"@selection", selection}, {"@faded", faded},
        {"@running", running},     {"@strong", isDark ? accent.lighter(112) : accent.darker(115)},
        {"@failed", failed},       {"@paused", paused},
        {"@done", done},
    };
    for (const auto& [name, colour] : colours)
        sheet.replace(QLatin1String(name) + QLatin1Char(';'), colour.name(QColor::HexArgb) + QLatin1Char(';'));
    return withFontSizes(sheet);
}

ThemeController::ThemeController(QObject* parent) : QObject(parent) {
    QApplication::setStyle(new CalmStyle);
    // The desktop's own palette, before ours replaces it: KDE and GTK platform themes tell dark this way.
    m_systemIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    auto* scheme = new SystemScheme(this);
    connect(scheme, &SystemScheme::told, this, [this](bool isDark) {
        m_systemIsDark = isDark;
        apply();
    });
    apply();
}

void ThemeController::choose(ThemeChoice choice) {
    m_choice = choice;
    apply();
}

void ThemeController::apply() {
    const bool dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_systemIsDark);
    const Theme& theme = dark ? Theme::dark() : Theme::light();
    qApp->setPalette(theme.palette());
    qApp->setStyleSheet(theme.styleSheet());
}

}  // namespace fotograma::ui
