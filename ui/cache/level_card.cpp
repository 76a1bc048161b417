#include "ui/cache/level_card.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/elided_label.h"
#include "ui/theme.h"
#include "ui/words.h"

namespace fotograma::ui {

/// Size against limit, as a thin bar.
class LevelCard::Meter : public QWidget {
public:
    explicit Meter(QWidget* parent) : QWidget(parent) { setFixedHeight(6); }

    void setShare(double share) {
        m_share = share;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = Theme::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(rect(), 3, 3);
        QRectF part(rect());
        part.setWidth(part.width() * std::clamp(m_share, 0.0, 1.0));
        painter.setBrush(theme.series1);
        if (part.width() >= 1.0) painter.drawRoundedRect(part, 3, 3);
    }

private:
    double m_share = 0.0;
};

LevelCard::LevelCard(QWidget* parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_hits(new QLabel(this)),
      m_room(new QLabel(this)),
      m_note(new ElidedLabel(this)),
      m_meter(new Meter(this)) {
    setProperty("card", true);
    m_title->setObjectName(QStringLiteral("cardTitle"));
    m_note->setObjectName(QStringLiteral("muted"));
    m_room->setObjectName(QStringLiteral("muted"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(5);
    layout->addWidget(m_title);
    layout->addWidget(m_hits);
    layout->addWidget(m_meter);
    layout->addWidget(m_room);
    layout->addWidget(m_note);
    layout->addStretch();
}

void LevelCard::showLevel(const api::CacheLevelStats& level) {
    QString name = cacheLevelText(level.level);
    name[0] = name[0].toUpper();
    m_title->setText(level.available ? name : tr("%1 — not there").arg(name));
    const std::int64_t asked = level.hits + level.misses;
    QString hits = asked == 0 ? tr("not asked yet")
                              : tr("%1 of %2 asked known (%3)")
                                    .arg(countText(level.hits), countText(asked),
                                         percentText(static_cast<double>(level.hits) / static_cast<double>(asked)));
    if (level.secondsSaved > 0.0)
        hits += QStringLiteral("  ·  ") + tr("%1 saved").arg(durationText(level.secondsSaved));
    m_hits->setText(hits);
    m_meter->setVisible(level.limitBytes > 0);
    m_room->setVisible(level.limitBytes > 0);
    if (level.limitBytes > 0) {
        m_meter->setShare(static_cast<double>(level.bytes) / static_cast<double>(level.limitBytes));
        m_room->setText(tr("%1 of %2, %n entries", nullptr, static_cast<int>(level.entries))
                            .arg(sizeText(level.bytes), sizeText(level.limitBytes)));
    }
    QString note = toQt(level.note);
    if (level.damaged > 0)
        note = tr("%n damaged entries were dropped.", nullptr, static_cast<int>(level.damaged)) + u' ' + note;
    m_note->setText(note);
    m_note->setToolTip(note);
    m_note->setVisible(!note.isEmpty());
    setAccessibleName(name);
    setAccessibleDescription(hits + QStringLiteral(". ") + m_room->text() + QStringLiteral(". ") + note);
}

}  // namespace fotograma::ui
