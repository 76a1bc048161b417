#include "ui/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include "ui/icons.h"

namespace fotograma::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)) {
    setObjectName(QStringLiteral("messageBar"));
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(icon(Glyph::Close, &Theme::muted));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close the message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(close);
    hide();
}

void MessageBar::say(Tone tone, const QString& sentence) {
    const bool isProblem = tone == Tone::Problem;
    m_icon->setPixmap((isProblem ? icon(Glyph::Warning, &Theme::failed) : icon(Glyph::Info, &Theme::running))
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    setProperty("tone", isProblem ? QStringLiteral("problem") : QStringLiteral("note"));
    style()->unpolish(this);
    style()->polish(this);
    show();
}

QString MessageBar::sentence() const { return isHidden() ? QString() : m_text->text(); }

}  // namespace fotograma::ui
