#include "ui/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QTextStream>

namespace fotograma::ui {

namespace {

/// One outline: M x y, L x y, C six numbers, Z, and O x y r for a circle.
struct Outline {
    Glyph glyph;
    const char* path;
    bool filled;
};

constexpr Outline kOutlines[] = {
    {Glyph::AddFiles, "M 9 2 L 3.5 2 L 3.5 14 L 7 14 M 9 2 L 12.5 5.5 L 12.5 7.5 M 9 2 L 9 5.5 L 12.5 5.5", false},
    {Glyph::AddFiles, "M 11.5 10 L 11.5 15 M 9 12.5 L 14 12.5", false},
    {Glyph::AddFolder, "M 7.5 13 L 1.5 13 L 1.5 3.5 L 6 3.5 L 7.5 5.5 L 14.5 5.5 L 14.5 8", false},
    {Glyph::AddFolder, "M 12 9.5 L 12 14.5 M 9.5 12 L 14.5 12", false},
    {Glyph::Folder, "M 1.5 13 L 1.5 3.5 L 6 3.5 L 7.5 5.5 L 14.5 5.5 L 14.5 13 Z", false},
    {Glyph::Start, "M 4.5 2.8 L 13 8 L 4.5 13.2 Z", true},
    {Glyph::Pause, "M 4 3 L 6.5 3 L 6.5 13 L 4 13 Z M 9.5 3 L 12 3 L 12 13 L 9.5 13 Z", true},
    {Glyph::Cancel, "O 8 8 6 M 5.8 5.8 L 10.2 10.2 M 10.2 5.8 L 5.8 10.2", false},
    {Glyph::Retry, "M 13 8 C 13 11 10.8 13 8 13 C 5.2 13 3 10.8 3 8 C 3 5.2 5.2 3 8 3 C 9.8 3 11.3 3.9 12.3 5.3",
     false},
    {Glyph::Retry, "M 12.8 2.3 L 12.5 5.6 L 9.2 5.4", false},
    {Glyph::Remove, "M 2.5 4.5 L 13.5 4.5 M 6 4.5 L 6 2.5 L 10 2.5 L 10 4.5", false},
    {Glyph::Remove, "M 4 4.5 L 4.7 13.5 L 11.3 13.5 L 12 4.5 M 6.8 7 L 6.8 11 M 9.2 7 L 9.2 11", false},
    {Glyph::Clear, "M 2 4.5 L 9 4.5 M 2 8 L 7 8 M 2 11.5 L 6 11.5 M 8.5 11 L 10.5 13 L 14.5 8.5", false},
    {Glyph::Open, "M 7 3.5 L 3 3.5 L 3 13 L 12.5 13 L 12.5 9 M 9.5 2.5 L 13.5 2.5 L 13.5 6.5 M 13.5 2.5 L 7.5 8.5",
     false},
    {Glyph::Search, "O 7 7 4.5 M 10.4 10.4 L 14 14", false},
    {Glyph::Close, "M 4 4 L 12 12 M 12 4 L 4 12", false},
    {Glyph::Info, "O 8 8 6.2 M 8 7.4 L 8 11.2 M 8 4.9 L 8 5", false},
    {Glyph::Clock, "O 8 8 5.8 M 8 4.8 L 8 8.2 L 10.3 9.6", false},
    {Glyph::Play, "O 8 8 6.2", false},
    {Glyph::Play, "M 6.4 5.2 L 11 8 L 6.4 10.8 Z", true},
    {Glyph::Ready, "O 8 8 6.2 M 6.4 5.4 L 10.6 8 L 6.4 10.6 Z", false},
    {Glyph::Chevron, "M 4 6.2 L 8 10.2 L 12 6.2", false},
    {Glyph::Bars, "O 8 8 6.2", false},
    {Glyph::Bars, "M 6.2 5.6 L 6.2 10.4 M 9.8 5.6 L 9.8 10.4", false},
    {Glyph::Check, "M 3 8.6 L 6.5 12 L 13.2 4.4", false},
    {Glyph::Warning, "M 8 2 L 14.6 13.5 L 1.4 13.5 Z M 8 6.3 L 8 9.6 M 8 11.5 L 8 11.6", false},
    {Glyph::Ban, "O 8 8 5.8 M 4 12 L 12 4", false},
    {Glyph::Equal, "M 3 6 L 13 6 M 3 10 L 13 10", false},
    {Glyph::Change, "M 2.5 6 L 13 6 M 10.2 3.2 L 13 6 M 13.5 10.5 L 3 10.5 M 5.8 13.3 L 3 10.5", false},
    {Glyph::Minus, "M 3 8 L 13 8", false},
    {Glyph::Plus, "M 8 3 L 8 13 M 3 8 L 13 8", false},
    {Glyph::Pin, "M 5.5 2 L 10.5 2 L 10 7 L 12.5 9.5 L 3.5 9.5 L 6 7 Z M 8 9.5 L 8 14.2", false},
    {Glyph::Drop, "M 8 1.8 L 8 9.5 M 4.9 6.6 L 8 9.7 L 11.1 6.6 M 2 10 L 2 13.8 L 14 13.8 L 14 10", false},
    {Glyph::Queue, "M 6 3.8 L 14 3.8 M 6 8 L 14 8 M 6 12.2 L 14 12.2", false},
    {Glyph::Queue, "O 2.9 3.8 0.9 O 2.9 8 0.9 O 2.9 12.2 0.9", true},
    {Glyph::Recipe, "M 2 4 L 7.6 4 M 11.4 4 L 14 4 M 2 8 L 3.6 8 M 7.4 8 L 14 8 M 2 12 L 8.6 12 M 12.4 12 L 14 12",
     false},
    {Glyph::Recipe, "O 9.5 4 1.9 O 5.5 8 1.9 O 10.5 12 1.9", false},
    {Glyph::Results, "M 2 2.5 L 14 2.5 L 14 13.5 L 2 13.5 Z M 2 6 L 14 6 M 6 6 L 6 13.5 M 2 9.8 L 14 9.8", false},
    {Glyph::Statistics, "M 2 2.5 L 2 13.5 L 14 13.5 M 4.5 10.5 L 7 6.8 L 9.6 9 L 13.4 3.8", false},
    {Glyph::Cache,
     "M 2.5 4 C 2.5 1.5 13.5 1.5 13.5 4 C 13.5 6.5 2.5 6.5 2.5 4 L 2.5 12 C 2.5 14.5 13.5 14.5 13.5 12 L 13.5 4",
     false},
    {Glyph::Cache, "M 2.5 8 C 2.5 10.5 13.5 10.5 13.5 8", false},
    {Glyph::Server,
     "M 2 2.8 L 14 2.8 L 14 7.2 L 2 7.2 Z M 2 8.8 L 14 8.8 L 14 13.2 L 2 13.2 Z M 7.5 5 L 11.5 5 M 7.5 11 L 11.5 11",
     false},
    {Glyph::Server, "O 4.6 5 0.8 O 4.6 11 0.8", true},
    {Glyph::Settings, "O 8 8 2.2 M 8 1.8 L 8 3.6 M 8 12.4 L 8 14.2 M 1.8 8 L 3.6 8 M 12.4 8 L 14.2 8", false},
    {Glyph::Settings,
     "M 3.6 3.6 L 4.9 4.9 M 11.1 11.1 L 12.4 12.4 M 3.6 12.4 L 4.9 11.1 M 11.1 4.9 L 12.4 3.6 O 8 8 4.4", false},
    {Glyph::Undo,
     "M 5.5 3 L 2.5 6 L 5.5 9 M 2.5 6 L 9.5 6 C 12 6 13.5 7.6 13.5 9.6 C 13.5 11.6 12 13.2 9.5 13.2 L 6 13.2", false},
    {Glyph::Redo,
     "M 10.5 3 L 13.5 6 L 10.5 9 M 13.5 6 L 6.5 6 C 4 6 2.5 7.6 2.5 9.6 C 2.5 11.6 4 13.2 6.5 13.2 L 10 13.2", false},
    {Glyph::Save,
     "M 2.5 2.5 L 11 2.5 L 13.5 5 L 13.5 13.5 L 2.5 13.5 Z M 5 13.5 L 5 9 L 11 9 L 11 13.5 M 5.5 2.5 L 5.5 5.5 L 9.5 "
     "5.5 L 9.5 2.5",
     false},
    {Glyph::Import, "M 8 2 L 8 10 M 4.8 6.8 L 8 10 L 11.2 6.8 M 2.5 10.5 L 2.5 13.5 L 13.5 13.5 L 13.5 10.5", false},
    {Glyph::Export, "M 8 10 L 8 2 M 4.8 5.2 L 8 2 L 11.2 5.2 M 2.5 10.5 L 2.5 13.5 L 13.5 13.5 L 13.5 10.5", false},
    {Glyph::Up, "M 4 9.8 L 8 5.8 L 12 9.8", false},
    {Glyph::Down, "M 4 6.2 L 8 10.2 L 12 6.2", false},
    {Glyph::Grip, "O 6 4 0.9 O 10 4 0.9 O 6 8 0.9 O 10 8 0.9 O 6 12 0.9 O 10 12 0.9", true},
    {Glyph::Eye, "M 1.5 8 C 4 3 12 3 14.5 8 C 12 13 4 13 1.5 8 Z O 8 8 2", false},
    {Glyph::EyeOff, "M 1.5 8 C 4 3 12 3 14.5 8 C 12 13 4 13 1.5 8 Z M 3 13.5 L 13 2.5", false},
    {Glyph::More, "O 3.5 8 1.1 O 8 8 1.1 O 12.5 8 1.1", true},
    {Glyph::Device,
     "M 4.5 4.5 L 11.5 4.5 L 11.5 11.5 L 4.5 11.5 Z M 6.2 4.5 L 6.2 2.2 M 9.8 4.5 L 9.8 2.2 M 6.2 13.8 L 6.2 11.5 M "
     "9.8 13.8 L 9.8 11.5",
     false},
    {Glyph::Device, "M 4.5 6.2 L 2.2 6.2 M 4.5 9.8 L 2.2 9.8 M 13.8 6.2 L 11.5 6.2 M 13.8 9.8 L 11.5 9.8", false},
    {Glyph::Bell,
     "M 3 11.5 L 13 11.5 C 11.5 10 12 8.5 12 6.8 C 12 4.4 10.2 2.6 8 2.6 C 5.8 2.6 4 4.4 4 6.8 C 4 8.5 4.5 10 3 11.5 Z "
     "M 6.7 13.6 L 9.3 13.6",
     false},
    {Glyph::Edit, "M 2.5 13.5 L 3.2 10.4 L 11 2.6 L 13.4 5 L 5.6 12.8 Z M 9.3 4.3 L 11.7 6.7", false},
    {Glyph::Duplicate,
     "M 5.5 5.5 L 13.5 5.5 L 13.5 13.5 L 5.5 13.5 Z M 3.5 10.5 L 2.5 10.5 L 2.5 2.5 L 10.5 2.5 L 10.5 3.5", false},
    {Glyph::Split, "M 2 3 L 14 3 L 14 13 L 2 13 Z M 8 1.5 L 8 14.5", false},
    {Glyph::SideBySide, "M 1.5 4 L 7 4 L 7 12 L 1.5 12 Z M 9 4 L 14.5 4 L 14.5 12 L 9 12 Z", false},
    {Glyph::FitView,
     "M 2.5 5.5 L 2.5 2.5 L 5.5 2.5 M 10.5 2.5 L 13.5 2.5 L 13.5 5.5 M 13.5 10.5 L 13.5 13.5 L 10.5 13.5 M 5.5 13.5 L "
     "2.5 13.5 L 2.5 10.5",
     false},
    {Glyph::Actual, "M 3 5.5 L 4.5 4 L 4.5 12 M 10.5 5.5 L 12 4 L 12 12 M 8 6 L 8 6.1 M 8 10 L 8 10.1", false},
    {Glyph::Reset,
     "M 3 8 C 3 5 5.2 3 8 3 C 10.8 3 13 5.2 13 8 C 13 10.8 10.8 13 8 13 C 6.2 13 4.7 12.1 3.7 10.7 M 3.2 2.3 L 3.5 5.6 "
     "L 6.8 5.4",
     false},
    {Glyph::Audio,
     "M 2 6 L 4.5 6 L 8 3 L 8 13 L 4.5 10 L 2 10 Z M 10.5 5.5 C 11.8 6.8 11.8 9.2 10.5 10.5 M 12.5 3.8 C 14.8 6 14.8 "
     "10 12.5 12.2",
     false},
    {Glyph::Subtitles, "M 1.5 3 L 14.5 3 L 14.5 13 L 1.5 13 Z M 4 8 L 7 8 M 9 8 L 12 8 M 4 10.5 L 9.5 10.5", false},
    {Glyph::Explain,
     "M 2 3 L 6 3 L 6 6 L 2 6 Z M 10 3 L 14 3 L 14 6 L 10 6 Z M 6 10.5 L 10 10.5 L 10 13.5 L 6 13.5 Z M 4 6 L 4 8.2 L "
     "12 8.2 L 12 6 M 8 8.2 L 8 10.5",
     false},
};

QPainterPath parsed(const char* text) {
    QString source = QString::fromLatin1(text);
    QTextStream stream(&source);
    QPainterPath path;
    QString command;
    qreal x = 0, y = 0;
    for (stream >> command; !command.isEmpty(); stream >> command) {
        const char kind = command[0].toLatin1();
        if (kind == 'Z') {
            path.closeSubpath();
            continue;
        }
        stream >> x >> y;
        if (kind == 'M') path.moveTo(x, y);
        if (kind == 'L') path.lineTo(x, y);
        if (kind == 'C') {
            qreal x2 = 0, y2 = 0, x3 = 0, y3 = 0;
            stream >> x2 >> y2 >> x3 >> y3;
            path.cubicTo(x, y, x2, y2, x3, y3);
        }
        if (kind == 'O') {
            qreal radius = 0;
            stream >> radius;
            path.addEllipse(QPointF(x, y), radius, radius);
        }
        command.clear();
    }
    return path;
}

struct Stroke {
    Glyph glyph;
    QPainterPath path;
    bool filled;
};

const std::vector<Stroke>& strokes() {
    static const std::vector<Stroke> all = [] {
        std::vector<Stroke> made;
        for (const Outline& outline : kOutlines) made.push_back({outline.glyph, parsed(outline.path), outline.filled});
        return made;
    }();
    return all;
}

/// Paints in the colour the theme has at that moment, so that icons need not be replaced when it changes.
class GlyphEngine : public QIconEngine {
public:
    GlyphEngine(Glyph glyph, QColor Theme::*tone, QColor Theme::*checkedTone)
        : m_glyph(glyph), m_tone(tone), m_checkedTone(checkedTone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const Theme& theme = Theme::of(QGuiApplication::palette());
        QColor colour = theme.*(state == QIcon::On && m_checkedTone ? m_checkedTone : m_tone);
        if (mode == QIcon::Disabled) {
            colour = theme.muted;
            colour.setAlphaF(0.5F);
        }
        paintGlyph(*painter, m_glyph, rect, colour);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(*this); }

private:
    Glyph m_glyph;
    QColor Theme::*m_tone;
    QColor Theme::*m_checkedTone;
};

QColor Theme::*toneOf(api::JobState state) {
    switch (state) {
        case api::JobState::Queued: return &Theme::queued;
        case api::JobState::Running: return &Theme::running;
        case api::JobState::Paused: return &Theme::paused;
        case api::JobState::Done: return &Theme::done;
        case api::JobState::Failed: return &Theme::failed;
        case api::JobState::Cancelled: return &Theme::cancelled;
    }
    return &Theme::text;
}

QColor Theme::*toneOf(api::Fate fate) {
    switch (fate) {
        case api::Fate::Kept: return &Theme::done;
        case api::Fate::Changed: return &Theme::paused;
        case api::Fate::Lost: return &Theme::failed;
        case api::Fate::Added: return &Theme::running;
    }
    return &Theme::text;
}

}  // namespace

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& area, const QColor& colour) {
    const qreal side = std::min(area.width(), area.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(area.center() - QPointF(side, side) / 2);
    painter.scale(side / 16, side / 16);
    // Thinner lines in large drawings, or they look swollen.
    const qreal width = side > 40 ? 0.8 : 1.4;
    const QPen pen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    for (const Stroke& stroke : strokes()) {
        if (stroke.glyph != glyph) continue;
        painter.setPen(pen);
        painter.setBrush(stroke.filled ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.drawPath(stroke.path);
    }
    painter.restore();
}

QIcon icon(Glyph glyph, QColor Theme::*tone, QColor Theme::*checkedTone) {
    return QIcon(new GlyphEngine(glyph, tone, checkedTone));
}

Glyph glyphOf(api::JobState state) {
    switch (state) {
        case api::JobState::Queued: return Glyph::Clock;
        case api::JobState::Running: return Glyph::Play;
        case api::JobState::Paused: return Glyph::Bars;
        case api::JobState::Done: return Glyph::Check;
        case api::JobState::Failed: return Glyph::Warning;
        case api::JobState::Cancelled: return Glyph::Ban;
    }
    return Glyph::Info;
}

QIcon stateIcon(api::JobState state) { return icon(glyphOf(state), toneOf(state)); }

Glyph glyphOf(api::Fate fate) {
    switch (fate) {
        case api::Fate::Kept: return Glyph::Equal;
        case api::Fate::Changed: return Glyph::Change;
        case api::Fate::Lost: return Glyph::Minus;
        case api::Fate::Added: return Glyph::Plus;
    }
    return Glyph::Info;
}

QIcon fateIcon(api::Fate fate) { return icon(glyphOf(fate), toneOf(fate)); }

QIcon applicationIcon() {
    QIcon result;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(side / 64.0, side / 64.0);
        painter.setPen(Qt::NoPen);
        QPainterPath film;
        film.addRoundedRect(QRectF(3, 7, 58, 50), 8, 8);
        for (int i = 0; i < 4; ++i) {
            film.addRoundedRect(QRectF(8.5 + i * 13, 11, 8, 6), 1.5, 1.5);
            film.addRoundedRect(QRectF(8.5 + i * 13, 47, 8, 6), 1.5, 1.5);
        }
        painter.setBrush(QColor("#1f5fbf"));
        painter.drawPath(film);
        painter.setBrush(QColor("#f4f7fc"));
        painter.drawRoundedRect(QRectF(8.5, 21, 47, 22), 3, 3);
        painter.setBrush(QColor("#e08a00"));
        painter.drawPolygon(QPolygonF{{27, 25}, {27, 39}, {39, 32}});
        result.addPixmap(pixmap);
    }
    return result;
}

}  // namespace fotograma::ui
