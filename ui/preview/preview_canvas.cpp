#include "ui/preview/preview_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/theme.h"

namespace fotograma::ui {

namespace {
constexpr double kGrabWidth = 10.0;
constexpr double kSideGap = 8.0;
constexpr double kSplitStep = 0.02;
constexpr double kLeastZoom = 0.05;
constexpr double kMostZoom = 16.0;
}  // namespace

PreviewCanvas::PreviewCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("previewCanvas"));
    setAccessibleName(tr("Preview"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 160);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PreviewCanvas::setBefore(const QImage& image) {
    m_before = image;
    update();
}

void PreviewCanvas::setAfter(const QImage& image) {
    m_after = image;
    update();
}

void PreviewCanvas::setCompare(Compare compare) {
    m_compare = compare;
    update();
}

void PreviewCanvas::setZoom(double zoom) {
    m_zoom = zoom <= 0.0 ? 0.0 : std::clamp(zoom, kLeastZoom, kMostZoom);
    if (m_zoom == 0.0) m_offset = {};
    update();
    emit zoomChanged(m_zoom);
}

void PreviewCanvas::setSplit(double share) {
    m_split = std::clamp(share, 0.0, 1.0);
    setAccessibleDescription(tr("The split is at %1 % of the width").arg(std::lround(m_split * 100)));
    update();
}

void PreviewCanvas::setSentence(const QString& sentence) {
    if (m_sentence == sentence) return;
    m_sentence = sentence;
    update();
}

QSize PreviewCanvas::wantedPixels() const {
    QSizeF area = size();
    if (m_compare == Compare::SideBySide) area.setWidth((area.width() - kSideGap) / 2);
    return (area * devicePixelRatioF()).toSize().expandedTo(QSize(16, 16));
}

// ---- Painting ----------------------------------------------------------------------------------------------------

QRectF PreviewCanvas::placeOf(const QImage& image, const QRectF& area) const {
    const QSizeF pixels = QSizeF(image.size()) / devicePixelRatioF();
    // A fitting picture never grows beyond its pixels: what is soft should look soft.
    QSizeF size = m_zoom > 0.0 ? pixels * m_zoom : pixels.scaled(area.size(), Qt::KeepAspectRatio);
    QRectF place(QPointF(), size);
    place.moveCenter(area.center() + (m_zoom > 0.0 ? m_offset : QPointF()));
    return place;
}

QRectF PreviewCanvas::picturePlace() const { return placeOf(m_after.isNull() ? m_before : m_after, QRectF(rect())); }

void PreviewCanvas::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.isDark ? QColor("#0f1114") : QColor("#e3e6ea"));
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < 2.0);
    const QImage& one = m_compare == Compare::Before ? m_before : m_after;
    if (m_before.isNull() && m_after.isNull()) {
        painter.setPen(theme.muted);
        painter.drawText(rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    if (m_compare == Compare::SideBySide) {
        const double half = (width() - kSideGap) / 2;
        const QRectF left(0, 0, half, height());
        const QRectF right(half + kSideGap, 0, half, height());
        for (const auto& [image, area, text] :
             {std::tuple(&m_before, left, tr("Before")), {&m_after, right, tr("After")}}) {
            painter.setClipRect(area);
            if (!image->isNull()) painter.drawImage(placeOf(*image, area), *image);
            paintTag(painter, text, area, Qt::AlignLeft);
        }
        painter.setClipping(false);
    } else if (m_compare == Compare::Split && !m_before.isNull() && !m_after.isNull()) {
        paintSplit(painter);
    } else {
        const QImage& shown = one.isNull() ? m_before : one;
        painter.drawImage(placeOf(shown, QRectF(rect())), shown);
        paintTag(painter, &shown == &m_before ? tr("Before") : tr("After"), QRectF(rect()), Qt::AlignLeft);
    }
    if (!m_sentence.isEmpty()) paintTag(painter, m_sentence, QRectF(rect()), Qt::AlignBottom | Qt::AlignLeft);
}

void PreviewCanvas::paintSplit(QPainter& painter) {
    const QRectF place = picturePlace();
    const double x = place.left() + place.width() * m_split;
    painter.setClipRect(QRectF(0, 0, x, height()));
    painter.drawImage(place, m_before);
    painter.setClipRect(QRectF(x, 0, width() - x, height()));
    painter.drawImage(place, m_after);
    painter.setClipping(false);
    const QRectF visible = place.intersected(QRectF(rect()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0, 0, 0, 120), 3));
    painter.drawLine(QPointF(x, visible.top()), QPointF(x, visible.bottom()));
    painter.setPen(QPen(hasFocus() ? Theme::of(palette()).accent : QColor(Qt::white), 1.5));
    painter.drawLine(QPointF(x, visible.top()), QPointF(x, visible.bottom()));
    painter.setBrush(QColor(255, 255, 255, 235));
    painter.setPen(QPen(QColor(0, 0, 0, 90), 1));
    const QPointF knob(x, visible.center().y());
    painter.drawEllipse(knob, 11, 11);
    painter.setPen(QPen(QColor("#1b2027"), 1.6));
    for (const double side : {-1.0, 1.0}) {
        painter.drawLine(knob + QPointF(side * 3, -3.5), knob + QPointF(side * 6.5, 0));
        painter.drawLine(knob + QPointF(side * 6.5, 0), knob + QPointF(side * 3, 3.5));
    }
    if (x - visible.left() > 70) paintTag(painter, tr("Before"), visible, Qt::AlignLeft);
    if (visible.right() - x > 70) paintTag(painter, tr("After"), visible, Qt::AlignRight);
}

