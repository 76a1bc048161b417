#include "ui/preview/preview_pane.h"

#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/error_words.h"
#include "ui/icons.h"
#include "ui/preview/sample_estimate.h"
#include "ui/preview/scrub_bar.h"
#include "ui/queue/file_collector.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr int kSoonMs = 15;
constexpr int kPatienceMs = 150;  // so long a picture may take before a newer wish replaces it
constexpr double kPlaySeconds = 10.0;
constexpr double kPlayStep = 1.0 / 15.0;
constexpr int kWholePixels = 16'384;

QString firstVideo(const QMimeData& data) {
    for (const QUrl& url : data.urls())
        if (url.isLocalFile() && FileCollector::looksLikeMedia(url.toLocalFile())) return url.toLocalFile();
    return {};
}

}  // namespace

PreviewPane::PreviewPane(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_canvas(new PreviewCanvas(this)),
      m_scrub(new ScrubBar(workspace.thumbnails(), this)),
      m_estimate(new SampleEstimate(workspace, this)),
      m_time(new QLabel(this)),
      m_facts(new QLabel(this)) {
    m_time->setObjectName(QStringLiteral("muted"));
    setAcceptDrops(true);
    m_canvas->setSentence(tr("Drop a video here, or choose one, to see what the recipe does."));
    m_facts->setObjectName(QStringLiteral("muted"));
    m_facts->setAccessibleName(tr("What the preview tells"));
    m_facts->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(makeTools());
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_scrub);
    layout->addWidget(m_facts);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &PreviewPane::ask);
    connect(m_scrub, &ScrubBar::moved, this, [this] {
        setPlaying(false);
        m_beforeKey.clear();
        askSoon();
    });
    connect(m_canvas, &PreviewCanvas::resized, this, [this] {
        m_beforeKey.clear();
        askSoon();
    });
    connect(m_canvas, &PreviewCanvas::zoomChanged, this, [this] {
        m_beforeKey.clear();
        askSoon();
    });
    connect(m_estimate, &SampleEstimate::told, m_facts, &QLabel::setText);
}

QWidget* PreviewPane::makeTools() {
    auto* tools = new QWidget(this);
    tools->setObjectName(QStringLiteral("previewTools"));
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    const auto add = [&](Glyph glyph, const QString& name, bool isCheckable) {
        auto* button = new QToolButton(tools);
        button->setIcon(icon(glyph, &Theme::text, &Theme::accent));
        button->setIconSize(QSize(18, 18));
        button->setToolTip(name);
        button->setAccessibleName(name);
        button->setCheckable(isCheckable);
        layout->addWidget(button);
        return button;
    };
    QToolButton* open = add(Glyph::Open, tr("Choose a video to look at"), false);
    layout->addSpacing(8);
    auto* compares = new QButtonGroup(this);
    const std::tuple<Compare, Glyph, QString> choices[] = {
        {Compare::Split, Glyph::Split, tr("Before and after with a split")},
        {Compare::SideBySide, Glyph::SideBySide, tr("Before and after side by side")},
        {Compare::Before, Glyph::EyeOff, tr("Before alone")},
        {Compare::After, Glyph::Eye, tr("After alone")}};
    for (const auto& [compare, glyph, name] : choices) {
        QToolButton* button = add(glyph, name, true);
        compares->addButton(button, static_cast<int>(compare));
        button->setChecked(compare == Compare::Split);
    }
    connect(compares, &QButtonGroup::idClicked, this, [this](int compare) {
        m_canvas->setCompare(static_cast<Compare>(compare));
        m_beforeKey.clear();
        askSoon();
    });
    layout->addSpacing(8);
    QToolButton* fit = add(Glyph::FitView, tr("Fit the picture"), false);
    QToolButton* actual = add(Glyph::Actual, tr("One pixel for one pixel"), false);
    layout->addSpacing(8);
    m_play = add(Glyph::Start, tr("Play some seconds"), true);
    m_play->setObjectName(QStringLiteral("play"));
    layout->addWidget(m_time);
    layout->addStretch(1);
    auto* estimate = new QPushButton(icon(Glyph::Clock), tr("Estimate"), tools);
    estimate->setObjectName(QStringLiteral("estimate"));
    estimate->setToolTip(tr("Encode short samples to tell time, size and quality"));
    layout->addWidget(estimate);
    connect(open, &QToolButton::clicked, this, &PreviewPane::chooseClip);
    connect(fit, &QToolButton::clicked, this, [this] { m_canvas->setZoom(0.0); });
    connect(actual, &QToolButton::clicked, this, [this] { m_canvas->setZoom(1.0); });
    connect(m_play, &QToolButton::toggled, this, &PreviewPane::setPlaying);
    connect(estimate, &QPushButton::clicked, this, [this] {
        if (m_clip.isEmpty()) return m_facts->setText(tr("Choose a video first."));
        m_estimate->start(m_clip, m_whole, m_scrub->duration());
    });
    return tools;
}

// ---- What is shown -----------------------------------------------------------------------------------------------

void PreviewPane::setClip(const QString& file) {
    if (file == m_clip || file.isEmpty()) return;
    setPlaying(false);
    m_clip = file;
    m_beforeKey.clear();
    m_canvas->setBefore({});
    m_canvas->setAfter({});
    m_canvas->setSentence(tr("Reading %1…").arg(QFileInfo(file).fileName()));
    m_scrub->setClip(file);
    askSoon();
    emit clipChanged(file);
}

