#include "ui/preview/scrub_bar.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/thumbnails.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kHeight = 52;
constexpr int kStrip = 40;
constexpr int kTileWidth = 72;
constexpr double kFrameStep = 0.04;  // a frame of 25 a second: no more is known before the first picture
}  // namespace

ScrubBar::ScrubBar(Thumbnails& thumbnails, QWidget* parent) : QWidget(parent), m_thumbnails(thumbnails) {
    setObjectName(QStringLiteral("scrubBar"));
    setAccessibleName(tr("Place in the clip"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(kHeight);
    setCursor(Qt::PointingHandCursor);
    connect(&thumbnails, &Thumbnails::arrived, this, qOverload<>(&QWidget::update));
}

QSize ScrubBar::sizeHint() const { return {400, kHeight}; }

void ScrubBar::setClip(const QString& file) {
    m_file = file;
    m_cuts.clear();
    m_position = 0.0;
    m_duration = 0.0;
    update();
}

void ScrubBar::setDuration(double seconds) {
    m_duration = seconds;
    update();
}

void ScrubBar::setPosition(double seconds) {
    m_position = seconds;
    setAccessibleDescription(tr("%1 of %2").arg(durationText(m_position), durationText(m_duration)));
    update();
}

void ScrubBar::setCuts(const std::vector<double>& cuts) {
    m_cuts = cuts;
    update();
}

double ScrubBar::secondsAt(double x) const {
    return width() > 0 ? std::clamp(x / width(), 0.0, 1.0) * m_duration : 0.0;
}

void ScrubBar::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRect strip(0, (height() - kStrip) / 2, width(), kStrip);
    painter.fillRect(strip, theme.hover);
    if (!m_file.isEmpty() && m_duration > 0.0) {
        const int tiles = std::max(1, static_cast<int>(std::ceil(static_cast<double>(width()) / kTileWidth)));
        for (int tile = 0; tile < tiles; ++tile) {
            const QRectF place(tile * static_cast<double>(width()) / tiles, strip.top(),
                               static_cast<double>(width()) / tiles, strip.height());
            const QPixmap picture = m_thumbnails.picture(m_file, QSize(kTileWidth * 2, kStrip * 2),
                                                         std::round((tile + 0.5) / tiles * 1000.0) / 1000.0);
            if (picture.isNull()) continue;
            QRectF source(QPointF(), place.size().scaled(picture.size(), Qt::KeepAspectRatio));
            source.moveCenter(QRectF(picture.rect()).center());
            painter.drawPixmap(place, picture, source);
        }
        for (const double cut : m_cuts) {
            const double x = cut / m_duration * width();
            painter.fillRect(QRectF(x - 1, strip.top(), 2, strip.height()), QColor(0, 0, 0, 150));
            painter.fillRect(QRectF(x - 0.5, strip.top() - 4, 1.5, strip.height() + 8), theme.paused);
        }
        const double x = m_position / m_duration * width();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 120));
        painter.drawRoundedRect(QRectF(x - 3, 0, 6, height()), 3, 3);
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(QRectF(x - 2, 1, 4, height() - 2), 2, 2);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.accent);
        painter.drawRect(strip.adjusted(0, 0, -1, -1));
    }
}

void ScrubBar::seek(double seconds) {
    if (m_duration <= 0.0) return;
    setPosition(std::clamp(seconds, 0.0, m_duration));
    emit moved(m_position);
}

void ScrubBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) seek(secondsAt(event->position().x()));
}

void ScrubBar::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) seek(secondsAt(event->position().x()));
}

void ScrubBar::keyPressEvent(QKeyEvent* event) {
    const auto cutAfter = [this] {
        const auto next = std::ranges::find_if(m_cuts, [this](double cut) { return cut > m_position + 1e-6; });
        return next == m_cuts.end() ? m_duration : *next;
    };
    const auto cutBefore = [this] {
        double last = 0.0;
        for (const double cut : m_cuts)
            if (cut < m_position - 1e-6) last = cut;
        return last;
    };
    switch (event->key()) {
        case Qt::Key_Left: return seek(m_position - (event->modifiers() & Qt::ShiftModifier ? 1.0 : kFrameStep));
        case Qt::Key_Right: return seek(m_position + (event->modifiers() & Qt::ShiftModifier ? 1.0 : kFrameStep));
        case Qt::Key_PageUp: return seek(cutBefore());
        case Qt::Key_PageDown: return seek(cutAfter());
        case Qt::Key_Home: return seek(0.0);
        case Qt::Key_End: return seek(m_duration);
        default: QWidget::keyPressEvent(event);
    }
}

}  // namespace fotograma::ui
