#include "ui/queue/empty_state.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"

namespace fotograma::ui {

namespace {

constexpr int kPictureSide = 64;

QPushButton* buttonFor(QAction* action, const QIcon& picture, QWidget* parent) {
    auto* button = new QPushButton(picture, action->text(), parent);
    button->setIconSize(QSize(24, 16));
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

}  // namespace

EmptyState::EmptyState(QAction* addFiles, QAction* addFolder, QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("The queue is empty"));
    auto* title = new QLabel(tr("Drop videos here"), this);
    title->setObjectName(QStringLiteral("emptyTitle"));
    title->setAlignment(Qt::AlignCenter);
    auto* sentence = new QLabel(tr("Files or whole folders: they become jobs with the recipe chosen above."), this);
    sentence->setObjectName(QStringLiteral("muted"));
    sentence->setAlignment(Qt::AlignCenter);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    QPushButton* first = buttonFor(addFiles, icon(Glyph::AddFiles, &Theme::onAccent), this);
    first->setObjectName(QStringLiteral("primary"));
    buttons->addWidget(first);
    buttons->addWidget(buttonFor(addFolder, addFolder->icon(), this));
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addSpacing(kPictureSide + 16);  // painted
    layout->addWidget(title);
    layout->addWidget(sentence);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    layout->addStretch(3);
}

void EmptyState::setInviting(bool isInviting) {
    m_isInviting = isInviting;
    update();
}

void EmptyState::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.base);
    QPen pen(m_isInviting ? theme.accent : theme.border, m_isInviting ? 2.0 : 1.5, Qt::CustomDashLine);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.setBrush(m_isInviting ? QBrush(theme.selection) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 12, 12);
    const auto* title = findChild<QLabel*>(QStringLiteral("emptyTitle"));
    const QRectF picture((width() - kPictureSide) / 2.0, title->y() - kPictureSide - 16, kPictureSide, kPictureSide);
    paintGlyph(painter, Glyph::Drop, picture, m_isInviting ? theme.accent : theme.muted);
}

}  // namespace fotograma::ui
