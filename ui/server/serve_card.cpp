#include "ui/server/serve_card.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/server/file_field.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kMostPort = 65'535;
constexpr int kRootsHeight = 70;  // beside two buttons

QLabel* makeFieldLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setBuddy(buddy);
    return label;
}

}  // namespace

ServeCard::ServeCard(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_serving(*workspace.host().serving()), m_used(m_serving.plan()) {
    makeCard(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 10, 18, 10);
    layout->setSpacing(8);
    layout->addWidget(makeHead());
    layout->addWidget(makeUrl());
    m_told = new QLabel(this);
    m_told->setObjectName(QStringLiteral("settingTold"));
    m_told->setWordWrap(true);
    m_told->hide();
    layout->addWidget(m_told);
    layout->addWidget(makeFields());
    showPlan(m_serving.plan());
    showState();
}

// ---- Making ----------------------------------------------------------------------------------------------------

QWidget* ServeCard::makeHead() {
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("This computer as a server"), head);
    title->setObjectName(QStringLiteral("pageTitle"));
    m_mark = new QLabel(head);
    m_state = new QLabel(head);
    m_state->setObjectName(QStringLiteral("servingState"));
    m_state->setWordWrap(true);
    m_switch = new QPushButton(head);
    m_switch->setObjectName(QStringLiteral("primary"));
    connect(m_switch, &QPushButton::clicked, this, &ServeCard::turn);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_mark);
    line->addWidget(m_state, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(title);
    words->addLayout(line);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(words, 1);
    layout->addWidget(m_switch, 0, Qt::AlignTop);
    return head;
}

QWidget* ServeCard::makeUrl() {
    m_urlRow = new QWidget(this);
    m_url = new QLineEdit(m_urlRow);
    m_url->setObjectName(QStringLiteral("servingUrl"));
    m_url->setReadOnly(true);
    m_url->setAccessibleName(tr("Address of the server"));
    QToolButton* copy = makeToolButton(Glyph::Duplicate, tr("Copy"), m_urlRow);
    QToolButton* open = makeToolButton(Glyph::Open, tr("Open"), m_urlRow);
    open->setToolTip(tr("Opens the server's status page in the browser"));
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_url->text()); });
    connect(open, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(m_url->text())); });
    auto* layout = new QHBoxLayout(m_urlRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_url, 1);
    layout->addWidget(copy);
    layout->addWidget(open);
    return m_urlRow;
}

QWidget* ServeCard::makeFields() {
    auto* fields = new QWidget(this);
    m_address = new QLineEdit(fields);
    m_address->setObjectName(QStringLiteral("servingAddress"));
    m_address->setAccessibleName(tr("Address"));
    m_address->setToolTip(tr("127.0.0.1 is this computer alone; 0.0.0.0 is every network, and needs a certificate"));
    m_port = new QSpinBox(fields);
    m_port->setObjectName(QStringLiteral("servingPort"));
    m_port->setRange(0, kMostPort);
    m_port->setSpecialValueText(tr("any"));
    m_port->setAccessibleName(tr("Port"));
    m_certificate = new FileField(FileField::Kind::File, tr("TLS certificate"), tr("none: this computer only"), fields);
    m_key = new FileField(FileField::Kind::File, tr("TLS key"), {}, fields);
    m_withWindow = new QCheckBox(tr("Switch on with the window"), fields);
    auto* place = new QHBoxLayout;
    place->setSpacing(8);
    place->addWidget(m_address, 1);
    place->addWidget(makeFieldLabel(tr("Port"), m_port));
    place->addWidget(m_port);
    auto* form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(6);
    form->setHorizontalSpacing(12);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(makeFieldLabel(tr("Address"), m_address), place);
    form->addRow(makeFieldLabel(tr("Certificate"), m_certificate), m_certificate);
    form->addRow(makeFieldLabel(tr("Key"), m_key), m_key);
    form->addRow(makeFieldLabel(tr("Folders"), nullptr), makeRoots());
    form->addRow(QString(), m_withWindow);
    connect(m_address, &QLineEdit::editingFinished, this, &ServeCard::remember);
    connect(m_port, &QSpinBox::valueChanged, this, &ServeCard::remember);
    connect(m_certificate, &FileField::changed, this, &ServeCard::remember);
    connect(m_key, &FileField::changed, this, &ServeCard::remember);
    connect(m_withWindow, &QCheckBox::toggled, this, &ServeCard::remember);
    return fields;
}

