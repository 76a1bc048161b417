#include "ui/recipe/filter_card.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "ui/elided_label.h"
#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/recipe/param_form.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {

QToolButton* headButton(QWidget* parent, const QIcon& picture, const QString& name) {
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setIcon(picture);
    button->setIconSize(QSize(16, 16));
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

}  // namespace

FilterCard::FilterCard(const api::OperationInfo* operation, const std::string& id, QWidget* parent)
    : QFrame(parent),
      m_id(id),
      m_operation(operation ? *operation : api::OperationInfo{}),
      m_isKnown(operation != nullptr),
      m_number(new QLabel(this)),
      m_title(new QLabel(m_isKnown ? engineText(m_operation.title) : toQt(id), this)),
      m_summary(new ElidedLabel(this)),
      m_eye(headButton(this, icon(Glyph::Eye, &Theme::text), tr("Pass over this filter"))) {
    setObjectName(QStringLiteral("filterCard"));
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(engineText(m_operation.sentence));
    m_number->setObjectName(QStringLiteral("muted"));
    m_number->setFixedWidth(18);
    m_title->setObjectName(QStringLiteral("cardTitle"));
    m_summary->setObjectName(QStringLiteral("muted"));
    m_eye->setCheckable(true);
    auto* grip = new QLabel(this);
    grip->setPixmap(icon(Glyph::Grip, &Theme::muted).pixmap(QSize(16, 16), devicePixelRatioF()));
    grip->setCursor(Qt::OpenHandCursor);
    auto* remove = headButton(this, icon(Glyph::Close, &Theme::muted), tr("Remove this filter"));
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(grip);
    head->addWidget(m_number);
    head->addWidget(m_title);
    head->addWidget(m_summary, 1);
    head->addWidget(m_eye);
    head->addWidget(remove);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(8, 6, 6, 6);
    m_layout->setSpacing(8);
    m_layout->addLayout(head);
    connect(m_eye, &QToolButton::clicked, this, &FilterCard::bypassed);
    connect(remove, &QToolButton::clicked, this, &FilterCard::removeAsked);
}

void FilterCard::makeForm() {
    m_form = new ParamForm(m_operation.parameters, this);
    m_form->setContentsMargins(24, 0, 4, 4);
    m_form->setValues(m_params);
    m_layout->addWidget(m_form);
    connect(m_form, &ParamForm::edited, this, &FilterCard::edited);
}

QString FilterCard::summary(const Json& params) const {
    if (!m_isKnown) return tr("this service does not know it");
    QStringList parts;
    for (const api::ParameterInfo& info : m_operation.parameters) {
        const Json& value = params[info.id];
        if (value.isNull() || value == info.defaultValue) continue;
        QString text = value.isString() ? toQt(value.asString()).section(QLatin1Char('/'), -1) : toQt(value.dump());
        if (value.isBool()) text = value.asBool() ? tr("on") : tr("off");
        if (!info.unit.empty()) text += QLatin1Char(' ') + toQt(info.unit);
        parts << QStringLiteral("%1 %2").arg(engineText(info.label).toLower(), text.left(40));
    }
    return parts.join(QStringLiteral(", "));
}

void FilterCard::show(const Json& filter, int index) {
    m_params = filter["params"].isObject() ? filter["params"] : Json::object();
    const bool isBypassed = filter["bypassed"].asBool();
    m_number->setText(QString::number(index + 1));
    m_summary->setText(isBypassed ? tr("passed over") : summary(m_params));
    m_eye->setChecked(isBypassed);
    m_eye->setIcon(icon(isBypassed ? Glyph::EyeOff : Glyph::Eye, isBypassed ? &Theme::muted : &Theme::text));
    m_title->setEnabled(!isBypassed);
    setAccessibleName(isBypassed ? tr("Filter %1: %2, passed over").arg(index + 1).arg(m_title->text())
                                 : tr("Filter %1: %2").arg(index + 1).arg(m_title->text()));
    setAccessibleDescription(m_summary->text());
    if (m_form) m_form->setValues(m_params);
}

void FilterCard::setOpen(bool isOpen) {
    m_isOpen = isOpen && m_isKnown && !m_operation.parameters.empty();
    if (m_isOpen && !m_form) makeForm();  // most cards stay closed
    if (m_form) m_form->setVisible(m_isOpen);
    m_summary->setVisible(true);
}

// ---- The mouse and keys ------------------------------------------------------------------------------------------

void FilterCard::mousePressEvent(QMouseEvent* event) {
    m_isPressed = event->button() == Qt::LeftButton;
    m_pressedAt = event->position().toPoint();
}

void FilterCard::mouseMoveEvent(QMouseEvent* event) {
    if (!m_isPressed) return;
    if ((event->position().toPoint() - m_pressedAt).manhattanLength() < QApplication::startDragDistance()) return;
    m_isPressed = false;
    emit dragAsked();
}

void FilterCard::mouseReleaseEvent(QMouseEvent* event) {
    if (std::exchange(m_isPressed, false) && rect().contains(event->position().toPoint())) setOpen(!m_isOpen);
}

void FilterCard::keyPressEvent(QKeyEvent* event) {
    const bool isMove = event->modifiers() & Qt::AltModifier;
    switch (event->key()) {
        case Qt::Key_Delete: emit removeAsked(); return;
        case Qt::Key_Return:
        case Qt::Key_Space: setOpen(!m_isOpen); return;
        case Qt::Key_B: emit bypassed(!m_eye->isChecked()); return;
        case Qt::Key_Up:
        case Qt::Key_Down: {
            const bool isUp = event->key() == Qt::Key_Up;
            if (isMove)
                emit moveAsked(isUp ? -1 : 1);
            else
                focusNextPrevChild(!isUp);
            return;
        }
        default: QFrame::keyPressEvent(event);
    }
}

void FilterCard::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Move up\tAlt+Up"), this, [this] { emit moveAsked(-1); });
    menu.addAction(tr("Move down\tAlt+Down"), this, [this] { emit moveAsked(1); });
    menu.addAction(m_eye->isChecked() ? tr("Use again\tB") : tr("Pass over\tB"), this,
                   [this] { emit bypassed(!m_eye->isChecked()); });
    menu.addSeparator();
    menu.addAction(tr("Remove\tDel"), this, &FilterCard::removeAsked);
    menu.exec(event->globalPos());
}

}  // namespace fotograma::ui
