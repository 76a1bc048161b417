#include "ui/navigation.h"

#include <QButtonGroup>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/page.h"

namespace fotograma::ui {

namespace {
constexpr int kWidth = 84;
constexpr int kMarkWidth = 3;
constexpr int kFirstKeys = 9;  // Ctrl+1 to Ctrl+9
}  // namespace

Navigation::Navigation(const std::vector<const PageDefinition*>& pages, QWidget* parent)
    : QWidget(parent), m_buttons(new QButtonGroup(this)) {
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(kWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 4, 8);
    layout->setSpacing(4);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const PageDefinition& page = *pages[i];
        auto* button = new QToolButton(this);
        button->setObjectName(QString::fromLatin1(page.id));
        button->setIcon(icon(page.glyph, &Theme::muted, &Theme::accent));
        button->setIconSize(QSize(22, 22));
        button->setText(page.title());
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setAccessibleName(tr("Page %1").arg(page.title()));
        if (i < kFirstKeys)
            button->setToolTip(tr("%1 (%2)").arg(
                page.title(),
                QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)).toString(QKeySequence::NativeText)));
        m_buttons->addButton(button, static_cast<int>(i));
        // Settings are about the program, not about the work: they stand apart, at the foot.
        if (pages.size() > 2 && qstrcmp(page.id, "settings") == 0) layout->addStretch(1);
        layout->addWidget(button);
    }
    layout->addStretch(0);
    m_buttons->setExclusive(true);
    connect(m_buttons, &QButtonGroup::idToggled, this, [this](int page, bool isOn) {
        update();
        if (isOn) emit chosen(page);
    });
}

void Navigation::choose(int page) {
    if (QAbstractButton* button = m_buttons->button(page)) button->setChecked(true);
}

void Navigation::paintEvent(QPaintEvent*) {
    const QAbstractButton* chosen = m_buttons->checkedButton();
    if (!chosen) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(palette()).accent);
    const QRectF place = chosen->geometry();
    painter.drawRoundedRect(QRectF(1, place.top() + 10, kMarkWidth, place.height() - 20), 1.5, 1.5);
}

}  // namespace fotograma::ui
