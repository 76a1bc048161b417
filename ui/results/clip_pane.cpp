#include "ui/results/clip_pane.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <cmath>

#include "ui/elided_label.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kSide = 480;        // pixels of the picture that is asked for
constexpr double kMiddle = 0.33;  // of the clip: past titles, before the end
constexpr int kTallest = 220;
constexpr int kMostCuts = 2000;
}  // namespace

ClipPane::ClipPane(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_title(new ElidedLabel(this)),
      m_chosen(new QLabel(this)),
      m_picture(new QLabel(this)),
      m_facts(new QLabel(this)),
      m_cutsTitle(new QLabel(this)),
      m_cuts(new QListWidget(this)),
      m_open(makeToolButton(Glyph::Play, tr("Play"), this)) {
    makeCard(this);
    setMinimumWidth(220);
    m_title->setObjectName(QStringLiteral("cardTitle"));
    m_chosen->setObjectName(QStringLiteral("muted"));
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_picture->setFixedHeight(kTallest);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setAccessibleName(tr("Numbers of the clip"));
    m_cuts->setAccessibleName(tr("Cuts"));
    m_cuts->setObjectName(QStringLiteral("cuts"));
    m_cuts->setUniformItemSizes(true);
    connect(m_cuts, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0) ask(m_cuts->item(row)->data(Qt::UserRole).toDouble(), false);
    });
    connect(m_open, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_input)); });
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_chosen);
    layout->addWidget(m_picture);
    layout->addWidget(m_facts);
    layout->addWidget(m_cutsTitle);
    layout->addWidget(m_cuts, 1);
    layout->addStretch();
    clear();
}

void ClipPane::clear() {
    m_job.reset();
    m_input.clear();
    m_image = {};
    m_picture->clear();
    m_facts->clear();
    m_title->setText(tr("No clip chosen"));
    m_chosen->setText(tr("Choose a row, a point or a bar."));
    m_chosen->show();
    m_open->hide();
    m_picture->hide();
    m_cutsTitle->hide();
    m_cuts->hide();
}

void ClipPane::setChosen(int count) {
    m_chosen->setVisible(count > 1);
    m_chosen->setText(tr("%n clips are chosen; this is the first.", nullptr, count));
}

void ClipPane::showClip(const ClipRow& clip, const std::vector<ClipColumns::Column>& columns) {
    if (m_job == clip.job) return;
    m_job = clip.job;
    m_input = clip.input;
    m_title->setText(QFileInfo(clip.input).fileName());
    m_title->setToolTip(clip.input);
    m_open->setVisible(m_workspace.info().sharesFiles);
    const QString muted = Theme::of(palette()).muted.name();
    QString rows;
    for (std::size_t i = 0; i < clip.values.size(); ++i) {
        if (std::isnan(clip.values[i])) continue;
        const ClipColumns::Column& column = columns[i];
        const auto value = static_cast<double>(clip.values[i]);
        const QString text = column.id == "file.size"       ? sizeText(static_cast<std::int64_t>(value))
                             : column.id == "file.duration" ? durationText(value)
                                                            : numberText(value, column.decimals) + u' ' + column.unit;
        rows += QStringLiteral("<tr><td style='color:%1; padding:1px 14px 1px 0'>%2</td><td>%3</td></tr>")
                    .arg(muted, column.label.toHtmlEscaped(), text.toHtmlEscaped());
    }
    m_facts->setText(QStringLiteral("<table cellspacing='0'>%1</table>").arg(rows));
    showCuts(clip);
    m_picture->show();
    ask(kMiddle, true);
}

void ClipPane::showCuts(const ClipRow& clip) {
    const QSignalBlocker quiet(m_cuts);
    m_cuts->clear();
    const auto count = static_cast<int>(clip.cutSeconds.size());
    for (int i = 0; i < std::min(count, kMostCuts); ++i) {
        const auto seconds = static_cast<double>(clip.cutSeconds[static_cast<std::size_t>(i)]);
        auto* item = new QListWidgetItem(tr("Scene %1 at %2").arg(i + 2).arg(clockText(seconds)), m_cuts);
        item->setData(Qt::UserRole, seconds);
    }
    m_cutsTitle->setText(tr("%n cuts", nullptr, count));
    m_cutsTitle->setVisible(count > 0);
    m_cuts->setVisible(count > 0);
}

void ClipPane::ask(double seconds, bool isShare) {
    api::PreviewRequest request{.input = m_input.toStdString(), .width = kSide, .height = kSide, .slot = "results"};
    if (isShare)
        request.share = seconds;
    else
        request.seconds = seconds;
    m_workspace.bridge().preview(std::move(request), this, [this, job = m_job](base::Result<api::Preview> preview) {
        if (job != m_job) return;
        if (!preview) {
            if (preview.error().code == base::ErrorCode::Cancelled) return;
            m_image = {};
            m_picture->setText(tr("No picture: %1").arg(errorText(preview.error())));
            m_picture->setWordWrap(true);
            return;
        }
        m_image = QImage::fromData(QByteArray::fromStdString(preview->picture.raw));
        showPicture();
    });
}

void ClipPane::showPicture() {
    if (m_image.isNull()) return;
    const qreal ratio = devicePixelRatioF();
    const QSize room = QSize(std::max(40, width() - 26), kTallest) * ratio;
    QPixmap pixmap = QPixmap::fromImage(m_image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_picture->setPixmap(pixmap);
    m_picture->setAccessibleName(tr("Picture of %1").arg(QFileInfo(m_input).fileName()));
}

void ClipPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showPicture();
}

}  // namespace fotograma::ui
