#include "ui/server/token_card.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/confirm_line.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kUsualDays = 90;
constexpr int kMostDays = 3650;
constexpr int kTableHeight = 100;
}  // namespace

TokenCard::TokenCard(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_serving(*workspace.host().serving()),
      m_model(new TokenModel(this)),
      m_table(makeTable(tr("Tokens"), this)),
      m_empty(new QLabel(tr("No token yet: nobody is let in before you make one."), this)),
      m_revoke(makeToolButton(Glyph::Remove, tr("Revoke"), this)),
      m_confirm(new ConfirmLine(this)),
      m_told(new QLabel(this)) {
    makeCard(this);
    auto* title = new QLabel(tr("Tokens"), this);
    title->setObjectName(QStringLiteral("sectionTitle"));
    m_empty->setObjectName(QStringLiteral("muted"));
    m_empty->setWordWrap(true);
    m_told->setObjectName(QStringLiteral("errorSentence"));
    m_told->setWordWrap(true);
    m_told->hide();
    m_revoke->setEnabled(false);
    m_table->setModel(m_model);
    m_table->setMinimumHeight(kTableHeight);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(TokenModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {
        {TokenModel::Scopes, 172}, {TokenModel::Made, 76}, {TokenModel::Ends, 76}, {TokenModel::Id, 78}};
    for (const auto& [column, width] : widths) m_table->setColumnWidth(column, width);
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_revoke);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 12, 18, 14);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty);
    layout->addWidget(m_confirm);
    layout->addWidget(makeSecret());
    layout->addWidget(makeForm());
    layout->addWidget(m_told);
    connect(m_revoke, &QToolButton::clicked, this, &TokenCard::revoke);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_revoke->setEnabled(m_table->selectionModel()->hasSelection()); });
}

QWidget* TokenCard::makeForm() {
    auto* form = new QWidget(this);
    m_name = new QLineEdit(form);
    m_name->setObjectName(QStringLiteral("tokenName"));
    m_name->setPlaceholderText(tr("Name of a new token: who will use it?"));
    m_name->setAccessibleName(tr("Name of a new token"));
    m_days = new QSpinBox(form);
    m_days->setRange(0, kMostDays);
    m_days->setValue(kUsualDays);
    m_days->setSpecialValueText(tr("never ends"));
    m_days->setSuffix(tr(" days"));
    m_days->setAccessibleName(tr("Days until it ends"));
    QToolButton* make = makeToolButton(Glyph::Plus, tr("Make token"), form);
    make->setObjectName(QStringLiteral("makeToken"));
    connect(make, &QToolButton::clicked, this, &TokenCard::make);
    connect(m_name, &QLineEdit::returnPressed, this, &TokenCard::make);
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_name, 1);
    first->addWidget(m_days);
    auto* second = new QHBoxLayout;
    second->setSpacing(14);
    for (const char* scope : {"jobs:read", "jobs:write", "admin"}) {
        auto* box = new QCheckBox(scopeText(scope), form);
        box->setObjectName(QString::fromLatin1(scope));
        box->setChecked(qstrcmp(scope, "admin") != 0);
        m_scopes.emplace_back(scope, box);
        second->addWidget(box);
    }
    second->addStretch();
    second->addWidget(make);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    return form;
}

QWidget* TokenCard::makeSecret() {
    m_secretRow = new QWidget(this);
    m_secretRow->setObjectName(QStringLiteral("secret"));
    m_secretRow->setAttribute(Qt::WA_StyledBackground);
    m_secretFor = new QLabel(m_secretRow);
    m_secretFor->setWordWrap(true);
    m_secret = new QLineEdit(m_secretRow);
    m_secret->setObjectName(QStringLiteral("tokenSecret"));
    m_secret->setReadOnly(true);
    m_secret->setAccessibleName(tr("The new token"));
    QToolButton* copy = makeToolButton(Glyph::Duplicate, tr("Copy"), m_secretRow);
    QToolButton* done = makeToolButton(Glyph::Check, tr("Done"), m_secretRow);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_secret->text()); });
    connect(done, &QToolButton::clicked, this, [this] {
        m_secret->clear();
        m_secretRow->hide();
    });
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_secret, 1);
    line->addWidget(copy);
    line->addWidget(done);
    auto* layout = new QVBoxLayout(m_secretRow);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(6);
    layout->addWidget(m_secretFor);
    layout->addLayout(line);
    m_secretRow->hide();
    return m_secretRow;
}

void TokenCard::refresh() {
    m_serving.tokens(m_workspace.bridge().deliver<std::vector<AccessToken>>(
        this, [this](base::Result<std::vector<AccessToken>> tokens) {
            if (!tokens) return tell(errorText(tokens.error()));
            m_model->set(std::move(*tokens));
            m_empty->setVisible(m_model->rowCount() == 0);
            m_table->setVisible(m_model->rowCount() > 0);
            m_revoke->setVisible(m_model->rowCount() > 0);
            m_revoke->setEnabled(false);
        }));
}

void TokenCard::make() {
    std::vector<std::string> scopes;
    for (const auto& [scope, box] : m_scopes)
        if (box->isChecked()) scopes.push_back(scope);
    tell({});
    m_serving.makeToken(m_name->text().trimmed().toStdString(), std::move(scopes), m_days->value(),
                        m_workspace.bridge().deliver<MadeToken>(this, [this](const base::Result<MadeToken>& made) {
                            if (!made) return tell(errorText(made.error()));
                            m_name->clear();
                            showSecret(*made);
                            refresh();
                        }));
}

void TokenCard::showSecret(const MadeToken& made) {
    m_secretFor->setText(tr("The token for %1. Copy it now: it is not shown again.").arg(toQt(made.token.name)));
    m_secret->setText(toQt(made.secret));
    m_secret->setCursorPosition(0);
    m_secretRow->show();
}

void TokenCard::revoke() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty()) return;
    const AccessToken token = m_model->at(rows.first().row());
    m_confirm->ask(tr("Revoke the token \"%1\"? Whoever uses it is shut out at once, for good.").arg(toQt(token.name)),
                   tr("Revoke"), [this, token] {
                       m_serving.revokeToken(token.id, m_workspace.bridge().deliver<base::Done>(
                                                           this, [this](const base::Result<base::Done>& done) {
                                                               tell(done ? QString() : errorText(done.error()));
                                                               refresh();
                                                           }));
                   });
}

void TokenCard::tell(const QString& sentence) {
    m_told->setText(sentence);
    m_told->setVisible(!sentence.isEmpty());
}

}  // namespace fotograma::ui
