#include "ui/server/connect_card.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/server/file_field.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

QLabel* makeFieldLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setBuddy(buddy);
    return label;
}

QString withScheme(QString url) {
    url = url.trimmed();
    if (url.isEmpty() || url.contains(QStringLiteral("://"))) return url;
    const bool isHere = url.startsWith(QStringLiteral("127.")) || url.startsWith(QStringLiteral("localhost"));
    return (isHere ? QStringLiteral("http://") : QStringLiteral("https://")) + url;
}

}  // namespace

ConnectCard::ConnectCard(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_connections(*workspace.host().connections()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeNow());
    layout->addWidget(makeForm());
    layout->addWidget(makeKnown());
    layout->addStretch();
    refresh();
}

// ---- Making ----------------------------------------------------------------------------------------------------

QWidget* ConnectCard::makeNow() {
    auto* card = new QWidget(this);
    makeCard(card);
    m_now = new QLabel(card);
    m_now->setObjectName(QStringLiteral("pageTitle"));
    m_now->setWordWrap(true);
    m_home = new QPushButton(icon(Glyph::Device), tr("Use this computer"), card);
    m_home->setObjectName(QStringLiteral("useThisComputer"));
    m_home->setIconSize(QSize(24, 16));
    connect(m_home, &QPushButton::clicked, this, [this] { m_workspace.moveTo(m_connections.thisComputer()); });
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->addWidget(m_now, 1);
    layout->addWidget(m_home);
    return card;
}

QWidget* ConnectCard::makeForm() {
    auto* card = new QWidget(this);
    makeCard(card);
    auto* title = new QLabel(tr("Connect this window to a server"), card);
    title->setObjectName(QStringLiteral("sectionTitle"));
    m_url = new QLineEdit(card);
    m_url->setObjectName(QStringLiteral("serverUrl"));
    m_url->setPlaceholderText(QStringLiteral("https://host:8750"));
    m_url->setAccessibleName(tr("Address of the server"));
    m_token = new QLineEdit(card);
    m_token->setObjectName(QStringLiteral("serverToken"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setAccessibleName(tr("Token"));
    m_token->setPlaceholderText(tr("pasted; kept in a file that only you can read"));
    m_tokenFile = new FileField(FileField::Kind::File, tr("File with the token"), tr("instead of a pasted one"), card);
    m_caFile = new FileField(FileField::Kind::File, tr("Certificate authority"),
                             tr("PEM, for a certificate that this system does not know"), card);
    m_connect = new QPushButton(icon(Glyph::Server, &Theme::onAccent), tr("Connect"), card);
    m_connect->setObjectName(QStringLiteral("primary"));
    m_connect->setIconSize(QSize(24, 16));
    m_told = new QLabel(card);
    m_told->setObjectName(QStringLiteral("settingTold"));
    m_told->setWordWrap(true);
    m_told->hide();
    connect(m_connect, &QPushButton::clicked, this, &ConnectCard::connectNow);
    connect(m_url, &QLineEdit::returnPressed, this, &ConnectCard::connectNow);
    connect(m_token, &QLineEdit::returnPressed, this, &ConnectCard::connectNow);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(makeFieldLabel(tr("Address"), m_url), m_url);
    form->addRow(makeFieldLabel(tr("Token"), m_token), m_token);
    form->addRow(makeFieldLabel(tr("Token file"), m_tokenFile), m_tokenFile);
    form->addRow(makeFieldLabel(tr("CA file"), m_caFile), m_caFile);
    auto* last = new QHBoxLayout;
    last->addWidget(m_told, 1);
    last->addStretch();
    last->addWidget(m_connect, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addLayout(form);
    layout->addLayout(last);
    return card;
}

QWidget* ConnectCard::makeKnown() {
    m_knownCard = new QWidget(this);
    makeCard(m_knownCard);
    auto* title = new QLabel(tr("Recent servers"), m_knownCard);
    title->setObjectName(QStringLiteral("sectionTitle"));
    m_known = new QListWidget(m_knownCard);
    m_known->setAccessibleName(tr("Recent servers"));
    m_known->setToolTip(tr("Enter or a double click connects"));
    m_forget = makeToolButton(Glyph::Remove, tr("Forget"), m_knownCard);
    m_forget->setEnabled(false);
    connect(m_known, &QListWidget::currentRowChanged, this, &ConnectCard::choose);
    connect(m_known, &QListWidget::itemActivated, this, &ConnectCard::connectNow);
    connect(m_forget, &QToolButton::clicked, this, &ConnectCard::forget);
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_forget);
    auto* layout = new QVBoxLayout(m_knownCard);
    layout->setContentsMargins(18, 12, 18, 14);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_known);
    return m_knownCard;
}

// ---- Showing ---------------------------------------------------------------------------------------------------

void ConnectCard::refresh() {
    const QString place = toQt(m_workspace.host().place());
    m_now->setText(place.isEmpty() ? tr("This window works with the engine of this computer.")
                                   : tr("This window works with the server %1.").arg(place));
    m_home->setVisible(!place.isEmpty());
    m_servers = m_connections.known();
    const QSignalBlocker quiet(m_known);
    m_known->clear();
    for (const KnownServer& server : m_servers)
        m_known->addItem(new QListWidgetItem(icon(Glyph::Server),
                                             tr("%1, last used %2").arg(toQt(server.url), momentText(server.usedAt))));
    m_knownCard->setVisible(!m_servers.empty());
    m_forget->setEnabled(false);
}

void ConnectCard::choose(int row) {
    m_forget->setEnabled(row >= 0);
    if (row < 0) return;
    const KnownServer& server = m_servers[static_cast<std::size_t>(row)];
    m_url->setText(toQt(server.url));
    m_token->clear();
    m_token->setPlaceholderText(server.hasToken ? tr("the one that is kept")
                                                : tr("pasted; kept in a file that only you can read"));
    m_tokenFile->setPath(toQt(server.tokenFile));
    m_caFile->setPath(toQt(server.caFile));
}

void ConnectCard::forget() {
    const int row = m_known->currentRow();
    if (row < 0) return;
    const base::Status forgotten = m_connections.forget(m_servers[static_cast<std::size_t>(row)].url);
    if (!forgotten) tell(errorText(forgotten.error()), true);
    refresh();
}

// ---- Connecting ------------------------------------------------------------------------------------------------

void ConnectCard::connectNow() {
    const QString url = withScheme(m_url->text());
    if (url.isEmpty()) return tell(tr("Where is the server? Its address looks like https://host:8750."), true);
    m_url->setText(url);
    m_connect->setEnabled(false);
    tell(tr("Asking %1…").arg(url), false);
    ServerAddress address{.url = url.toStdString(),
                          .token = m_token->text().trimmed().toStdString(),
                          .tokenFile = m_tokenFile->path().toStdString(),
                          .caFile = m_caFile->path().toStdString()};
    m_connections.connect(std::move(address),
                          m_workspace.bridge().deliver<Host*>(this, [this](const base::Result<Host*>& host) {
                              m_connect->setEnabled(true);
                              if (!host) return tell(errorText(host.error()), true);
                              tell({}, false);
                              m_workspace.moveTo(**host);
                          }));
}

void ConnectCard::tell(const QString& sentence, bool isProblem) { tellIn(*m_told, sentence, isProblem); }

}  // namespace fotograma::ui