void PreviewPane::setRecipe(const api::Json& shown, const api::Json& whole) {
    m_whole = whole;
    if (shown == m_shown) return;
    if (!(shown["input"] == m_shown["input"])) m_beforeKey.clear();
    m_shown = shown;
    askSoon();
}

void PreviewPane::seek(double seconds) {
    m_scrub->setPosition(seconds);
    m_beforeKey.clear();
    askSoon();
}

void PreviewPane::setCuts(const std::vector<double>& cuts) { m_scrub->setCuts(cuts); }

void PreviewPane::chooseClip() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose a video to look at"),
                                                      QFileInfo(m_clip).absolutePath(), FileCollector::dialogFilter());
    setClip(file);
}

void PreviewPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    askSoon();
}

void PreviewPane::dragEnterEvent(QDragEnterEvent* event) {
    if (!firstVideo(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void PreviewPane::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    setClip(firstVideo(*event->mimeData()));
}

// ---- Asking ------------------------------------------------------------------------------------------------------

void PreviewPane::askSoon() {
    if (m_clip.isEmpty() || !isVisible()) return;
    if (!m_changed.isValid()) m_changed.start();
    m_wantsAfter = true;
    if (!m_soon.isActive()) m_soon.start();
}

void PreviewPane::ask() {
    // A picture that is nearly there is worth more than a newer one that never comes.
    if (m_afterUnderWay && m_asked.elapsed() < kPatienceMs) return m_soon.start();
    askAfter();
    askBefore();
}

api::PreviewRequest PreviewPane::request(const api::Json& recipe, const char* slot) const {
    api::PreviewRequest wanted;
    wanted.input = m_clip.toStdString();
    wanted.seconds = m_scrub->position();
    wanted.recipe = recipe;
    const QSize pixels = m_canvas->wantedPixels();
    const bool isWhole = m_canvas->zoom() > 0.0;
    wanted.width = isWhole ? kWholePixels : pixels.width();
    wanted.height = isWhole ? kWholePixels : pixels.height();
    wanted.slot = slot;
    return wanted;
}

void PreviewPane::askBefore() {
    if (m_canvas->compare() == Compare::After || m_isPlaying) return;
    const QString key = QString::number(m_scrub->position(), 'f', 6);
    if (key == m_beforeKey) return;
    m_beforeKey = key;
    api::Json plain;
    if (m_shown["input"].isObject()) {
        plain = m_shown;
        plain.set("filters", api::Json::array());
    }
    m_workspace.bridge().preview(request(plain, "window-before"), this,
                                 [this, key](base::Result<api::Preview> preview) {
                                     if (preview && key == m_beforeKey) m_canvas->setBefore(imageOf(*preview));
                                 });
}

void PreviewPane::askAfter() {
    m_wantsAfter = false;
    m_afterUnderWay = true;
    m_asked.start();
    m_workspace.bridge().preview(request(m_shown, "window-after"), this, [this](base::Result<api::Preview> preview) {
        if (!preview && preview.error().code == base::ErrorCode::Cancelled) return;  // a newer one is under way
        m_afterUnderWay = false;
        take(preview);
        if (m_isPlaying) return playNext();
        if (m_wantsAfter) ask();
    });
}

void PreviewPane::take(const base::Result<api::Preview>& preview) {
    if (!preview) {
        m_canvas->setSentence(errorText(preview.error()));
        m_changed.invalidate();
        return setPlaying(false);
    }
    m_canvas->setSentence({});
    m_canvas->setAfter(imageOf(*preview));
    if (preview->durationSeconds > 0.0) m_scrub->setDuration(preview->durationSeconds);
    if (m_changed.isValid()) m_lastMs = static_cast<double>(m_changed.nsecsElapsed()) / 1e6;
    m_changed.invalidate();
    const QString place = tr("%1 of %2").arg(durationText(preview->seconds), durationText(m_scrub->duration()));
    m_time->setText(m_isPlaying ? place : tr("%1  ·  shown in %2 ms").arg(place).arg(std::lround(m_lastMs)));
    if (m_wantsAfter) m_changed.start();
}

// ---- Playing -----------------------------------------------------------------------------------------------------

void PreviewPane::setPlaying(bool isOn) {
    if (isOn == m_isPlaying || (isOn && m_clip.isEmpty())) {
        m_play->setChecked(m_isPlaying);
        return;
    }
    m_isPlaying = isOn;
    m_play->setChecked(isOn);
    m_play->setIcon(icon(isOn ? Glyph::Pause : Glyph::Start, &Theme::text, &Theme::accent));
    if (!isOn) {
        m_canvas->setCompare(m_comparedBefore);
        m_beforeKey.clear();
        return askSoon();
    }
    m_comparedBefore = m_canvas->compare();
    m_canvas->setCompare(Compare::After);
    m_playedFrom = m_scrub->position();
    m_playClock.start();
    playNext();
}

/// The picture that is due now: those that could not be made in time are passed over.
void PreviewPane::playNext() {
    const double due = m_playedFrom + static_cast<double>(m_playClock.elapsed()) / 1000.0;
    const double next = std::max(due, m_scrub->position() + kPlayStep);
    if (next >= m_scrub->duration() || next > m_playedFrom + kPlaySeconds) return setPlaying(false);
    m_scrub->setPosition(next);
    const auto early = static_cast<int>((next - due) * 1000.0);
    QTimer::singleShot(std::max(early, 0), this, [this] {
        if (m_isPlaying && !m_afterUnderWay) askAfter();
    });
}

}  // namespace fotograma::ui
