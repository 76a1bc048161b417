#include "ui/results/duplicates_view.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "ui/elided_label.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kCardWidth = 240;
constexpr int kPictureHeight = 136;
constexpr int kMostCards = 40;  // of a group side by side; larger groups are shown in part
constexpr double kPreviewShare = 0.33;

QString kindText(DuplicateKind kind) {
    switch (kind) {
        case DuplicateKind::Original: return DuplicatesView::tr("Worth keeping");
        case DuplicateKind::Exact: return DuplicatesView::tr("Same bytes");
        case DuplicateKind::Near: return DuplicatesView::tr("Looks alike");
    }
    return {};
}

Glyph glyphOf(DuplicateKind kind) {
    return kind == DuplicateKind::Original ? Glyph::Check : kind == DuplicateKind::Exact ? Glyph::Equal : Glyph::Change;
}

}  // namespace

DuplicatesView::DuplicatesView(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_find(makeToolButton(Glyph::Search, tr("Find duplicates"), this)),
      m_undo(makeToolButton(Glyph::Undo, tr("Bring back"), this)),
      m_summary(new QLabel(this)),
      m_list(new QListWidget(this)),
      m_cards(new QScrollArea(this)),
      m_empty(makeEmptyText(this)),
      m_stack(new QStackedWidget(this)) {
    m_find->setEnabled(workspace.host().tools() != nullptr);
    m_undo->hide();
    m_summary->setObjectName(QStringLiteral("muted"));
    m_list->setAccessibleName(tr("Groups of duplicates"));
    m_list->setUniformItemSizes(true);
    m_list->setMinimumWidth(200);
    m_cards->setWidgetResizable(true);
    m_cards->setFrameShape(QFrame::NoFrame);
    m_cards->setAccessibleName(tr("Clips of the group"));
    auto* split = new QSplitter(this);
    split->addWidget(m_list);
    split->addWidget(m_cards);
    split->setSizes({240, 800});
    split->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(split);
    m_stack->setContentsMargins(3, 3, 3, 3);
    ui::makeCard(m_stack);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_find);
    bar->addWidget(m_summary, 1);
    bar->addWidget(m_undo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    showText(tr("Clips that were analysed are compared by their signatures and their bytes."));
    connect(m_find, &QToolButton::clicked, this, &DuplicatesView::find);
    connect(m_undo, &QToolButton::clicked, this, &DuplicatesView::undoDiscard);
    connect(m_list, &QListWidget::currentRowChanged, this, &DuplicatesView::showGroup);
}

void DuplicatesView::showText(const QString& sentence) {
    m_empty->setText(sentence);
    m_stack->setCurrentWidget(m_empty);
}

void DuplicatesView::find() {
    Tools* tools = m_workspace.host().tools();
    if (!tools) return;
    m_find->setEnabled(false);
    showText(tr("Comparing…"));
    tools->findDuplicates(m_workspace.bridge().deliver<std::vector<DuplicateGroup>>(
        this, [this](base::Result<std::vector<DuplicateGroup>> groups) {
            m_find->setEnabled(true);
            if (!groups) return showText(errorText(groups.error()));
            showGroups(std::move(*groups));
        }));
}

void DuplicatesView::showGroups(std::vector<DuplicateGroup> groups) {
    m_groups = std::move(groups);
    m_discarded.clear();
    m_undo->hide();
    if (m_groups.empty()) {
        m_summary->clear();
        return showText(tr("No two clips are the same."));
    }
    m_stack->setCurrentIndex(1);
    listGroups();
    m_list->setCurrentRow(0);
}

void DuplicatesView::listGroups() {
    const int row = m_list->currentRow();
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    std::int64_t spare = 0;
    for (const DuplicateGroup& group : m_groups) {
        for (std::size_t i = 1; i < group.size(); ++i) spare += group[i].sizeBytes;
        const QString name = group.empty() ? QString() : fileName(group.front().input);
        m_list->addItem(QStringLiteral("%1  ·  %2").arg(tr("%n clips", nullptr, static_cast<int>(group.size())), name));
    }
    m_summary->setText(tr("%n groups", nullptr, static_cast<int>(m_groups.size())) + QStringLiteral("  ·  ") +
                       tr("%1 beside the ones worth keeping").arg(sizeText(spare)));
    m_list->setCurrentRow(row);
}

void DuplicatesView::showGroup(int group) {
    auto* page = new QWidget;
    auto* layout = new QHBoxLayout(page);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    if (group >= 0) {
        const DuplicateGroup& clips = m_groups[static_cast<std::size_t>(group)];
        for (std::size_t i = 0; i < std::min<std::size_t>(clips.size(), kMostCards); ++i)
            layout->addWidget(makeCard(clips[i]), 0, Qt::AlignTop);
    }
    layout->addStretch();
    m_cards->setWidget(page);
}

QWidget* DuplicatesView::makeCard(const DuplicateClip& clip) {
    auto* card = new QWidget;
    card->setFixedWidth(kCardWidth);
    const QString path = toQt(clip.input);
    auto* picture = new QLabel(card);
    picture->setFixedSize(kCardWidth, kPictureHeight);
    picture->setAlignment(Qt::AlignCenter);
    picture->setObjectName(QStringLiteral("pictureFrame"));
    picture->setAccessibleName(tr("Picture of %1").arg(fileName(clip.input)));
    auto* name = new ElidedLabel(card);
    name->setText(fileName(clip.input));
    name->setToolTip(path);
    name->setObjectName(QStringLiteral("cardTitle"));
    auto* kind = new QToolButton(card);
    kind->setIcon(icon(glyphOf(clip.kind), clip.kind == DuplicateKind::Original ? &Theme::done : &Theme::paused));
    kind->setText(kindText(clip.kind));
    kind->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    kind->setObjectName(QStringLiteral("badge"));
    kind->setFocusPolicy(Qt::NoFocus);
    kind->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* facts = new QLabel(tr("%1 × %2  ·  %3  ·  %4")
                                 .arg(clip.width)
                                 .arg(clip.height)
                                 .arg(durationText(clip.durationSeconds), sizeText(clip.sizeBytes)),
                             card);
    facts->setObjectName(QStringLiteral("muted"));
    auto* folder = new ElidedLabel(card);
    folder->setText(QFileInfo(path).absolutePath());
    folder->setObjectName(QStringLiteral("muted"));
    folder->setToolTip(path);
    auto* buttons = new QHBoxLayout;
    QToolButton* play = makeToolButton(Glyph::Play, tr("Play"), card);
    QToolButton* discardIt = makeToolButton(Glyph::Remove, tr("To the trash"), card);
    for (QToolButton* button : {play, discardIt}) {
        button->setEnabled(m_workspace.info().sharesFiles);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(button->text(), fileName(clip.input)));
        buttons->addWidget(button);
    }
    buttons->addStretch();
    connect(play, &QToolButton::clicked, this, [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(
        discardIt, &QToolButton::clicked, this, [this, path] { discard(path); }, Qt::QueuedConnection);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QWidget* part : std::initializer_list<QWidget*>{picture, name, kind, facts, folder}) layout->addWidget(part);
    layout->addLayout(buttons);
    m_workspace.bridge().preview(
        {.input = clip.input, .share = kPreviewShare, .width = kCardWidth * 2, .height = kPictureHeight * 2}, picture,
        [picture](base::Result<api::Preview> preview) {
            if (!preview) return picture->setText(tr("No picture"));
            QPixmap pixmap;
            pixmap.loadFromData(QByteArray::fromStdString(preview->picture.raw));
            const qreal ratio = picture->devicePixelRatioF();
            pixmap = pixmap.scaled(picture->size() * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
            pixmap.setDevicePixelRatio(ratio);
            picture->setPixmap(pixmap);
        });
    return card;
}

// ---- The trash -------------------------------------------------------------------------------------------------

void DuplicatesView::discard(const QString& path) {
    const int row = m_list->currentRow();
    if (row < 0) return;
    DuplicateGroup& group = m_groups[static_cast<std::size_t>(row)];
    const auto clip = std::ranges::find(group, path.toStdString(), &DuplicateClip::input);
    if (clip == group.end()) return;
    QString inTrash;
    if (!QFile::moveToTrash(path, &inTrash))
        return m_workspace.say(MessageBar::Tone::Problem,
                               tr("%1 cannot be moved to the trash. Is the folder writable?").arg(path));
    m_discarded.push_back({path, inTrash, row, *clip});
    group.erase(clip);
    m_undo->setText(tr("Bring %1 back").arg(QFileInfo(path).fileName()));
    m_undo->show();
    listGroups();
    showGroup(row);
}

void DuplicatesView::undoDiscard() {
    if (m_discarded.empty()) return;
    const Discarded last = m_discarded.back();
    if (QFile::exists(last.path) || !QFile::rename(last.inTrash, last.path))
        return m_workspace.say(MessageBar::Tone::Problem,
                               tr("%1 cannot be brought back: look for it in the trash.").arg(last.path));
    // What the trash notes about it: without the file it would be a dead entry.
    QFile::remove(QFileInfo(last.inTrash).dir().absoluteFilePath(QStringLiteral("../info/")) +
                  QFileInfo(last.inTrash).fileName() + QStringLiteral(".trashinfo"));
    m_discarded.pop_back();
    m_groups[static_cast<std::size_t>(last.group)].push_back(last.clip);
    m_undo->setVisible(!m_discarded.empty());
    if (!m_discarded.empty()) m_undo->setText(tr("Bring %1 back").arg(QFileInfo(m_discarded.back().path).fileName()));
    listGroups();
    m_list->setCurrentRow(last.group);
    showGroup(last.group);
}

}  // namespace fotograma::ui
