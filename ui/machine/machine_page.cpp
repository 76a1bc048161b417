#include "ui/machine/machine_page.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kWidestPage = 900;

Glyph glyphOf(Health health) {
    switch (health) {
        case Health::Fine: return Glyph::Check;
        case Health::Remark: return Glyph::Info;
        case Health::Missing: return Glyph::Ban;
        case Health::Wrong: return Glyph::Warning;
    }
    return Glyph::Info;
}

QColor Theme::*toneOf(Health health) {
    switch (health) {
        case Health::Fine: return &Theme::done;
        case Health::Remark: return &Theme::muted;
        case Health::Missing:
        case Health::Wrong: return &Theme::failed;
    }
    return &Theme::muted;
}

QString healthText(Health health) {
    switch (health) {
        case Health::Fine: return MachinePage::tr("Fine");
        case Health::Remark: return MachinePage::tr("To know");
        case Health::Missing: return MachinePage::tr("Missing");
        case Health::Wrong: return MachinePage::tr("Wrong");
    }
    return {};
}

QString sectionText(const std::string& section) {
    if (section == "Devices") return MachinePage::tr("Devices");
    if (section == "Codecs") return MachinePage::tr("Codecs");
    if (section == "Folders") return MachinePage::tr("Folders");
    if (section == "Cache") return MachinePage::tr("Cache");
    if (section == "Libraries") return MachinePage::tr("Libraries");
    return toQt(section);
}

/// What was looked at, as the doctor names it; a name of a library or device stays.
QString subjectText(const std::string& subject) {
    if (subject == "jobs and reports") return MachinePage::tr("jobs and reports");
    if (subject == "your recipes") return MachinePage::tr("your recipes");
    if (subject == "cache") return MachinePage::tr("cache");
    if (subject == "locks") return MachinePage::tr("locks");
    if (subject == "outputs") return MachinePage::tr("outputs");
    if (subject.ends_with(" out"))
        return MachinePage::tr("%1, writing").arg(toQt(subject.substr(0, subject.size() - 4)));
    if (subject.ends_with(" in"))
        return MachinePage::tr("%1, reading").arg(toQt(subject.substr(0, subject.size() - 3)));
    return cacheLevelText(subject);
}

}  // namespace

extern const PageDefinition kMachinePage;
const PageDefinition kMachinePage{
    .id = "machine",
    .glyph = Glyph::Device,
    .title = [] { return MachinePage::tr("Machine"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new MachinePage(workspace, parent); }};

MachinePage::MachinePage(Workspace& workspace, QWidget* parent) : Page(parent), m_workspace(workspace) {
    auto* inner = new QWidget;
    inner->setMaximumWidth(kWidestPage);
    m_list = new QVBoxLayout(inner);
    m_list->setContentsMargins(0, 0, 0, 12);
    m_list->setSpacing(16);
    m_list->addWidget(makeHead());
    m_list->addStretch();
    auto* holder = new QWidget;
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(12, 12, 12, 0);
    row->addWidget(inner, 1);
    row->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setObjectName(QStringLiteral("pageScroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(holder);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&workspace, &Workspace::infoChanged, this, &MachinePage::showDevices);
    showDevices();
}

QWidget* MachinePage::makeHead() {
    auto* head = new QWidget(this);
    makeCard(head);
    auto* title = new QLabel(tr("What this machine can do"), head);
    title->setObjectName(QStringLiteral("pageTitle"));
    m_devices = new QLabel(head);
    m_devices->setWordWrap(true);
    m_devices->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_devices->setAccessibleName(tr("Devices"));
    m_summary = new QLabel(head);
    m_summary->setObjectName(QStringLiteral("muted"));
    m_summary->setWordWrap(true);
    const bool hasTools = m_workspace.host().tools() != nullptr;
    m_sample = new QPushButton(icon(Glyph::Start, &Theme::onAccent), tr("Try it with sample clips"), head);
    m_sample->setObjectName(QStringLiteral("primary"));
    m_sample->setVisible(hasTools);
    m_add = new QPushButton(icon(Glyph::Queue), tr("Go to the queue"), head);
    for (QPushButton* button : {m_sample, m_add}) button->setIconSize(QSize(24, 16));
    m_again = makeToolButton(Glyph::Retry, tr("Examine again"), head);
    m_again->setVisible(hasTools);
    connect(m_sample, &QPushButton::clicked, this, &MachinePage::trySample);
    connect(m_add, &QPushButton::clicked, this, [this] { m_workspace.open(QStringLiteral("queue")); });
    connect(m_again, &QToolButton::clicked, this, &MachinePage::examine);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_sample);
    buttons->addWidget(m_add);
    buttons->addStretch();
    buttons->addWidget(m_again);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_devices);
    layout->addWidget(m_summary);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    return head;
}

void MachinePage::showDevices() {
    QStringList lines;
    for (const api::DeviceInfo& device : m_workspace.info().devices) {
        if (!device.available) {
            lines << tr("No GPU is used: %1").arg(toQt(device.reason));
            continue;
        }
        QString line = device.id == "cpu" ? tr("%1, %n threads", nullptr, device.computeUnits).arg(toQt(device.name))
                                          : toQt(device.name);
        if (device.memoryBytes > 0) line += QStringLiteral(", ") + tr("%1 of memory").arg(sizeText(device.memoryBytes));
        lines << line;
    }
    m_devices->setText(lines.isEmpty() ? tr("Asking the engine…") : lines.join(u'\n'));
}

void MachinePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (!m_isExamined) examine();
}

