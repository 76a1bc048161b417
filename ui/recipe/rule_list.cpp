#include "ui/recipe/rule_list.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/recipe/param_form.h"
#include "ui/recipe/recipe_document.h"

namespace fotograma::ui {

using api::Json;

RuleList::RuleList(const QString& title, std::vector<api::ParameterInfo> table, QWidget* parent)
    : QWidget(parent), m_table(std::move(table)), m_cards(new QVBoxLayout) {
    auto* head = new QLabel(title, this);
    head->setObjectName(QStringLiteral("cardTitle"));
    auto* add = new QPushButton(icon(Glyph::Plus), tr("Add a rule"), this);
    add->setAccessibleName(tr("Add a rule: %1").arg(title));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(head);
    m_cards->setSpacing(6);
    layout->addLayout(m_cards);
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] {
        m_rules.push_back(Json::object().set("codec", "auto"));
        rebuild();
        emit edited(Json(m_rules), {});
    });
}

void RuleList::show(const Json& rules) {
    // One rule may be given without a list.
    Json::Array next = rules.isObject() ? Json::Array{rules} : rules.items();
    const bool isSame = next.size() == m_forms.size();
    m_rules = std::move(next);
    if (!isSame) return rebuild();
    for (std::size_t i = 0; i < m_rules.size(); ++i) m_forms[i]->setValues(m_rules[i]);
}

void RuleList::rebuild() {
    m_forms.clear();
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    if (m_rules.empty()) {
        auto* none =
            new QLabel(tr("No rules: tracks are copied where the container holds them, else converted."), this);
        none->setObjectName(QStringLiteral("muted"));
        none->setWordWrap(true);
        m_cards->addWidget(none);
    }
    for (std::size_t i = 0; i < m_rules.size(); ++i) addCard(i);
}

void RuleList::addCard(std::size_t index) {
    auto* card = new QFrame(this);
    card->setObjectName(QStringLiteral("filterCard"));
    auto* form = new ParamForm(m_table, card);
    form->setValues(m_rules[index]);
    auto* remove = new QToolButton(card);
    remove->setIcon(icon(Glyph::Close, &Theme::muted));
    remove->setAutoRaise(true);
    remove->setAccessibleName(tr("Remove rule %1").arg(index + 1));
    auto* up = new QToolButton(card);
    up->setIcon(icon(Glyph::Up, &Theme::muted));
    up->setAutoRaise(true);
    up->setEnabled(index > 0);
    up->setAccessibleName(tr("Move rule %1 up").arg(index + 1));
    auto* side = new QVBoxLayout;
    side->addWidget(remove);
    side->addWidget(up);
    side->addStretch(1);
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(10, 8, 6, 8);
    layout->addWidget(form, 1);
    layout->addLayout(side);
    m_cards->addWidget(card);
    m_forms.push_back(form);
    connect(form, &ParamForm::edited, this, [this, index](const std::string& id, const Json& value) {
        setOrErase(m_rules[index], id, value.isString() && value.asString().empty() ? Json() : value);
        emit edited(Json(m_rules), QStringLiteral("%1/%2").arg(index).arg(QString::fromStdString(id)));
    });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        m_rules.erase(m_rules.begin() + static_cast<std::ptrdiff_t>(index));
        rebuild();
        emit edited(Json(m_rules), {});
    });
    connect(up, &QToolButton::clicked, this, [this, index] {
        std::swap(m_rules[index], m_rules[index - 1]);
        rebuild();
        emit edited(Json(m_rules), {});
    });
}

}  // namespace fotograma::ui