QWidget* ServeCard::makeRoots() {
    auto* whole = new QWidget(this);
    m_roots = new QListWidget(whole);
    m_roots->setAccessibleName(tr("Folders that clients may read and write"));
    m_roots->setToolTip(
        tr("Clients read and write below these folders alone; without any they work with what they "
           "send."));
    m_roots->setMaximumHeight(kRootsHeight);
    makeCard(m_roots);
    QToolButton* add = makeToolButton(Glyph::Plus, {}, whole);
    m_removeRoot = makeToolButton(Glyph::Minus, {}, whole);
    add->setAccessibleName(tr("Add a folder"));
    add->setToolTip(add->accessibleName());
    m_removeRoot->setAccessibleName(tr("Remove the folder"));
    m_removeRoot->setToolTip(m_removeRoot->accessibleName());
    for (QToolButton* button : {add, m_removeRoot}) button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    connect(add, &QToolButton::clicked, this, &ServeCard::addRoot);
    connect(m_removeRoot, &QToolButton::clicked, this, &ServeCard::removeRoot);
    connect(m_roots, &QListWidget::currentRowChanged, this, [this](int row) { m_removeRoot->setEnabled(row >= 0); });
    m_removeRoot->setEnabled(false);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(add);
    buttons->addWidget(m_removeRoot);
    buttons->addStretch();
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_roots, 1);
    layout->addLayout(buttons);
    return whole;
}

// ---- The plan --------------------------------------------------------------------------------------------------

void ServeCard::showPlan(const ServingPlan& plan) {
    m_address->setText(toQt(plan.address));
    const QSignalBlocker quietPort(m_port);
    const QSignalBlocker quietBox(m_withWindow);
    m_port->setValue(plan.port);
    m_certificate->setPath(toQt(plan.certificate));
    m_key->setPath(toQt(plan.key));
    m_withWindow->setChecked(plan.startsWithWindow);
    m_roots->clear();
    for (const std::string& root : plan.roots) m_roots->addItem(toQt(root));
}

ServingPlan ServeCard::plan() const {
    ServingPlan plan{.address = m_address->text().trimmed().toStdString(),
                     .port = m_port->value(),
                     .certificate = m_certificate->path().toStdString(),
                     .key = m_key->path().toStdString(),
                     .roots = {},
                     .startsWithWindow = m_withWindow->isChecked()};
    for (int row = 0; row < m_roots->count(); ++row) plan.roots.push_back(m_roots->item(row)->text().toStdString());
    return plan;
}

void ServeCard::remember() {
    const ServingPlan now = plan();
    if (const base::Status kept = m_serving.remember(now); !kept) return tell(errorText(kept.error()), true);
    ServingPlan same = now;
    same.startsWithWindow = m_used.startsWithWindow;
    if (m_serving.state().isOn && same != m_used)
        tell(tr("The server goes on as it is; what was changed holds when it is switched on the next time."), false);
    else
        tell({}, false);
}

void ServeCard::addRoot() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A folder that clients may read and write"));
    if (folder.isEmpty() || !m_roots->findItems(folder, Qt::MatchExactly).isEmpty()) return;
    m_roots->addItem(folder);
    remember();
}

void ServeCard::removeRoot() {
    delete m_roots->takeItem(m_roots->currentRow());
    remember();
}

// ---- On and off ------------------------------------------------------------------------------------------------

void ServeCard::turn() {
    const bool wasOn = m_serving.state().isOn;
    remember();
    m_isTurning = true;
    tell({}, false);
    showState();
    ServiceBridge& bridge = m_workspace.bridge();
    if (wasOn) {
        m_serving.stop(bridge.deliver<base::Done>(this, [this](const base::Result<base::Done>&) {
            m_isTurning = false;
            showState();
        }));
        return;
    }
    m_used = plan();
    m_serving.start(bridge.deliver<std::string>(this, [this](const base::Result<std::string>& url) {
        m_isTurning = false;
        showState();
        if (!url) tell(errorText(url.error()), true);
    }));
}

void ServeCard::showState() {
    const ServingState state = m_serving.state();
    QString sentence = tr("Off: only this window uses the engine.");
    if (state.isOn)
        sentence = tr("On since %1: other programs reach this engine with a token.").arg(timeText(state.since));
    if (m_isTurning) sentence = state.isOn ? tr("Ending requests and streams…") : tr("Starting…");
    m_state->setText(sentence);
    m_state->setAccessibleName(sentence);
    m_mark->setPixmap((state.isOn ? icon(Glyph::Check, &Theme::done) : icon(Glyph::Ban, &Theme::muted))
                          .pixmap(QSize(16, 16), devicePixelRatioF()));
    m_switch->setText(state.isOn ? tr("Switch off") : tr("Switch on"));
    m_switch->setEnabled(!m_isTurning);
    m_url->setText(toQt(state.url));
    m_urlRow->setVisible(state.isOn);
    if (!m_isTurning && !state.isOn && !state.problem.empty() && m_told->isHidden()) tell(toQt(state.problem), true);
}

void ServeCard::tell(const QString& sentence, bool isProblem) { tellIn(*m_told, sentence, isProblem); }

}  // namespace fotograma::ui