void MachinePage::examine() {
    Tools* tools = m_workspace.host().tools();
    if (!tools) return;
    m_isExamined = true;
    m_again->setEnabled(false);
    m_summary->setText(tr("Looking at codecs, folders and devices…"));
    tools->examine(
        m_workspace.bridge().deliver<std::vector<Finding>>(this, [this](base::Result<std::vector<Finding>> findings) {
            m_again->setEnabled(true);
            if (!findings) return m_summary->setText(errorText(findings.error()));
            showFindings(*findings);
        }));
}

void MachinePage::showFindings(const std::vector<Finding>& findings) {
    while (m_list->count() > 2) {  // the head, and the room below
        QLayoutItem* old = m_list->takeAt(1);
        delete old->widget();
        delete old;
    }
    const auto count = [&](Health health) {
        return static_cast<int>(std::ranges::count(findings, health, &Finding::health));
    };
    const int problems = count(Health::Missing) + count(Health::Wrong);
    m_summary->setText(problems == 0 ? tr("All well: everything that is needed is here.")
                                     : tr("%n things are missing or wrong; see below.", nullptr, problems));
    std::vector<std::string> sections;
    for (const Finding& finding : findings)
        if (std::ranges::find(sections, finding.section) == sections.end()) sections.push_back(finding.section);
    for (const std::string& section : sections) {
        std::vector<const Finding*> here;
        for (const Finding& finding : findings)
            if (finding.section == section) here.push_back(&finding);
        m_list->insertWidget(m_list->count() - 1, makeSection(sectionText(section), here));
    }
}

QWidget* MachinePage::makeSection(const QString& title, const std::vector<const Finding*>& findings) {
    auto* whole = new QWidget(this);
    auto* name = new QLabel(title, whole);
    name->setObjectName(QStringLiteral("sectionTitle"));
    auto* card = new QWidget(whole);
    makeCard(card);
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(14, 10, 14, 10);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const Finding* finding : findings) {
        auto* mark = new QLabel(card);
        mark->setPixmap(
            icon(glyphOf(finding->health), toneOf(finding->health)).pixmap(QSize(16, 16), devicePixelRatioF()));
        mark->setToolTip(healthText(finding->health));
        mark->setAccessibleName(healthText(finding->health));
        auto* subject = new QLabel(subjectText(finding->subject), card);
        subject->setObjectName(QStringLiteral("muted"));
        auto* told = new QLabel(toQt(finding->told), card);
        told->setWordWrap(true);
        told->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addWidget(subject, row, 1, Qt::AlignTop);
        grid->addWidget(told, row, 2, Qt::AlignTop);
        ++row;
    }
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(name);
    layout->addWidget(card);
    return whole;
}

void MachinePage::trySample() {
    m_sample->setEnabled(false);
    m_summary->setText(tr("Making short clips…"));
    m_workspace.host().tools()->makeSample(m_workspace.bridge().deliver<std::vector<std::string>>(
        this, [this](base::Result<std::vector<std::string>> clips) {
            m_sample->setEnabled(true);
            if (!clips) return m_summary->setText(errorText(clips.error()));
            m_summary->clear();
            QStringList files;
            for (const std::string& clip : *clips) files << toQt(clip);
            m_workspace.open(QStringLiteral("queue"));
            emit m_workspace.filesGiven(files);
        }));
}

}  // namespace fotograma::ui
