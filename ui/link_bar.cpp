#include "ui/link_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <cmath>

#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/words.h"
#include "ui/workspace.h"

namespace fotograma::ui {

namespace {
constexpr int kTickMs = 500;
}  // namespace

LinkBar::LinkBar(Workspace& workspace, QWidget* parent)
    : QFrame(parent),
      m_workspace(workspace),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_again(new QPushButton(tr("Try now"), this)),
      m_token(new QPushButton(tr("Another token"), this)),
      m_home(new QPushButton(tr("Use this computer"), this)) {
    setObjectName(QStringLiteral("messageBar"));
    setProperty("tone", QStringLiteral("problem"));
    setAccessibleName(tr("Connection to the server"));
    m_text->setObjectName(QStringLiteral("linkText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_again);
    layout->addWidget(m_token);
    layout->addWidget(m_home);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &LinkBar::tick);
    connect(m_again, &QPushButton::clicked, &workspace, &Workspace::tryNow);
    connect(m_token, &QPushButton::clicked, this, [this] { m_workspace.open(QStringLiteral("server")); });
    connect(m_home, &QPushButton::clicked, this, [this] {
        if (Connections* connections = m_workspace.host().connections())
            m_workspace.moveTo(connections->thisComputer());
    });
    hide();
}

void LinkBar::showLink() {
    const WorkspaceLink& link = m_workspace.link();
    const bool isLost = link.state == WorkspaceLink::State::Lost;
    setVisible(link.state != WorkspaceLink::State::Good);
    if (isHidden()) return m_timer.stop();
    m_icon->setPixmap(icon(Glyph::Warning, &Theme::failed).pixmap(QSize(18, 18), devicePixelRatioF()));
    m_again->setVisible(isLost);
    m_token->setVisible(!isLost);
    m_home->setVisible(m_workspace.host().connections() != nullptr);
    m_timer.start();
    tick();
}

void LinkBar::tick() {
    const WorkspaceLink& link = m_workspace.link();
    const QString place = toQt(m_workspace.host().place());
    QString sentence;
    if (link.state == WorkspaceLink::State::Refused) {
        sentence = tr("%1 does not take the token any more since %2: %3 What you see is as of then.")
                       .arg(place, timeText(link.since), errorText(link.trouble));
    } else {
        constexpr double kMillis = 1000.0;
        const double left = static_cast<double>(link.nextTry - base::systemClock().unixNow()) / kMillis;
        const QString next =
            left > 0.0 ? tr("Trying again in %1 s.").arg(static_cast<int>(std::ceil(left))) : tr("Trying again…");
        sentence = tr("%1 is away since %2: %3 What you see is as of then. %4")
                       .arg(place, timeText(link.since), errorText(link.trouble), next);
    }
    if (m_text->text() == sentence) return;
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
}

QString LinkBar::sentence() const { return isHidden() ? QString() : m_text->text(); }

}  // namespace fotograma::ui
