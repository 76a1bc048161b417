#include "ui/queue/countdown_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <utility>

#include "ui/icons.h"

namespace fotograma::ui {

CountdownBar::CountdownBar(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_button(new QPushButton(this)) {
    setObjectName(QStringLiteral("countdownBar"));
    m_button->setIcon(icon(Glyph::Undo));
    m_button->setObjectName(QStringLiteral("countdownButton"));
    m_text->setObjectName(QStringLiteral("countdownText"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &CountdownBar::tick);
    connect(m_button, &QPushButton::clicked, this, [this] { end(true); });
    hide();
}

void CountdownBar::start(const QString& sentence, const QString& button, int seconds, std::function<void()> happen,
                         std::function<void()> stop) {
    happenNow();
    m_sentence = sentence;
    m_left = seconds;
    m_happen = std::move(happen);
    m_stop = std::move(stop);
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_text->setText(sentence.contains(QLatin1String("%1")) ? sentence.arg(m_left) : sentence);
    m_timer.start();
    show();
}

void CountdownBar::happenNow() {
    if (isWaiting()) end(false);
}

void CountdownBar::tick() {
    if (--m_left <= 0) return end(false);
    m_text->setText(m_sentence.contains(QLatin1String("%1")) ? m_sentence.arg(m_left) : m_sentence);
}

void CountdownBar::end(bool isStopped) {
    m_timer.stop();
    hide();
    const auto happen = std::exchange(m_happen, nullptr);
    const auto stop = std::exchange(m_stop, nullptr);
    (isStopped ? stop : happen)();
}

}  // namespace fotograma::ui