void PreviewCanvas::paintTag(QPainter& painter, const QString& text, const QRectF& area, Qt::Alignment corner) const {
    const double textWidth = painter.fontMetrics().horizontalAdvance(text);
    QRectF tag(area.left() + 10, area.top() + 10, std::min(textWidth + 16, area.width() - 20),
               painter.fontMetrics().height() + 6.0);
    if (corner & Qt::AlignRight) tag.moveRight(area.right() - 10);
    if (corner & Qt::AlignBottom) tag.moveBottom(area.bottom() - 10);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(tag, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(tag.adjusted(8, 0, -8, 0), Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(tag.width()) - 14));
}

void PreviewCanvas::resizeEvent(QResizeEvent*) { emit resized(); }

// ---- Hands -------------------------------------------------------------------------------------------------------

bool PreviewCanvas::isOnSplit(const QPointF& at) const {
    if (m_compare != Compare::Split || m_before.isNull() || m_after.isNull()) return false;
    const QRectF place = picturePlace();
    return std::abs(at.x() - (place.left() + place.width() * m_split)) < kGrabWidth;
}

void PreviewCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_movesSplit = isOnSplit(event->position());
    m_movesPicture = !m_movesSplit && m_zoom > 0.0;
    m_grabbed = event->position() - m_offset;
}

void PreviewCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_movesSplit) {
        const QRectF place = picturePlace();
        if (place.width() > 0.0) setSplit((event->position().x() - place.left()) / place.width());
    } else if (m_movesPicture) {
        m_offset = event->position() - m_grabbed;
        update();
    } else {
        setCursor(isOnSplit(event->position()) ? Qt::SplitHCursor
                  : m_zoom > 0.0               ? Qt::OpenHandCursor
                                               : Qt::ArrowCursor);
    }
}

void PreviewCanvas::mouseReleaseEvent(QMouseEvent*) {
    m_movesSplit = false;
    m_movesPicture = false;
}

void PreviewCanvas::wheelEvent(QWheelEvent* event) {
    if (m_before.isNull() && m_after.isNull()) return event->ignore();
    const QRectF place = picturePlace();
    const QImage& image = m_after.isNull() ? m_before : m_after;
    const double now = m_zoom > 0.0 ? m_zoom : place.width() * devicePixelRatioF() / image.width();
    const double next = std::clamp(now * std::pow(1.0015, event->angleDelta().y()), kLeastZoom, kMostZoom);
    // What is under the mouse stays there.
    const QPointF fromCentre = event->position() - QRectF(rect()).center();
    m_offset = fromCentre - (fromCentre - m_offset) * (next / now);
    setZoom(next);
    event->accept();
}

void PreviewCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: return setSplit(m_split - kSplitStep);
        case Qt::Key_Right: return setSplit(m_split + kSplitStep);
        case Qt::Key_Plus: return setZoom(m_zoom > 0.0 ? m_zoom * 1.25 : 1.0);
        case Qt::Key_Minus: return setZoom(m_zoom > 0.0 ? m_zoom / 1.25 : 0.5);
        case Qt::Key_0: return setZoom(0.0);
        case Qt::Key_1: return setZoom(1.0);
        default: QWidget::keyPressEvent(event);
    }
}

}  // namespace fotograma::ui
