#include "ui/confirm_line.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace fotograma::ui {

ConfirmLine::ConfirmLine(QWidget* parent)
    : QFrame(parent),
      m_question(new QLabel(this)),
      m_yes(new QPushButton(this)),
      m_no(new QPushButton(tr("Keep"), this)) {
    setObjectName(QStringLiteral("confirmLine"));
    setAccessibleName(tr("Question"));
    m_question->setWordWrap(true);
    m_yes->setObjectName(QStringLiteral("danger"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_question, 1);
    layout->addWidget(m_no);
    layout->addWidget(m_yes);
    connect(m_yes, &QPushButton::clicked, this, [this] { answer(true); });
    connect(m_no, &QPushButton::clicked, this, [this] { answer(false); });
    hide();
}

void ConfirmLine::ask(const QString& question, const QString& action, std::function<void()> done) {
    m_question->setText(question);
    m_yes->setText(action);
    m_done = std::move(done);
    setAccessibleDescription(question);
    show();
    m_no->setFocus(Qt::OtherFocusReason);
}

void ConfirmLine::answer(bool isYes) {
    hide();
    const auto done = std::exchange(m_done, nullptr);
    if (isYes && done) done();
}

void ConfirmLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return answer(false);
    QFrame::keyPressEvent(event);
}

}  // namespace fotograma::ui
